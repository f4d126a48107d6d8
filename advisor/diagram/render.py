"""DOT as a picture: by a `dot` on PATH or, without one, in process by pygraphviz.

The only module that knows pygraphviz.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator

from advisor.errors import AdvisorError, Problem

SECONDS = 120
"""How long a `dot` may take; the layout of ten thousand nodes takes longer than anyone looks at it."""
DPI = 192
"""Dots per inch of a PNG: sharp where a point is two dots."""
MAX_DOTS = 12_000
"""Dots along the longer side of a PNG; a larger picture is drawn less sharp."""
_PROBES = ("iiiiiiiiiiii", "mmmmmmmmmmmm")


def render(source: str, format_: str) -> bytes:
    """The picture of a DOT source as `svg`, `png` or `pdf`. Raises AdvisorError."""
    options = {"dpi": str(_dpi(source))} if format_ == "png" else {}
    return _draw(source, format_, options)


def has_fonts() -> bool:
    """Whether letters can be drawn here, rather than one empty box for each."""
    narrow, wide = _PROBES
    layout = _draw(f"digraph {{ {narrow} {wide} }}", "plain", {}).split(b"\n")
    widths = [line.split()[4] for line in layout if line.startswith(b"node")]
    return len(set(widths)) > 1 or _picture_of(narrow) != _picture_of(wide)  # the latter for fixed widths


def _picture_of(text: str) -> bytes:
    return _draw(f"digraph {{ a [shape=box fixedsize=true width=2 label={text}] }}", "png", {})


def _dpi(source: str) -> int:
    """Sharp, unless that would make a huge picture."""
    layout = _draw(source, "plain", {}).split(maxsplit=4)
    inches = max(float(layout[2]), float(layout[3]), 1.0)
    return int(min(DPI, max(MAX_DOTS / inches, 8)))


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
            Problem("drawing", f"{program} failed: {ran.stderr.decode(errors='replace').strip()[:300]}")
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
            raise AdvisorError(Problem("drawing", f"Graphviz failed: {errors()[:300]}"))
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
