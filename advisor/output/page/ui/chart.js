// The chart with the path lit: by thicker lines and numbers, not by color alone.
"use strict";
(function (page) {
  const { s } = page;
  const READABLE = 0.72; // how far a chart may be shrunk before it is scrolled instead
  const SCROLLED = 0.8; // its size then
  const LARGEST = 1.15; // how far a small one is enlarged

  page.showChart = (now) => {
    const svg = page.at("chart").querySelector("svg");
    const lit = lights(now);
    for (const group of svg.querySelectorAll("[data-node]"))
      mark(group, lit.nodes.get(group.dataset.node), lit.numbers);
    for (const group of svg.querySelectorAll("[data-edge]"))
      mark(group, lit.edges.get(Number(group.dataset.edge)), null);
    const says = inWords(now);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `${page.data.chart.says} ${says}`.trim());
    page.text(
      page.at("legend"),
      now.steps.length
        ? "Thick lines and numbers: the path. Dashed: ways not taken."
        : page.data.chart.legend,
    );
    follow(svg, lit.here);
  };

  // The class of every node and edge that differs from its plain looks, and the numbers of the steps.
  function lights(now) {
    const { nodes, edges } = page.data.chart;
    const ahead = reachable(now.at);
    const found = { nodes: new Map(), edges: new Map(), numbers: new Map(), here: null };
    const passed = new Map(now.steps.map((step) => [step.decision, step.branch]));
    const isOut = (node) =>
      node.kind === "outcome" && now.outlook && !now.outlook.possible.includes(node.state);
    const out = new Set(nodes.filter(isOut).map((node) => node.id));
    let last = "";
    edges.forEach((edge, index) => {
      const isTaken = passed.has(edge.decision) && edge.branches.includes(passed.get(edge.decision));
      if (isTaken && edge.decision === now.steps.at(-1).decision) last = edge.to;
      found.edges.set(
        index,
        isTaken ? "lit" : passed.has(edge.decision) || !ahead.has(edge.decision) || out.has(edge.to) ? "off" : "",
      );
    });
    for (const node of nodes) {
      const step = now.steps.findIndex((one) => one.decision === node.state);
      const isHere = node.state === now.at && (node.kind !== "outcome" || node.id === last || !last);
      if (step >= 0 || isHere) found.numbers.set(node.id, step >= 0 ? step + 1 : now.steps.length + 1);
      if (isHere) found.here = node.id;
      const reached = ahead.has(node.state) && !out.has(node.id);
      found.nodes.set(
        node.id,
        step >= 0 ? "lit" : isHere ? (now.outcome ? "lit end" : "here") : reached ? "" : "off",
      );
    }
    return found;
  }

  function reachable(start) {
    const found = new Set([start]);
    for (const here of found)
      for (const branch of page.data.rules.decisions[here]?.branches || []) found.add(branch.to);
    return found;
  }

  // Give a group its class and, on the path, the number of the step.
  function mark(group, state, numbers) {
    group.setAttribute(
      "class",
      `${group.getAttribute("class").replace(/ (lit|end|here|off)\b/g, "")}${state ? ` ${state}` : ""}`,
    );
    group.querySelector(".step")?.remove();
    if (!numbers || !numbers.has(group.dataset.node)) return;
    const [x, y] = group.dataset.at.split(" ");
    group.append(
      s(
        "g",
        { class: "step" },
        s("circle", { cx: x, cy: y, r: 10 }),
        s("text", { x, y: Number(y) + 4, "text-anchor": "middle" }, String(numbers.get(group.dataset.node))),
      ),
    );
  }

  page.lights = lights;

  function inWords(now) {
    const steps = now.steps.map((step) => `${page.data.rules.decisions[step.decision].label} ${step.label}`);
    const end = now.outcome ? `Outcome: ${page.data.rules.outcomes[now.outcome].title}.` : "";
    return `${steps.length ? `The path taken: ${steps.join("; ")}.` : ""} ${end}`.trim();
  }

  // A chart too wide to be read is scrolled, with the place where one is in view; a button shows it whole.
  function follow(svg, here) {
    const figure = page.at("chart");
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const isWide = width * READABLE > figure.clientWidth;
    const isScrolled = isWide && !page.state.whole;
    figure.classList.toggle("scrolled", isScrolled);
    figure.tabIndex = isScrolled ? 0 : -1;
    svg.style.maxWidth = isScrolled ? "none" : `min(100%, ${width * LARGEST}px)`;
    svg.setAttribute("width", isScrolled ? width * SCROLLED : width);
    svg.setAttribute("height", isScrolled ? height * SCROLLED : height);
    page.at("whole").hidden = !isWide;
    page.text(page.at("whole"), isScrolled ? "Show the whole chart" : "Show where you are");
    const group = here && svg.querySelector(`[data-node="${here}"]`);
    if (isScrolled && group) center(figure, group);
  }

  function center(figure, group) {
    const [box, frame] = [group.getBoundingClientRect(), figure.getBoundingClientRect()];
    figure.scrollBy({
      left: box.x + box.width / 2 - frame.x - frame.width / 2,
      top: box.y + box.height / 2 - frame.y - frame.height / 3,
    });
  }

  page.listenToChart = () =>
    page.at("whole").addEventListener("click", () => {
      page.state.whole = !page.state.whole;
      page.showChart(page.now());
    });

  // The chart as a file of its own: light, with its heading, its style, and the decision inside.
  page.svg = (now, decision) => {
    const svg = page.at("chart").querySelector("svg").cloneNode(true);
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const { title, id, version } = page.data.rules.ruleset;
    const about = `Rules ${id} ${version}, decided ${decision.date}`;
    const top = 64;
    svg.setAttribute("viewBox", `0 ${-top} ${width} ${height + top}`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height + top);
    svg.removeAttribute("class");
    svg.prepend(
      s("title", {}, `${title}. ${about}`),
      s("desc", {}, inWords(now)),
      s("metadata", {}, page.mark(decision)),
      s("style", {}, STYLE),
      s("rect", { class: "paper", x: 0, y: -top, width, height: height + top }),
      s("text", { class: "title", x: 22, y: -34 }, title),
      s("text", { x: 22, y: -14 }, about),
    );
    return `${new XMLSerializer().serializeToString(svg)}\n`;
  };

  const STYLE =
    "text{font:13px Helvetica,Arial,sans-serif;fill:#111827}.title{font-size:18px;font-weight:bold}.paper{fill:#fff}" +
    ".node polygon,.node path,.node polyline,.node rect{fill:#dbeafe;stroke:#1d4ed8}.node polyline{fill:none}.node text{font-size:14px;text-anchor:middle}" +
    ".outcome rect{fill:#dcfce7}.off polygon,.off path,.off rect{fill:#fff;stroke:#8b95a1}.off text{fill:#4b5563}" +
    ".edge path{fill:none;stroke:#1d4ed8}.edge polygon{fill:#1d4ed8;stroke:#1d4ed8}.edge text{font-size:12px}" +
    ".edge.off path{stroke:#8b95a1;stroke-dasharray:4}.edge.off polygon{fill:#8b95a1;stroke:#8b95a1}" +
    ".lit>polygon,.lit>path,.lit>polyline,.lit>rect{stroke-width:3}.edge.lit path{stroke-width:4}.edge.lit>text{font-weight:bold}" +
    ".step circle{fill:#1d4ed8}.step text{fill:#fff;font-size:12px;font-weight:bold}";
})(globalThis.page);
