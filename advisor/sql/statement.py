"""The ruleset as text for an engine: one SELECT over a user's table, or a view of it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from advisor.engine import figures as figure_names
from advisor.engine.answers import Answers
from advisor.errors import AdvisorError, Problem, brief, did_you_mean, one_line
from advisor.rules import Ruleset
from advisor.sql.columns import DIGITS, PLACES, Columns
from advisor.sql.dialects import DIALECTS, Dialect
from advisor.sql.expressions import column
from advisor.sql.query import decided
from advisor.sql.reading import behind


def statement(
    rules: Ruleset,
    *,
    dialect: str,
    table: str,
    columns: Mapping[str, str] | None = None,
    figures: Sequence[str] = (),
    answers: Answers | None = None,
    prefix: str = "",
    view: str = "",
) -> str:
    """The outcome, path and problem of every row of a table, after its own columns.

    columns: the table's columns by the question or figure that they hold; without them, every question that
        is read has the column of its name
    answers: those that are the same for all rows, and figures that replace the rules' own
    figures: figures that come out too, beside those that outcomes name
    view: the name of a view to make of it; empty for the SELECT alone
    Raises AdvisorError for names that are none, and where the chart goes round.
    """
    given = answers or Answers()
    own = (
        {name: name for name in questions_read(rules, figures) if name not in given.given}
        if columns is None
        else columns
    )
    figure_names.check(rules, figures)
    _check_columns(rules, own)
    _check_free(figures, own, prefix)
    engine = DIALECTS[dialect]
    relation = Columns(rules, engine, own).relation(_named(table, engine))
    ends = figure_names.of_outcomes(rules, own, figures, prefix)
    query = decided(
        rules, relation, dialect=dialect, answers=given, figures=figures, of_outcomes=ends, prefix=prefix
    )
    query.set("expressions", [engine.columns_of(column(relation.keep[0])), *query.expressions[1:]])
    made: exp.Expr = query
    if view:
        made = exp.Create(this=_named(view, engine), kind="VIEW", replace=True, expression=query)
    return f"{_header(rules, engine, table, own)}\n{made.sql(dialect=engine.name, pretty=True)};\n"


def _named(name: str, engine: Dialect) -> exp.Table:
    """A table as a query names it. Raises AdvisorError."""
    with suppress(SqlglotError):
        found = parse_one(name, into=exp.Table, dialect=engine.name)
        if (
            all(isinstance(part, exp.Identifier) for part in found.args.values() if part)
            and not found.comments
        ):
            return found
    says = f"`{brief(name)}` is no name of a table for {engine.title}"
    raise AdvisorError(Problem("wrong-setting", says, "write it as a query does, such as schema.table"))


def questions_read(rules: Ruleset, figures: Sequence[str] = ()) -> list[str]:
    """The questions that the chart, what outcomes come to, or figures can read.

    Also those that are read for defaults, and for which figure there is.
    """
    conditions = [*(when for _, _, when in rules.chart.each_guard()), *(one.when for one in rules.refuse)]
    names = [name for when in conditions for name in when.names]
    names += [name for one in rules.outcomes.values() for name in one.figures]
    found = set(behind(rules, (*names, *figures)))
    return [name for name in rules.questions if name in found]


def _check_columns(rules: Ruleset, columns: Iterable[str]) -> None:
    """Raises AdvisorError for a column that answers no question and is no figure."""
    of_options = [f"{name}.{option}" for name, one in rules.parameters.items() for option in one.values]
    settable = [*rules.questions, *rules.parameters, *of_options]
    unknown = next((name for name in columns if name not in settable), None)
    if unknown:
        says = f"the rules have no `{brief(unknown)}`"
        raise AdvisorError(Problem("unknown-name", says, did_you_mean(unknown, settable)))


def _check_free(figures: Sequence[str], columns: Mapping[str, str], prefix: str) -> None:
    """Raises AdvisorError for a figure that would come out under the name of a column that is read."""
    there = {column.casefold() for column in columns.values()}
    taken = next((name for name in figures if f"{prefix}{name}".casefold() in there), None)
    if taken:
        says = f"the table has a column `{brief(prefix + taken)}` already"
        raise AdvisorError(Problem("wrong-setting", says, "say --prefix decided_, or leave the figure out"))


def _header(rules: Ruleset, engine: Dialect, table: str, columns: Mapping[str, str]) -> str:
    """What this is, for whoever finds it."""
    lines = [
        f"{rules.ruleset.title} ({rules.id} {rules.version}, {rules.digest}), as SQL for {engine.title}.",
        f"Reads of {table}: {', '.join(columns.values()) or 'no column'}.",
        "Adds outcome, path, and problem, which says what a row lacks or what is wrong with it.",
        f"Numbers count with all digits, up to {PLACES} after the point and {DIGITS} in all. A row whose",
        f"arithmetic comes to more than {engine.most} says so in its problem and has no outcome.",
    ]
    return "\n".join(f"-- {one_line(line)}" for line in lines)
