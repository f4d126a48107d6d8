"""Text of rules and answers inside Markdown, where it must stay text."""

import re
from collections.abc import Callable, Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*\[\]#|~]|(?<![^\W_])_|_(?![^\W_]))")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINE_START = re.compile(r"^([-+=>]|\d+(?=[.)](?:\s|$)))")
_FORMULA = re.compile(r"\$(?!\d)")
"""A dollar sign that is no price: code hosts set what stands between two of them as a formula."""


def plain(text: str) -> str:
    """A text of one line in which nothing is markup."""
    line = " ".join(text.split())
    line = _SPECIAL.sub(r"\\\1", line).replace("&", "&amp;")
    line = _FORMULA.sub("&dollar;", _TAG.sub("&lt;", line))
    return _LINE_START.sub(lambda match: f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}", line)


_LIVE = re.compile(r"(@(?=\w)|(?:https?|ftp):(?=//)|\bwww(?=\.)|\\?#(?=\d)|\bGH-(?=\d))", re.IGNORECASE)
_BREAK = "\u200b"
"""A space of no width: what a code host would link or notify is no longer one word."""


def quiet(text: str) -> str:
    """A text of one line in which nothing is markup, a link, or calls anybody."""
    return _LIVE.sub(lambda match: match[0] + _BREAK, plain(text))


def bullets(lines: Iterable[str]) -> str:
    """A list; its lines are Markdown already, and those that begin a deeper list stay as they are."""
    return "\n".join(line if line.startswith("  * ") else f"* {line}" for line in lines)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], text: Callable[[str], str] = plain) -> str:
    """A table of texts, made Markdown by `text`; empty if it has no rows."""
    head, *body = (f"| {' | '.join(map(text, row))} |" for row in (headings, *rows))
    return "\n".join([head, "|" + " --- |" * len(headings), *body]) if body else ""


def titled(title: str, block: str) -> str:
    """A block under a line that says what it is; empty if the block is."""
    return f"{title}\n\n{block}" if block else ""


def blocks(*found: str) -> str:
    """Blocks one after another; those that are empty leave no gap."""
    return "\n\n".join(filter(None, found))
