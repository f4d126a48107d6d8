// The figures of the rules with their sources; each can be replaced by one's own.
"use strict";
(function (page) {
  const rows = new Map();
  const { h } = page;

  page.showFigures = (now) => {
    const box = page.at("figures");
    const all = page.a.figures(now.answers, now.figures);
    box.hidden = !all.length;
    if (box.hidden) return;
    const body = box.querySelector(".body");
    if (!body.firstChild) build(body);
    const own = Object.keys(now.figures).length;
    page.text(
      body.firstChild,
      own
        ? `${own} of ${all.length} ${own === 1 ? "figure is" : "figures are"} your own.`
        : "Prices, rates and bars that the advice rests on. Replace one that you know better.",
    );
    for (const one of all) if (rows.has(one.name)) update(rows.get(one.name), one);
  };

  // The table is made when it is first opened.
  function build(body) {
    const fold = page.fold("Show all figures");
    fold.addEventListener("toggle", () => {
      if (!fold.open || rows.size) return;
      const { answers, figures } = page.now();
      for (const one of page.a.figures(answers, figures)) rows.set(one.name, row(one));
      fold.append(
        page.table(
          ["Figure", "Value", "Source", "As of"],
          [...rows.values()].map((one) => one.element),
          "figures",
        ),
      );
      page.showFigures(page.now());
    });
    body.append(h("p", { class: "quiet" }), fold);
  }

  function row({ name, label, source = "", date = "", note = "" }) {
    const button = h(
      "button",
      {
        type: "button",
        class: "plain",
        hidden: true,
        onclick: () => {
          page.figure(name, undefined);
          field.focus(); // the button is gone
        },
      },
      "Undo",
    );
    const field = page.field(name, (value) => page.figure(name, value), {
      button,
      label,
      hint: "",
    });
    const element = h(
      "tr",
      {},
      h("th", { scope: "row" }, label, note ? h("small", {}, note) : null),
      h("td", {}, field.element),
      h("td", { class: "source" }, source),
      h("td", { class: "source" }, date),
    );
    return { element, field, button };
  }

  function update(found, { value, replaced }) {
    found.element.classList.toggle("changed", Boolean(replaced));
    found.button.hidden = !replaced;
    found.field.show(value === null ? undefined : value);
  }
})(globalThis.page);
