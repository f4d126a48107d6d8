"""An answer that goes with what is known, where some answers are refused together."""

from collections.abc import Iterable, Iterator
from itertools import chain

from advisor.analysis.whatif.nearest import breaks, round_neighbors
from advisor.engine.answers import Answers, Value
from advisor.engine.refusals import is_refused
from advisor.engine.scope import Scope
from advisor.rules import Ruleset


def fitting(rules: Ruleset, answers: Answers, name: str, values: Iterable[Value]) -> Value | None:
    """The first of some answers to a question that is not refused with the others, else one that just is not.

    None if there is none to be found.
    """
    if not rules.refuse:
        return next(iter(values), None)
    tried = chain(values, _around(rules, answers, name))
    return next((one for one in tried if not is_refused(rules, answers.with_answer(name, one))), None)


def _around(rules: Ruleset, answers: Answers, name: str) -> Iterator[Value]:
    """The answers around which a refusal begins or ends, all others being as they are."""
    kind = rules.questions[name].kind
    if not rules.is_ordered(name):
        return
    for one in sorted(breaks(Scope(rules, answers), name, [])):
        near = round_neighbors(one, kind.is_whole, rules.unit(name))
        yield from (value for value in sorted(near) if kind.takes(value))
