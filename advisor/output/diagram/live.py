"""The chart as an SVG whose parts a page can light: drawn once, without colors, fonts or a path.

Every node and edge carries its id, and `data` says what these ids stand for. The page's style sheet gives
the looks, so that light, dark and print need one drawing.
"""

import re
from datetime import date
from typing import Any, NamedTuple
from xml.etree import ElementTree

from advisor.output.diagram import dot, render
from advisor.output.diagram.look import Look
from advisor.output.diagram.scene import DECISION, OUTCOME, Edge, Scene, scene
from advisor.output.diagram.svg import NAMESPACE, across, center, shape_of
from advisor.output.theme import THEMES
from advisor.rules import Ruleset

_KEPT = {"points", "d", "x", "y", "width", "height", "rx", "viewBox", "transform"}
_DECIMAL = re.compile(r"-?\d+\.\d+")


class Live(NamedTuple):
    """A chart for a page.

    svg: the drawing, with ``data-node`` and ``data-edge`` on its groups
    data: the nodes and edges behind these, as plain data
    """

    svg: str
    data: dict[str, Any]


def draw(rules: Ruleset) -> Live:
    """The chart of a ruleset. Raises AdvisorError where nothing can draw it."""
    shown = scene(rules, None, date.min)  # a page says no day: it is the same whenever it is written
    drawn = render.render(dot.source(shown, Look(THEMES["light"], shown.direction), heading=False), "svg")
    return Live(_finished(drawn, shown), _data(rules, shown))


def _data(rules: Ruleset, shown: Scene) -> dict[str, Any]:
    """What the drawing shows, for whoever writes it in another form."""
    states = {node.id: node.state for node in shown.nodes}
    nodes = [{key: getattr(node, key) for key in ("id", "state", "kind", "label")} for node in shown.nodes]
    edges = [_edge(rules, edge, states) for edge in shown.edges]
    texts = {key: getattr(shown, key) for key in ("says", "legend", "direction")}
    return texts | {"nodes": nodes, "edges": edges}


def _edge(rules: Ruleset, edge: Edge, states: dict[str, str]) -> dict[str, Any]:
    """An edge, with the decision and the branches (from 0) that go it."""
    decision, to = states[edge.source], states[edge.target]
    ways = [index for index, one in enumerate(rules.decisions[decision].branches) if one.to == to]
    ends = {"from": edge.source, "to": edge.target}
    return ends | {"decision": decision, "branches": ways, "label": edge.label}


def _finished(drawn: bytes, shown: Scene) -> str:
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.fromstring(drawn)  # noqa: S314 - made by Graphviz from our own labels
    graph = root[0]
    graph.remove(next(part for part in graph if part.tag.endswith("polygon")))  # the page behind it
    kinds = {node.id: node.kind for node in shown.nodes}
    edges = {f"{edge.source}->{edge.target}": str(index) for index, edge in enumerate(shown.edges)}
    for group in graph:
        name = group.findtext(f"{{{NAMESPACE}}}title", "")  # what Graphviz calls it
        if name in kinds:
            group.set("data-node", name)
            _prepare(group, kinds[name])
        elif name in edges:
            group.set("data-edge", edges[name])
            group.set("class", "edge")
    _only_shape(root)
    for size in ("width", "height"):  # the page gives it its own
        del root.attrib[size]
    root.set("class", "chart")
    return ElementTree.tostring(root, encoding="unicode")


def _prepare(group: ElementTree.Element, kind: str) -> None:
    """Class and place of a node; its lines in its middle, and where the number of a step can stand."""
    center(group)
    group.set("class", f"node {kind}")
    shape = shape_of(group)
    ends, rows = across(shape), across(shape, start=1)
    at = (min(rows), (min(rows) + max(rows)) / 2)[kind == DECISION]
    aside = {OUTCOME: 4, DECISION: -6}.get(kind, 0)  # onto a round corner; off the text beside a pointed one
    group.set("data-at", f"{min(ends) + aside:.1f} {at:.1f}")
    if kind == OUTCOME:
        _as_box(shape, ends, rows)


def _as_box(shape: ElementTree.Element, ends: list[float], rows: list[float]) -> None:
    """Make a rounded box one, which Graphviz writes as curves of four times the length."""
    shape.attrib.clear()
    shape.tag = f"{{{NAMESPACE}}}rect"
    corner = {"x": min(ends), "y": min(rows)}
    sides = {"width": max(ends) - min(ends), "height": max(rows) - min(rows), "rx": 9}
    for name, value in (corner | sides).items():
        shape.set(name, f"{value:.1f}")


def _only_shape(root: ElementTree.Element) -> None:
    """Take out what looks are made of, titles, and texts of blanks; a tenth of a point is exact enough."""
    for parent in list(root.iter()):
        parent.text = parent.text if parent.tag.endswith("text") else None
        parent.tail = None
        for child in list(parent):
            if child.tag.endswith("title") or (child.tag.endswith("text") and not (child.text or "").strip()):
                parent.remove(child)
        for name in set(parent.attrib) - _KEPT:
            if not name.startswith("data-") and name != "class":
                del parent.attrib[name]
        for name, value in parent.attrib.items():
            parent.set(name, _DECIMAL.sub(lambda match: f"{float(match[0]):.1f}", value))
