"""What a reader is: where the records of its files stand, and how they are added up."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from advisor.evidence.fields import Record
from advisor.evidence.files import SourceFile
from advisor.evidence.measures import Measure, Remark


class Result(NamedTuple):
    """What a tally came to; `evidence.Evidence` with the file's name and damage is made of it."""

    measures: tuple[Measure, ...]
    remarks: tuple[Remark, ...] = ()
    groups: tuple[Measure, ...] = ()
    complete: bool = True


class Tally:
    """Adds up the records of one file."""

    def take(self, record: Record) -> None:
        """Add a record. Raises `fields.WrongField` if it is not what it has to be; it then counts as damaged."""
        raise NotImplementedError

    def note(self, value: object) -> None:
        """Take something that is said about the file and is no record, such as whether there is more."""

    def result(self) -> Result:
        """Everything the records say."""
        raise NotImplementedError


class Layout(NamedTuple):
    """One way to write files of a kind.

    has: places that have to be in it, all of them
    at: places whose values are the records
    also: places of what is said about the file, such as ``has_more``
    """

    has: frozenset[str]
    at: tuple[str, ...]
    also: tuple[str, ...] = ()


class FileKind(NamedTuple):
    """A kind of file: a stable name, a title for people, its layouts, and what adds it up."""

    name: str
    title: str
    layouts: tuple[Layout, ...]
    tally: Callable[[SourceFile], Tally]


def rows(*has: str, also: tuple[str, ...] = ()) -> Iterator[Layout]:
    """Layouts of records that stand one a line, row or document, in a list, or in the ``data`` of pages."""
    for root in ("", "item", "data.item", "item.data.item"):
        pages = root.removesuffix("data.item")
        about = tuple(pages + place for place in also) if root.endswith("data.item") else ()
        yield Layout(frozenset(f"{root}.{name}".removeprefix(".") for name in has), (root,), about)


def documents(at: tuple[str, ...], has: tuple[str, ...], also: tuple[str, ...] = ()) -> Iterator[Layout]:
    """Layouts of records that stand in documents, or in a list of such documents."""
    for root in ("", "item."):
        has_, at_, also_ = (tuple(root + place for place in places) for places in (has, at, also))
        yield Layout(frozenset(has_), at_, also_)
