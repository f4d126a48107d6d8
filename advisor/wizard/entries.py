"""What a prompt shows and gives, on whatever terminal."""

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
