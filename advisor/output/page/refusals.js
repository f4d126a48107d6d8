/* Answers that the rules refuse together, told when the last of them is given, like `advisor/engine/refusals`. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { filled, label, orElse, valueOf } = advisor;

  /** The refusals that speak; one that reads what is not known refuses nothing, and neither does one without value. */
  function holding(scope) {
    return (scope.rules.refuse ?? []).filter((one) => orElse(false, () => valueOf(one.when, scope)));
  }

  const isRefused = (scope) => holding(scope).length > 0;

  /** What is refused of the answers of a scope: [{says, remedy, given, taken}].

      given: the questions whose answers make it so; taken: those that are not answered and whose defaults do */
  function refusals(scope) {
    return holding(scope).map((one) => {
      const names = advisor.decidedBy([one.when], scope);
      const isGiven = (name) => Object.hasOwn(scope.answers, name);
      const isTaken = (name) => !isGiven(name) && scope.values.has(name);
      const [given, taken] = [names.filter(isGiven), names.filter(isTaken)];
      const why = advisor.explain([one.when], advisor.wordsOf(scope));
      const says = `${filled(one.says, scope).replace(/\.+$/, "")} (${why})`;
      return { says, remedy: toChange(scope, given, taken), given, taken };
    });
  }

  /** What to answer otherwise; or at all, where a default is taken. */
  function toChange(scope, given, taken) {
    const { rules } = scope;
    const told = (name) =>
      `${label(rules, name)} (taken as ${advisor.shown(rules, name, scope.value(name))})`;
    const change = given.length ? `change ${given.map((name) => label(rules, name)).join(" or ")}` : "";
    const answer = taken.length ? `answer ${taken.map(told).join(" or ")}` : "";
    return [change, answer].filter(Boolean).join(", or ");
  }

  /** Why an answer cannot be with those that were given before it; null where it can. */
  function whyNot(rules, name, value, answers, figures) {
    const details = (rules.details ?? []).flatMap((group) => group.ask);
    const isLast = details.includes(name); // an optional question comes after all others
    const asked = advisor.asked(rules, answers, figures).names;
    const before = isLast
      ? [...asked, ...details]
      : asked.slice(0, asked.includes(name) ? asked.indexOf(name) : undefined);
    const counting = Object.keys(answers).filter(
      (one) => one !== name && (before.includes(one) || rules.questions[one].unasked),
    );
    const scope = new advisor.Scope(
      rules,
      { ...advisor.only(answers, counting), [name]: value },
      figures,
      isLast,
    );
    return refusals(scope).find((one) => one.given.includes(name)) ?? null;
  }

  Object.assign(advisor, { isRefused, refusals, whyNot });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
