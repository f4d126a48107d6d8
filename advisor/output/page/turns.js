/* Where one number turns the outcome, exactly: with all else as it is, every comparison of the chart is a function
   of that number, a ratio of two polynomials, and a walk can only change where one of them crosses zero.

   The same as `advisor/analysis/whatif/nearest` computes with `advisor/analysis/explorer/sweep`. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { DivisionByZero, Fraction, Scope, TooLarge, isSo, nodes, whole } = advisor;

  const MAX_DEGREE = 50; // the highest power of the unknown that is followed
  const HALVINGS = 120; // of the distance between two numbers that have a root between them
  const [ZERO, ONE, TWO] = [whole(0), whole(1), whole(2)];

  // --- polynomials: coefficients, the constant first; none is zero at the end ---

  function trimmed(coefficients) {
    const last = coefficients.findLastIndex((one) => one.over !== 0n);
    return coefficients.slice(0, last + 1);
  }

  function sum(one, other, add = (a, b) => a.plus(b)) {
    const size = Math.max(one.length, other.length);
    return trimmed(Array.from({ length: size }, (_, index) => add(one[index] ?? ZERO, other[index] ?? ZERO)));
  }

  function product(one, other) {
    const found = Array.from({ length: Math.max(one.length + other.length - 1, 0) }, () => ZERO);
    one.forEach((a, i) => other.forEach((b, j) => (found[i + j] = found[i + j].plus(a.times(b)))));
    if (found.length > MAX_DEGREE) throw new TooLarge();
    return trimmed(found);
  }

  const at = (polynomial, value) => polynomial.reduceRight((sum, one) => sum.times(value).plus(one), ZERO);
  const derivative = (polynomial) => polynomial.slice(1).map((one, index) => one.times(whole(index + 1)));

  /** Where a polynomial is zero; a root that is no fraction comes as two fractions close around it. */
  function roots(polynomial) {
    if (polynomial.length < 2) return [];
    if (polynomial.length === 2) return [polynomial[0].negative.by(polynomial[1])];
    const bound = beyondRoots(polynomial);
    const ends = [bound.negative, ...roots(derivative(polynomial)), bound];
    const found = ends.filter((one) => at(polynomial, one).over === 0n);
    for (let index = 1; index < ends.length; index += 1) {
      const [low, high] = [ends[index - 1], ends[index]];
      if (at(polynomial, low).times(at(polynomial, high)).over < 0n)
        found.push(...between(polynomial, low, high));
    }
    return found.sort((one, other) => one.compare(other));
  }

  /** A number that all roots are below, as its negative is above none of them. */
  function beyondRoots(polynomial) {
    const last = polynomial.at(-1);
    return advisor.greatest(polynomial.map((one) => one.by(last).size)).plus(TWO);
  }

  /** The root between two numbers of which one is above and one below zero. */
  function between(polynomial, from, to) {
    let [low, high] = [from, to];
    const rises = at(polynomial, low).over < 0n;
    for (let count = 0; count < HALVINGS; count += 1) {
      const middle = low.plus(high).by(TWO);
      const value = at(polynomial, middle).over;
      if (value === 0n) return [middle];
      if (value < 0n === rises) low = middle;
      else high = middle;
    }
    const simple = simplest(low, high);
    return at(polynomial, simple).over === 0n ? [simple] : [low, high];
  }

  /** The fraction with the least denominator between two numbers. */
  function simplest(low, high) {
    const floor = new Fraction(low.floor);
    if (floor.compare(low) === 0) return floor;
    if (floor.plus(ONE).compare(high) <= 0) return floor.plus(ONE);
    return floor.plus(ONE.by(simplest(ONE.by(high.minus(floor)), ONE.by(low.minus(floor)))));
  }

  // --- a figure as a function of the unknown ---

  /** Where the unknown stands while figures are compared, and the differences that were looked at. */
  class Sample {
    constructor(value) {
      this.value = value;
      this.compared = [];
    }
  }

  /** One polynomial over another. Compared, it is what it is at the sample, and the comparison is kept. */
  class Ratio {
    constructor(sample, over, under = [ONE]) {
      Object.assign(this, { sample, over: trimmed(over), under: trimmed(under) });
    }

    of(value) {
      return value instanceof Ratio ? value : new Ratio(this.sample, [value]);
    }

    compute(sign, left, right) {
      const [one, other] = [this.of(left), this.of(right)];
      if (sign === "*")
        return new Ratio(this.sample, product(one.over, other.over), product(one.under, other.under));
      if (sign === "/") return this.quotient(one, other);
      const add = sign === "+" ? (a, b) => a.plus(b) : (a, b) => a.minus(b);
      const over = sum(product(one.over, other.under), product(other.over, one.under), add);
      return new Ratio(this.sample, over, product(one.under, other.under));
    }

    quotient(one, other) {
      if (!other.over.length) throw new DivisionByZero();
      return new Ratio(this.sample, product(one.over, other.under), product(one.under, other.over));
    }

    holds(sign, left, right) {
      const difference = this.compute("-", left, right);
      this.sample.compared.push(difference);
      const value = at(difference.over, this.sample.value).by(at(difference.under, this.sample.value));
      return isSo(sign, value.compare(ZERO));
    }

    get breaks() {
      return [...roots(this.over), ...roots(this.under)];
    }
  }

  /** Answers and figures with one of them changed. */
  function changed(rules, { answers, figures }, name, value) {
    if (Object.hasOwn(rules.questions, name)) return [{ ...answers, [name]: value }, figures];
    return [answers, { ...figures, [name]: value }];
  }

  /** Every comparison in a condition with the choices under which it is computed, through conditions with a name. */
  function comparedTerms(rules, condition) {
    const queue = [[condition, {}]];
    const seen = new Set();
    const found = [];
    for (const [tree, choices] of queue) {
      for (const node of nodes(tree)) {
        if (advisor.isComparison(node)) found.push([node[1], node[2], choices]);
        const key = formulaOf(rules, node)?.type && JSON.stringify([node, choices]); // its type, if it is no number
        if (!key || seen.has(key)) continue;
        seen.add(key);
        queue.push([rules.formulas[node].is, { ...choices, ...rules.formulas[node].given }]);
      }
    }
    return found;
  }

  const formulaOf = ({ formulas }, node) => (Object.hasOwn(formulas, String(node)) ? formulas[node] : null);

  /** Where a comparison in the chart can change as one number changes, all else being as it is. */
  function breaks(scope, name) {
    let seams = [];
    for (;;) {
      const samples = middles(seams).map((one) => new Sample(one));
      const found = samples.flatMap((one) => breaksAt(scope, name, one));
      const more = distinct([
        ...seams,
        ...samples.flatMap((one) => one.compared.flatMap((ratio) => ratio.breaks)),
      ]);
      if (more.length === seams.length) return distinct([...found, ...seams]);
      seams = more;
    }
  }

  /** A value in each piece between seams. */
  function middles(seams) {
    if (!seams.length) return [ZERO];
    const inner = seams.slice(1).map((one, index) => one.plus(seams[index]).by(TWO));
    return [seams[0].minus(ONE), ...inner, seams.at(-1).plus(ONE)];
  }

  function distinct(numbers) {
    const sorted = [...numbers].sort((one, other) => one.compare(other));
    return sorted.filter((one, index) => index === 0 || one.compare(sorted[index - 1]) !== 0);
  }

  function breaksAt(scope, name, sample) {
    const { rules } = scope;
    const there = new Scope(rules, ...changed(rules, scope, name, new Ratio(sample, [ZERO, ONE])));
    return guards(rules)
      .flatMap((when) => comparedTerms(rules, when))
      .flatMap(([left, right, choices]) => {
        const within = there.withChoices(choices);
        const difference = advisor.orElse(null, () => differenceOf(left, right, within));
        return difference instanceof Ratio ? difference.breaks : [];
      });
  }

  /** By how much one side is above the other; null where they are no numbers. */
  function differenceOf(left, right, scope) {
    const [one, other] = [left, right].map((side) => advisor.valueOf(side, scope));
    const isNumber = [one, other].every((value) => value instanceof Fraction || value instanceof Ratio);
    return isNumber ? advisor.compute("-", one, other) : null;
  }

  /** The conditions that a walk can come to, and those that refuse. */
  function guards(rules) {
    const reached = [...advisor.reachable(rules, rules.start)].flatMap(
      (state) => rules.decisions[state]?.branches ?? [],
    );
    const conditions = [...reached, ...(rules.refuse ?? [])].map((one) => one.when);
    return conditions.filter((one) => one !== undefined);
  }

  /** The outcomes along one number, the least first: [{at, included, outcome, pending, refused}].

      at: where it begins; included: whether it has begun there itself, or right behind it
      outcome: null where a question without an answer lies on the way, `pending`, or the rules cannot be computed
      refused: whether the rules refuse it beside the other answers */
  function turns(scope, name) {
    const { rules } = scope;
    const entry = advisor.named(rules, name.split(".")[0]);
    const found = breaks(scope, name).filter((one) => !advisor.beyond(entry, one));
    const pieces = entry.whole ? wholePieces(found, entry) : realPieces(found, entry);
    const result = (value) => resultOf(new Scope(rules, ...changed(rules, scope, name, value)));
    const told = pieces.map(({ at, included, sample }) => ({ at, included, ...result(sample) }));
    const isSame = (one, other) => ["outcome", "pending", "refused"].every((key) => one[key] === other[key]);
    return told.filter((one, index) => index === 0 || !isSame(one, told[index - 1]));
  }

  function resultOf(scope) {
    const refused = advisor.isRefused(scope);
    const { outcome, pending } = refused ? {} : advisor.orElse({}, () => advisor.walkIn(scope));
    return { outcome: outcome ?? null, pending: pending ?? null, refused };
  }

  /** The first whole number at each break and beyond it. */
  function wholePieces(found, { min, max }) {
    const firsts = found.flatMap((one) => [new Fraction(one.ceil), new Fraction(one.floor + 1n)]);
    const first = min ? [new Fraction(min.ceil)] : [new Fraction((firsts[0] ?? ONE).floor - 1n)];
    const inside = distinct([...first, ...firsts]).filter((one) => !max || one.compare(max) <= 0);
    return inside.map((one) => ({ at: one, included: true, sample: one }));
  }

  /** Each break, and what lies between it and the next. */
  function realPieces(found, { min, max }) {
    const [first, last] = [min ?? (found[0] ?? ZERO).minus(ONE), max ?? (found.at(-1) ?? ZERO).plus(ONE)];
    const points = distinct([first, ...found, last]);
    return points.flatMap((one, index) => {
      const next = points[index + 1];
      const here = { at: one, included: true, sample: one };
      return next ? [here, { at: one, included: false, sample: one.plus(next).by(TWO) }] : [here];
    });
  }

  Object.assign(advisor, { breaks, changed, turns });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
