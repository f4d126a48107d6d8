"""The streams of this process, made safe before anything is said: closed, full, or not UTF-8."""

import codecs
import contextlib
import errno
import io
import os
import sys

from advisor.errors import shown_line

_SPELLED = {
    "─": "-", "━": "-", "–": "-", "—": "-", "−": "-", "·": "-", "•": "-", "×": "x", "…": "...", "“": '"', "”": '"',
    "‘": "'", "’": "'", "→": "->", "←": "<-", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "\xa0": " ", "\u202f": " ",
}  # fmt: skip
"""How the signs that texts are full of are written where an encoding does not have them."""


class _Closed(io.TextIOBase):
    """Stands for a standard output that was closed: nothing can be printed, which is not done in silence."""

    def write(self, text: str) -> int:  # noqa: ARG002
        raise OSError(errno.EBADF, "it is closed")


class _Aside(io.TextIOWrapper):
    """Standard error: where it cannot be written, there is nobody left to tell."""

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            super().flush()


def make_safe() -> None:
    """Take the streams as they were given; afterwards `sys.stdout` and `sys.stderr` are never None."""
    for handle in (0, 1, 2):
        _keep_taken(handle)
    codecs.register_error("spelled", _spell)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="spelled")
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = _aside()


def _keep_taken(handle: int) -> None:
    """Open a closed handle on nothing: the next file would get it, and what is meant for a terminal with it."""
    try:
        os.fstat(handle)
    except OSError:
        os.open(os.devnull, os.O_RDWR)


def _aside() -> io.TextIOBase:
    buffer = sys.stderr.buffer if sys.stderr else open(os.devnull, "wb")  # noqa: SIM115
    encoding = sys.stderr.encoding if sys.stderr else "utf-8"
    return _Aside(buffer, encoding=encoding, errors="spelled", line_buffering=True)


def _spell(error: UnicodeError) -> tuple[str, int]:
    """What is printed for signs that an encoding does not have."""
    assert isinstance(error, UnicodeEncodeError)
    signs = error.object[error.start : error.end]
    shown = (_SPELLED.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in signs)
    return "".join(shown), error.end


def tell(says: object) -> None:
    """Say something beside the results, in a line."""
    print(f"advisor: {shown_line(str(says))}", file=sys.stderr)


def print_file(text: str) -> None:
    """Print what is a file in itself, in UTF-8 whatever else is printed in: what it is redirected to is read."""
    bytes_ = getattr(sys.stdout, "buffer", None)
    if bytes_ is None:
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    bytes_.write(text.encode(errors="backslashreplace"))


def speaks_unicode() -> bool:
    """Whether every sign can be printed on standard output."""
    return str(sys.stdout.encoding or "utf-8").lower().startswith("utf")


def why_unwritable() -> str:
    """Why standard output takes no more; empty if it does."""
    try:
        sys.stdout.write("")
        sys.stdout.flush()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def is_terminal() -> bool:
    """Whether somebody types and reads."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())
