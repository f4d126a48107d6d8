"""A chart as a Mermaid flowchart that renders as it is, for instance inside Markdown."""

import json
import re

from advisor.output.diagram.chart import COMPUTED, DECISION, OUTCOME, Chart, Edge, Node, circled

_DIRECTIONS = {"down": "TD", "right": "LR"}
_SHAPES = {DECISION: ("{{", "}}"), COMPUTED: ("[[", "]]"), OUTCOME: ("(", ")")}
_CLASSES = {
    "light": {
        "quiet": "fill:#ffffff,stroke:#8b95a1,stroke-width:1px,color:#4b5563",
        "plain": "fill:#ffffff,stroke:#1d4ed8,stroke-width:1px,color:#111827",
        "step": "fill:#dbeafe,stroke:#1d4ed8,stroke-width:3px,color:#111827",
        "result": "fill:#dcfce7,stroke:#1d4ed8,stroke-width:5px,color:#111827",
    },
    "dark": {
        "quiet": "fill:#0d1117,stroke:#6e7681,stroke-width:1px,color:#b6bfc9",
        "plain": "fill:#0d1117,stroke:#79c0ff,stroke-width:1px,color:#ffffff",
        "step": "fill:#12315c,stroke:#79c0ff,stroke-width:3px,color:#ffffff",
        "result": "fill:#0f3d22,stroke:#79c0ff,stroke-width:5px,color:#ffffff",
    },
}
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


def source(
    chart: Chart, theme: str = "light", direction: str = "", comment: str = "", heading: bool = True
) -> str:
    """The Mermaid source; `comment` becomes a comment line and must hold no line break.

    With a `heading`, title, ruleset and date stand above the chart.
    """
    title = _sentence(f"{chart.title}. {chart.about}")
    classes = sorted({_class(chart, node) for node in chart.nodes})
    lines = [
        "---",
        *([f"title: {json.dumps(title, ensure_ascii=False)}"] if heading else []),
        "config: {flowchart: {wrappingWidth: 400}}",  # lines are broken here, and not again by Mermaid
        "---",
        f"flowchart {_DIRECTIONS[direction or chart.direction]}",
        *([f"    %% {comment}"] if comment else []),
        f"    accTitle: {title}",
        f"    accDescr: {_sentence(chart.says)}",
        *(f"    {_node(node, _class(chart, node))}" for node in chart.nodes),
        *(f"    {_edge(edge)}" for edge in chart.edges),
        *(f"    classDef {name} {_CLASSES[theme][name]}" for name in classes),
        *_link_styles(chart),
    ]
    return "\n".join(lines) + "\n"


def _class(chart: Chart, node: Node) -> str:
    taken = "result" if node.kind == OUTCOME else "step"
    return taken if node.number else "quiet" if chart.has_path else "plain"


def _node(node: Node, name: str) -> str:
    opening, closing = _SHAPES[node.kind]
    heading = [f"{circled(node.number)} {node.label[0]}", *node.label[1:]] if node.number else node.label
    return f"{node.id}{opening}{_quoted([*heading, *node.notes])}{closing}:::{name}"


def _edge(edge: Edge) -> str:
    arrow = "==>" if edge.taken else "-->"
    return f"{edge.source} {arrow}|{_quoted(edge.label)}| {edge.target}"


def _link_styles(chart: Chart) -> list[str]:
    strong, quiet = _STROKES
    if not chart.has_path:
        return [f"    linkStyle default stroke:{strong},stroke-width:1px"]
    taken = [str(index) for index, edge in enumerate(chart.edges) if edge.taken]
    others = [str(index) for index, edge in enumerate(chart.edges) if not edge.taken]
    styles = {
        f"stroke:{strong},stroke-width:4px": taken,
        f"stroke:{quiet},stroke-width:1px,stroke-dasharray:4": others,
    }
    return [f"    linkStyle {','.join(links)} {style}" for style, links in styles.items() if links]


def _quoted(lines: list[str] | tuple[str, ...]) -> str:
    """Lines as one label. They end as lines do: beside a tag, Mermaid 11.0 to 11.9 undo what is escaped."""
    escaped = "\n".join(_SPECIAL.sub(_entity, line) for line in lines)
    return f'"{escaped}"'


def _entity(match: re.Match[str]) -> str:
    """The last character of what was found as Mermaid's own entity."""
    return f"{match[0][:-1]}#{ord(match[0][-1])};"


def _sentence(text: str) -> str:
    """Text for one line of accTitle or accDescr, which know no quotes and no entities."""
    return _STATEMENT.sub("\u2060 ", " ".join(text.translate(_SPOKEN).split()))
