"""What can go wrong on the user's side, as data: a place, what was found, what to do."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Control characters, also those that turn the direction of text, and what is invisible or no character."""


def one_line(text: str) -> str:
    """A stranger's text as one line that a terminal or a log can show: ``\\n``, ``\\x1b``, ``\\u202e`` visibly.

    It cannot move the cursor, begin a line of its own or turn the text around.
    """
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


SHOWN = 60
"""Characters of a stranger's text that a message shows: enough to find it again."""


def visible(text: str) -> str:
    """A stranger's text of any lines as a terminal can show it; line breaks and tabs stay."""
    return re.sub(r"[^\n\t]+", lambda part: one_line(part[0]), text)


def brief(text: object, at_most: int = SHOWN) -> str:
    """A stranger's text as every message shows it: on one line, visible, cut where it is long."""
    told = one_line(str(text)[: at_most + 1])
    return told if len(told) <= at_most else f"{told[: at_most - 1]}…"


_LONG_WORD = re.compile(r"\S{301,}")
LINE = 2_000
"""Characters of a line on standard error, whatever it tells of."""


def shown_line(text: str) -> str:
    """A whole message as a terminal shows it: one line, visible, no word longer than a path can well be."""
    return brief(_LONG_WORD.sub(lambda word: brief(word[0], 300), text), LINE)


class Place(NamedTuple):
    """A position in a text file; line and column count from 1, 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing that is wrong.

    code: stable name of the kind of problem, such as ``unknown-key``
    says: what was found and what is allowed, in one sentence
    remedy: what to do about it; empty if `says` makes that plain
    place: where in which file, if it came from a file
    where: the way down to the key, such as ``decisions › volume › branches[0] › to``
    """

    code: str
    says: str
    remedy: str = ""
    place: Place | None = None
    where: str = ""

    def __str__(self) -> str:
        """One line without control characters and of bounded length, whatever the rules or the answers hold."""
        parts = [str(self.place)] if self.place else []
        parts += [part for part in (self.where, self.says) if part]
        line = ": ".join(parts)
        return shown_line(f"{line} ({self.remedy})" if self.remedy else line)


MAX_PROBLEMS = 1_000
"""Problems that one error tells of; nobody reads more, and a hostile file could have any number."""


class AdvisorError(Exception):
    """Known errors; the command line prints them and exits with 1, never with a traceback."""

    def __init__(self, problems: Problem | Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = Problem("error", problems)
        found = (problems,) if isinstance(problems, Problem) else tuple(problems)
        more = (Problem("more", "there are more problems than these"),) if len(found) > MAX_PROBLEMS else ()
        self.problems: tuple[Problem, ...] = (*found[:MAX_PROBLEMS], *more)
        super().__init__("\n".join(map(str, self.problems)))


class RulesError(AdvisorError):
    """The rule files cannot be used; holds every problem of every file."""


class AnswerError(AdvisorError):
    """Answers or overrides are wrong or missing; holds every problem."""


class Unanswered(Exception):
    """A name was read whose question has no answer; `question` is the question's id."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


def require(extra: str, what: str, *libraries: str) -> None:
    """Raise AdvisorError, naming all that are missing, unless the libraries of an extra are installed."""
    from importlib.util import find_spec

    missing = [one for one in libraries if find_spec(one) is None]
    if missing:
        says = f"{what} needs {' and '.join(missing)}, which {'are' if missing[1:] else 'is'} not installed"
        remedy = f"install the extra, in advisor's folder: .venv/bin/pip install '.[{extra}]'"
        raise AdvisorError(Problem("not-installed", says, remedy))


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """A remedy: the likely meant name, else the allowed ones (at most a dozen)."""
    from difflib import get_close_matches  # only errors need it

    names = [str(name) for name in allowed]
    close = get_close_matches(found, names, n=3, cutoff=0.6)
    if close:
        swapped = (name for name in close if sorted(name) == sorted(found))  # typed in another order
        return f"did you mean {next(swapped, close[0])}?"
    more = " …" if len(names) > 12 else ""
    return f"allowed: {', '.join(names[:12])}{more}" if names else ""
