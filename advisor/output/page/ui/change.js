// What another answer would come to: a number moved along a slider, with the exact values where the outcome turns,
// and the other answers of each list.
"use strict";
(function (page) {
  const CALM = 120; // milliseconds after a change before this is worked out
  const { h } = page;
  const view = { name: null, timer: 0 };

  page.showChange = (now) => {
    clearTimeout(view.timer);
    view.timer = setTimeout(() => show(now), CALM);
  };

  function show(now) {
    const box = page.at("change");
    const lines = now.problem ? [] : numbers(now);
    const lists = now.problem ? [] : others(now);
    box.hidden = !lines.length && !lists.length;
    if (box.hidden) return;
    const body = box.querySelector(".body");
    if (!body.firstChild) body.append(...built());
    view.lines = lines;
    view.element.hidden = !lines.length;
    if (lines.length) choose(lines);
    page.put(
      view.lists,
      lists.length
        ? [h("h3", {}, "Other answers"), page.table(["Question", "If it were", "Outcome"], lists, "")]
        : [],
    );
  }

  // The numbers that are answered and turn the outcome somewhere, each with the outcomes along it; one that is
  // not sure begins where the first of these ends.
  function numbers({ answers, figures, counted }) {
    return counted
      .filter((name) => page.a.questions[name].field)
      .map((name) => ({
        name,
        bands: page.a.turns(name, answers, figures),
        isOpen: page.isUnsure(answers[name]),
      }))
      .filter((one) => one.bands.length > 1)
      .map((one) => ({ ...one, value: one.isOpen ? one.bands[1].at : answers[one.name] }));
  }

  // The other answers of lists, where they come to something else.
  function others({ answers, figures, counted, outcome, pending }) {
    return counted
      .filter((name) => !page.a.questions[name].field)
      .flatMap((name) =>
        alternatives(name, answers[name]).flatMap((value) => {
          const instead = { ...answers, [name]: value };
          const there = {
            ...page.a.walk(instead, figures),
            refused: page.a.refused(instead, figures).length > 0,
          };
          if (there.outcome === outcome && there.pending === pending && !there.refused) return [];
          return [
            h(
              "tr",
              {},
              h("th", { scope: "row" }, page.a.questions[name].label),
              h("td", {}, page.show(name, value)),
              h("td", {}, told(there)),
            ),
          ];
        }),
      );
  }

  function alternatives(name, value) {
    const { many, options } = page.a.questions[name];
    const all = options ? Object.keys(options) : [true, false];
    return many ? [] : all.filter((one) => one !== value);
  }

  function told({ outcome, pending, refused }) {
    if (refused) return "not together with the other answers";
    if (outcome) return page.data.rules.outcomes[outcome].title;
    return pending ? `asks “${page.a.questions[pending].label}” next` : "it cannot be computed";
  }

  function built() {
    view.select = h("select", {
      id: "moved",
      onchange: () => {
        view.name = view.select.value;
        choose(view.lines);
      },
    });
    view.range = h("input", {
      type: "range",
      min: 0,
      max: page.STEPS,
      "aria-label": "Its value",
      oninput: () => move(),
    });
    view.ticks = h("div", { class: "ticks", "aria-hidden": "true" });
    view.bands = h("ol", { class: "bands" });
    view.now = h("output", { class: "now" });
    view.take = h(
      "button",
      { type: "button", onclick: () => (page.answer(view.name, view.moved), view.range.focus()) },
      "Answer this",
    );
    view.back = h(
      "button",
      {
        type: "button",
        onclick: () => {
          set(line().value);
          view.range.focus(); // the button is gone
        },
      },
      "Back to my answer",
    );
    view.element = h(
      "div",
      { class: "slide" },
      h("label", { for: "moved" }, "Move one number "),
      view.select,
      h("div", { class: "rail" }, view.ticks, view.range),
      h("p", { class: "entry" }, view.now, view.take, view.back),
      view.bands,
    );
    view.lists = h("div", {});
    return [view.element, view.lists];
  }

  const line = () => view.lines.find((one) => one.name === view.name);

  // Show the number that is chosen, the first where that is none any more.
  function choose(lines) {
    if (!lines.some((one) => one.name === view.name)) view.name = lines[0].name;
    const labels = lines.map((one) => h("option", { value: one.name }, page.a.questions[one.name].label));
    page.put(view.select, labels);
    view.select.value = view.name;
    view.scale = page.scale(line(), page.a.questions[view.name]);
    const ticks = line()
      .bands.slice(1)
      .map((band) => [band, view.scale.position(band.at)]);
    view.ticks.replaceChildren(
      ...ticks.map(([, position]) => {
        const tick = h("span", {});
        tick.style.left = `${(position / page.STEPS) * 100}%`;
        return tick;
      }),
    );
    set(line().value);
  }

  function set(value) {
    view.range.value = view.scale.position(value);
    move(value);
  }

  // What it comes to where the slider is.
  function move(exact) {
    const { name, value, bands, isOpen } = line();
    view.moved = exact || view.scale.value(Number(view.range.value));
    const band = bands.findLast((one) => one.at.compare(view.moved) < (one.included ? 1 : 0)) || bands[0];
    const text = page.show(name, view.moved);
    page.text(view.now, `${text}: ${told(band)}`);
    view.range.setAttribute("aria-valuetext", `${text}: ${told(band)}`);
    view.back.hidden = view.moved.compare(value) === 0;
    view.take.hidden = view.back.hidden && !isOpen;
    page.put(
      view.bands,
      bands.map((one, index) =>
        h(
          "li",
          one === band ? { class: "here", "aria-current": "true" } : {},
          h("span", {}, span(name, one, bands[index + 1])),
          h("span", {}, told(one)),
        ),
      ),
    );
  }

  // The values of a band in words, exactly.
  function span(name, band, next) {
    const exact = (value) => page.inField(name, value);
    const isFirst = page.a.questions[name].min && band.at.compare(page.a.questions[name].min) === 0;
    if (next && next.at.compare(band.at) === 0) return `exactly ${exact(band.at)}`;
    const end = next && (next.included ? `under ${exact(next.at)}` : `up to ${exact(next.at)}`);
    if (isFirst && next) return end;
    const start = `${band.included ? "from" : "over"} ${exact(band.at)}`;
    return end ? `${start}, ${end}` : start;
  }
})(globalThis.page);
