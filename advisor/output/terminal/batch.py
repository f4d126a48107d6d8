"""What the rows of a table came to."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.output.terminal import page
from advisor.quantities import amount
from advisor.rules import Ruleset

if TYPE_CHECKING:
    from advisor.batch.summary import Summary

_SHOWN = 20
"""Lines of a part, the most rows first; the table itself has the rest."""


def batch_summary(found: "Summary", rules: Ruleset, name: str) -> page.Parts:
    """How many rows of a table there were, of which outcome, with which problem, and what moved."""
    yield page.line(f"{name}: {amount(found.rows, 'row')}", "bold")
    yield from _part("Outcomes", [(_title(rules, one), many) for one, many in found.outcomes.items()])
    yield from _part("Problems", list(found.problems.items()))
    if found.moved is not None:
        moved = [(f"{_title(rules, one.before)} → {_title(rules, one.now)}", one.rows) for one in found.moved]
        yield from _part("Moved", moved or [("nothing", 0)])


def _title(rules: Ruleset, outcome: str | None) -> str:
    if outcome is None:
        return "no outcome"
    title = rules.title(outcome)
    return outcome if title == outcome else f"{title} ({outcome})"


def _part(title: str, rows: list[tuple[str, int]]) -> Iterator[page.Part]:
    if not rows:
        return
    yield page.heading(title)
    width = max(len(f"{many:,}") for _, many in rows)
    yield page.columns(((f"{many:>{width},}", says) for says, many in rows[:_SHOWN]), first=width)
    if len(rows) > _SHOWN:
        yield page.indented(f"and {len(rows) - _SHOWN} more")
