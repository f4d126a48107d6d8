// A number or a day that is typed as in the terminal: read while it is typed, taken after a pause or by Enter.
"use strict";
(function (page) {
  const PAUSE = 400; // milliseconds without a key after which what is typed counts
  const { h } = page;

  // The view of one field. `name` is a question or a figure; `take(value)` is called with what was typed.
  page.field = (name, take, more) => {
    const id = `field-${name}`;
    const input = h("input", {
      type: "text",
      id,
      class: "typed",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": `${id}-says ${id}-hint`,
      "aria-label": more.label,
    });
    const says = h("span", { class: "says", id: `${id}-says` });
    const hint = h("p", { class: "hint", id: `${id}-hint` }, more.hint);
    const view = {
      name,
      input,
      says,
      take,
      id,
      timer: 0,
      typed: false,
      element: h("div", { class: "field" }, h("div", { class: "entry" }, input, more.button, says), hint),
    };
    listen(view);
    view.focus = () => input.focus({ preventScroll: true });
    view.show = (value) => show(view, value);
    return view;
  };

  function listen(view) {
    view.input.addEventListener("input", () => {
      view.typed = true;
      clearTimeout(view.timer);
      read(view);
      view.timer = setTimeout(() => commit(view), PAUSE);
    });
    view.input.addEventListener("change", () => page.whenReleased(() => commit(view, true)));
    view.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (commit(view, true)) page.onward(view.name);
    });
  }

  // How the text is understood, or what is wrong with it, beside the field.
  function read(view, final) {
    const text = view.input.value.trim();
    const found = text ? page.read(view.name, text) : {};
    const wrong = found.says ? [found.says, found.remedy].filter(Boolean).join("; ") : "";
    const told = wrong && (final || !view.calm) ? sentence(wrong) : "";
    page.text(view.says, "value" in found ? page.echo(view.name, found.value) : told);
    view.says.classList.toggle("wrong", Boolean(told));
    view.input.setAttribute("aria-invalid", Boolean(wrong));
    return found;
  }

  function sentence(text) {
    return text[0].toUpperCase() + text.slice(1);
  }

  // Take what was typed, if it can be read; whether it was.
  function commit(view, final) {
    clearTimeout(view.timer);
    if (!view.typed && !final) return false;
    const found = read(view, final);
    if (final && found.says) page.tell(view.says.textContent);
    if (view.typed && "value" in found) view.take(found.value);
    else if (view.typed && final && !view.input.value.trim()) view.take(undefined);
    view.typed = view.typed && !("value" in found) && Boolean(view.input.value.trim());
    return "value" in found;
  }

  // Show an answer that did not come from this field, and leave alone what somebody is typing.
  function show(view, value) {
    if (view.typed || document.activeElement === view.input) return;
    const text = value === undefined || page.isUnsure(value) ? "" : page.inField(view.name, value);
    if (view.input.value !== text) view.input.value = text;
    page.text(view.says, page.isUnsure(value) ? "= not sure" : "");
    view.says.classList.remove("wrong");
    view.input.setAttribute("aria-invalid", "false");
  }
})(globalThis.page);
