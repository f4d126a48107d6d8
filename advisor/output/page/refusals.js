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

  /** What is refused of the answers of a scope: [{says, remedy, names}]; names are the questions concerned. */
  function refusals(scope) {
    return holding(scope).map((one) => {
      const names = advisor.decidedBy([one.when], scope);
      const why = advisor.explain([one.when], advisor.wordsOf(scope));
      return { says: `${filled(one.says, scope).replace(/\.+$/, "")} (${why})`, remedy: toChange(scope, names), names };
    });
  }

  /** What to answer otherwise; or at all, where a default is taken. */
  function toChange(scope, names) {
    const { rules, answers } = scope;
    const isGiven = (name) => Object.hasOwn(answers, name);
    const taken = (name) => `${label(rules, name)} (taken as ${advisor.shown(rules, name, scope.value(name))})`;
    const given = names.filter(isGiven).map((name) => label(rules, name));
    const others = names.filter((name) => !isGiven(name)).map(taken);
    const ways = [given.length ? `change ${given.join(" or ")}` : "", others.length ? `answer ${others.join(" or ")}` : ""];
    return ways.filter(Boolean).join(", or ");
  }

  Object.assign(advisor, { isRefused, refusals });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
