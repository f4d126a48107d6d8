"""What an advice is made of: plain values that terminal, JSON, Markdown and pictures render."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from advisor.advice.additions import Addition
from advisor.advice.costs import CostFigures, Figure
from advisor.advice.retirement import Retirement
from advisor.decision import RulesetId
from advisor.engine.answers import Answer
from advisor.engine.session import Trace
from advisor.prices.market import Listing
from advisor.quantities import Number
from advisor.rules.records import Source

if TYPE_CHECKING:  # loads what only an advice at listed prices needs
    from advisor.analysis.whatif.flips import Flip

AGREES, REFINES, DIFFERS = "agrees", "refines", "differs"


class Joined(NamedTuple):
    """A complement that joins the advice; `always` if it stays whatever the approach."""

    id: str
    title: str
    says: str
    always: bool


class UseCaseAdvice(NamedTuple):
    """The use-case row held against the outcome.

    relation: agrees, refines (same approach, with complements that join) or differs
    to_change: what would have to be otherwise for the row's approach; only where it differs
    """

    id: str
    title: str
    relation: str
    recommends: str
    complements: tuple[Joined, ...]
    to_change: tuple[str, ...]


class CautionAdvice(NamedTuple):
    """A caution whose condition holds, and the defect of the source behind it, if any."""

    id: str
    says: str
    erratum: str


class CriterionAdvice(NamedTuple):
    """A criterion that is decided: whether it holds, and why."""

    id: str
    approach: str
    says: str
    holds: bool
    because: str


class HybridAdvice(NamedTuple):
    """A combination whose condition holds; routes are (task, model, prompting)."""

    id: str
    title: str
    says: str
    routes: tuple[tuple[str, str, str], ...]


class TechniqueAdvice(NamedTuple):
    """Something to try; `tried` is None if the user did not say."""

    id: str
    title: str
    says: str
    template: str
    tried: bool | None


class RowAdvice(NamedTuple):
    """A row of a shortlist; `fits` is None while that rests on a question that is not answered."""

    id: str
    title: str
    values: Mapping[str, Number]
    fits: bool | None


class ShortlistAdvice(NamedTuple):
    """A shortlist, the rows that fit first and best first.

    columns: label and unit of each column, by name
    needs: the question that decides what fits or which is best; empty if that is decided
    """

    id: str
    title: str
    columns: Mapping[str, tuple[str, str]]
    rows: tuple[RowAdvice, ...]
    note: str
    needs: str


class MarketAdvice(NamedTuple):
    """What token prices as listed today change.

    ruleset_outcome: the outcome at the ruleset's own prices; None if that cannot be told
    flips: the nearest prices at which the outcome turns
    """

    listing: Listing
    ruleset_outcome: str | None
    flips: "tuple[Flip, ...]"


class Advice(NamedTuple):
    """Everything the rules have to say to one set of answers.

    made, written: the day of the decision, and the day on which it is told, which can be later
    figures: what the outcome comes to
    defaults: questions that were not answered and whose default was used
    overrides: figures the user replaced for this run
    """

    outcome: str
    approach: str
    approach_title: str
    title: str
    says: str
    use_case: UseCaseAdvice | None
    cautions: tuple[CautionAdvice, ...]
    criteria: tuple[CriterionAdvice, ...]
    hybrids: tuple[HybridAdvice, ...]
    additions: tuple[Addition, ...]
    shortlists: tuple[ShortlistAdvice, ...]
    techniques: tuple[TechniqueAdvice, ...]
    costs: CostFigures
    figures: tuple[Figure, ...]
    retirements: tuple[Retirement, ...]
    next: tuple[str, ...]
    ruleset: RulesetId
    source: Source | None
    made: date
    written: date
    defaults: Mapping[str, Answer]
    overrides: Mapping[str, Number]
    market: MarketAdvice | None
    trace: Trace

    def when(self, again: str) -> str:
        """When it was decided, and when told, if that is another day: ``decided 2026-01-02, drawn 2026-11-25``."""
        told = "" if self.made == self.written else f", {again} {self.written.isoformat()}"
        return f"decided {self.made.isoformat()}{told}"
