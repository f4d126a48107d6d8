/* The rules of a page, opened: questions, answers, the walk, and what is said of it.

   The last of the scripts; each adds its functions to the one global `advisor`, and under node exports it.
   Rules are data (made by `data.py`), never code.

     const a = advisor.open(data)

   Answers are an object by question id: true or false, an `advisor.Fraction` (a day too: days since the year 1
   began), the id of an option, or `advisor.UNKNOWN` for "not sure". What is left out is not answered. Figures that
   stand in for the rules' are an object by name, or `name.option` where they depend on a choice.
   All functions are pure; none of them throws for what a person can type or answer.

     a.rules                              the rules with exact numbers; a.rules.questions[id] and so on
     a.questions[id]                      {kind, type, ask, label, why, help, unit, options, min, max, default, whole,
                                           field (typed into) or not (a list), wanted, examples, …}
     a.read(id, text)                     {value} or {says, remedy}: what was typed, or what is wrong with it
     a.readFigure(name, text)             the same for a figure of the rules
     a.show(id, value)                    an answer as the terminal shows it
     a.showFigure(name, value)            a figure likewise, also a formula's
     a.typed(id, value)                   an answer that can be typed back exactly
     a.plain(id, value)                   an answer or a figure as decision files hold it (JSON)
     a.parsePlain(id, plain)              {value} or {says, remedy}
     a.check(values)                      {answers, figures, problems: [{name, says, remedy}]} of a mapping of plain
                                          or typed values, as files and links have it
     a.put(id, answers, figures)          {ask, why, help} with the figures filled in
     a.suggested(id, answers, figures)    {value, shown, source} that the rules suggest, or null

     a.walk(answers, figures)             {steps: [{decision, branch, to, label, because, reason, brief, statement,
                                           decidedBy}], outcome, pending, missing, problem}
                                          with defaults for what is not answered, as `advisor decide` walks
     a.settled(answers, figures)          the same without defaults, numbers within their bounds: has an outcome as
                                          soon as no open answer matters
     a.next(answers, figures)             id of the next question that matters, or null
     a.asked(answers, figures)            ids of the answered questions that are on the way, in order
     a.counting(answers, figures)         the answers that count: those asked, and details
     a.position(answers, figures)         {number, atMost} of the next question */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { Fraction, Scope, UNKNOWN, Wrong, exact, tree } = advisor;

  /** The keys whose values are trees, and those whose values are numbers, whatever record they stand in. */
  const TREES = ["when", "is", "cases", "only_when", "computed", "fits", "rank", "tried"];
  const NUMBERS = ["min", "max", "value"];

  /** The rules with trees and numbers made exact. Throws for data of another form. */
  function opened(data) {
    for (const section of ["ruleset", "start", "questions", "parameters", "formulas", "decisions", "outcomes"]) {
      if (!Object.hasOwn(data, section)) throw new Error(`this is no ruleset of a page: it has no ${section}`);
    }
    return Object.fromEntries(Object.entries(data).map(([section, one]) => [section, prepared(section, one)]));
  }

  function prepared(section, value) {
    if (section === "parameters") return mapped(value, (one) => ({ ...record(one), values: numbers(one.values ?? {}) }));
    if (section === "shortlists") return mapped(value, (one) => ({ ...record(one), rows: mapped(one.rows, row) }));
    if (section === "decisions") return mapped(value, (one) => ({ ...one, branches: one.branches.map(record) }));
    const isNamed = ["questions", "formulas", "cautions", "criteria", "hybrids", "techniques"].includes(section);
    return isNamed ? mapped(value, record) : value;
  }

  const mapped = (object, change) => Object.fromEntries(Object.entries(object).map(([key, one]) => [key, change(one)]));
  const numbers = (values) => mapped(values, exact);
  const row = (one) => ({ ...one, values: numbers(one.values) });

  function record(one) {
    const made = ([key, value]) => [key, TREES.includes(key) ? tree(value) : NUMBERS.includes(key) ? exact(value) : value];
    return Object.fromEntries(Object.entries(one).map(made));
  }

  /** The question, parameter or formula of a name; undefined if there is none. */
  function named(rules, name) {
    const section = ["questions", "parameters", "formulas"].find((one) => Object.hasOwn(rules[one], name));
    return section && rules[section][name];
  }

  const label = (rules, name) => named(rules, name)?.label ?? name;
  const unitOfName = (rules, name) => named(rules, name)?.unit ?? "";
  const figureOf = (name) => name.split(".")[0];

  /** The titles of the options that a name stands for, by id. */
  function titles(rules, name) {
    const question = Object.hasOwn(rules.questions, name) ? rules.questions[name] : null;
    return question ? mapped(question.options ?? {}, (one) => one.title) : (rules.formulas[name]?.titles ?? {});
  }

  /** An answer as the terminal shows it. */
  function shown(rules, name, value) {
    if (value === UNKNOWN) return "not sure";
    const unit = unitOfName(rules, name);
    if (!(value instanceof Fraction)) return titles(rules, name)[value] ?? advisor.show(value);
    const isShort = advisor.shortest(value).length <= 15;
    return advisor.worked(value, unit, isShort && !advisor.currency(unit));
  }

  /** A figure as the user reads it, in its own unit or the one told. */
  function reading(rules, name, value, { unit = unitOfName(rules, name), inFull = false } = {}) {
    const reached = Object.hasOwn(rules.formulas, name) ? rules.formulas[name].reached : "";
    if (reached && value?.over === 0n) return reached;
    return (inFull ? advisor.worked : advisor.show)(value, unit);
  }

  /** An answer or a figure as decision files hold it: as JSON, and as text where that would not be exact. */
  function plain(rules, name, value) {
    if (value === UNKNOWN) return "unknown";
    if (!(value instanceof Fraction)) return value;
    const unit = unitOfName(rules, figureOf(name));
    if (unit === advisor.DAY) return advisor.showDay(value);
    const digits = advisor.shortest(value);
    if (unit === "percent" && !value.isWhole) return `${digits}%`;
    const number = digits.includes("/") ? NaN : Number(digits);
    const isExact = Number.isFinite(number) && exact(String(number)).compare(value) === 0;
    return isExact && (!value.isWhole || Number.isSafeInteger(number)) ? number : digits;
  }

  /** What a function gives, or what is wrong with what it was given. */
  function attempt(read) {
    try {
      return { value: read() };
    } catch (error) {
      if (error instanceof Wrong) return { says: error.message, remedy: error.remedy };
      throw error;
    }
  }

  /** A figure of the rules that a name stands for, `name` or `name.option`. Throws Wrong. */
  function readFigure(rules, name, raw) {
    const [parameter, option] = [figureOf(name), name.split(".").slice(1).join(".")];
    const found = Object.hasOwn(rules.parameters, parameter) ? rules.parameters[parameter] : null;
    if (!found) throw new Wrong(`there is no question or parameter \`${name}\``);
    if (option && !Object.hasOwn(found.values, option)) throw new Wrong(`\`${option}\` is no option of ${parameter}`);
    return advisor.figure(found, raw);
  }

  /** Answers and figures of a mapping of plain or typed values, and what is wrong with it. */
  function check(rules, values) {
    const found = { answers: {}, figures: {}, problems: [] };
    for (const [name, raw] of Object.entries(values)) {
      const question = Object.hasOwn(rules.questions, name) ? rules.questions[name] : null;
      const got = attempt(() => (question ? advisor.read(question, raw) : readFigure(rules, name, raw)));
      if (got.says) found.problems.push({ name, ...got });
      else found[question ? "answers" : "figures"][name] = got.value;
    }
    return byChoice(rules, found);
  }

  /** Figures with the option spelled out: a bare name means the option that is chosen. */
  function byChoice(rules, found) {
    const spelled = {};
    for (const [name, value] of Object.entries(found.figures)) {
      const { by } = rules.parameters[figureOf(name)];
      const chosen = by && !name.includes(".") ? chosenOf(rules, found.answers, by) : null;
      if (chosen === "") found.problems.push({ name, says: `depends on ${by}, which is not answered`, remedy: `answer ${by}` });
      else spelled[chosen ? `${name}.${chosen}` : name] = value;
    }
    return { ...found, figures: spelled };
  }

  function chosenOf(rules, answers, by) {
    return advisor.isKnown(answers, by) ? answers[by] : (rules.questions[by].default ?? "");
  }

  /** A walk, and what stands in its way: `problem` where the rules cannot be computed for these answers. */
  function walked(scope) {
    try {
      const trace = advisor.walkIn(scope);
      return { trace, missing: advisor.missing(trace), problem: null };
    } catch (error) {
      return { trace: error.trace ?? advisor.emptyTrace(scope), missing: [], problem: told(error) };
    }
  }

  function told(error) {
    if (error instanceof advisor.DivisionByZero) return "A formula of the rules divides by zero for these answers.";
    if (error instanceof advisor.TooLarge) return "A formula of the rules comes to a number of more than 1,000 digits.";
    return `The rules cannot be followed: ${error.message}.`;
  }

  function walk(scope) {
    const { trace, missing, problem } = walked(scope);
    const steps = trace.steps.map((step) => ({ ...step, ...advisor.reasons(step, scope) }));
    return { steps, outcome: problem ? null : trace.outcome, pending: problem ? null : trace.pending, missing, problem };
  }

  /** What a function gives; something else where the rules cannot be computed. */
  function orElse(other, compute) {
    try {
      return compute();
    } catch (error) {
      const isExpected = [advisor.DivisionByZero, advisor.TooLarge, advisor.Unanswered].some((one) => error instanceof one);
      if (isExpected) return other;
      throw error;
    }
  }

  /** The text with each `{name}` replaced by its value and unit; `…` where that is not answered. */
  function filled(template, scope) {
    return template.replace(/\{([A-Za-z]\w*)\}/g, (_, name) => orElse("…", () => {
      const value = scope.value(name);
      if (typeof value === "string") return titles(scope.rules, name)[value] ?? value;
      return reading(scope.rules, name, value);
    })); // prettier-ignore
  }

  function put(scope, id) {
    const { ask, why = "", help = "" } = scope.rules.questions[id];
    return { ask: filled(ask, scope), why: filled(why, scope), help: filled(help, scope) };
  }

  function suggested(scope, id) {
    const value = orElse(null, () => advisor.defaultOf(scope, id));
    if (value === null) return null;
    return { value, shown: shown(scope.rules, id, value), source: scope.rules.questions[id].default_source ?? "" };
  }

  /** The answers that count: those that are asked, and the details that no walk asks for. */
  function counting(rules, answers, figures) {
    const details = (rules.details ?? []).flatMap((group) => group.ask);
    const names = new Set([...advisor.asked(rules, answers, figures).names, ...details]);
    return advisor.only(answers, Object.keys(answers).filter((name) => names.has(name)));
  }

  /** The number of the next question, and a bound of the last one's. */
  function position(rules, answers, figures) {
    const { names } = advisor.asked(rules, answers, figures);
    const soFar = { ...advisor.unasked(rules, answers), ...advisor.only(answers, names) };
    const here = advisor.walkIn(new advisor.Within(rules, soFar, figures));
    const first = rules.ask_first.filter((name) => !names.includes(name));
    const more = Math.max(first.length + advisor.atMostFrom(here), 1);
    return { number: names.length + 1, atMost: names.length + more };
  }

  function open(data) {
    const rules = opened(data);
    advisor.know(rules);
    const scope = (answers, figures) => new Scope(rules, answers, figures);
    const none = { names: [], next: null };
    const asked = (answers, figures) => orElse(none, () => advisor.asked(rules, answers, figures));
    return {
      rules,
      questions: rules.questions,
      read: (id, text) => attempt(() => advisor.read(rules.questions[id], text)),
      readFigure: (name, text) => attempt(() => readFigure(rules, name, text)),
      show: (id, value) => shown(rules, id, value),
      showFigure: (name, value) => reading(rules, figureOf(name), value),
      typed: (id, value) => (value instanceof Fraction ? advisor.worked(value, unitOfName(rules, figureOf(id)), true)
                                                       : shown(rules, id, value)), // prettier-ignore
      plain: (id, value) => plain(rules, id, value),
      parsePlain: (id, raw) => attempt(() => advisor.read(rules.questions[id], raw)),
      check: (values) => check(rules, values),
      put: (id, answers, figures) => put(scope(answers, figures), id),
      suggested: (id, answers, figures) => suggested(scope(answers, figures), id),
      walk: (answers, figures) => walk(scope(answers, figures)),
      settled: (answers, figures) => walk(new advisor.Within(rules, answers, figures)),
      next: (answers, figures) => asked(answers, figures).next,
      asked: (answers, figures) => asked(answers, figures).names,
      counting: (answers, figures) => orElse(answers, () => counting(rules, answers, figures)),
      position: (answers, figures) => orElse(null, () => position(rules, answers, figures)),
    };
  }

  Object.assign(advisor, { filled, label, open, opened, orElse, reading, shown, titles, unitOfName });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
