"""Yes or no."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from advisor.errors import Problem
from advisor.language.tree import Name, Node, Numeral, Points
from advisor.quantities import Number, show
from advisor.rules.kinds.kind import UNKNOWN, Kind, ListLine, Value, quoted

_YES, _NO = ("yes", "y", "true"), ("no", "n", "false")


class YesNo(Kind):
    """Yes or no."""

    name, answer, type = "yes_no", "yes or no", "boolean"

    def _value(self, raw: object) -> Value:
        word = raw.lower() if isinstance(raw, str) else raw
        if isinstance(word, bool):
            return word
        if word in _YES or word in _NO:
            return word in _YES
        raise ValueError(f"found {quoted(raw)}, expected {self.answer}")

    @property
    def every(self) -> Sequence[Value]:
        return True, False

    @property
    def keywords(self) -> Sequence[str]:
        return "yes", "no"

    def takes(self, value: Value) -> bool:
        return isinstance(value, bool)

    def counts(self, name: str) -> dict[str, Node]:
        points = self.question.points
        yes, no = (Numeral(points.get(word, 0)) for word in ("yes", "no"))
        return {name: Points(((Name(name), yes),), no, name)} if points else {}

    def _wrong_points(self) -> Iterator[Problem]:
        for count in self.question.points.values():
            if not isinstance(count, int):
                yield Problem(
                    "wrong-value", f"found {show(count)}, and points are whole numbers", where="points"
                )

    def boundary_values(self, thresholds: Iterable[Number] = ()) -> Sequence[Value]:
        return False, True

    def simpler(self, value: Value) -> Sequence[Value]:
        return (False,)

    def _wrong_default(self, options: Collection[str] | None) -> Iterator[Problem]:
        if self.question.default.lower() not in ("yes", "no", "true", "false"):
            yield Problem(
                "wrong-default", f"found `{self.question.default}`, expected yes or no", where="default"
            )

    def listed(self) -> list[ListLine]:
        return [ListLine("Yes", True, "y"), ListLine("No", False, "n"), ListLine("Not sure", UNKNOWN, "u")]
