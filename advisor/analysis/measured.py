"""What files say about the questions of a ruleset, and where their intervals leave an answer open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from advisor.analysis.explorer.ends import REFUSED
from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.whatif.ranges import Ranges
from advisor.engine.answers import UNKNOWN, Answers, FromFile, Value
from advisor.engine.scope import Scope
from advisor.evidence.measures import Evidence, Interval
from advisor.evidence.names import is_share
from advisor.evidence.wants import Suggestion, Want, answers_from
from advisor.money import currency_unit
from advisor.quantities import Number
from advisor.rules import Ruleset

Suggestions = Mapping[str, Suggestion]


def suggestions(rules: Ruleset, answers: Answers, files: Sequence[Evidence]) -> Suggestions:
    """What files say about each question of the rules, whatever is answered already.

    A number whose interval lies on both sides of a value at which the walk turns is not sure; the other
    questions count with their answers, else with what the files say.
    """
    wants = {name: _want(rules, answers, name) for name in rules.evidence}
    found = _found(rules, files, wants.values())
    assumed = answers._replace(given={**_values(found), **answers.given})
    for name, one in found.items():
        turns = tuple(_turns(rules, assumed, one)) if wants[name].bar is None else ()
        if turns:
            found |= _found(rules, files, [wants[name]._replace(turns=turns)])
    return found


def _found(rules: Ruleset, files: Sequence[Evidence], wants: Iterable[Want]) -> dict[str, Suggestion]:
    return {name: _allowed(rules, one) for name, one in answers_from(files, wants).items()}


def source(one: Suggestion) -> FromFile:
    """Where an answer comes from, as it is kept with it."""
    return FromFile(one.file, one.measure.name, one.sentence)


def taken(rules: Ruleset, answers: Answers, files: Sequence[Evidence]) -> tuple[Answers, Ranges]:
    """The answers with what files say about questions that have none; and the bounds of numbers not sure."""
    found = {
        name: one for name, one in suggestions(rules, answers, files).items() if name not in answers.given
    }
    unsure = {name: one for name, one in found.items() if one.straddles}
    given = {**answers.given, **_values(found), **dict.fromkeys(unsure, UNKNOWN)}
    sources = {name: source(one) for name, one in found.items()}
    within = {
        name: _bounds(rules, name, one.measure.name, one.measure.interval)
        for name, one in unsure.items()
        if one.measure.interval and rules.types[name] == "number"
    }
    return answers._replace(given=given, evidence={**answers.evidence, **sources}), within


def _values(found: Suggestions) -> dict[str, Value]:
    return {name: one.value for name, one in found.items() if one.value is not None}


def _want(rules: Ruleset, answers: Answers, name: str) -> Want:
    entry = rules.evidence[name]
    if entry.bar:
        bar = Scope(rules, answers)[entry.bar]
        return Want(name, entry.measure, bar / Fraction(_scale(rules, entry.bar, entry.measure)))
    whole = rules.questions[name].kind.is_whole
    return Want(name, entry.measure, whole=whole, scale=_scale(rules, name, entry.measure))


def _scale(rules: Ruleset, name: str, measure: str) -> int:
    """How many of its unit a question or a parameter counts for one of the measure's."""
    return 100 if is_share(measure) and rules.unit(name) == "percent" else 1


def _allowed(rules: Ruleset, one: Suggestion) -> Suggestion:
    """A suggestion without its value, if the question does not take that."""
    if one.value is None or isinstance(one.value, bool):
        return one
    asked, counted = (currency_unit(unit) for unit in (rules.unit(one.question), one.measure.unit))
    wrong = rules.beyond(one.question, one.value)
    if asked != counted:
        wrong = f"and the question is {f'in {asked}' if asked else 'about no money'}"
    return one._replace(value=None, says=f"{one.says}, {wrong}", more=0) if wrong else one


def _bounds(rules: Ruleset, name: str, measure: str, interval: Interval) -> tuple[Number, Number]:
    """The ends of an interval as answers to a question."""
    low, high = (end * _scale(rules, name, measure) for end in interval)
    least, most = rules.bounds(name)
    low, high = max(low, least) if least is not None else low, min(high, most) if most is not None else high
    return (round(low), round(high)) if rules.questions[name].kind.is_whole else (low, high)


def _turns(rules: Ruleset, answers: Answers, one: Suggestion) -> Iterator[Number]:
    """The values within an interval at which the walk comes to something else, in the measure's unit.

    While it waits for another answer, every value at which a comparison in the chart turns counts.
    """
    if one.measure.interval is None or one.value is None:
        return
    low, high = _bounds(rules, one.question, one.measure.name, one.measure.interval)
    if low < high:
        sweep = Sweep(rules, answers, one.question)
        find = _where_it_can_change if sweep.end(one.value).asks else _where_it_changes
        scale = Fraction(_scale(rules, one.question, one.measure.name))
        yield from (turn / scale for turn in find(sweep, low, high))


def _where_it_changes(sweep: Sweep, low: Number, high: Number) -> Iterator[Number]:
    possible = [one for one in sweep.segments(low, high) if one.end.fails != REFUSED]
    return (after.from_ for before, after in pairwise(possible) if before.end != after.end)


def _where_it_can_change(sweep: Sweep, low: Number, high: Number) -> Iterator[Number]:
    return (turn for turn in sorted(sweep.breaks) if low <= turn <= high)
