/* How the names of a ruleset read: labels, units, answers and figures, and the texts in which they stand. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { DivisionByZero, Fraction, GoesRound, TooLarge, UNKNOWN, Unanswered } = advisor;
  const MAX_SHOWN = 15; // characters of an answer up to which all of it is shown, unless it is money

  /** The question, parameter or formula of a name; undefined if there is none. */
  function named(rules, name) {
    const section = ["questions", "parameters", "formulas"].find((one) => Object.hasOwn(rules[one], name));
    return section && rules[section][name];
  }

  /** A short noun phrase for a question or an option of one, a parameter or a formula. */
  function label(rules, name) {
    const [question, option] = advisor.optionOf(name);
    if (option) return `${label(rules, question)} (${titles(rules, question)[option] ?? option})`;
    return named(rules, name)?.label ?? name;
  }

  const unitOfName = (rules, name) => named(rules, name)?.unit ?? "";

  /** An object with its values changed, and nothing in it but these: an id can be `constructor`. */
  function mapped(object, change) {
    const pairs = Object.entries(object).map(([key, one]) => [key, change(one, key)]);
    return Object.assign(Object.create(null), Object.fromEntries(pairs));
  }

  /** The titles of the options that a name stands for, by id. */
  function titles(rules, name) {
    const question = Object.hasOwn(rules.questions, name) ? rules.questions[name] : null;
    return question
      ? mapped(question.options ?? {}, (one) => one.title)
      : (rules.formulas[name]?.titles ?? {});
  }

  /** An answer as the terminal shows it. */
  function shown(rules, name, value) {
    if (value === UNKNOWN) return "not sure";
    if (Array.isArray(value)) return value.map((one) => shown(rules, name, one)).join(", ") || "none";
    const unit = unitOfName(rules, name);
    if (!(value instanceof Fraction)) return titles(rules, name)[value] ?? advisor.show(value);
    const isShort = advisor.shortest(value).length <= MAX_SHOWN;
    return advisor.worked(value, unit, isShort && !advisor.currency(unit));
  }

  /** A figure as the user reads it, in its own unit or the one told. */
  function reading(rules, name, value, { unit = unitOfName(rules, name), inFull = false } = {}) {
    const reached = Object.hasOwn(rules.formulas, name) ? rules.formulas[name].reached : "";
    if (reached && value?.over === 0n) return reached;
    return (inFull ? advisor.worked : advisor.show)(value, unit);
  }

  /** What a function gives; something else where the rules cannot be computed. */
  function orElse(other, compute) {
    try {
      return compute();
    } catch (error) {
      return unlessBug(error, other);
    }
  }

  /** Something else where the rules cannot be computed; any other error is a bug, and goes on. */
  function unlessBug(error, other) {
    const isExpected = [DivisionByZero, GoesRound, TooLarge, Unanswered].some((one) => error instanceof one);
    if (isExpected) return other;
    throw error;
  }

  /** The text with each `{name}` replaced by its value and unit; `…` where that is not answered. */
  function filled(template, scope) {
    return template.replace(/\{([A-Za-z][\w.]*)\}/g, (_, name) =>
      orElse("…", () => {
        const value = scope.value(name);
        if (Array.isArray(value)) return shown(scope.rules, name, value);
        if (typeof value === "string") return titles(scope.rules, name)[value] ?? value;
        return reading(scope.rules, name, value);
      }),
    );
  }

  Object.assign(advisor, {
    filled,
    label,
    mapped,
    named,
    orElse,
    reading,
    shown,
    titles,
    unitOfName,
    unlessBug,
  });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
