"""A chart as SVG for a page: what Graphviz draws, made accessible, inert, and decidable."""

import hashlib
import re
from xml.etree import ElementTree

from advisor.output.diagram import dot, fonts
from advisor.output.diagram.look import Drawn, Look
from advisor.output.diagram.scene import Scene

NAMESPACE = "http://www.w3.org/2000/svg"


def write(scene: Scene, look: Look) -> Drawn:
    """The SVG. The viewer draws the letters: fonts are missed only to tell how wide a text is."""
    drawn, has_fonts = fonts.render_svg(dot.source(scene, look))
    warning = "this machine has no fonts: the widths of texts in the SVG are estimates"
    width = re.search(rb'<svg width="(\d+)', drawn)
    warnings = () if has_fonts else (warning,)
    return Drawn(_finished(drawn, scene, look.mark), warnings, float(width[1]) if width else 0)


def _finished(drawn: bytes, scene: Scene, mark: str) -> str:
    """The SVG with role, title, description and the decision; without doctype and node names."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.fromstring(drawn)  # noqa: S314 - made by Graphviz from our own labels
    name = hashlib.sha256(drawn).hexdigest()[:8]  # ids of two pictures in one page must differ
    _strip(root)
    for node in root.iterfind(f".//{{{NAMESPACE}}}g[@class='node']"):
        center(node)
    for side in ("width", "height"):  # pixels, so that pages scale it by its viewBox
        root.set(side, root.get(side, "").removesuffix("pt"))
    root.set("style", "max-width:100%;height:auto")
    root.set("role", "img")
    root.set("aria-labelledby", f"title-{name} desc-{name}")
    texts = {"title": f"{scene.title}. {scene.about}", "desc": scene.says, "metadata": mark}
    for index, (tag, text) in enumerate((tag, text) for tag, text in texts.items() if text):
        element = ElementTree.Element(
            f"{{{NAMESPACE}}}{tag}", {} if tag == "metadata" else {"id": f"{tag}-{name}"}
        )
        element.text = text
        root.insert(index, element)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _strip(root: ElementTree.Element) -> None:
    """Take out Graphviz's own ids and titles, which show node names, and its tooltips."""
    for parent in root.iter():
        parent.attrib.pop("id", None)
        for child in list(parent):
            if child.tag == f"{{{NAMESPACE}}}title":
                parent.remove(child)


def center(node: ElementTree.Element) -> None:
    """Center a node's lines in its shape whatever the viewer's font, not where this machine's put them."""
    ends = across(shape_of(node))
    for text in node.iterfind(f"{{{NAMESPACE}}}text"):
        text.set("x", f"{(min(ends) + max(ends)) / 2:.2f}")
        text.set("text-anchor", "middle")


def shape_of(node: ElementTree.Element) -> ElementTree.Element:
    """The outline of a node."""
    return next(part for part in node if part.get("points") or part.get("d"))


def across(shape: ElementTree.Element, *, start: int = 0) -> list[float]:
    """Where the corners of a shape are from left to right; from 1, from top to bottom."""
    numbers = re.findall(r"-?[\d.]+", shape.get("points") or shape.get("d") or "")
    return [float(number) for number in numbers[start::2]]
