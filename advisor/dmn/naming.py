"""How what a DMN file says is called in a ruleset: ids, plain texts, bounds."""

import re
from fractions import Fraction

from advisor.dmn import feel
from advisor.language.parse import RESERVED

NOTHING = "no_rule_holds"
OTHER = "something_else"
_NO_BRACES = str.maketrans("{}", "()")


def slug(text: str) -> str:
    """An id for a text."""
    found = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_").lower()[:60]
    found = found if found[:1].isalpha() else f"x_{found}".rstrip("_")
    return f"{found}_" if found in RESERVED or found in ("true", "false") else found


class Slugs(dict[str, str]):
    """An id of its own for each text, made when it is first asked for."""

    def __missing__(self, text: str) -> str:
        base, taken = slug(text), set(self.values())
        self[text] = next(one for one in (base, *(f"{base}_{n}" for n in range(2, 999))) if one not in taken)
        return self[text]


def plain(text: str) -> str:
    """A text of the file for ours, in which braces would name a value."""
    return " ".join(text.translate(_NO_BRACES).split()) or "(empty)"


def shown(value: feel.FeelValue) -> str:
    """A literal as the user reads it."""
    if isinstance(value, bool):
        return str(value).lower()
    return feel.cell_of(value, {}) if isinstance(value, Fraction) else str(value)


def bounds(allowed: str) -> dict[str, str]:
    """The bounds of a number that its allowed values are, where they are one closed range."""
    found = re.fullmatch(r"\[\s*([-.\d]+)\s*\.\.\s*([-.\d]+)\s*\]", allowed)
    if found:
        return {"min": found[1], "max": found[2]}
    above = re.fullmatch(r">=\s*([-.\d]+)", allowed)
    return {"min": above[1]} if above else {}


def article(kind: str) -> str:
    """What an element is called, with its article: ``a function definition``."""
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", kind).lower()
    return words if words == "nothing" else f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
