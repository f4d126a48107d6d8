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
    plain: "fill:#ffffff,stroke:#1d4ed8,stroke-width:1px,color:#111827",
    quiet: "fill:#ffffff,stroke:#8b95a1,stroke-width:1px,color:#4b5563",
    step: "fill:#dbeafe,stroke:#1d4ed8,stroke-width:3px,color:#111827",
    result: "fill:#dcfce7,stroke:#1d4ed8,stroke-width:5px,color:#111827",
  };
  const SPOKEN = { ";": ",", '"': "'", "<": " under ", ">": " over " };

  // The source; with a heading and a decision as a file of its own, without them for a block in Markdown.
  page.mermaid = (now, decision, isFile) => {
    const { nodes, edges, direction } = page.data.chart;
    const { title, id, version } = page.data.rules.ruleset;
    const heading = sentence(`${title}. Rules ${id} ${version}, decided ${decision.date}`);
    const lit = page.lights(now);
    const classes = nodes.map((node) => nameOf(node, lit));
    return (
      [
        "---",
        ...(isFile ? [`title: ${JSON.stringify(heading)}`] : []),
        "config: {flowchart: {wrappingWidth: 400}}",
        "---",
        `flowchart ${direction === "right" ? "LR" : "TD"}`,
        ...(isFile ? [`    %% ${page.mark(decision)}`] : []),
        `    accTitle: ${heading}`,
        `    accDescr: ${sentence(page.inWords(now))}`,
        ...nodes.map((node, index) => `    ${nodeLine(node, lit)}:::${classes[index]}`),
        ...edges.map(
          (edge, index) =>
            `    ${edge.from} ${lit.edges.get(index) === "lit" ? "==>" : "-->"}|${quoted(edge.label)}| ${edge.to}`,
        ),
        ...[...new Set(classes)].sort().map((name) => `    classDef ${name} ${STYLES[name]}`),
        ...linkStyles(edges, lit),
      ].join("\n") + "\n"
    );
  };

  function nameOf(node, lit) {
    if (!lit.numbers.has(node.id)) return lit.numbers.size ? "quiet" : "plain";
    return node.kind === "outcome" ? "result" : "step";
  }

  function nodeLine(node, lit) {
    const number = lit.numbers.get(node.id);
    const label = number ? [`${circled(number)} ${node.label[0]}`, ...node.label.slice(1)] : node.label;
    const [opening, closing] = SHAPES[node.kind];
    return `${node.id}${opening}${quoted(label)}${closing}`;
  }

  const circled = (number) => (number <= 20 ? String.fromCodePoint(0x245f + number) : `(${number})`);

  function linkStyles(edges, lit) {
    const of = (isLit) =>
      edges.map((_, index) => index).filter((index) => (lit.edges.get(index) === "lit") === isLit);
    const style = (links, looks) => (links.length ? [`    linkStyle ${links.join(",")} ${looks}`] : []);
    return [
      ...style(of(true), "stroke:#3b82f6,stroke-width:4px"),
      ...style(of(false), "stroke:#8b95a1,stroke-width:1px,stroke-dasharray:4"),
    ];
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
