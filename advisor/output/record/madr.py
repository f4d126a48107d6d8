"""A decision record in the form of MADR 4.0.0."""

from collections.abc import Iterator

from advisor.advice.costs import OptionCosts
from advisor.advice.figures import figures_used
from advisor.advice.model import Advice, CriterionAdvice
from advisor.output.record import content, parts
from advisor.output.record.markdown import blocks, bullets, plain, table, titled
from advisor.quantities import show
from advisor.rules import Ruleset

_FRONT = "---\nstatus: proposed\ndate: {}\ndecision-makers:\nconsulted:\ninformed:\n---"


def render(advice: Advice, picture: str) -> str:
    """The record as Markdown, without the decision it carries."""
    options = content.options(advice)
    criteria = (plain(one.says) for one in _criteria(advice, for_it=True))
    return blocks(
        _FRONT.format(advice.made.isoformat()),
        f"# {parts.head(advice)}",
        titled("## Context and Problem Statement", _context(advice)),
        titled("## Decision Drivers", bullets([*parts.drivers(advice), *criteria])),
        titled("## Considered Options", bullets(plain(option.title) for option in options)),
        titled("## Decision Outcome", _outcome(advice, picture)),
        titled("### Consequences", blocks(bullets(_watched(advice)), _trade_offs(advice))),
        titled("### Confirmation", _confirmation(advice)),
        titled("## Pros and Cons of the Options", blocks(*map(_option, options))),
        titled("## More Information", _more(advice)),
    )


def _criteria(advice: Advice, *, for_it: bool) -> list[CriterionAdvice]:
    """The criteria that speak for what is advised, or for another approach."""
    return [one for one in advice.criteria if one.holds and (one.approach == advice.approach) == for_it]


def _context(advice: Advice) -> str:
    for_what = f" The task: **{plain(advice.use_case.title)}**." if advice.use_case else ""
    known = "What was known, and what was assumed where nothing was known:"
    return blocks(f"{parts.question(advice)}{for_what}", titled(known, parts.facts(advice)))


def _outcome(advice: Advice, picture: str) -> str:
    chosen = f'Chosen option: "{plain(advice.title)}" ({plain(advice.approach_title.lower())})'
    return blocks(
        f"{chosen}, because {plain(_lowered(advice.says))}",
        parts.comes_to(advice),
        titled("It goes together with:", parts.together(advice)),
        picture,
    )


def _lowered(sentence: str) -> str:
    """A sentence that goes on after "because"; a name or a number at its start stays as it is."""
    first, _, rest = sentence.partition(" ")
    return f"{first.lower()} {rest}" if first.isalpha() and first.istitle() else sentence


def _watched(advice: Advice) -> Iterator[str]:
    titles = {name: one.title for name, one in advice.trace.rules.approaches.items()}
    for one in _criteria(advice, for_it=True):
        yield f"Good, because {plain(_lowered(one.says))}"
    for one in _criteria(advice, for_it=False):
        says = plain(_lowered(one.says))
        yield f"Bad, because this speaks for {plain(titles[one.approach].lower())}: {says}"
    yield from (f"To watch: {plain(one.says)}" for one in advice.cautions)


def _trade_offs(advice: Advice) -> str:
    rules = advice.trace.rules
    titles = {name: one.title for name, one in rules.approaches.items()}
    factors = rules.comparison.values()
    rows = [[one.label, *(one.values.get(name, "") for name in titles), one.note] for one in factors]
    says = "What each approach asks and gives in general:"
    return titled(says, table(("Factor", *titles.values(), "Note"), rows))


def _confirmation(advice: Advice) -> str:
    says = "The decision stands while this stays true; measure it on the running system:"
    return blocks(titled(says, parts.confirmations(advice)), parts.next_steps(advice))


def _option(option: content.ConsideredOption) -> str:
    why = (
        f"Bad, because {plain(option.why_not)}" if option.why_not else "Good, because the answers lead to it"
    )
    return f"### {plain(option.title)}\n\n{plain(option.approach)}.\n\n* {why}"


def _more(advice: Advice) -> str:
    worked = [
        (one.label, one.numbers or ("never" if one.value is None else ""))
        for one in advice.costs.figures
        if not one.needs
    ]
    figures = [
        (one.label, show(one.value, one.unit), one.source, one.date.isoformat() if one.date else "")
        for one in figures_used(advice.trace.scope)
    ]
    return blocks(
        parts.tables(advice),
        titled("The arithmetic:", table(("Figure", "Worked out"), worked)),
        *(_compared(advice.trace.rules, compared) for compared in advice.costs.tables),
        titled("The figures it rests on:", table(("Figure", "Value", "Source", "As of"), figures)),
        parts.again(advice),
    )


def _compared(rules: Ruleset, costs: OptionCosts) -> str:
    """The choices side by side, where a figure of any is known."""
    if all(one.needs for row in costs.rows for one in row.figures):
        return ""
    rows = []
    for row in costs.rows:
        cells = ("" if one.needs else rules.reading(one.name, one.value) for one in row.figures)
        rows.append([f"{row.title} (chosen)" if row.chosen else row.title, *cells])
    labels = (figure.label for figure in costs.rows[0].figures)
    return titled(f"{plain(costs.title)}:", table(("", *labels), rows))
