"""Write the decision record: MADR, Nygard's short form, or JSON.

Where OUT is a folder, the record gets the next number in it: 0007-title.md. The record carries the
decision: `advisor decide`, `diagram` and `review` read it.

Example: advisor record answers.yaml -o docs/adr/
"""

import argparse
import contextlib
import os
from urllib.parse import quote

from advisor.advice.model import Advice
from advisor.commands import inputs, options, output
from advisor.decision.exports import IMAGES
from advisor.files import Output
from advisor.output import diagram, record
from advisor.output.record import names
from advisor.output.record.markdown import plain
from advisor.process import streams


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    options.add_answers(parser)
    options.add_evidence(parser)
    options.add_output(parser, "the file or folder to write to; - is standard output")
    says = "default: json where OUT ends in .json, else madr"
    parser.add_argument("--format", choices=record.FORMATS, help=says)
    parser.add_argument("--diagram", metavar="FILE.svg", help="write a picture of the path too, and link it")


def run(args: argparse.Namespace) -> int:
    """Write the record; 0, or AdvisorError."""
    given = inputs.read(args)
    advice = given.advise()
    format_ = format_of(args.output, args.format)
    pictures = [_drawn(advice, args.diagram)] if args.diagram else []
    linked = _linked(advice, args.output, args.diagram) if args.diagram else ""
    with named(args.output, advice, format_) as out:
        output.put([(out, record.write(advice, format_, linked)), *pictures], force=args.force)
    return 0


def format_of(path: str, asked: str | None = None) -> str:
    """The format of a record that is written to a path."""
    return asked or ("json" if path.lower().endswith(".json") else "madr")


def named(path: str, advice: Advice, format_: str) -> contextlib.AbstractContextManager[str]:
    """The file to write a record to; where the path is a folder, the next one in it. Raises AdvisorError."""
    if not os.path.isdir(path):
        return contextlib.nullcontext(path)
    words = names.slug(advice.title) or advice.outcome
    return names.next_name(path, words, "json" if format_ == "json" else "md")


def _drawn(advice: Advice, path: str) -> Output:
    """The picture of the path and where it goes; warnings are told."""
    format_ = output.format_of(path, IMAGES, "pictures in a record")
    drawn = diagram.draw(advice.trace.rules, advice, format_)
    for warning in drawn.warnings:
        streams.tell(warning)
    return path, drawn.content


def _linked(advice: Advice, out: str, picture: str) -> str:
    """The picture as Markdown, by its way from the record."""
    folder = out if os.path.isdir(out) else os.path.dirname(out) or "."
    way = os.path.relpath(picture, folder).replace(os.sep, "/")
    return f"![The path to: {plain(advice.title)}]({quote(way)})"
