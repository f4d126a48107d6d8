"""What turns the SVG that Graphviz draws into one for a page: accessible, inert, and decidable."""

from xml.etree import ElementTree

from advisor.diagram.chart import Chart

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"


def finished(drawn: bytes, chart: Chart, mark: str) -> str:
    """The SVG with role, title, description and the decision; without links, tooltips and doctype."""
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn)  # noqa: S314 - made by Graphviz from our own labels
    _size(root)
    root.set("role", "img")
    root.set("aria-labelledby", "title desc")
    _strip(root)
    for index, (tag, text) in enumerate(
        (("title", f"{chart.title}. {chart.about}"), ("desc", chart.says), ("metadata", mark))
    ):
        if text:
            element = ElementTree.Element(f"{{{_SVG}}}{tag}")
            element.text = text
            if tag != "metadata":
                element.set("id", tag)
            root.insert(index, element)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _size(root: ElementTree.Element) -> None:
    """Pixels, so that pages scale it by its viewBox."""
    for side in ("width", "height"):
        root.set(side, root.get(side, "").removesuffix("pt"))
    root.set("style", "max-width:100%;height:auto")


def _strip(root: ElementTree.Element) -> None:
    """Take out Graphviz's own titles, which show node ids, and unwrap its links."""
    for parent in root.iter():
        for child in list(parent):
            if child.tag == f"{{{_SVG}}}title":
                parent.remove(child)
            elif child.tag == f"{{{_SVG}}}g" and (child.get("id") or "").startswith("a_"):
                index = list(parent).index(child)
                parent.remove(child)
                for offset, part in enumerate(part for link in child for part in link):
                    parent.insert(index + offset, part)
