/* What a person typed, as an answer or a figure: read, refused and asked back as the terminal does. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { Fraction, UNKNOWN, Wrong, exact, show, whole } = advisor;

  const MAX_DIGITS = 30; // longer numbers are refused: no figure here needs them
  const SHOWN = 60; // characters of what was typed that a message shows
  const SUFFIXES = { "": 0, k: 3, m: 6, b: 9, bn: 9 };
  const NOT_SURE = ["unknown", "not sure", "?"];
  const YES = ["yes", "y", "true"];
  const NO = ["no", "n", "false"];
  const NONE = ["none", "none of these"];

  const escaped = (text) => text.replace(/[$.]/g, "\\$&");

  /** The signs that mark a sum: as they are shown, and their last letter, which people type at home. */
  function signs() {
    const all = Object.values(advisor.known.currencies).flatMap(([sign]) =>
      sign ? [sign, sign.slice(-1)] : [],
    );
    return [...new Set(all)];
  }

  function numberPattern() {
    const mark = ["[A-Za-z]{3}(?![A-Za-z])", ...signs().map(escaped)].join("|");
    return new RegExp(
      `^(?<sign>[-+−]?)(?<before>${mark})?\\s*` +
        "(?:(?<of>\\d{1,30}/0*[1-9]\\d{0,29})|" +
        "(?<whole>[1-9]\\d{0,2}(?<gap>[, _'’])\\d{3}(?:\\k<gap>\\d{3})*|\\d+)?" +
        "(?<fraction>\\.\\d+)?(?:[eE](?<exponent>[-+]?\\d+))?)" +
        `\\s*(?<suffix>[kKmMbB]|[bB][nN])?\\s*(?<after>${mark})?\\s*(?<percent>%)?$`,
    );
  }

  /** The number that a person typed, in its unit. Throws Wrong, also for what can be read in two ways. */
  function parseNumber(text, unit = "") {
    if (unit === advisor.DAY) return advisor.parseDay(text);
    const typed = withoutUnit(withFewBlanks(text), unit);
    const match = numberPattern().exec(typed)?.groups;
    if (!match || !(match.of || match.whole || match.fraction)) throw new Wrong(whyNot(typed));
    checkCurrency(typed, match, unit);
    let value = match.of ? exact(match.of) : decimalValue(match, unit);
    value = value.times(new Fraction(10n ** BigInt(SUFFIXES[(match.suffix ?? "").toLowerCase()])));
    if (match.percent && unit !== "percent") value = value.by(whole(100));
    return ["-", "−"].includes(match.sign) ? value.negative : value;
  }

  /** A text of which no more than two blanks stand together: a number's pattern tries every way to divide them. */
  const withFewBlanks = (text) =>
    text
      .trim()
      .replace(/\s/g, " ")
      .replace(/ {2,}/g, "  ");

  /** What was typed before the unit, or before what follows its currency. */
  function withoutUnit(typed, unit) {
    const share = advisor.isShare(unit) ? unit.replace(/^share/, "").trim() : "";
    const rest = advisor.currency(unit) ? unit.slice(3).trim() : share;
    const endings = [unit, advisor.oneOf(unit), rest].filter(Boolean).map((one) => one.toLowerCase());
    const found = endings.find((ending) => typed.toLowerCase().endsWith(ending));
    return found ? typed.slice(0, -found.length).trimEnd() : typed;
  }

  /** Throws Wrong for a sum of another currency, or of none that is known. */
  function checkCurrency(typed, { before, after }, unit) {
    const own = advisor.currency(unit);
    for (const mark of [before, after].filter(Boolean)) {
      if (!isMark(mark)) throw new Wrong(whyNot(typed));
      const isOwn = own ? marksOf(own).includes(mark) || mark.toUpperCase() === own.code : !unit;
      if (!isOwn) throw new Wrong(`is in ${mark}, expected ${own ? marksOf(own).join(" or ") : unit}`);
    }
  }

  const isMark = (text) =>
    !/^[A-Za-z]{3}$/.test(text) || Object.hasOwn(advisor.known.currencies, text.toUpperCase());
  const marksOf = ({ sign, code }) => [...new Set([sign, sign.slice(-1), code].filter(Boolean))];

  function decimalValue({ whole: before = "", fraction = "", exponent }, unit) {
    const [digits, places] = [before.replace(/\D/g, ""), fraction.slice(1)];
    if (digits.length + places.length > MAX_DIGITS) throw new Wrong(`has more than ${MAX_DIGITS} digits`);
    if (exponent && (exponent.length > MAX_DIGITS || Math.abs(Number(exponent)) > MAX_DIGITS)) {
      const size = exponent.startsWith("-") ? "small" : "large";
      throw new Wrong(`is too ${size}: it has an exponent beyond ${MAX_DIGITS}`);
    }
    if (!exponent && canBeThousands(before, places, unit)) {
      throw new Wrong(unclear(digits, places, `${Number(digits).toLocaleString("en")},${places}`));
    }
    return exact(`${digits || 0}.${places}e${exponent ?? 0}`);
  }

  /** Whether a point can stand between thousands: nobody but who counts thousandths ends a decimal on a zero. */
  function canBeThousands(before, places, unit) {
    return /^[1-9]\d{0,2}$/.test(before) && /^\d\d0$/.test(places) && advisor.currency(unit)?.places !== 3;
  }

  function unclear(before, places, other) {
    const decimal = `${before}.${places.replace(/0+$/, "") || "0"}`;
    return `is not clear: write ${decimal} for a decimal, ${other} for a whole number`;
  }

  const grouped = (digits) => show(whole(digits));

  /** What is wrong with a text that is no number: separators of another language, if it is these. */
  function whyNot(typed) {
    const found = /\d[\d.,]*/.exec(typed.replaceAll(" ", ""))?.[0] ?? "";
    const digits = found.length <= 2 * MAX_DIGITS ? found : "";
    const at = digits.lastIndexOf(",");
    const [before, after] = [digits.slice(0, Math.max(at, 0)), digits.slice(at + 1)];
    if (/^\d{1,3}(\.\d{3})+,\d+$/.test(digits) || /^0+,\d+$/.test(digits)) {
      return `has a decimal comma: write ${grouped(before.replaceAll(".", ""))}.${after}`;
    }
    if (/^\d+,\d+$/.test(digits)) {
      const [decimal, all] = [`${BigInt(before)}.${after}`, BigInt(before + after)];
      return `is not clear: write ${decimal} for a decimal, ${all} for a whole number`;
    }
    if (/^(\d{1,3}(\.\d{3}){2,}|\d{1,3}(,\d{2})+,\d{3})$/.test(digits)) {
      return `groups its digits in another way: write ${grouped(digits.replace(/[.,]/g, ""))}`;
    }
    return "is not a number such as 640, 1.5M, 50k, 1,000,000, 0.8 or 80%";
  }

  /** What was found, for a message. */
  function quoted(raw) {
    const text = typeof raw === "string" ? raw : (JSON.stringify(raw) ?? String(raw));
    const short = text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
    return typeof raw === "string" ? `\`${short}\`` : short;
  }

  /** A number for a question or a figure, within its bounds. Throws Wrong. */
  function figure(entry, raw) {
    const unit = entry.unit ?? "";
    const value = exactly(raw, unit);
    const isLittle = value.over > 0n && value.compare(whole(1)) < 0;
    if (unit === "percent" && typeof raw === "string" && isLittle && !raw.includes("%")) {
      const hundredfold = show(value.times(whole(100)));
      throw new Wrong(`${quoted(raw)} is not clear`, `write ${hundredfold}% or ${show(value)}%`);
    }
    const wrong = beyond(entry, value);
    if (wrong) throw new Wrong(`${quoted(raw)} ${wrong}`, asShare(entry, value));
    return value;
  }

  function exactly(raw, unit) {
    if (raw instanceof Fraction) return raw;
    if (typeof raw === "number" && Number.isFinite(raw)) return exact(String(raw));
    if (typeof raw !== "string") throw new Wrong(`found ${quoted(raw)}, expected a number`);
    try {
      return parseNumber(raw, unit);
    } catch (error) {
      if (error instanceof Wrong) throw new Wrong(`${quoted(raw)} ${error.message}`);
      throw error;
    }
  }

  /** Which bound of a question or a figure a value is beyond, in words; empty if it is within. */
  function beyond({ min, max, unit }, value) {
    if (min && value.compare(min) < 0) return `is below the least allowed, ${show(min, unit)}`;
    if (max && value.compare(max) > 0) return `is above the greatest allowed, ${show(max, unit)}`;
    return "";
  }

  /** What to write where a share was typed as a percentage; empty where it was not. */
  function asShare(entry, value) {
    const { min, max } = entry;
    const isShare = min && max && min.over >= 0n && min.compare(max) < 0 && max.compare(whole(1)) <= 0;
    return isShare && !beyond(entry, value.by(whole(100))) ? `did you mean ${show(value)}%?` : "";
  }

  function wholeNumber(question, raw) {
    const value = figure(question, raw);
    if (value.isWhole) return value;
    const isGrouped = typeof raw === "string" && /^[-−]?[1-9]\d{0,2}\.\d{3}$/.test(raw);
    const remedy = isGrouped ? `did you mean ${raw.replace(".", ",")}?` : "";
    throw new Wrong(`${quoted(raw)} is not a whole number`, remedy);
  }

  function day(question, raw) {
    if (typeof raw === "string") return wholeNumber(question, raw);
    throw new Wrong(`found ${quoted(raw)}, expected a date such as 2026-04-06`);
  }

  function yesOrNo(question, raw) {
    const word = typeof raw === "string" ? raw.toLowerCase() : raw;
    if (typeof word === "boolean") return word;
    if (YES.includes(word) || NO.includes(word)) return YES.includes(word);
    throw new Wrong(`found ${quoted(raw)}, expected ${question.answer}`);
  }

  const folded = (text) => text.toUpperCase().toLowerCase();

  /** The options that a text can mean: by id before by title, as it is written before in another case. */
  function meant({ options }, raw) {
    if (Object.hasOwn(options, raw)) return [raw];
    const [ids, word] = [Object.keys(options), folded(raw)];
    const ways = [
      (id) => options[id].title === raw,
      (id) => folded(id) === word,
      (id) => folded(options[id].title) === word,
    ];
    return ways.map((isIt) => ids.filter(isIt)).find((found) => found.length) ?? [];
  }

  function option(question, raw) {
    const found = typeof raw === "string" ? meant(question, raw) : [];
    if (found.length > 1) throw new Wrong(`${quoted(raw)} can mean ${found.join(" or ")}`, "write the id");
    if (found.length) return found[0];
    throw new Wrong(`found ${quoted(raw)}, expected ${question.wanted}`);
  }

  /** Any of some options in their order, each once: a list, or texts with commas between; `none` is none. */
  function several(question, raw) {
    const words = wordsOf(question, raw);
    if (words.length === 1 && NONE.includes(folded(words[0]))) return [];
    const chosen = words.map((word) => option(question, word));
    return Object.keys(question.options).filter((one) => chosen.includes(one));
  }

  /** What was typed or listed, each by itself; a title can have a comma in it. */
  function wordsOf(question, raw) {
    if (typeof raw === "string" && !meant(question, raw).length) {
      const bare = /^\[.*\]$/s.test(raw) ? raw.slice(1, -1) : raw;
      return bare.trim() || bare === raw ? bare.split(",").map((word) => word.trim()) : [];
    }
    const words = Array.isArray(raw) ? raw : [raw];
    if (words.every((word) => typeof word === "string")) return words;
    throw new Wrong(`found ${quoted(raw)}, expected ${question.wanted}`);
  }

  /** How an answer to each kind of question is read. */
  const READERS = {
    yes_no: yesOrNo,
    integer: wholeNumber,
    number: figure,
    date: day,
    choice: option,
    several,
  };

  /** The answer that was typed, or is a plain value. Throws Wrong, with what to do in `remedy`. */
  function read(question, raw) {
    const text = typeof raw === "string" ? raw.trim().normalize("NFC") : raw;
    return isNotSure(question, text) ? UNKNOWN : READERS[question.kind](question, text);
  }

  function isNotSure(question, raw) {
    if (raw === UNKNOWN) return true;
    const isWord = typeof raw === "string" && NOT_SURE.includes(raw.toLowerCase());
    return isWord && !(question.options && meant(question, raw).length);
  }

  Object.assign(advisor, { beyond, figure, parseNumber, read });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
