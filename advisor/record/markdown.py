"""Text of rules and answers inside Markdown, where it must stay text."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*\[\]#|~]|(?<!\w)_|_(?!\w))")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINE_START = re.compile(r"^([-+=>]|\d+(?=[.)]\s))")


def plain(text: str) -> str:
    """A text of one line in which nothing is markup."""
    line = " ".join(text.split())
    line = _SPECIAL.sub(r"\\\1", line).replace("&", "&amp;")
    line = _TAG.sub("&lt;", line)
    return _LINE_START.sub(lambda match: f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}", line)


def bullets(lines: Iterable[str]) -> list[str]:
    """A list; its lines are Markdown already, and those that begin a deeper list stay as they are."""
    return [line if line.startswith("  * ") else f"* {line}" for line in lines]


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table of plain texts."""
    head = f"| {' | '.join(headings)} |"
    return [head, "|" + " --- |" * len(headings), *(f"| {' | '.join(map(plain, row))} |" for row in rows)]
