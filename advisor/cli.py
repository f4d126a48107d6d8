"""The command line: finds the command, runs it, and turns errors into messages and exit codes.

0 done; 1 findings, differences, or missing or wrong answers; 2 the command line is wrong;
3 a bug, with a report in a file; 130 Ctrl-C; 128 and its number where another signal ended it.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from advisor.commands import COMMANDS
from advisor.commands.options import add_rules
from advisor.errors import AdvisorError, brief, did_you_mean
from advisor.process import signals, streams
from advisor.process.arguments import Parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code."""
    try:
        code = _code_of(sys.argv[1:] if argv is None else list(argv))
        sys.stdout.flush()
        return code
    except AdvisorError as error:
        for problem in error.problems:
            streams.tell(problem)
        return 1
    except KeyboardInterrupt:
        return signals.exit_code()
    except BrokenPipeError:  # the reader of a pipe has left; nothing more to say to it
        return 0
    except OSError as error:
        return _lost(error)
    except Exception as error:
        return _bug(error)


def _code_of(argv: list[str]) -> int:
    try:
        return _run(argv)
    except SystemExit as stop:  # argparse prints help and usage errors and leaves
        return int(stop.code or 0)


def _run(argv: list[str]) -> int:
    top = _top_parser()
    given, unknown = top.parse_known_args(argv)
    for option in unknown:
        top.refuse_unknown(option, "; options of a command come after its name")
    name = given.command or "ask"
    if name not in COMMANDS:
        top.error(f"there is no command `{brief(name)}` ({did_you_mean(name, COMMANDS)})")
    command = import_module(f"advisor.commands.{COMMANDS[name].module}")
    parser = Parser(f"advisor {name}", description=command.__doc__)
    add_rules(parser, given.rules)
    command.arguments(parser)
    code: int = command.run(parser.parse(given.rest))
    return code


def _top_parser() -> Parser:
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:<{width}}  {command.says}" for name, command in COMMANDS.items())
    top = Parser(
        "advisor",
        description="Decide along a flowchart that is kept as data.",
        usage="advisor [--rules NAME|DIR] [COMMAND] …",
        epilog=f"commands:\n{listed}\n\nWithout a command, `ask` runs. `advisor COMMAND --help` tells more.",
    )
    add_rules(top, None)
    top.add_argument("--version", action=_Version, nargs=0, help="print the version")
    top.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    top.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return top


class _Version(argparse.Action):
    """Reads the version only when asked: looking a package up takes a while."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib import metadata

        print(f"advisor {metadata.version('advisor')}")
        parser.exit()


def _lost(error: OSError) -> int:
    """Tell in a line that the output was lost, or of a bug if it was something else."""
    if signals.received():  # the terminal may have gone with the one who sent it
        return signals.exit_code()
    why = streams.why_unwritable()
    if not why:
        return _bug(error)
    streams.tell(f"standard output cannot be written: {why}")
    return 1


def _bug(error: Exception) -> int:
    """Tell of a bug in a line; the traceback goes to a file."""
    streams.tell(f"this is a bug in advisor: {type(error).__name__}; {_reported(error)}")
    return 3


def _reported(error: Exception) -> str:
    """Write the traceback to a file, and say which."""
    import tempfile
    import traceback

    try:
        with tempfile.NamedTemporaryFile(
            "w",
            prefix="advisor-bug-",
            suffix=".txt",
            delete=False,
            encoding="utf-8",
            errors="backslashreplace",
        ) as file:
            file.write("".join(traceback.format_exception(error)))
    except OSError as full:
        return f"the report cannot be written: {full.strerror}"
    return f"the report is in {file.name}"
