/* The walk through the chart for some answers, what it still misses, and which question comes next.

   The same as `advisor/engine` does: every function here has the name of the one that it follows. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { Fraction, compute, greatest, isSo, least, valueOf } = advisor;

  /** The answer "not sure"; there is one. */
  const UNKNOWN = Object.freeze({ toString: () => "unknown" });
  const ZERO = advisor.whole(0);

  /** Thrown where a question has no answer; no Error, because its stack would cost more than a walk. */
  class Unanswered {
    constructor(question) {
      this.question = question;
    }
  }

  /** The chart leads back to where it came from. */
  class GoesRound extends Error {}

  /** The values of the names of a ruleset, computed when first read. */
  class Scope {
    constructor(rules, answers, figures = {}, defaults = true) {
      Object.assign(this, { rules, answers, figures, defaults, outer: null, fixed: {} });
      this.values = new Map(Object.entries(answers).filter(([, value]) => value !== UNKNOWN));
      this.usedDefaults = new Map();
      this.within = new Map();
    }

    /** Whether a question is passed over with a range of numbers in place of an answer. */
    isOpen(name) {
      return this.values.get(name) instanceof Between;
    }

    value(name) {
      if (!this.values.has(name)) this.values.set(name, this.found(name));
      return this.values.get(name);
    }

    found(name) {
      const { formulas, parameters } = this.rules;
      if (Object.hasOwn(formulas, name)) return this.formula(formulas[name]);
      if (Object.hasOwn(parameters, name)) return this.parameter(name, parameters[name]);
      const [question, option] = advisor.optionOf(name);
      return option ? this.value(question).includes(option) : this.default(name);
    }

    /** The value of a formula; null where it has none, zero where it is behind one. */
    formula(one) {
      if (one.only_when !== undefined && !valueOf(one.only_when, this)) return null;
      const value = advisor.bounded(valueOf(one.is, this.withChoices(one.given ?? {})));
      return one.reached && advisor.compare("<", value, ZERO) ? ZERO : value;
    }

    parameter(name, one) {
      const option = one.by ? this.value(one.by) : "";
      const own = option ? `${name}.${option}` : name;
      if (Object.hasOwn(this.figures, own)) return this.figures[own];
      const figure = one.cases ?? (option ? one.values[option] : one.value);
      return figure instanceof Fraction ? figure : advisor.bounded(valueOf(figure, this));
    }

    default(name) {
      if (this.outer) return this.outer.value(name);
      const isTaken = this.defaults || this.rules.questions[name].unasked;
      if (!isTaken || Object.hasOwn(this.answers, name)) throw new Unanswered(name); // given is "not sure" here
      const value = defaultOf(this, name);
      if (value === null) throw new Unanswered(name);
      this.usedDefaults.set(name, value);
      return value;
    }

    /** The scope as it would be with other choices; defaults stay those of the choices that were made. */
    withChoices(choices) {
      if (!Object.keys(choices).length) return this;
      const [outer, fixed] = [this.outer ?? this, { ...this.fixed, ...choices }];
      const key = JSON.stringify(Object.entries(fixed).sort());
      if (!outer.within.has(key)) outer.within.set(key, outer.with(fixed));
      return outer.within.get(key);
    }

    with(fixed) {
      const other = new this.constructor(
        this.rules,
        { ...this.answers, ...fixed },
        this.figures,
        this.defaults,
      );
      return Object.assign(other, { outer: this, fixed, usedDefaults: this.usedDefaults });
    }
  }

  /** The default of a question under the answers so far; null if it has none. */
  function defaultOf(scope, name) {
    const question = scope.rules.questions[name];
    if (question.computed !== undefined) return valueOf(question.computed, scope);
    return question.default === undefined ? null : advisor.read(question, question.default);
  }

  /** A number that lies within bounds. A comparison that it leaves open throws Unanswered. */
  class Between {
    constructor(question, low, high) {
      Object.assign(this, { question, low, high });
    }

    /** What comes out at the ends; everything else lies between. */
    compute(sign, left, right) {
      const isOpen = sign === "/" && (right instanceof Between || right.over === 0n);
      if (isOpen) throw new Unanswered(this.question); // the bounds of a divisor may have zero between them
      const found = ends(left).flatMap((one) => ends(right).map((end) => compute(sign, one, end)));
      return new Between(this.question, least(found), greatest(found));
    }

    holds(sign, left, right) {
      const differences = ends(left).flatMap((one) => ends(right).map((end) => one.compare(end)));
      if (sign === "==" || sign === "!=") return this.surely(equal(differences)) === (sign === "==");
      return this.surely([...new Set(differences.map((one) => isSo(sign, one)))]);
    }

    surely(answers) {
      if (answers.length !== 1) throw new Unanswered(this.question);
      return answers[0];
    }
  }

  function ends(value) {
    return value instanceof Between ? [value.low, value.high] : [value];
  }

  /** Whether numbers between some ends are equal: surely, surely not, or either. */
  function equal(differences) {
    if (differences.every((one) => one === 0)) return [true];
    const isApart = differences.every((one) => one < 0) || differences.every((one) => one > 0);
    return isApart ? [false] : [true, false];
  }

  /** A scope of no defaults, in which a number that is not known lies within its bounds.

      Only where the walk can end without it: the question has a default, or is answered "not sure". */
  class Within extends Scope {
    constructor(rules, answers, figures = {}, defaults = false) {
      super(rules, answers, figures, defaults);
    }

    default(name) {
      try {
        return super.default(name);
      } catch (open) {
        const { min, max, default: own } = this.rules.questions[name];
        const mayBeLeft = own !== undefined || Object.hasOwn(this.answers, name);
        if (open.question !== name || !mayBeLeft || !min || !max) throw open;
        return new Between(name, min, max);
      }
    }
  }

  /** The steps for the values of a scope, and the outcome or the question where they end.

      Throws DivisionByZero or TooLarge, with the steps before. */
  function walkIn(scope) {
    const { decisions, outcomes } = scope.rules;
    const trace = emptyTrace(scope);
    try {
      while (Object.hasOwn(decisions, trace.at)) {
        if (trace.steps.length > Object.keys(decisions).length) throw new GoesRound();
        advance(trace, decisions[trace.at]);
      }
    } catch (error) {
      if (!(error instanceof Unanswered)) throw Object.assign(error, { trace });
      trace.pending = error.question;
    }
    if (Object.hasOwn(outcomes, trace.at)) trace.outcome = trace.at;
    return trace;
  }

  function emptyTrace(scope) {
    return { scope, steps: [], at: scope.rules.start, outcome: null, pending: null };
  }

  function advance(trace, { branches }) {
    const branch = branches.findIndex((one) => one.when === undefined || valueOf(one.when, trace.scope));
    const { label, to } = branches[branch];
    trace.steps.push({ decision: trace.at, branch, label, to });
    trace.at = to;
  }

  const isKnown = (answers, name) => Object.hasOwn(answers, name) && answers[name] !== UNKNOWN;

  /** The questions without an answer or default that a way from here can need, the pending one first. */
  function missing(trace) {
    if (trace.pending === null) return [];
    const { answers, rules } = trace.scope;
    const isMissed = (name) =>
      !isKnown(answers, name) &&
      (Object.hasOwn(answers, name) || rules.questions[name].default === undefined);
    return [...new Set([trace.pending, ...[...ahead(trace)].filter(isMissed)])];
  }

  /** The next question that can still matter; null if there is none. */
  function openQuestion(trace) {
    const { answers, figures, rules } = trace.scope;
    const isOpen = (name) => !Object.hasOwn(answers, name);
    if (trace.outcome) {
      const isUnsure = Object.values(answers).includes(UNKNOWN);
      const isSettled = !isUnsure || walkIn(new Scope(rules, answers, figures)).outcome; // not only by the bounds
      return (isSettled && sharpening(trace).find(isOpen)) || null;
    }
    if (isOpen(trace.pending)) return trace.pending;
    for (const name of ahead(trace)) if (isOpen(name) && !rules.questions[name].unasked) return name;
    return null;
  }

  /** The questions that the figures of an outcome come to, and then those of its advice. */
  function sharpening({ outcome, scope: { rules, answers, figures } }) {
    const { figures: names = [], ask = [] } = rules.outcomes[outcome];
    const scope = new Scope(rules, answers, figures, false);
    return [...names.flatMap((name) => openAt(scope, name)), ...ask];
  }

  /** The question that a figure is missing, if it is one. */
  function openAt(scope, name) {
    try {
      scope.value(name);
    } catch (error) {
      if (error instanceof Unanswered) return [error.question];
      if (!(error instanceof advisor.DivisionByZero)) throw error;
    }
    return [];
  }

  /** The questions of every decision that open answers leave on a way from here, near ones first. */
  function* ahead(trace) {
    const ways = new Set([trace.at]);
    for (const here of ways) {
      for (const [branch, holds] of possibleBranches(trace.scope, here)) {
        if (holds === null) yield* questionsOf(trace.scope.rules, branch.when);
        ways.add(branch.to); // a set goes on with what is added
      }
    }
  }

  /** The branches that can be taken, with whether their condition holds; null where that is open. */
  function* possibleBranches(scope, here) {
    for (const branch of scope.rules.decisions[here]?.branches ?? []) {
      const holds = branch.when === undefined ? true : holdsOrOpen(branch.when, scope);
      if (holds !== false) yield [branch, holds];
      if (holds) return;
    }
  }

  /** Whether a condition holds; null while a question that it reads is not answered. */
  function holdsOrOpen(condition, scope) {
    try {
      return Boolean(valueOf(condition, scope));
    } catch (error) {
      if (error instanceof Unanswered) return null;
      throw error;
    }
  }

  /** The questions that a condition can ask, in the order in which they are read. */
  function questionsOf(rules, condition) {
    return [...new Set(advisor.namesIn(condition).flatMap((name) => questionsBehind(rules, name)))];
  }

  function questionsBehind(rules, name) {
    const [question] = advisor.optionOf(name);
    if (Object.hasOwn(rules.questions, question)) return [question];
    return (rules.formulas[name] ?? rules.parameters[name])?.behind ?? [];
  }

  /** The question to ask after these answers; null when nothing is left that can matter. */
  function nextQuestion(rules, answers, figures) {
    const first = rules.ask_first.find((name) => !Object.hasOwn(answers, name));
    const next = first ?? openQuestion(walkIn(new Within(rules, answers, figures)));
    return next ?? disputed(new Scope(rules, answers, figures));
  }

  /** A question that nobody needs to answer, but whose default is refused with the answers; null if there is none. */
  function disputed(scope) {
    return advisor.refusals(scope).flatMap((one) => one.taken)[0] ?? null;
  }

  /** The answers that no walk asks for: they count from its beginning. */
  function unasked(rules, answers) {
    return only(
      answers,
      Object.keys(answers).filter((name) => rules.questions[name].unasked),
    );
  }

  function only(answers, names) {
    return Object.fromEntries(names.map((name) => [name, answers[name]]));
  }

  /** The answered questions in the order in which they are asked, and the first that is open or asked again. */
  function asked(rules, answers, figures) {
    const soFar = unasked(rules, answers);
    const names = [];
    for (;;) {
      const next = nextQuestion(rules, soFar, figures);
      if (next === null || !Object.hasOwn(answers, next)) return { names, next };
      soFar[next] = answers[next];
      if (advisor.isRefused(new Scope(rules, soFar, figures, false))) return { names, next };
      names.push(next);
    }
  }

  /** The questions that can come after a walk, at most; outcomes ask such as sharpen the advice. */
  function atMostFrom(trace) {
    const { answers, rules } = trace.scope;
    const found = new Set([...reachable(rules, trace.at)].flatMap((state) => askedAt(rules, state)));
    return [...found].filter((name) => !Object.hasOwn(answers, name) && !rules.questions[name].unasked)
      .length;
  }

  function reachable(rules, start) {
    const found = new Set([start]);
    for (const here of found) for (const { to } of rules.decisions[here]?.branches ?? []) found.add(to);
    return found;
  }

  function askedAt(rules, state) {
    if (Object.hasOwn(rules.outcomes, state)) {
      const { figures = [], ask = [] } = rules.outcomes[state];
      return [...figures.flatMap((name) => questionsBehind(rules, name)), ...ask];
    }
    const guards = rules.decisions[state].branches.filter((one) => one.when !== undefined);
    return guards.flatMap((one) => questionsOf(rules, one.when));
  }

  Object.assign(advisor, {
    Between,
    GoesRound,
    Scope,
    UNKNOWN,
    Unanswered,
    Within,
    asked,
    atMostFrom,
    defaultOf,
    emptyTrace,
    holdsOrOpen,
    isKnown,
    missing,
    only,
    questionsBehind,
    questionsOf,
    reachable,
    unasked,
    walkIn,
  });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
