// A question answered from a list: yes or no, one option, or several; and "not sure" for each.
"use strict";
(function (page) {
  const MANY = 4;
  const { h } = page;

  // The view of one list: `show(value, folded)` marks the answer, and hides the others where it is folded.
  page.list = (id, question) => {
    const several = question.many;
    const entries = [...options(question), ["unknown", { title: "Not sure" }]];
    if (several) entries.splice(-1, 0, ["none", { title: "None of these" }]);
    const inputs = entries.map(([key]) => input(id, key, several));
    const box = h(
      "div",
      { class: `options ${entries.length <= MANY ? "few" : "many"}` },
      entries.map(([key, one], index) =>
        h(
          "label",
          { class: key === "unknown" ? "unsure" : "" },
          inputs[index],
          h("span", {}, h("span", {}, one.title), one.says ? h("small", {}, one.says) : null),
        ),
      ),
    );
    box.addEventListener("change", (event) => {
      page.answer(id, chosen(id, inputs, event.target));
      if (!several && !box.querySelector(":focus-visible")) page.showNext();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && inputs.some((one) => one.checked)) page.onward(id);
    });
    return {
      element: box,
      focus: () => (inputs.find((one) => one.checked) || inputs[0]).focus({ preventScroll: true }),
      canFold: entries.length > MANY && !several,
      show: (value, folded) => mark(inputs, value, folded),
    };
  };

  function options(question) {
    if (!question.options)
      return [
        ["yes", { title: "Yes" }],
        ["no", { title: "No" }],
      ];
    return Object.entries(question.options);
  }

  function input(id, key, several) {
    const type = several && key !== "unknown" && key !== "none" ? "checkbox" : "radio";
    return h("input", { type, name: id, value: key, autocomplete: "off" });
  }

  // What is answered now; of several, one that is ticked undoes "none" and "not sure", and they undo all.
  function chosen(id, inputs, target) {
    if (target.type === "radio") return page.read(id, target.value).value;
    const ticked = inputs.filter((one) => one.type === "checkbox" && one.checked).map((one) => one.value);
    return page.read(id, ticked.join(",") || "none").value;
  }

  function mark(inputs, value, folded) {
    const keys = value === undefined ? [] : page.keys(value);
    for (const one of inputs) {
      one.checked = keys.includes(one.value);
      one.parentElement.hidden = folded && !one.checked;
    }
  }
})(globalThis.page);
