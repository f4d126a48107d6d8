"""The flowchart as a picture, with the path taken in it.

`scene` is what is shown, `look` how it looks. Each format of `advisor.decision.exports` has a module of its
name with ``write(scene, look) -> Drawn``; `render` draws DOT for those that are pictures. Every diagram
of a path carries the decision.
"""

from datetime import date
from importlib import import_module

from advisor import decision
from advisor.advice.model import Advice
from advisor.decision.exports import DIAGRAMS, listed
from advisor.output.diagram.look import DIRECTIONS, MAX_WIDTH, Drawn, Look
from advisor.output.diagram.scene import Scene, scene
from advisor.output.theme import THEMES
from advisor.rules import Ruleset

__all__ = [
    "DIRECTIONS",
    "FORMATS",
    "Drawn",
    "Scene",
    "draw",
    "draw_parts",
    "listed",
    "mermaid_source",
    "scene",
]

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
    shown, look = _shown(rules, advice, theme, direction, today)
    drawn = _written(shown, look, format_)
    if drawn.width <= MAX_WIDTH:
        return drawn
    says = f"the chart is {_too_wide(drawn)}: `advisor diagram -o FILE` splits it where it can"
    return drawn._replace(warnings=(*drawn.warnings, says))


def draw_parts(
    rules: Ruleset,
    advice: Advice | None,
    format_: str,
    *,
    theme: str = "light",
    direction: str = "",
    today: date | None = None,
) -> list[Drawn]:
    """The same in parts that fit a page, where the whole does not; the first of them says so. Raises AdvisorError."""
    shown, look = _shown(rules, advice, theme, direction, today)
    whole = _written(shown, look, format_)
    if whole.width <= MAX_WIDTH:
        return [whole]
    from advisor.output.diagram import parts  # few charts need it

    aside = look._replace(direction="right")
    found = [_written(part, aside, format_) for part in parts.split(shown, aside)]
    into = f"so it is split into {len(found)} parts" if len(found) > 1 else "so it goes to the right"
    says = f"the chart is {_too_wide(whole)}, {into}"
    if len(found) == 1 and found[0].width > MAX_WIDTH:
        found, says = [whole], f"the chart is {_too_wide(whole)}, and too large to be split"
    return [found[0]._replace(warnings=(*found[0].warnings, says)), *found[1:]]


def _too_wide(drawn: Drawn) -> str:
    return f"{drawn.width:,.0f} pixels wide, and a page has {MAX_WIDTH:,}"


def _shown(
    rules: Ruleset, advice: Advice | None, theme: str, direction: str, today: date | None
) -> tuple[Scene, Look]:
    shown = scene(rules, advice, today or date.today())
    mark = decision.mark(decision.of(advice.trace, advice.made)) if advice else ""
    return shown, Look(THEMES[theme], direction or shown.direction, mark)


def _written(shown: Scene, look: Look, format_: str) -> Drawn:
    drawn: Drawn = import_module(f"{__name__}.{format_}").write(shown, look)
    return drawn


def mermaid_source(rules: Ruleset, advice: Advice | None, today: date | None = None) -> str:
    """The Mermaid source alone, for a block inside a page that carries title and decision itself."""
    from advisor.output.diagram import mmd

    shown = scene(rules, advice, today or date.today())
    return mmd.source(shown, Look(THEMES["light"], shown.direction), heading=False)
