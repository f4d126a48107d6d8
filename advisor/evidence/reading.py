"""Reading one file: what kind it is, and what its records come to."""

from advisor.documents import FilePath
from advisor.errors import AdvisorError, Place, Problem
from advisor.evidence import fields
from advisor.evidence.containers import Container, Item, container
from advisor.evidence.files import Progress, SourceFile, named
from advisor.evidence.kinds import FileKind, Layout, Tally
from advisor.evidence.measures import Damage, Evidence
from advisor.evidence.readers import KINDS


def read(path: FilePath, progress: Progress | None = None) -> Evidence:
    """What a file says; its kind is found from its content, whatever it is called; `-` is standard input.

    `progress` is called with the bytes read and the size of the file. Raises AdvisorError if the file
    cannot be opened, is empty or of no known kind; what is damaged in it is counted and told.
    """
    with named(path) as source:
        return _read(source, progress)


def _read(source: SourceFile, progress: Progress | None) -> Evidence:
    holds = container(source)
    if holds is None:
        raise AdvisorError(Problem("empty", "is empty", place=Place(source.shown)))
    kind, layout = _recognised(source, holds)
    tally, damage = kind.tally(source), Damage(source.shown)
    places = (*layout.also, *layout.at)  # what is said about records comes first
    found = holds.records(places, damage, progress)
    records = sum(_taken(tally, each, layout, damage) for each in found)
    result = tally.result()
    return Evidence(
        source.name, kind.name, kind.title, result.measures, result.groups, result.remarks,
        records, damage.count, tuple(damage.problems), result.complete and not damage.is_broken_off,
    )  # fmt: skip


def _taken(tally: Tally, found: Item, layout: Layout, damage: Damage) -> bool:
    """Hand a record to its tally; False if it is none, or damaged."""
    at, record, line = found
    try:
        if at in layout.also:
            tally.note(record)
            return False
        tally.take(fields.an_object(record))
    except fields.WrongField as wrong:
        damage.add("wrong-field", str(wrong), line)
        return False
    return True


def _recognised(source: SourceFile, holds: Container) -> tuple[FileKind, Layout]:
    for places in holds.looks():
        for kind in KINDS:
            for layout in kind.layouts:
                if layout.has <= places:
                    return kind, layout
    known = ", ".join(kind.title for kind in KINDS)
    says = "is none of the kinds of file that can be read"
    raise AdvisorError(Problem("unknown-evidence", says, f"known: {known}", Place(source.shown)))
