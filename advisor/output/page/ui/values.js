// Answers and figures as texts: as they are typed, shown, written into links and into decision files.
"use strict";
(function (page) {
  page.isUnsure = (value) => value === advisor.UNKNOWN;

  const isQuestion = (name) => Object.hasOwn(page.a.questions, name);

  // Answers and figures are read and shown alike; a figure is named as `--set` names it.
  page.read = (name, text) => (isQuestion(name) ? page.a.read(name, text) : page.a.readFigure(name, text));
  page.show = (name, value) => (isQuestion(name) ? page.a.show(name, value) : page.a.showFigure(name, value));
  page.echo = (name, value) => (page.isUnsure(value) ? "= not sure" : `= ${page.show(name, value)}`);

  // What stands in a field for a value: it can be typed back, exactly.
  page.inField = (name, value) => page.a.typed(name, value);

  // A value as `--set` takes it.
  page.typed = (name, value) => {
    const plain = page.a.plain(name, value);
    if (typeof plain === "boolean") return plain ? "yes" : "no";
    return Array.isArray(plain) ? plain.join(",") || "none" : String(plain);
  };

  // What is ticked in a list for a value.
  page.keys = (value) => {
    if (page.isUnsure(value)) return ["unknown"];
    if (typeof value === "boolean") return [value ? "yes" : "no"];
    return Array.isArray(value) ? (value.length ? value : ["none"]) : [value];
  };

  // The listed prices that the page was written with, but for those that figures of one's own replace:
  // {prices, overrides} as a decision file has them.
  page.listed = (figures) => {
    const { prices, overrides = {} } = page.data.start;
    if (!prices) return { prices: null, overrides: {} };
    const names = prices.names.filter((name) => !Object.hasOwn(figures, name));
    const kept = (mapping) =>
      Object.fromEntries(
        names.filter((name) => Object.hasOwn(mapping, name)).map((name) => [name, mapping[name]]),
      );
    return { prices: { ...prices, names, steps: kept(prices.steps) }, overrides: kept(overrides) };
  };
})(globalThis.page);
