"""What a prompt shows and gives, on whatever terminal."""

from typing import Any, NamedTuple


class Back(NamedTuple):
    """What a prompt gives when it is left backwards; `typed` is what stood in its field."""

    typed: str = ""


class Entry(NamedTuple):
    """One line of a list; a heading if it stands for nothing."""

    title: str
    value: Any = None
    key: str = ""
