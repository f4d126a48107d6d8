"""Spark: from files or a table into new ones, where Spark reads and writes. The only module that knows pyspark."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, DataFrameWriter, SparkSession

from advisor.batch.formats import of_name
from advisor.errors import AdvisorError, Problem, brief

_CONDITION = re.compile(r"\[[A-Z][A-Z_.]+\] .*")
"""What Spark calls what is wrong, which can stand far down in what Java tells."""
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
    session = builder.getOrCreate()
    if not address.startswith("sc:"):
        session.sparkContext.setLogLevel("FATAL")  # what is wrong is told once, and not by its stack
    return session


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
        with _telling(), self._decided(query) as decided:
            self._write(decided.write.mode("overwrite" if force else "errorifexists"), out)

    @contextmanager
    def _decided(self, query: str) -> Iterator[DataFrame]:
        """All rows, decided: what cannot be read must be told before anything is written or removed."""
        frame = self._session.sql(query).persist()
        try:
            frame.write.format("noop").mode("overwrite").save()
            yield frame
        finally:
            frame.unpersist()

    @staticmethod
    def _write(write: DataFrameWriter, out: str) -> None:
        format_ = of_name(out)
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
        raise AdvisorError(Problem("engine", f"Spark says: {brief(_says(error), 300)}", remedy)) from None
    except Py4JJavaError as error:  # while rows are read or written
        raise AdvisorError(Problem("engine", f"Spark says: {brief(_says(error), 300)}")) from None


def _says(error: Exception) -> str:
    """What is wrong, in a line."""
    text = str(error)
    found = _CONDITION.search(text)
    return found[0] if found else text.partition("\n")[0]
