"""A decision as a file, and inside every export, so that any of them can be decided again.

`made` is what a decision holds, `exports` what carries it, `marks` how it lies inside one, `reading` how
it is read from files of strangers. May import the rules, answers and walks; knows no screen and no command.
"""

from advisor.decision.made import (
    RulesetId,
    SavedDecision,
    answers_of,
    evidence_data,
    joined,
    made_on,
    mark,
    market_data,
    of,
    own_figures,
    rules_for,
    ruleset_id,
    sources,
    to_data,
    to_yaml,
)
from advisor.decision.marks import MARK
from advisor.decision.reading import Found, read, read_all

__all__ = [
    "MARK", "Found", "RulesetId", "SavedDecision", "answers_of", "evidence_data", "joined", "made_on", "mark",
    "market_data", "of", "own_figures", "read", "read_all", "rules_for", "ruleset_id", "sources", "to_data",
    "to_yaml",
]  # fmt: skip
