"""A chart as DOT. The only module that knows the `graphviz` package."""

from typing import NamedTuple

from graphviz import Digraph, escape, nohtml

from advisor.diagram.chart import COMPUTED, DECISION, OUTCOME, Chart, Edge, Node, circled, wrapped

FONT = "Helvetica,Arial,sans-serif"


class Theme(NamedTuple):
    """Colors of one theme, each readable on `page`."""

    page: str
    quiet: str
    quiet_text: str
    strong: str
    strong_text: str
    step: str
    outcome: str


THEMES = {
    "light": Theme("#ffffff", "#8b95a1", "#4b5563", "#1d4ed8", "#111827", "#dbeafe", "#dcfce7"),
    "dark": Theme("#0d1117", "#6e7681", "#b6bfc9", "#79c0ff", "#ffffff", "#12315c", "#0f3d22"),
}
_SHAPES = {DECISION: "hexagon", COMPUTED: "box3d", OUTCOME: "box"}
_MARGINS = {DECISION: "0.02,0.06", COMPUTED: "0.25,0.15", OUTCOME: "0.2,0.12"}
_DIRECTIONS = {"down": "TB", "right": "LR"}


def source(chart: Chart, theme: str = "light", direction: str = "down", comment: str = "") -> str:
    """The DOT source; `comment` becomes its first line and must hold no line break."""
    colors = THEMES[theme]
    graph = Digraph("advisor", comment=comment or None, graph_attr={
        "rankdir": _DIRECTIONS[direction], "bgcolor": colors.page, "pad": "0.3", "nodesep": "0.45",
        "ranksep": "0.45", "fontname": FONT, "fontsize": "16", "fontcolor": colors.strong_text,
        "labelloc": "t", "labeljust": "l", "tooltip": " ",
        "label": _lines([*wrapped(chart.title, 64), chart.about, " "], "\\l"),
    })  # fmt: skip
    for node in chart.nodes:
        _add_node(graph, node, colors, quiet=chart.has_path and not node.number)
    for edge in chart.edges:
        # beside a way down, above a way to the right
        label = _lines([f"   {line} " for line in edge.label] + [" "] * (direction == "right"), "\\l")
        _add_edge(graph, edge, label, colors, quiet=chart.has_path and not edge.taken)
    return str(graph.source)


def _add_node(graph: Digraph, node: Node, colors: Theme, quiet: bool) -> None:
    taken = bool(node.number)
    fill = colors.page if quiet else colors.outcome if node.kind == OUTCOME else colors.step
    heading = [f"{circled(node.number)} {node.label[0]}", *node.label[1:]] if taken else node.label
    graph.node(
        node.id, label=_lines([*heading, *node.notes], "\\n"), shape=_SHAPES[node.kind],
        style="filled,rounded" if node.kind == OUTCOME else "filled", fillcolor=fill, fontname=FONT,
        color=colors.quiet if quiet else colors.strong, penwidth="3" if taken else "1",
        peripheries="2" if taken and node.kind == OUTCOME else "1", fontsize="14", margin=_MARGINS[node.kind],
        fontcolor=colors.quiet_text if quiet else colors.strong_text, tooltip=_lines(node.label, " "),
    )  # fmt: skip


def _add_edge(graph: Digraph, edge: Edge, label: str, colors: Theme, quiet: bool) -> None:
    graph.edge(
        edge.source, edge.target, label=label, fontname=FONT, fontsize="14" if edge.taken else "12",
        color=colors.quiet if quiet else colors.strong, fontcolor=colors.quiet_text if quiet else colors.strong_text,
        penwidth="4" if edge.taken else "1", arrowsize="1.2" if edge.taken else "0.8",
        style="dashed" if quiet else "solid", weight="3" if edge.taken else "1", tooltip=" ",
    )  # fmt: skip


def _lines(lines: list[str] | tuple[str, ...], end: str) -> str:
    """Lines as one label in which nothing is an escape, an entity or markup but the line ends."""
    joined = end.join(escape(line.replace("&", "&amp;")) for line in lines)
    return nohtml(joined + (end if end == "\\l" else ""))
