/* The value of a tree of the rules. Names are read left to right, and only as far as they matter. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { Fraction } = advisor;
  const BOUND = 10n ** 1000n;

  /** A number of more than a thousand digits: squares of squares would soon be longer than any memory. */
  class TooLarge extends Error {}

  /** The question and the option of a name such as `getting.pension`; the option is empty for any other. */
  function optionOf(name) {
    const at = name.indexOf(".");
    return at < 0 ? [name, ""] : [name.slice(0, at), name.slice(at + 1)];
  }

  /** A tree as the data has it, with its numbers made exact. */
  function tree(node) {
    if (!Array.isArray(node)) return node;
    const [sign, ...parts] = node;
    if (sign === "#" || sign === "date") return [sign, advisor.exact(parts[0])];
    if (sign === "'") return node;
    if (sign === "points") return [sign, parts[0], tree(parts[1])];
    if (sign !== "cases") return [sign, ...parts.map(tree)];
    return [sign, parts[0].map((pair) => pair.map(tree)), tree(parts[1])];
  }

  function valueOf(node, scope) {
    if (typeof node === "string") return scope.value(node);
    if (typeof node === "boolean") return node;
    switch (node[0]) {
      case "#":
      case "date":
      case "'":
        return node[1];
      case "and":
        return node.every((part, index) => index === 0 || valueOf(part, scope));
      case "or":
        return node.some((part, index) => index > 0 && valueOf(part, scope));
      case "not":
        return !valueOf(node[1], scope);
      case "neg":
        return compute("-", advisor.whole(0), valueOf(node[1], scope));
      case "cases":
        return valueOf(caseOf(node, scope), scope);
      case "points":
        return valueOf(node[2], scope);
      case "+":
      case "-":
      case "*":
      case "/":
        return compute(node[0], valueOf(node[1], scope), valueOf(node[2], scope));
      default:
        return compare(node[0], side(node[1], scope), side(node[2], scope));
    }
  }

  /** The value of the case that holds, as a tree. */
  function caseOf([, first, last], scope) {
    const found = first.find(([when]) => valueOf(when, scope));
    return found ? found[1] : last;
  }

  function side(node, scope) {
    const value = valueOf(node, scope);
    return kindOf(node) === "computed" ? bounded(value) : value;
  }

  function kindOf(node) {
    if (!Array.isArray(node)) return typeof node === "string" ? "name" : "constant";
    return ["#", "date", "'"].includes(node[0]) ? "constant" : "computed";
  }

  function bounded(value) {
    if (value instanceof Fraction) {
      const over = value.size.over;
      if (over >= BOUND || value.under >= BOUND) throw new TooLarge();
    }
    return value;
  }

  /** Arithmetic; what is no plain number (a range, a function of an unknown) says itself how it computes. */
  function compute(sign, left, right) {
    const other = [left, right].find((one) => !(one instanceof Fraction));
    if (other) return other.compute(sign, left, right);
    switch (sign) {
      case "+":
        return left.plus(right);
      case "-":
        return left.minus(right);
      case "*":
        return left.times(right);
      default:
        return left.by(right);
    }
  }

  function compare(sign, left, right) {
    const other = [left, right].find((one) => typeof one === "object" && !(one instanceof Fraction));
    if (other) return other.holds(sign, left, right);
    if (!(left instanceof Fraction)) return (left === right) === (sign === "==");
    return isSo(sign, left.compare(right));
  }

  /** Whether a comparison holds, by the sign of the difference. */
  function isSo(sign, difference) {
    switch (sign) {
      case "==":
        return difference === 0;
      case "!=":
        return difference !== 0;
      case "<":
        return difference < 0;
      case "<=":
        return difference <= 0;
      case ">":
        return difference > 0;
      default:
        return difference >= 0;
    }
  }

  /** The nodes right below one, in the order in which they are read. */
  function children(node) {
    if (kindOf(node) !== "computed") return [];
    if (node[0] === "points") return [node[2]]; // beside the name that counts them
    return node[0] === "cases" ? [...node[1].flat(), node[2]] : node.slice(1);
  }

  /** A tree and all below it, in the order in which they are read. */
  function* nodes(node) {
    yield node;
    for (const child of children(node)) yield* nodes(child);
  }

  /** The names that a tree reads, each once. */
  function namesIn(node) {
    return [...new Set([...nodes(node)].filter((one) => typeof one === "string"))];
  }

  const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="];
  const isComparison = (node) => Array.isArray(node) && COMPARISONS.includes(node[0]);

  Object.assign(advisor, {
    TooLarge,
    bounded,
    caseOf,
    compare,
    compute,
    isComparison,
    isSo,
    kindOf,
    namesIn,
    nodes,
    optionOf,
    tree,
    valueOf,
  });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
