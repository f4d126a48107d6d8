"""The flowchart as a picture, with the path taken in it.

`chart` is what is shown, `dot` and `mermaid` write it as text, `render` draws DOT, `svg` and `embed`
finish what was drawn, `picture` does these in turn. Every diagram of a path carries the decision.
"""

from datetime import date
from typing import NamedTuple

from advisor import decision
from advisor.advice.advice import Advice
from advisor.output.diagram.chart import Chart, chart
from advisor.rules import Ruleset

__all__ = ["DIRECTIONS", "FORMATS", "THEMES", "Chart", "Drawn", "chart", "draw", "mermaid_source"]

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
    direction: str = "",
    today: date | None = None,
) -> Drawn:
    """Draw the chart of a ruleset or, with advice, the path in it, as one of `FORMATS`.

    Without a direction, the way that suits the chart. Raises AdvisorError where nothing can draw, or
    where a PNG or PDF would hold empty boxes for letters.
    """
    shown = chart(rules, advice, today or date.today())
    mark = decision.mark(decision.of(advice.trace, advice.made)) if advice else ""
    if format_ == "mmd":
        from advisor.output.diagram import mermaid

        return Drawn(mermaid.source(shown, theme, direction, mark))
    if format_ == "dot":
        from advisor.output.diagram import dot

        return Drawn(dot.source(shown, theme, direction, mark))
    from advisor.output.diagram import picture

    return Drawn(*picture.picture(shown, format_, theme, direction, mark))


def mermaid_source(rules: Ruleset, advice: Advice | None, today: date | None = None) -> str:
    """The Mermaid source alone, for a block inside a page that carries title and decision itself."""
    from advisor.output.diagram import mermaid

    return mermaid.source(chart(rules, advice, today or date.today()), heading=False)
