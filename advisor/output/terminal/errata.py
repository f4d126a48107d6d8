"""What is wrong in the source, on a terminal."""

from collections.abc import Iterable, Sequence

from advisor.advice.errata import ReadErratum, footnote
from advisor.output.terminal import page
from advisor.rules import Ruleset


def explained(rules: Ruleset, found: Sequence[ReadErratum], *, whole: bool) -> page.Parts:
    """Defects of the source, each in whole or in a line."""
    if source := rules.ruleset.source:
        yield page.text(f"The source: {source.title}", "dim")
    if not whole:
        yield from footnotes(rules, (one.code for one in found))
    for one in found if whole else ():
        yield from _whole(one)


def footnotes(rules: Ruleset, codes: Iterable[str]) -> page.Parts:
    """What the codes mean that stand before, a line each."""
    for code in dict.fromkeys(code for code in codes if code):
        yield page.indented(footnote(rules, code), style="dim")


def _whole(one: ReadErratum) -> page.Parts:
    yield page.heading(f"[{one.code}] {one.where}")
    rows = [("It prints", one.printed), ("What is wrong", one.says)]
    rows += [(f"Right: {what}", figure) for what, figure in one.correct.items()]
    rows.append(("The advice", one.handling))
    yield page.columns((page.text(label, "dim"), says) for label, says in rows if says)
