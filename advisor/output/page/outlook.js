/* Which outcomes are still possible while answers are open.

   Followed with every number that is not known within its bounds: what that rules out is ruled out for certain.
   What it leaves is looked for with likely answers; what is found is possible for certain. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { Between, Scope, Unanswered, isKnown, valueOf } = advisor;

  const MAX_SPLITS = 200; // answers to lists that are followed one by one; beyond, all branches are
  const MAX_WALKS = 200; // walks for likely answers

  /** A scope in which every number that is not answered lies within its bounds, or where its default does. */
  class Open extends Scope {
    default(name) {
      const { unasked, min, max } = this.rules.questions[name];
      if (this.outer || (unasked && !Object.hasOwn(this.answers, name))) return super.default(name);
      if (!min || !max) throw new Unanswered(name);
      const own = advisor.orElse(null, () => advisor.defaultOf(this, name));
      const ends = [min, max, ...(own === null ? [] : own instanceof Between ? [own.low, own.high] : [own])];
      return new Between(name, advisor.least(ends), advisor.greatest(ends));
    }
  }

  /** {possible: [outcomes], settled: the only one or null, sure: whether each of them is known to be possible}. */
  function outlook(scope) {
    const roughly = leftOver(scope, 0); // quick, and mostly enough
    const found = roughly.size > 1 ? seen(scope, roughly.size) : roughly;
    const left = found.size === roughly.size ? roughly : leftOver(scope, MAX_SPLITS);
    const possible = Object.keys(scope.rules.outcomes).filter((id) => left.has(id));
    const settled = possible.length === 1 ? possible[0] : null;
    return { possible, settled, sure: settled !== null || found.size === left.size };
  }

  /** The outcomes that cannot be ruled out; lists are answered one by one up to so many answers. */
  function leftOver({ rules, answers, figures }, most) {
    const found = new Set();
    const queue = [[new Open(rules, answers, figures), rules.start]];
    const seen = new Map(); // by scope, the states that were come to
    let splits = 0;

    function go(scope, state) {
      if (!seen.has(scope)) seen.set(scope, new Set());
      if (!seen.get(scope).has(state)) queue.push([scope, state]);
      seen.get(scope).add(state);
    }

    for (const [scope, state] of queue) {
      if (advisor.isRefused(scope)) continue;
      if (Object.hasOwn(rules.outcomes, state)) found.add(state);
      for (const { to, answer } of ways(scope, state, splits < most)) {
        splits += answer ? 1 : 0;
        go(answer ? new Open(rules, { ...scope.answers, ...answer }, figures) : scope, to);
      }
    }
    return found;
  }

  /** Where one can go on from a state: {to}; {to: itself, answer} where a list is answered one by one. */
  function* ways(scope, state, canSplit) {
    for (const { when, to } of scope.rules.decisions[state]?.branches ?? []) {
      const { holds, question, options } = when === undefined ? { holds: true } : judged(when, scope);
      if (holds === undefined) return;
      if (options && canSplit) {
        for (const option of options) yield { to: state, answer: { [question]: option } };
        return;
      }
      if (holds !== false) yield { to };
      if (holds) return;
    }
  }

  /** Whether a condition holds: {holds}; nothing where it cannot be computed, and no walk goes on.

      Null where it is open, with the question, and all answers to that where they can be listed. */
  function judged(condition, scope) {
    try {
      return { holds: valueOf(condition, scope) };
    } catch (error) {
      if (error instanceof Unanswered) return { holds: null, ...listed(scope.rules, error.question) };
      return advisor.unlessBug(error, {});
    }
  }

  function listed(rules, question) {
    const { every, likely } = rules.questions[question]; // `every`: the likely answers are all there are
    return { question, options: every ? likely : null };
  }

  /** Outcomes that some answers come to, up to so many; the same ones every time. */
  function seen({ rules, answers, figures }, enough) {
    const found = new Set();
    const known = Object.fromEntries(Object.entries(answers).filter(([name]) => isKnown(answers, name)));
    const draw = drawing();
    for (let count = 0; count < MAX_WALKS && found.size < enough; count += 1) {
      const example = rules.examples[count];
      const scope = new Scope(rules, { ...example, ...known }, figures, Boolean(example)); // they rest on defaults
      const outcome = completed(scope, draw);
      if (outcome) found.add(outcome);
    }
    return found;
  }

  /** The outcome of a walk in which every open question gets a likely answer; null if it has none. */
  function completed(scope, draw) {
    const { rules, answers, figures, defaults } = scope;
    const { outcome, pending } = advisor.orElse({}, () => advisor.walkIn(scope));
    if (!pending) return advisor.isRefused(scope) ? null : (outcome ?? null);
    const { likely, near } = rules.questions[pending];
    const value = draw([...likely, ...near]);
    if (value === undefined) return null;
    return completed(new Scope(rules, { ...answers, [pending]: value }, figures, defaults), draw);
  }

  /** Draws one of a list, in an order that looks like none. */
  function drawing() {
    let state = 1;
    return (list) => {
      state = (state * 48271) % 2147483647;
      return list[state % list.length];
    };
  }

  Object.assign(advisor, { outlook });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
