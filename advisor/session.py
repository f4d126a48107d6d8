"""A walk through the flowchart: a fold of the answers over a state machine made from the rules.

The only module that knows `transitions`. Decisions and outcomes are the machine's states, branches
its transitions, in the order of the YAML, and guards its conditions. Back, change and resume are
a walk with other answers, never a transition backwards.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from transitions import Machine

from advisor import answers as answers_
from advisor.answers import Answers, Value
from advisor.errors import AdvisorError, Problem, Unanswered
from advisor.expression import Expression, Vocabulary, explain, parse, statement
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.model import Branch


class Scope(dict[str, Any]):
    """The values of the names of a ruleset, computed when first read.

    Reading a question without an answer raises Unanswered; reading an unknown name, KeyError.
    used_defaults: the answers that were not given and taken from the rules
    """

    def __init__(self, rules: Ruleset, answers: Answers, *, defaults: bool = True) -> None:
        super().__init__(answers.known())
        self.rules = rules
        self.answers = answers
        self.defaults = defaults
        self.used_defaults: dict[str, Value] = {}

    def __missing__(self, name: str) -> Any:
        rules = self.rules
        if name in rules.formulas:
            formula = rules.formulas[name]
            holds = formula.only_when is None or formula.only_when.value(self)
            value = formula.is_.value(self.under(formula.given)) if holds else None
        elif name in rules.parameters:
            value = self._parameter(name)
        elif name in rules.questions:
            value = self._default(name)
        else:
            raise KeyError(name)
        self[name] = value
        return value

    def under(self, choices: Mapping[str, str]) -> "Scope":
        """The scope as it would be with other choices."""
        if not choices:
            return self
        answers = self.answers._replace(given={**self.answers.given, **choices})
        other = Scope(self.rules, answers, defaults=self.defaults)
        other.used_defaults = self.used_defaults
        return other

    def _parameter(self, name: str) -> Number:
        parameter, overrides = self.rules.parameters[name], self.answers.overrides
        if parameter.by:
            option = self[parameter.by]
            return overrides.get(f"{name}.{option}", parameter.values[option])
        assert parameter.value is not None
        return overrides.get(name, parameter.value)

    def _default(self, name: str) -> Value:
        if not self.defaults or name in self.answers.given:  # given means "not sure" here
            raise Unanswered(name)
        value = default_of(self, name)
        if value is None:
            raise Unanswered(name)
        self.used_defaults[name] = value
        return value

    def words(self) -> Vocabulary:
        """How explanations read the names."""
        formulas = self.rules.formulas
        return Vocabulary(
            scope=self,
            unit=self.rules.unit,
            label=self.rules.label,
            formula=lambda name: (
                formulas[name].is_ if name in formulas and not formulas[name].given else None
            ),
        )


def default_of(scope: Scope, question: str) -> Value | None:
    """The default of a question under the answers so far; None if it has none."""
    asked = scope.rules.questions[question]
    if not asked.default:
        return None
    if asked.type in ("integer", "number"):
        value: Value = parse(asked.default).value(scope)
        return value
    answer = answers_.parse(scope.rules, question, asked.default)
    assert isinstance(answer, bool | str)
    return answer


class Step(NamedTuple):
    """One decision that was passed: the branch taken (from 0) and the values it was taken on."""

    decision: str
    branch: int
    label: str
    to: str
    scope: Scope

    @property
    def guards(self) -> list[Expression]:
        """The guards that settled it: those that failed and, unless it has none, the one that held."""
        branches = self.scope.rules.decisions[self.decision].branches[: self.branch + 1]
        return [branch.when for branch in branches if branch.when is not None]

    @property
    def statement(self) -> str:
        """What has to stay true for this branch to be taken, in labels: ``Requests < Volume gate``."""
        words = self.scope.words()
        held = self.scope.rules.decisions[self.decision].branches[self.branch].when
        return " and ".join(statement(guard, words) for guard in ([held] if held else self.guards))

    @property
    def because(self) -> str:
        """Why this branch, with the numbers: ``640 < 1,000``."""
        words = self.scope.words()
        guards = self.guards
        held = self.scope.rules.decisions[self.decision].branches[self.branch].when
        if held is not None:
            return explain(held, words)
        return " and ".join(explain(guard, words) for guard in guards) or "the only way on"


class Trace(NamedTuple):
    """A walk: its steps, and the outcome it came to or the question it waits for."""

    rules: Ruleset
    steps: tuple[Step, ...]
    outcome: str | None
    pending: str | None
    scope: Scope

    @property
    def at(self) -> str:
        """The decision or outcome where the walk stands."""
        return self.steps[-1].to if self.steps else self.rules.start


class _Cursor:
    """What the machine moves: far smaller than a model that `transitions` decorates."""

    __slots__ = ("branch", "scope", "state")

    def __init__(self, state: str, scope: Scope) -> None:
        self.state = state
        self.scope = scope
        self.branch = 0


def _guard(index: int, when: Expression | None) -> Callable[[_Cursor], bool]:
    """The condition of one branch; notes on the cursor which branch is being tried."""
    if when is None:

        def guard(cursor: _Cursor) -> bool:
            cursor.branch = index
            return True
    else:
        value = when.value

        def guard(cursor: _Cursor) -> bool:
            cursor.branch = index
            return bool(value(cursor.scope))

    return guard


def machine(rules: Ruleset) -> Machine:
    """The state machine of a ruleset; one serves every walk."""
    if "machine" not in rules.derived:
        made = Machine(model=None, states=[*rules.decisions, *rules.outcomes], initial=None,
                       auto_transitions=False)  # fmt: skip
        for name, decision in rules.decisions.items():
            for index, branch in enumerate(decision.branches):
                made.add_transition("advance", name, branch.to, conditions=_guard(index, branch.when))
        rules.derived["machine"] = made
    found: Machine = rules.derived["machine"]
    return found


def walk(
    rules: Ruleset, answers: Answers | Mapping[str, object] | None = None, *, defaults: bool = True
) -> Trace:
    """Advance from the start to an outcome, or to the first question that has no answer.

    `answers` are checked Answers, or answers and overrides by name as typed or plain values.
    With `defaults`, a question without an answer takes the default that the rules give it.
    Raises AnswerError if answers are wrong, AdvisorError if the rules divide by zero or go round.
    """
    if not isinstance(answers, Answers):
        answers = answers_.check(rules, answers or {})
    scope = Scope(rules, answers, defaults=defaults)
    cursor = _Cursor(rules.start, scope)
    steps: list[Step] = []
    pending = None
    decisions = rules.decisions
    advance = machine(rules).events["advance"].trigger if decisions else None
    while cursor.state in decisions and advance:
        here = cursor.state
        if len(steps) > len(decisions):
            raise _goes_round(steps)
        try:
            advance(cursor, cursor)
        except Unanswered as missing:
            pending = missing.question
            break
        except ZeroDivisionError:
            raise _divides_by_zero(rules, here, scope) from None
        label = decisions[here].branches[cursor.branch].label
        steps.append(Step(here, cursor.branch, label, cursor.state, scope))
    outcome = cursor.state if cursor.state in rules.outcomes else None
    return Trace(rules, tuple(steps), outcome, pending, scope)


def _goes_round(steps: list[Step]) -> AdvisorError:
    passed = [step.decision for step in steps]
    first = next(i for i, decision in enumerate(passed) if decision in passed[i + 1 :])
    again = passed.index(passed[first], first + 1)
    way = " → ".join(passed[first : again + 1])
    return AdvisorError(Problem("cycle", f"the flowchart goes round: {way}", "mend the rules"))


def _divides_by_zero(rules: Ruleset, decision: str, scope: Scope) -> AdvisorError:
    place = rules.origin.place(("decisions", decision))
    answers = ", ".join(f"{n} {answers_.shown(rules, n, a)}" for n, a in scope.answers.given.items())
    says = f"a formula of this decision divides by zero for these answers: {answers}"
    return AdvisorError(Problem("division-by-zero", says, "mend the rules", place, f"decisions › {decision}"))


def division_by_zero(rules: Ruleset, path: tuple[str, ...]) -> AdvisorError:
    """The error for an entry of the rules that divides by zero for these answers."""
    says = "divides by zero for these answers"
    return AdvisorError(Problem("division-by-zero", says, "mend the rules: add an `only_when` or a "
                                "condition", rules.origin.place(path), " › ".join(path)))  # fmt: skip


def questions_at(rules: Ruleset, decision: str) -> tuple[str, ...]:
    """The questions that a decision's guards can ask, in the order they are read."""
    found: dict[str, None] = {}
    for branch in rules.decisions[decision].branches:
        if branch.when is not None:
            found |= dict.fromkeys(rules.questions_of(branch.when))
    return tuple(found)


def reachable(rules: Ruleset, start: str) -> list[str]:
    """The decisions and outcomes on any way from `start`, itself first, each once, near ones first."""
    found = {start: None}
    queue = [start]
    for here in queue:
        decision = rules.decisions.get(here)
        for branch in decision.branches if decision else ():
            if branch.to not in found:
                found[branch.to] = None
                queue.append(branch.to)
    return list(found)


def needed(rules: Ruleset, answers: Answers) -> tuple[str, ...]:
    """The questions that the walk for these answers comes to, in order, given or defaulted."""
    so_far = answers._replace(given={})
    while True:
        trace = walk(rules, so_far, defaults=False)
        name = trace.pending
        if name is None or name in so_far.given:
            return tuple(so_far.given)
        try:
            value = answers.given[name] if name in answers.given else default_of(Scope(rules, so_far), name)
        except Unanswered:  # its default rests on what is not answered
            value = None
        if value is None:
            return tuple(so_far.given)
        so_far = so_far.with_answer(name, value)


def missing(trace: Trace) -> list[str]:
    """The questions without an answer or default that a way from here can need, nearest first."""
    if trace.pending is None:
        return []
    rules, given = trace.rules, trace.scope.answers.known()
    ahead = [trace.pending]
    for state in reachable(rules, trace.at):
        if state in rules.decisions:
            ahead += questions_at(rules, state)
    return [name for name in dict.fromkeys(ahead)
            if name == trace.pending or (name not in given and not rules.questions[name].default)]  # fmt: skip


def open_question(trace: Trace) -> str | None:
    """The next question that can still matter; None if there is none.

    Where an answer is "not sure", every branch that it leaves possible is followed.
    """
    given = trace.scope.answers.given
    if trace.outcome:
        sharpening = trace.rules.outcomes[trace.outcome].ask
        return next((name for name in sharpening if name not in given), None)
    if trace.pending not in given:
        return trace.pending
    ways, seen = [trace.at], {trace.at}
    for here in ways:
        for branch, holds in _possible_branches(trace, here):
            if holds is None and branch.when:
                for name in trace.rules.questions_of(branch.when):
                    if name not in given:
                        return name
            if branch.to not in seen:
                seen.add(branch.to)
                ways.append(branch.to)
    return None


def _possible_branches(trace: Trace, here: str) -> Iterator[tuple[Branch, bool | None]]:
    """The branches that can be taken, with whether their guard holds; None where that is open."""
    decision = trace.rules.decisions.get(here)
    for branch in decision.branches if decision else ():
        try:
            holds = branch.when is None or bool(branch.when.value(trace.scope))
        except Unanswered:
            yield branch, None
            continue
        except ZeroDivisionError:
            raise _divides_by_zero(trace.rules, here, trace.scope) from None
        if holds:
            yield branch, True
            return


def still_to_ask(trace: Trace) -> int:
    """How many questions without an answer the longest way from here can ask, at most.

    Counts a question once where every way to a decision has asked it already.
    """
    rules, given = trace.rules, set(trace.scope.answers.given)
    asked_before = _asked_on_every_way(rules, trace.at)
    longest: dict[str, int] = {}
    for state in reversed(in_order(rules, trace.at)):
        decision = rules.decisions.get(state)
        if decision is None:
            longest[state] = len(set(rules.outcomes[state].ask) - asked_before[state] - given)
            continue
        new = set(questions_at(rules, state)) - asked_before[state] - given
        longest[state] = len(new) + max(longest.get(branch.to, 0) for branch in decision.branches)
    return longest[trace.at]


def _asked_on_every_way(rules: Ruleset, start: str) -> dict[str, set[str]]:
    asked: dict[str, set[str]] = {start: set()}
    for state in in_order(rules, start):
        if state not in rules.decisions:
            continue
        after = asked[state] | set(questions_at(rules, state))
        for branch in rules.decisions[state].branches:
            asked[branch.to] = asked[branch.to] & after if branch.to in asked else after
    return asked


def in_order(rules: Ruleset, start: str) -> list[str]:
    """The states from `start`, each after all that lead to it (where the chart has no cycle)."""
    order: list[str] = []
    done: set[str] = set()
    stack: list[tuple[str, Iterator[str]]] = [(start, iter(_targets(rules, start)))]
    seen = {start}
    while stack:
        state, targets = stack[-1]
        following = next((target for target in targets if target not in seen), None)
        if following is None:
            stack.pop()
            done.add(state)
            order.append(state)
        else:
            seen.add(following)
            stack.append((following, iter(_targets(rules, following))))
    return order[::-1]


def _targets(rules: Ruleset, state: str) -> list[str]:
    decision = rules.decisions.get(state)
    return [branch.to for branch in decision.branches] if decision else []
