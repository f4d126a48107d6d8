"""Answers that are known within bounds only."""

from collections.abc import Mapping

from advisor.engine import checking
from advisor.errors import AnswerError, Place, Problem, brief, did_you_mean
from advisor.quantities import Number, is_number, show
from advisor.rules import Ruleset
from advisor.units import cell_unit

MARK = ".."
"""What stands between the two ends of a range."""

Ranges = Mapping[str, tuple[Number, Number]]
"""The least and the greatest answer, by question."""


def read(rules: Ruleset, values: Mapping[str, object], places: Mapping[str, Place] | None = None) -> Ranges:
    """The answers that are ranges, such as ``200k..3M``. Raises AnswerError with every problem."""
    found, problems = {}, []
    for name, value in values.items():
        if not isinstance(value, str) or MARK not in value:
            continue
        try:
            found[name] = _ends(rules, name, value)
        except ValueError as error:
            says, remedy = (*error.args, "write LOW..HIGH")[:2]
            problems.append(Problem("wrong-answer", says, remedy, (places or {}).get(name), brief(name)))
    if problems:
        raise AnswerError(problems)
    return found


def _ends(rules: Ruleset, name: str, text: str) -> tuple[Number, Number]:
    """The bounds of one range. Raises ValueError(what was found, what to do)."""
    if name.partition(".")[0] in rules.parameters:
        raise ValueError(f"`{brief(text)}` is a range, and only answers can be ranges", "set one value")
    if name not in rules.questions:
        raise ValueError(f"there is no question `{brief(name)}`", did_you_mean(name, rules.questions))
    if not rules.is_ordered(name):
        raise ValueError(f"`{brief(text)}`: only numbers can be ranges", "give one answer, or unknown")
    low_text, _, high_text = text.partition(MARK)
    low, high = (_end(rules, name, text, part) for part in (low_text, high_text))
    if low > high:
        least, most = (show(one, cell_unit(rules.unit(name))) for one in (low, high))
        raise ValueError(f"`{brief(text)}`: {least} is more than {most}", "write the smaller number first")
    return low, high


def _end(rules: Ruleset, name: str, text: str, part: str) -> Number:
    try:
        value = checking.parse(rules, name, part)
    except ValueError as error:
        raise ValueError(f"`{brief(text)}`: {error.args[0]}", *error.args[1:]) from None
    if not is_number(value):
        raise ValueError(f"`{brief(text)}`: an end is not known")
    return value
