"""How many rows came to what: a query over what was written, for any engine, and what it finds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_KIND = """
  CASE WHEN split_part(problem, ': ', 1) LIKE 'line %' THEN 'a line that is no row'
       WHEN split_part(problem, ': ', 2) IN ('missing', 'not sure')
       THEN split_part(problem, ': ', 1) || ': ' || split_part(problem, ': ', 2)
       WHEN problem LIKE '%: %' THEN split_part(problem, ': ', 1) || ': wrong'
       ELSE problem END"""
"""What kind of problem a row has, in the SQL of all engines: its first, without what stands in the row."""


class Moved(NamedTuple):
    """So many rows that had another outcome before; None where there was or is none."""

    before: str | None
    now: str | None
    rows: int


class Summary(NamedTuple):
    """What the rows of a table came to.

    outcomes, problems: how many rows have each, the most first
    moved: how many go from one outcome to another, the most first; None where nobody asked
    """

    rows: int
    outcomes: Mapping[str, int]
    problems: Mapping[str, int]
    moved: Sequence[Moved] | None = None


def query(outcome: str, problem: str, before: str, source: str) -> str:
    """A query for the rows of which a summary is made."""
    rows = f"SELECT {outcome} AS outcome, {problem} AS problem, {before} AS was FROM {source} AS decided"
    kinds = f"SELECT outcome, {_KIND} AS kind, was FROM ({rows}) AS decided"
    return f"SELECT outcome, kind, was, count(*) FROM ({kinds}) AS kinds GROUP BY outcome, kind, was ORDER BY 1, 2, 3"


def of_rows(rows: Sequence[tuple[Any, ...]], *, is_compared: bool = False) -> Summary:
    """The summary of groups of rows: their outcome, kind of problem, outcome before, and how many they are."""
    outcomes, problems, moved = Counter[str](), Counter[str](), Counter[tuple[str | None, str | None]]()
    for outcome, problem, before, many in rows:
        if outcome:
            outcomes[outcome] += many
        if problem:
            problems[problem] += many
        if before != outcome:
            moved[before, outcome] += many
    found = [Moved(*ways, many) for ways, many in moved.most_common()] if is_compared else None
    total = sum(row[3] for row in rows)
    return Summary(total, dict(outcomes.most_common()), dict(problems.most_common()), found)
