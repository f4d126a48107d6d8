// Decisions that come from outside: dropped files, chosen files, links. Every part is checked by the engine.
"use strict";
(function (page) {
  const MAX_BYTES = 8_000_000;
  const MAX_TOLD = 200; // characters of what is wrong that are told
  const MAPPINGS = ["answers", "overrides", "earlier", "evidence"];
  const SOURCE = ["file", "measure", "says"]; // what evidence says of an answer

  // Read a file, and go on with the decision in it; what is wrong is told.
  page.open = async (file) => {
    try {
      if (file.size > MAX_BYTES) throw new Error("It is too large to be a decision.");
      const found = decisionIn(new Uint8Array(await file.arrayBuffer()));
      if (found.ruleset && found.ruleset.id !== page.data.rules.ruleset.id) {
        throw new Error(
          `It was decided under the rules “${found.ruleset.id}”, and this page holds “${page.data.rules.ruleset.id}”.`,
        );
      }
      page.begin(found, shortened(file.name));
    } catch (error) {
      const says = error instanceof RangeError ? "It is too deeply nested to be a decision." : error.message;
      page.notice(`${shortened(file.name)} was not opened. ${shortened(says)}`);
    }
  };

  const shortened = (text) => (text.length > MAX_TOLD ? `${text.slice(0, MAX_TOLD)} …` : text);

  function decisionIn(bytes) {
    const marked = page.marked(new TextDecoder("latin1").decode(bytes));
    if (marked.length > 1)
      throw new Error(`It holds ${marked.length} different decisions; open a file with one.`);
    return sound(marked[0] || asDecision(page.parsed(utf8(bytes))));
  }

  function utf8(bytes) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      throw new Error("It holds no decision.");
    }
  }

  // A decision file as it is; any other mapping is one of answers and figures.
  function asDecision(found) {
    if (!isMapping(found)) throw new Error("It holds no decision.");
    const isDecision = ["ruleset", "answers"].every((key) => Object.hasOwn(found, key));
    return isDecision ? found : { answers: found };
  }

  // A decision of which each part that the page reads has the form that it has in decision files.
  function sound(found) {
    const { advisor: format = page.FORMAT } = found;
    if (String(format) !== String(page.FORMAT)) {
      throw new Error(`It is in format ${format}; this page reads up to ${page.FORMAT}. Use a newer page.`);
    }
    for (const part of MAPPINGS) {
      if (!isMapping(found[part] ?? {})) throw new Error(`Its “${part}” is no mapping of names to values.`);
    }
    const parts = Object.fromEntries(MAPPINGS.map((part) => [part, found[part] ?? {}]));
    const isSaid = ([key, text]) => SOURCE.includes(key) && typeof text === "string";
    const isSource = ([, one]) => isMapping(one) && Object.entries(one).every(isSaid);
    parts.evidence = Object.fromEntries(Object.entries(parts.evidence).filter(isSource));
    const date = /^\d{4}-\d\d-\d\d$/.test(found.date) ? String(found.date) : null;
    return { ...found, ...parts, date, outcome: typeof found.outcome === "string" ? found.outcome : null };
  }

  const isMapping = (found) => typeof found === "object" && found !== null && !Array.isArray(found);

  // Answers and figures by name, as typed texts or plain values: those that can be taken, and what is wrong.
  page.taken = (values) => {
    const known = Object.fromEntries(Object.entries(values || {}).map(([name, raw]) => [name, text(raw)]));
    const { answers, figures, problems } = page.a.check(known);
    const wrong = problems.filter((one) => !one.given); // what is refused together is told with the outcome
    return { answers, figures, wrong: wrong.map((one) => `${one.name.slice(0, 60)}: ${one.says}`) };
  };

  const text = (raw) =>
    typeof raw === "string" || typeof raw === "boolean" || Array.isArray(raw) ? raw : String(raw);

  // Files dropped anywhere on the page.
  page.listenToDrops = () => {
    const shade = page.at("drop");
    let depth = 0;
    const over = (by) => {
      depth = Math.max(depth + by, 0);
      shade.hidden = !depth;
    };
    const isFile = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    addEventListener("dragenter", (event) => isFile(event) && over(1));
    addEventListener("dragleave", (event) => isFile(event) && over(-1));
    addEventListener("dragover", (event) => isFile(event) && event.preventDefault());
    addEventListener("drop", (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      over(-depth);
      if (event.dataTransfer.files.length) page.open(event.dataTransfer.files[0]);
    });
  };
})(globalThis.page);
