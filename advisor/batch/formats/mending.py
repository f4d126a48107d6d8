"""A copy of a file as CSV, in which every row is one: what is none says why in the first column."""

import csv
import os
from collections.abc import Iterable, Sequence

from advisor.errors import brief, one_line
from advisor.files import errors_at

Mended = tuple[int, Sequence[str | None], str]
"""The line at which a row begins, its cells, and why it is none; empty if it is one."""


def copied(path: str, rows: Iterable[Mended], folder: str, *, named: bool) -> str:
    """Write the rows of a file into a new one in a folder; its path. `named` says whether rows tell their file."""
    of = f" of {one_line(os.path.basename(path))}" if named else ""
    copy = os.path.join(folder, f"mended-{len(os.listdir(folder))}.csv")
    with errors_at(copy), open(copy, "w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        for number, cells, why in rows:
            write([f"line {number}{of}: {brief(why, 200)}" if why else None, *cells])
    return copy
