"""A chart as a Mermaid flowchart that renders as it is, for instance inside Markdown."""

import json
import re
from collections.abc import Iterable

from advisor.output.diagram.look import Drawn, Look
from advisor.output.diagram.scene import COMPUTED, DECISION, OUTCOME, TABLE, ChartNode, Edge, Scene
from advisor.output.theme import Theme

_DIRECTIONS = {"down": "TD", "right": "LR"}
_SHAPES = {DECISION: ("{{", "}}"), COMPUTED: ("[[", "]]"), TABLE: ("[", "]"), OUTCOME: ("(", ")")}
_FILLS = {"quiet": ("page", 1), "plain": ("page", 1), "step": ("step", 3), "result": ("outcome", 5)}
"""Each class of nodes: the color of the theme that fills it, and how wide its line is."""
_STROKES = ("#3b82f6", "#8b95a1")
"""Colors of lines, which stand on the page itself: readable on white and on black."""
# What some version of Mermaid, its Markdown or HTML reads as more than a character, in a label in quotes:
# "#" begins Mermaid's own entities, "{" a directive, "$$" a formula, ":" a link, an icon or a style, "@" an
# address, "." one after www, "direction" a statement; at the start of a line "- " and "1. " begin a list,
# "---" and "===" draw a rule, "%%" is a comment.
_SPECIAL = re.compile(
    r"""[#"<>&\\|*_~`{};:@\[\]]|\$(?=\$)|(?<=\$)\$|(?<=www)\.|d(?=irection\b)"""
    r"""|^[-+](?=[-\s]|$)|^=(?==*$)|^%|^\d+[.)](?=\s|$)""",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"(?<=direction) (?=TB|TD|BT|RL|LR)", re.IGNORECASE)
"""Makes a statement of the whole line, whatever it begins with, unless something invisible stands there."""
_SPOKEN = str.maketrans({";": ",", '"': "'", "<": " under ", ">": " over "} | dict.fromkeys("{}#%\\", " "))


def write(scene: Scene, look: Look) -> Drawn:
    """The Mermaid source."""
    return Drawn(source(scene, look))


def source(scene: Scene, look: Look, *, heading: bool = True) -> str:
    """The Mermaid source; with a `heading`, title, ruleset and date stand above the chart."""
    title = _sentence(f"{scene.title}. {scene.about}")
    classes = sorted({scene.emphasis(node) for node in scene.nodes})
    lines = [
        "---",
        *([f"title: {json.dumps(title, ensure_ascii=False)}"] if heading else []),
        "config: {flowchart: {wrappingWidth: 400}}",  # lines are broken here, and not again by Mermaid
        "---",
        f"flowchart {_DIRECTIONS[look.direction]}",
        *([f"    %% {look.mark}"] if look.mark else []),
        f"    accTitle: {title}",
        f"    accDescr: {_sentence(scene.says)}",
        *(f"    {_node(node, scene.emphasis(node))}" for node in scene.nodes),
        *(f"    {_edge(edge)}" for edge in scene.edges),
        *(f"    classDef {name} {_style(name, look.theme)}" for name in classes),
        *_link_styles(scene),
    ]
    return "\n".join(lines) + "\n"


def _style(name: str, theme: Theme) -> str:
    fill, width = _FILLS[name]
    stroke, color = (theme.quiet, theme.quiet_text) if name == "quiet" else (theme.strong, theme.strong_text)
    return f"fill:{getattr(theme, fill)},stroke:{stroke},stroke-width:{width}px,color:{color}"


def _node(node: ChartNode, name: str) -> str:
    opening, closing = _SHAPES[node.kind]
    return f"{node.id}{opening}{_quoted([*node.heading, *node.notes])}{closing}:::{name}"


def _edge(edge: Edge) -> str:
    arrow = "==>" if edge.taken else "-->"
    return f"{edge.source} {arrow}|{_quoted(edge.label)}| {edge.target}"


def _link_styles(scene: Scene) -> list[str]:
    strong, quiet = _STROKES
    if not scene.has_path:
        return [f"    linkStyle default stroke:{strong},stroke-width:1px"]
    taken = [str(index) for index, edge in enumerate(scene.edges) if edge.taken]
    others = [str(index) for index, edge in enumerate(scene.edges) if not edge.taken]
    styles = {
        f"stroke:{strong},stroke-width:4px": taken,
        f"stroke:{quiet},stroke-width:1px,stroke-dasharray:4": others,
    }
    return [f"    linkStyle {','.join(links)} {style}" for style, links in styles.items() if links]


def _quoted(lines: Iterable[str]) -> str:
    """Lines as one label. They end as lines do: beside a tag, Mermaid 11.0 to 11.9 undo what is escaped."""
    escaped = "\n".join(_SPECIAL.sub(_entity, line) for line in lines)
    return f'"{escaped}"'


def _entity(match: re.Match[str]) -> str:
    """The last character of what was found as Mermaid's own entity."""
    return f"{match[0][:-1]}#{ord(match[0][-1])};"


def _sentence(text: str) -> str:
    """Text for one line of accTitle or accDescr, which know no quotes and no entities."""
    return _STATEMENT.sub("\u2060 ", " ".join(text.translate(_SPOKEN).split()))
