"""One of some options."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from advisor.errors import Problem, did_you_mean
from advisor.language.tree import Comparison, Name, Node, Numeral, Points, Text
from advisor.quantities import Number, show
from advisor.rules.kinds.kind import UNKNOWN, Kind, ListLine, Value, quoted


class Choice(Kind):
    """One of several options."""

    name, answer, type = "choice", "one of its options", "text"
    _noun = "a choice"

    def _is_not_sure(self, raw: object) -> bool:
        return super()._is_not_sure(raw) and not (isinstance(raw, str) and self._meant(raw))

    def _value(self, raw: object) -> Value:
        meant = self._meant(raw) if isinstance(raw, str) else []
        if len(meant) > 1:
            raise ValueError(f"{quoted(raw)} can mean {' or '.join(meant)}", "write the id")
        if meant:
            return meant[0]
        remedy = (did_you_mean(raw, self.question.options),) if isinstance(raw, str) else ()
        raise ValueError(f"found {quoted(raw)}, expected {self.wanted}", *remedy)

    def _meant(self, raw: str) -> list[str]:
        """The options that a text can mean: by id before by title, as it is written before in another case."""
        options, word = self.question.options, raw.casefold()
        if raw in options:
            return [raw]
        ways = (
            [option for option, one in options.items() if one.title == raw],
            [option for option in options if option.casefold() == word],
            [option for option, one in options.items() if one.title.casefold() == word],
        )
        return next((found for found in ways if found), [])

    def shown(self, value: Value) -> str:
        option = self.question.options.get(str(value))
        return option.title if option else str(value)

    @property
    def wanted(self) -> str:
        return f"one of {', '.join(self.question.options)}"

    @property
    def every(self) -> Sequence[Value]:
        return list(self.question.options)

    def simpler(self, value: Value) -> Sequence[Value]:
        return [self.question.default] if self.question.default else []

    @property
    def _points(self) -> dict[str, Number]:
        """What each option counts; none at all where no option says so."""
        written = {one: entry.points for one, entry in self.question.options.items()}
        is_pointed = any(count is not None for count in written.values())
        return {one: count or 0 for one, count in written.items()} if is_pointed else {}

    def counts(self, name: str) -> dict[str, Node]:
        counted = ((option, count) for option, count in self._points.items() if count)
        first = ((Comparison(Name(name), "==", Text(one)), Numeral(count)) for one, count in counted)
        return {name: Points(tuple(first), Numeral(0), name)} if self._points else {}

    def _wrong_points(self) -> Iterator[Problem]:
        yield from super()._wrong_points()
        for option, count in self._points.items():
            if not isinstance(count, int):
                says = f"`{option}` has {show(count)} points, and points are whole numbers"
                yield Problem("wrong-value", says, where="options")

    def _wrong_options(self, options: Collection[str] | None) -> Iterator[Problem]:
        if options is None:
            return
        clash = self._clash(options)
        if not options:
            there = f"`{self.question.options_from}` has no entries" if self.question.options_from else ""
            yield Problem("wrong-options", f"{self._noun} needs `options`", there)
        elif clash:
            says = f"`{clash}` can mean two of the options"
            yield Problem("wrong-options", says, "write another id or title")

    def _clash(self, options: Collection[str]) -> str | None:
        """An id or title that two options share, in whatever case an answer writes it."""
        meant: dict[str, str] = {}
        for option in options:
            title = getattr(self.question.options.get(option), "title", option)  # one that is wrong has none
            for word in (option, title):
                if meant.setdefault(word.casefold(), option) != option:
                    return str(word)
        return None

    def _wrong_default(self, options: Collection[str] | None) -> Iterator[Problem]:
        found = self.question.default
        if options is not None and found not in options:
            yield Problem(
                "wrong-default", f"`{found}` is no option", did_you_mean(found, options), where="default"
            )

    @classmethod
    def schema(cls) -> dict[str, Any]:
        return {
            "anyOf": [
                {"required": ["options_from"]},
                {"required": ["options"], "properties": {"options": {"minProperties": 1}}},
            ]
        }

    def listed(self) -> list[ListLine]:
        lines = [
            ListLine(f"{one.title}: {one.says}" if one.says else one.title, option)
            for option, one in self.question.options.items()
        ]
        return [*lines, ListLine("Not sure", UNKNOWN)]
