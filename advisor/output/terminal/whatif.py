"""What would turn an outcome, or what open answers leave possible."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from advisor.advice.additions import Addition, additions, as_text
from advisor.analysis.explorer.ends import REFUSED
from advisor.engine.answers import Value, shown
from advisor.output.terminal import page
from advisor.output.terminal.files import from_files
from advisor.quantities import Number, as_typed, is_number, reads_well, show
from advisor.rules import Ruleset
from advisor.units import cell_unit

if TYPE_CHECKING:  # what only some commands need is loaded by them
    from advisor.analysis.whatif import Bound, Flip, WhatIf
    from advisor.analysis.whatif.possible import Open

MAX_FINDINGS = 3
"""Open questions that are told; the first is the one to find out."""


def open_in_short(found: "WhatIf") -> page.Parts:
    """In short what open answers leave possible, and what to find out first."""
    rules, open_ = found.trace.rules, found.open
    assert open_ is not None
    yield from _provisional(open_, rules)
    yield _standing(open_, rules)
    if not open_.settled:
        yield page.bullets(rules.title(one.outcome) for one in open_.possible)
        yield page.bullets(f"{rules.title(one)}: could not be decided" for one in open_.undecided)
        yield from _find_out(open_, rules, 1)


def what_would_change(found: "WhatIf") -> page.Parts:
    """What would turn an outcome, or what is still possible."""
    rules = found.trace.rules
    if found.open is None:
        assert found.trace.outcome is not None
        yield page.assemble((rules.title(found.trace.outcome), "bold"), (" is the outcome now.", ""))
        yield from _flips(found, rules)
        yield from _bounds(found, rules)
        yield from could_add(rules, additions(found.trace))
    else:
        yield from _provisional(found.open, rules)
        yield from _still_open(found.open, rules)
        yield from _segments(found, rules)
    yield from from_files(found.trace)


def _flips(found: "WhatIf", rules: Ruleset) -> page.Parts:
    if not found.flips:
        yield page.indented("No change of a single answer or figure turns it.")
        return
    yield page.heading("The smallest change of each answer and figure that turns it")
    yield page.bullets(flip(rules, one) for one in found.flips)


def flip(rules: Ruleset, one: "Flip") -> str:
    """A change, and the outcome after it, on two lines."""
    name = one.name.partition(".")[0]
    to = _ending(rules, one.outcome, one.asks)
    now, then = _value(rules, name, one.from_, short=True), _turn(rules, name, one)
    return f"{rules.label(name)}: {now} → {then} ({one.name})\n  {to}"


def _turn(rules: Ruleset, name: str, one: "Flip | Bound") -> str:
    """Where something turns, and a value that does it: ``under 1, such as 0.999``."""
    then = _value(rules, name, one.to)
    if not is_number(one.bound) or not is_number(one.to) or one.bound == one.to:
        return then
    bound = _end(rules, name, one.bound, short=True)
    if bound == f"about {_value(rules, name, one.to, short=True)}":  # to the coin, they are the same
        return then
    side = "" if one.included else "over " if one.to > one.bound else "under "
    return f"{side}{bound}, such as {then}"


def _bounds(found: "WhatIf", rules: Ruleset) -> page.Parts:
    """How far single decisions would go where another one turns before."""
    later = [one for one in found.bounds if one.first]
    if later:
        yield page.heading("Decisions that would go further, were it not for another")
        yield page.bullets(_bound(rules, one) for one in later)


def _bound(rules: Ruleset, one: "Bound") -> str:
    assert one.first is not None
    if one.last is None:
        goes = f"turns at {_turn(rules, one.name, one)}"
    else:
        goes = f"holds {'down' if one.to < one.from_ else 'up'} to {_value(rules, one.name, one.last)}"
    other, before = one.first
    told = f"{rules.label(one.decision)} {goes} ({rules.label(one.name)}), but {rules.label(other)}"
    return f"{told} turns before it, at {_value(rules, one.name, before, short=True)}"


def could_add(rules: Ruleset, found: Sequence[Addition]) -> page.Parts:
    """What open answers would add to the advice."""
    if found:
        yield page.heading("An answer that is open could add")
        yield page.bullets((as_text(rules, one) for one in found), "?", "bold cyan")


def _provisional(open_: "Open", rules: Ruleset) -> page.Parts:
    """What comes out if nothing more is known, and what it rests on."""
    if open_.provisional is None:
        return
    outcome, taken = open_.provisional
    yield page.assemble((rules.title(outcome), "bold"), (", if nothing more is known", ""))
    yield page.indented("Provisional: it rests on what nobody has said, and another answer may turn it.")
    yield page.bullets(
        (f"{rules.label(name)}: {_value(rules, name, value)}" for name, value in taken.items()), "?"
    )
    yield page.text()


def _still_open(open_: "Open", rules: Ruleset) -> page.Parts:
    yield _standing(open_, rules)
    if not open_.settled or any(one.example for one in open_.possible):
        yield from _possible(open_, rules)
        yield from _find_out(open_, rules, MAX_FINDINGS)


def _standing(open_: "Open", rules: Ruleset) -> page.Part:
    if open_.settled:
        title = (rules.title(open_.settled), "bold")
        return page.assemble(title, (", whatever the open answers are.", ""))
    return page.text("Still possible", "bold")


def _possible(open_: "Open", rules: Ruleset) -> page.Parts:
    rows = [(one.outcome, page.text(_example(rules, one.example), "dim")) for one in open_.possible]
    rows += [(outcome, page.text("could not be decided", "yellow")) for outcome in open_.undecided]
    yield page.table(("Outcome", "for example"), ((rules.title(name), says) for name, says in rows))
    if open_.ruled_out:
        yield page.heading("Ruled out")
        yield page.bullets((rules.title(outcome) for outcome in open_.ruled_out), "-")


def _example(rules: Ruleset, answers: Mapping[str, Value]) -> str:
    return "\n".join(f"{rules.label(name)}: {_value(rules, name, value)}" for name, value in answers.items())


def _find_out(open_: "Open", rules: Ruleset, most: int) -> page.Parts:
    if open_.find_out:
        yield page.heading("What to find out, the most telling first")
    for finding in open_.find_out[:most]:
        yield page.indented(rules.label(finding.question), style="bold")
        answers = (f"{one.answer}: {_titles(rules, one.outcomes)}" for one in finding.answers)
        yield page.indented(page.bullets(answers, "→"))


def _titles(rules: Ruleset, outcomes: tuple[str, ...]) -> str:
    """Up to three outcomes by title, else how many."""
    if len(outcomes) > 3:
        return f"{len(outcomes)} outcomes stay possible"
    return "; or ".join(rules.title(outcome) for outcome in outcomes)


def _segments(found: "WhatIf", rules: Ruleset) -> page.Parts:
    if not found.segments:
        return
    yield page.heading("Within the range")
    rows = []
    for name, one in found.segments:
        part = ("" if one.to_included else "under ") + _end(rules, name, one.to)
        if one.from_ != one.to:
            over = "" if one.from_included else "over "
            part = f"{over}{_end(rules, name, one.from_, short=True)} to {part}"
        fails = "refused" if one.end.fails == REFUSED else one.end.fails
        ending = fails or _ending(rules, one.end.outcome, one.end.asks)
        rows.append((part, page.text(ending, "bold")))
    yield page.columns(rows)


def _ending(rules: Ruleset, outcome: str | None, asks: str | None) -> str:
    return rules.title(outcome) if outcome else f"open, asks {rules.label(asks or '')}"


def _value(rules: Ruleset, name: str, value: Value, *, short: bool = False) -> str:
    """An answer or figure as it can be typed; `short` leaves the unit to the next one."""
    if not is_number(value):
        return shown(rules, name, value)
    return as_typed(value, _unit(rules, name, short))


def _end(rules: Ruleset, name: str, value: Number, *, short: bool = False) -> str:
    """Where something begins or ends: exactly, or about where that would be long."""
    unit = _unit(rules, name, short)
    return (
        as_typed(value, unit)
        if reads_well(value, unit)
        else f"about {show(value, unit).removeprefix('about ')}"
    )


def _unit(rules: Ruleset, name: str, short: bool) -> str:
    return cell_unit(rules.unit(name)) if short else rules.unit(name)
