// The answers in the address: a link that begins where its writer stood. Nothing of it is sent anywhere.
"use strict";
(function (page) {
  const own = () => `${page.data.rules.ruleset.id}@${page.data.rules.ruleset.digest}`;

  // What stands after the # for answers and changed figures: the rules, and then each as `--set` takes it.
  page.fragment = ({ answers, figures }) => {
    const pairs = [...Object.entries(answers), ...Object.entries(figures)];
    if (!pairs.length) return "";
    const set = new URLSearchParams(pairs.map(([name, value]) => [name, page.typed(name, value)]));
    return `${own()}&${set}`;
  };

  // Keep the address up; as long as the page is as it was written, its own address says all.
  page.keepLink = () => {
    const fragment = page.state.isFresh ? "" : page.fragment(page.now());
    history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
  };

  // The decision of a fragment, and what to say if it was made under other rules; null where there is none.
  page.linked = (fragment) => {
    if (!fragment) return null;
    const [head, ...rest] = fragment.split("&");
    const values = Object.fromEntries(new URLSearchParams(rest.join("&")));
    return { values, remark: remark(decoded(head)) };
  };

  function decoded(head) {
    try {
      return decodeURIComponent(head);
    } catch {
      return head;
    }
  }

  function remark(rules) {
    if (rules === own()) return "";
    const [id, digest] = rules.split("@");
    if (!digest) return "This link names no rules; what it answers was taken as far as it fits.";
    const which =
      id === page.data.rules.ruleset.id
        ? `another version of these rules (digest ${digest.slice(0, 16)})`
        : `other rules, “${id.slice(0, 60)}”`;
    return `This link was made under ${which}. What it answers was taken as far as it fits; look at each answer again.`;
  }
})(globalThis.page);
