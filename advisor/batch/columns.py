"""Which column of a table answers which question, or is a figure for a parameter."""

from collections.abc import Iterable, Mapping, Sequence

from advisor.errors import AdvisorError, Problem, brief, did_you_mean
from advisor.rules import Ruleset

OUTCOME, PATH, PROBLEM = ADDED = ("outcome", "path", "problem")
"""What every row gets."""
BEFORE, PROBLEM_BEFORE = "outcome_before", "problem_before"
"""What it gets too where it is compared with other rules."""


def matched(
    rules: Ruleset, columns: Sequence[str], renamed: Mapping[str, str], fixed: Iterable[str]
) -> dict[str, int]:
    """The place of the column of every question and parameter that has one; what is fixed has none.

    renamed: the question of columns that are called otherwise. Raises AdvisorError with every problem.
    """
    problems = list(_wrong(rules, columns, renamed))
    if problems:
        raise AdvisorError(problems)
    found = {column: index for index, column in enumerate(columns) if is_known(rules, column)}
    found = {name: index for name, index in found.items() if columns[index] not in renamed}
    found |= {name: columns.index(column) for column, name in renamed.items()}
    if not found:
        says = "no column is called like a question or a parameter"
        remedy = "say --map COLUMN=QUESTION; advisor names lists the questions"
        raise AdvisorError(Problem("wrong-table", says, remedy))
    return {name: found[name] for name in sorted(found, key=found.__getitem__) if name not in set(fixed)}


def is_known(rules: Ruleset, name: str) -> bool:
    """Whether there is a question or a parameter of this name, or figures of it for an option."""
    parameter, _, option = name.partition(".")
    is_figure = parameter in rules.parameters and (not option or option in rules.parameters[parameter].values)
    return name in rules.questions or is_figure


def _wrong(rules: Ruleset, columns: Sequence[str], renamed: Mapping[str, str]) -> Iterable[Problem]:
    for column, name in renamed.items():
        where = f"--map {brief(column)}={brief(name)}"
        if column not in columns:
            remedy = did_you_mean(column, columns)
            yield Problem("wrong-setting", "there is no such column", remedy, where=where)
        if not is_known(rules, name):
            says = f"there is no question or parameter `{brief(name)}`"
            remedy = did_you_mean(name, [*rules.questions, *rules.parameters])
            yield Problem("wrong-setting", says, remedy, where=where)
    for name in dict.fromkeys(renamed.values()):
        of = [column for column, other in renamed.items() if other == name and column in columns]
        of += [column for column in columns if column == name and column not in renamed]
        if len(of) > 1:
            says = f"the columns {' and '.join(map(brief, of))} are both {brief(name)}"
            yield Problem("wrong-setting", says, "map one of them")


def named(columns: Sequence[str], prefix: str, added: Iterable[str]) -> dict[str, str]:
    """The names of the columns that are added. Raises AdvisorError if there is one of them already."""
    found = {name: f"{prefix}{name}" for name in added}
    taken = {column.casefold() for column in columns}
    there = [name for name in found.values() if name.casefold() in taken]
    if there:
        says = f"there is a column `{brief(there[0])}` already"
        raise AdvisorError(Problem("wrong-table", says, "say --prefix decided_, or rename it"))
    return found
