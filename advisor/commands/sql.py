"""The ruleset as one SELECT, which decides every row of a table where the table is.

Every question that the chart reads is a column of TABLE with its name, or the one that --map names; one that
--set answers is the same for all rows. The result has the columns of TABLE, and outcome, path and problem,
which says what a row lacks, or what is wrong with it, as advisor decide would.

Example: advisor sql --dialect postgres --table workloads --view decided -o decided.sql
"""

import argparse
from collections.abc import Mapping

from advisor.commands import options, output
from advisor.engine import checking
from advisor.errors import AnswerError, Problem, require
from advisor.rules import Ruleset, load

DIALECTS = ("duckdb", "postgres", "spark", "bigquery", "snowflake")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    says = f"{', '.join(DIALECTS[:-1])} or {DIALECTS[-1]} (default: {DIALECTS[0]})"
    parser.add_argument("--dialect", choices=DIALECTS, default=DIALECTS[0], metavar="ENGINE", help=says)
    says = "the table or view to decide on, as a query names it (default: input)"
    parser.add_argument("--table", metavar="NAME", default="input", help=says)
    options.add_columns(parser)
    says = (
        "the questions and figures that TABLE has columns for (default: every question that is read); "
        "others are left to their defaults"
    )
    parser.add_argument("--columns", type=options.names, metavar="NAME,…", help=says)
    parser.add_argument("--view", metavar="NAME", default="", help="make a view of it")
    options.add_output(parser, "the file to write (default: standard output)", required=False)


def run(args: argparse.Namespace) -> int:
    """Write the statement; 0, or AdvisorError."""
    require("sql", "advisor sql", "sqlglot")
    from advisor import sql

    rules = load(args.rules)
    texts = dict(args.settings)
    given = checking.check(rules, texts, unfinished=True)
    columns = _columns(args, sql.questions_read(rules, args.figures), texts)
    _check_by_choice(rules, texts)
    made = sql.statement(
        rules,
        dialect=args.dialect,
        table=args.table,
        columns=columns,
        figures=args.figures,
        answers=given,
        prefix=args.prefix,
        view=args.view,
    )
    output.put([(args.output or "-", made)], force=args.force)
    return 0


def _columns(args: argparse.Namespace, every: list[str], settings: Mapping[str, str]) -> dict[str, str]:
    """The columns of the table by what they answer. Raises AdvisorError."""
    asked = [one for one in every if one not in settings] if args.columns is None else args.columns
    columns = {name: name for name in asked} | {name: column for column, name in args.renamed}
    both = next((name for name in columns if name in settings), None)
    if both:
        raise options.wrong(f"{both} is set for all rows and has a column too", "leave one of them out")
    return columns


def _check_by_choice(rules: Ruleset, settings: Mapping[str, str]) -> None:
    """Raise AdvisorError for a figure of which the rows say which one it is."""
    for name in settings:
        by = rules.parameters[name].by if name in rules.parameters else ""
        if by and by not in settings:
            says = f"depends on {by}, which each row answers for itself"
            remedy = f"set {name}.{next(iter(rules.parameters[name].values))}, or {by} too"
            raise AnswerError(Problem("wrong-answer", says, remedy, where=name))
