/* The arithmetic that goes with the advice: every figure with its numbers, the tables, and when it pays back.

   The same as `advisor/advice/costs` and `advisor/output/plot/payback` compute. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { Scope, Unanswered, namesIn, whole } = advisor;
  const A_YEAR = whole(12); // the months that are drawn where no lines cross

  /** One formula, parameter or answer: {name, label, unit, value, formula, numbers, needs, shown}.

      value: null for never, or while the question `needs` is not answered */
  function figure(scope, name, unit = undefined) {
    const { rules } = scope;
    const formula = Object.hasOwn(rules.formulas, name) ? rules.formulas[name] : null;
    const made = {
      name,
      label: advisor.label(rules, name),
      unit: advisor.unitOfName(rules, name),
      value: null,
      formula: formula?.text ?? "",
      numbers: "",
      needs: "",
      shown: "–",
    };
    try {
      made.value = scope.value(name);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return { ...made, needs: error.question };
    }
    made.shown = advisor.reading(rules, name, made.value, { unit: unit ?? made.unit });
    if (formula && made.value !== null) made.numbers = numbersOf(scope, name, formula, made.value);
    return made;
  }

  function numbersOf(scope, name, formula, value) {
    const result = advisor.reading(scope.rules, name, value, { inFull: true });
    return advisor.arithmetic(formula.is, advisor.wordsOf(scope), result);
  }

  /** The same answers with another option of a choice. */
  const instead = (scope, choice, option) =>
    new Scope(scope.rules, { ...scope.answers, [choice]: option }, scope.figures, scope.defaults);

  const chosenOf = (scope, choice) => advisor.orElse(null, () => scope.value(choice));

  /** All figures that the rules show: {figures, tables: [{id, title, by, headings, rows}]}; rows hold figures. */
  function costs(scope) {
    const { figures = [], compare = {} } = scope.rules.costs ?? {};
    return {
      figures: figures.map((name) => figure(scope, name)),
      tables: Object.entries(compare).map(([id, one]) => table(scope, id, one)),
    };
  }

  function table(scope, id, { title, by, show }) {
    const chosen = chosenOf(scope, by);
    const cell = (there, name) =>
      figure(there, name, advisor.cellUnit(advisor.unitOfName(scope.rules, name)));
    const rows = Object.entries(advisor.titles(scope.rules, by)).map(([option, one]) => {
      const there = instead(scope, by, option);
      return {
        option,
        title: one,
        chosen: option === chosen,
        figures: show.map((name) => cell(there, name)),
      };
    });
    const headings = show.map((name) => ({
      name,
      label: advisor.label(scope.rules, name),
      unit: advisor.headingUnit(advisor.unitOfName(scope.rules, name)),
    }));
    return { id, title, by, headings, rows };
  }

  /** The figures shown in which the user's answers or own figures have a part, and all that these rest on. */
  function reached(scope) {
    const { rules, answers, figures } = scope;
    const own = Object.keys(figures).map((name) => name.split(".")[0]);
    const known = new Set([...Object.keys(answers).filter((name) => advisor.isKnown(answers, name)), ...own]);
    const found = new Set();
    for (const name of shownNames(rules)) {
      const behind = restsOn(rules, name, known);
      const hasPart = [...behind, ...advisor.questionsBehind(rules, name)].some((one) => known.has(one));
      if (hasPart && isTold(scope, name)) behind.forEach((one) => found.add(one));
    }
    return found;
  }

  function isTold(scope, name) {
    try {
      scope.value(name);
      return true;
    } catch (error) {
      if (error instanceof Unanswered) return false;
      throw error;
    }
  }

  function shownNames(rules) {
    const { figures = [], compare = {} } = rules.costs ?? {};
    return new Set([...figures, ...Object.values(compare).flatMap((one) => one.show)]);
  }

  /** A figure, and all names that it rests on; defaults stand in for what is not answered. */
  function restsOn(rules, name, answered) {
    const found = new Set([name]);
    for (const one of found) for (const other of reads(rules, one, answered)) found.add(other);
    return found;
  }

  function reads(rules, name, answered) {
    const { is, only_when: onlyWhen, cases, computed, by, values = {} } = advisor.named(rules, name) ?? {};
    const restOnAnswers = Object.values(values).filter(Array.isArray);
    if (restOnAnswers.length) return [by, ...restOnAnswers.flatMap(namesIn)];
    if (is ?? cases) return [...namesIn(is ?? cases), ...(onlyWhen === undefined ? [] : namesIn(onlyWhen))];
    if (computed !== undefined && !answered.has(name)) return namesIn(computed);
    const [question, option] = advisor.optionOf(name);
    return option ? [question] : [];
  }

  /** What every option costs as months go by: {lines, payback, months, unit, needs}; null without monthly costs.

      lines: [{choice, title, once, monthly, chosen}], `chosen` true or "as assumed"
      payback: when the chosen option of the last choice is cheaper than that of the first; null with one choice
      needs: questions without which there are no lines */
  function outlay(scope) {
    const tables = Object.values(scope.rules.costs?.compare ?? {}).filter((one) => one.monthly);
    if (!tables.length) return null;
    const found = tables.flatMap((one) =>
      Object.keys(advisor.titles(scope.rules, one.by)).map((option) => line(scope, one, option)),
    );
    const needs = [...new Set(found.flatMap((one) => one.needs ?? []))];
    const lines = needs.length ? [] : found.filter((one) => one.monthly);
    const payback = paybackOf(scope.rules, lines);
    const unit = advisor.currencyUnit(advisor.unitOfName(scope.rules, tables[0].monthly));
    return { lines, payback, months: payback?.months?.times(whole(2)) ?? A_YEAR, unit, needs };
  }

  /** What an option costs, or the questions that it needs; nothing where it has no figure. */
  function line(scope, one, option) {
    const chosen = isChosen(scope, one.by, option);
    const once = (chosen && one.once_chosen) || one.once;
    const figures = [once, one.monthly]
      .filter(Boolean)
      .map((name) => figure(instead(scope, one.by, option), name));
    const needs = figures.map((found) => found.needs).filter(Boolean);
    if (needs.length || figures.some((found) => found.value === null)) return { needs };
    const title = advisor.titles(scope.rules, one.by)[option];
    const first = once ? figures[0].value : whole(0);
    return { choice: one.by, title, once: first, monthly: figures.at(-1).value, chosen };
  }

  function isChosen(scope, choice, option) {
    if (chosenOf(scope, choice) !== option) return "";
    return scope.usedDefaults.has(choice) ? "as assumed" : "chosen";
  }

  /** When the chosen lines cross: {kind, months, line, against, open, says}; open: choices without an answer. */
  function paybackOf(rules, lines) {
    const choices = [...new Set(lines.map((one) => one.choice))];
    if (choices.length < 2) return null;
    const [against, one] = [choices[0], choices.at(-1)].map((choice) =>
      lines.find((other) => other.chosen && other.choice === choice),
    );
    const open = [choices[0], choices.at(-1)].filter((_, index) => ![against, one][index]);
    const found = open.length ? { kind: "open", months: null, open } : { ...crossing(one, against), open };
    return { ...found, line: one ?? null, against: against ?? null, says: paybackSays(rules, found) };
  }

  function crossing(one, against) {
    const [more, saving] = [one.once.minus(against.once), against.monthly.minus(one.monthly)];
    const months = saving.over === 0n ? null : more.by(saving);
    if (saving.over > 0n && more.over > 0n) return { kind: "after", months };
    if (saving.over < 0n && more.over < 0n) return { kind: "until", months };
    return { kind: saving.over > 0n || more.over < 0n ? "at once" : "never", months: null };
  }

  function paybackSays(rules, { kind, months, open }) {
    const told = advisor.show(months, "months");
    const labels = open?.map((name) => advisor.label(rules, name)).join(" and ");
    return {
      "at once": "pays back at once",
      after: `pays back after ${told}`,
      until: `is cheaper for ${told} only`,
      never: "never pays back",
      open: `break-even open (${labels} not chosen)`,
    }[kind];
  }

  Object.assign(advisor, { costs, outlay, reached, workedFigure: figure });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
