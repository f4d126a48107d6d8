// The advice: what is told first, in the order in which it matters, and everything behind a fold.
"use strict";
(function (page) {
  const CARE = 2; // cautions that are told before the fold
  const { h } = page;

  page.showAdvice = (now) => {
    const box = page.at("advice");
    box.hidden = !now.advice;
    page.put(page.at("given"), given(now.advice ? now.advice.facts : answered(now)));
    if (!now.advice) return;
    page.put(
      box.querySelector(".body"),
      parts(first(now)),
      page.fold("Everything the rules say to it", everything(now)),
    );
  };

  // The answers so far as facts, where there is no advice yet that tells them.
  function answered({ answers, names, counted }) {
    const given = new Set([...names.filter((name) => counted.includes(name)), ...counted]);
    const fact = (name) => ({ what: page.a.questions[name].label, value: page.show(name, answers[name]) });
    return [...given].map((name) => ({ ...fact(name), source: "answered" }));
  }

  // What was answered and assumed, for the printed page.
  function given(facts) {
    const { id, version, digest } = page.data.rules.ruleset;
    const rows = facts.map((one) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, one.what),
        h(
          "td",
          {},
          one.value,
          one.source === "answered" ? "" : h("span", { class: "source" }, `, ${one.source}`),
        ),
      ),
    );
    return [
      rows.length ? page.table(["Fact", "Value"], rows, "") : h("p", {}, "Nothing is answered yet."),
      h("p", { class: "source" }, `Rules ${id} ${version} (${digest}), ${page.today()}`),
    ];
  }

  // Sections as a list of labels and entries; an entry is a sign and its texts.
  function parts(sections) {
    const list = (entries) =>
      h(
        "ul",
        {},
        entries.map(([sign, kind, ...texts]) =>
          h("li", {}, h("span", { class: `sign ${kind}` }, sign), h("span", {}, texts)),
        ),
      );
    return h(
      "dl",
      { class: "parts" },
      sections
        .filter(([, entries]) => entries.length)
        .map(([label, entries]) => [h("dt", {}, label), h("dd", {}, list(entries))]),
    );
  }

  function first(now) {
    const { advice } = now;
    return [
      [
        "Comes to",
        advice.figures
          .filter((one) => !one.needs)
          .map((one) => [
            "=",
            "",
            `${one.label}: `,
            h("strong", {}, one.shown),
            one.numbers ? h("span", { class: "numbers" }, `  ${one.numbers}`) : "",
          ]),
      ],
      ["Path", path(advice)],
      ["Task", task(advice)],
      ["With", along(advice)],
      ["Ends", advice.retirements.map((one) => ["!", "care", `${one.says}.`])],
      ["Care", advice.cautions.slice(0, CARE).map((one) => ["!", "care", one.says])],
      ["Also", advice.additions.map((one) => ["?", "", one.says])],
      ["Next", advice.next.map((step, index) => [`${index + 1}.`, "", step])],
    ];
  }

  function path(advice) {
    return advice.path.map((one) => [
      `${one.number}.`,
      "",
      `${one.label} `,
      h("strong", {}, one.branch),
      one.brief ? h("span", { class: "numbers" }, `  ${one.brief}`) : "",
    ]);
  }

  function task({ useCase }) {
    if (!useCase || useCase.relation === "refines") return [];
    const says = useCase.relation === "agrees" ? "agrees" : `would take ${useCase.recommends}`;
    return [["", "", `${useCase.title}: the use-case table ${says}.`]];
  }

  function along({ hybrids, useCase, shortlists }) {
    const found = hybrids.map((one) => `${one.title}: ${one.says}`);
    if (useCase?.complements.length)
      found.push(`${useCase.title}: ${useCase.complements.map((one) => one.title).join("; ")}`);
    for (const one of shortlists) {
      const fits = one.rows.filter((row) => row.fits).map((row) => row.title);
      if (fits.length) found.push(`${one.title}: ${fits.slice(0, 3).join("; ")}`);
    }
    return found.map((text) => ["+", "with", text]);
  }

  function everything({ advice }) {
    const { approaches } = page.data.rules;
    const holding = advice.criteria.filter((one) => one.holds);
    const lines = (entries, sign = "·") => entries.map((text) => [sign, "", text]);
    return [
      parts([
        [
          "Why",
          lines(
            advice.path.filter((one) => one.reason).map((one) => `${one.label} ${one.branch}: ${one.reason}`),
          ),
        ],
        [
          "Care",
          advice.cautions.map((one) => [
            "!",
            "care",
            one.says,
            one.footnote ? h("span", { class: "quiet" }, ` ${one.footnote}`) : "",
          ]),
        ],
        [
          "Reasons",
          lines(holding.map((one) => `${approaches[one.approach].title}: ${one.says} (${one.because})`)),
        ],
        [
          "Task",
          lines(
            advice.useCase
              ? [
                  ...advice.useCase.complements.map((one) => `${one.title}: ${one.says}`),
                  ...advice.useCase.toChange,
                ]
              : [],
          ),
        ],
        [
          "Routes",
          lines(
            advice.hybrids.flatMap((one) =>
              one.routes.map((route) => `${route.task}: ${route.model}; ${route.prompting}`),
            ),
          ),
        ],
        [
          "Assumed",
          lines(
            advice.assumed.map((one) => `${one.label}: ${one.shown}${one.source ? `, ${one.source}` : ""}`),
          ),
        ],
        ["Figures", lines(advice.replaced.map((one) => `${one.label}: ${one.shown}, your own`))],
      ]),
      ...advice.grids.flatMap(grid),
      ...(advice.techniques.length ? [h("h3", {}, "To try"), techniques(advice)] : []),
      ...advice.shortlists.flatMap(shortlist),
      ...(advice.comparison.length ? [h("h3", {}, "The approaches side by side"), comparison(advice)] : []),
    ];
  }

  // A table of the rules, the row that was hit marked.
  function grid({ title, headings, rows }) {
    const cells = ({ texts }) => texts.slice(1).map((text) => h("td", {}, text));
    const lines = rows.map((row) => h("tr", { class: row.isHit ? "chosen" : "" }, cells(row)));
    return [h("h3", {}, title), page.table(headings.slice(1), lines, "")];
  }

  function techniques(advice) {
    return parts([
      [
        "",
        advice.techniques.map((one) => [
          one.tried ? "✓" : "·",
          "",
          h("strong", {}, one.title),
          ` ${one.says || ""}`,
          one.template ? h("pre", { class: "template" }, one.template) : "",
        ]),
      ],
    ]);
  }

  function shortlist(one) {
    const fit = { true: "fits", false: "does not fit", null: "open" };
    const heads = ["", ...one.columns.map((column) => column.label), ""];
    const rows = one.rows.map((row) =>
      h(
        "tr",
        { class: row.fits ? "chosen" : "" },
        h("th", { scope: "row" }, row.title),
        row.shown.map((text) => h("td", {}, text)),
        h("td", {}, fit[row.fits]),
      ),
    );
    return [
      h("h3", {}, one.title),
      page.table(heads, rows, "numeric"),
      one.note ? h("p", { class: "quiet" }, one.note) : "",
    ];
  }

  function comparison(advice) {
    const { approaches } = page.data.rules;
    const rows = advice.comparison.map((one) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, one.label),
        Object.keys(approaches).map((name) => h("td", {}, one.values[name] || "")),
        h("td", { class: "quiet" }, one.note || ""),
      ),
    );
    return page.table(["Factor", ...Object.values(approaches).map((one) => one.title), "Note"], rows, "");
  }
})(globalThis.page);
