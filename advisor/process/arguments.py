"""Command lines: what stands in them, help at the terminal's width, and what was likely meant."""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

from advisor.errors import brief, did_you_mean, shown_line


class Parser(argparse.ArgumentParser):
    """A parser that knows options by their whole names only, and takes files before and after options."""

    def __init__(self, prog: str, **more: object) -> None:
        super().__init__(prog, formatter_class=_Formatter, allow_abbrev=False, **more)  # type: ignore[arg-type]

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """What a command line says. Ends the process with 2 if it is wrong."""
        before = words[: words.index("--")] if "--" in words else words
        for word in before:
            if word.startswith("--"):
                self.refuse_unknown(word)
        return self.parse_intermixed_args(words)

    def refuse_unknown(self, option: str, more: str = "") -> None:
        """End the process with 2 if there is no such option; `more` is what else to do."""
        name = option.partition("=")[0]
        if name not in self._option_string_actions:
            options = [one for one in self._option_string_actions if one.startswith("--")]
            self.error(f"there is no option `{brief(name)}` ({did_you_mean(name, options)}{more})")

    def error(self, message: str) -> NoReturn:
        """End the process with 2; what was typed is shown as in every other message."""
        super().error(shown_line(message))

    def print_help(self, file: object = None) -> None:  # noqa: ARG002
        """Print the help; unlike argparse's own, not in silence where it cannot be printed."""
        sys.stdout.write(self.format_help())


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help at the terminal's width; told here, because argparse loads much to find it out."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=min(_columns(), 100) - 2)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Paragraphs filled to the width; an indented line is an entry of a list and stays apart."""
        import textwrap  # argparse loads it too, where help is printed

        filled = []
        for line in re.sub(r"(?<=\S)\n(?=\S)", " ", text.strip()).splitlines():
            margin = indent + " " * len(re.sub(r"^( +\S+ {2,}| *).*", r"\1", line))
            filled.append(textwrap.fill(line, width, initial_indent=indent, subsequent_indent=margin))
        return "\n".join(filled)


def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (OSError, ValueError):
        return 80
