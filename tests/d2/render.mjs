// Renders D2 texts (a JSON list on standard input) with the real D2 and prints what it shows: the texts and
// looks of nodes, the texts and ends of edges, and the names of all elements of the SVG.
import { readFileSync } from "node:fs";
import { D2 } from "@terrastruct/d2";

const d2 = new D2();
const drawn = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const { diagram, renderOptions } = await d2.compile(text, { layout: "dagre" });
  const svg = await d2.render(diagram, renderOptions);
  drawn.push({
    nodes: diagram.shapes.map((one) => [one.id, one.label]),
    edges: diagram.connections.map((one) => [one.src, one.dst, one.label, one.strokeWidth]),
    elements: [...new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map((one) => one[1]))],
  });
}
console.log(JSON.stringify(drawn));
process.exit(0);
