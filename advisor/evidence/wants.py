"""From measures to answers: what is suggested for each question, how sure that is, and in which words.

Pure: measures and wishes in, suggestions out. The wishes come from the rules; nothing here knows a
question, a ruleset or a kind of file.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from advisor.evidence.measures import Evidence, Interval, Measure, Remark, amount
from advisor.evidence.shares import Verdict, more_to_grade, verdict
from advisor.quantities import Number, show


class Want(NamedTuple):
    """What answers a question.

    question: its id; `measure`: the measure's name
    bar: makes it a question for yes or no: is the measure at or over it?
    turns: values of the answer at which the advice turns; an interval on both sides of one is not sure
    whole: the answer has to be a whole number
    """

    question: str
    measure: str
    bar: Number | None = None
    turns: tuple[Number, ...] = ()
    whole: bool = False


class Suggestion(NamedTuple):
    """What evidence says about one question.

    value: the answer to suggest; None if it is not sure
    file: the name of the file it comes from; `measure`, `basis` and `interval` of what was counted there
    says: in plain words: ``160 of 200, 74 % to 85 %``; why, where there is no value
    more: how much more to measure until it is sure, in `more_of`; 0 if it is, None if more of the same
        does not help
    """

    question: str
    value: bool | Number | None
    file: str
    measure: str
    basis: str
    interval: Interval | None
    says: str
    more: int | None = 0
    more_of: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def sure(self) -> bool:
        return self.value is not None


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
        return first._replace(value=None, says=says, more=None)
    also = tuple(Remark("also", f"{each.file} says: {each.says}") for each in others)
    return first._replace(remarks=first.remarks + also)


def _suggestion(want: Want, file: str, measure: Measure) -> Suggestion:
    made = Suggestion(
        want.question, None, file, measure.name, measure.basis, measure.interval, "", remarks=measure.remarks
    )
    if measure.value is None:
        return made._replace(says=_why_not(measure), more=measure.more, more_of=measure.more_of)
    if want.bar is None:
        return _value(made, want, measure, measure.value)
    return _yes_or_no(made, measure, measure.value, want.bar)


def _why_not(measure: Measure) -> str:
    says = measure.remarks[0].says if measure.remarks else f"{measure.basis} say nothing"
    return f"{says}: {amount(measure.more, 'more', 'more')} {measure.more_of}" if measure.more else says


def _value(made: Suggestion, want: Want, measure: Measure, value: Number) -> Suggestion:
    says, interval = _words(measure, want.turns), measure.interval
    crossed = [turn for turn in want.turns if interval and interval.low < turn <= interval.high]
    if crossed:
        more = None if not measure.among else more_to_grade(measure.counted, measure.among, crossed[0])
        return made._replace(
            says=f"{says}, on both sides of {_shown(crossed[0], measure)}", more=more, more_of=_of(measure)
        )
    return made._replace(value=round(value) if want.whole else value, says=says)


def _yes_or_no(made: Suggestion, measure: Measure, value: Number, bar: Number) -> Suggestion:
    says = _words(measure, (bar,))
    if measure.among:
        found = verdict(measure.counted, measure.among, bar)
    else:
        low, high = measure.interval or Interval(value, value)
        found = Verdict.YES if low >= bar else Verdict.NO if high < bar else Verdict.UNSURE
    if found is not Verdict.UNSURE:
        return made._replace(value=found is Verdict.YES, says=says)
    more = more_to_grade(measure.counted, measure.among, bar) if measure.among else None
    return made._replace(
        says=f"{says}, on both sides of {_shown(bar, measure)}", more=more, more_of=_of(measure)
    )


def _of(measure: Measure) -> str:
    return "graded runs" if measure.name == "pass_share" else "requests"


# In words


def _words(measure: Measure, bars: Iterable[Number]) -> str:
    """``160 of 200, 74 % to 85 %``, or ``304,375 requests a month, 290,000 to 310,000``."""
    value = measure.value or 0
    basis = measure.basis if measure.among else _shown(value, measure)
    if measure.interval is None:
        return basis if not measure.among else f"{basis}, {_shown(value, measure)}"
    low, high = measure.interval
    if measure.unit:
        return f"{basis}, {_rounded(low)} to {_rounded(high)}"
    places = _places((low, high), tuple(bars))
    return f"{basis}, {_percent(low, places)} to {_percent(high, places)}"


def _shown(value: Number, measure: Measure) -> str:
    if not measure.unit:
        return _percent(value, _places((value,), ()))
    return f"{_rounded(value)} {measure.unit}"


def _rounded(value: Number) -> str:
    return show(round(value) if value >= 100 else value)


def _percent(share: Number, places: int) -> str:
    return f"{float(_points(share, places)):.{places}f} %"


def _points(share: Number, places: int) -> Fraction:
    return Fraction(round(Fraction(share) * 100 * 10**places), 10**places)


def _places(shares: tuple[Number, ...], bars: tuple[Number, ...]) -> int:
    """So many decimals that no share looks as if it lay on the other side of a bar, or were none or all."""
    for places in range(4):
        apart = (_same_side(share, bar, places) for share in shares for bar in (0, 1, *bars))
        if all(apart):
            return places
    return 4


def _same_side(share: Number, bar: Number, places: int) -> bool:
    shown = _points(share, places)
    return (shown >= bar * 100) == (share >= bar) and (shown <= bar * 100) == (share <= bar)
