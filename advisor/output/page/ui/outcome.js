// The outcome as soon as it is settled, or what is still possible; told once to those who listen.
"use strict";
(function (page) {
  const CALM = 700; // milliseconds without a change after which the outcome is read out
  const { h } = page;
  const FEW = 8; // outcomes that are listed; more are folded
  let timer = 0;

  page.showOutcome = (now) => {
    const box = page.at("outcome");
    const isWrong = Boolean(now.problem || now.refused.length);
    const isSettled = Boolean(now.outcome || now.outlook?.settled) && !isWrong;
    box.parentElement.classList.toggle("settled", isSettled);
    page.put(
      box,
      isWrong ? problem(now) : now.outcome ? settled(now) : isSettled ? foreseen(now) : open(now),
    );
    const title = box.querySelector(".title").textContent;
    page.text(page.at("peek"), isSettled ? `✓ ${title}` : title);
    page.tell([title, ...now.refused.map((one) => one.says)].join(". "));
    tools(now.next && page.a.position(page.state.answers, page.state.figures));
  };

  function settled(now) {
    return [
      ...head(now.outcome),
      h("p", {}, now.advice ? now.advice.says : ""),
      now.next ? h("p", { class: "quiet" }, remark(now)) : null,
    ];
  }

  function remark(now) {
    if (!now.isAssumed) return "This is settled. What is still asked sharpens the advice.";
    const others = now.outlook.possible
      .filter((name) => name !== now.outcome)
      .map((name) => page.data.rules.outcomes[name].title);
    return `Assuming what is suggested for the questions left.${others.length ? ` Other answers can lead to: ${others.join("; ")}.` : ""}`;
  }

  function foreseen(now) {
    return [
      ...head(now.outlook.settled),
      h("p", { class: "quiet" }, "Whatever the answers to the questions left are."),
    ];
  }

  function head(outcome) {
    const { approaches, outcomes } = page.data.rules;
    const { title, approach } = outcomes[outcome];
    return [h("p", { class: "title" }, title), h("p", { class: "kind" }, approaches[approach].title)];
  }

  function problem(now) {
    if (now.problem) return [h("p", { class: "title" }, "It cannot be computed"), h("p", {}, now.problem)];
    const told = now.refused.map((one) =>
      h(
        "p",
        {},
        one.says,
        " ",
        h(
          "span",
          { class: "quiet" },
          `(${[...one.given, ...one.taken].map((name) => page.a.questions[name].label).join(", ")})`,
        ),
      ),
    );
    return [h("p", { class: "title" }, "These answers cannot be together"), ...told];
  }

  function open(now) {
    const { outcomes } = page.data.rules;
    const { possible } = now.outlook;
    const all = Object.keys(outcomes).length;
    const head =
      possible.length === all
        ? `${all} outcomes are possible`
        : `${possible.length} of ${all} outcomes are still possible`;
    return [
      h("p", { class: "title" }, head),
      now.next ? null : h("p", {}, "An answer that decides it is “not sure”. Below is what would settle it."),
      possible.length > FEW ? page.fold("Which", list(possible)) : list(possible),
    ];
  }

  function list(possible) {
    return h(
      "ul",
      { class: "possible" },
      possible.map((name) => h("li", {}, page.data.rules.outcomes[name].title)),
    );
  }

  // Read something out once it stays for a moment: who types should not hear every step.
  page.tell = (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => page.text(page.at("status"), text), CALM);
  };

  function tools(position) {
    const box = page.at("again");
    if (!box.firstChild) {
      box.append(
        h("span", { class: "quiet" }),
        h("button", { type: "button", onclick: page.restart }, "Start over"),
      );
    }
    const left = position ? position.atMost - position.number + 1 : 0;
    page.text(box.firstChild, left ? `At most ${left} more question${left === 1 ? "" : "s"}.` : "");
    box.lastChild.hidden = !Object.keys(page.state.answers).length && !Object.keys(page.state.figures).length;
  }
})(globalThis.page);
