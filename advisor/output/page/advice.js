/* The advice: the outcome of a walk folded with everything else that the rules know about it.

   The same as `advisor/advice/advice` says; nothing of it is written here, all texts are the rules'. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { Scope, filled, holdsOrOpen, valueOf } = advisor;
  const HIT = "→"; // stands before the row of a table that was hit, so that it is told without color
  const MAX_ANSWERS = 4; // more answers than so many together are not looked for

  /** Conditions beside the path, and which defaults those that hold rest on. */
  class Conditions {
    constructor(scope) {
      this.scope = new Scope(scope.rules, scope.answers, scope.figures, scope.defaults);
      this.restedOn = new Set();
    }

    holds(condition) {
      const holds = holdsOrOpen(condition, this.scope);
      if (holds) advisor.questionsOf(this.scope.rules, condition).forEach((name) => this.restedOn.add(name));
      return holds;
    }

    get used() {
      return [...this.scope.usedDefaults].filter(([name]) => this.restedOn.has(name));
    }
  }

  /** The whole advice for a walk that came to an outcome, on a day (ISO). */
  function advise(trace, day) {
    const { scope, outcome: id } = trace;
    const { rules } = scope;
    const outcome = rules.outcomes[id];
    const used = [...scope.usedDefaults];
    const costs = advisor.costs(scope);
    const conditions = new Conditions(scope);
    const shortlists = entries(rules.shortlists, (one) => isFor(rules, one, id)).map((one) =>
      shortlist(conditions, one),
    );
    const found = {
      outcome: id,
      approach: outcome.approach,
      approachTitle: rules.approaches[outcome.approach].title,
      title: outcome.title,
      says: filled(outcome.says, scope),
      path: path(trace),
      grids: grids(trace),
      useCase: useCase(trace, outcome.approach),
      cautions: cautions(conditions, id),
      criteria: criteria(conditions),
      hybrids: hybrids(conditions, id),
      additions: additions(trace),
      shortlists,
      techniques: techniques(conditions, outcome.approach),
      comparison: entries(rules.comparison),
      costs,
      figures: (outcome.figures ?? []).map((name) => advisor.workedFigure(scope, name)),
      money: money(scope, costs),
      retirements: retirements(scope, used, day),
      next: [...whereNoneFits(rules, shortlists), ...(outcome.next ?? [])].map((step) => filled(step, scope)),
    };
    const defaults = Object.fromEntries([...used, ...conditions.used, ...scope.usedDefaults]);
    const assumed = Object.entries(defaults).map(([name, value]) => assumption(rules, name, value));
    return {
      ...found,
      source: source(rules),
      defaults,
      assumed,
      replaced: replaced(scope),
      ...record(trace, assumed),
    };
  }

  /** The entries of a section with their ids, those that are wanted. */
  function entries(section, isWanted = () => true) {
    return Object.entries(section ?? {})
      .filter(([, one]) => isWanted(one))
      .map(([id, one]) => ({ id, ...one }));
  }

  /** Whether a caution, hybrid or shortlist is for an outcome. */
  function isFor(rules, { outcomes, approach }, outcome) {
    return (
      (outcomes?.includes(outcome) ?? true) &&
      ["", outcome && rules.outcomes[outcome].approach].includes(approach ?? "")
    );
  }

  function path(trace) {
    return trace.steps.map((step, index) => {
      const { label } = trace.scope.rules.decisions[step.decision];
      const { because, reason, brief } = advisor.reasons(step, trace.scope);
      return {
        number: index + 1,
        decision: step.decision,
        label,
        branch: step.label,
        to: step.to,
        because,
        reason,
        brief,
      };
    });
  }

  /** The tables that the walk passed: [{title, headings, rows: [{texts, isHit}]}], a sign before the row that was hit. */
  function grids(trace) {
    return trace.steps.flatMap(({ decision, branch }) => {
      const { label, headings, branches } = trace.scope.rules.decisions[decision];
      return headings
        ? [{ title: label, headings, rows: branches.map((row, index) => gridRow(row, index === branch)) }]
        : [];
    });
  }

  function gridRow({ label, cells, leads_to: to }, isHit) {
    return { texts: [isHit ? HIT : "", label, ...cells, to], isHit };
  }

  const source = ({ ruleset }) => ruleset.source ?? null;

  /** The figures in which the answers have a part, and that are known. */
  function money(scope, costs) {
    const known = advisor.reached(scope);
    return costs.figures.filter((one) => known.has(one.name) && !one.needs);
  }

  /** The row of the use-case table that was chosen, held against the outcome: agrees, refines or differs. */
  function useCase(trace, approach) {
    const { rules, answers } = trace.scope;
    const asked = Object.keys(rules.questions).find((name) => rules.questions[name].use_case);
    const row = asked && advisor.isKnown(answers, asked) ? rules.use_cases[answers[asked]] : null;
    if (!row?.approach) return null;
    const isSame = row.approach === approach;
    const joined = (row.complements ?? []).map((id) => ({ id, ...rules.complements[id] }));
    const complements = joined.filter((one) => isSame || one.always);
    const relation = !isSame ? "differs" : complements.length ? "refines" : "agrees";
    const toChange = isSame ? [] : waysTo(trace, row.approach);
    return {
      id: answers[asked],
      title: row.title,
      relation,
      recommends: row.recommends ?? "",
      complements,
      toChange,
    };
  }

  /** The steps of the path from which another branch can lead to an approach, and that branch. */
  function waysTo(trace, approach) {
    const { rules } = trace.scope;
    const leads = (to) =>
      [...advisor.reachable(rules, to)].some((state) => rules.outcomes[state]?.approach === approach);
    return trace.steps.flatMap((step) => {
      const { label } = rules.decisions[step.decision];
      const { because } = advisor.reasons(step, trace.scope);
      return otherWays(rules, step, leads).map(
        (way) => `${label} ${way} instead of ${step.label} (${because})`,
      );
    });
  }

  /** What other branches are called that lead there; of a table, one of the rows for all. */
  function otherWays(rules, { decision, branch }, leads) {
    const others = rules.decisions[decision].branches.filter(
      (one, index) => index !== branch && leads(one.to),
    );
    const [first, ...more] = others.map((one) => one.label);
    return others[0]?.settled && more.length
      ? [`${first} (or ${more.length} other rows)`]
      : others.map((one) => one.label);
  }

  function cautions(conditions, outcome) {
    const { rules, answers } = conditions.scope;
    const isOpen = (one) => !(one.while_open ?? []).some((name) => advisor.isKnown(answers, name));
    return entries(rules.cautions, (one) => isFor(rules, one, outcome) && isOpen(one))
      .filter((one) => one.when === undefined || conditions.holds(one.when))
      .map((one) => ({ id: one.id, says: filled(one.says, conditions.scope), ...erratum(rules, one) }));
  }

  /** The defect of the source behind an entry: its code, and a line about it. */
  function erratum(rules, { erratum: code = "" }) {
    return { erratum: code, footnote: code ? rules.errata[code] : "" };
  }

  /** The reasons for approaches that are decided: whether they hold, and why. */
  function criteria(conditions) {
    const { scope } = conditions;
    return entries(scope.rules.criteria).flatMap(({ id, approach, says, when }) => {
      const holds = conditions.holds(when);
      if (holds === null) return [];
      return [
        {
          id,
          approach,
          says: filled(says, scope),
          holds,
          because: advisor.explain([when], advisor.wordsOf(scope)),
        },
      ];
    });
  }

  function hybrids(conditions, outcome) {
    const { rules } = conditions.scope;
    return entries(rules.hybrids, (one) => isFor(rules, one, outcome) && conditions.holds(one.when)).map(
      ({ id, title, says, routes }) => ({
        id,
        title,
        says: filled(says, conditions.scope),
        routes: Object.values(routes),
      }),
    );
  }

  /** The techniques of the approach, those not tried yet first; `tried` is null if the user did not say. */
  function techniques(conditions, approach) {
    const found = entries(conditions.scope.rules.techniques, (one) => one.approach === approach).map(
      (one) => ({ ...one, tried: one.tried === undefined ? null : conditions.holds(one.tried) }),
    );
    return found.sort((one, other) => (one.tried === true) - (other.tried === true));
  }

  /** A shortlist, the rows that fit first and best first; `needs`: the question that decides what fits. */
  function shortlist(conditions, { id, title, columns, rows, fits, rank, note = "", erratum: code }) {
    const judged = entries(rows).map((row) => ({ ...row, ...judge(conditions, row, fits, rank) }));
    const needs = judged.find((row) => row.needs)?.needs ?? "";
    const order = (row) => [row.fits ? 0 : 1, row.rank === null ? 1 : 0];
    judged.sort((one, other) => {
      const [a, b] = [order(one), order(other)];
      return a[0] - b[0] || a[1] - b[1] || (one.rank ? other.rank.compare(one.rank) : 0);
    });
    const heads = Object.entries(columns).map(([name, one]) => ({
      name,
      label: one.label,
      unit: one.unit ?? "",
    }));
    return {
      id,
      title,
      columns: heads,
      rows: judged.map((row) => cells(row, heads)),
      note,
      needs,
      ...erratum(conditions.scope.rules, { erratum: code }),
    };
  }

  function cells({ id, title, values, fits }, heads) {
    return {
      id,
      title,
      values,
      fits,
      shown: heads.map(({ name, unit }) => advisor.show(values[name], unit)),
    };
  }

  /** Whether a row fits and its rank, each null where it cannot be told, and the question that is open. */
  function judge(conditions, row, fits, rank) {
    const { scope } = conditions;
    const here = new Scope(scope.rules, scope.answers, scope.figures, scope.defaults);
    Object.entries(row.values).forEach(([name, value]) => here.values.set(name, value));
    const [isFit, openFit] = valueOrOpen(fits, here);
    const ranked = isFit
      ? valueOrOpen(rank, here)
      : advisor.orElse([null, ""], () => valueOrOpen(rank, here));
    here.usedDefaults.forEach((value, name) => {
      scope.usedDefaults.set(name, value);
      conditions.restedOn.add(name);
    });
    return { fits: isFit, rank: ranked[0], needs: openFit || ranked[1] };
  }

  function valueOrOpen(tree, scope) {
    try {
      return [valueOf(tree, scope), ""];
    } catch (error) {
      if (error instanceof advisor.Unanswered) return [null, error.question];
      throw error;
    }
  }

  /** What to do about the shortlists of which it is known that no row fits. */
  function whereNoneFits(rules, shortlists) {
    const lost = shortlists.filter((one) => one.rows.every((row) => row.fits === false));
    return lost.map((one) => rules.shortlists[one.id].none_fits).filter(Boolean);
  }

  /** The combinations for this outcome that open answers could bring about, and in words. */
  function additions({ scope, outcome }) {
    const { rules } = scope;
    return entries(rules.hybrids, (one) => isFor(rules, one, outcome)).flatMap(({ id, title, when }) => {
      const answers = bringing(scope, when, MAX_ANSWERS);
      const isMore = answers && Object.keys(answers).length;
      return isMore ? [{ id, title, answers, says: additionSays(rules, title, answers) }] : [];
    });
  }

  function additionSays(rules, title, answers) {
    const told = Object.entries(answers).map(
      ([name, value]) => `${advisor.label(rules, name)}: ${advisor.shown(rules, name, value)}`,
    );
    return `${title}, if ${told.join(" and ")}`;
  }

  /** Answers to open questions under which a condition holds; none if it holds, null if nothing does it. */
  function bringing(scope, when, most) {
    const [holds, open] = advisor.orElse([false, ""], () => valueOrOpen(when, scope));
    if (!open) return holds ? {} : null;
    for (const value of most ? scope.rules.questions[open].likely : []) {
      const there = new Scope(
        scope.rules,
        { ...scope.answers, [open]: value },
        scope.figures,
        scope.defaults,
      );
      const more = bringing(there, when, most - 1);
      if (more) return { [open]: value, ...more };
    }
    return null;
  }

  /** Options among the answers that end, such as models: {question, option, title, on, source, says}. */
  function retirements(scope, used, day) {
    const { rules, answers } = scope;
    const known = Object.entries(answers).filter(([name]) => advisor.isKnown(answers, name));
    return [...new Map([...used, ...known])].flatMap(([question, option]) => {
      const one = typeof option === "string" ? rules.questions[question].options?.[option] : null;
      if (!one?.retires) return [];
      const says = `${one.title} ${ends(one.retires, day)} ${one.retires}`;
      return [
        { question, option, title: one.title, on: one.retires, source: one.retires_source ?? "", says },
      ];
    });
  }

  function ends(on, day) {
    const days = Math.round((Date.parse(on) - Date.parse(day)) / 86_400_000);
    return days <= 0 ? "is retired since" : `retires in ${days} day${days === 1 ? "" : "s"}, on`;
  }

  function assumption(rules, name, value) {
    const { label, default_source: source = "" } = rules.questions[name];
    return { name, label, shown: advisor.shown(rules, name, value), source };
  }

  /** The figures that stand in for those of the rules: {name, label, shown}. */
  function replaced({ rules, figures }) {
    return Object.entries(figures).map(([name, value]) => {
      const [parameter, option] = [name.split(".")[0], name.split(".").slice(1).join(".")];
      const { by } = rules.parameters[parameter];
      const title = option && by ? `, ${advisor.titles(rules, by)[option]}` : "";
      return {
        name,
        label: advisor.label(rules, parameter) + title,
        shown: advisor.reading(rules, parameter, value),
      };
    });
  }

  /** What a decision record says beside the advice.

      facts: [{what, value, source}]; options: [{title, approach, whyNot}], the chosen one first;
      measures: [{statement, now}] that have to stay true; figuresUsed: [{name, label, value, source, date}] */
  function record(trace, assumed) {
    const { scope } = trace;
    const { rules, answers } = scope;
    const given = Object.entries(answers).map(([name, value]) => ({
      what: advisor.label(rules, name),
      value: advisor.shown(rules, name, value),
      source: "answered",
    }));
    const taken = assumed.map((one) => ({
      what: one.label,
      value: one.shown,
      source: one.source ? `assumed: ${one.source}` : "assumed",
    }));
    const own = replaced(scope).map((one) => ({
      what: one.label,
      value: one.shown,
      source: "figure of our own",
    }));
    return {
      facts: [...given, ...taken, ...own],
      options: options(trace),
      measures: measures(trace),
      figuresUsed: used(scope),
    };
  }

  function options(trace) {
    const { rules } = trace.scope;
    const all = Object.entries(rules.outcomes).map(([id, { title, approach }]) => ({
      title,
      approach: rules.approaches[approach].title,
      whyNot: id === trace.outcome ? "" : whyNot(trace, id),
    }));
    return all.sort((one, other) => Boolean(one.whyNot) - Boolean(other.whyNot));
  }

  /** The last step of the path from which another branch leads to an outcome, and why not. */
  function whyNot(trace, outcome) {
    const { rules } = trace.scope;
    for (const step of [...trace.steps].reverse()) {
      const { label } = rules.decisions[step.decision];
      const [way] = otherWays(rules, step, (to) => advisor.reachable(rules, to).has(outcome));
      if (!way) continue;
      const { reason } = advisor.reasons(step, trace.scope);
      return `it needs “${label} ${way}”, and the answer is ${step.label}${reason && ` (${reason})`}`;
    }
    return "no way through the chart leads there";
  }

  function measures(trace) {
    return trace.steps.flatMap((step) => {
      const { statement, because } = advisor.reasons(step, trace.scope);
      return statement ? [{ statement, now: because === statement ? "" : because }] : [];
    });
  }

  /** The parameters that the walk and the advice have read, but for those replaced. */
  function used(scope) {
    const { rules, figures, values } = scope;
    const isOwn = (name, { by }) => Object.hasOwn(figures, by ? `${name}.${scope.value(by)}` : name);
    const isEmpty = (name, { by }) => by && scope.value(name).over === 0n; // a zero for a choice: it does not apply
    const read = entries(rules.parameters).filter((one) => values.has(one.id));
    return read
      .filter((one) => !isOwn(one.id, one) && !isEmpty(one.id, one))
      .map(({ id, source: said = "", date = "" }) => ({
        name: id,
        label: advisor.label(rules, id),
        value: advisor.reading(rules, id, values.get(id)),
        source: said,
        date,
      }));
  }

  Object.assign(advisor, { advise });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
