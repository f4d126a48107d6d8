// What it costs: the figures, every choice beside the chosen one, and the months until it pays back as a picture.
"use strict";
(function (page) {
  const { h, s } = page;
  const HEIGHT = 300;
  let width = 680; // as wide as there is room for, so that its letters can be read
  const ROOM = { left: 74, right: 20, top: 34, bottom: 40 };

  page.showCosts = (now) => {
    const box = page.at("costs");
    const { costs } = now;
    const told = costs ? costs.figures.filter((one) => !one.needs && one.value !== null) : [];
    const tables = costs
      ? costs.tables.filter((one) => one.rows.some((row) => row.figures.some((cell) => !cell.needs)))
      : [];
    box.hidden = !told.length && !tables.length;
    if (box.hidden) return;
    width = Math.min(680, Math.max(300, box.querySelector(".body").clientWidth || 680));
    page.put(
      box.querySelector(".body"),
      money(now),
      ...tables.map(table),
      picture(costs.outlay),
      arithmetic(told),
    );
  };

  function money(now) {
    const found = now.advice ? now.advice.money : [];
    return found.length
      ? h(
          "dl",
          { class: "sums" },
          found.map((one) => h("div", {}, h("dt", {}, one.label), h("dd", {}, one.shown))),
        )
      : null;
  }

  function table(one) {
    const known = one.headings.map((_, index) => one.rows.some((row) => !row.figures[index].needs));
    const seen = (list) => list.filter((_, index) => known[index]);
    const heads = seen(one.headings).map((head) => (head.unit ? `${head.label}, ${head.unit}` : head.label));
    const rows = one.rows.map((row) =>
      h(
        "tr",
        { class: row.chosen ? "chosen" : "" },
        h("th", { scope: "row" }, row.title),
        seen(row.figures).map((cell) => h("td", {}, cell.shown)),
      ),
    );
    return [h("h3", {}, one.title), page.table(["", ...heads], rows, "numeric")];
  }

  function arithmetic(figures) {
    const rows = figures
      .filter((one) => one.numbers)
      .map((one) => h("tr", {}, h("th", { scope: "row" }, one.label), h("td", {}, one.numbers)));
    return rows.length ? page.fold("The arithmetic", page.table(["Figure", "Worked out"], rows, "")) : null;
  }

  // Two lines of what has been paid by then, and where they meet.
  function picture(outlay) {
    const found = outlay && outlay.payback;
    if (!found || !found.line || !found.against) return null;
    const months = size(outlay.months);
    const lines = [found.against, found.line];
    const most = Math.max(...lines.map((one) => size(one.once) + size(one.monthly) * months)) || 1;
    const x = (month) => ROOM.left + (month / months) * (width - ROOM.left - ROOM.right);
    const y = (sum) => HEIGHT - ROOM.bottom - (sum / most) * (HEIGHT - ROOM.top - ROOM.bottom);
    return [
      h("h3", {}, `Paid in all: ${found.line.title} ${found.says}`),
      s(
        "svg",
        {
          class: "lines",
          viewBox: `0 0 ${width} ${HEIGHT}`,
          role: "img",
          "aria-label": inWords(found, outlay.unit),
        },
        axes(outlay, months, most, x, y),
        lines.map((one, index) => line(one, index, months, x, y)),
        found.months ? meeting(found, x, y) : null,
      ),
    ];
  }

  const size = (value) => Number(value.over) / Number(value.under);

  // A number of a picture, with two digits that count.
  function rounded(number, unit) {
    return advisor.show(advisor.exact(String(Number(number.toPrecision(2)))), unit);
  }

  function inWords({ line, against, says }, unit) {
    const cost = (one) =>
      `${one.title}: ${advisor.show(one.once, unit)} once and ${advisor.show(one.monthly, unit)} a month`;
    return `${cost(against)}. ${cost(line)}. ${line.title} ${says}.`;
  }

  function axes(outlay, months, most, x, y) {
    const steps = [0, 0.5, 1]; // the months between the ends are told where the lines meet
    const ends = [0, 1];
    return [
      steps.map((part) =>
        s("line", { class: "axis", x1: x(0), x2: x(months), y1: y(most * part), y2: y(most * part) }),
      ),
      steps.map((part) =>
        s(
          "text",
          { x: x(0) - 8, y: y(most * part) + 4, "text-anchor": "end" },
          rounded(most * part, outlay.unit),
        ),
      ),
      ends.map((part) =>
        s(
          "text",
          {
            x: x(months * part),
            y: HEIGHT - ROOM.bottom + 20,
            "text-anchor": part ? "end" : "start",
          },
          part ? rounded(months * part, "months") : "today",
        ),
      ),
    ];
  }

  function line(one, index, months, x, y) {
    const [start, end] = [size(one.once), size(one.once) + size(one.monthly) * months];
    const [above, half] = [index === 0, width / 2];
    return [
      s("line", { class: above ? "first" : "second", x1: x(0), y1: y(start), x2: x(months), y2: y(end) }),
      s("line", {
        class: above ? "first" : "second",
        x1: half * index,
        x2: half * index + 34,
        y1: 14,
        y2: 14,
      }),
      s("text", { class: "strong", x: half * index + 42, y: 18 }, one.title),
    ];
  }

  function meeting({ months, line: one }, x, y) {
    const [at, sum] = [size(months), size(one.once) + size(one.monthly) * size(months)];
    return [
      s("circle", { class: "meets", cx: x(at), cy: y(sum), r: 6 }),
      s("text", { class: "strong", x: x(at) + 12, y: y(sum) + 18 }, advisor.show(months, "months")),
    ];
  }
})(globalThis.page);
