"""A chart that is wider than a page, in parts that are not: bands of its levels, each going to the right."""

from math import ceil

from advisor.output.diagram import dot, render
from advisor.output.diagram.look import MAX_WIDTH, Look
from advisor.output.diagram.scene import ELSEWHERE, Scene

MAX_NODES = 1_000
"""Nodes of a chart up to which it is split: to lay out more takes longer than anyone looks at it."""
_TRIES = 4


def split(scene: Scene, look: Look) -> list[Scene]:
    """The chart in as few parts as fit a page, or nearly so; itself, where it fits or is too large to be split."""
    if len(scene.nodes) > MAX_NODES:
        return [scene]
    depth = max(node.level for node in scene.nodes) + 1
    fewest = min(ceil(_width(scene, look) / MAX_WIDTH), depth)
    found = [scene]
    for count in range(fewest, min(fewest + _TRIES, depth + 1)):
        found = bands(scene, count) if count > 1 else [scene]
        if all(_width(part, look) <= MAX_WIDTH for part in found):
            break
    return found


def _width(scene: Scene, look: Look) -> float:
    return render.size(dot.source(scene, look))[0]


def bands(scene: Scene, count: int) -> list[Scene]:
    """The chart in parts of as many levels each; what leads out of one says in which part it goes on.

    An outcome stands in each part that leads to it.
    """
    forks = {edge.source for edge in scene.edges}
    levels = {node.id: node.level for node in scene.nodes if node.id in forks}
    deep = ceil((max(levels.values()) + 1) / count)
    part = {id_: level // deep for id_, level in levels.items()}
    last = max(part.values()) + 1
    return [_band(scene, part, number, last) for number in range(last)]


def _band(scene: Scene, part: dict[str, int], number: int, last: int) -> Scene:
    """One part: its own nodes, and for each one elsewhere that it leads to, where that is."""
    edges = tuple(edge for edge in scene.edges if part[edge.source] == number)
    led_to = {edge.target for edge in edges}
    nodes = []
    for node in scene.nodes:
        own = part.get(node.id, number)
        if own != number and node.id in led_to:
            nodes.append(node._replace(kind=ELSEWHERE, notes=(f"goes on in part {own + 1}",)))
        elif own == number and (node.id in part or node.id in led_to):
            nodes.append(node)
    about = f"{scene.about}, part {number + 1} of {last}"
    return scene._replace(about=about, nodes=tuple(nodes), edges=edges)
