"""Two versions of a ruleset: what was changed, and on which answers they disagree.

Equivalent is a proof: where the charts are the same it follows from that, elsewhere the solver says
that no answers lead to different outcomes, and that both take the same answers wherever they ask.
Where it cannot tell, the answer is unknown.
"""

from typing import NamedTuple

from advisor.analysis.compare.decided import Decided, decided
from advisor.analysis.compare.mapping import Apart, IdMapping, same
from advisor.analysis.compare.meaning import MAX_DIFFERENCES, Charts, Differences, prove
from advisor.analysis.compare.refusals import refused
from advisor.analysis.compare.search import search
from advisor.analysis.compare.structure import Change, changes
from advisor.analysis.compare.versions import Difference, Versions
from advisor.analysis.explorer.ends import DIVIDES, REFUSED
from advisor.engine.session import must_end
from advisor.rules import Ruleset

__all__ = [
    "DIFFERENT", "DIVIDES", "EQUIVALENT", "MAX_DIFFERENCES", "REFUSED", "UNKNOWN",
    "Apart", "Change", "RulesetDiff", "Decided", "Difference", "IdMapping", "compare", "decided", "same",
]  # fmt: skip

EQUIVALENT, DIFFERENT, UNKNOWN = "equivalent", "different", "unknown"


class RulesetDiff(NamedTuple):
    """How two versions compare.

    verdict: `EQUIVALENT`, `DIFFERENT` or `UNKNOWN`
    differences: one for each pair of different outcomes, fewest answers first
    complete: whether there are no other pairs
    changes: every key that is not the same in both
    apart: questions that share an id only, so that each version has its own answer to them
    """

    verdict: str
    differences: tuple[Difference, ...]
    complete: bool
    changes: tuple[Change, ...]
    apart: tuple[Apart, ...] = ()


def compare(old: Ruleset, new: Ruleset, names: IdMapping | None = None) -> RulesetDiff:
    """Compare two versions; `names` says what OLD's ids are called in NEW.

    Raises AdvisorError where a chart goes round.
    """
    names = names or same(old, new)
    for rules in (old, new):
        must_end(rules)
    versions = Versions(old, new, names)
    charts = Charts(versions)
    found: Differences = {}
    complete = prove(versions, charts, found)
    complete &= refused(versions, found)
    if not complete:
        search(versions, charts, found)
    ordered = tuple(sorted(found.values(), key=lambda one: (one.size, str(one.example))))
    verdict = DIFFERENT if ordered else EQUIVALENT if complete else UNKNOWN
    return RulesetDiff(verdict, ordered, complete, tuple(changes(old, new, names)), names.apart)
