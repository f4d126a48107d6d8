"""Decisions and scenarios decided under both versions, each in the names of the version it was written for."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from advisor import decision
from advisor.analysis.compare.mapping import IdMapping
from advisor.analysis.explorer.ends import End, end
from advisor.decision import SavedDecision
from advisor.errors import AdvisorError, AnswerError, Problem, brief
from advisor.rules import Ruleset


class Decided(NamedTuple):
    """A decision or scenario whose outcome is not the same under both, or that neither takes.

    name: the file, or which scenario
    old, new: the outcome, or in words why there is none
    is_refused: whether neither version takes its answers
    """

    name: str
    old: str
    new: str
    is_refused: bool = False


class Decidable(NamedTuple):
    """Answers to decide under both.

    in_new: whether they are in NEW's ids
    refused: whether they are meant to be refused
    """

    name: str
    made: SavedDecision
    in_new: bool
    refused: bool = False


def decided(old: Ruleset, new: Ruleset, same: IdMapping, files: Sequence[str]) -> list[Decided]:
    """The decisions and scenarios that change, or that no version takes. Raises AdvisorError."""
    cases = [*_files(old, new, files), *_scenarios(old, new, same)]
    found = (_both(old, new, same, case) for case in cases)
    return [one for one in found if one is not None]


def _files(old: Ruleset, new: Ruleset, files: Sequence[str]) -> Iterator[Decidable]:
    for file in files:
        made = decision.read(file)
        if made.ruleset and made.ruleset.id not in (old.id, new.id):
            says = f"{file} was decided under the rules `{brief(made.ruleset.id)}`, these are `{new.id}`"
            raise AdvisorError(Problem("other-rules", says, "leave it out, or compare its rules"))
        yield Decidable(file, made, _is_in_new(old, new, made))


def _is_in_new(old: Ruleset, new: Ruleset, made: SavedDecision) -> bool:
    """Whether a decision is in NEW's ids: it was made under them, or only they know its names."""
    if made.ruleset and made.ruleset.digest in (old.digest, new.digest):
        return made.ruleset.digest != old.digest
    names = {name.partition(".")[0] for name in (*made.answers, *made.overrides)}
    return not names <= {*old.questions, *old.parameters} and names <= {*new.questions, *new.parameters}


def _scenarios(old: Ruleset, new: Ruleset, same: IdMapping) -> Iterator[Decidable]:
    """Those of OLD, and those of NEW that are others or answer otherwise."""
    for name, one in old.scenarios.items():
        yield Decidable(f"scenario {name} of OLD", SavedDecision(one.answers, {}), False, one.refused)
    for name, one in new.scenarios.items():
        before = old.scenarios.get(name)
        if before is None or same.turned(before.answers) != one.answers:
            yield Decidable(f"scenario {name} of NEW", SavedDecision(one.answers, {}), True, one.refused)


def _both(old: Ruleset, new: Ruleset, same: IdMapping, case: Decidable) -> Decided | None:
    one, other = (
        _decide(rules, _in_names_of(case, same, bool(is_new))) for is_new, rules in enumerate((old, new))
    )
    if isinstance(one, End) and isinstance(other, End):
        return None if same.end(one) == other else Decided(case.name, str(one), str(other))
    is_refused = isinstance(one, str) and isinstance(other, str)
    return None if is_refused and case.refused else Decided(case.name, str(one), str(other), is_refused)


def _in_names_of(case: Decidable, same: IdMapping, is_new: bool) -> SavedDecision:
    """The decision in the ids of one version."""
    made = case.made
    if case.in_new == is_new:
        return made
    answers, overrides = (same.turned(values, back=case.in_new) for values in (made.answers, made.overrides))
    return made._replace(answers=answers, overrides=overrides)


def _decide(rules: Ruleset, made: SavedDecision) -> End | str:
    """Where a decision ends; in words, why its answers are refused."""
    try:
        known = decision.rules_for(rules, made)
        answers = decision.answers_of(known, made)
    except AnswerError as error:
        first = error.problems[0]
        return f"refused: {f'{first.where}: ' if first.where else ''}{first.says}"
    return end(known, answers)
