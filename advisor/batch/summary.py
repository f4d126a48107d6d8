"""How many rows came to what: counted in the file that was written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from advisor.batch.columns import BEFORE, OUTCOME, PROBLEM
from advisor.batch.duck import Duck
from advisor.batch.formats import FORMATS

_KIND = r"""
  CASE WHEN regexp_matches(problem, '^line \d+( of .+)?: ') THEN 'a line that is no row'
       WHEN regexp_matches(problem, '^[^:]+: (missing|not sure): ') THEN regexp_extract(problem, '^[^:]+: [^:]+')
       WHEN contains(problem, ': ') THEN regexp_extract(problem, '^[^:]+') || ': wrong'
       ELSE problem END"""
"""What kind of problem a row has: its first, without what stands in the row."""


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


def counted(file: str, format_: str, names: Mapping[str, str], duck: Duck) -> Summary:
    """The summary of a file that was written; `names` are those of its columns, by what they are."""
    wanted = {one: names[one] for one in (OUTCOME, PROBLEM, BEFORE) if one in names}
    table = FORMATS[format_].again(file, list(wanted.values()), duck)
    columns = ", ".join(f"{table.named(column)} AS {one}" for one, column in wanted.items())
    before = BEFORE if BEFORE in wanted else "NULL"
    rows = duck.rows(f"SELECT {OUTCOME}, {_KIND}, {before}, count(*) "
                     f"FROM (SELECT {columns} FROM ({table.relation})) GROUP BY ALL ORDER BY ALL")  # fmt: skip
    return _summary(rows, is_compared=BEFORE in wanted)


def _summary(rows: Sequence[tuple[str | None, str | None, str | None, int]], *, is_compared: bool) -> Summary:
    outcomes, problems, moved = Counter[str](), Counter[str](), Counter[tuple[str | None, str | None]]()
    for outcome, problem, before, many in rows:
        if outcome:
            outcomes[outcome] += many
        if problem:
            problems[problem] += many
        if before != outcome:
            moved[before, outcome] += many
    found = [Moved(*ways, many) for ways, many in moved.most_common()]
    return Summary(sum(row[3] for row in rows), dict(outcomes.most_common()), dict(problems.most_common()),
                   found if is_compared else None)  # fmt: skip
