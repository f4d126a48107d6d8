"""DOT as a picture, by a `dot` on PATH or in process by pygraphviz, which only this module knows."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping

from advisor.errors import AdvisorError, Problem, brief
from advisor.output.diagram.look import PAD

SECONDS = 120
"""How long a `dot` may take; the layout of ten thousand nodes takes longer than anyone looks at it."""
NOTHING: Mapping[str, str] = {}


def program() -> str | None:
    """The `dot` that draws the pictures of this process, or None where pygraphviz does.

    To start `dot` takes less than to load pygraphviz, so what draws one picture takes `dot`. Where it is
    loaded already, it draws in a tenth of the time.
    """
    return None if sys.modules.get("pygraphviz") else shutil.which("dot")


def render(source: str, format_: str, options: Mapping[str, str] = NOTHING) -> bytes:
    """The picture of a DOT source in a format of Graphviz, with attributes of the graph. Raises AdvisorError."""
    by = program()
    return _by_program(by, source, format_, options) if by else _in_process(source, format_, options)


def size(source: str) -> tuple[float, float]:
    """How wide and how high the picture of a DOT source is, in pixels, 72 to an inch. Raises AdvisorError."""
    _, _, width, height, *_ = render(source, "plain").split(maxsplit=4)
    return 72 * (float(width) + 2 * PAD), 72 * (float(height) + 2 * PAD)


def _by_program(dot: str, source: str, format_: str, options: Mapping[str, str]) -> bytes:
    settings = [f"-G{name}={value}" for name, value in options.items()]
    try:
        ran = subprocess.run([dot, f"-T{format_}", *settings], input=source.encode(),  # noqa: S603
                             capture_output=True, timeout=SECONDS, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        says = f"{dot} took longer than {SECONDS} seconds"
        raise AdvisorError(Problem("drawing", says, "write .dot or .mmd instead")) from None
    if ran.returncode or not ran.stdout:
        raise AdvisorError(
            Problem("drawing", f"{dot} failed: {brief(ran.stderr.decode(errors='replace').strip(), 300)}")
        )
    return ran.stdout


def _in_process(source: str, format_: str, options: Mapping[str, str]) -> bytes:
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
