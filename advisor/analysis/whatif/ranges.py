"""Answers that are known within bounds only, and the outcomes within them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from advisor.analysis.whatif.nearest import pieces
from advisor.engine import answers as answers_
from advisor.engine.refusals import is_refused
from advisor.engine.session import Trace, walk
from advisor.errors import AnswerError, Place, Problem, brief, did_you_mean
from advisor.quantities import Number, show
from advisor.rules import Ruleset

MARK = ".."
"""What stands between the two ends of a range."""

Ranges = Mapping[str, tuple[Number, Number]]
"""The least and the greatest answer, by question."""


class Segment(NamedTuple):
    """A part of a range in which one outcome comes out, or none because a question is open, or it is refused.

    from_included, to_included: whether its ends belong to it
    refused: whether the rules refuse it with the other answers
    """

    from_: Number
    to: Number
    outcome: str | None
    from_included: bool = True
    to_included: bool = True
    refused: bool = False


def segments(trace: Trace, name: str, low: Number, high: Number) -> list[Segment]:
    """The parts of a range of one answer, with all others known, and the outcome in each."""
    found: list[Segment] = []
    whole = trace.rules.is_whole(name)
    for part in pieces(trace.scope, name, low, high):
        there = trace.scope.answers.with_answer(name, part.sample)
        refused = is_refused(trace.rules, there)
        outcome = None if refused else walk(trace.rules, there).outcome
        ends = whole or part.low == part.high
        if found and (found[-1].outcome, found[-1].refused) == (outcome, refused):
            found[-1] = found[-1]._replace(to=part.high, to_included=ends)
        else:
            found.append(Segment(part.low, part.high, outcome, ends, ends, refused))
    return found


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
        raise ValueError(
            f"`{brief(text)}`: {show(low)} is more than {show(high)}", "write the smaller number first"
        )
    return low, high


def _end(rules: Ruleset, name: str, text: str, part: str) -> Number:
    try:
        value = answers_.parse(rules, name, part)
    except ValueError as error:
        raise ValueError(f"`{brief(text)}`: {error.args[0]}", *error.args[1:]) from None
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise ValueError(f"`{brief(text)}`: an end is not known")
    return value
