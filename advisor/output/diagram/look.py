"""How a diagram looks, in whatever format, and what drawing one gives."""

from typing import NamedTuple

DIRECTIONS = ("down", "right")
PAD = 0.3
"""Inches around a picture."""
MAX_WIDTH = 2_500
"""Pixels across of a picture that is still read on a page, 72 to an inch."""


class Theme(NamedTuple):
    """Colors of one theme, each readable on `page`."""

    page: str
    quiet: str
    quiet_text: str
    strong: str
    strong_text: str
    step: str
    outcome: str


THEMES = {
    "light": Theme("#ffffff", "#8b95a1", "#4b5563", "#1d4ed8", "#111827", "#dbeafe", "#dcfce7"),
    "dark": Theme("#0d1117", "#6e7681", "#b6bfc9", "#79c0ff", "#ffffff", "#12315c", "#0f3d22"),
}


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
