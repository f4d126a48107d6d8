"""What the forms of a record share."""

from datetime import date, timedelta
from typing import NamedTuple

from advisor.advice.costs import figures_used
from advisor.advice.model import Advice
from advisor.advice.retirement import Retirement
from advisor.advice.tables import HIT, grids
from advisor.output.record import content
from advisor.output.record.markdown import plain, table

FORGET_AFTER = 180
"""Days after which a figure should be looked up again."""


class Extras(NamedTuple):
    """What goes into a record beside the advice: lines of Markdown with the path as a picture."""

    pictures: list[str]


def head(advice: Advice) -> str:
    """The title: what was decided, and for what."""
    for_what = f" ({plain(advice.use_case.title)})" if advice.use_case else ""
    return f"{plain(advice.title)}{for_what}"


def drivers(advice: Advice) -> list[str]:
    """The path, a line a step: question, answer and the numbers behind it."""
    lines = []
    for step in advice.trace.steps:
        label, answer, reason = content.driver(advice, step)
        lines.append(f"{plain(label)} **{plain(answer)}**{f': {plain(reason)}' if reason else ''}")
    return lines


def tables(advice: Advice) -> list[str]:
    """The tables on the path, each with the row that was hit."""
    lines = []
    for grid in grids(advice.trace):
        lines += [f"{plain(grid.title)} The row that was hit is marked {HIT}:", ""]
        lines += [*table(grid.headings, (row.texts for row in grid.rows)), ""]
    return lines


def together(advice: Advice) -> list[str]:
    """What joins the advice: complements, combinations, methods that fit."""
    lines = []
    if advice.use_case:
        lines += [f"**{plain(one.title)}**: {plain(one.says)}" for one in advice.use_case.complements]
    for hybrid in advice.hybrids:
        lines.append(f"**{plain(hybrid.title)}**: {plain(hybrid.says)}")
        lines += [
            f"  * {plain(task)}: {plain(model)}; {plain(prompting)}"
            for task, model, prompting in hybrid.routes
        ]
    for shortlist in advice.shortlists:
        fits = [plain(row.title) for row in shortlist.rows if row.fits]
        if fits:
            lines.append(f"**{plain(shortlist.title)}**, best first: {'; '.join(fits)}")
    return lines


def comes_to(advice: Advice) -> list[str]:
    """What the outcome comes to, as a table; nothing where it has no figures."""
    rules = advice.trace.rules
    rows = [
        (one.label, "" if one.needs else rules.reading(one.name, one.value), one.numbers)
        for one in advice.figures
    ]
    return ["What it comes to:", "", *table(("Figure", "Value", "Worked out"), rows), ""] if rows else []


def next_steps(advice: Advice) -> list[str]:
    """What to do next, in order; nothing where the outcome names no step."""
    steps = [f"{number}. {plain(step)}" for number, step in enumerate(advice.next, 1)]
    return ["Next steps:", "", *steps, ""] if steps else []


def _retired(one: Retirement, today: date) -> str:
    title, on = plain(one.title), one.on.isoformat()
    return f"now: {title} is retired since {on}" if one.on <= today else f"before {on}, when {title} retires"


def again(advice: Advice, max_age: int) -> list[str]:
    """Under which rules it was decided, and when to decide again."""
    rules = advice.ruleset
    is_new = advice.made == advice.written
    again_on = "" if is_new else f", and written again on {advice.written.isoformat()},"
    lines = [
        f"Decided on {advice.made.isoformat()}{again_on} under the rules `{rules.id}` {plain(rules.version)} "
        f"(digest `{rules.digest}`)."
    ]
    if advice.source:
        updated = f", updated {advice.source.updated.isoformat()}" if advice.source.updated else ""
        lines.append(
            f"The rules follow: {plain(advice.source.title)}, {plain(advice.source.author)}{updated}."
        )
    lines += [
        "",
        "Look at this decision again:",
        "",
        "* when one of the statements under Confirmation stops being true;",
    ]
    dated = [figure for figure in figures_used(advice.trace.scope) if figure.date]
    if dated:
        oldest = min(dated, key=lambda figure: figure.date or advice.made)
        assert oldest.date is not None
        due = oldest.date + timedelta(days=max_age)
        figure = f"the oldest figure ({plain(oldest.label)}, as of {oldest.date.isoformat()})"
        past = f"* now: {figure} is more than {max_age} days old;"
        ahead = f"* on {due.isoformat()}, when {figure} gets {max_age} days old;"
        lines.append(ahead if due >= advice.written else past)
    lines += [f"* {_retired(one, advice.written)}, says {plain(one.source)};" for one in advice.retirements]
    lines.append("* when the rules change: `advisor review` on this file says whether it still holds.")
    return lines
