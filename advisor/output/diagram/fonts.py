"""Which letters this machine has fonts for: for others, Graphviz draws an empty box and says nothing."""

import re
import unicodedata
from functools import cache

from advisor.errors import AdvisorError, Problem
from advisor.output.diagram import render
from advisor.output.diagram.scene import CIRCLED

LATIN = "a"
"""Stands for all of ASCII among the characters that cannot be drawn."""
# No font has these: they are not assigned, one in the basic plane and one beyond it.
_NOWHERE = ("\u0378", "\U000e1234")
_SIZES = (14, 28)
_IN_PARENTHESES = {ord(sign): f"({number})" for number, sign in enumerate(CIRCLED, 1)}


def drawable(source: str, text: str) -> str:
    """The DOT source of a picture that shows the text, with steps as (1) where no font has ①.

    Raises AdvisorError if other letters cannot be drawn.
    """
    missing = undrawable(text)
    if missing - set(CIRCLED):
        raise AdvisorError(_no_fonts(missing - set(CIRCLED)))
    return source.translate(_IN_PARENTHESES) if missing else source


def render_svg(source: str) -> tuple[bytes, bool]:
    """The SVG of a DOT source, and whether this machine has fonts at all. Raises AdvisorError."""
    if not render.program():
        return render.render(source, "svg"), has_any()
    asked = [*_NOWHERE, LATIN]  # drawn with the source: to start `dot` takes longer than to draw
    drawn, end, probed = render.render(source + _probe(asked), "svg").partition(b"</svg>\n")
    return drawn + end, LATIN not in _boxes(asked, probed)


@cache
def has_any() -> bool:
    """Whether this machine has fonts at all; asked once."""
    return LATIN not in undrawable("")


def undrawable(text: str) -> set[str]:
    """The characters that no font of this machine has; `LATIN` among them if it has no fonts at all."""
    others = {char for char in text if char > "~" and unicodedata.category(char)[0] in "LNPS"}
    asked = [*_NOWHERE, LATIN, *sorted(others)]
    return _boxes(asked, render.render(_probe(asked), "svg"))


def _probe(chars: list[str]) -> str:
    """A graph with a tight box around each character, ten in a row, at both sizes."""
    nodes = (
        f'n{index}s{size} [label="{char * 10}" fontsize={size}]'
        for index, char in enumerate(chars)
        for size in _SIZES
    )
    style = 'node [fontname="Helvetica,Arial,sans-serif" shape=box margin=0 width=0 height=0]'
    return f"digraph {{ {style} {' '.join(nodes)} }}\n"


def _boxes(chars: list[str], probed: bytes) -> set[str]:
    """The characters of a drawn probe that are empty boxes.

    Boxes have a width of their own, which grows otherwise than letters do with the size of the font:
    characters as wide as one that no font can have, at both sizes, are boxes.
    """
    corners = dict(re.findall(rb"<title>(n\d+s\d+)</title>\s*<polygon[^>]* points=\"([^\"]*)", probed))
    widths = {
        char: [_width(corners[b"n%ds%d" % (index, size)]) for size in _SIZES]
        for index, char in enumerate(chars)
    }
    return {char for char in chars[len(_NOWHERE) :] if widths[char] == widths[_NOWHERE[char > "\uffff"]]}


def _width(points: bytes) -> float:
    across = [float(point.partition(b",")[0]) for point in points.split()]
    return round(max(across) - min(across), 1)


def _no_fonts(missing: set[str]) -> Problem:
    if LATIN in missing:
        says = "this machine has no fonts, so every letter would be an empty box"
        return Problem("no-fonts", says, "install a font such as DejaVu Sans, or write .svg")
    named = " ".join(sorted(missing)[:12]) + (" …" if len(missing) > 12 else "")
    says = f"this machine has no font for {named}, so each would be an empty box"
    return Problem("no-fonts", says, "install a font that has them, such as Noto, or write .svg")
