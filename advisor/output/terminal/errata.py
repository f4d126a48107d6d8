"""What is wrong in the source, on a terminal."""

from collections.abc import Iterable, Sequence
from typing import IO

from advisor.advice.errata import ReadErratum, footnote
from advisor.output.terminal import page
from advisor.rules import Ruleset


def print_errata(
    rules: Ruleset, found: Sequence[ReadErratum], *, whole: bool, file: IO[str] | None = None
) -> None:
    """Print defects of the source, each in whole or in a line."""
    source = rules.ruleset.source
    named = [page.text(f"The source: {source.title}", "dim")] if source else []
    parts = [part for one in found for part in _whole(one)] if whole else footnotes(rules, _codes(found))
    page.show_all([*named, *parts], file)


def footnotes(rules: Ruleset, codes: Iterable[str]) -> page.Parts:
    """What the codes mean that stand before, a line each."""
    for code in dict.fromkeys(code for code in codes if code):
        yield page.indented(page.text(footnote(rules, code), "dim"))


def _codes(found: Iterable[ReadErratum]) -> list[str]:
    return [one.code for one in found]


def _whole(one: ReadErratum) -> page.Parts:
    yield page.heading(f"[{one.code}] {one.where}")
    rows = [("It prints", one.printed), ("What is wrong", one.says)]
    rows += [(f"Right: {what}", figure) for what, figure in one.correct.items()]
    rows.append(("The advice", one.handling))
    yield page.columns(*((page.text(label, "dim"), says) for label, says in rows if says))
