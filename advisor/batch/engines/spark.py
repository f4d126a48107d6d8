"""Spark: from files or a table into new ones, where Spark reads and writes. The only module that knows pyspark."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from advisor.batch.formats import of_name
from advisor.errors import AdvisorError, Problem, brief

_VIEW, _OUT = "advisor_input", "out"


@contextmanager
def connected(address: str) -> Iterator["Spark"]:
    """The session that is there, or one at a master: ``spark``, ``spark:local[2]``, ``spark://host:7077``, ``sc://host``.

    Raises AdvisorError. A session that was there before goes on.
    """
    before = SparkSession.getActiveSession()
    with _telling():
        session = before or _session(address)
    try:
        session.conf.set("spark.sql.ansi.enabled", "true")  # what overflows is an error, not another number
        yield Spark(session)
    finally:
        if before is None:
            session.stop()


def _session(address: str) -> SparkSession:
    builder = SparkSession.builder.appName("advisor")
    master = address if address.startswith("spark://") else address.removeprefix("spark").removeprefix(":")
    if address.startswith("sc:"):
        builder = builder.remote(address)
    elif master:
        builder = builder.master(master)
    return builder.getOrCreate()


class Spark:
    """A session. A table is a path with one of the suffixes of tables, else a name of the catalog."""

    dialect: ClassVar[str] = "spark"

    def __init__(self, session: SparkSession) -> None:
        self._session = session

    def source(self, table: str) -> str:
        with _telling():
            self._read(table).createOrReplaceTempView(_VIEW)
        return _VIEW

    def _read(self, table: str) -> DataFrame:
        """CSV and JSON lines are read as texts: to guess types loses digits."""
        format_, read = of_name(table), self._session.read
        if format_ == "csv":
            return read.csv(table, header=True, multiLine=True, escape='"', mode="FAILFAST")
        if format_ == "jsonl":
            return read.json(table, primitivesAsString=True, mode="FAILFAST")
        return read.parquet(table) if format_ else read.table(table)

    def quoted(self, column: str) -> str:
        return "`" + column.replace("`", "``") + "`"

    def columns(self, source: str) -> list[str]:
        return list(self._session.table(source).columns)

    def put(self, query: str, out: str, *, force: bool) -> None:
        format_ = of_name(out)
        with _telling():
            write = self._session.sql(query).write.mode("overwrite" if force else "errorifexists")
            if format_ == "csv":
                write.csv(out, header=True, escape='"')
            elif format_ == "jsonl":
                write.json(out, ignoreNullFields=False)
            elif format_:
                write.parquet(out)
            else:
                write.saveAsTable(out)

    def rows(self, query: str, out: str) -> Sequence[tuple[Any, ...]]:
        with _telling():
            self._read(out).createOrReplaceTempView(_OUT)
            return [tuple(row) for row in self._session.sql(query).collect()]


@contextmanager
def _telling() -> Iterator[None]:
    """Tell what Spark refuses as AdvisorError."""
    try:
        yield
    except PySparkException as error:
        code = error.getCondition() or ""
        remedy = "name another, or use --force" if "ALREADY_EXISTS" in code else ""
        raise AdvisorError(
            Problem("engine", f"Spark says: {brief(str(error).partition(chr(10))[0], 300)}", remedy)
        ) from None
