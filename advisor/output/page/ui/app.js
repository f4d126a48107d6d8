// The page: it is drawn from the state after every change, and the address follows.
"use strict";
(function (page) {
  const { h } = page;
  const MAX_WRONG = 10; // things that are wrong that are told one by one
  let held = false; // a mouse button or finger is down: nothing may move under it

  page.a = advisor.open(page.data.rules);

  page.render = () => {
    const now = page.now();
    page.showForm(now);
    page.showOutcome(now);
    page.showChart(now);
    page.showAdvice(now);
    page.showCosts(now);
    page.showChange(now);
    page.showFigures(now);
    page.showTake(now);
    page.keepLink();
  };

  // Something that is to be known, with what of it is wrong; nothing takes it away again.
  page.notice = (text, wrong = []) => {
    const box = page.at("notice");
    box.hidden = !text && !wrong.length;
    box.replaceChildren(
      h("div", {}, text || "Some of it was not taken.", wrong.length ? h("ul", {}, listed(wrong)) : null),
      h("button", { type: "button", onclick: () => page.notice("") }, "Close"),
    );
    if (!box.hidden) box.scrollIntoView({ block: "nearest" });
  };

  // What is wrong, one by one up to so many.
  function listed(wrong) {
    const more = wrong.length - MAX_WRONG;
    const told = [...wrong.slice(0, MAX_WRONG), ...(more > 0 ? [`and ${more} more`] : [])];
    return told.map((one) => h("li", {}, one));
  }

  // Do something once the mouse or the finger is lifted, so that what is clicked stays where it is.
  page.whenReleased = (action) => {
    if (held) addEventListener("pointerup", () => setTimeout(action, 0), { once: true });
    else action();
  };
  addEventListener(
    "pointerdown",
    () => {
      held = true;
    },
    true,
  );
  for (const end of ["pointerup", "pointercancel"])
    addEventListener(
      end,
      () => {
        held = false;
      },
      true,
    );

  function about() {
    const { id, version, source } = page.data.rules.ruleset;
    const after = source ? `, after “${source.title}”${source.author ? ` by ${source.author}` : ""}` : "";
    page.text(page.at("meta"), `Rules ${id} ${version}${after}`);
    page.text(
      page.at("about"),
      `This page is one file. It works without a network and sends nothing anywhere: answers stay here and in its address. Rules ${id} ${version}, digest ${page.data.rules.ruleset.digest}.`,
    );
  }

  // The answers of the address, else those that the page was written with.
  function begin() {
    const linked = page.linked(location.hash.slice(1));
    if (linked) page.begin({ answers: linked.values }, "", linked.remark);
    else page.begin(page.data.start, "", "");
  }

  about();
  page.listenToDrops();
  page.listenToChart();
  begin();
  addEventListener("hashchange", begin);
  addEventListener("resize", () => {
    page.showChart(page.now());
    page.showCosts(page.now());
  });
})(globalThis.page);
