"""How a diagram looks, in whatever format, and what drawing one gives."""

from typing import NamedTuple

from advisor.output.theme import Theme

DIRECTIONS = ("down", "right")
PAD = 0.3
"""Inches around a picture."""
MAX_WIDTH = 2_500
"""Pixels across of a picture that is still read on a page, 72 to an inch."""


class Look(NamedTuple):
    """What the user chose, and the decision that the diagram carries.

    direction: one of `DIRECTIONS`
    mark: one line, safe in any comment; empty without a path
    """

    theme: Theme
    direction: str
    mark: str = ""


class Drawn(NamedTuple):
    """A finished diagram: text or the bytes of a picture; warnings for the user; pixels across, of a picture."""

    content: str | bytes
    warnings: tuple[str, ...] = ()
    width: float = 0
