// The questions on the way, in their order, each with why it is asked; any answer can be changed.
"use strict";
(function (page) {
  const views = new Map();
  const { h } = page;

  // Show the questions that are asked now; those that stay are the same elements, so focus stays too.
  page.showForm = (now) => {
    place(
      page.at("questions"),
      now.names.map((name) => view(name)),
    );
    now.names.forEach((name, index) => update(view(name), now, index + 1));
    showMore(now);
    const extras = page.state.extras.map(
      (name) => `${page.a.questions[name].label}: ${page.show(name, now.answers[name])}`,
    );
    page.text(page.at("extras"), extras.length ? `Given beside what is asked: ${extras.join("; ")}.` : "");
  };

  // Go on to the question that is open; back to the one that was answered where there is none.
  page.onward = (name) => {
    const now = page.now();
    const one = view(now.next && now.next !== name ? now.next : name || now.next);
    one.focus();
    inSight(one);
  };

  // Bring the question that is open into sight, for who answers without the keyboard.
  page.showNext = () => {
    const { next } = page.now();
    if (next) inSight(view(next));
  };

  const inSight = (one) => one.element.scrollIntoView({ block: "nearest" });

  function view(name) {
    if (!views.has(name)) views.set(name, made(name));
    return views.get(name);
  }

  function made(name) {
    const question = page.a.questions[name];
    const inner = question.field ? field(name, question) : page.list(name, question);
    const one = { name, question, inner, focus: inner.focus };
    one.number = h("span", { class: "number", "aria-hidden": "true" });
    one.asks = h("span", {});
    one.about = h("details", { class: "about" }, h("summary", {}, "Why it is asked"));
    one.offer = h("p", { class: "offer", hidden: true });
    one.refused = h("p", { class: "refused wrong", hidden: true });
    one.change = h(
      "button",
      { type: "button", class: "plain", hidden: true, onclick: () => open(one) },
      "Change",
    );
    one.element = h(
      "li",
      { class: "question", "data-name": name },
      h(
        "fieldset",
        {},
        h("legend", {}, one.number, one.asks),
        one.about,
        inner.element,
        one.refused,
        one.offer,
        one.change,
      ),
    );
    return one;
  }

  function field(name, question) {
    const button = h(
      "button",
      {
        type: "button",
        class: "unsure",
        "aria-pressed": "false",
        onclick: () =>
          page.answer(name, page.isUnsure(page.state.answers[name]) ? undefined : advisor.UNKNOWN),
      },
      "Not sure",
    );
    const inner = page.field(name, (value) => page.answer(name, value), {
      button,
      label: null,
      hint: `Type ${question.examples}; ? for not sure.`,
    });
    return {
      ...inner,
      show: (value) => {
        button.setAttribute("aria-pressed", String(page.isUnsure(value)));
        inner.show(value);
      },
    };
  }

  function open(one) {
    page.state.opened = one.name;
    page.render();
    one.focus();
  }

  function update(one, now, number) {
    const value = now.answers[one.name];
    const isOpen = value === undefined;
    const folded = !isOpen && one.inner.canFold && ![page.state.last, page.state.opened].includes(one.name);
    one.element.classList.toggle("open", isOpen);
    page.text(one.number, String(number));
    const texts = page.a.put(one.name, now.answers, now.figures);
    page.text(one.asks, texts.ask);
    about(one, texts, isOpen);
    one.inner.show(value, folded);
    if (one.inner.input) one.inner.input.setAttribute("aria-label", one.asks.textContent);
    one.change.hidden = !folded;
    const refusal = isOpen ? null : now.refused.find((found) => found.given.includes(one.name));
    one.refused.hidden = !refusal;
    page.text(one.refused, refusal ? refusal.says : "");
    offer(one, now, isOpen);
  }

  // Why it is asked and how to find the answer: told while it is open, folded once it is answered.
  function about(one, { why, help }, isOpen) {
    const told = [why, help].filter(Boolean);
    if (one.told === told.join("\n") && one.wasOpen === isOpen) return;
    one.about.replaceChildren(one.about.firstChild, ...told.map((text) => h("p", {}, text)));
    one.about.hidden = !told.length;
    if (one.wasOpen !== isOpen) one.about.open = isOpen;
    [one.told, one.wasOpen] = [told.join("\n"), isOpen];
  }

  // The answer that is suggested, to be taken by a button.
  function offer(one, now, isOpen) {
    const found = isOpen ? page.a.suggested(one.name, now.answers, now.figures) : null;
    one.offer.hidden = !found;
    if (!found) return;
    const text = found.shown + (found.source ? ` (${found.source})` : "");
    if (one.offered === text) return;
    one.offered = text;
    page.put(one.offer, h("span", {}, `Suggested: ${text} `));
    one.offer.append(
      h(
        "button",
        {
          type: "button",
          class: "plain",
          onclick: () => {
            const { answers, figures } = page.now();
            page.answer(one.name, page.a.suggested(one.name, answers, figures).value);
            page.onward(one.name);
          },
        },
        "Take it",
      ),
    );
  }

  // Optional questions in groups, once the way is at its end.
  function showMore(now) {
    const box = page.at("more");
    const groups = now.next ? [] : page.data.rules.details || [];
    const folds = groups.map((group) => fold(group));
    place(box, folds);
    groups.forEach((group) => group.ask.forEach((name) => update(view(name), now, "+")));
  }

  function fold(group) {
    const key = `group ${group.title}`;
    if (!views.has(key)) {
      const list = h("ol", { class: "optional" });
      views.set(key, { list, element: page.fold(`${group.title} (optional)`, list) });
    }
    const found = views.get(key);
    place(
      found.list,
      group.ask.map((name) => view(name)),
    );
    return found;
  }

  // Make the children of an element those of the views, in order, and move none without need.
  function place(parent, wanted) {
    const elements = wanted.map((one) => one.element);
    for (const child of [...parent.children]) if (!elements.includes(child)) child.remove();
    elements.forEach((one, index) => {
      if (parent.children[index] !== one) parent.insertBefore(one, parent.children[index] || null);
    });
  }
})(globalThis.page);
