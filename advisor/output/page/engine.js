/* The rules of a page, opened: questions, answers, the walk, and what is said of it.

   The last of the scripts; each adds its functions to the one global `advisor`, and under node exports it.
   Rules are data (made by `data.py`), never code.

     const a = advisor.open(data)

   Answers are an object by question id: true or false, an `advisor.Fraction` (a day too: days since the year 1
   began), the id of an option, an array of ids in their order, or `advisor.UNKNOWN` for "not sure". What is left
   out is not answered. Figures that stand in for the rules' are an object by name, or `name.option` where they
   depend on a choice.
   All functions are pure; none of them throws for what a person can type or answer.

     a.rules                              the rules with exact numbers; a.rules.questions[id] and so on
     a.questions[id]                      {kind, type, ask, label, why, help, unit, options, min, max, default, whole,
                                           field (typed into), many (a list of which any can be taken) or neither (a
                                           list of which one is), wanted, examples, …}
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
     a.refused(answers, figures)          [{says, remedy, given, taken}] of answers that cannot be together: the
                                          questions concerned that are answered, and those whose defaults count
     a.next(answers, figures)             id of the next question that matters, or null
     a.asked(answers, figures)            ids of the answered questions that are on the way, in order
     a.counting(answers, figures)         the answers that count: those asked, and details
     a.position(answers, figures)         {number, atMost} of the next question

     a.possible(answers, figures)         ids of the outcomes that are still possible
     a.outlook(answers, figures)          {possible, settled, sure}: `settled` the only one that is left, or null; where
                                          `sure` is false some of the possible ones are only not ruled out
     a.advice(answers, figures, day)      the advice as data, see `advise` in advice.js; null without an outcome;
                                          {problem} where the rules cannot be computed. `day` is ISO, today if left out
     a.costs(answers, figures)            {figures, tables, outlay, known}: see costs.js; `known` are the names of
                                          those that the answers have a part in; {problem} likewise
     a.turns(id, answers, figures)        [{at, included, outcome, pending}] along a number or a figure, see turns.js
     a.figures(answers, figures)          [{name, label, unit, value, shown, source, date, note, min, max, replaced}] of
                                          every figure of the rules, one for each option where it depends on a choice */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const {
    Fraction,
    Scope,
    UNKNOWN,
    Wrong,
    exact,
    filled,
    mapped,
    orElse,
    reading,
    shown,
    titles,
    tree,
    unitOfName,
  } = advisor;

  /** The keys whose values are trees, and those whose values are numbers, whatever record they stand in. */
  const TREES = ["when", "is", "cases", "only_when", "computed", "fits", "rank", "tried"];
  const NUMBERS = ["min", "max", "value"];

  /** The rules with trees and numbers made exact. Throws for data of another form. */
  function opened(data) {
    for (const section of [
      "ruleset",
      "start",
      "questions",
      "parameters",
      "formulas",
      "decisions",
      "outcomes",
    ]) {
      if (!Object.hasOwn(data, section))
        throw new Error(`this is no ruleset of a page: it has no ${section}`);
    }
    const rules = mapped(data, (one, section) => prepared(section, bare(one)));
    const answers = (values) => mapped(values, (raw, name) => advisor.read(rules.questions[name], raw));
    return { ...rules, questions: mapped(rules.questions, withLikely), examples: data.examples.map(answers) };
  }

  /** A question with the answers that are worth a try, and those near what the rules compare it with. */
  function withLikely(one) {
    const [likely, near] = [one.likely ?? [], one.near ?? []].map((list) =>
      list.map((raw) => advisor.read(one, raw)),
    );
    return { ...one, likely, near };
  }

  /** JSON without what objects inherit. */
  function bare(value) {
    if (Array.isArray(value)) return value.map(bare);
    return value && typeof value === "object" ? mapped(value, bare) : value;
  }

  function prepared(section, value) {
    if (section === "parameters")
      return mapped(value, (one) => ({ ...record(one), values: mapped(one.values ?? {}, figure) }));
    if (section === "shortlists")
      return mapped(value, (one) => ({ ...record(one), rows: mapped(one.rows, row) }));
    if (section === "decisions")
      return mapped(value, (one) => ({ ...one, branches: one.branches.map(branch) }));
    if (section === "refuse") return value.map(record);
    const isNamed = ["questions", "formulas", "cautions", "criteria", "hybrids", "techniques"].includes(
      section,
    );
    return isNamed ? mapped(value, record) : value;
  }

  const figureOf = (name) => name.split(".")[0];
  const numbers = (values) => mapped(values, exact);
  const figure = (value) => (typeof value === "string" ? exact(value) : tree(value)); // a tree where it rests on answers
  const branch = (one) => ({ ...record(one), ...(one.settled && { settled: one.settled.map(tree) }) });
  const row = (one) => ({ ...one, values: numbers(one.values) });

  function record(one) {
    const made = ([key, value]) => [
      key,
      TREES.includes(key) ? tree(value) : NUMBERS.includes(key) ? exact(value) : value,
    ];
    return Object.fromEntries(Object.entries(one).map(made));
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
    if (option && !Object.hasOwn(found.values, option))
      throw new Wrong(`\`${option}\` is no option of ${parameter}`);
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
    const spelled = byChoice(rules, found);
    return spelled.problems.length ? spelled : admitted(rules, spelled);
  }

  /** The same with what the rules refuse of it. */
  function admitted(rules, found) {
    const refused = advisor.refusals(new Scope(rules, found.answers, found.figures));
    return {
      ...found,
      problems: refused.map((one) => ({ name: [...one.given, ...one.taken].join(", "), ...one })),
    };
  }

  /** Figures with the option spelled out: a bare name means the option that is chosen. */
  function byChoice(rules, found) {
    const spelled = {};
    for (const [name, value] of Object.entries(found.figures)) {
      const { by } = rules.parameters[figureOf(name)];
      const chosen = by && !name.includes(".") ? chosenOf(rules, found.answers, by) : null;
      if (chosen === "")
        found.problems.push({
          name,
          says: `depends on ${by}, which is not answered`,
          remedy: `answer ${by}`,
        });
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

  /** What is wrong where the rules cannot be computed; any other error is a bug, and goes on. */
  function told(error) {
    if (error instanceof advisor.DivisionByZero)
      return "A formula of the rules divides by zero for these answers.";
    if (error instanceof advisor.TooLarge)
      return "A formula of the rules comes to a number of more than 1,000 digits.";
    if (error instanceof advisor.GoesRound) return "The flowchart goes round for these answers.";
    throw error;
  }

  function walk(scope) {
    const { trace, missing, problem } = walked(scope);
    const steps = trace.steps.map((step) => ({ ...step, ...advisor.reasons(step, scope) }));
    return {
      steps,
      outcome: problem ? null : trace.outcome,
      pending: problem ? null : trace.pending,
      missing,
      problem,
    };
  }

  function put(scope, id) {
    const { ask, why = "", help = "" } = scope.rules.questions[id];
    return { ask: filled(ask, scope), why: filled(why, scope), help: filled(help, scope) };
  }

  /** The default of a question; null where there is none, or where it would be refused. */
  function suggested(scope, id) {
    const { rules, answers, figures } = scope;
    const value = orElse(null, () => advisor.defaultOf(scope, id));
    const isRefused = () => orElse(null, () => advisor.whyNot(rules, id, value, answers, figures)) !== null;
    if (value === null || isRefused()) return null;
    return {
      value,
      shown: shown(scope.rules, id, value),
      source: scope.rules.questions[id].default_source ?? "",
    };
  }

  /** The answers that count: those that are asked, and the details that no walk asks for. */
  function counting(rules, answers, figures) {
    const details = (rules.details ?? []).flatMap((group) => group.ask);
    const names = new Set([...advisor.asked(rules, answers, figures).names, ...details]);
    return advisor.only(
      answers,
      Object.keys(answers).filter((name) => names.has(name)),
    );
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

  /** Every figure of the rules, as it counts now; value null where it rests on answers. */
  function* figureRows(scope) {
    for (const [name, one] of Object.entries(scope.rules.parameters)) {
      const names = one.by ? Object.keys(one.values).map((option) => `${name}.${option}`) : [name];
      for (const own of names) yield figureRow(scope, own, one);
    }
  }

  function figureRow({ rules, figures }, name, { by, value = null, values, unit = "", ...one }) {
    const option = name.split(".").slice(1).join(".");
    const replaced = Object.hasOwn(figures, name);
    const now = replaced ? figures[name] : option ? values[option] : value;
    const isFixed = now instanceof Fraction;
    const { source = "", date = "", note = "", min = null, max = null } = one;
    return {
      name,
      label: one.label + (option && `, ${titles(rules, by)[option]}`),
      unit,
      value: isFixed ? now : null,
      shown: isFixed ? advisor.show(now, unit) : "",
      source,
      date,
      note,
      min,
      max,
      replaced,
    };
  }

  /** What a function gives, or what stands in its way. */
  function orProblem(compute) {
    try {
      return compute();
    } catch (error) {
      return { problem: told(error) };
    }
  }

  function adviceOf(scope, day) {
    return orProblem(() => {
      const trace = advisor.walkIn(scope);
      return trace.outcome ? advisor.advise(trace, day) : null;
    });
  }

  function costsOf(scope) {
    return orProblem(() => ({
      ...advisor.costs(scope),
      outlay: advisor.outlay(scope),
      known: [...advisor.reached(scope)],
    }));
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
      typed: (id, value) =>
        value instanceof Fraction
          ? advisor.worked(value, unitOfName(rules, figureOf(id)), true)
          : shown(rules, id, value),
      plain: (id, value) => plain(rules, id, value),
      parsePlain: (id, raw) => attempt(() => advisor.read(rules.questions[id], raw)),
      check: (values) => check(rules, values),
      put: (id, answers, figures) => put(scope(answers, figures), id),
      suggested: (id, answers, figures) => suggested(scope(answers, figures), id),
      walk: (answers, figures) => walk(scope(answers, figures)),
      settled: (answers, figures) => walk(new advisor.Within(rules, answers, figures)),
      refused: (answers, figures) => advisor.refusals(scope(answers, figures)),
      next: (answers, figures) => asked(answers, figures).next,
      asked: (answers, figures) => asked(answers, figures).names,
      counting: (answers, figures) => orElse(answers, () => counting(rules, answers, figures)),
      position: (answers, figures) => orElse(null, () => position(rules, answers, figures)),
      possible: (answers, figures) => advisor.outlook(scope(answers, figures)).possible,
      outlook: (answers, figures) => advisor.outlook(scope(answers, figures)),
      advice: (answers, figures, day = advisor.showDay(advisor.today())) =>
        adviceOf(scope(answers, figures), day),
      costs: (answers, figures) => costsOf(scope(answers, figures)),
      turns: (id, answers, figures) => orElse([], () => advisor.turns(scope(answers, figures), id)),
      figures: (answers, figures) => [...figureRows(scope(answers, figures))],
    };
  }

  Object.assign(advisor, { open });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
