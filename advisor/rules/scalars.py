"""What is written at a key as one text, read as what its type says: a text, yes or no, a date, an id, an expression."""

import re
from collections.abc import Sequence
from datetime import date

from advisor.errors import brief, did_you_mean
from advisor.language.expression import Expression, parse
from advisor.language.parse import RESERVED
from advisor.language.tree import ExpressionError
from advisor.quantities import Number, written_number

IDS = {
    "id": (re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}"), "letters, digits, _ - and ."),
    "name": (re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}"), "letters, digits and _"),
}
DATE = re.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


class Mismatch(ValueError):
    """What stands there is not what its type says: the code of the problem, what was found, what to do."""


def filled(text: str) -> str:
    """A text that says something."""
    if not text.strip():
        raise Mismatch("wrong-type", "found an empty text, expected a text")
    return text.strip()


def yes_no(text: str) -> bool:
    """True or false."""
    if text.lower() not in ("yes", "true", "no", "false"):
        raise Mismatch("wrong-type", f"found `{brief(text)}`, expected yes or no")
    return text.lower() in ("yes", "true")


def number(text: str, unit: str) -> Number:
    """A figure in a unit."""
    try:
        return written_number(text, unit)
    except ValueError as error:
        raise Mismatch("wrong-type", f"`{brief(text)}` {error}") from None


def day(text: str) -> date:
    """A date as ISO writes it with hyphens; Python reads other forms too, which no reader of YAML takes for one."""
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Mismatch("wrong-type", f"found `{brief(text)}`, expected a date such as 2026-05-08")


def expression(text: str) -> Expression:
    """An expression."""
    try:
        return parse(text)
    except ExpressionError as error:
        raise Mismatch("expression", str(error)) from None


def one_of(values: Sequence[str], text: str) -> str:
    """One of some texts."""
    if text in values:
        return text
    says = f"found `{brief(text)}`, expected one of {', '.join(values)}"
    raise Mismatch("wrong-value", says, did_you_mean(text, values))


def id_of(kind: str, text: str) -> str:
    """An id of a kind; one that expressions read is no word of theirs."""
    pattern, allowed = IDS[kind]
    if not pattern.fullmatch(text):
        says = f"`{brief(text)}` is not an id: use {allowed}, beginning with a letter"
        raise Mismatch("wrong-id", says)
    if kind == "name" and text.lower() in RESERVED:
        raise Mismatch("wrong-id", f"`{text}` is a word of the expression language", "choose another name")
    return text
