// Renders Mermaid texts (a JSON list on standard input) with a real package, which the argument names, in
// a made-up browser, and prints what it shows: the texts of nodes, edges and title, and elements that have
// no place there.
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<body></body>", { pretendToBeVisual: true });
const { document, DOMParser, Element, SVGElement, HTMLElement } = window;
Object.assign(global, { window, document, DOMParser, Element, SVGElement, HTMLElement });
// What a browser measures and jsdom does not.
global.CSSStyleSheet = class {
  cssRules = [];
  insertRule(rule) { this.cssRules.push({ cssText: rule }); }
};
const box = { x: 0, y: 0, width: 100, height: 20 };
SVGElement.prototype.getBBox = () => box;
SVGElement.prototype.getComputedTextLength = () => 100;
Element.prototype.getBoundingClientRect = () => ({ ...box, top: 0, left: 0, right: 100, bottom: 20 });
(async () => {
  const mermaid = (await import(process.argv[2])).default;
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
  const drawn = [];
  for (const [index, text] of JSON.parse(require("fs").readFileSync(0, "utf8")).entries()) {
    const { svg } = await mermaid.render("chart" + index, text);
    const page = new JSDOM(svg).window.document;
    const texts = (at) => [...page.querySelectorAll(at)].map((one) => one.textContent);
    drawn.push({
      nodes: texts("g.node .nodeLabel"),
      edges: texts(".edgeLabels span.edgeLabel"),
      title: texts("text.flowchartTitleText"),
      spoken: texts("svg > title, svg > desc"),
      strange: texts("script, img, a, i, b, em, strong, del, li, h1, h2, hr, table, blockquote, code, math"),
    });
  }
  console.log(JSON.stringify(drawn));
})().catch((error) => { console.error(error.stack || String(error)); process.exit(1); });
