"""Texts in lines of so many columns, in which a character of East Asian scripts takes two."""

import unicodedata
from collections.abc import Iterator

WIDTH = 26
"""Columns of text in a node; longer texts wrap."""


def wrapped(text: str, width: int = WIDTH) -> tuple[str, ...]:
    """The text in lines of at most `width` columns; a character of East Asian scripts takes two."""
    lines, line = [], ""
    for word in _pieces(" ".join(text.split()), width):
        if line and columns(line) + columns(word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _pieces(text: str, width: int) -> Iterator[str]:
    """Where a line may break: after a blank, around a wide character, inside what is too long."""
    piece = ""
    for char in text:
        wide = _columns(char) == 2
        if piece and (wide or columns(piece) >= width):
            yield piece
            piece = ""
        piece += char
        if char == " " or wide:
            yield piece
            piece = ""
    if piece:
        yield piece


def columns(text: str) -> int:
    """How many columns of a fixed grid the text takes."""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1
