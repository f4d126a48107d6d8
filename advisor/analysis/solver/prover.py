"""Answers that the solver finds, as simple as can be, or the proof that there are none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import z3

from advisor.analysis.solver.chart import ChartTerms
from advisor.analysis.solver.solving import (
    Term,
    Undecided,
    all_of,
    any_of,
    constant,
    exact_term,
    given_variable,
    negation,
    solver_for,
    value_of,
    variables,
)
from advisor.analysis.solver.terms import SORTS, Variable
from advisor.analysis.solver.whole import is_whole
from advisor.engine.answers import Value
from advisor.language.tree import option_of
from advisor.quantities import Number


@dataclass(eq=False, repr=False)
class Prover(ChartTerms):
    """Finds answers to the questions of a ruleset under which conditions hold; none that are refused together.

    _twins: for each other answer to a question, the variables of the one and those of the other in their place
    """

    _twins: dict[str, list[tuple[str, str]]] = field(default_factory=dict, init=False)

    def given(self, answers: Mapping[str, Value]) -> Term:
        """That the questions have these answers."""
        return all_of(term for name, answer in answers.items() for term in self._answered(name, answer))

    def _answered(self, name: str, answer: Value) -> Iterator[Term]:
        """That the parts of a question have the answers of which one to it is made."""
        for part in self.parts(name):
            value = option_of(part)[1] in answer if isinstance(answer, tuple) else answer
            yield self.question(part) == constant(value)

    def between(self, name: str, low: Number, high: Number) -> list[Term]:
        """That the answer to a question lies within bounds."""
        return [exact_term(low) <= self.question(name), exact_term(high) >= self.question(name)]

    def wrong_default(self, name: str) -> Term:
        """That the computed default of a question about a number is out of its bounds, or not whole."""
        term, asked = self.default(name), Variable(self.rules.questions[name].kind)
        assert term is not None
        is_surely_whole = is_whole(self.rules, self.rules.defaults[name])
        limits = asked.bounds(term) if is_surely_whole else asked.limits(term)
        return any_of([negation(one) for one in limits])

    def refuses(self, name: str, other: "Prover", its: str) -> Term:
        """That this ruleset does not take the answer to a question, which another one calls `its`, and may take."""
        wrong = [other.variable(own) for own in other._asked(its) if own not in self.asked]
        for own, asked in self._asked(name).items():
            wrong += map(negation, asked.limits(self.variable(own)))
        return any_of(wrong)

    def refused_together(self) -> Term:
        """That this ruleset refuses answers that another one, with which it shares them, may take."""
        return any_of([negation(one) for one in self.admitted])

    def twin(self, name: str, term: Term, mark: str = "'") -> Term:
        """The same term for another answer to one question, which is a variable of its own for each mark."""
        pairs = [(own, own + mark) for own in map(self._own, self.parts(name))]
        for own, other in pairs:
            self.asked.setdefault(other, [one._replace(of=one.of + mark) for one in self.asked[own]])
        self._twins[name + mark] = pairs
        return self._substituted(term, pairs)

    def _substituted(self, term: Term, pairs: list[tuple[str, str]]) -> Term:
        changed: Term = z3.substitute(term, *((self.variable(one), self.variable(two)) for one, two in pairs))
        return changed

    def share(self, other: "Prover") -> None:
        """Know the questions of another prover too, so that witnesses answer both."""
        self._may_be_left |= other._may_be_left
        for own, questions in other.asked.items():
            self.asked[own] = [*self.asked.get(own, []), *questions]

    def witness(self, *conditions: Term) -> dict[str, Value] | None:
        """Answers, as simple as can be, under which all conditions hold; None if there are none.

        Holds only the questions that the conditions read, of several options those that are read, and those
        that can be refused together with them, by the names of their variables. Raises Undecided.
        """
        solver, names = self._solved(conditions)
        return None if solver is None else self._simplest(solver, names)

    def example(self, *conditions: Term) -> dict[str, Value] | None:
        """Answers as the solver finds them; for one with a root that is no fraction, they only come close.

        None if there are none. Raises Undecided.
        """
        solver, names = self._solved(conditions)
        if solver is None:
            return None
        model = solver.model()
        return self._together({name: self._read(name, model) for name in names})

    def is_possible(self, *conditions: Term) -> bool:
        """Whether some answers make all conditions hold. Raises Undecided."""
        return self._solved(conditions)[0] is not None

    def _admissible(self, conditions: Sequence[Term]) -> list[Term]:
        """The conditions, and that no answers that they rest on are refused, together with whatever others."""
        found, joined = {one.get_id(): one for one in conditions}, True
        while self.admitted and joined:
            read = variables(found.values(), self._reads)
            near = {one.get_id(): one for one in self._refusals(read)
                    if not read.isdisjoint(variables([one], self._reads))}  # fmt: skip
            joined = not near.keys() <= found.keys()
            found |= near
        return [*found.values()]

    def _refusals(self, read: set[str]) -> Iterator[Term]:
        """What keeps answers from being refused together; of a question with two answers, either of them."""
        yield from self.admitted
        for pairs in self._twins.values():
            if not read.isdisjoint(other for _, other in pairs):
                yield from (self._substituted(one, pairs) for one in self.admitted)

    def _names_in(self, conditions: Sequence[Term]) -> list[str]:
        read = variables(conditions, self._reads)
        return [name for name in self.asked if name in read]

    def _solved(self, asked: Sequence[Term]) -> tuple[z3.Solver | None, list[str]]:
        """A solver in which all conditions hold together, None if they cannot; and what they read. Raises Undecided."""
        conditions = self._admissible(asked)
        names = self._names_in(conditions)
        bounds = [bound for name in names for bound in self.bounds(name)]
        whole = [z3.IsInt(self.variable(name)) for name in names if self.kind(name).is_whole]
        solver = solver_for([*conditions, *bounds, *whole])
        verdict = solver.check()
        if verdict == z3.unknown:
            return self._relaxed([*conditions, *bounds], solver, names), names
        return solver if verdict == z3.sat else None, names

    def _relaxed(self, conditions: list[Term], solver: z3.Solver, names: list[str]) -> z3.Solver | None:
        """Decide on real numbers first, then look for whole ones near those."""
        real = solver_for(conditions)
        verdict = real.check()
        if verdict == z3.unsat:
            return None
        if verdict == z3.sat:
            model = real.model()
            near = {name: value_of(model.eval(self.variable(name), model_completion=True))
                    for name in names if self.kind(name).is_whole}  # fmt: skip
            for shift in (0, 1, -1):
                if _adds(solver, *(self.variable(name) == round(one) + shift for name, one in near.items())):
                    return solver
        raise Undecided

    def _read(self, name: str, model: z3.ModelRef) -> Value:
        """The answer to a question in a model."""
        term = model.eval(self.variable(name), model_completion=True)
        return SORTS[self.kind(name).type].read(term)

    def _simplest(self, solver: z3.Solver, names: list[str]) -> dict[str, Value]:
        """Leave out what can be, then fix one question after the other to a simple answer that still fits."""
        found: dict[str, Value] = {}
        questions = dict.fromkeys(self.asked[name][0].of for name in names)
        may_be_left = [name for name in questions if name in self._may_be_left]
        _answer_few(solver, may_be_left)
        left = {name for name in may_be_left if _left_out(solver, name)}
        for name in names:
            if self.asked[name][0].of in left:
                continue
            value = self._read(name, solver.model())
            for simple in (*self.asked[name][0].kind.simpler(value), value):
                if _adds(solver, self.variable(name) == constant(simple)):
                    found[name] = simple
                    break
            else:  # an irrational number, or out of the solver's reach
                raise Undecided
        return self._together(found)

    def _together(self, found: Mapping[str, Value]) -> dict[str, Value]:
        """Answers to questions, made of those to their parts."""
        whole: dict[str, Value] = {}
        for name, value in found.items():
            asked = self.asked[name][0]
            if not asked.part:
                whole[name] = value
                continue
            before = whole.setdefault(asked.of, ())
            assert isinstance(before, tuple)
            whole[asked.of] = (*before, asked.part) if value else before
        return whole


def _adds(solver: z3.Solver, *conditions: Term) -> bool:
    """Whether conditions hold beside those of a solver; only then it keeps them."""
    solver.push()
    solver.add(*conditions)
    if solver.check() == z3.sat:
        return True
    solver.pop()
    return False


def _answer_few(solver: z3.Solver, names: list[str]) -> None:
    """Let the solver answer as few of some questions as it can. Raises Undecided."""
    given = [given_variable(name) for name in names]
    if any(_adds(solver, z3.AtMost(*given, count)) for count in range(len(names))):
        return
    if names and solver.check() != z3.sat:  # found before, but not again within the bound
        raise Undecided


def _left_out(solver: z3.Solver, name: str) -> bool:
    """Whether a question can be left to its default; from then on it is, or it is not."""
    given = given_variable(name)
    if _adds(solver, negation(given)):
        return True
    if not _adds(solver, given):
        raise Undecided
    return False
