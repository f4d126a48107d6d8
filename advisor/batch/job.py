"""A whole job: a table decided row by row, written and counted, or one of its rows taken out."""

import gc
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

from advisor.batch import Job, columns, summary, tables, walking
from advisor.batch.columns import BEFORE, OUTCOME, PROBLEM, PROBLEM_BEFORE
from advisor.batch.deciding import Deciding
from advisor.batch.duck import Duck, Progress, Unreadable, name, text
from advisor.batch.formats.table import BROKEN, Added, FileTable, at
from advisor.batch.summary import Summary
from advisor.batch.walking import Wish
from advisor.engine.figures import of_outcomes
from advisor.errors import AdvisorError, Place, Problem
from advisor.rules import Ruleset

MEMORY = "500MB"
"""What DuckDB takes at most; what is more goes into a folder that is gone in the end."""


_Found = TypeVar("_Found")


class Opened(NamedTuple):
    """A job with its table open."""

    job: Job
    format: str
    table: FileTable
    duck: Duck
    folder: str

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        return [column.name for column in self.table.columns]


@contextmanager
def opened(job: Job) -> Iterator[Opened]:
    """Open the table of a job. Raises AdvisorError."""
    gc.enable()  # a command goes without, but a table makes garbage for as long as it is
    with tempfile.TemporaryDirectory(prefix="advisor-") as folder:
        duck = Duck(folder, MEMORY)
        try:
            format_, table = tables.opened(job.tables, duck, folder)
            yield Opened(job, format_, table, duck, folder)
        except AdvisorError as error:
            raise tables.named_stdin(error, folder) from None
        finally:
            duck.close()


def written(one: Opened, file: str, format_: str, progress: Progress | None = None) -> Summary:
    """Decide every row, write all into a file, and say what they came to. Raises AdvisorError, OSError."""
    names = _mending(one, lambda now: _write(now, file, format_, progress))
    return _counted(file, format_, names, one.duck)


def _counted(file: str, format_: str, names: Mapping[str, str], duck: Duck) -> Summary:
    """The summary of a file that was written; `names` are those of its columns, by what they are."""
    wanted = {one: names[one] for one in (OUTCOME, PROBLEM, BEFORE) if one in names}
    table = tables.FORMATS[format_].again(file, list(wanted.values()), duck)
    outcome, problem, before = (
        table.named(wanted[one]) if one in wanted else "NULL" for one in (OUTCOME, PROBLEM, BEFORE)
    )
    rows = duck.rows(summary.query(outcome, problem, before, f"({table.relation})"))
    return summary.of_rows(rows, is_compared=BEFORE in wanted)


def _mending(one: Opened, work: Callable[[Opened], _Found]) -> _Found:
    """What some work finds in a table; done again, where a row cannot be read, with one that says so."""
    try:
        return work(one)
    except Unreadable:
        pass
    try:
        return work(one._replace(table=one.table.mended(one.duck, one.folder)))
    except Unreadable as error:
        raise AdvisorError(Problem("wrong-table", error.says, place=Place(one.table.files[0]))) from None


def _write(one: Opened, file: str, format_: str, progress: Progress | None) -> Mapping[str, str]:
    """Write the decided rows; the names of the columns that were added."""
    wishes = _wishes(one)
    names = columns.named(
        one.columns, one.job.prefix, [shown for _, added in wishes for shown in added.values()]
    )
    relation, more = one.table.relation, []
    kept = [*map(at, range(len(one.columns))), *one.table.kept, BROKEN]
    for number, (wish, added) in enumerate(wishes):
        decided = Deciding(wish, one.table, number, one.duck)
        relation = decided.relation(relation, kept)
        kept += [decided.prefix + what for what in wish.added]
        more += [Added(names[shown], name(decided.prefix + what)) for what, shown in added.items()]
    query = f"{one.table.written(more, format_)} FROM ({relation})"
    one.duck.rows(
        f"COPY ({query}) TO {text(file)} ({one.table.options(format_)}, USE_TMP_FILE false)", progress
    )
    return names


def _wishes(one: Opened) -> list[tuple[Wish, Mapping[str, str]]]:
    """What is wanted of each ruleset, and what of it is shown as what."""
    job, wish = one.job, _wish(one, one.job)
    there = {name: one.columns[index] for name, index in wish.columns.items()}
    wish = wish._replace(of_outcomes=of_outcomes(job.rules, there, job.figures, job.prefix))
    found: list[tuple[Wish, Mapping[str, str]]] = [(wish, {what: what for what in wish.added})]
    if job.before:
        before = _wish(one, _under_rules(job, job.before))
        found.append((before, {OUTCOME: BEFORE, PROBLEM: PROBLEM_BEFORE}))
    return found


def _wish(one: Opened, job: Job) -> Wish:
    """What is wanted of the ruleset of a job."""
    at = columns.matched(job.rules, one.columns, job.renamed, job.fixed)
    return Wish(job.rules, at, job.fixed, job.figures)


def _under_rules(job: Job, rules: Ruleset) -> Job:
    """A job under other rules, which need not know all that its own know."""
    fixed = {name: typed for name, typed in job.fixed.items() if columns.is_known(rules, name)}
    renamed = {column: name for column, name in job.renamed.items() if columns.is_known(rules, name)}
    return job._replace(rules=rules, fixed=fixed, renamed=renamed, figures=())


def row(one: Opened, number: int) -> dict[str, object]:
    """The answers and figures of a row, counted from 1, by name. Raises AdvisorError if there is none."""
    found = _mending(one, lambda now: _row(now, number))
    if not found:
        raise AdvisorError(
            Problem("wrong-setting", f"--explain {number}: the table has fewer rows", "name another")
        )
    wish, (broken, *cells) = _wish(one, one.job), found[0]
    if broken:
        raise AdvisorError(Problem("wrong-table", str(broken), place=Place(one.table.files[0])))
    return walking.row_of(wish, cells)


def _row(one: Opened, number: int) -> list[tuple[object, ...]]:
    wish = _wish(one, one.job)
    cells = [one.table.cell(index).name for index in wish.columns.values()]
    return one.duck.rows(
        f"SELECT {', '.join([BROKEN, *cells])} FROM ({one.table.relation}) LIMIT 1 OFFSET {number - 1}"
    )
