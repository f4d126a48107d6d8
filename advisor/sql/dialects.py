"""What engines differ in: their whole numbers, and what sqlglot writes for each."""

from typing import NamedTuple

from sqlglot import exp

NARROW = 2**63 - 1
"""The greatest whole number of the narrow type, which every engine computes with at full speed."""


class Dialect(NamedTuple):
    """An engine.

    title: what its makers call it
    name: what sqlglot calls it
    wide: the type of whole numbers that are longer than 64 bits
    widest: the greatest number of it
    materialized: whether a CTE is computed once only where that is asked for
    """

    title: str
    name: str
    wide: str
    widest: int = 10**38 - 1
    materialized: bool = False


DIALECTS = {
    "duckdb": Dialect("DuckDB", "duckdb", "INT128"),
    "postgres": Dialect("PostgreSQL", "postgres", "DECIMAL", 10**150, materialized=True),
    "spark": Dialect("Spark", "spark", "DECIMAL(38, 0)"),
    "bigquery": Dialect("BigQuery", "bigquery", "BIGDECIMAL"),
    "snowflake": Dialect("Snowflake", "snowflake", "DECIMAL(38, 0)"),
}
"""Every engine by the name that the command line has for it."""


def sql_of(query: exp.Expr, dialect: str) -> str:
    """The text of a query."""
    text: str = query.sql(dialect=DIALECTS[dialect].name, pretty=True)
    return text
