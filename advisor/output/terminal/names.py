"""What can be set, on a terminal."""

from collections.abc import Sequence

from advisor.advice.names import FIGURE, Named
from advisor.output.terminal import page
from advisor.quantities import show
from advisor.rules.records import Refusal


def names_listed(found: Sequence[Named], refused: Sequence[Refusal]) -> page.Parts:
    """Every name with what it takes; the questions, then the figures, and what is refused of answers together."""
    yield from _listed("Questions", [one for one in found if one.kind != FIGURE])
    yield from _listed("Figures", [one for one in found if one.kind == FIGURE])
    if refused:
        yield page.heading("Refused together")
    for one in refused:
        yield page.indented(one.when.text, style="bold")
        yield page.indented(one.says, 6, style="dim")


def _listed(heading: str, found: Sequence[Named]) -> page.Parts:
    if found:
        yield page.heading(heading)
    for one in found:
        yield page.indented(page.assemble((one.name, "bold"), (f"  {_value(one)}", "")))
        yield page.indented(f"{one.says} ({one.takes})", 6, style="dim")


def _value(one: Named) -> str:
    """What counts if nothing is set, and who says so."""
    value = one.default if one.value is None else show(one.value, one.unit)
    as_of = f", {one.date.isoformat()}" if one.date else ""
    return f"= {value}  {one.source}{as_of}".rstrip() if value else ""
