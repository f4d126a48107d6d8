// The path as Mermaid, in the form in which `advisor diagram` writes it.
"use strict";
(function (page) {
  // What some version of Mermaid, its Markdown or HTML reads as more than a character, as in `diagram/mmd`.
  const SPECIAL = new RegExp(
    '[#"<>&\\\\|*_~`{};:@\\[\\]]|\\$(?=\\$)|(?<=\\$)\\$|(?<=www)\\.|d(?=irection\\b)' +
      "|^[-+](?=[-\\s]|$)|^=(?==*$)|^%|^\\d+[.)](?=\\s|$)",
    "gi",
  );
  const STATEMENT = /(?<=direction) (?=TB|TD|BT|RL|LR)/gi;
  const SHAPES = { decision: ["{{", "}}"], computed: ["[[", "]]"], table: ["[", "]"], outcome: ["(", ")"] };
  const STYLES = {
    quiet: "fill:#ffffff,stroke:#8b95a1,stroke-width:1px,color:#4b5563",
    step: "fill:#dbeafe,stroke:#1d4ed8,stroke-width:3px,color:#111827",
    result: "fill:#dcfce7,stroke:#1d4ed8,stroke-width:5px,color:#111827",
  };
  const SPOKEN = { ";": ",", '"': "'", "<": " under ", ">": " over " };

  // The source; with a heading and a decision as a file of its own, without them for a block in Markdown.
  page.mermaid = (now, decision, isFile) => {
    const { title, id, version } = page.data.rules.ruleset;
    const again = decision.date === page.today() ? "" : `, drawn ${page.today()}`;
    const heading = sentence(`${title}. Rules ${id} ${version}, decided ${decision.date}${again}`);
    const { nodes, edges, says } = page.scene(now);
    const lines = [
      "---",
      ...(isFile ? [`title: ${JSON.stringify(heading)}`] : []),
      "config: {flowchart: {wrappingWidth: 400}}",
      "---",
      `flowchart ${page.data.chart.direction === "right" ? "LR" : "TD"}`,
      ...(isFile ? [`    %% ${page.mark(decision)}`] : []),
      `    accTitle: ${heading}`,
      `    accDescr: ${sentence(says)}`,
      ...nodes.map((node) => `    ${nodeLine(node)}`),
      ...edges.map(
        (edge) => `    ${edge.from} ${edge.isTaken ? "==>" : "-->"}|${quoted(edge.lines)}| ${edge.to}`,
      ),
      ...[...new Set(nodes.map(nameOf))].sort().map((name) => `    classDef ${name} ${STYLES[name]}`),
      ...linkStyles(edges, true, "stroke:#3b82f6,stroke-width:4px"),
      ...linkStyles(edges, false, "stroke:#8b95a1,stroke-width:1px,stroke-dasharray:4"),
    ];
    return `${lines.join("\n")}\n`;
  };

  function nameOf({ number, kind }) {
    if (!number) return "quiet";
    return kind === "outcome" ? "result" : "step";
  }

  function nodeLine(node) {
    const [opening, closing] = SHAPES[node.kind];
    return `${node.id}${opening}${quoted(node.lines)}${closing}:::${nameOf(node)}`;
  }

  function linkStyles(edges, isTaken, looks) {
    const links = edges.flatMap((edge, index) => (edge.isTaken === isTaken ? [index] : []));
    return links.length ? [`    linkStyle ${links.join(",")} ${looks}`] : [];
  }

  // Lines as one label in quotes; the last character of what is special becomes Mermaid's own entity.
  function quoted(lines) {
    const entity = (found) => `${found.slice(0, -1)}#${found.charCodeAt(found.length - 1)};`;
    return `"${lines.map((line) => line.replace(SPECIAL, entity)).join("\n")}"`;
  }

  // Text for a line that knows no quotes and no entities.
  function sentence(text) {
    const plain = text
      .replace(/[;"<>{}#%\\]/g, (char) => SPOKEN[char] || " ")
      .replace(/\s+/g, " ")
      .trim();
    return plain.replace(STATEMENT, "\u2060 ");
  }
})(globalThis.page);
