"""What is told first of an advice, on one screen."""

from advisor.advice.short import GAP, INDENT, Section, Short
from advisor.output.terminal import page

_STYLES = {"!": "bold yellow", "+": "bold green", "?": "bold cyan"}


def short_advice(short: Short, more: str = "") -> page.Parts:
    """What is told first; `more` is how to see the rest, told in a last line."""
    yield page.assemble((short.title, "bold"), (f"  ·  {short.approach_title}", "cyan"))
    if short.source:  # named before it is cited
        yield page.text(f"The source: {short.source}", "dim")
    yield page.text(short.says)
    for section in short.sections:
        if section.opens and short.spaced:
            yield page.text()
        yield _section(section)
    if more:
        yield page.text(f"{more} adds {', '.join(short.left)}{', and ' if short.left else ''}more.", "dim")


def _section(section: Section) -> page.Part:
    label = page.text(section.label, "bold cyan")
    rows = ([label if index == 0 else "", *_cells(entry)] for index, entry in enumerate(section.entries))
    return page.columns(rows, first=INDENT - GAP, by=0)


def _cells(entry: tuple[str, ...]) -> list[page.Cell]:
    """The mark of an entry and its text, in which what was decided stands out."""
    if len(entry) == 1:
        return [entry[0]]
    mark, first, *more = entry
    parts = [
        (first, ""),
        *((f"  {part}", style) for part, style in zip(more, ("bold", ""), strict=False) if part),
    ]
    return [page.text(mark, _STYLES.get(mark, "dim")), page.assemble(*parts)]
