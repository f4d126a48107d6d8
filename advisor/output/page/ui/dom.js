// Elements made from plain texts: nothing that rules, answers or files say is ever read as markup.
"use strict";
globalThis.page ??= {};

(function (page) {
  const SVG = "http://www.w3.org/2000/svg";

  // An element; attributes that begin with "on" are listeners, false and null are left out.
  page.h = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);
  page.s = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

  function filled(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(
      ...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false),
    );
    return element;
  }

  page.at = (id) => document.getElementById(id);

  // Put children into an element, unless it shows the same already: what is read or open stays.
  page.put = (element, ...children) => {
    const fresh = element.cloneNode(false);
    fresh.append(...children.flat(Infinity).filter(Boolean));
    const open = new Set(
      [...element.querySelectorAll("details[open] > summary")].map((one) => one.textContent),
    );
    for (const fold of fresh.querySelectorAll("details")) fold.open = open.has(fold.firstChild.textContent);
    if (fresh.innerHTML !== element.innerHTML) element.replaceChildren(...fresh.childNodes);
  };

  page.text = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  // A fold with a heading.
  page.fold = (title, ...children) => page.h("details", {}, page.h("summary", {}, title), ...children);

  // A table, numbers to the right from the second column on if they are `numbers`.
  page.table = (heads, rows, kind) =>
    page.h(
      "div",
      { class: "scroll" },
      page.h(
        "table",
        { class: kind },
        page.h(
          "thead",
          {},
          page.h(
            "tr",
            {},
            heads.map((head) => (head ? page.h("th", { scope: "col" }, head) : page.h("td"))),
          ),
        ),
        page.h("tbody", {}, rows),
      ),
    );
})(globalThis.page);
