"""Two versions of a ruleset: what was changed, and on which answers they disagree.

Equivalent is a proof: where the charts are the same it follows from that, elsewhere the solver says
that no answers lead to different outcomes. Where it cannot tell, the answer is unknown.
"""

import ast
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from advisor import documents
from advisor.answers import Answers, Value
from advisor.check import structure
from advisor.errors import AdvisorError, Problem
from advisor.expression import Expression, parse
from advisor.graph import in_order
from advisor.likely import candidates
from advisor.prove import FAILS, Prover, Undecided
from advisor.rules import Ruleset
from advisor.rules.model import Question
from advisor.rules.origin import Path_
from advisor.session import walk

EQUIVALENT, DIFFERENT, UNKNOWN = "equivalent", "different", "unknown"
DIVIDES = "division by zero"
"""What stands for the outcome of a walk that the rules end with an error."""
MAX_DIFFERENCES = 25
"""Pairs of outcomes of which an example is given."""

Names = Mapping[str, str]
"""New names by old ones; a name that is not in it is the same in both."""


class Change(NamedTuple):
    """One key that was added, removed or changed; a value is None where the key is not there."""

    path: Path_
    old: str | None
    new: str | None


class Difference(NamedTuple):
    """Answers on which the versions disagree, and what each says."""

    old: str
    new: str
    example: Mapping[str, Value]


class Comparison(NamedTuple):
    """How two versions compare.

    verdict: `EQUIVALENT`, `DIFFERENT` or `UNKNOWN`
    differences: one for each pair of different outcomes, fewest answers first
    complete: whether there are no other pairs
    """

    verdict: str
    differences: tuple[Difference, ...]
    complete: bool
    changes: tuple[Change, ...]


def compare(old: Ruleset, new: Ruleset, same: Names | None = None) -> Comparison:
    """Compare two versions; `same` maps old ids of questions and outcomes to new ones.

    Raises AdvisorError where a chart goes round.
    """
    names = {**_apart(old, new), **(same or {})}
    for rules in (old, new):
        for problem in (*structure.no_outcome(rules), *structure.cycle(rules)):
            raise AdvisorError(
                Problem(problem.code, problem.says, problem.remedy, problem.place, problem.where)
            )
    changed = tuple(changes(old, new))
    before, after = _spelled(old, names), _spelled(new, {})
    if before[old.start].number == after[new.start].number:
        return Comparison(EQUIVALENT, (), True, changed)
    found, complete = _differences(old, new, names, _Both(old, new, names, before, after))
    ordered = tuple(sorted(found, key=lambda one: (len(one.example), str(one.example))))
    verdict = DIFFERENT if ordered else EQUIVALENT if complete else UNKNOWN
    return Comparison(verdict, ordered, complete, changed)


def _apart(old: Ruleset, new: Ruleset) -> dict[str, str]:
    """Other names for questions whose answers are of another kind now: they are not the same question."""
    return {name: f"{name} (old)" for name, question in old.questions.items()
            if name in new.questions and _kind(question) != _kind(new.questions[name])}  # fmt: skip


def _kind(question: Question) -> str:
    return "number" if question.type == "integer" else question.type


# --- structure ---


def changes(old: Ruleset, new: Ruleset) -> Iterator[Change]:
    """Every key that is not the same in both, as it is written."""
    yield from _changed((), documents.plain(old.origin.root), documents.plain(new.origin.root))


def _changed(path: Path_, one: object, other: object) -> Iterator[Change]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            yield from _changed((*path, key), one.get(key), other.get(key))
    elif isinstance(one, list) and isinstance(other, list):
        for index in range(max(len(one), len(other))):
            pair = (values[index] if index < len(values) else None for values in (one, other))
            yield from _changed((*path, index), *pair)
    elif one != other:
        yield Change(path, _as_text(one), _as_text(other))


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_as_text(entry)}" for key, entry in value.items()) + "}"
    assert isinstance(value, list)
    return "[" + ", ".join(str(_as_text(entry)) for entry in value) + "]"


class _Spelled(NamedTuple):
    """A state by what it says: `number` is equal where all that follows is the same, whatever it is called.

    guards: the conditions of its branches with figures for names
    """

    number: int
    guards: tuple[str, ...] = ()


def _spelled(rules: Ruleset, names: Names) -> dict[str, _Spelled]:
    found: dict[str, _Spelled] = {}
    written: dict[str, str] = {}
    for state in reversed(in_order(rules, rules.start)):
        decision = rules.decisions.get(state)
        if decision is None:
            found[state] = _Spelled(_number(("outcome", names.get(state, state))))
            continue
        guards = tuple(_spelled_out(rules, branch.when, names, written) if branch.when else ""
                       for branch in decision.branches)  # fmt: skip
        ways = tuple(found[branch.to].number for branch in decision.branches)
        found[state] = _Spelled(_number((guards, ways)), guards)
    return found


_NUMBERS: dict[object, int] = {}


def _number(key: object) -> int:
    return _NUMBERS.setdefault(key, len(_NUMBERS))


def _spelled_out(rules: Ruleset, expression: Expression, names: Names, written: dict[str, str]) -> str:
    """A condition with its formulas and figures in place of their names."""

    class Inline(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            name = node.id
            if name not in written:
                written[name] = _definition(rules, name, names, written)
            return ast.Name(written[name], ast.Load())

    return ast.unparse(Inline().visit(ast.parse(expression.text.strip(), mode="eval").body))


def _definition(rules: Ruleset, name: str, names: Names, written: dict[str, str]) -> str:
    if name in rules.formulas:
        formula = rules.formulas[name]
        under = f" under {sorted(formula.given.items())}" if formula.given else ""
        return f"({_spelled_out(rules, formula.is_, names, written)}{under})"
    if name in rules.parameters:
        one = rules.parameters[name]
        if not one.by:
            return str(one.value)
        return f"({_definition(rules, one.by, names, written)}: {sorted(one.values.items())})"
    own, default = names.get(name, name), rules.questions[name].default
    if not default:
        return own
    is_number = rules.questions[name].type in ("integer", "number")
    return f"({own} else {_spelled_out(rules, parse(default), names, written) if is_number else default})"


# --- meaning ---


def _differences(old: Ruleset, new: Ruleset, names: Names, both: "_Both") -> tuple[list[Difference], bool]:
    """An example for each pair of different outcomes; and whether the solver says that these are all."""
    found: list[Difference] = []
    told: list[int] = []
    while len(found) < MAX_DIFFERENCES:
        try:
            witness = both.witness(told)
        except Undecided:
            return found, False
        if witness is None:
            return found, True
        difference = _walked(old, new, names, witness)
        if difference is None:
            return found, False
        found.append(difference)
        told.append(both.code(difference.old, difference.new))
    return found, False


def _walked(old: Ruleset, new: Ruleset, names: Names, witness: Mapping[str, Value]) -> Difference | None:
    """The difference that walking both shows, on as few answers as do; None if it shows none."""
    back = {new_name: old_name for old_name, new_name in names.items()}

    def ends(answers: Mapping[str, Value]) -> tuple[_End, _End]:
        before = {back.get(name, name): value for name, value in answers.items()}
        return _end(old, before), _end(new, answers)

    answers = dict(witness)
    for _ in range(len(old.questions) + len(new.questions) + 1):
        before, after = ends(answers)
        if before.asks is None and after.asks is None:
            break
        rules, name = (old, before.asks) if before.asks else (new, after.asks)
        assert name is not None
        own = names.get(name, name) if rules is old else name
        answers[own] = candidates(rules, name)[0]
    if names.get(before.outcome, before.outcome) == after.outcome:
        return None
    for name in reversed(answers):
        fewer = {other: value for other, value in answers.items() if other != name}
        if ends(fewer) == (before, after):
            answers = fewer
    return Difference(before.outcome, after.outcome, answers)


class _End(NamedTuple):
    """Where a walk ends: its outcome or `DIVIDES`, or the question it waits for."""

    outcome: str
    asks: str | None


def _end(rules: Ruleset, values: Mapping[str, Value]) -> _End:
    answers = Answers({name: value for name, value in values.items() if name in rules.questions})
    try:
        trace = walk(rules, answers)
    except AdvisorError:  # nothing else can go wrong: the charts have an end, the answers are right
        return _End(DIVIDES, None)
    return _End(trace.outcome or "", trace.pending)


class _Both:
    """Two rulesets over the same variables, and one term that says which pair of outcomes they come to."""

    def __init__(
        self,
        old: Ruleset,
        new: Ruleset,
        names: Names,
        before: dict[str, _Spelled],
        after: dict[str, _Spelled],
    ) -> None:
        optional = _optional(old, new, names)
        self.old = Prover(old, renamed=names, optional=frozenset(optional))
        self.new = Prover(new, optional=frozenset(optional.values()))
        self.new.share(self.old)
        self.before, self.after, self.names = before, after, names
        outcomes = dict.fromkeys([*(names.get(one, one) for one in old.outcomes), *new.outcomes])
        self.codes = {name: index for index, name in enumerate(outcomes)}
        self.pair = self._pair_term()

    def code(self, old: str, new: str) -> int:
        """The number of a pair of different outcomes; 0 stands for equal ones."""
        one, other = (self.codes.get(name, FAILS) for name in (self.names.get(old, old), new))
        number: int = Prover.pair_number(one, other, len(self.codes))
        return number

    def witness(self, told: list[int]) -> dict[str, Value] | None:
        """Answers on which the outcomes differ, but for the pairs told already. Raises Undecided."""
        return self.new.witness(*(self.pair != code for code in (0, *told)))

    def _pair_term(self) -> Any:
        """The number of the pair, as a term no larger than where the charts differ."""
        terms: dict[tuple[str, str], Any] = {}
        stack = [(self.old.rules.start, self.new.rules.start)]
        while stack:
            one, other = stack[-1]
            children = self._in_step(one, other)
            todo = [pair for pair in children if pair not in terms]
            if todo:
                stack += todo
                continue
            stack.pop()
            terms[one, other] = self._joined(one, other, [terms[pair] for pair in children])
        return terms[self.old.rules.start, self.new.rules.start]

    def _in_step(self, one: str, other: str) -> list[tuple[str, str]]:
        """The pairs of states that follow where both ask the same; none where they are equal, or part here."""
        before, after = self.before[one], self.after[other]
        if before.number == after.number or not before.guards or before.guards != after.guards:
            return []
        branches = zip(
            self.old.rules.decisions[one].branches, self.new.rules.decisions[other].branches, strict=True
        )
        return [(branch.to, its.to) for branch, its in branches]

    def _joined(self, one: str, other: str, children: list[Any]) -> Any:
        if self.before[one].number == self.after[other].number:
            return self.new.number(0)
        if not children:
            codes = {name: self.codes[self.names.get(name, name)] for name in self.old.rules.outcomes}
            return self.new.pair(
                self.old.outcome(one, codes), self.new.outcome(other, self.codes), len(self.codes)
            )
        guards = [branch.when for branch in self.new.rules.decisions[other].branches]
        term = children[-1]
        for guard, child in zip(reversed(guards[:-1]), reversed(children[:-1]), strict=True):
            assert guard is not None
            term = self.new.either(guard, child, term, self.new.number(0))  # both stop here
        return term


def _optional(old: Ruleset, new: Ruleset, names: Names) -> dict[str, str]:
    """The questions, by their new names, that both leave to a default, unless that is one same answer."""
    found = {}
    for name, question in old.questions.items():
        other = new.questions.get(names.get(name, name))
        if other is None or not question.default or not other.default:
            continue
        if question.default != other.default or question.type in ("integer", "number"):
            found[name] = names.get(name, name)
    return found


def both_outcomes(old: Ruleset, new: Ruleset, names: Names, answers: Mapping[str, object]) -> tuple[str, str]:
    """The outcomes of one set of answers under both; a text in words where there is none."""
    return _told(old, answers), _told(new, {names.get(name, name): value for name, value in answers.items()})


def _told(rules: Ruleset, answers: Mapping[str, object]) -> str:
    try:
        trace = walk(rules, answers)
    except AdvisorError as error:
        return f"refused: {error.problems[0].says}"
    return trace.outcome or f"asks {trace.pending}"
