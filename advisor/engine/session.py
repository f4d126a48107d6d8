"""A walk through the flowchart: a fold of the answers over a state machine made from the rules.

The only module that knows `transitions`. Decisions and outcomes are the machine's states, branches
its transitions, in the order of the YAML, and guards its conditions. Back, change and resume are
a walk with other answers, never a transition backwards.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from weakref import WeakKeyDictionary

from transitions import Machine

from advisor.engine import answers as answers_
from advisor.engine import checking
from advisor.engine.answers import Answers
from advisor.engine.scope import Scope
from advisor.errors import AdvisorError, Problem, Unanswered
from advisor.language.expression import Expression
from advisor.language.reasons import explain, facts, statement
from advisor.language.tree import names_in
from advisor.rules import Ruleset
from advisor.rules.origin import shown_path

_machines: WeakKeyDictionary[Ruleset, Machine] = WeakKeyDictionary()


class Step(NamedTuple):
    """One decision that was passed: the branch taken (from 0), its label, and the values it was taken on."""

    decision: str
    branch: int
    label: str
    to: str
    scope: Scope

    @property
    def title(self) -> str:
        """The decision as the user reads it."""
        return self.scope.rules.title(self.decision)

    @property
    def guards(self) -> list[Expression]:
        """The guards that settled it: those that failed and, unless it has none, the one that held.

        Of a table, what the row wants that was hit; the rows that could not hold with it settled nothing.
        """
        grid = self.scope.rules.grids.get(self.decision)
        if grid:
            return grid.settling(self.branch)
        return self.scope.rules.chart.guards(self.decision)[: self.branch + 1]

    @property
    def statement(self) -> str:
        """What has to stay true for this branch to be taken, in labels: ``Low gate ≤ Requests < High gate``."""
        return statement(self.guards, self.scope.vocabulary())

    @property
    def because(self) -> str:
        """Why this branch, with the numbers: ``10 ≤ 50 < 100``."""
        return explain(self.guards, self.scope.vocabulary()) or "the only way on"

    @property
    def reason(self) -> str:
        """Why this branch; empty where the label of the branch says it all."""
        rules, label = self.scope.rules, self.label.casefold()
        says_all = (f"{rules.label(name)}: {label}".casefold() for name in self.decided_by)
        because = self.because
        return "" if because.casefold() in says_all else because

    @property
    def brief(self) -> str:
        """The numbers that decided it, as results without the arithmetic; empty where answers alone did.

        Of a table all that its row wants, because the name of a row says nothing of it.
        """
        if self.decision in self.scope.rules.grids:
            return self.because
        return explain(self.guards, self.scope.vocabulary()._replace(brief=True))

    @property
    def decided_by(self) -> tuple[str, ...]:
        """The questions whose answers settled it."""
        rules = self.scope.rules
        names = (name for fact in facts(self.guards, self.scope) for name in names_in(fact))
        return tuple(dict.fromkeys(found for name in names for found in rules.questions_behind(name)))


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

    def guard(cursor: _Cursor) -> bool:
        cursor.branch = index
        return when is None or bool(when.value(cursor.scope))

    return guard


def machine(rules: Ruleset) -> Machine:
    """The state machine of a ruleset; one serves every walk."""
    found = _machines.get(rules)
    if found is None:
        found = _machines[rules] = _made(rules)
    return found


def _made(rules: Ruleset) -> Machine:
    states = [*rules.decisions, *rules.outcomes]
    made = Machine(model=None, states=states, initial=None, auto_transitions=False)
    for name, decision in rules.decisions.items():
        for index, branch in enumerate(decision.branches):
            made.add_transition("advance", name, branch.to, conditions=_guard(index, branch.when))
    return made


def walk(
    rules: Ruleset, answers: Answers | Mapping[str, object] | None = None, *, defaults: bool = True
) -> Trace:
    """Advance from the start to an outcome, or to the first question that has no answer.

    `answers` are checked Answers, or answers and overrides by name as typed or plain values.
    With `defaults`, a question without an answer takes the default that the rules give it.
    Raises AnswerError if answers are wrong, AdvisorError if the rules divide by zero or go round.
    """
    if not isinstance(answers, Answers):
        answers = checking.check(rules, answers or {})
    return walk_in(Scope(rules, answers, defaults=defaults))


def walk_in(scope: Scope) -> Trace:
    """The walk for the values of a scope. Raises AdvisorError if the rules divide by zero or go round."""
    steps: list[Step] = []
    pending = None
    try:
        steps.extend(advance(scope))
    except Unanswered as missing:
        pending = missing.question
    at = steps[-1].to if steps else scope.rules.start
    return Trace(scope.rules, tuple(steps), at if at in scope.rules.outcomes else None, pending, scope)


def advance(scope: Scope) -> Iterator[Step]:
    """The steps of the walk for the values of a scope, one after the other.

    Raises Unanswered at a question without an answer, AdvisorError if the rules divide by zero or go round.
    """
    rules = scope.rules
    decisions = rules.decisions
    cursor = _Cursor(rules.start, scope)
    trigger = machine(rules).events["advance"].trigger if decisions else None
    passed = 0
    while trigger and cursor.state in decisions:
        here = cursor.state
        passed += 1
        if passed > len(decisions):
            must_end(rules)
        try:
            trigger(cursor, cursor)
        except ZeroDivisionError:
            raise divides_by_zero(rules, here, scope) from None
        label = decisions[here].branches[cursor.branch].label
        yield Step(here, cursor.branch, label, cursor.state, scope)


def must_end(rules: Ruleset) -> None:
    """Raise AdvisorError where a way through the chart comes back to where it was."""
    for state, index, way in rules.chart.circles:
        says = f"the chart goes round: {' → '.join(way)}"
        path = rules.branch_at(state, index, "to")
        place, where = rules.origin.place(path), shown_path(path)
        raise AdvisorError(Problem("cycle", says, "let it lead on", place, where))


def divides_by_zero(rules: Ruleset, decision: str, scope: Scope) -> AdvisorError:
    place = rules.origin.place(("decisions", decision))
    answers = ", ".join(f"{n} {answers_.shown(rules, n, a)}" for n, a in scope.answers.given.items())
    says = f"a formula of this decision divides by zero for these answers: {answers}"
    return AdvisorError(Problem("division-by-zero", says, "mend the rules", place, f"decisions › {decision}"))
