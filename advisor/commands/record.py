"""Write the decision record: MADR, Nygard's short form, or JSON.

Where OUT is a folder, the record gets the next number in it: 0007-title.md. The record carries the
decision: `advisor decide`, `diagram` and `review` read it.
"""

import argparse
import os
import re
import sys
from datetime import date
from urllib.parse import quote

from advisor import diagram, documents, record
from advisor.advice import Advice, advise
from advisor.commands import inputs
from advisor.errors import AdvisorError, Problem
from advisor.record.markdown import plain
from advisor.session import walk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.arguments(parser)
    parser.add_argument("-o", "--output", metavar="OUT", required=True,
                        help="the file or folder to write to; - is standard output")  # fmt: skip
    parser.add_argument("--format", choices=record.FORMATS,
                        help="default: json where OUT ends in .json, else madr")  # fmt: skip
    parser.add_argument("--diagram", metavar="FILE.svg", help="write a picture of the path too, and link it")
    parser.add_argument("--force", action="store_true", help="overwrite files that exist")


def run(args: argparse.Namespace) -> int:
    """Write the record; 0, or AdvisorError."""
    given = inputs.read(args)
    advice = advise(walk(given.rules, given.answers), date.today())
    out = write(advice, args.output, args.format, args.diagram, force=args.force)
    if out != "-":
        print(out, file=sys.stderr)
    return 0


def write(
    advice: Advice, output: str, format_: str | None = None, picture: str | None = None, force: bool = False
) -> str:
    """Write the record, and the picture if one is named; the file it was written to. Raises AdvisorError."""
    format_ = format_ or ("json" if output.lower().endswith(".json") else "madr")
    out = _numbered(output, advice, format_) if os.path.isdir(output) else output
    for file in (out, picture):
        if file and file != "-" and os.path.exists(file) and not force:
            raise AdvisorError(
                Problem("exists", f"{file} exists already", "name another file, or use --force")
            )
    text = record.write(advice, format_, _linked(advice, out, picture) if picture else "")
    if picture:
        drawn = diagram.draw(advice.trace.rules, advice, _picture_format(picture))
        for warning in drawn.warnings:
            print(f"advisor: {warning}", file=sys.stderr)
        documents.write(picture, drawn.content)
    if out == "-":
        sys.stdout.write(text)
    else:
        documents.write(out, text)
    return out


def _numbered(folder: str, advice: Advice, format_: str) -> str:
    """A file in a folder of records, numbered after the last one there."""
    numbers = [int(match[0]) for name in os.listdir(folder) if (match := re.match(r"\d{4}(?=-)", name))]
    slug = re.sub(r"[^a-z0-9]+", "-", advice.title.lower()).strip("-") or advice.outcome
    suffix = "json" if format_ == "json" else "md"
    return os.path.join(folder, f"{max(numbers, default=0) + 1:04d}-{slug[:60].rstrip('-')}.{suffix}")


def _linked(advice: Advice, out: str, picture: str) -> str:
    """The picture as Markdown, by its way from the record."""
    _picture_format(picture)
    folder = "." if out == "-" else os.path.dirname(out) or "."
    way = os.path.relpath(picture, folder).replace(os.sep, "/")
    return f"![The path to: {plain(advice.title)}]({quote(way)})"


def _picture_format(picture: str) -> str:
    suffix = os.path.splitext(picture)[1].lower().removeprefix(".")
    if suffix not in ("svg", "png"):
        raise AdvisorError(Problem("wrong-format", f"{picture}: a record links .svg or .png"))
    return suffix
