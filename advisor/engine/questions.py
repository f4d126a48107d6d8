"""What a walk asks: the questions it came to, the next one, and all that are missing."""

from collections.abc import Iterator

from advisor.engine.answers import Answers
from advisor.engine.scope import Scope, default_of
from advisor.engine.session import Trace, divides_by_zero, walk
from advisor.errors import Unanswered
from advisor.rules import Ruleset
from advisor.rules.records import Branch


def needed(rules: Ruleset, answers: Answers) -> tuple[str, ...]:
    """The questions that the walk for these answers comes to, in order, given or defaulted."""
    so_far = answers.only(unasked(rules, answers))
    while (name := walk(rules, so_far, defaults=False).pending) is not None and name not in so_far.given:
        try:
            value = answers.given[name] if name in answers.given else default_of(Scope(rules, so_far), name)
        except Unanswered as missing:  # its default rests on what is not answered so far
            name = missing.question
            value = None if name in so_far.given else answers.given.get(name)
        if value is None:
            break
        so_far = so_far.with_answer(name, value)
    return tuple(name for name in so_far.given if not rules.counts_unasked(name))


def unasked(rules: Ruleset, answers: Answers) -> tuple[str, ...]:
    """The answered questions that no walk asks: what they say counts from its beginning."""
    return tuple(name for name in answers.given if rules.counts_unasked(name))


def missing(trace: Trace) -> list[str]:
    """The questions without an answer or default that a way from here can need, the pending one first."""
    if trace.pending is None:
        return []
    answers, questions = trace.scope.answers, trace.rules.questions
    unsure = answers.unknown()
    open_ = (
        name
        for name in _ahead(trace)
        if name in unsure or not (name in answers.given or questions[name].default)
    )
    return list(dict.fromkeys([trace.pending, *open_]))


def open_question(trace: Trace) -> str | None:
    """The next question that can still matter; None if there is none.

    Where an answer is "not sure", every branch that it leaves possible is followed.
    """
    given = trace.scope.answers.given
    if trace.outcome:
        answers = trace.scope.answers
        is_settled = not answers.unknown() or walk(trace.rules, answers).outcome  # not only by the bounds
        sharpening = _sharpening(trace) if is_settled else ()
        return next((name for name in sharpening if name not in given), None)
    if trace.pending not in given:
        return trace.pending
    ahead = (name for name in _ahead(trace) if not trace.rules.counts_unasked(name))
    return next((name for name in ahead if name not in given), None)


def _sharpening(trace: Trace) -> Iterator[str]:
    """The questions that the figures of an outcome come to, and then those of its advice."""
    outcome = trace.rules.outcomes[trace.at]
    scope = Scope(trace.rules, trace.scope.answers, defaults=False)
    for name in outcome.figures:
        try:
            scope[name]
        except Unanswered as missing:
            yield missing.question
        except ZeroDivisionError:
            continue
    yield from outcome.ask


def _ahead(trace: Trace) -> Iterator[str]:
    """The questions of every decision that open answers leave on a way from here, near ones first."""
    ways, seen = [trace.at], {trace.at}
    for here in ways:
        for branch, holds in _possible_branches(trace, here):
            if holds is None and branch.when:
                yield from trace.rules.questions_of(branch.when)
            if branch.to not in seen:
                seen.add(branch.to)
                ways.append(branch.to)


def _possible_branches(trace: Trace, here: str) -> Iterator[tuple[Branch, bool | None]]:
    """The branches that can be taken, with whether their guard holds; None where that is open."""
    for branch in trace.rules.chart.branches(here):
        try:
            holds = branch.when is None or bool(branch.when.value(trace.scope))
        except Unanswered:
            yield branch, None
            continue
        except ZeroDivisionError:
            raise divides_by_zero(trace.rules, here, trace.scope) from None
        if holds:
            yield branch, True
            return
