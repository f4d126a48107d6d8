"""Signals that end this process: what was begun is cleaned up, and what is kept is told."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

_ENDING = ("SIGTERM", "SIGHUP")
_received: list[int] = []
_takers: list[Callable[[KeyboardInterrupt], None]] = []


class Ended(KeyboardInterrupt):
    """The process was told to end by a signal; like Ctrl-C, except for the exit code."""


def heed() -> None:
    """Raise `Ended` on a signal that ends the process, unless it is ignored; a second one ends it at once."""
    for name in _ENDING:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    _received.append(number)
    if not _takers:
        raise Ended
    _takers[-1](Ended())


@contextlib.contextmanager
def handed_to(take: Callable[[KeyboardInterrupt], None]) -> Iterator[None]:
    """Hand `Ended` to what would not survive that it is raised anywhere; raised at the latest when it is left."""
    _takers.append(take)
    try:
        yield
    finally:
        _takers.pop()
    if _received:
        raise Ended


def exit_code() -> int:
    """The exit code of a process that was interrupted: 128 and the signal, which is 130 for Ctrl-C."""
    return 128 + (_received or [signal.SIGINT])[0]


def received() -> bool:
    """Whether the process was told to end."""
    return bool(_received)
