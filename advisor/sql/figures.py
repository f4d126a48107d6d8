"""The figures that come out of a row by themselves: what its outcome comes to."""

from collections.abc import Mapping, Sequence

from advisor.rules import Ruleset


def of_outcomes(
    rules: Ruleset, columns: Mapping[str, str], asked: Sequence[str], prefix: str = ""
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
