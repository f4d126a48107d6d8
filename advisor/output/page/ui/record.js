// The decision record in the form of MADR 4.0.0, as `advisor record` writes it.
"use strict";
(function (page) {
  const FORGET_AFTER = 180; // days after which a figure should be looked up again
  const { plain, bullets, steps, table, titled, blocks } = page.markdown;

  page.record = (now, decision) => {
    const { advice } = now;
    const considered = advice.options.map((one) => plain(one.title));
    const record = blocks(
      `---\nstatus: proposed\ndate: ${decision.date}\ndecision-makers:\nconsulted:\ninformed:\n---`,
      `# ${plain(advice.title)}${advice.useCase ? ` (${plain(advice.useCase.title)})` : ""}`,
      titled("## Context and Problem Statement", context(advice)),
      titled("## Decision Drivers", bullets(drivers(advice))),
      titled("## Considered Options", bullets(considered)),
      titled("## Decision Outcome", outcome(now, decision)),
      titled("### Consequences", blocks(bullets(watched(advice)), tradeOffs(advice))),
      titled("### Confirmation", confirmation(advice)),
      titled("## Pros and Cons of the Options", blocks(...advice.options.map(option))),
      titled("## More Information", more(advice, decision)),
      `<!-- ${page.mark(decision)} -->`,
    );
    return `${record}\n`;
  };

  function context(advice) {
    const { title, says = "" } = page.data.rules.ruleset;
    const task = advice.useCase ? ` The task: **${plain(advice.useCase.title)}**.` : "";
    const facts = advice.facts.map((one) => [one.what, one.value, one.source]);
    return blocks(
      `${plain(title)}? ${plain(says)}${task}`,
      titled(
        "What was known, and what was assumed where nothing was known:",
        table(["Fact", "Value", "Where from"], facts),
      ),
    );
  }

  const holding = (advice, isOurs) =>
    advice.criteria.filter((one) => one.holds && (one.approach === advice.approach) === isOurs);

  function drivers(advice) {
    const path = advice.path.map(
      (one) => `${plain(one.label)} **${plain(one.branch)}**${one.reason ? `: ${plain(one.reason)}` : ""}`,
    );
    return [...path, ...holding(advice, true).map((one) => plain(one.says))];
  }

  function outcome(now, decision) {
    const { advice } = now;
    const sums = advice.figures.map((one) => [one.label, one.needs ? "" : one.shown, one.numbers]);
    return blocks(
      `Chosen option: "${plain(advice.title)}" (${plain(advice.approachTitle.toLowerCase())}), because ${plain(lowered(advice.says))}`,
      titled("What it comes to:", table(["Figure", "Value", "Worked out"], sums)),
      titled("It goes together with:", bullets(together(advice))),
      titled("The path that led to it:", `\`\`\`mermaid\n${page.mermaid(now, decision, false).trimEnd()}\n\`\`\``),
    );
  }

  // A sentence that goes on after "because"; a name or a number at its start stays as it is.
  function lowered(sentence) {
    const [first, ...rest] = sentence.split(" ");
    return /^\p{Lu}\p{Ll}*$/u.test(first) ? [first.toLowerCase(), ...rest].join(" ") : sentence;
  }

  // What joins the advice: complements, combinations, methods that fit.
  function together(advice) {
    const joined = (advice.useCase?.complements || []).map(
      (one) => `**${plain(one.title)}**: ${plain(one.says)}`,
    );
    const hybrids = advice.hybrids.flatMap((one) => [
      `**${plain(one.title)}**: ${plain(one.says)}`,
      ...one.routes.map(
        (route) => `  * ${plain(route.task)}: ${plain(route.model)}; ${plain(route.prompting)}`,
      ),
    ]);
    const lists = advice.shortlists.flatMap((one) => {
      const fits = one.rows.filter((row) => row.fits).map((row) => plain(row.title));
      return fits.length ? [`**${plain(one.title)}**, best first: ${fits.join("; ")}`] : [];
    });
    return [...joined, ...hybrids, ...lists];
  }

  function watched(advice) {
    const { approaches } = page.data.rules;
    return [
      ...holding(advice, true).map((one) => `Good, because ${plain(lowered(one.says))}`),
      ...holding(advice, false).map(
        (one) =>
          `Bad, because this speaks for ${plain(approaches[one.approach].title.toLowerCase())}: ${plain(lowered(one.says))}`,
      ),
      ...advice.cautions.map((one) => `To watch: ${plain(one.says)}`),
    ];
  }

  function tradeOffs(advice) {
    const { approaches } = page.data.rules;
    const rows = advice.comparison.map((one) => [
      one.label,
      ...Object.keys(approaches).map((name) => one.values[name] || ""),
      one.note || "",
    ]);
    const heads = ["Factor", ...Object.values(approaches).map((one) => one.title), "Note"];
    return titled("What each approach asks and gives in general:", table(heads, rows));
  }

  function confirmation(advice) {
    const lines = advice.measures.map(({ statement, now }) =>
      plain(now ? `${statement} (when decided: ${now})` : statement),
    );
    return blocks(
      titled(
        "The decision stands while this stays true; measure it on the running system:",
        bullets(lines),
      ),
      titled("Next steps:", steps(advice.next)),
    );
  }

  function option(one) {
    const why = one.whyNot ? `Bad, because ${plain(one.whyNot)}` : "Good, because the answers lead to it";
    return blocks(`### ${plain(one.title)}`, `${plain(one.approach)}.`, `* ${why}`);
  }

  function more(advice, decision) {
    const worked = advice.costs.figures
      .filter((one) => !one.needs)
      .map((one) => [one.label, one.numbers || (one.value === null ? "never" : "")]);
    const used = advice.figuresUsed.map((one) => [one.label, one.value, one.source, one.date]);
    return blocks(
      ...advice.grids.map(grid),
      titled("The arithmetic:", table(["Figure", "Worked out"], worked)),
      ...advice.costs.tables.map(compared),
      titled("The figures it rests on:", table(["Figure", "Value", "Source", "As of"], used)),
      ...again(advice, decision),
    );
  }

  function grid({ title, headings, rows }) {
    const lines = rows.map((row) => row.texts);
    return titled(`${plain(title)} The row that was hit is marked →:`, table(headings, lines));
  }

  // The choices side by side, where a figure of any is known.
  function compared(one) {
    if (one.rows.every((row) => row.figures.every((cell) => cell.needs))) return "";
    const rows = one.rows.map((row) => [
      row.chosen ? `${row.title} (chosen)` : row.title,
      ...row.figures.map((cell) => (cell.needs ? "" : page.a.showFigure(cell.name, cell.value))),
    ]);
    return titled(`${plain(one.title)}:`, table(["", ...one.headings.map((head) => head.label)], rows));
  }

  // Under which rules it was decided, and when to decide again.
  function again(advice, { date, ruleset }) {
    const today = page.today();
    const written = date === today ? "" : `, and written again on ${today},`;
    const decided = `Decided on ${date}${written} under the rules \`${ruleset.id}\` ${plain(ruleset.version)} (digest \`${ruleset.digest}\`).`;
    const { source } = advice;
    const follow =
      source &&
      `The rules follow: ${plain(source.title)}, ${plain(source.author || "")}${source.updated ? `, updated ${source.updated}` : ""}.`;
    return [
      [decided, follow].filter(Boolean).join("\n"),
      titled("Look at this decision again:", bullets(occasions(advice, today))),
    ];
  }

  function occasions(advice, today) {
    return [
      ...(advice.measures.length ? ["when one of the statements under Confirmation stops being true;"] : []),
      ...oldest(advice, today),
      ...advice.retirements.map(
        (one) =>
          `${one.on <= today ? `now: ${plain(one.title)} is retired since ${one.on}` : `before ${one.on}, when ${plain(one.title)} retires`}, says ${plain(one.source)};`,
      ),
      "when the rules change: `advisor review` on this file says whether it still holds.",
    ];
  }

  function oldest(advice, today) {
    const dated = advice.figuresUsed.filter((one) => one.date);
    if (!dated.length) return [];
    const first = dated.reduce((one, other) => (other.date < one.date ? other : one));
    const due = new Date(Date.parse(first.date) + FORGET_AFTER * 86_400_000).toISOString().slice(0, 10);
    const figure = `the oldest figure (${plain(first.label)}, as of ${first.date})`;
    return [
      due >= today
        ? `on ${due}, when ${figure} gets ${FORGET_AFTER} days old;`
        : `now: ${figure} is more than ${FORGET_AFTER} days old;`,
    ];
  }
})(globalThis.page);
