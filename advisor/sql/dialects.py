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
    most: how long its numbers are, in words
    materialized: whether a CTE is computed once only where that is asked for
    in_capitals: whether names are in capitals where nobody wrote quotes
    """

    title: str
    name: str
    wide: str
    widest: int = 10**38 - 1
    most: str = "37 digits"
    materialized: bool = False
    in_capitals: bool = False

    def decimal(self, digits: int, places: int) -> str:
        """The type of a decimal; in BigQuery only its longest one has so many digits."""
        return self.wide if self.name == "bigquery" else f"DECIMAL({digits}, {places})"

    def row(self, table: str) -> exp.Expr:
        """The whole row of a table, as one value."""
        if self.name == "spark":
            return exp.Struct(expressions=[exp.column(exp.Star(), table=table)])
        if self.name == "snowflake":
            return exp.Anonymous(this="OBJECT_CONSTRUCT", expressions=[exp.column(exp.Star(), table=table)])
        return exp.column(table)

    def columns_of(self, row: exp.Expr) -> exp.Expr:
        """The columns of such a value; in Snowflake it stays one."""
        if self.name == "snowflake":
            return row
        of = exp.Paren(this=row) if self.name == "postgres" else row
        return exp.Dot(this=of, expression=exp.Star())


DIALECTS = {
    "duckdb": Dialect("DuckDB", "duckdb", "INT128"),
    "postgres": Dialect("PostgreSQL", "postgres", "DECIMAL", 10**150, "149 digits", materialized=True),
    "spark": Dialect("Spark", "spark", "DECIMAL(38, 0)"),
    "bigquery": Dialect("BigQuery", "bigquery", "BIGDECIMAL"),
    "snowflake": Dialect("Snowflake", "snowflake", "DECIMAL(38, 0)", in_capitals=True),
}
"""Every engine by the name that the command line has for it."""


def sql_of(query: exp.Expr, dialect: str) -> str:
    """The text of a query."""
    text: str = query.sql(dialect=DIALECTS[dialect].name, pretty=True)
    return text
