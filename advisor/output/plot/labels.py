"""The texts in pictures of figures: short numbers, labels, what is held fixed, and lines that fit."""

import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction

from advisor.days import DAY
from advisor.engine.answers import shown
from advisor.engine.scope import Scope
from advisor.money import currency, currency_unit
from advisor.quantities import Number, show
from advisor.rules import Ruleset
from advisor.units import cell_unit, is_share

MAX_LINES = 4
"""Lines of a text; what is longer ends in an ellipsis."""
MAX_PARTS = 5
"""Parts of a list that are told; the others are counted."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_SIZES = ((10**9, "B"), (10**6, "M"), (10**3, "k"), (1, ""))


def compact(value: Number, unit: str = "") -> str:
    """A number as short as it can be typed: ``200k``, ``1.5M``, ``1,000B``, ``$5k``."""
    if unit and _stands_with_number(unit) and not currency(unit):
        return show(value, cell_unit(unit))
    much = abs(Fraction(value))
    size, suffix = next((one for one in _SIZES if much >= one[0]), _SIZES[-1])
    own = currency(unit)
    return f"{'−' if value < 0 else ''}{own.mark if own else ''}{show(much / size)}{suffix}"


def axis_label(rules: Ruleset, name: str) -> str:
    """The label of a question, with its unit where neither the label nor the numbers tell it."""
    label, unit = rules.label(name), rules.unit(name)
    if not unit or _stands_with_number(unit) or _words(unit) <= _words(label):
        return label
    if _words(label) <= _words(unit):
        return unit[0].upper() + unit[1:]
    return f"{label} ({unit})"


def said(scope: Scope, name: str) -> str:
    """An answer with its label, and whether it is the user's: ``Share of good examples: 1 (as assumed)``."""
    rules, value = scope.rules, scope[name]
    label, unit = axis_label(rules, name), rules.unit(name)
    in_label = not currency(unit) and not _stands_with_number(unit) and _words(unit) <= _words(label)
    number = show(value) if in_label and rules.is_ordered(name) else shown(rules, name, value)
    assumed = " (as assumed)" if name in scope.used_defaults else ""
    return f"{label.removesuffix(f' ({unit})')}: {number}{assumed}"


def _stands_with_number(unit: str) -> bool:
    """Whether the numbers tell all of a unit."""
    return unit in ("percent", DAY, currency_unit(unit)) or is_share(unit)


def held(scope: Scope, names: Iterable[str]) -> list[str]:
    """Those of the questions that have an answer, each with it; the user's own before those assumed."""
    known = [name for name in names if scope.knows(name)]
    return [said(scope, name) for name in sorted(known, key=lambda one: one in scope.used_defaults)]


def listed(parts: Sequence[str], width: int) -> str:
    """The parts as one text, in which none breaks that fits into a line; those beyond the first few are counted."""
    more = len(parts) - MAX_PARTS
    told = [*parts[:MAX_PARTS], *([f"{more} more"] if more > 0 else [])]
    whole = [part.replace(" ", _NO_BREAK) if len(part) < width - 1 else part for part in told]
    return f"{_NO_BREAK}· ".join(whole)


def wrapped(text: str, width: int) -> str:
    """The text in lines of at most so many letters."""
    lines = textwrap.wrap(text, width, break_on_hyphens=False, max_lines=MAX_LINES, placeholder=" …")
    return "\n".join(lines).replace(_NO_BREAK, " ")


def _words(text: str) -> set[str]:
    return set(text.lower().split())
