/* Days as people of several countries write them, like `advisor/days` reads them. */
"use strict";
globalThis.advisor ??= {};
(function (advisor) {
  const YEAR_FIRST = /^(?<year>\d{4})\s*[-/.年]\s*(?<month>\d{1,2})\s*[-/.月]\s*(?<day>\d{1,2})[.日]?$/;
  const DAY_FIRST = /^(?<day>\d{1,2})\.\s*(?<month>\d{1,2})\.\s*(?<year>\d{4})\.?$/;
  const UNCLEAR = /^(?<one>\d{1,2})(?<mark>[-/])(?<other>\d{1,2})\k<mark>(?<year>\d{4})$/;
  const SHORT_YEAR = /^\d{1,2}([-/.])\s*\d{1,2}\1\s*'?\d{2}$/;
  const NAMED = [
    /^(?<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*(?:of\s+)?(?<name>[a-z]+)\.?[\s,-]*(?<year>\d{4})$/,
    /^(?<name>[a-z]+)\.?[\s-]*(?<day>\d{1,2})(?:st|nd|rd|th)?[\s,-]+(?<year>\d{4})$/,
    /^(?<year>\d{4})[\s,-]*(?<name>[a-z]+)\.?[\s-]*(?<day>\d{1,2})$/,
  ];
  const AWAY = /^(?<ahead>in\s+)?(?<count>\d{1,4}|an?|one)\s+(?<unit>day|week|month|year)s?(?<ago>\s+ago)?$/;
  const MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ];
  const WORDS = { today: 0, tomorrow: 1, yesterday: -1 };
  const LAST = 3652059; // 9999-12-31

  class Wrong extends Error {
    constructor(says, remedy = "") {
      super(says);
      this.remedy = remedy;
    }
  }

  function today() {
    const now = new Date();
    return advisor.dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate());
  }

  /** The day that a person typed. Throws Wrong, also for what can be read in two ways. */
  function parseDay(text) {
    const typed = text.trim().toLowerCase().replace(/\s+/g, " ");
    if (Object.hasOwn(WORDS, typed)) return within(Number(today().over) + WORDS[typed]);
    const away = AWAY.exec(typed)?.groups;
    if (away && Boolean(away.ahead) !== Boolean(away.ago)) return daysAway(away);
    const unclear = UNCLEAR.exec(typed)?.groups;
    if (unclear) return dayOrMonth(unclear);
    const found = reading(typed);
    if (!found) throw new Wrong(whyNot(typed));
    return checked(...found);
  }

  /** Year, month and day, where a pattern tells them apart. */
  function reading(typed) {
    for (const pattern of [YEAR_FIRST, DAY_FIRST]) {
      const found = pattern.exec(typed)?.groups;
      if (found) return [Number(found.year), Number(found.month), Number(found.day)];
    }
    for (const pattern of NAMED) {
      const found = pattern.exec(typed)?.groups;
      const month = found ? monthOf(found.name) : 0;
      if (month) return [Number(found.year), month, Number(found.day)];
    }
    return null;
  }

  /** The number of a month by its name or the beginning of it; 0 for anything else. */
  function monthOf(name) {
    if (name === "sept") return 9;
    return name.length < 3 ? 0 : MONTHS.findIndex((month) => month.toLowerCase().startsWith(name)) + 1;
  }

  function dayOrMonth(found) {
    const [one, other, year] = [found.one, found.other, found.year].map(Number);
    if (one <= 12 && other <= 12 && one !== other) {
      const [first, second] = [checked(year, other, one), checked(year, one, other)].map(advisor.showDay);
      throw new Wrong(`is not clear: write ${first} or ${second}`);
    }
    return other <= 12 ? checked(year, other, one) : checked(year, one, other);
  }

  /** The day that is so far from today; in a shorter month the last day. */
  function daysAway({ count, unit, ago }) {
    const far = (/^\d/.test(count) ? Number(count) : 1) * (ago ? -1 : 1);
    const now = today();
    if (unit === "day" || unit === "week") return within(Number(now.over) + far * (unit === "week" ? 7 : 1));
    const [year, month, day] = advisor.showDay(now).split("-").map(Number);
    const months = year * 12 + month - 1 + far * (unit === "year" ? 12 : 1);
    const [there, then] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
    checkYear(there);
    return checked(there, then, Math.min(day, lengthOf(there, then)));
  }

  function checked(year, month, day) {
    checkYear(year);
    if (month < 1 || month > 12) throw new Wrong(`has no month ${month}`);
    const length = lengthOf(year, month);
    if (day < 1 || day > length)
      throw new Wrong(`is no day: ${MONTHS[month - 1]} ${year} has ${length} days`);
    return advisor.dayOf(year, month, day);
  }

  /** The days of a month. */
  function lengthOf(year, month) {
    const [next, after] = month === 12 ? [year + 1, 1] : [year, month + 1];
    return Number(advisor.dayOf(next, after, 1).over - advisor.dayOf(year, month, 1).over);
  }

  function within(value) {
    if (value < 1 || value > LAST) throw new Wrong("is beyond the years 1 to 9999");
    return advisor.whole(value);
  }

  function checkYear(year) {
    if (year < 1 || year > 9999) throw new Wrong("is beyond the years 1 to 9999");
  }

  function whyNot(typed) {
    if (SHORT_YEAR.test(typed)) return "is not clear: write the year with four digits, such as 2026-04-06";
    return "is not a date such as 2026-04-06, 6 April 2026, today or in 3 months";
  }

  Object.assign(advisor, { Wrong, parseDay, today });
})(globalThis.advisor);
if (typeof module !== "undefined") module.exports = globalThis.advisor;
