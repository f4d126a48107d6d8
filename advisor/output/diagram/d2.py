"""A chart as D2, a language for diagrams that architects keep beside their code.

D2 was chosen over the activity diagrams of PlantUML: those are nested blocks, in which an outcome that
several decisions lead to has to be drawn once for each, and a text of theirs can include files.
"""

from collections.abc import Iterable

from advisor.output.diagram.look import Drawn, Look
from advisor.output.diagram.scene import COMPUTED, DECISION, OUTCOME, TABLE, ChartNode, Edge, Scene
from advisor.output.diagram.wrapping import wrapped
from advisor.output.theme import Theme

_KINDS = {
    DECISION: "shape: hexagon",
    COMPUTED: "shape: rectangle; style.3d: true",
    TABLE: "shape: package",
    OUTCOME: "shape: rectangle; style.border-radius: 12",
}
# All that is more than a character between double quotes: "${x}" would be the value of a variable.
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "$": r"\$"})


def write(scene: Scene, look: Look) -> Drawn:
    """The D2 source; the decision is in a comment."""
    heading = _quoted([*wrapped(scene.title, 64), scene.about, scene.legend])
    lines = [
        *([f"# {look.mark}"] if look.mark else []),
        f"direction: {look.direction}",
        f'style.fill: "{look.theme.page}"',
        "classes: {",
        *(f"  {name}: {{{says}}}" for name, says in _classes(look.theme).items()),
        "}",
        f"title: {heading} {{near: top-center; class: heading}}",
        *(_node(scene, node) for node in scene.nodes),
        *(_edge(scene, edge) for edge in scene.edges),
    ]
    return Drawn("\n".join(lines) + "\n")


def _classes(theme: Theme) -> dict[str, str]:
    """What each word beside a node or an edge means; without color, by width, dashes and weight."""
    strong, quiet = _ink(theme.strong, theme.strong_text), _ink(theme.quiet, theme.quiet_text)
    return {
        "heading": f'shape: text; style: {{font-size: 18; font-color: "{theme.strong_text}"}}',
        **_KINDS,
        "plain": _style(strong, f'fill: "{theme.page}"', "stroke-width: 1", "bold: false"),
        "quiet": _style(quiet, f'fill: "{theme.page}"', "stroke-width: 1", "bold: false"),
        "step": _style(strong, f'fill: "{theme.step}"', "stroke-width: 3", "bold: true"),
        "result": _style(
            strong, f'fill: "{theme.outcome}"', "stroke-width: 3", "bold: true", "double-border: true"
        ),
        "way": _style(strong, "stroke-width: 1"),
        "taken": _style(strong, "stroke-width: 5", "bold: true"),
        "other": _style(quiet, "stroke-width: 1", "stroke-dash: 4"),
    }


def _ink(stroke: str, text: str) -> str:
    return f'stroke: "{stroke}"; font-color: "{text}"'


def _style(*parts: str) -> str:
    return f"style: {{{'; '.join(parts)}}}"


def _node(scene: Scene, node: ChartNode) -> str:
    return (
        f"{node.id}: {_quoted([*node.heading, *node.notes])} {{class: [{node.kind}; {scene.emphasis(node)}]}}"
    )


def _edge(scene: Scene, edge: Edge) -> str:
    look = "taken" if edge.taken else "other" if scene.has_path else "way"
    return f"{edge.source} -> {edge.target}: {_quoted(edge.label)} {{class: {look}}}"


def _quoted(lines: Iterable[str]) -> str:
    """Lines as one label between quotes."""
    return '"' + r"\n".join(line.translate(_ESCAPES) for line in lines) + '"'
