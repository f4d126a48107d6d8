"""A decision flowchart as data, and everything an engineer or an architect wants from one.

>>> from advisor import advise, load, walk
>>> rules = load()                                     # the shipped ruleset, or load("folder")
>>> trace = walk(rules, {"base_model_suffices": True})
>>> trace.outcome
'prompt_engineering'
>>> advise(trace).approach
'prompt'

`load` reads a folder of rules and raises RulesError with every problem. `walk` advances to an
outcome (`trace.outcome`) or to the first question without an answer (`trace.pending`); answers are
plain values or text as a person types it. `advise` folds the outcome with use case, cautions,
criteria and costs into one frozen `Advice`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.advice.advice import advise
    from advisor.advice.model import Advice
    from advisor.engine.session import Step, Trace, walk
    from advisor.errors import AdvisorError, AnswerError, RulesError
    from advisor.rules import Ruleset
    from advisor.rules.load import load

_HOMES = {
    "Advice": "advisor.advice.model", "advise": "advisor.advice.advice",
    "AdvisorError": "advisor.errors", "AnswerError": "advisor.errors", "RulesError": "advisor.errors",
    "Ruleset": "advisor.rules", "load": "advisor.rules",
    "Step": "advisor.engine.session", "Trace": "advisor.engine.session", "walk": "advisor.engine.session",
}  # fmt: skip

__all__ = ["Advice", "AdvisorError", "AnswerError", "Ruleset", "RulesError", "Step", "Trace",
           "advise", "load", "walk"]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that no command pays for what it does not use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
