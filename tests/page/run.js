/* Answers requests, one JSON a line: the page's scripts under node, held to the program by the tests beside this. */
"use strict";
const [folder, ...scripts] = process.argv.slice(2);
for (const script of scripts) require(`${folder}/${script}`);
const advisor = globalThis.advisor;
let page = null;

const plain = (_, value) => (value instanceof advisor.Fraction ? `${value.over}/${value.under}` : value);

const REQUESTS = {
  open: (data) => void (page = advisor.open(data)),
  walk(values) {
    const { answers, figures, problems } = page.check(values);
    const asked = {
      next: page.next(answers, figures),
      asked: page.asked(answers, figures),
      position: page.position(answers, figures),
      counting: Object.keys(page.counting(answers, figures)),
    };
    const suggested = asked.next && page.suggested(asked.next, answers, figures);
    asked.suggested = suggested && [suggested.shown, suggested.source];
    if (problems.length) return { problems, ...(problems[0].given ? asked : {}) };
    const { steps, outcome, pending, missing, problem } = page.walk(answers, figures);
    const shown = Object.fromEntries(
      Object.entries(answers).map(([name, value]) => [name, page.show(name, value)]),
    );
    const kept = Object.fromEntries(
      Object.entries(answers).map(([name, value]) => [name, page.plain(name, value)]),
    );
    return { steps, outcome, pending, missing, problem, shown, kept, ...asked };
  },
  advice(values) {
    const { answers, figures } = page.check(values);
    return { advice: page.advice(answers, figures, "2026-11-25"), costs: page.costs(answers, figures) };
  },
  outlook(values) {
    const { answers, figures } = page.check(values);
    return page.outlook(answers, figures);
  },
  turns([name, values]) {
    const { answers, figures } = page.check(values);
    return page.turns(name, answers, figures).map((one) => ({ ...one, typed: page.typed(name, one.at) }));
  },
  read([id, text]) {
    const found = page.read(id, text);
    return found.value === advisor.UNKNOWN ? { value: "unknown" } : found;
  },
  show([number, unit]) {
    const value = advisor.exact(number);
    return [advisor.show(value, unit), advisor.worked(value, unit), advisor.worked(value, unit, true)];
  },
};

function answered(request, argument) {
  try {
    return [REQUESTS[request](argument) ?? null, ""];
  } catch (error) {
    return [null, error.stack ?? String(error)];
  }
}

require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const [request, argument] = JSON.parse(line);
    console.log(JSON.stringify(answered(request, argument), plain));
  });
