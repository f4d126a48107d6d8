"""What everything on a terminal is made of. The only module that knows `rich`.

Texts of rules and answers are never read as markup.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from advisor.errors import visible

Part = RenderableType
Parts = Iterable[Part]
Cell = str | Text
Rows = Iterable[Iterable[Cell]]
_PADDING = re.compile(r" +((?:\x1b\[\d*m)*)$", re.MULTILINE)
_MAX_WIDTH = 100  # wider lines are hard to read


def show(parts: Parts, file: IO[str] | None = None) -> int:
    """Print the parts without the blanks that pad the last column; how many lines they are.

    NO_COLOR and pipes are respected.
    """
    file = file or sys.stdout
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, _MAX_WIDTH)
    with console.capture() as capture:
        for part in parts:
            console.print(part, crop=False)
    printed = _PADDING.sub(r"\1", capture.get())
    file.write(printed)
    return printed.count("\n")


def text(says: Cell = "", style: str = "") -> Text:
    """Text that is only text: what a terminal would obey is spelled out."""
    return Text(visible(says), style) if isinstance(says, str) else says


def line(says: str, style: str = "") -> Part:
    """Text on one line, however long: a path in it can be copied."""
    return Group(Text(visible(says), style, no_wrap=True, overflow="ignore"))  # a bare text is wrapped anyway


def assemble(*parts: tuple[str, str]) -> Text:
    """One text of texts and their styles."""
    return Text.assemble(*(text(says, style) for says, style in parts))


def ruler() -> Part:
    """A line across."""
    return Rule(style="cyan")


def heading(says: str) -> Part:
    """The heading of a part, after an empty line."""
    return Group(text(), text(says, "bold cyan"))


def indented(part: str | Part, by: int = 2, style: str = "") -> Part:
    """A part set in from the left."""
    return Padding(text(part, style) if isinstance(part, str) else part, (0, 0, 0, by))


def columns(rows: Rows, *, first: int | None = None, by: int = 2) -> Part:
    """Rows without headings, set in; the first column as wide as it must be, or as told."""
    drawn = Table.grid(padding=(0, 2, 0, 0))
    drawn.add_column(width=first, overflow="fold")
    for row in rows:
        drawn.add_row(*map(text, row))
    return indented(drawn, by)


def bullets(entries: Iterable[str], mark: str = "·", style: str = "dim") -> Part:
    """Texts that wrap beside a mark."""
    return columns(((text(mark, style), entry) for entry in entries), first=2)


def table(headings: Iterable[str], rows: Rows, *, numbers: bool = False, by: int = 2) -> Part:
    """Rows below headings, set in; with `numbers`, to the right in every column but the first."""
    drawn = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for index, label in enumerate(headings):
        drawn.add_column(text(label), justify="right" if numbers and index else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*map(text, row))
    return indented(drawn, by)


@contextmanager
def bar(says: str, *, bytes_: bool = True) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error that is gone in the end; what is given is called with what is done and all, in bytes."""
    from rich import progress  # only large files need it

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.DownloadColumn() if bytes_ else progress.TaskProgressColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(file=sys.stderr), transient=True) as shown:
        task = shown.add_task(visible(says), total=None)
        yield lambda done, size: shown.update(task, completed=done, total=size)
