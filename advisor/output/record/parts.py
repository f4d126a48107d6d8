"""What the forms of a record share: blocks of Markdown."""

from collections.abc import Iterator
from datetime import date, timedelta

from advisor.advice.figures import figures_used
from advisor.advice.model import Advice
from advisor.advice.retirement import Retirement
from advisor.advice.tables import HIT, grids
from advisor.output.record import content
from advisor.output.record.markdown import blocks, bullets, plain, table, titled

FORGET_AFTER = timedelta(days=180)
"""After that, a figure should be looked up again."""


def head(advice: Advice) -> str:
    """The title: what was decided, and for what."""
    for_what = f" ({plain(advice.use_case.title)})" if advice.use_case else ""
    return f"{plain(advice.title)}{for_what}"


def question(advice: Advice) -> str:
    """What the rules decide."""
    rules = advice.trace.rules.ruleset
    return f"{plain(rules.title)}? {plain(rules.says)}"


def facts(advice: Advice) -> str:
    """What was known and assumed, as a table."""
    return table(("Fact", "Value", "Where from"), content.facts(advice))


def drivers(advice: Advice) -> Iterator[str]:
    """The path, a line a step: question, answer and the numbers behind it."""
    for step in advice.trace.steps:
        yield f"{plain(step.title)} **{plain(step.label)}**{f': {plain(step.reason)}' if step.reason else ''}"


def tables(advice: Advice) -> str:
    """The tables on the path, each with the row that was hit."""
    found = []
    for grid in grids(advice.trace):
        title = f"{plain(grid.title)} The row that was hit is marked {HIT}:"
        found.append(titled(title, table(grid.headings, (row.texts for row in grid.rows))))
    return blocks(*found)


def together(advice: Advice) -> str:
    """What joins the advice: complements, combinations, methods that fit."""
    return bullets(_together(advice))


def _together(advice: Advice) -> Iterator[str]:
    for joined in advice.use_case.complements if advice.use_case else ():
        yield f"**{plain(joined.title)}**: {plain(joined.says)}"
    for hybrid in advice.hybrids:
        yield f"**{plain(hybrid.title)}**: {plain(hybrid.says)}"
        for task, model, prompting in hybrid.routes:
            yield f"  * {plain(task)}: {plain(model)}; {plain(prompting)}"
    for shortlist in advice.shortlists:
        fits = [plain(row.title) for row in shortlist.rows if row.fits]
        if fits:
            yield f"**{plain(shortlist.title)}**, best first: {'; '.join(fits)}"


def comes_to(advice: Advice) -> str:
    """What the outcome comes to, as a table; nothing where it has no figures."""
    rules = advice.trace.rules
    rows = [
        (one.label, "" if one.needs else rules.reading(one.name, one.value), one.numbers)
        for one in advice.figures
    ]
    return titled("What it comes to:", table(("Figure", "Value", "Worked out"), rows))


def confirmations(advice: Advice) -> str:
    """What has to stay true, with the numbers of the day."""
    found = content.confirmations(advice)
    return bullets(
        plain(f"{one.statement} (when decided: {one.now})" if one.now else one.statement) for one in found
    )


def next_steps(advice: Advice) -> str:
    """What to do next, in order; nothing where the outcome names no step."""
    steps = (f"{number}. {plain(step)}" for number, step in enumerate(advice.next, 1))
    return titled("Next steps:", "\n".join(steps))


def again(advice: Advice) -> str:
    """Under which rules it was decided, and when to decide again."""
    return blocks(_decided(advice), titled("Look at this decision again:", bullets(_occasions(advice))))


def _decided(advice: Advice) -> str:
    rules, source = advice.ruleset, advice.source
    is_new = advice.made == advice.written
    again_on = "" if is_new else f", and written again on {advice.written.isoformat()},"
    says = (
        f"Decided on {advice.made.isoformat()}{again_on} under the rules `{rules.id}` {plain(rules.version)} "
        f"(digest `{rules.digest}`)."
    )
    if source is None:
        return says
    updated = f", updated {source.updated.isoformat()}" if source.updated else ""
    return f"{says}\nThe rules follow: {plain(source.title)}, {plain(source.author)}{updated}."


def _occasions(advice: Advice) -> Iterator[str]:
    """When to look at a decision again."""
    if content.confirmations(advice):
        yield "when one of the statements under Confirmation stops being true;"
    yield from _figures_grown_old(advice)
    yield from (f"{_retired(one, advice.written)}, says {plain(one.source)};" for one in advice.retirements)
    yield "when the rules change: `advisor review` on this file says whether it still holds."


def _figures_grown_old(advice: Advice) -> Iterator[str]:
    dated = [(one.date, one.label) for one in figures_used(advice.trace.scope) if one.date]
    for day, label in sorted(dated, key=lambda one: one[0])[:1]:
        due, figure = day + FORGET_AFTER, f"the oldest figure ({plain(label)}, as of {day.isoformat()})"
        if due >= advice.written:
            yield f"on {due.isoformat()}, when {figure} gets {FORGET_AFTER.days} days old;"
        else:
            yield f"now: {figure} is more than {FORGET_AFTER.days} days old;"


def _retired(one: Retirement, today: date) -> str:
    title, on = plain(one.title), one.on.isoformat()
    return f"now: {title} is retired since {on}" if one.on <= today else f"before {on}, when {title} retires"
