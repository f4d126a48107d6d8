"""Tables in, tables out: a decision for every row, as `walk` would make it.

`Job` says what is wanted, and `job` does it for files: `tables` finds them, `formats/` has what they can be, which
columns there are, how a row's answers are read and how it is written again. `columns` says which column answers
which question, `cells` and `numbers` make answers of cells, `deciding` an outcome of a row: by a query where that is
exact, by a walk elsewhere (`walking`). `summary` counts. `duck` is the only module that knows DuckDB. `engines/` has
the same for who has the rows elsewhere. May import `sql` and what is below it; knows no screen and no command.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from advisor.rules import Ruleset


class Job(NamedTuple):
    """What is to be decided.

    tables: files, patterns, or standard input
    renamed: the question of columns that are called otherwise
    fixed: answers and figures that are the same for all rows, as they were typed
    figures: names whose values come out too, beside what outcomes come to
    prefix: stands before the names of the columns that are added
    before: rules whose outcome is told beside
    """

    rules: Ruleset
    tables: Sequence[str]
    renamed: Mapping[str, str] = {}
    fixed: Mapping[str, str] = {}
    figures: Sequence[str] = ()
    prefix: str = ""
    before: Ruleset | None = None
