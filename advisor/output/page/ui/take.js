// What can be taken away: a link and files, each of which carries the decision and can be decided again.
"use strict";
(function (page) {
  page.FORMAT = 1; // of decisions, as `advisor` reads them
  const { h } = page;

  const FILES = [
    {
      name: "Decision",
      suffix: "yaml",
      type: "application/yaml",
      says: "answers, for advisor and for this page",
      text: (now, decision) => page.yaml(decision),
    },
    {
      name: "Record",
      suffix: "md",
      type: "text/markdown",
      says: "the decision record (MADR)",
      whole: true,
      text: (now, decision) => page.record(now, decision),
    },
    {
      name: "Picture",
      suffix: "svg",
      type: "image/svg+xml",
      says: "the chart with the path",
      whole: true,
      text: (now, decision) => page.svg(now, decision),
    },
    {
      name: "Mermaid",
      suffix: "mmd",
      type: "text/plain",
      says: "the chart with the path, as text",
      whole: true,
      text: (now, decision) => page.mermaid(now, decision, true),
    },
  ];

  page.showTake = (now) => {
    const box = page.at("take").querySelector(".body");
    if (!box.querySelector("button")) box.append(...built());
    for (const one of FILES) {
      one.button.disabled = Boolean(now.refused.length) || (one.whole ? !now.advice : !now.counted.length);
    }
    page.text(
      box.querySelector(".wait"),
      now.advice ? "" : "Record, picture and Mermaid are there once the outcome is settled.",
    );
  };

  function built() {
    for (const one of FILES) {
      one.button = h(
        "button",
        { type: "button", title: one.says, onclick: () => save(one) },
        `${one.name} (.${one.suffix})`,
      );
    }
    const done = h("p", { class: "done", id: "done", role: "status" });
    const input = h("input", {
      type: "file",
      "aria-label": "Open a decision",
      onchange: (event) => {
        if (event.target.files.length) page.open(event.target.files[0]);
        event.target.value = "";
      },
    });
    return [
      h(
        "p",
        { class: "quiet" },
        "Every file carries the decision, so that it can be opened here and decided again.",
      ),
      h(
        "p",
        { class: "tools" },
        h("button", { type: "button", onclick: copyLink }, "Copy link"),
        FILES.map((one) => one.button),
        h("button", { type: "button", onclick: () => print() }, "Print"),
        h("label", { class: "file" }, "Open a decision …", input),
      ),
      h("p", { class: "quiet wait" }),
      done,
    ];
  }

  function save(one) {
    const now = page.now();
    const name = `${now.outcome ? now.outcome.replaceAll("_", "-") : page.data.rules.ruleset.id}.${one.suffix}`;
    const url = URL.createObjectURL(new Blob([one.text(now, page.decision(now))], { type: one.type }));
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    page.text(page.at("done"), `${name} was saved.`);
  }

  async function copyLink() {
    page.keepLink();
    try {
      await navigator.clipboard.writeText(location.href);
      page.text(page.at("done"), "The link is copied.");
    } catch {
      page.text(page.at("done"), `Copy it from the address bar: ${location.href}`);
    }
  }

  // The decision as plain data, in the form of a decision file.
  page.decision = (now) => {
    const { id, version, digest } = page.data.rules.ruleset;
    const listed = page.listed(now.figures);
    const found = {
      advisor: page.FORMAT,
      ruleset: { id, version, digest },
      date: page.today(),
      answers: plain(now.answers),
      overrides: { ...listed.overrides, ...plain(now.figures) },
      outcome: now.outcome,
      path: now.steps.map((step) => ({ decision: step.decision, branch: step.label })),
    };
    const day = isSame(found, page.state.saved) ? page.state.saved.date : found.date;
    return { ...found, date: day, ...(listed.prices ? { prices: listed.prices } : {}), ...evidence(found) };
  };

  const plain = (values) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, page.a.plain(name, value)]));

  // The day here, as a decision has it.
  page.today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
  };

  // Whether a decision is the one that was opened: then it was made on that day.
  function isSame(found, saved) {
    const texts = ({ answers, overrides, outcome }) => {
      const { answers: ours, figures } = page.taken({ ...answers, ...overrides });
      return JSON.stringify([sorted(plain(ours)), sorted(plain(figures)), outcome]);
    };
    return Boolean(saved.date) && texts(found) === texts(saved);
  }

  const sorted = (mapping) => Object.entries(mapping).sort(([one], [other]) => (one < other ? -1 : 1));

  // Where answers of an opened decision came from, as far as they are the same still.
  function evidence(found) {
    const { evidence: sources = {}, answers } = page.state.saved;
    const then = plain(page.taken(answers).answers); // however they were written
    const isKept = ([name]) =>
      Object.hasOwn(found.answers, name) && String(then[name]) === String(found.answers[name]);
    const kept = Object.entries(sources).filter(isKept);
    return kept.length ? { evidence: Object.fromEntries(kept) } : {};
  }
})(globalThis.page);
