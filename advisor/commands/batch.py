"""Decide every row of a table, as the questionnaire would.

A TABLE is a file of CSV, JSON lines or Parquet, by its suffix; a pattern such as 'data/*.parquet'; or - for
standard input. Columns that are called like questions or parameters are answers, all others are carried through.
OUT has every row in its place, with outcome, path and problem: a row that is wrong or incomplete says why.

Example: advisor batch workloads.csv -o decided.parquet --set fine_tune_cost=5k

Example: advisor batch workloads.csv --explain 17
"""

import argparse
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from advisor import files
from advisor.batch import Job
from advisor.commands import options
from advisor.commands.output import is_stdout, placed, print_json
from advisor.commands.revisions import rules_of
from advisor.engine import checking, figures
from advisor.errors import AdvisorError, Place, Problem, brief, require
from advisor.rules import Ruleset, load

if TYPE_CHECKING:
    from advisor.batch.summary import Summary

_NEEDED = ("duckdb", "sqlglot")
"""What decides files."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    says = "a file, a pattern, or - for standard input"
    parser.add_argument("tables", nargs="+", metavar="TABLE", help=says)
    what = parser.add_mutually_exclusive_group(required=True)
    says = "where the decided rows go: .csv, .jsonl, .parquet, or - for standard output, in the format of the table"
    what.add_argument("-o", "--output", metavar="OUT", help=says)
    says = "print the advice for one row, counted from 1"
    what.add_argument("--explain", type=_row, metavar="ROW", help=says)
    options.add_force(parser)
    options.add_columns(parser)
    says = (
        "decide where the rows are, from TABLE into OUT there: spark, spark:MASTER, or "
        "postgresql://user@host/database"
    )
    parser.add_argument("--engine", metavar="ADDRESS", help=says)
    says = "add the outcome under other rules, and say what moved"
    parser.add_argument("--against", metavar="OLD_RULES", help=says)
    parser.add_argument("--strict", action="store_true", help="exit with 1 if any row has a problem")
    options.add_json(parser, "the summary, or the advice for the row,")


def _row(text: str) -> int:
    """A number of a row for argparse."""
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and int(text)):
        raise argparse.ArgumentTypeError(f"`{brief(text)}` is no row: write a whole number from 1 on")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Decide the table, or explain a row of it; 0, or 1 where --strict finds a problem. Raises AdvisorError."""
    job = _job(args)
    if args.explain:
        return _explain(job, args)
    summary = _on_engine(job, args) if args.engine else _here(job, args)
    _print(summary, job.rules, args)
    return int(args.strict and bool(summary.problems))


def _job(args: argparse.Namespace) -> Job:
    """What a command line asks for. Raises AdvisorError."""
    rules = load(args.rules)
    fixed = dict(args.settings)
    _check_fixed(rules, fixed)
    figures.check(rules, args.figures)
    before = rules_of(args.against) if args.against else None
    return Job(rules, args.tables, dict(args.renamed), fixed, args.figures, args.prefix, before)


def _check_fixed(rules: Ruleset, fixed: Mapping[str, str]) -> None:
    """Refuse what is wrong in every row. A figure by a choice is held to that of each row."""
    by_choice = {name for name in fixed if name in rules.parameters and rules.parameters[name].by}
    of_one = {f"{name}.{next(iter(rules.parameters[name].values))}": fixed[name] for name in by_choice}
    places = {name: Place(f"--set {brief(f'{name}={typed}')}") for name, typed in fixed.items()}
    alone = {name: typed for name, typed in fixed.items() if name not in by_choice}
    checking.check(rules, alone | of_one, places, unfinished=True)


def _explain(job: Job, args: argparse.Namespace) -> int:
    """Print the advice for the answers of a row; 0, or AdvisorError."""
    _refuse(args, "explain", "engine")
    require("batch", "advisor batch", *_NEEDED)
    from advisor.advice import advice, data
    from advisor.batch import job as jobs
    from advisor.engine.session import walk

    with jobs.opened(job) as table:
        values = jobs.row(table, args.explain)
    found = advice.advise(walk(job.rules, values))
    if args.json:
        print_json(data.to_json(found))
    else:
        from advisor.output import terminal

        terminal.show(terminal.full_advice(found))
    return 0


def _on_engine(job: Job, args: argparse.Namespace) -> "Summary":
    """Decide a table of an engine into another. Raises AdvisorError."""
    _refuse(args, "engine", "against")
    from advisor.batch import engines

    with engines.connected(args.engine) as engine:
        from advisor.batch.engines import deciding  # loads sqlglot

        return deciding.run(job, engine, args.output, force=args.force)


def _refuse(args: argparse.Namespace, one: str, other: str) -> None:
    """Refuse an option that means nothing beside another."""
    if getattr(args, other):
        raise options.wrong(f"--{one} does not go with --{other}", "leave one of them out")


def _here(job: Job, args: argparse.Namespace) -> "Summary":
    """Decide files into the file that is named. Raises AdvisorError."""
    require("batch", "advisor batch", *_NEEDED)
    from advisor.batch import job as jobs
    from advisor.output.terminal.progress import awaited

    with jobs.opened(job) as table:
        format_ = _format(args.output, table.format)
        with (
            placed(args.output, force=args.force) as made,
            files.errors_at(args.output),
            awaited("Deciding") as progress,
        ):
            return jobs.written(table, made, format_, progress)


def _format(path: str, of_table: str) -> str:
    """The format of the output: by its name; that of the table where it is a stream."""
    from advisor.batch import formats

    found = formats.of_name(path)
    if found or is_stdout(path) or files.is_stream(path):
        return found or of_table
    raise AdvisorError(Problem("wrong-format", f"`{brief(path)}` is no table by its name", formats.ALLOWED))


def _print(summary: "Summary", rules: Ruleset, args: argparse.Namespace) -> None:
    """Print what the rows came to; on standard error where the rows are on standard output."""
    aside = not args.engine and is_stdout(args.output)
    if args.json and not aside:
        moved = None if summary.moved is None else [one._asdict() for one in summary.moved]
        print_json({"output": args.output, **summary._asdict(), "moved": moved}, rules)
    else:
        from advisor.output import terminal

        name = "standard output" if aside else args.output
        terminal.show(terminal.batch_summary(summary, rules, name), sys.stderr if aside else None)
