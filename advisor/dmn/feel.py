"""The forms of FEEL that tables are made of, in ours: literals, tests of a cell, and names with blanks in them.

There is no kept parser of FEEL for Python. Tables need little of it; what is more raises ValueError.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from advisor.errors import brief
from advisor.quantities import shortest

FeelValue = str | bool | Fraction
"""A text, true or false, or a number; a day is a text in `IsoDay`."""


class IsoDay(str):
    """A day, as ISO writes it."""


_STRING = r'"(?:[^"\\]|\\.)*"'
_NUMBER = r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,2})?"
_DAY = r'(?:date\(\s*"(\d{4}-\d\d-\d\d)"\s*\)|@"(\d{4}-\d\d-\d\d)")'
_END = rf"(?:{_NUMBER}|date\([^()]*\)|@{_STRING})"
_RANGE = re.compile(rf"([\[\](])\s*({_END})\s*\.\.\s*({_END})\s*([\])\[])")
_COMPARED = re.compile(r"(<=|>=|<|>|=)\s*(.+)", re.DOTALL)
_NOT = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t"}


def literal(text: str) -> FeelValue:
    """The value of a literal. Raises ValueError."""
    if re.fullmatch(_STRING, text):
        return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text[1:-1])
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(_NUMBER, text):
        return Fraction(text)
    if found := re.fullmatch(_DAY, text):
        return IsoDay(found[1] or found[2])
    raise ValueError(f"`{brief(text)}` is no text in quotes, number, date, true or false")


def type_of(value: FeelValue) -> str:
    """The type of a literal in our expressions."""
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, Fraction) else "date" if isinstance(value, IsoDay) else "text"


def parts(text: str) -> list[str]:
    """What commas separate, outside quotes, parentheses and brackets."""
    found, depth, begin = [], 0, 0
    pieces = re.finditer(rf"{_RANGE.pattern}|{_STRING}|[(),]", text)
    for piece in pieces:
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if piece[0] == "," and depth == 0:
            found.append(text[begin : piece.start()].strip())
            begin = piece.end()
    return [*found, text[begin:].strip()]


def literals(text: str) -> list[FeelValue]:
    """The values of a list of literals. Raises ValueError."""
    return [literal(part) for part in parts(text)] if text else []


def texts_in(text: str) -> list[str]:
    """The texts in quotes that stand in tests."""
    return [str(literal(one)) for one in re.findall(_STRING, re.sub(_DAY, "", text))]


def cell(text: str, every: Collection[str], word: Mapping[str, str]) -> str:
    """The tests of one cell as a cell of ours; `every` are all ids or words there are, `word` the id of each text.

    Raises ValueError.
    """
    if text in ("", "-"):
        return "-"
    negated = _NOT.fullmatch(text)
    if not negated:
        return ", ".join(_test(part, word) for part in parts(text))
    held = [_test(part, word) for part in parts(negated[1])]
    if not set(held) <= set(every):
        raise ValueError(f"`{brief(text)}`: what is not a figure or a range cannot be written; write what is")
    left = [value for value in every if value not in held]
    if not left:
        raise ValueError(f"`{brief(text)}` holds for nothing")
    return ", ".join(left)


def _test(text: str, word: Mapping[str, str]) -> str:
    if found := _RANGE.fullmatch(text):
        low, high = (cell_of(literal(end), word) for end in (found[2], found[3]))
        opening, closing = "[" if found[1] == "[" else "(", "]" if found[4] == "]" else ")"
        return f"{opening}{low}..{high}{closing}"
    if found := _COMPARED.fullmatch(text):
        value = cell_of(literal(found[2].strip()), word)
        return value if found[1] == "=" else f"{found[1]} {value}"
    return cell_of(literal(text), word)


def cell_of(value: FeelValue, word: Mapping[str, str]) -> str:
    """A literal as our cells write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return shortest(value)
    return str(value) if isinstance(value, IsoDay) else word[value]


def renamed(text: str, names: Iterable[tuple[str, str]]) -> str:
    """An expression with our ids for the names in it, which can have blanks; the longest first."""
    ids = {" ".join(name.split()): id_ for name, id_ in names}
    if not ids:
        return text
    ways = "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(ids, key=len, reverse=True))
    found = re.compile(rf"{_STRING}|(?<![\w.])(?:{ways})(?![\w.])")
    return found.sub(lambda one: ids.get(" ".join(one[0].split()), one[0]), text)
