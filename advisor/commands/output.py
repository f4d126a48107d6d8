"""What commands print for other programs, and the files they write."""

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from advisor import files
from advisor.commands.options import wrong
from advisor.decision import ruleset_id
from advisor.errors import AdvisorError, Problem, brief, did_you_mean, one_line
from advisor.files import Output
from advisor.process import streams
from advisor.rules import Ruleset


def print_json(data: Mapping[str, Any], rules: Ruleset | None = None) -> None:
    """Print data as indented JSON on standard output, with the rules it rests on; it is JSON whatever the encoding."""
    if rules:
        data = {**data, "ruleset": ruleset_id(rules)._asdict()}
    print(json.dumps(data, indent=2, ensure_ascii=not streams.speaks_unicode()))


def format_of(path: str, formats: Iterable[str], what: str) -> str:
    """The format that the suffix of a file says. Raises AdvisorError if it is none of these."""
    suffix = os.path.splitext(path)[1].lower().removeprefix(".")
    if suffix not in formats:
        says = f"{path}: `.{brief(suffix)}` is no format for {what}" if suffix else f"{path} has no suffix"
        remedy = did_you_mean(f".{suffix}", [f".{one}" for one in formats])
        raise AdvisorError(Problem("wrong-format", says, remedy))
    return suffix


def put(outputs: Sequence[Output], *, force: bool) -> None:
    """Write the outputs of a command, all or none, and print the name of each file. Raises AdvisorError.

    What goes to standard output is printed there and nothing else: the names then go to standard error.
    """
    printed = [one for one in outputs if is_stdout(one[0])]
    written = [one for one in outputs if one not in printed]
    if len(printed) > 1:
        raise wrong(f"{printed[0][0]} and {printed[1][0]} are both standard output", "name a file")
    files.write_all(written, force=force)
    for _, data in printed:
        _print(data)
    for path, _ in written:
        print(one_line(path), file=sys.stderr if printed else sys.stdout)


def is_stdout(path: str) -> bool:
    """Whether a path is standard output: to open it anew would cut off what is there already."""
    if path == "-":
        return True
    try:
        return os.path.samestat(os.stat(path), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError, AttributeError):  # there is no such file, or no standard output
        return False


@contextlib.contextmanager
def placed(path: str, *, force: bool) -> Iterator[str]:
    """Where a file of any size can be made, which is put to its place, or printed, when this is left.

    Raises AdvisorError, and then what was there is as it was.
    """
    if not is_stdout(path):
        with files.placed(path, force=force) as made:
            yield made
        return
    import tempfile  # few outputs are that large

    with tempfile.TemporaryDirectory(prefix="advisor-") as folder:
        made = os.path.join(folder, "out")
        yield made
        sys.stdout.flush()
        with open(made, "rb") as file:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                sys.stdout.buffer.write(chunk)


def _print(data: str | bytes) -> None:
    if isinstance(data, str):
        streams.print_file(data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
