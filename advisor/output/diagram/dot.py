"""A chart as DOT. The only module that knows the `graphviz` package."""

from collections.abc import Iterable

from graphviz import Digraph

from advisor.output.diagram.look import PAD, Drawn, Look
from advisor.output.diagram.scene import (
    COMPUTED,
    DECISION,
    ELSEWHERE,
    OUTCOME,
    TABLE,
    ChartNode,
    Edge,
    Scene,
)
from advisor.output.diagram.wrapping import wrapped
from advisor.output.theme import Theme

FONT = "Helvetica,Arial,sans-serif"
_SHAPES = {DECISION: "hexagon", COMPUTED: "box3d", TABLE: "box", OUTCOME: "box", ELSEWHERE: "cds"}
_WIDE, _NARROW = "0.25,0.15", "0.2,0.12"
_MARGINS = {DECISION: "0.02,0.06", COMPUTED: _WIDE, TABLE: _WIDE, OUTCOME: _NARROW, ELSEWHERE: _NARROW}
_GAP = '<FONT POINT-SIZE="5"> <BR ALIGN="LEFT"/></FONT>'
_LEADING = '<FONT POINT-SIZE="4"> <BR/></FONT>'
"""What stands between two lines, which Graphviz sets solid where anything of a label has a font of its own."""
_DIRECTIONS = {"down": "TB", "right": "LR"}
# In its own markup Graphviz still replaces backslash escapes, even after entities: two stand for one.
# Versions up to 2.43 do not read a label that is nothing but "]".
_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "]": "&#93;", "\\": "&#92;&#92;"}
)


def write(scene: Scene, look: Look) -> Drawn:
    """The DOT source."""
    return Drawn(source(scene, look, comment=look.mark))


def source(scene: Scene, look: Look, comment: str = "", *, heading: bool = True) -> str:
    """The DOT source; `comment` becomes its first line and must hold no line break.

    With a `heading`, title, ruleset, date and legend stand above the chart.
    """
    colors = look.theme
    above = {"labelloc": "t", "labeljust": "l", "label": _heading(scene, colors)} if heading else {}
    graph = Digraph("advisor", comment=comment or None, graph_attr={
        "rankdir": _DIRECTIONS[look.direction], "bgcolor": colors.page, "pad": str(PAD),
        "nodesep": "0.45", "ranksep": "0.45", "fontname": FONT, "fontcolor": colors.strong_text, **above,
    }, node_attr={"fontname": FONT, "fontsize": "14"}, edge_attr={"fontname": FONT})  # fmt: skip
    for node in scene.nodes:
        _add_node(graph, node, colors, scene.has_path and not node.number)
    for edge in scene.edges:
        beside = look.direction == "down"
        _add_edge(graph, edge, colors, scene.has_path and not edge.taken, beside)
    return str(graph.source)


def _heading(scene: Scene, colors: Theme) -> str:
    title = _lines(wrapped(scene.title, 64), bold=True, size=18, left=True)
    about = _lines([scene.about], size=13, left=True)
    legend = _lines([scene.legend], size=12, left=True, color=colors.quiet_text)
    return f"<{title}{_GAP}{about}{_GAP}{legend}{_GAP * 3}>"


def _add_node(graph: Digraph, node: ChartNode, colors: Theme, quiet: bool) -> None:
    taken = bool(node.number)
    notes = f"<BR/>{_GAP}{_lines(node.notes, size=12)}" if node.notes else ""
    graph.node(
        node.id, label=f"<{_lines(node.heading, bold=taken)}{notes}>", shape=_SHAPES[node.kind],
        style="filled,rounded" if node.kind == OUTCOME else "filled", margin=_MARGINS[node.kind],
        fillcolor=colors.page if quiet else colors.outcome if node.kind == OUTCOME else colors.step,
        color=colors.quiet if quiet else colors.strong, penwidth="3" if taken else "1",
        peripheries="2" if taken and node.kind == OUTCOME else "1",
        fontcolor=colors.quiet_text if quiet else colors.strong_text,
    )  # fmt: skip


def _add_edge(graph: Digraph, edge: Edge, colors: Theme, quiet: bool, beside: bool) -> None:
    """One edge; its label stands `beside` a way down, and above a way to the right."""
    lines = [f"\u00a0\u00a0\u00a0{line}\u00a0" for line in edge.label] + ([] if beside else [" "])
    graph.edge(
        edge.source, edge.target, label=f"<{_lines(lines, bold=edge.taken, left=True)}>",
        fontsize="14" if edge.taken else "12", color=colors.quiet if quiet else colors.strong,
        fontcolor=colors.quiet_text if quiet else colors.strong_text, penwidth="4" if edge.taken else "1",
        arrowsize="1.2" if edge.taken else "0.8", style="dashed" if quiet else "solid",
        weight="3" if edge.taken else "1",
    )  # fmt: skip


def _lines(
    lines: Iterable[str], *, bold: bool = False, size: int = 0, left: bool = False, color: str = ""
) -> str:
    """Lines of a label in Graphviz's own markup, in which the text is only text."""
    end = '<BR ALIGN="LEFT"/>' if left else "<BR/>"
    text = (end + _LEADING).join(line.translate(_ENTITIES) for line in lines) + (end if left else "")
    text = f"<B>{text}</B>" if bold else text
    style = (f' POINT-SIZE="{size}"' if size else "") + (f' COLOR="{color}"' if color else "")
    return f"<FONT{style}>{text}</FONT>" if style else text
