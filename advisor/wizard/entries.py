"""What a prompt shows and gives, on whatever terminal."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Back(NamedTuple):
    """What a prompt gives when it is left backwards; `typed` is what stood in its field."""

    typed: str = ""


MARK_FIRST = "Mark what applies, or say that none of these does."
"""What is told where nothing is marked."""
NOT_SURE_KEY = "?"
"""What is typed for "not sure", in every list and every field."""


class Entry(NamedTuple):
    """One line of a list; a heading if it stands for nothing.

    key: the letter that takes it at once, which is shown before it
    is_not_sure: whether `NOT_SURE_KEY` takes it too
    is_alone: whether it goes with no other, where several can be marked
    """

    title: str
    value: Any = None
    key: str = ""
    is_not_sure: bool = False
    is_alone: bool = False

    @property
    def keys(self) -> str:
        """All keys that take it at once."""
        return self.key + (NOT_SURE_KEY if self.is_not_sure else "")


class Field(NamedTuple):
    """A line to type into.

    name: what it is known by, so that what was typed and left can be offered again
    message: stands above it
    hint: what can be typed, shown while nothing is
    take: what was typed as a value. Raises ValueError(what is wrong, what to do)
    shown: how a value is read back while it is typed
    refuse: why a value cannot be had all the same; empty if it can
    placeholder: stands where nothing is typed
    """

    name: str
    message: str
    hint: str
    take: Callable[[str], Any]
    shown: Callable[[Any], str] = lambda _: ""
    refuse: Callable[[Any], str] = lambda _: ""
    placeholder: str = ""

    def problem_with(self, typed: str) -> str:
        """What is wrong with what was typed; empty if nothing is."""
        try:
            return self.refuse(self.take(typed))
        except ValueError as error:
            return "; ".join(filter(None, error.args))

    def reading(self, typed: str) -> str:
        """How it is understood; empty where nothing is typed, or nothing that can be."""
        try:
            told = self.shown(self.take(typed)) if typed.strip() else ""
        except ValueError:
            return ""
        return f"= {told}" if told else ""
