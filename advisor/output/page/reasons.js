/* Why conditions came out as they did: the facts that decided them, with the numbers in them.

   The same as `advisor/language/reasons` and `explain` say: functions have the names of those they follow. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const {
    Fraction,
    caseOf,
    isComparison,
    isShare,
    kindOf,
    namesIn,
    nodes,
    optionOf,
    valueOf,
    worked,
    workedUnit,
  } = advisor;

  const MAX_WORKED = 24; // characters of a formula's numbers up to which a reason shows them
  const MAX_OPTIONS = 3; // options of a choice up to which they are named
  const SHOWN = { "==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥" };
  const OPPOSITE = { "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">" };
  const TURNED = { "==": "==", "!=": "!=", "<": ">", ">=": "<=", ">": "<", "<=": ">=" };
  const SIGNS = { "+": "+", "-": "−", "*": "×", "/": "÷" };
  const BINDING = { "+": 1, "-": 1, "*": 2, "/": 2 };
  const [LOWER, UPPER] = [
    [">=", ">"],
    ["<=", "<"],
  ];

  const turned = ([sign, left, right]) => [TURNED[sign], right, left];
  const opposite = ([sign, left, right]) => [OPPOSITE[sign], left, right];
  const isConstant = (node) => kindOf(node) === "constant";
  const key = (node) =>
    JSON.stringify(node, (_, one) => (one instanceof Fraction ? `${one.over}/${one.under}` : one));

  /** How the names of a ruleset read under some answers.

      named: labels stand for values; labelled: the label of each name follows its value; brief: numbers only */
  function wordsOf(scope, { named = false, labelled = false, brief = false } = {}) {
    const { rules } = scope;
    return {
      scope,
      named,
      labelled,
      brief,
      unit: (name) => advisor.unitOfName(rules, name),
      label: (name) => advisor.label(rules, name),
      titles: (name) => advisor.titles(rules, name),
      formula: (name) => {
        const found = rules.formulas[name];
        return found && !found.given ? found.is : null;
      },
      isFixed: (node) => namesIn(node).every((name) => !advisor.questionsBehind(rules, name).length),
    };
  }

  /** Why conditions came out as they did: `($11,250 − $700) × 12 = $126,600 > $5,000`. */
  function explain(conditions, words) {
    const found = conditions.flatMap((one) => facts(one, Boolean(valueOf(one, words.scope)), words.scope));
    return told(found, words).join(" and ");
  }

  /** The comparisons that decided whether a condition holds, each as one that holds. */
  function facts(node, holds, scope) {
    const sign = Array.isArray(node) ? node[0] : "";
    if (sign === "not") return facts(node[1], !holds, scope);
    if (sign === "and" || sign === "or") {
      return deciding(node, holds, scope).flatMap((part) => facts(part, holds, scope));
    }
    return isComparison(node) ? compared(holds ? node : opposite(node), scope) : [["==", node, holds]];
  }

  /** A comparison with a constant on its right; what is compared with true or false is a condition itself. */
  function compared(fact, scope) {
    const one = isConstant(fact[1]) && !isConstant(fact[2]) ? turned(fact) : fact;
    return typeof one[2] === "boolean" ? facts(one[1], one[2] === (one[0] === "=="), scope) : [one];
  }

  /** The first part that settled it, or all parts where each was needed. */
  function deciding([sign, ...parts], holds, scope) {
    const settling = sign === "or";
    return holds === settling ? [parts.find((part) => valueOf(part, scope) === settling)] : parts;
  }

  /** Facts in words, those about one thing together, each once. */
  function told(found, words) {
    const groups = new Map();
    for (const fact of found) {
      const one = isTurned(fact, groups, words) ? turned(fact) : fact;
      const subject = key(subjectOf(one));
      if (!groups.has(subject)) groups.set(subject, new Map());
      groups.get(subject).set(key(one), one);
    }
    return [...groups.values()].flatMap((group) => ofOneSubject([...group.values()], words));
  }

  /** What a fact is about: the question, where it tells of an option whether that is among the answers. */
  function subjectOf([, left, right]) {
    return typeof left === "string" && typeof right === "boolean" ? optionOf(left)[0] : left;
  }

  /** Whether a fact is about what stands on its right: it is known already, or the left is a mere figure. */
  function isTurned([, left, right], known, words) {
    if (words.isFixed(left) && !words.isFixed(right)) return true;
    return !known.has(key(left)) && known.has(key(right));
  }

  function ofOneSubject(group, words) {
    const left = group[0][1];
    const value = valueOf(left, words.scope);
    if (typeof value === "object") return bounds(needed(group, words), words);
    if (words.brief) return [];
    if (kindOf(left) !== "name") return [worked(value)];
    const plain = group.filter((one) => isConstant(one[2]));
    const first = plain.length
      ? [typeof value === "string" ? choice(left, plain, words) : switches(plain, words)]
      : [];
    return [...first, ...group.filter((one) => !plain.includes(one)).map((one) => relation([one], words))];
  }

  /** That something is so, or not; of the options of a question, which are and are not among the answers. */
  function switches(group, words) {
    const [first, ...more] = group.flatMap(([, left]) => namesIn(left)).map((name) => answerOf(name, words));
    return [first, ...more.map((one) => one.slice(one.indexOf(": ") + 2))].join(", ");
  }

  /** A name that is no number with its value: `Stroke: yes`, `Getting: not Pension`. */
  function answerOf(name, words) {
    const [question, option] = optionOf(name);
    const [titles, value] = [words.titles(question), words.scope.value(name)];
    const title = (one) => titles[one] ?? one;
    if (option) return `${words.label(question)}: ${value ? "" : "not "}${title(option)}`;
    const told = Array.isArray(value)
      ? value.map(title).join(", ") || "none"
      : (titles[value] ?? worked(value));
    return `${words.label(question)}: ${told}`;
  }

  /** The option that is chosen; in labels, those with which the facts still hold. */
  function choice(name, group, words) {
    const [titles, chosen] = [words.titles(name), words.scope.value(name)];
    const title = (option) => titles[option] ?? option;
    if (!words.named || group.some(([sign]) => sign === "=="))
      return `${words.label(name)}: ${title(chosen)}`;
    const others = group.map(([, , right]) => right[1]);
    const left = Object.keys(titles).filter((option) => !others.includes(option));
    const isFew = left.length > 0 && left.length <= MAX_OPTIONS;
    const those = isFew ? left.map(title).join(" or ") : others.map((one) => `not ${title(one)}`).join(", ");
    return `${words.label(name)}: ${those}`;
  }

  /** The facts without those that follow from others because both compare with mere figures. */
  function needed(group, words) {
    const fixed = group.filter((one) => words.isFixed(one[2]));
    const isImplied = (one) => fixed.some((other) => other !== one && follows(one, other, words));
    return group.filter((one) => !fixed.includes(one) || !isImplied(one));
  }

  /** Whether a fact follows from another about the same. */
  function follows(one, other, words) {
    const beyond = valueOf(other[2], words.scope).compare(valueOf(one[2], words.scope));
    if (other[0] === "==") return one[0] !== "==";
    for (const [signs, side] of [
      [LOWER, 1],
      [UPPER, -1],
    ]) {
      if (!signs.includes(other[0])) continue;
      if (one[0] === "!=") return beyond === side || (beyond === 0 && other[0] === signs[1]);
      return (
        signs.includes(one[0]) &&
        (beyond === side || (beyond === 0 && other[0] === signs[1] && one[0] === signs[0]))
      );
    }
    return false;
  }

  /** Facts about one number, a lower and an upper bound as one. */
  function bounds(group, words) {
    const lower = group.find(([sign]) => LOWER.includes(sign));
    const upper = group.find(([sign]) => UPPER.includes(sign));
    return group.flatMap((one) => {
      if (one === lower && upper) return [relation([turned(lower), upper], words)];
      return one === upper && lower ? [] : [relation([one], words)];
    });
  }

  /** Facts of which each begins where the one before ends: `10 ≤ 50 < 100`. */
  function relation(chain, words) {
    const sides = [chain[0][1], ...chain.map((one) => one[2])];
    const signs = ["", ...chain.map(([sign]) => ` ${SHOWN[sign]} `)];
    const share = sides.every((one) => isShare(unitOf(one, words)));
    const full = !words.named && misleads(chain, words);
    const texts = sides.map((one) => (words.named ? textOf(one, words) : side(one, words, full, share)));
    return texts.map((text, index) => signs[index] + text).join("");
  }

  /** Whether rounding hides a figure that is written out, or that two numbers are not the same. */
  function misleads(chain, words) {
    const unit = workedUnit(unitOf(chain[0][1], words));
    return chain.some(([, left, right]) => {
      const [one, other] = [valueOf(left, words.scope), valueOf(right, words.scope)];
      const looksSame = one.compare(other) !== 0 && worked(one, unit) === worked(other, unit);
      return looksSame || (isConstant(right) && worked(other) !== worked(other, "", true));
    });
  }

  /** One side of a comparison, which can be one of shares: the arithmetic, then its result. */
  function side(node, words, full = false, share = false) {
    const value = valueOf(node, words.scope);
    const isName = kindOf(node) === "name";
    if (isName && typeof value !== "object") return answerOf(node, words);
    const unit = share ? "share" : workedUnit(unitOf(node, words));
    const result = worked(value, unit, full || isConstant(node));
    if (words.brief || isConstant(node)) return result;
    if (node[0] === "points") return textOf(node, words);
    const formula = isName ? words.formula(node) : null;
    if (isName && formula === null) return result;
    const shown = textOf(formula ?? node, words);
    if (isName) return shown !== result && [...shown].length <= MAX_WORKED ? `${shown} = ${result}` : result;
    return `${shown} = ${result}`;
  }

  /** The expression with values for names, of cases the one that holds; units only where they are a currency. */
  function textOf(node, words, binding = 0) {
    const sign = Array.isArray(node) ? node[0] : "";
    if (Object.hasOwn(SIGNS, sign)) return arithmeticText(node, words, binding);
    if (sign === "points") return pointsText(node, words);
    if (sign === "neg") return `−${textOf(node[1], words, 3)}`;
    if (sign === "#") return worked(node[1], "", true);
    if (sign === "date") return worked(node[1], sign);
    if (sign === "cases") return textOf(caseOf(node, words.scope), words, binding);
    if (kindOf(node) !== "name") return worked(valueOf(node, words.scope));
    if (words.named) return words.label(node);
    const told = worked(words.scope.value(node), workedUnit(words.unit(node)));
    return words.labelled ? `${told} (${words.label(node)})` : told;
  }

  /** What an answer counts, and which it is: `2 (Stroke: yes)`. */
  function pointsText([, name, counted], words) {
    if (words.named) return words.label(name);
    return `${worked(valueOf(counted, words.scope))} (${answerOf(name, words)})`;
  }

  function arithmeticText([sign, left, right], words, binding) {
    const own = BINDING[sign];
    const tighter = own + (sign === "-" || sign === "/" ? 1 : 0);
    const text = `${textOf(left, words, own)} ${SIGNS[sign]} ${textOf(right, words, tighter)}`;
    return own < binding ? `(${text})` : text;
  }

  /** The unit of a side, told from its names: money if a sum of money, else none. */
  function unitOf(node, words) {
    if (kindOf(node) === "name") return words.unit(node);
    const [sign, left, right] = Array.isArray(node) ? node : [""];
    switch (sign) {
      case "date":
        return sign;
      case "+":
      case "-":
        return unitOf(left, words).replace(/^date/, ""); // two days are subtracted to a number of them
      case "*":
        return workedUnit(unitOf(left, words)) || workedUnit(unitOf(right, words));
      case "/":
        return workedUnit(unitOf(right, words)) ? "" : workedUnit(unitOf(left, words));
      case "cases":
        return unitOf(caseOf(node, words.scope), words);
      default:
        return "";
    }
  }

  /** A formula with its numbers and its result: `$11,250 − $700 = $10,550`; of cases, why that one.

      Where answers count points, which: `2 (Stroke: yes) + 1 (Age) = 3 points`. */
  function arithmetic(node, words, result) {
    const labelled = [...nodes(node)].some((one) => one[0] === "points");
    const shown = textOf(node, { ...words, labelled });
    const inFull = shown === result ? result : `${shown} = ${result}`;
    return Array.isArray(node) && node[0] === "cases" ? `${inFull}, as ${why(node, words)}` : inFull;
  }

  /** The conditions that were read, and how they came out. */
  function why([, first], words) {
    const at = first.findIndex(([when]) => valueOf(when, words.scope));
    const read = at < 0 ? first : first.slice(0, at + 1);
    return explain(
      read.map(([when]) => when),
      words,
    );
  }

  /** The names in the facts that settled some conditions. */
  function decidedBy(conditions, scope) {
    const found = conditions.flatMap((one) => facts(one, Boolean(valueOf(one, scope)), scope));
    return [...new Set(found.flatMap(namesIn).flatMap((name) => advisor.questionsBehind(scope.rules, name)))];
  }

  const NO_REASON = { because: "", reason: "", brief: "", statement: "" };

  /** That a branch is taken whatever is answered to some questions. */
  function whatever(names, scope) {
    return `whatever the answer to ${names.map((name) => advisor.label(scope.rules, name)).join(" and ")}`;
  }

  /** A step of a walk in words.

      because: why this branch, with the numbers; reason: the same, empty where its label says it all;
      brief: the numbers alone; statement: what has to stay true, in labels; decidedBy: the questions */
  function reasons(step, scope) {
    if (!known.has(step)) known.set(step, reasonsOf(step, scope));
    return known.get(step);
  }

  const known = new WeakMap(); // a step belongs to one walk

  function reasonsOf(step, scope) {
    const branches = scope.rules.decisions[step.decision].branches.slice(0, step.branch + 1);
    const { settled } = branches[step.branch]; // of a row, what it wants
    const guards = settled ?? branches.flatMap((one) => (one.when === undefined ? [] : [one.when]));
    const by = decidedBy(guards, scope);
    const open = by.filter((name) => scope.isOpen(name));
    if (open.length)
      return { ...NO_REASON, because: whatever(open, scope), reason: whatever(open, scope), decidedBy: by };
    const because = explain(guards, wordsOf(scope)) || "the only way on";
    const label = step.label.toLowerCase();
    const saysAll = by.some(
      (name) => `${advisor.label(scope.rules, name)}: ${label}`.toLowerCase() === because.toLowerCase(),
    );
    return {
      because,
      reason: saysAll ? "" : because,
      brief: settled ? because : explain(guards, wordsOf(scope, { brief: true })), // a row's name says nothing of it
      statement: explain(guards, wordsOf(scope, { named: true })),
      decidedBy: by,
    };
  }

  Object.assign(advisor, { arithmetic, decidedBy, explain, reasons, textOf, unitOf, wordsOf });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
