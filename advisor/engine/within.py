"""What can be told of a condition while an answer is open: a number is known to lie within its bounds.

With fifty examples no share of good ones makes a thousand, so nobody need be asked for the share.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from advisor.engine.answers import Answers
from advisor.engine.scope import Scope
from advisor.errors import Unanswered
from advisor.quantities import Number
from advisor.rules import Ruleset


class Between:
    """A number that lies within bounds. A comparison that it leaves open raises Unanswered.

    question: the one whose answer would tell it
    """

    __slots__ = ("high", "low", "question")

    def __init__(self, question: str, low: Number, high: Number) -> None:
        self.question, self.low, self.high = question, low, high

    def _with(self, other: Any, compute: Callable[[Any, Any], Any]) -> "Between":
        """What comes out at the ends; everything else lies between, as arithmetic bends nowhere on the way."""
        ends = (other.low, other.high) if isinstance(other, Between) else (other,)
        found = [compute(one, end) for one in (self.low, self.high) for end in ends]
        return Between(self.question, min(found), max(found))

    def __add__(self, other: Any) -> "Between":
        return self._with(other, lambda one, end: one + end)

    def __mul__(self, other: Any) -> "Between":
        return self._with(other, lambda one, end: one * end)

    def __sub__(self, other: Any) -> "Between":
        return self._with(other, lambda one, end: one - end)

    def __rsub__(self, other: Any) -> "Between":
        return self._with(other, lambda one, end: end - one)

    def __truediv__(self, other: Any) -> "Between":
        if isinstance(other, Between) or not other:
            raise Unanswered(self.question)  # the bounds of a divisor may have zero between them
        return self._with(Fraction(other), lambda one, end: one / end)

    def __rtruediv__(self, other: Any) -> "Between":
        raise Unanswered(self.question)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> "Between":
        return Between(self.question, -self.high, -self.low)

    def _surely(self, yes: bool, no: bool) -> bool:
        if yes or no:
            return yes
        raise Unanswered(self.question)

    def __lt__(self, other: Any) -> bool:
        low, high = _ends(other)
        return self._surely(self.high < low, self.low >= high)

    def __le__(self, other: Any) -> bool:
        low, high = _ends(other)
        return self._surely(self.high <= low, self.low > high)

    def __gt__(self, other: Any) -> bool:
        return not self <= other

    def __ge__(self, other: Any) -> bool:
        return not self < other

    def __eq__(self, other: object) -> bool:
        low, high = _ends(other)
        return self._surely(self.low == self.high == low == high, self.high < low or self.low > high)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]


def _ends(value: Any) -> tuple[Number, Number]:
    return (value.low, value.high) if isinstance(value, Between) else (value, value)


class Within(Scope):
    """A scope of no defaults, in which a number that is not known lies within its bounds.

    Only where the walk can end without it: the question has a default, or is answered "not sure".
    """

    def __init__(self, rules: Ruleset, answers: Answers, *, defaults: bool = False) -> None:
        super().__init__(rules, answers, defaults=defaults)

    def _default(self, name: str) -> Any:
        try:
            return super()._default(name)
        except Unanswered as open_:
            question = self.rules.questions[name]
            may_be_left = question.default or name in self.answers.given
            if open_.question != name or not may_be_left or question.min is None or question.max is None:
                raise
            return Between(name, question.min, question.max)
