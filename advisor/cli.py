"""The command line: finds the command, runs it, and turns errors into messages and exit codes.

0 done; 1 findings, differences, or missing or wrong answers; 2 the command line is wrong;
3 a bug, with a report in a file; 130 Ctrl-C.
"""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from advisor.commands import COMMANDS
from advisor.errors import AdvisorError, brief, did_you_mean, shown_line

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code."""
    try:
        code = _run(sys.argv[1:] if argv is None else list(argv))
        sys.stdout.flush()
        return code
    except AdvisorError as error:
        for problem in error.problems:
            print(f"advisor: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has left; nothing more to say to it
        sys.stdout = None
        return 0
    except Exception as error:
        return _bug(error)


def _run(argv: list[str]) -> int:
    top = _top_parser()
    given = top.parse_args(argv)
    name = given.command or "ask"
    if name not in COMMANDS:
        top.error(f"there is no command `{brief(name)}` ({did_you_mean(name, COMMANDS)})")
    command = import_module(f"advisor.commands.{COMMANDS[name].module}")
    parser = _Parser(
        f"advisor {name}", description=command.__doc__, formatter_class=_Formatter, allow_abbrev=False
    )
    _add_rules(parser, given.rules)
    command.arguments(parser)
    code: int = command.run(parser.parse_intermixed_args(given.rest))
    return code


def _top_parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:<{width}}  {command.says}" for name, command in COMMANDS.items())
    top = _Parser(
        "advisor", description="Decide along a flowchart that is kept as data.",
        usage="advisor [--rules DIR] [COMMAND] …", epilog=f"commands:\n{listed}\n\n"
        "Without a command, `ask` runs. `advisor COMMAND --help` tells more.",
        formatter_class=_Formatter, allow_abbrev=False,
    )  # fmt: skip
    _add_rules(top, None)
    top.add_argument("--version", action=_Version, nargs=0, help="print the version")
    top.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    top.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return top


def _add_rules(parser: argparse.ArgumentParser, default: str | None) -> None:
    says = "folder of the ruleset (default: the shipped `published`)"
    parser.add_argument("--rules", metavar="DIR", default=default, help=says)


class _Parser(argparse.ArgumentParser):
    """Shows what was typed as every other message does: visible, and cut where it is long."""

    def error(self, message: str) -> NoReturn:
        super().error(shown_line(message))


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help at the terminal's width; told here, because argparse loads much to find it out."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=min(_columns(), 100) - 2)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Paragraphs filled to the width; an indented line is an entry of a list and stays apart."""
        import textwrap  # argparse loads it too, where help is printed

        filled = []
        for line in re.sub(r"(?<=\S)\n(?=\S)", " ", text.strip()).splitlines():
            margin = re.sub(r"^( +\S+ {2,}| *).*", r"\1", line)
            filled.append(textwrap.fill(line, width, initial_indent=indent,
                                        subsequent_indent=indent + " " * len(margin)))  # fmt: skip
        return "\n".join(filled)


def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (OSError, ValueError):
        return 80


class _Version(argparse.Action):
    """Reads the version only when asked: looking a package up takes a while."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib import metadata

        print(f"advisor {metadata.version('advisor')}")
        parser.exit()


def _bug(error: Exception) -> int:
    """Tell of a bug in a line; the traceback goes to a file."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="advisor-bug-", suffix=".txt", delete=False) as file:
        file.write("".join(traceback.format_exception(error)))
    says = f"this is a bug in advisor: {type(error).__name__}; the report is in {file.name}"
    print(f"advisor: {says}", file=sys.stderr)
    return 3
