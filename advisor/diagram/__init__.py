"""The flowchart as a picture, with the path taken in it.

`chart` is what is shown, `dot` and `mermaid` write it as text, `render` draws DOT, `svg` and `embed`
finish what was drawn. Every diagram of a path carries the decision.
"""

from datetime import date
from typing import NamedTuple

from advisor import decision
from advisor.advice import Advice
from advisor.diagram.chart import Chart, chart
from advisor.errors import AdvisorError, Problem
from advisor.rules import Ruleset

FORMATS = ("svg", "png", "pdf", "dot", "mmd")
THEMES = ("light", "dark")
DIRECTIONS = ("down", "right")


class Drawn(NamedTuple):
    """A finished diagram: text for SVG, DOT and Mermaid, bytes for PNG and PDF; warnings for the user."""

    content: str | bytes
    warnings: tuple[str, ...] = ()


def draw(
    rules: Ruleset,
    advice: Advice | None,
    format_: str,
    *,
    theme: str = "light",
    direction: str = "down",
    today: date | None = None,
) -> Drawn:
    """Draw the chart of a ruleset or, with advice, the path in it, as one of `FORMATS`.

    Raises AdvisorError where nothing can draw, or a picture would hold empty boxes for letters.
    """
    shown = chart(rules, advice, today or date.today())
    mark = decision.mark(decision.of(advice.trace, advice.made)) if advice else ""
    if format_ == "mmd":
        from advisor.diagram import mermaid

        return Drawn(mermaid.source(shown, theme, direction, mark))
    from advisor.diagram import dot

    source = dot.source(shown, theme, direction, mark)
    return Drawn(source) if format_ == "dot" else _picture(source, shown, format_, mark)


def mermaid_source(rules: Ruleset, advice: Advice | None, today: date | None = None) -> str:
    """The Mermaid source alone, for a block inside a page that carries the decision itself."""
    from advisor.diagram import mermaid

    return mermaid.source(chart(rules, advice, today or date.today()))


def _picture(source: str, shown: Chart, format_: str, mark: str) -> Drawn:
    from advisor.diagram import embed, render, svg

    has_fonts = render.has_fonts()
    if not has_fonts and format_ != "svg":
        says = "this machine has no fonts, so every letter would be an empty box"
        raise AdvisorError(Problem("no-fonts", says, "install a font such as DejaVu, or write .svg"))
    drawn = render.render(source, format_)
    if format_ == "png":
        return Drawn(embed.in_png(drawn, mark) if mark else drawn)
    if format_ == "pdf":
        return Drawn(embed.in_pdf(drawn, mark) if mark else drawn)
    warning = "this machine has no fonts: the widths of texts in the SVG are estimates"
    return Drawn(svg.finished(drawn, shown, mark), () if has_fonts else (warning,))
