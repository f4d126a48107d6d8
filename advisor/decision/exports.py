"""What this program writes that carries a decision: diagrams, by suffix, and records.

The one table of diagram formats: the command, its help, the wizard and the reading of decisions follow it.
`advisor.output.diagram` has a module of the name of each that writes it.
"""

from typing import NamedTuple


class Format(NamedTuple):
    """One format of diagrams.

    title: what reads it, where its suffix does not say so
    is_text: it can go to standard output
    is_image: a page can show it by a link
    """

    title: str = ""
    is_text: bool = True
    is_image: bool = False


DIAGRAMS = {
    "svg": Format(is_image=True),
    "png": Format(is_text=False, is_image=True),
    "pdf": Format(is_text=False),
    "dot": Format("Graphviz"),
    "mmd": Format("Mermaid"),
    "d2": Format("D2"),
}
TEXTS = ("md", *(suffix for suffix, one in DIAGRAMS.items() if one.is_text))
"""The suffixes of what is text and may carry a decision."""
BINARIES = tuple(suffix for suffix, one in DIAGRAMS.items() if not one.is_text)
IMAGES = tuple(suffix for suffix, one in DIAGRAMS.items() if one.is_image)


def listed() -> str:
    """The formats of diagrams for a help text: ``.svg, .png, .dot (Graphviz)``."""
    return ", ".join(f".{suffix}" + f" ({one.title})" * bool(one.title) for suffix, one in DIAGRAMS.items())
