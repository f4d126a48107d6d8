"""The figures that come out of every row of a table: those that are asked for, and what outcomes come to."""

from collections.abc import Iterable, Mapping, Sequence

from advisor.errors import AdvisorError, Problem, brief, did_you_mean
from advisor.language.types import SET
from advisor.rules import Ruleset


def check(rules: Ruleset, names: Iterable[str]) -> None:
    """Raise AdvisorError for every name that is none of a formula, parameter or question of one answer."""
    every = (*rules.formulas, *rules.parameters, *rules.questions)
    allowed = [name for name in every if rules.types[name] != SET]
    if problems := [_wrong(rules, name, allowed) for name in names if name not in allowed]:
        raise AdvisorError(problems)


def _wrong(rules: Ruleset, name: str, allowed: Sequence[str]) -> Problem:
    if name in rules.questions:
        says, remedy = f"`{name}` is a question of several answers, and a figure is one value", "leave it out"
    else:
        says, remedy = f"there is no `{brief(name)}`", did_you_mean(name, allowed)
    return Problem("wrong-setting", says, remedy, where="--figures")


def of_outcomes(
    rules: Ruleset, columns: Mapping[str, str], asked: Sequence[str], prefix: str
) -> tuple[str, ...]:
    """The figures that outcomes name, in their order, but for those that are asked for anyway.

    columns: the table's columns by the question or figure that they hold; one that has the name already in
        which a figure would come out is that figure
    prefix: stands before the names of the columns that are added
    """
    named = dict.fromkeys(name for one in rules.outcomes.values() for name in one.figures)
    return tuple(
        name
        for name in named
        if name not in asked and columns.get(name, "").casefold() != f"{prefix}{name}".casefold()
    )
