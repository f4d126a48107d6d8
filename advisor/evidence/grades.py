"""Graded runs: what passed, per prompt and provider, and the best of them."""

from collections.abc import Hashable
from fractions import Fraction

from advisor.evidence import fields
from advisor.evidence.measures import Measure, Remark
from advisor.evidence.shares import measured, wilson
from advisor.quantities import amount

UNGRADED = Measure("pass_share", None, basis="0 of 0", more=1, more_of="graded runs")
"""The share of runs of which none was graded."""


class Group:
    """The runs of one prompt with one provider."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.passed = self.failed = self.errors = self.ungraded = self.repeated = 0
        self._cases: set[int] = set()

    def add(self, passed: bool | None, *, error: bool = False) -> None:
        """Add a run; None means that nobody graded it. A run that ended in an error is no failure."""
        if error:
            self.errors += 1
        elif passed is None:
            self.ungraded += 1
        elif passed:
            self.passed += 1
        else:
            self.failed += 1

    def case(self, inputs: Hashable) -> None:
        """What a run was about, so that repetitions can be told."""
        before = len(self._cases)
        self._cases.add(hash(inputs))
        self.repeated += len(self._cases) == before

    def measures(self, shown: bool) -> tuple[Measure, ...]:
        group, graded = self.label if shown else "", self.passed + self.failed
        found = [
            Measure("graded", graded, "runs", group=group),
            Measure("passed", self.passed, "runs", group=group),
        ]
        if self.errors:
            found.append(Measure("errors", self.errors, "runs", group=group))
        share = measured("pass_share", self.passed, graded) if graded else UNGRADED
        return (*found, share._replace(group=group, remarks=self._remarks()))

    def _remarks(self) -> tuple[Remark, ...]:
        graded = self.passed + self.failed
        found, errors = [], f"{amount(self.errors, 'run')} ended in an error"
        if self.errors and not graded:
            found.append(Remark("only-errors", f"all {errors}, which says nothing"))
        elif self.errors:
            found.append(Remark("errors", f"{errors}, which is no failure"))
        if self.ungraded:
            found.append(Remark("ungraded", f"{amount(self.ungraded, 'run')} without a grade"))
        if self.repeated:
            says = f"{amount(self.repeated, 'run')} with an input seen before: the interval is too narrow for that"
            found.append(Remark("repeated", says))
        return tuple(found)


class Grades:
    """The groups of a file, by whatever tells them apart."""

    def __init__(self) -> None:
        self._groups: dict[Hashable, Group] = {}

    def group(self, key: Hashable, label: str) -> Group:
        found = self._groups.get(key)
        if found is None:
            found = self._groups[key] = Group(label)
        return found

    def score(self, name: object, passed: bool) -> None:
        """Add a run that was graded under a name."""
        self.group(name, fields.label(name, f"score {len(self._groups) + 1}")).add(passed)

    def __len__(self) -> int:
        return len(self._groups)

    def only(self) -> tuple[Measure, ...]:
        """The measures of the one group there is; none if there are several."""
        return self.best() if len(self._groups) == 1 else ()

    def best(self) -> tuple[Measure, ...]:
        """The measures of the group whose interval begins highest."""
        if not self._groups:
            return ()
        groups = list(self._groups.values())
        found = max(groups, key=_least)
        measures = found.measures(shown=len(groups) > 1)
        if len(groups) == 1:
            return measures
        best = Remark(
            "best-of", f"the best of {len(groups)}, which flatters it a little; grade it on new inputs"
        )
        return tuple(
            m._replace(remarks=(best, *m.remarks)) if m.name == "pass_share" else m for m in measures
        )

    def each(self) -> tuple[Measure, ...]:
        """The measures of every group, if there are several."""
        if len(self._groups) < 2:
            return ()
        return tuple(measure for group in self._groups.values() for measure in group.measures(shown=True))


def _least(group: Group) -> Fraction:
    graded = group.passed + group.failed
    return Fraction(wilson(group.passed, graded).low) if graded else Fraction(-1)
