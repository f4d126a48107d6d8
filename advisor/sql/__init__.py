"""The ruleset as one SELECT: the trees of its conditions and formulas, read as SQL.

Clean columns hold answers as SQL can decide on them exactly; `relation` says how. `numbers` has exact numbers,
`trees` the values of conditions and formulas and at what they stop, `reading` those of names, `workings` the
columns that are computed. `query` puts them into one SELECT, and `row` tells the same of a walk. `columns`
makes the columns of a user's table clean, `statement` is all of it as text, and `dialects` knows what engines
differ in.

    statement(rules, dialect="duckdb", table="workloads", columns={"monthly_requests": "requests"}) -> str
    decided(rules, relation, dialect="duckdb") -> a sqlglot SELECT over clean columns

Every number is a whole number over a denominator: a constant, or a column where the rules divide by what
answers say. Nothing is divided, so nothing is rounded; a row whose numbers are longer than the engine's
widest whole number is told, as `TOO_LONG`. The only package that knows sqlglot.
"""

from advisor.sql.dialects import DIALECTS, sql_of
from advisor.sql.query import decided
from advisor.sql.relation import CleanColumn, Relation
from advisor.sql.row import TOO_LONG, decided_row
from advisor.sql.statement import questions_read, statement

__all__ = [
    "DIALECTS",
    "TOO_LONG",
    "CleanColumn",
    "Relation",
    "decided",
    "decided_row",
    "questions_read",
    "sql_of",
    "statement",
]
