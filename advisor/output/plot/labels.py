"""The texts in pictures of figures: short numbers, labels, what is held fixed, and lines that fit."""

import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction

from advisor.days import DAY
from advisor.engine.answers import Value, shown
from advisor.engine.scope import Scope
from advisor.errors import Unanswered
from advisor.money import currency, currency_unit
from advisor.quantities import Number, show
from advisor.rules import Ruleset
from advisor.units import cell_unit, is_share

_SIZES = ((10**9, "B"), (10**6, "M"), (10**3, "k"), (0, ""))
_NO_BREAK = "\N{NO-BREAK SPACE}"


def compact(value: Number, unit: str = "") -> str:
    """A number as short as it can be typed: ``200k``, ``1.5M``, ``1,000B``, ``$5k``."""
    if unit in ("percent", DAY) or is_share(unit):
        return show(value, cell_unit(unit))
    much = abs(Fraction(value))
    size, suffix = next((size, suffix) for size, suffix in _SIZES if much >= size)
    sign = "−" if value < 0 else ""
    own = currency(unit)
    return f"{sign}{own.mark if own else ''}{show(much / (size or 1))}{suffix}"


def axis_label(rules: Ruleset, name: str) -> str:
    """The label of a question, with its unit where neither the label nor the numbers tell it."""
    label, unit = rules.label(name), rules.unit(name)
    if not unit or _is_told(unit) or _words(unit) <= _words(label):
        return label
    if _words(label) <= _words(unit):
        return unit[0].upper() + unit[1:]
    return f"{label} ({unit})"


def said(scope: Scope, name: str, value: Value) -> str:
    """An answer with its label, and whether it is the user's: ``Share of good examples: 1 (as assumed)``."""
    rules = scope.rules
    label, unit = axis_label(rules, name), rules.unit(name)
    told = not currency(unit) and not _is_told(unit) and _words(unit) <= _words(label)
    number = show(value) if told and rules.is_ordered(name) else shown(rules, name, value)
    assumed = " (as assumed)" if name in scope.used_defaults else ""
    return f"{label.removesuffix(f' ({unit})')}: {number}{assumed}"


def _is_told(unit: str) -> bool:
    """Whether the numbers tell all of a unit."""
    return unit in (currency_unit(unit), "percent", DAY) or is_share(unit)


def held(scope: Scope, names: Iterable[str]) -> list[str]:
    """Those of the questions that have an answer, each with it; the user's own before those assumed."""
    found = []
    for name in names:
        try:
            found.append((scope[name], name))
        except Unanswered:
            continue
    found.sort(key=lambda one: one[1] in scope.used_defaults)
    return [said(scope, name, value) for value, name in found]


def fitted(parts: Sequence[str], width: int, lines: int) -> str:
    """As many of the parts as fit into so many lines of so many letters; says how many do not.

    A part is broken only where it is longer than a line.
    """
    found = ""
    for count in range(1, len(parts) + 1):
        left = len(parts) - count
        more = [f"{left} more"] if left else []
        joined = f"{_NO_BREAK}· ".join(_kept_whole(part, width - 2) for part in [*parts[:count], *more])
        text = wrapped(joined, width).replace(_NO_BREAK, " ")
        if text.count("\n") >= lines:
            break
        found = text
    return found


def _kept_whole(part: str, width: int) -> str:
    return part.replace(" ", _NO_BREAK) if len(part) <= width else part


def wrapped(text: str, width: int) -> str:
    """The text in lines of at most so many letters."""
    return "\n".join(textwrap.wrap(text, width, break_on_hyphens=False))


def _words(text: str) -> set[str]:
    return set(text.lower().split())
