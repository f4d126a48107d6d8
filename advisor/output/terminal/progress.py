"""How far a long work is, such as the reading of a large file, on standard error and only where somebody watches."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from advisor.output.terminal import page

LARGE = 8_000_000
"""Bytes from which on a file takes long enough to watch."""


@contextmanager
def watched(path: str) -> Iterator[Callable[[int, int], None] | None]:
    """What to call with the bytes read of a file and its size, as its reading goes on; None where nobody watches."""
    if not sys.stderr.isatty() or not os.path.isfile(path) or os.path.getsize(path) < LARGE:
        yield None
        return
    with page.bar(os.path.basename(path)) as told:
        yield told


@contextmanager
def awaited(says: str) -> Iterator[Callable[[int, int], None] | None]:
    """What to call with how much of a work is done, and of how much; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    with page.bar(says, bytes_=False) as told:
        yield told
