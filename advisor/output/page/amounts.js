/* Numbers, money, shares, spans of time and days as people read them, like `advisor/quantities` shows them. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const { Fraction, exact, whole } = advisor;

  const MAX_DIGITS = 30; // longer decimals are shown as fractions
  const MAX_PLACES = 3; // a decimal of up to so many places is shown in full
  const DIGITS = 3; // significant digits of other decimals
  const MAX_PRICE = 5; // characters of a sum under ten up to which it is shown in full: $1.875
  const MONEY_DIGITS = 4; // significant digits of sums under one, such as prices per token

  const DAYS = { months: exact("30.4375"), years: exact("365.25") };
  const ONES = { hours: "hour", days: "day", months: "month", years: "year" };
  /** What people count a time in: the name, the days from which they do, and the days of one. */
  const SPANS = [
    ["years", DAYS.years.times(whole(2)), DAYS.years],
    ["months", DAYS.months.times(whole(2)), DAYS.months],
    ["days", whole(1), whole(1)],
    ["hours", exact("1/24"), exact("1/24")],
  ];
  const DAY = "date";
  const FIRST_OF_1970 = 719163; // days since the year 1 began
  const MILLISECONDS = 86_400_000;

  /** Units and money of a ruleset: what one of a unit is called, and the currencies there are. */
  const known = { units: {}, currencies: {} };

  function know({ units, currencies }) {
    Object.assign(known, { units, currencies });
  }

  /** The currency that a unit counts, with its code, sign and places; null if it is no money. */
  function currency(unit) {
    const code = unit.slice(0, 3);
    if (!Object.hasOwn(known.currencies, code) || /[\p{L}\p{N}]/u.test(unit.slice(3, 4))) return null;
    const [sign, places] = known.currencies[code];
    return { code, sign, places, mark: sign || `${code} ` };
  }

  const currencyUnit = (unit) => currency(unit)?.code ?? "";
  const isShare = (unit) => unit === "share" || unit.startsWith("share of ");
  const oneOf = (unit) => (Object.hasOwn(known.units, unit) && known.units[unit]) || ONES[unit] || unit;
  const counted = (digits, unit) => (unit ? `${digits} ${digits === "1" ? oneOf(unit) : unit}` : digits);
  const ofShare = (unit) => unit.replace(/^share/, "").trim();

  /** What of a unit stands with every number of a column. */
  function cellUnit(unit) {
    if (isShare(unit)) return "share";
    return ["percent", DAY, ...Object.keys(DAYS)].includes(unit) ? unit : currencyUnit(unit);
  }

  /** What of a unit is left to the column's heading. */
  function headingUnit(unit) {
    if (isShare(unit)) return ofShare(unit);
    return currency(unit) ? unit.slice(3).trim() : cellUnit(unit) ? "" : unit;
  }

  /** What of a unit stands within arithmetic: the currency, or the day. */
  const workedUnit = (unit) => (unit === DAY ? DAY : currencyUnit(unit));

  /** A value for reading: `$11,250`, `about 14 days`, `1 example`, `80%`, `yes`, `never`. */
  function show(value, unit = "") {
    const isSpan = Object.hasOwn(DAYS, unit) && value instanceof Fraction && !value.isWhole;
    return isSpan ? span(value, unit) : worked(value, unit);
  }

  /** The same in its own unit, as it is computed: `0.474 months`; in full, every digit of it. */
  function worked(value, unit = "", full = false) {
    if (value === null) return "never";
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (!(value instanceof Fraction)) return String(value);
    if (unit === DAY) return showDay(value);
    return (value.over < 0n ? "−" : "") + measured(value.size, unit, full);
  }

  function measured(size, unit, full) {
    const own = currency(unit);
    if (isShare(unit)) return counted(percent(size, full), ofShare(unit));
    const digits = full ? withCoins(shortest(size), own) : rounded(size, own);
    if (own) return `${own.mark}${digits}${unit.slice(3)}`;
    return unit === "percent" ? `${digits}%` : counted(digits, unit);
  }

  /** A share in percent; in full, one that has no end in percent stays a fraction. */
  function percent(share, full) {
    const hundredfold = share.times(whole(100));
    const inFull = shortest(hundredfold);
    if (full && inFull.includes("/")) return shortest(share);
    return `${full ? grouped(inFull) : rounded(hundredfold, null)}%`;
  }

  /** About how long a part of a month or year is: `about 5 days`, `2.5 years`. */
  function span(value, unit) {
    const [sign, days] = [value.over < 0n ? "−" : "", value.size.times(DAYS[unit])];
    const [name, , size] = SPANS.find(([, from]) => days.compare(from) >= 0) ?? SPANS.at(-1);
    const much = days.by(size);
    const places = much.compare(whole(10)) < 0 && Object.hasOwn(DAYS, name) ? 1 : 0;
    const digits = decimal(much, places).replace(/\.0$/, "");
    if (digits === "0") return `under ${sign}1 hour`;
    const about = exact(digits).compare(much) === 0 ? "" : "about ";
    return `${about}${sign}${counted(grouped(digits), name)}`;
  }

  /** The number in full, as decimal digits where those end and can be typed, else as a fraction. */
  function shortest(value) {
    if (value.isWhole) return String(value.over);
    let [under, places] = [value.under, 0];
    while (under % 10n === 0n || under % 2n === 0n || under % 5n === 0n) {
      under /= under % 10n === 0n ? 10n : under % 2n === 0n ? 2n : 5n;
      places += 1;
    }
    const digits = under === 1n ? decimal(value, places) : "";
    return digits && digits.length <= MAX_DIGITS ? digits : `${value.over}/${value.under}`;
  }

  function rounded(value, own) {
    if (value.isWhole) return grouped(String(value.over));
    const inFull = shortest(value);
    if (!own) {
      const ends = !inFull.includes("/") && (inFull.split(".")[1] ?? "").length <= MAX_PLACES;
      return grouped(ends ? inFull : significant(value, DIGITS));
    }
    const isPrice = value.compare(whole(10)) < 0 && !inFull.includes("/") && inFull.length <= MAX_PRICE;
    if (isPrice) return withCoins(inFull, own);
    if (value.compare(whole(1)) < 0) return withCoins(significant(value, MONEY_DIGITS), own);
    const [digits, none] = [decimal(value, own.places), `.${"0".repeat(own.places)}`];
    return withCoins(digits.endsWith(none) ? digits.slice(0, -none.length) : digits, own);
  }

  /** A decimal of so many digits that count, without zeros at its end. */
  function significant(value, digits) {
    let places = 0;
    const enough = 10n ** BigInt(digits - 1);
    while (places < MAX_DIGITS && value.over * 10n ** BigInt(places) < enough * value.under) places += 1;
    const text = decimal(value, places);
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  }

  /** A sum with all digits of its coins, if it has any: `0.4` is `0.40`. */
  function withCoins(digits, own) {
    const [before, rest] = digits.split(".");
    return grouped(own?.places && rest !== undefined ? `${before}.${rest.padEnd(own.places, "0")}` : digits);
  }

  /** A decimal of so many places; a half is rounded up, away from zero. */
  function decimal(value, places) {
    const [size, scale] = [value.size, 10n ** BigInt(places)];
    const units = (2n * size.over * scale + size.under) / (2n * size.under);
    const sign = value.over < 0n ? "-" : "";
    return sign + units / scale + (places ? `.${String(units % scale).padStart(places, "0")}` : "");
  }

  function grouped(digits) {
    const [before, rest] = digits.split(".");
    if (!/^\d+$/.test(before)) return digits;
    const parts = before.replace(/\B(?=(\d{3})+$)/g, ",");
    return rest === undefined ? parts : `${parts}.${rest}`;
  }

  /** A day for reading, which can be typed back: `2026-04-06`. */
  function showDay(value) {
    const days = Number(value.over) - FIRST_OF_1970;
    return new Date(days * MILLISECONDS).toISOString().slice(0, 10);
  }

  /** The day of a year, month (from 1) and day, as the number of days since the year 1 began. */
  function dayOf(year, month, day) {
    const there = new Date(0);
    there.setUTCFullYear(year, month - 1, day);
    return whole(there.getTime() / MILLISECONDS + FIRST_OF_1970);
  }

  Object.assign(advisor, {
    DAY,
    cellUnit,
    counted,
    currency,
    currencyUnit,
    dayOf,
    headingUnit,
    isShare,
    know,
    known,
    oneOf,
    shortest,
    show,
    showDay,
    worked,
    workedUnit,
  });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
