"""The flowchart as a picture, with the path taken in it.

`scene` is what is shown, `look` how it looks. Each format of `advisor.decision.exports` has a module of its
name with ``write(scene, look) -> Drawn``; `render` draws DOT for those that are pictures. Every diagram
of a path carries the decision.
"""

from datetime import date
from importlib import import_module

from advisor import decision
from advisor.advice.advice import Advice
from advisor.decision.exports import DIAGRAMS, listed
from advisor.output.diagram.look import DIRECTIONS, THEMES, Drawn, Look
from advisor.output.diagram.scene import Scene, scene
from advisor.rules import Ruleset

__all__ = ["DIRECTIONS", "FORMATS", "THEMES", "Drawn", "Scene", "draw", "listed", "mermaid_source", "scene"]

FORMATS = DIAGRAMS


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

    Without a direction, the way that suits the chart. A picture is drawn by a `dot` on PATH; who draws many
    imports `pygraphviz` first, and each is then drawn in process, in a tenth of the time. Raises
    AdvisorError where nothing can draw, or where a PNG or PDF would hold empty boxes for letters.
    """
    shown = scene(rules, advice, today or date.today())
    mark = decision.mark(decision.of(advice.trace, advice.made)) if advice else ""
    look = Look(THEMES[theme], direction or shown.direction, mark)
    drawn: Drawn = import_module(f"{__name__}.{format_}").write(shown, look)
    return drawn


def mermaid_source(rules: Ruleset, advice: Advice | None, today: date | None = None) -> str:
    """The Mermaid source alone, for a block inside a page that carries title and decision itself."""
    from advisor.output.diagram import mmd

    shown = scene(rules, advice, today or date.today())
    return mmd.source(shown, Look(THEMES["light"], shown.direction), heading=False)
