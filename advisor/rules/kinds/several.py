"""Any number of some options."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from advisor.errors import Problem, brief
from advisor.language.parse import RESERVED
from advisor.language.tree import Name, Node, Numeral, Points, PointSum
from advisor.language.types import SET
from advisor.quantities import Number
from advisor.rules.kinds.choice import Choice
from advisor.rules.kinds.kind import UNKNOWN, Kind, ListLine, Value, Widget, quoted
from advisor.rules.kinds.yes_no import YesNo

MAX_LISTED = 4
"""Options of which all sets are listed: sixteen."""

_NONE = ("none", "none of these")
_READABLE = re.compile("[A-Za-z][A-Za-z0-9_]*")


class Several(Choice):
    """Any number of several options, none included; each is read as yes or no."""

    name, answer, type = "several", "any of its options", SET
    widget = Widget.CHECKS
    _noun = "a question of several answers"

    def _value(self, raw: object) -> Value:
        words = self._words(raw)
        if len(words) == 1 and words[0].casefold() in _NONE:
            return ()
        return self.together([super(Several, self)._value(word) for word in words])

    def _words(self, raw: object) -> list[str]:
        """What was typed or listed, each by itself; a title can have a comma in it."""
        if isinstance(raw, str) and not self._meant(raw):
            bare = raw[1:-1] if raw.startswith("[") and raw.endswith("]") else raw
            return [word.strip() for word in bare.split(",")] if bare.strip() or bare == raw else []
        words = list(raw) if isinstance(raw, list | tuple) else [raw]
        if not all(isinstance(word, str) for word in words):
            raise ValueError(f"found {quoted(raw)}, expected {self.wanted}")
        return [str(word) for word in words]

    def together(self, chosen: Iterable[object]) -> tuple[str, ...]:
        """Some options in their order, each once; what is none of them comes last."""
        order = {option: index for index, option in enumerate(self.question.options)}
        return tuple(sorted({str(one) for one in chosen}, key=lambda one: (order.get(one, len(order)), one)))

    def shown(self, value: Value) -> str:
        assert isinstance(value, tuple)
        return ", ".join(map(super().shown, value)) or "none"

    @property
    def wanted(self) -> str:
        return f"any of {', '.join(self.question.options)}, or none"

    @property
    def keywords(self) -> Sequence[str]:
        return *super().keywords, _NONE[0]

    @property
    def parts(self) -> Mapping[str, Kind]:
        return {option: YesNo(self.question) for option in self.question.options}

    def renamed(self, value: Value, options: Mapping[str, str]) -> Value:
        return self.together(options.get(one, one) for one in value) if isinstance(value, tuple) else value

    def counts(self, name: str) -> dict[str, Node]:
        points = self._points
        if not points:
            return {}
        found: dict[str, Node] = {
            f"{name}.{one}": _points(f"{name}.{one}", count) for one, count in points.items()
        }
        addends = [found[f"{name}.{one}"] for one, count in points.items() if count]
        return {**found, name: _sum(addends or list(found.values()), name)}

    @property
    def every(self) -> Sequence[Value]:
        options = tuple(self.question.options)
        if len(options) > MAX_LISTED:
            return ()
        return [some for size in range(len(options) + 1) for some in combinations(options, size)]

    def boundary_values(self, thresholds: Iterable[Number] = ()) -> Sequence[Value]:
        options = tuple(self.question.options)
        return self.every or [(), *((one,) for one in options), options]

    def takes(self, value: Value) -> bool:
        return isinstance(value, tuple) and set(value) <= set(self.question.options)

    def others(self, value: Value) -> Sequence[Value]:
        """With one option more, or one less."""
        assert isinstance(value, tuple)
        return [self.together({*value} ^ {option}) for option in self.question.options]

    def simpler(self, value: Value) -> Sequence[Value]:
        return [()]

    def _wrong_options(self, options: Collection[str] | None) -> Iterator[Problem]:
        yield from super()._wrong_options(options)
        for option in options or ():
            if not _READABLE.fullmatch(option) or option.lower() in RESERVED:
                says = f"no condition can read `{brief(option)}` as the name of an option"
                yield Problem("wrong-options", says, "use letters, digits and _, and no word of the language")
            title = getattr(self.question.options.get(option), "title", option)  # one that is wrong has none
            if {option.casefold(), title.casefold()}.intersection(_NONE):
                says = f"`{brief(option)}` reads as the answer that none of the options is meant"
                yield Problem("wrong-options", says, "leave it out: it can be answered anyway")

    def _wrong_default(self, options: Collection[str] | None) -> Iterator[Problem]:
        if options is None:
            return
        try:
            is_answer = self.read(self.question.default) is not UNKNOWN
        except ValueError:
            is_answer = False
        if not is_answer:
            says = f"found `{brief(self.question.default)}`, expected {self.wanted}"
            yield Problem("wrong-default", says, where="default")

    def listed(self) -> list[ListLine]:
        return super().listed()[:-1]


def _points(name: str, count: Number) -> Points:
    return Points(((Name(name), Numeral(count)),), Numeral(0), name)


def _sum(addends: Sequence[Node], name: str) -> Node:
    """The sum of all, in halves, so that it is nested as little as can be."""
    if len(addends) == 1:
        return addends[0]
    middle = len(addends) // 2
    return PointSum(_sum(addends[:middle], name), "+", _sum(addends[middle:], name), name)
