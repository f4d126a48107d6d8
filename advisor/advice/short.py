"""What of an advice is told first: what fits a screen, in the order in which it matters.

The headline, a line of money, the path with its numbers, the files it rests on, what goes along, the
first cautions, and the next steps. Nothing is lost: the advice itself, its JSON and its records keep everything.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from advisor.advice.additions import as_text
from advisor.advice.figures import reached
from advisor.advice.model import AGREES, DIFFERS, Advice, CriterionAdvice

WIDTH = 80
"""Columns that a terminal has at least."""
LINES = 23
"""Lines of the 24 that a terminal has at least; the last one is the prompt's."""
INDENT = 8
"""Columns before a section's entries, where its label stands."""
GAP = 2
"""Blanks between two cells."""


Entries = tuple[tuple[str, ...], ...]
"""Each a mark, if it has one, and a text of one or more parts."""


class Section(NamedTuple):
    """Entries under a label.

    opens: whether a blank line sets it off, where there is room for one
    """

    label: str
    entries: Entries
    opens: bool = False


class Short(NamedTuple):
    """The advice in at most so many lines as a screen has, where the path is not longer than that.

    source: what the texts call the source, where they do
    spaced: whether there is room for blank lines
    left: what only the whole advice tells, counted; beside it, arithmetic and what is true for everyone
    """

    title: str
    approach_title: str
    source: str
    says: str
    sections: tuple[Section, ...]
    spaced: bool
    left: tuple[str, ...]


def short(advice: Advice) -> Short:
    """What is told first; of the cautions as many as there is room for, to which what joins gives way."""
    always = [
        Section("Costs", _money(advice)),
        Section("Path", _path(advice), opens=True),
        Section("Files", _files(advice)),
    ]
    joining = [
        Section("Task", _use_case(advice), opens=True),
        Section("Fits", _fitting(advice)),
        Section("With", _together(advice)),
        Section("Ends", _ending(advice)),
    ]
    after = [Section("Also", _additions(advice)), Section("Next", _next(advice), opens=True)]
    joining = [one for one in joining if one.entries]
    ways = [_fitted(advice, [*always, *joining[gone:]], after) for gone in range(len(joining) + 1)]
    before, cautions, room = next((way for way in ways if way[1].entries), ways[0])
    sections = tuple(one for one in (*before, cautions, *after) if one.entries)
    source = _source(advice, sections)
    spaced = room - bool(source) - _height([cautions]) >= sum(one.opens for one in sections)
    left = tuple(_left(advice, len(cautions.entries)))
    return Short(advice.title, advice.approach_title, source, advice.says, sections, spaced, left)


def _fitted(
    advice: Advice, before: list[Section], after: list[Section]
) -> tuple[list[Section], Section, int]:
    """What stands before the cautions, those that fit, and the lines that there were for them."""
    room = LINES - _height([*before, *after]) - _lines(advice.says, WIDTH) - 2  # the title, and what is left
    cautions = _cautions(advice, room)
    if _source(advice, (*before, cautions, *after)):  # which takes a line as well
        cautions = _cautions(advice, room - 1)
    return before, cautions, room


def distinct(criteria: Iterable[CriterionAdvice]) -> list[CriterionAdvice]:
    """The reasons that hold; of those for one approach that rest on the same facts, the first."""
    found: dict[tuple[str, str], CriterionAdvice] = {}
    for one in criteria:
        if one.holds:
            found.setdefault((one.approach, one.because), one)
    return list(found.values())


def _source(advice: Advice, sections: Iterable[Section]) -> str:
    """The title of the source, where a text cites it; empty elsewhere."""
    texts = [advice.says, *(entry[-1] for one in sections for entry in one.entries)]
    cited = any("source" in text.casefold() for text in texts)
    return advice.source.title if advice.source and cited else ""


def _money(advice: Advice) -> Entries:
    """One line of the figures that the answers have a part in; and what listed prices change."""
    rules, known = advice.trace.rules, reached(advice.trace.scope)
    line = ""
    for name in rules.costs.figures:
        figure = advice.costs.figure(name)
        if figure and name in known and not figure.needs:
            more = f"{'; ' if line else ''}{figure.label}: {rules.reading(name, figure.value)}"
            line += more if len(line + more) <= WIDTH - INDENT else ""
    entries = [line] if line else []
    if found := advice.market:
        other = found.ruleset_outcome if found.ruleset_outcome != advice.outcome else None
        own = f"; at the ruleset's own: {rules.title(other)}" if other else ""
        entries += [f"At the token prices of {found.listing.package}{own}", *found.listing.remarks]
    return tuple((one,) for one in entries)


def _path(advice: Advice) -> Entries:
    steps = enumerate(advice.trace.steps, 1)
    return tuple((f"{number}.", one.title, one.label, one.brief) for number, one in steps)


def _files(advice: Advice) -> Entries:
    """What files say on which the path rests."""
    files = advice.trace.scope.answers.from_files()
    names = dict.fromkeys(name for step in advice.trace.steps for name in step.decided_by if name in files)
    found: dict[str, dict[str, None]] = {}
    for name in names:
        found.setdefault(files[name].file, {})[files[name].says] = None
    return tuple((file, "; ".join(says)) for file, says in found.items())


def _use_case(advice: Advice) -> Entries:
    """What the row of the use case says, where it does not only add something."""
    one = advice.use_case
    if one is None or one.relation not in (AGREES, DIFFERS):
        return ()
    says = "agrees" if one.relation == AGREES else f"would take {one.recommends}"
    return ((f"{one.title}: the use-case table {says}.",),)


def _together(advice: Advice) -> Entries:
    """What goes along with it: by name; a combination with what it is good for."""
    entries = [("+", f"{one.title}: {one.says}") for one in advice.hybrids]
    if advice.use_case and advice.use_case.complements:
        joined = "; ".join(one.title for one in advice.use_case.complements)
        entries.append(("+", f"{advice.use_case.title}: {joined}"))
    return tuple(entries)


def _fitting(advice: Advice) -> Entries:
    """The first candidates of each shortlist that fit."""
    fitting = {one.title: [row.title for row in one.rows if row.fits] for one in advice.shortlists}
    return tuple(("+", f"{title}: {'; '.join(rows[:3])}") for title, rows in fitting.items() if rows)


def _ending(advice: Advice) -> Entries:
    """What it rests on and cannot be had for ever."""
    return tuple(("!", f"{one.stands(advice.written)}.") for one in advice.retirements)


def _cautions(advice: Advice, room: int) -> Section:
    """The first cautions, those that fit into so many lines."""
    entries: list[tuple[str, ...]] = []
    for one in advice.cautions:
        if _height([Section("", (*entries, ("!", one.says)))]) > room:
            break
        entries.append(("!", one.says))
    return Section("Care", tuple(entries), opens=True)


def _additions(advice: Advice) -> Entries:
    """What an open answer would add."""
    return tuple(("?", as_text(advice.trace.rules, one)) for one in advice.additions)


def _next(advice: Advice) -> Entries:
    return tuple((f"{number}.", step) for number, step in enumerate(advice.next, 1))


def _left(advice: Advice, cautions: int) -> Iterator[str]:
    """What only the whole advice tells, beside what it always does."""
    counted = {
        "caution": len(advice.cautions) - cautions,
        "assumption": len(advice.defaults),
        "reason": len(distinct(advice.criteria)),
    }
    return (f"{count} {name}{'s' if count > 1 else ''}" for name, count in counted.items() if count)


def _height(sections: Iterable[Section]) -> int:
    """Lines of sections without blank ones between them."""
    return sum(_entry_lines(entry) for one in sections for entry in one.entries)


def _entry_lines(entry: tuple[str, ...]) -> int:
    mark, *parts = entry if len(entry) > 1 else ("", *entry)
    return _lines("  ".join(parts), WIDTH - INDENT - (len(mark) + GAP if mark else 0))


def _lines(text: str, width: int) -> int:
    import textwrap  # not for JSON

    return len(textwrap.wrap(text, max(width, 1))) or 1
