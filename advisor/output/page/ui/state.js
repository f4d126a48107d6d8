// What is answered, and what follows from it: the one state of the page, and the only ways to change it.
"use strict";
(function (page) {
  // answers: all that were given, also those that have come off the way; these come back with it
  // figures: figures of one's own, by name
  // extras: answers of an opened decision that no question on the way asks; they count until one changes
  // saved: the opened decision; isFresh: it is the one that the page was written with, unchanged
  // last, opened: the question answered last, and one whose answers are shown again to be changed
  page.state = {
    answers: {},
    figures: {},
    extras: [],
    saved: {},
    isFresh: true,
    last: null,
    opened: null,
    whole: false,
  };
  let latest = null;

  page.answer = (name, value) => {
    const { [name]: _, ...others } = page.state.answers;
    const answers = value === undefined ? others : { ...page.state.answers, [name]: value };
    change({ answers, extras: [], last: name, opened: null });
  };

  page.figure = (name, value) => {
    const { [name]: _, ...others } = page.state.figures;
    change({ figures: value === undefined ? others : { ...others, [name]: value } });
  };

  page.restart = () => {
    change({ answers: {}, figures: {}, extras: [], saved: {}, last: null });
    page.notice("");
    page.onward(null);
  };

  function change(parts) {
    Object.assign(page.state, { isFresh: false, ...parts });
    latest = null;
    page.render();
  }

  // Begin with a decision from outside; what does not fit is told, beside a remark of its bringer.
  page.begin = (found, from, remark) => {
    const { answers, figures, wrong } = page.taken({ ...found.answers, ...own(found.overrides) });
    const earlier = page.taken(found.earlier).answers;
    Object.assign(page.state, {
      answers: { ...earlier, ...answers },
      figures,
      extras: [],
      saved: found,
      isFresh: found === page.data.start,
      last: null,
    });
    latest = null;
    page.state.extras = Object.keys(answers).filter((name) => !page.now().counted.includes(name));
    latest = null;
    page.notice([remark, changed(found), from ? `${from} is open.` : ""].filter(Boolean).join(" "), wrong);
    page.render();
  };

  // The overrides that are not the listed prices that the page has anyway.
  function own(overrides = {}) {
    const listed = page.listed({}).overrides;
    return Object.fromEntries(
      Object.entries(overrides).filter(([name, value]) => String(listed[name]) !== String(value)),
    );
  }

  // What a decision came to, where it comes to something else here.
  function changed({ ruleset, outcome }) {
    if (!outcome || page.now().outcome === outcome) return "";
    const { outcomes, ruleset: own } = page.data.rules;
    const then = Object.hasOwn(outcomes, outcome) ? outcomes[outcome].title : outcome;
    const isOther = ruleset?.version && ruleset.digest !== own.digest;
    const version = isOther ? ` under version ${ruleset.version}` : "";
    return `It was decided${version} as: ${then}. Here it comes to something else.`;
  }

  // Everything that follows from the state, worked out once for each.
  page.now = () => {
    latest = latest || page.follows(page.state);
    return latest;
  };

  page.follows = ({ answers, figures, extras }) => {
    const next = page.a.next(answers, figures);
    const names = way(answers, figures, next);
    const counting = only(answers, [...names, ...details(), ...extras]);
    const refused = page.a.refused(counting, figures);
    names.push(...refused.flatMap((one) => one.given)); // to be changed
    const found = { answers: counting, figures, next, refused, counted: Object.keys(counting) };
    const walk = walked(found);
    return { ...found, names: [...new Set(names)], ...walk, ...said(found, walk) };
  };

  // The walk: with defaults where nothing is open, or where without them there is no outcome yet; with none for
  // answers that are refused.
  function walked({ answers, figures, next, refused }) {
    const settled = next === null ? page.a.walk(answers, figures) : page.a.settled(answers, figures);
    const isOpen = !settled.outcome && !settled.problem && next !== null;
    const assuming = isOpen ? page.a.walk(answers, figures) : settled;
    const walk = assuming.outcome ? assuming : settled;
    const at = walk.steps.length ? walk.steps.at(-1).to : page.data.rules.start;
    return {
      ...walk,
      at,
      outcome: refused.length ? null : walk.outcome,
      isAssumed: isOpen && walk === assuming,
    };
  }

  // What is said of a walk, as far as it can be computed.
  function said({ answers, figures, refused }, { outcome, isAssumed, problem }) {
    const isOpen = !problem && !refused.length && (!outcome || isAssumed);
    const advice = outcome ? page.a.advice(answers, figures, page.today()) : null;
    const costs = problem || refused.length ? null : page.a.costs(answers, figures);
    return {
      outlook: isOpen ? page.a.outlook(answers, figures) : null,
      advice: sound(advice),
      costs: sound(costs),
      problem: problem || advice?.problem || null,
    };
  }

  const sound = (found) => (found && !found.problem ? found : null);

  // The answered questions on the way, and the first that is open. Behind it, what is suggested leads on, or both
  // ways do, to the answers that are given beyond it.
  function way(answers, figures, next) {
    const asked = page.a.asked(answers, figures);
    const names = next === null ? asked : [...asked, next];
    const soFar = only(answers, [...asked, ...details()]);
    const isMissing = () => Object.keys(answers).some((name) => !Object.hasOwn(soFar, name));
    let here = next;
    while (here !== null && !Object.hasOwn(soFar, here) && isMissing()) {
      const isGiven = Object.hasOwn(answers, here);
      if (isGiven) names.push(here);
      const suggested = () => page.a.suggested(here, soFar, figures)?.value ?? advisor.UNKNOWN;
      soFar[here] = isGiven ? answers[here] : suggested();
      here = page.a.next(soFar, figures);
    }
    return names;
  }

  const details = () => (page.data.rules.details || []).flatMap((group) => group.ask);

  // Some entries of a mapping, in its order.
  const only = (mapping, names) =>
    Object.fromEntries(Object.entries(mapping).filter(([name]) => names.includes(name)));
})(globalThis.page);
