// The chart as diagrams of `advisor` tell a path: with its numbers in the nodes and its answers on the ways.
"use strict";
(function (page) {
  const [NOTE_WIDTH, EDGE_WIDTH] = [34, 24]; // columns of the smaller text of a node, and of text beside a line
  const MAX_VALUES = 2; // more answers on a way than that hide it
  const MAX_ROWS = 3; // rows of a table that are named on a way; more are counted

  // {nodes: [{id, kind, number, lines}], edges: [{from, to, lines, isTaken}], says}
  page.scene = (now) => {
    const { nodes, edges } = page.data.chart;
    const lit = page.lights(now);
    return {
      nodes: nodes.map((node) => nodeOf(now, node, lit.numbers.get(node.id))),
      edges: edges.flatMap((edge) => edgesOf(now, edge)),
      says: inWords(now),
    };
  };

  function nodeOf(now, node, number) {
    const [first, ...rest] = node.label;
    const heading = number ? [`${circled(number)} ${first}`, ...rest] : node.label;
    return { ...node, number, lines: [...heading, ...(number ? notes(now, node) : [])] };
  }

  const circled = (number) => (number <= 20 ? String.fromCodePoint(0x245f + number) : `(${number})`);

  function notes(now, { kind, state }) {
    if (kind === "outcome") return joined(now.advice).flatMap((note) => wrapped(note, NOTE_WIDTH));
    const step = now.steps.find((one) => one.decision === state);
    return step && kind !== "decision" ? arithmetic(step.because) : [];
  }

  // What stands at the outcome: the complements that join, and how many cautions there are.
  function joined({ useCase, cautions }) {
    const count = `${cautions.length} caution${cautions.length > 1 ? "s" : ""}`;
    const titles = (useCase?.complements || []).map((one) => `+ ${one.title}`);
    return cautions.length ? [...titles, `! ${count}`] : titles;
  }

  // A reason in lines: each condition on its own, broken before a sign rather than after it.
  function arithmetic(because) {
    return because.split(" and ").flatMap((condition, index) => {
      const lines = [];
      let line = index ? "and" : "";
      for (const part of condition.split(/ (?=[=≠<>≤≥] )/)) {
        if (line && line.length + 1 + part.length > NOTE_WIDTH) {
          lines.push(...wrapped(line, NOTE_WIDTH));
          line = "";
        }
        line = `${line} ${part}`.trim();
      }
      return [...lines, ...wrapped(line, NOTE_WIDTH)];
    });
  }

  // An edge of the chart: the way that is taken and the others beside it, each with what leads there.
  function edgesOf(now, { from, to, decision, branches, label }) {
    const step = now.steps.find((one) => one.decision === decision);
    const { headings: isTable, branches: all, computed } = page.data.rules.decisions[decision];
    if (!step || !branches.includes(step.branch)) return [{ from, to, lines: label, isTaken: false }];
    const others = branches.filter((index) => index !== step.branch).map((index) => all[index].label);
    const named = isTable && others.length > MAX_ROWS ? [`${others.length} rows`] : others;
    const taken = { from, to, lines: together([answer(now, step, isTable || computed)]), isTaken: true };
    const beside = others.length ? [{ from, to, lines: together(named), isTaken: false }] : [];
    return branches[0] === step.branch ? [taken, ...beside] : [...beside, taken];
  }

  // The branch with the answers that decided it, `no · 640 examples`, or alone if they are many.
  function answer(now, step, isComputed) {
    if (isComputed) return step.label;
    const given = step.decidedBy.filter((name) => Object.hasOwn(now.answers, name));
    const told = given.map((name) => value(now, name, step.label)).filter(Boolean);
    return [step.label, ...(told.length <= MAX_VALUES ? told : [])].join(" · ");
  }

  // An answer that the label of the branch does not say already.
  function value(now, name, label) {
    const text = page.show(name, now.answers[name]);
    const question = page.a.questions[name];
    if (text.toLowerCase() === label.toLowerCase()) return "";
    if (!(now.answers[name] instanceof advisor.Fraction)) return `${question.label}: ${text}`;
    return question.unit ? text : `${question.label} ${text}`;
  }

  // Labels that stand on one way, as many in a line as fit.
  function together(labels) {
    const lines = [];
    for (const label of labels) {
      const more = lines.length ? `${lines.at(-1)} · ${label}` : "";
      if (more && more.length <= EDGE_WIDTH - 2) lines[lines.length - 1] = more;
      else if (more) lines.push(`${lines.pop()} ·`, ...wrapped(label, EDGE_WIDTH - 2));
      else lines.push(...wrapped(label, EDGE_WIDTH));
    }
    return lines;
  }

  // A text in lines of at most so many letters.
  function wrapped(text, width) {
    const lines = [];
    for (const word of text.split(/\s+/)) {
      const isLonger = !lines.length || lines.at(-1).length + 1 + word.length > width;
      if (isLonger) lines.push(word);
      else lines[lines.length - 1] += ` ${word}`;
    }
    return lines;
  }

  // The path as a sentence for those who do not see it.
  function inWords({ advice }) {
    const steps = advice.path.map((one) => `${one.label} ${one.branch} (${one.because})`);
    const extras = (advice.useCase?.complements || []).map((one) => one.title);
    if (advice.cautions.length) extras.push(joined({ cautions: advice.cautions })[0].slice(2));
    const said = steps.length ? `The path taken: ${steps.join("; ")}. ` : "";
    return `${said}Outcome: ${advice.title}${extras.length ? `, with ${extras.join(", ")}` : ""}.`;
  }
})(globalThis.page);
