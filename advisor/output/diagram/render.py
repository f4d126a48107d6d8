"""DOT as a picture: by a `dot` on PATH or, without one, in process by pygraphviz.

The only module that knows pygraphviz.
"""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator

from advisor.errors import AdvisorError, Problem, brief

SECONDS = 120
"""How long a `dot` may take; the layout of ten thousand nodes takes longer than anyone looks at it."""
DPI = 192
"""Dots per inch of a PNG: sharp where a point is two dots."""
MAX_SIDE, MAX_DOTS = 16_000, 64_000_000
"""Dots along a side of a PNG and in all of it (256 MB while it is drawn); beyond, it is less sharp."""
LATIN = "a"
"""Stands for all of ASCII among the characters that cannot be drawn."""
# No font has these: they are not assigned, one in the basic plane and one beyond it.
_NOWHERE = ("\u0378", "\U000e1234")
_SIZES = (14, 28)


def render(source: str, format_: str, dpi: int = DPI) -> bytes:
    """The picture of a DOT source as `svg`, `png` or `pdf`. Raises AdvisorError."""
    return _draw(source, format_, {"dpi": str(dpi)} if format_ == "png" else {})


def render_svg(source: str) -> tuple[bytes, bool]:
    """The SVG of a DOT source, and whether this machine has fonts at all. Raises AdvisorError."""
    asked = [*_NOWHERE, LATIN]
    if shutil.which("dot"):  # draws both at once: to start it takes longer than to draw
        drawn, end, probed = _draw(source + _probe(asked), "svg", {}).partition(b"</svg>\n")
    else:
        drawn, end, probed = _draw(source, "svg", {}), b"", _draw(_probe(asked), "svg", {})
    return drawn + end, LATIN not in _boxes(asked, probed)


def sharpest(source: str) -> int:
    """The dots per inch, at most `DPI`, at which a PNG does not get huge."""
    _, _, width, height, *_ = _draw(source, "plain", {}).split(maxsplit=4)
    across, down = max(float(width), 1.0), max(float(height), 1.0)
    return int(min(DPI, MAX_SIDE / max(across, down), (MAX_DOTS / (across * down)) ** 0.5)) or 1


def undrawable(text: str) -> set[str]:
    """The characters that no font of this machine has; `LATIN` among them if it has no fonts at all.

    An empty box stands for each.
    """
    others = {char for char in text if char > "~" and unicodedata.category(char)[0] in "LNPS"}
    asked = [*_NOWHERE, LATIN, *sorted(others)]
    return _boxes(asked, _draw(_probe(asked), "svg", {}))


def _probe(chars: list[str]) -> str:
    """A graph with a tight box around each character, ten in a row, at both sizes."""
    nodes = [f'n{index}s{size} [label="{char * 10}" fontsize={size}]'
             for index, char in enumerate(chars) for size in _SIZES]  # fmt: skip
    style = 'node [fontname="Helvetica,Arial,sans-serif" shape=box margin=0 width=0 height=0]'
    return f"digraph {{ {style} {' '.join(nodes)} }}\n"


def _boxes(chars: list[str], probed: bytes) -> set[str]:
    """The characters of a drawn probe that are empty boxes.

    Boxes have a width of their own, which grows otherwise than letters do with the size of the font:
    characters as wide as one that no font can have, at both sizes, are boxes.
    """
    corners = dict(re.findall(rb"<title>(n\d+s\d+)</title>\s*<polygon[^>]* points=\"([^\"]*)", probed))
    widths = {char: [_width(corners[b"n%ds%d" % (index, size)]) for size in _SIZES]
              for index, char in enumerate(chars)}  # fmt: skip
    return {char for char in chars[len(_NOWHERE) :] if widths[char] == widths[_NOWHERE[char > "\uffff"]]}


def _width(points: bytes) -> float:
    across = [float(point.partition(b",")[0]) for point in points.split()]
    return round(max(across) - min(across), 1)


def _draw(source: str, format_: str, options: dict[str, str]) -> bytes:
    program = shutil.which("dot")
    return (
        _by_program(program, source, format_, options) if program else _in_process(source, format_, options)
    )


def _by_program(program: str, source: str, format_: str, options: dict[str, str]) -> bytes:
    settings = [f"-G{name}={value}" for name, value in options.items()]
    try:
        ran = subprocess.run([program, f"-T{format_}", *settings], input=source.encode(),  # noqa: S603
                             capture_output=True, timeout=SECONDS, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        says = f"{program} took longer than {SECONDS} seconds"
        raise AdvisorError(Problem("drawing", says, "write .dot or .mmd instead")) from None
    if ran.returncode or not ran.stdout:
        raise AdvisorError(
            Problem("drawing", f"{program} failed: {brief(ran.stderr.decode(errors='replace').strip(), 300)}")
        )
    return ran.stdout


def _in_process(source: str, format_: str, options: dict[str, str]) -> bytes:
    try:
        import pygraphviz
    except ImportError as error:
        remedy = "install Graphviz, or write .dot or .mmd"
        raise AdvisorError(
            Problem("drawing", f"there is no `dot` on PATH and no pygraphviz ({error})", remedy)
        ) from None
    with _errors_kept() as errors:
        graph = pygraphviz.AGraph(string=source)
        graph.graph_attr.update(options)
        drawn = graph.draw(format=format_, prog="dot")
        if not drawn:
            raise AdvisorError(Problem("drawing", f"Graphviz failed: {brief(errors(), 300)}"))
    return bytes(drawn)


@contextlib.contextmanager
def _errors_kept() -> Iterator[Callable[[], str]]:
    """Keep what the C libraries write to standard error: their warnings are not for the user."""
    with tempfile.TemporaryFile() as kept:
        saved = os.dup(2)
        os.dup2(kept.fileno(), 2)

        def text() -> str:
            kept.seek(0)
            return kept.read().decode(errors="replace").strip()

        try:
            yield text
        finally:
            os.dup2(saved, 2)
            os.close(saved)
