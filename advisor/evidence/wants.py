"""From measures to answers: what is suggested for each question, how sure that is, and in which words.

Pure: measures and wishes in, suggestions out. The wishes come from the rules; nothing here knows a
question, a ruleset or a kind of file.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from advisor.evidence.measures import Evidence, Interval, Measure, Remark
from advisor.evidence.shares import Verdict, more_to_grade, verdict
from advisor.evidence.texts import amount_of, in_words
from advisor.quantities import Number, show, simplest

_FINE = 10_000


class Want(NamedTuple):
    """What answers a question.

    question: its id; `measure`: the measure's name
    bar: makes it a question for yes or no: is the measure at or over it?
    turns: values of the measure at or beyond which the advice is another; an interval that holds one is not sure
    whole: the answer has to be a whole number
    scale: what the measure is multiplied by to be an answer: 100 for a share in percent
    """

    question: str
    measure: str
    bar: Number | None = None
    turns: tuple[Number, ...] = ()
    whole: bool = False
    scale: int = 1


class Suggestion(NamedTuple):
    """What evidence says about one question.

    value: the answer to suggest; None if it is not sure
    file: the name of the file it comes from; `measure`: what was counted there
    says: in plain words: ``160 of 200, 74 % to 85 %``; why, where there is no value
    straddles: whether its interval lies on both sides of where it turns, or files disagree
    more: how much more to measure until it is sure, in `more_of`; 0 if it is, None if more of the same
        does not help
    """

    question: str
    value: bool | Number | None
    file: str
    measure: Measure
    says: str
    more: int | None = 0
    more_of: str = ""
    remarks: tuple[Remark, ...] = ()
    straddles: bool = False

    @property
    def sure(self) -> bool:
        return self.value is not None

    @property
    def sentence(self) -> str:
        """What it says, and how much more to measure where that leaves the answer open."""
        if self.sure or not self.more_of:
            return self.says
        if not self.more:
            return f"{self.says}; more of the same would not tell"
        then = "would tell, if they come out alike" if self.straddles else "needed"
        return f"{self.says}; {show(self.more)} more {self.more_of} {then}"


def answers_from(evidence: Iterable[Evidence], wants: Iterable[Want]) -> dict[str, Suggestion]:
    """A suggestion for every question that some file says something about, by the question's id.

    The first file that can tell answers; if a later one answers a question for yes or no differently,
    it is not sure. Questions that no file has a measure for are left out.
    """
    files, found = list(evidence), {}
    for want in wants:
        suggestions = [
            _suggestion(want, file.file, measure) for file in files if (measure := file.measure(want.measure))
        ]
        if suggestions:
            found[want.question] = _together(suggestions)
    return found


def _together(suggestions: list[Suggestion]) -> Suggestion:
    first = next((each for each in suggestions if each.sure), suggestions[0])
    others = [each for each in suggestions if each is not first]
    against = [each for each in others if isinstance(each.value, bool) and each.value != first.value]
    if first.sure and against:
        says = f"{first.says} in {first.file}, but {against[0].says} in {against[0].file}"
        return first._replace(value=None, says=says, more=None, straddles=True)
    also = tuple(Remark("also", f"{each.file} says: {each.says}") for each in others)
    return first._replace(remarks=first.remarks + also)


def _suggestion(want: Want, file: str, measure: Measure) -> Suggestion:
    made = Suggestion(want.question, None, file, measure, "", remarks=measure.remarks)
    if measure.value is None:
        says = measure.remarks[0].says if measure.remarks else f"{measure.basis} say nothing"
        return made._replace(says=says, more=measure.more, more_of=measure.more_of)
    if want.bar is None:
        return _value(made, want, measure.value)
    return _yes_or_no(made, measure.value, want.bar)


def _value(made: Suggestion, want: Want, value: Number) -> Suggestion:
    made, interval = made._replace(says=in_words(made.measure, want.turns)), made.measure.interval
    crossed = [turn for turn in want.turns if interval and interval.low <= turn <= interval.high]
    return _unsure(made, crossed[0]) if crossed else made._replace(value=_as_answer(value, interval, want))


def _as_answer(value: Number, interval: Interval | None, want: Want) -> Number:
    """A value as one types it: whole, or to four decimals of the measure, and still within the interval."""
    if want.whole:
        return round(value * want.scale)
    near: Number = Fraction(round(value * _FINE), _FINE)
    if interval:
        near = max(interval.low, min(interval.high, near))
    return simplest(near * want.scale)


def _yes_or_no(made: Suggestion, value: Number, bar: Number) -> Suggestion:
    made, measure = made._replace(says=in_words(made.measure, (bar,))), made.measure
    if measure.among:
        found = verdict(measure.counted, measure.among, bar)
    else:
        low, high = measure.interval or Interval(value, value)
        found = Verdict.YES if low >= bar else Verdict.NO if high < bar else Verdict.UNSURE
    return _unsure(made, bar) if found is Verdict.UNSURE else made._replace(value=found is Verdict.YES)


def _unsure(made: Suggestion, turn: Number) -> Suggestion:
    """Not sure, because the interval is on both sides of something; and how much more to measure."""
    measure = made.measure
    says = f"{made.says}, on both sides of {amount_of(turn, measure)}"
    if not measure.among:
        return made._replace(says=f"{says}: weeks differ that much", more=None, straddles=True)
    more = more_to_grade(measure.counted, measure.among, turn)
    more_of = "graded runs" if measure.name == "pass_share" else "requests"
    return made._replace(says=says, more=more, more_of=more_of, straddles=True)
