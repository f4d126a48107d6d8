"""Whether some answers lead to different outcomes: an example for each pair, or the proof of none."""

from collections.abc import Callable, Mapping

from advisor.analysis.compare.fingerprint import Fingerprinter
from advisor.analysis.compare.versions import Difference, Versions
from advisor.analysis.solver import FAILS, OPEN, Prover, Term, Undecided, whole_number
from advisor.engine.answers import Value
from advisor.rules import Ruleset

MAX_DIFFERENCES = 25
"""Pairs of outcomes of which an example is given."""

Differences = dict[tuple[str, str], Difference]
"""The differences found so far, by their pairs of outcomes."""


class Charts:
    """The fingerprints of two versions, in the same numbers."""

    def __init__(self, versions: Versions) -> None:
        numbers: dict[object, int] = {}
        self.before = Fingerprinter(versions.old, numbers, versions.same).states()
        self.after = Fingerprinter(versions.new, numbers).states()
        self.are_equal = self.before[versions.old.start].number == self.after[versions.new.start].number


def prove(versions: Versions, charts: Charts, found: Differences) -> bool:
    """Find a difference for each pair of outcomes; whether the solver says that these are all."""
    if charts.are_equal:
        return True
    both = _Ends(versions, charts)
    told: list[int] = []
    try:
        while len(found) < MAX_DIFFERENCES:
            witness = both.witness(told)
            if witness is None:
                return True
            difference = versions.difference(witness)
            if difference is None or (difference.old, difference.new) in found:
                return False  # the walks do not bear the solver out: nothing is claimed
            found[difference.old, difference.new] = difference
            told.append(both.code(difference))
    except Undecided:
        pass
    return False


class Both:
    """Two rulesets over the same variables: provers that answer the questions of both."""

    def __init__(self, versions: Versions) -> None:
        self.versions = versions
        old, new, same = versions.old, versions.new, versions.same
        free = sorted(own for own in versions.optional if versions.has_default(own))
        self.asks = {own: OPEN - 1 - index for index, own in enumerate(free)}
        self.old = self._prover(old, same.variables(old))
        self.new = self._prover(new, {name: name for name in new.questions})
        self.new.share(self.old)
        self.old.share(self.new)

    def _prover(self, rules: Ruleset, variables: Mapping[str, str]) -> Prover:
        open_ = {name: own for name, own in variables.items() if own in self.versions.optional}
        asks = {
            name: self.asks.get(own, OPEN) for name, own in open_.items() if not rules.questions[name].default
        }
        same = self.versions.same
        return Prover(
            rules,
            renamed=variables,
            optional=frozenset(open_) - frozenset(asks),
            asks=asks,
            left=frozenset(name for name, own in open_.items() if own in self.versions.apart),
            options=same.options if rules is self.versions.old else {},
        )


class _Ends(Both):
    """One term that says which pair of ends two rulesets come to, for answers that neither refuses."""

    def __init__(self, versions: Versions, charts: Charts) -> None:
        super().__init__(versions)
        self.before, self.after = charts.before, charts.after
        old, new, same = versions.old, versions.new, versions.same
        self.new.admitted += self.old.admitted
        outcomes = dict.fromkeys([*(same.of("outcomes", one) for one in old.outcomes), *new.outcomes])
        self.codes = {name: index for index, name in enumerate(outcomes)}
        self.base = max(len(self.codes), len(self.asks) - OPEN)
        self.pair = self._pair_term()

    def code(self, told: Difference) -> int:
        """The number of a pair of different ends."""
        same = self.versions.same
        one = self._end_code(same.of("outcomes", told.old), same.variable)
        return Prover.pair_number(one, self._end_code(told.new, str), self.base)

    def _end_code(self, end: str, variable: Callable[[str], str]) -> int:
        if end.startswith("asks "):
            return self.asks[variable(end.removeprefix("asks "))]
        return self.codes.get(end, FAILS)

    def witness(self, told: list[int]) -> dict[str, Value] | None:
        """Answers on which the ends differ, but for the pairs told already. Raises Undecided."""
        return self.new.witness(*(self.pair != code for code in (0, *told)))

    def _pair_term(self) -> Term:
        """The number of the pair, as a term no larger than where the charts differ."""
        terms: dict[tuple[str, str], Term] = {}
        start = (self.old.rules.start, self.new.rules.start)
        stack = [start]
        while stack:
            one, other = stack[-1]
            children = self._in_step(one, other)
            todo = [pair for pair in children if pair not in terms]
            if todo:
                stack += todo
                continue
            stack.pop()
            terms[one, other] = self._joined(one, other, [terms[pair] for pair in children])
        return terms[start]

    def _in_step(self, one: str, other: str) -> list[tuple[str, str]]:
        """The pairs of states that follow where both ask the same; none where they are equal, or part here."""
        before, after = self.before[one], self.after[other]
        if before.number == after.number or not before.guards or before.guards != after.guards:
            return []
        branches = zip(
            self.old.rules.decisions[one].branches, self.new.rules.decisions[other].branches, strict=True
        )
        return [(branch.to, its.to) for branch, its in branches]

    def _joined(self, one: str, other: str, children: list[Term]) -> Term:
        if self.before[one].number == self.after[other].number:
            return whole_number(0)
        if not children:
            of = self.versions.same.of
            codes = {name: self.codes[of("outcomes", name)] for name in self.old.rules.outcomes}
            return Prover.pair(self.old.outcome(one, codes), self.new.outcome(other, self.codes), self.base)
        guards = [branch.when for branch in self.new.rules.decisions[other].branches]
        term = children[-1]
        for guard, child in zip(reversed(guards[:-1]), reversed(children[:-1]), strict=True):
            assert guard is not None
            stopped = whole_number(0)  # both stop here, for the same reason
            term = self.new.either(guard, child, term, stopped)
        return term
