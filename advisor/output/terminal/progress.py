"""How far a long work is, such as the reading of a large file, on standard error and only where somebody watches."""

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from advisor.output.terminal import page

LARGE = 8_000_000
"""Bytes from which on a file takes long enough to watch."""
Bar = AbstractContextManager[Callable[[int, int], None] | None]
"""What to call with how much of a work is done, and of how much; None where nobody watches."""


def watched(path: str) -> Bar:
    """Shows how many bytes of a file are read, if it is large."""
    is_long = sys.stderr.isatty() and os.path.isfile(path) and os.path.getsize(path) >= LARGE
    return page.bar(os.path.basename(path)) if is_long else nullcontext()


def awaited(says: str) -> Bar:
    """Shows how much of a work is done."""
    return page.bar(says, bytes_=False) if sys.stderr.isatty() else nullcontext()
