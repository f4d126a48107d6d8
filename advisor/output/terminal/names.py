"""What can be set, on a terminal."""

from collections.abc import Iterable, Sequence
from typing import IO

from advisor.advice.names import FIGURE, Named, wanted
from advisor.output.terminal import page
from advisor.quantities import show
from advisor.rules.records import Refusal


def print_names(found: Sequence[Named], refused: Sequence[Refusal] = (), file: IO[str] | None = None) -> None:
    """Print every name with what it takes; the questions, then the figures, and what is refused of answers together."""
    questions = [one for one in found if one.kind != FIGURE]
    figures = [one for one in found if one.kind == FIGURE]
    listed = [*_listed("Questions", questions), *_listed("Figures", figures), *_refused(refused)]
    page.show_all(listed, file)


def _listed(heading: str, found: Iterable[Named]) -> page.Parts:
    named = list(found)
    if named:
        yield page.heading(heading)
    for one in named:
        yield page.indented(page.assemble((one.name, "bold"), (f"  {_value(one)}", "")))
        yield page.indented(page.text(f"{one.says} ({wanted(one)})", "dim"), 6)


def _refused(refused: Sequence[Refusal]) -> page.Parts:
    if refused:
        yield page.heading("Refused together")
    for one in refused:
        yield page.indented(page.text(one.when.text, "bold"))
        yield page.indented(page.text(one.says, "dim"), 6)


def _value(one: Named) -> str:
    """What counts if nothing is set, and who says so."""
    value = one.default if one.value is None else show(one.value, one.unit)
    as_of = f", {one.date.isoformat()}" if one.date else ""
    return f"= {value}  {one.source}{as_of}".rstrip() if value else ""
