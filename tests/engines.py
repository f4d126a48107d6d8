"""Databases that tests start themselves: DuckDB in process, PostgreSQL from its package, Spark on this machine.

Where one is missing, its tests are skipped, and say so.
"""

import csv
import io
import os
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import Any

import pytest

Rows = list[tuple[Any, ...]]
_NULL = "\\N"
_ORDINARY = 65534
"""The user that PostgreSQL is started as where the tests run as root, which it refuses."""


class DuckDB:
    """Runs statements in process."""

    name = "duckdb"
    view = "TEMP VIEW"
    types = {"text": "VARCHAR", "double": "DOUBLE"}

    def rows(self, before: Sequence[str], query: str) -> Rows:
        """The rows of a query, after some statements."""
        import duckdb

        with duckdb.connect(config={"threads": 1}) as connection:
            for one in before:
                connection.execute(one)
            return connection.execute(query).fetchall()


class Postgres:
    """Runs statements through psql."""

    name = "postgres"
    view = "TEMP VIEW"
    types = {"text": "TEXT", "double": "DOUBLE PRECISION"}

    def __init__(self, port: int) -> None:
        self.port = port

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def rows(self, before: Sequence[str], query: str) -> Rows:
        """The texts of the rows of a query, after some statements that nothing is left of."""
        copy = f"COPY ({query.strip().rstrip(';')}) TO STDOUT (FORMAT csv, NULL '{_NULL}')"
        script = ";\n".join(["BEGIN", *before, copy, "ROLLBACK"]) + ";\n"
        ran = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", self.url], input=script,
                             capture_output=True, text=True)  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return [
            tuple(None if cell == _NULL else cell for cell in row)
            for row in csv.reader(io.StringIO(ran.stdout))
        ]


class Spark:
    """Runs statements in a session on this machine."""

    name = "spark"
    view = "OR REPLACE TEMP VIEW"
    types = {"text": "STRING", "double": "DOUBLE"}

    def __init__(self, session: Any) -> None:
        self.session = session

    def rows(self, before: Sequence[str], query: str) -> Rows:
        """The rows of a query, after some statements."""
        for one in before:
            self.session.sql(one)
        return [tuple(row) for row in self.session.sql(query.strip().rstrip(";")).collect()]


def _program(name: str) -> str:
    places = [*glob("/usr/lib/postgresql/*/bin"), os.environ.get("PATH", "")]
    return shutil.which(name, path=os.pathsep.join(places)) or ""


def _as_ordinary(command: list[str]) -> list[str]:
    if os.getuid():
        return command
    user = [f"--reuid={_ORDINARY}", f"--regid={_ORDINARY}", "--clear-groups"]
    return ["setpriv", *user, *command]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def started_postgres() -> Iterator[Postgres]:
    """A server of its own, on loopback, in a folder that is removed again."""
    initdb, server = _program("initdb"), _program("postgres")
    if not (initdb and server and shutil.which("psql")):
        pytest.skip("PostgreSQL is not here: install the package postgresql")
    folder = Path(tempfile.mkdtemp(prefix="advisor-postgres-"))
    try:
        if not os.getuid():
            os.chown(folder, _ORDINARY, _ORDINARY)
        options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"]
        made = subprocess.run(
            _as_ordinary([initdb, *options, "-D", f"{folder}/data"]), capture_output=True, text=True, cwd="/"
        )
        if made.returncode:
            pytest.skip(f"PostgreSQL cannot be set up here: {made.stderr.strip()[-200:]}")
        yield from _serving(server, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serving(server: str, folder: Path) -> Iterator[Postgres]:
    port = _free_port()
    settings = ["-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-F", "-c", "jit=off"]
    running = subprocess.Popen(_as_ordinary([server, "-D", f"{folder}/data", *settings]), cwd="/",
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        found = Postgres(port)
        _wait(found)
        yield found
    finally:
        running.terminate()
        running.wait(30)


def _wait(server: Postgres) -> None:
    for _ in range(150):
        if not subprocess.run(
            ["psql", "-X", "-q", "-c", "SELECT 1", server.url], capture_output=True
        ).returncode:
            return
        time.sleep(0.2)
    pytest.skip("PostgreSQL does not answer")


@contextmanager
def started_spark() -> Iterator[Spark]:
    """A session in which arithmetic that overflows is an error."""
    pytest.importorskip("pyspark", reason="Spark is not here: pip install pyspark")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java 17")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        settings = {
            "spark.sql.ansi.enabled": "true", "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1",
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.log.level": "ERROR",
        }  # fmt: skip
        builder = SparkSession.builder.master("local[1]").appName("advisor")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        try:
            yield Spark(session)
        finally:
            session.stop()
