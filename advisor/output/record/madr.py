"""A decision record in the form of MADR 4.0.0."""

from advisor.advice.costs import OptionCosts, figures_used
from advisor.advice.model import Advice
from advisor.output.record import content
from advisor.output.record.markdown import bullets, plain, table
from advisor.output.record.parts import (
    FORGET_AFTER,
    Extras,
    again,
    comes_to,
    drivers,
    head,
    next_steps,
    tables,
    together,
)
from advisor.rules import Ruleset


def render(advice: Advice, extras: Extras) -> str:
    """The record as Markdown, without the decision it carries."""
    lines = [
        "---", "status: proposed", f"date: {advice.made.isoformat()}", "decision-makers:", "consulted:",
        "informed:", "---", "",
        f"# {head(advice)}", "",
        "## Context and Problem Statement", "", *_context(advice),
        "## Decision Drivers", "", *bullets(_drivers(advice)), "",
        "## Considered Options", "", *bullets(plain(option.title) for option in content.options(advice)), "",
        "## Decision Outcome", "", *_outcome(advice, extras),
        *_consequences(advice),
        "### Confirmation", "", *_confirmation(advice),
        "## Pros and Cons of the Options", "", *_options(advice),
        "## More Information", "", *_more(advice),
    ]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def _context(advice: Advice) -> list[str]:
    rules = advice.trace.rules.ruleset
    for_what = f" The task: **{plain(advice.use_case.title)}**." if advice.use_case else ""
    return [
        f"{plain(rules.title)}? {plain(rules.says)}{for_what}", "",
        "What was known, and what was assumed where nothing was known:", "",
        *table(("Fact", "Value", "Where from"), content.facts(advice)), "",
    ]  # fmt: skip


def _drivers(advice: Advice) -> list[str]:
    criteria = [plain(one.says) for one in advice.criteria if one.holds and one.approach == advice.approach]
    return [*drivers(advice), *criteria]


def _outcome(advice: Advice, extras: Extras) -> list[str]:
    lines = [f'Chosen option: "{plain(advice.title)}" ({plain(advice.approach_title.lower())}), because '
             f"{plain(_lowered(advice.says))}", ""]  # fmt: skip
    lines += comes_to(advice)
    joined = together(advice)
    if joined:
        lines += ["It goes together with:", "", *bullets(joined), ""]
    return lines + extras.pictures


def _lowered(sentence: str) -> str:
    """A sentence that goes on after "because"; a name or a number at its start stays as it is."""
    first, _, rest = sentence.partition(" ")
    return f"{first.lower()} {rest}" if first.isalpha() and first.istitle() else sentence


def _consequences(advice: Advice) -> list[str]:
    """What follows, where anything is known of it."""
    lines = [*bullets(_watched(advice)), "", *_trade_offs(advice)]
    return ["### Consequences", "", *lines] if any(lines) else []


def _watched(advice: Advice) -> list[str]:
    good = [f"Good, because {plain(_lowered(one.says))}" for one in advice.criteria
            if one.holds and one.approach == advice.approach]  # fmt: skip
    titles = {name: one.title for name, one in advice.trace.rules.approaches.items()}
    bad = [f"Bad, because this speaks for {plain(titles[one.approach].lower())}: {plain(_lowered(one.says))}"
           for one in advice.criteria if one.holds and one.approach != advice.approach]  # fmt: skip
    return [*good, *bad, *(f"To watch: {plain(one.says)}" for one in advice.cautions)]


def _trade_offs(advice: Advice) -> list[str]:
    if not advice.comparison:
        return []
    titles = {name: one.title for name, one in advice.trace.rules.approaches.items()}
    rows = [
        [row.label, *(row.values.get(name, "") for name in titles), row.note] for row in advice.comparison
    ]
    return ["What each approach asks and gives in general:", "",
            *table(("Factor", *titles.values(), "Note"), rows), ""]  # fmt: skip


def _confirmation(advice: Advice) -> list[str]:
    measured = content.measures(advice)
    lines = ["The decision stands while this stays true; measure it on the running system:", ""]
    lines += bullets(plain(content.as_line(one)) for one in measured)
    return [*lines, "", *next_steps(advice)]


def _options(advice: Advice) -> list[str]:
    lines = []
    for option in content.options(advice):
        lines += [f"### {plain(option.title)}", "", f"{plain(option.approach)}.", ""]
        chosen = "Good, because the answers lead to it"
        lines += [f"* {f'Bad, because {plain(option.why_not)}' if option.why_not else chosen}", ""]
    return lines


def _more(advice: Advice) -> list[str]:
    figures = [
        (one.label, one.value, one.source, one.date.isoformat() if one.date else "")
        for one in figures_used(advice.trace.scope)
    ]
    worked = [(one.label, one.numbers or ("never" if one.value is None else "")) for one in advice.costs.figures
              if not one.needs]  # fmt: skip
    lines = tables(advice)
    if worked:
        lines += ["The arithmetic:", "", *table(("Figure", "Worked out"), worked), ""]
    for compared in advice.costs.tables:
        if any(not one.needs for row in compared.rows for one in row.figures):
            lines += [f"{plain(compared.title)}:", "", *_compared(advice.trace.rules, compared), ""]
    if figures:
        lines += ["The figures it rests on:", "", *table(("Figure", "Value", "Source", "As of"), figures), ""]
    return [*lines, *again(advice, FORGET_AFTER)]


def _compared(rules: Ruleset, costs: OptionCosts) -> list[str]:
    labels = [figure.label for figure in costs.rows[0].figures]
    rows = []
    for row in costs.rows:
        cells = ("" if one.needs else rules.reading(one.name, one.value) for one in row.figures)
        rows.append([f"{row.title} (chosen)" if row.chosen else row.title, *cells])
    return table(("", *labels), rows)
