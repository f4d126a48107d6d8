"""A chart as PDF, with the decision in a comment."""

from advisor.output.diagram import dot, fonts, render
from advisor.output.diagram.look import Drawn, Look
from advisor.output.diagram.scene import Scene


def write(scene: Scene, look: Look) -> Drawn:
    """The PDF. Raises AdvisorError."""
    source = fonts.drawable(dot.source(scene, look), scene.text)
    drawn, (width, _) = render.render(source, "pdf"), render.size(source)
    if not look.mark:
        return Drawn(drawn, width=width)
    at = drawn.rindex(b"startxref")  # before it, no offset in the file moves
    return Drawn(drawn[:at] + b"% " + look.mark.encode() + b"\n" + drawn[at:], width=width)
