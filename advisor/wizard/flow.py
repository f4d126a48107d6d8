"""What a questionnaire asks next: a fold of the answers, without a screen.

Back and change are the same fold with other answers. An answer that is gone back over, or that
has come off the path, counts for nothing and is offered again when its question returns.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from advisor.engine.answers import UNKNOWN, Answer, Answers, FromFile
from advisor.engine.questions import open_question, unasked
from advisor.engine.refusals import Refused, is_refused, refused
from advisor.engine.scope import Scope, default_of
from advisor.engine.session import Trace, walk, walk_in
from advisor.engine.within import Within
from advisor.errors import Unanswered
from advisor.evidence.measures import Evidence
from advisor.quantities import Number
from advisor.rules import Ruleset


class Form(NamedTuple):
    """A questionnaire that is being filled in.

    answers: the answers that count, and figures replaced for this run
    earlier: answers that do not count at the moment, offered again as defaults
    files: files of evidence, whose answers are offered
    """

    rules: Ruleset
    answers: Answers = Answers()
    earlier: Mapping[str, Answer] = {}
    files: tuple[Evidence, ...] = ()


class Position(NamedTuple):
    """Where a questionnaire stands: this question's number, and that of the last one at most."""

    number: int
    at_most: int

    def __str__(self) -> str:
        ahead = self.at_most - self.number
        return f"Question {self.number}. {f'At most {ahead} more after it.' if ahead else 'The last one.'}"


def next_question(rules: Ruleset, answers: Answers) -> str | None:
    """The question to ask after these answers; None when nothing is left that can matter."""
    for name in rules.ask_first:
        if name not in answers.given:
            return name
    return open_question(walk_in(Within(rules, answers))) or _disputed(rules, answers)


def _disputed(rules: Ruleset, answers: Answers) -> str | None:
    """A question that nobody needs to answer, but whose default is refused with the answers."""
    return next((name for one in refused(rules, answers) for name in one.taken), None)


def asked(form: Form) -> tuple[str, ...]:
    """The answered questions in the order in which they are asked, up to the first open one."""
    return tuple(name for name in _counting(form).given if not form.rules.counts_unasked(name))


def pending(form: Form) -> str | None:
    """The first open question; None when the questionnaire is complete."""
    return next_question(form.rules, _counting(form))


def _counting(form: Form) -> Answers:
    """The answers up to the first open question, and those that are given without being asked."""
    rules, so_far = form.rules, form.answers.only(unasked(form.rules, form.answers))
    while (name := next_question(rules, so_far)) is not None and name in form.answers.given:
        further = so_far.with_answer(name, form.answers.given[name])
        if is_refused(rules, further, defaults=False):  # it is asked again
            break
        so_far = further
    return so_far


def answer(form: Form, question: str, value: Answer) -> Form:
    """The form with a question answered, or answered anew; once complete, only what counts is kept."""
    measured, where = _measured(form, question)
    answers = form.answers.with_answer(question, value)
    if where and measured == value:
        answers = answers._replace(evidence={**answers.evidence, question: where})
    earlier = {name: kept for name, kept in form.earlier.items() if name != question}
    return settled(form._replace(answers=answers, earlier=earlier))


def again(form: Form) -> Form:
    """The form with all earlier answers that its way asks for again, one after the other."""
    while (name := pending(form)) is not None and name in form.earlier:
        form = answer(form, name, form.earlier[name])
    return form


def settled(form: Form) -> Form:
    """The form without answers that have come off the path, if nothing is pending."""
    if pending(form) is not None:
        return form
    counting = {*asked(form), *details(form.rules)}
    kept = _set_aside(form, [name for name in form.answers.given if name not in counting])
    return _set_aside(kept, [name for name in details(form.rules) if _is_refused(kept, name)])


def why_not(form: Form, question: str) -> Callable[[Answer], Refused | None]:
    """Tells whether and why an answer to a question cannot be together with those that were given before it."""
    others = _others(form, question)
    is_last = question in details(form.rules)

    def tell(value: Answer) -> Refused | None:
        found = refused(form.rules, others.with_answer(question, value), defaults=is_last)
        return next((one for one in found if question in one.given), None)

    return tell


def _others(form: Form, question: str) -> Answers:
    """The answers that were given before a question; before an optional one, all that count."""
    beside, before = unasked(form.rules, form.answers), asked(form)
    if question in details(form.rules):
        counting = {*beside, *before, *details(form.rules)}
    else:
        counting = {*beside, *(before[: before.index(question)] if question in before else before)}
    return form.answers.only(name for name in form.answers.given if name in counting and name != question)


def back(form: Form) -> Form:
    """The form before the last answer; unchanged if there is none."""
    return _set_aside(form, asked(form)[-1:])


def without(form: Form, question: str) -> Form:
    """The form without an answer that is taken back; it is not offered again."""
    return form._replace(answers=form.answers.without([question]))


def with_figure(form: Form, name: str, value: Number) -> Form:
    """The form with another figure for a parameter, as an override names it."""
    overrides = {**form.answers.overrides, name: value}
    return settled(form._replace(answers=form.answers._replace(overrides=overrides)))


def _is_refused(form: Form, question: str) -> bool:
    """Whether an optional answer cannot be together with the others."""
    given = form.answers.given
    return question in given and why_not(form, question)(given[question]) is not None


def _set_aside(form: Form, names: tuple[str, ...] | list[str]) -> Form:
    earlier = {**form.earlier, **form.answers.only(names).given}
    return form._replace(answers=form.answers.without(names), earlier=earlier)


def details(rules: Ruleset) -> tuple[str, ...]:
    """The optional questions of all groups."""
    return tuple(name for group in rules.details for name in group.ask)


def from_files(form: Form, question: str) -> tuple[Answer, str] | None:
    """The answer that files give, and where it comes from; None if they give none."""
    answer, where = _measured(form, question)
    return None if answer is None else (answer, f"from {where}")


def not_told(form: Form, question: str) -> str:
    """Why files that have something on a question give no answer; empty if they give one, or have nothing."""
    answer, where = _measured(form, question)
    return f"No answer yet from {where}" if where and answer is None else ""


def _measured(form: Form, question: str) -> tuple[Answer | None, FromFile | None]:
    """What files say to a question, "not sure" where they leave it open; no answer where they cannot tell it."""
    if not form.files:
        return None, None
    from advisor.analysis.measured import source, suggestions  # only files of evidence need it

    found = suggestions(form.rules, form.answers, form.files).get(question)
    if found is None:
        return None, None
    return UNKNOWN if found.straddles else found.value, source(found)


def offered(form: Form, question: str) -> tuple[Answer | None, str]:
    """The answer to offer, and where it comes from: the user's own, then a file's, then the rules' default."""
    for answers in (form.answers.given, form.earlier):
        if question in answers:
            return answers[question], "your earlier answer"
    if measured_answer := from_files(form, question):
        return measured_answer
    try:
        value = default_of(Scope(form.rules, form.answers), question)
    except (Unanswered, ZeroDivisionError):  # a default that rests on what is not known is none
        return None, ""
    if value is not None and why_not(form, question)(value):  # Enter would not take it
        return None, ""
    return value, form.rules.questions[question].default_source if value is not None else ""


def position(form: Form) -> Position:
    """The number of the pending question, and a bound of the last one's that never grows on the way.

    Answers beyond the pending question count as questions: the way to them is still open.
    """
    rules, done = form.rules, asked(form)
    here = walk_in(Within(rules, _counting(form)))
    first = set(rules.ask_first) - set(done)
    return Position(len(done) + 1, len(done) + max(len(first) + _at_most_from(here), 1))


def _at_most_from(here: Trace) -> int:
    """How many questions can come after a walk, at most.

    Where an answer is "not sure", the ways on all sides of it are asked, so one way is no bound.
    """
    rules = here.rules
    ahead: set[str] = set()
    for state in rules.chart.reachable(here.at):
        ahead.update(rules.asked_at(state))
    return len({name for name in ahead - set(here.scope.answers.given) if not rules.counts_unasked(name)})


def trace(form: Form) -> Trace:
    """The walk that the answers allow; defaults stand in only for what is left unasked to the end."""
    return walk(form.rules, form.answers, defaults=pending(form) is None)
