"""Advice and figures on a terminal, at 80 columns, with colour and without.

The only module that knows `rich`. Texts of rules and answers are never read as markup.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import compress
from typing import IO, TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text as RichText

from advisor.advice.advice import AGREES, DIFFERS, Advice, ShortlistAdvice
from advisor.advice.costs import Costs, CostTable, Figure, FigureInUse, Quoted
from advisor.advice.costs import age as age_of
from advisor.engine.answers import Answer, MarketPrices, Value, shown
from advisor.engine.scope import Scope
from advisor.errors import visible
from advisor.money import currency_unit
from advisor.quantities import Number, as_typed, reads_well, show
from advisor.rules import Ruleset

if TYPE_CHECKING:  # what only some commands need is loaded by them
    from advisor.analysis.whatif import Bound, Flip, WhatIf
    from advisor.analysis.whatif.possible import Open

_PADDING = re.compile(r" +((?:\x1b\[\d*m)*)$", re.MULTILINE)
MAX_FINDINGS = 3
"""Open questions that are told; the first is the one to find out."""
MAX_WIDTH = 100
"""Wider lines are hard to read."""


class Text(RichText):
    """A text that is only text: what a terminal would obey is spelled out."""

    def __init__(self, text: str = "", *args: Any, **options: Any) -> None:
        super().__init__(visible(text), *args, **options)

    def append(self, text: RichText | str, style: Any = None) -> "Text":
        """Add a text to the end; what assembles a text of parts adds each."""
        super().append(visible(text) if isinstance(text, str) else text, style)
        return self


def console(file: IO[str] | None = None) -> Console:
    """A console that takes text as it is; NO_COLOR and pipes are respected."""
    made = Console(file=file, highlight=False, markup=False, emoji=False)
    made.width = min(made.width, MAX_WIDTH)
    return made


def print_advice(advice: Advice, file: IO[str] | None = None) -> None:
    """Print the whole advice."""
    _print(_parts(advice), file)


def print_costs(costs: Costs, scope: Scope, file: IO[str] | None = None) -> None:
    """Print every figure with its formula and numbers, and the tables beside them."""
    _print(_costs(costs, scope.rules, formulas=True), file)
    _print(_assumed(scope.rules, scope.used_defaults, _own(scope)), file)


def print_sources(
    figures: Iterable[FigureInUse], today: date, max_age: int, file: IO[str] | None = None
) -> None:
    """Print every figure in use with its source and age; old ones are marked."""
    table = _table("Figure", "Value", "Source", "As of", "Days")
    marked = False
    for one in figures:
        age = age_of(one, today)
        mark = " !" if age is not None and age > max_age else ""
        marked = marked or bool(mark)
        table.add_row(Text(one.label), Text(show(one.value, one.unit)), Text(one.source), Text(str(one.date or "")),
                      Text(f"{'' if age is None else age}{mark}", style="yellow" if mark else ""))  # fmt: skip
    note = Text(f"! older than {max_age} days: look it up again", style="dim")
    _print([table, *([Text(), note] if marked else [])], file)


Offers = Mapping[str, tuple[str, list[Quoted]]]
"""The title and the prices of each offer, by its id."""


def print_prices(
    before: Costs, after: Costs, offers: Offers, listed: MarketPrices, file: IO[str] | None = None
) -> None:
    """Print each offer at the ruleset's prices and at those listed, with cached and batch prices."""
    heading = f"Token prices, USD per million: the ruleset's, and those of {listed.package}"
    parts: list[RenderableType] = [_heading(heading), _indented_table(_prices(offers))]
    remarks = [*listed.remarks, *_by_size(offers, listed)]
    if remarks:
        parts += [Text(), _bullets(("!", "bold yellow", remark) for remark in remarks)]
    for table in after.tables:
        compared = _compared(before, table, offers)
        if compared:
            parts += [Text(), _indented_table(compared)]
    _print(parts, file)


def _prices(offers: Offers) -> Table:
    """The price of each kind of tokens of each offer, in USD per million tokens."""
    table = _table("", "tokens", "ruleset", "listed", "cached", "batch", numbers=True)
    for title, quoted in offers.values():
        for index, one in enumerate(quoted):
            listed = (
                "not listed"
                if one.listed is None
                else _price(one.listed) + (" (yours)" if one.is_own else "")
            )
            table.add_row(Text("" if index else title), Text(one.kind), Text(_price(one.ruleset)), Text(listed),
                          Text(_price(one.cached)), Text(_price(one.batch)))  # fmt: skip
    return table


def _price(value: Number | None) -> str:
    return "–" if value is None else show(value, "USD")


def _by_size(offers: Offers, listed: MarketPrices) -> Iterable[str]:
    """The prices that rest on the size of a request, in words."""
    for title, quoted in offers.values():
        for one in quoted:
            if steps := listed.steps.get(one.name):
                (_, first), *larger = steps.prices
                beyond = (f"{_price(price)} from {start + 1:,} on" for start, price in larger)
                told = ", ".join([_price(first), *beyond])
                yield f"{title}: {one.kind} tokens cost {told}, by the input tokens of a request."


def _compared(before: Costs, after: CostTable, offers: Offers) -> Table | None:
    """The first figure of a table of offers, at the ruleset's prices and at those listed."""
    rows = [row for row in after.rows if row.option in offers]
    if not rows or rows[0].figures[0].needs:
        return None
    known = {
        row.option: row.figures[0] for table in before.tables if table.id == after.id for row in table.rows
    }
    first = rows[0].figures[0]
    heading = f"{first.label}, {first.unit}" if first.unit else first.label
    table = _table(heading, "at the ruleset's prices", "at those listed", numbers=True)
    for row in rows:
        there = known.get(row.option)
        cells = (
            "–" if one is None or one.needs else show(one.value, currency_unit(one.unit))
            for one in (there, row.figures[0])
        )
        table.add_row(Text(row.title), *(Text(cell) for cell in cells))
    return table


def print_what_if(found: "WhatIf", file: IO[str] | None = None) -> None:
    """Print what would turn an outcome, or what is still possible."""
    _print(_what_if(found), file)


def _print(parts: Iterable[RenderableType], file: IO[str] | None) -> None:
    """Print the parts without the blanks that pad the last column."""
    file = file or sys.stdout
    out = console(file)
    with out.capture() as capture:
        for part in parts:
            out.print(part)
    file.write(_PADDING.sub(r"\1", capture.get()))


def _parts(advice: Advice) -> Iterable[RenderableType]:
    rules = advice.trace.rules
    yield from _head(advice)
    yield from _path(advice)
    yield from _use_case(advice)
    yield from _cautions(advice)
    yield from _criteria(advice)
    yield from _hybrids(advice)
    yield from _costs(advice.costs, rules)
    for shortlist in advice.shortlists:
        yield from _shortlist(shortlist, rules)
    yield from _techniques(advice)
    yield from _comparison(advice)
    yield from _next(advice)
    yield from _market(advice)
    yield from _assumed(rules, advice.defaults, _own(advice.trace.scope))
    yield from _foot(advice)


def _heading(text: str) -> RenderableType:
    return Group(Text(), Text(text, style="bold cyan"))


def _indented(text: str | RichText, by: int = 2) -> RenderableType:
    return Padding(Text(text) if isinstance(text, str) else text, (0, 0, 0, by))


def _grid(*widths: int | None) -> Table:
    """A borderless table; columns of a given width, or of what is left."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=0)  # indents the table
    for width in widths:
        table.add_column(width=width, overflow="fold")
    return table


def _bullets(entries: Iterable[tuple[str, str, str]]) -> Table:
    """Rows of a mark, its style, and a text that wraps beside it."""
    table = _grid(2, None)
    for mark, style, text in entries:
        table.add_row("", Text(mark, style=style), Text(text))
    return table


def _head(advice: Advice) -> Iterable[RenderableType]:
    yield Rule(style="cyan")
    yield Text.assemble((advice.title, "bold"), ("  ·  " + advice.approach_title, "cyan"))
    yield Text(advice.says)


def _path(advice: Advice) -> Iterable[RenderableType]:
    yield _heading("How it came to this")
    if not advice.path:
        yield _indented("The rules know one outcome only.")
        return
    table = _grid(2, None, None, None)
    for number, step in enumerate(advice.path, 1):
        table.add_row("", Text(f"{number}.", style="dim"), Text(step.label),
                      Text(step.branch, style="bold"), Text(step.because))  # fmt: skip
    yield table


def _use_case(advice: Advice) -> Iterable[RenderableType]:
    found = advice.use_case
    if found is None:
        return
    yield _heading(f"Your use case: {found.title}")
    says = {
        AGREES: f"The use-case table agrees: {found.recommends}.",
        DIFFERS: f"The use-case table differs: it recommends {found.recommends}. "
                 "Your own answers count for more than a row for everyone.",
    }.get(found.relation, f"The use-case table refines this: {found.recommends}.")  # fmt: skip
    yield _indented(says)
    kept = "stays, whatever the approach: "
    yield _bullets(("+", "bold green", f"{one.title}: {kept if one.always else ''}{one.says}")
                   for one in found.complements)  # fmt: skip
    if found.to_change:
        yield _indented("For its recommendation, one of these would have to change:")
        yield _bullets(("-", "dim", change) for change in found.to_change)


def _cautions(advice: Advice) -> Iterable[RenderableType]:
    if advice.cautions:
        yield _heading("Take care")
        yield _bullets(("!", "bold yellow", one.says + (f" [{one.erratum}]" if one.erratum else ""))
                       for one in advice.cautions)  # fmt: skip


def _criteria(advice: Advice) -> Iterable[RenderableType]:
    for mine, heading in ((True, "What speaks for it"), (False, "What speaks for another way")):
        holding = [one for one in advice.criteria
                   if one.holds and (one.approach == advice.approach) is mine]  # fmt: skip
        if holding:
            yield _heading(heading)
            yield _bullets(("+" if mine else "-", "green" if mine else "yellow",
                            f"{one.says} ({one.because})") for one in holding)  # fmt: skip


def _hybrids(advice: Advice) -> Iterable[RenderableType]:
    for hybrid in advice.hybrids:
        yield _heading(hybrid.title)
        yield _indented(hybrid.says)
        table = _table("Task", "Model", "Prompting")
        for route in hybrid.routes:
            table.add_row(*(Text(cell) for cell in route))
        yield _indented_table(table)


def _table(*headings: str, numbers: bool = False) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for index, heading in enumerate(headings):
        table.add_column(Text(heading), justify="right" if numbers and index else "left", overflow="fold")
    return table


def _indented_table(table: Table) -> RenderableType:
    return Padding(table, (0, 0, 0, 2))


def _costs(costs: Costs, rules: Ruleset, formulas: bool = False) -> Iterable[RenderableType]:
    given = [figure for figure in costs.figures if not figure.needs]
    if given or formulas:
        yield _heading("The arithmetic")
        yield _figures(costs.figures if formulas else given, rules, formulas)
    for table in costs.tables:
        if any(not figure.needs for row in table.rows for figure in row.figures):
            yield Text()
            yield _indented(Text(table.title, style="bold"))
            yield _indented_table(_cost_table(table, rules))


def _figures(figures: Iterable[Figure], rules: Ruleset, formulas: bool) -> Table:
    table = _grid(None, None)
    for figure in figures:
        body = Text(_worked(figure, rules))
        if formulas and figure.formula:
            body.append(f"\n= {figure.formula}", style="dim")
        table.add_row("", Text(figure.label), body)
    return table


def _worked(figure: Figure, rules: Ruleset) -> str:
    if figure.needs:
        return f"needs {rules.label(figure.needs)} (--set {figure.needs}=…)"
    if figure.value is None:
        return "never"
    result = rules.reading(figure.name, figure.value)
    shown = figure.numbers.rpartition(" = ")[0]
    return f"{result}  =  {shown}" if shown else result


def _cost_table(table: CostTable, rules: Ruleset) -> Table:
    known = [any(not row.figures[i].needs for row in table.rows) for i in range(len(table.rows[0].figures))]
    labels = (figure.label for figure in compress(table.rows[0].figures, known))
    drawn = _table("", *labels, numbers=True)
    for row in table.rows:
        name = f"{'>' if row.chosen else ' '} {row.title}"
        cells = ("–" if one.needs else rules.reading(one.name, one.value, currency_unit(one.unit))
                 for one in compress(row.figures, known))  # fmt: skip
        drawn.add_row(Text(name), *(Text(cell) for cell in cells), style="bold" if row.chosen else "")
    return drawn


def _shortlist(shortlist: ShortlistAdvice, rules: Ruleset) -> Iterable[RenderableType]:
    yield _heading(shortlist.title)
    if shortlist.needs:
        yield _indented(f"Tell {rules.label(shortlist.needs)} (--set {shortlist.needs}=…) to see which fit.")
    elif not any(row.fits for row in shortlist.rows):
        yield _indented("None of these fits.")
    table = _table("", *(label for label, _ in shortlist.columns.values()), "fits", numbers=True)
    for row in shortlist.rows:
        cells = [show(row.values[name], unit) for name, (_, unit) in shortlist.columns.items()]
        fits = "?" if row.fits is None else "yes" if row.fits else "no"
        table.add_row(Text(row.title), *(Text(cell) for cell in cells), fits,
                      style="dim" if row.fits is False else "")  # fmt: skip
    yield _indented_table(table)
    if shortlist.note:
        yield _indented(Text(shortlist.note, style="dim"))


def _techniques(advice: Advice) -> Iterable[RenderableType]:
    if not advice.techniques:
        return
    yield _heading("Techniques to try")
    for technique in advice.techniques:
        tried = " (tried)" if technique.tried else ""
        yield _indented(Text.assemble((technique.title + tried, "bold"), ": " + technique.says))
        if technique.template and not technique.tried:
            yield Padding(Text(technique.template.rstrip(), style="dim"), (0, 0, 0, 6))


def _comparison(advice: Advice) -> Iterable[RenderableType]:
    """The approaches side by side, the advised one first and bold."""
    rows = advice.comparison
    if not rows:
        return
    titles = {name: one.title for name, one in advice.trace.rules.approaches.items()}
    shown = sorted((name for name in titles if any(name in row.values for row in rows)),
                   key=lambda name: name != advice.approach)  # fmt: skip
    yield _heading("The approaches side by side")
    table = _table("", *(titles[name] for name in shown))
    for row in rows:
        cells = (Text(row.values.get(name, "–"), style="bold" if name == advice.approach else "")
                 for name in shown)  # fmt: skip
        table.add_row(Text(row.label + (" *" if row.note else "")), *cells)
    yield _indented_table(table)
    for row in rows:
        if row.note:
            yield _indented(Text(f"* {row.label}: {row.note}", style="dim"))


def _next(advice: Advice) -> Iterable[RenderableType]:
    if advice.next:
        yield _heading("Next steps")
        yield _bullets((f"{number}.", "bold", step) for number, step in enumerate(advice.next, 1))


def _assumed(
    rules: Ruleset, defaults: Mapping[str, Answer], overrides: Mapping[str, object]
) -> Iterable[RenderableType]:
    if defaults:
        yield _heading("Assumed, because it was not answered")
        yield _bullets(("·", "dim", _assumption(rules, name, value)) for name, value in defaults.items())
    if overrides:
        yield _heading("Figures replaced for this run")
        yield _bullets(("·", "dim", f"{rules.label(name.partition('.')[0])}: "
                        f"{show(value, rules.unit(name.partition('.')[0]))} ({name})")
                       for name, value in overrides.items())  # fmt: skip


def _own(scope: Scope) -> Mapping[str, Number]:
    """The figures that the user replaced."""
    listed = scope.answers.market
    return {
        name: value
        for name, value in scope.answers.overrides.items()
        if not listed or name not in listed.names
    }


def _market(advice: Advice) -> Iterable[RenderableType]:
    """What today's token prices change."""
    found, rules = advice.market, advice.trace.rules
    if found is None:
        return
    yield _heading(f"At the token prices of {found.package}")
    if found.ruleset_outcome and found.ruleset_outcome != advice.outcome:
        title = rules.outcomes[found.ruleset_outcome].title
        yield _indented(Text(f"At the ruleset's own prices the outcome would be: {title}.", style="yellow"))
    elif found.ruleset_outcome:
        yield _indented("The outcome is the same at the ruleset's own prices.")
    yield _bullets(("!", "bold yellow", remark) for remark in found.remarks)
    yield _bullets(("·", "dim", _flip(rules, flip)) for flip in found.flips)


def _assumption(rules: Ruleset, name: str, value: Answer) -> str:
    source = rules.questions[name].default_source
    return f"{rules.label(name)}: {shown(rules, name, value)}{f', {source}' if source else ''} ({name})"


def _foot(advice: Advice) -> Iterable[RenderableType]:
    rules = advice.ruleset
    yield Text()
    text = f"Rules: {rules.id} {rules.version} ({rules.digest}), {advice.when('told again')}."
    if advice.source:
        text += f" Source: {advice.source.title}"
        text += f", {advice.source.author}" if advice.source.author else ""
        if advice.source.updated:
            age = (advice.written - advice.source.updated).days
            text += f", updated {advice.source.updated.isoformat()} ({age} days ago)"
        text += "."
    yield Text(text, style="dim")


def _what_if(found: "WhatIf") -> Iterable[RenderableType]:
    rules = found.trace.rules
    if found.open is None:
        assert found.trace.outcome is not None
        yield Text.assemble((rules.outcomes[found.trace.outcome].title, "bold"), " is the outcome now.")
        yield from _flips(found, rules)
        yield from _bounds(found, rules)
        return
    yield from _still_open(found.open, rules)
    yield from _segments(found, rules)


def _flips(found: "WhatIf", rules: Ruleset) -> Iterable[RenderableType]:
    if not found.flips:
        yield _indented("No change of a single answer or figure turns it.")
        return
    yield _heading("The smallest change of each answer and figure that turns it")
    yield _bullets(("·", "dim", _flip(rules, flip)) for flip in found.flips)


def _flip(rules: Ruleset, flip: "Flip") -> str:
    name = flip.name.partition(".")[0]
    to = rules.outcomes[flip.outcome].title if flip.outcome else f"open, asks {rules.label(flip.asks or '')}"
    now, then = _value(rules, name, flip.from_, short=True), _turn(rules, name, flip)
    return f"{rules.label(name)}: {now} → {then} ({flip.name})\n  {to}"


def _turn(rules: Ruleset, name: str, one: "Flip | Bound") -> str:
    """Where something turns, and a value that does it: ``under 1, such as 0.999``."""
    then = _value(rules, name, one.to)
    if isinstance(one.bound, bool | str) or isinstance(one.to, bool | str) or one.bound == one.to:
        return then
    bound = _end(rules, name, one.bound, short=True)
    if bound == f"about {_value(rules, name, one.to, short=True)}":  # to the coin, they are the same
        return then
    side = "" if one.included else "over " if one.to > one.bound else "under "
    return f"{side}{bound}, such as {then}"


def _bounds(found: "WhatIf", rules: Ruleset) -> Iterable[RenderableType]:
    """How far single decisions would go where another one turns before."""
    later = [one for one in found.bounds if one.first]
    if later:
        yield _heading("Decisions that would go further, were it not for another")
        yield _bullets(("·", "dim", _bound(rules, one)) for one in later)


def _bound(rules: Ruleset, one: "Bound") -> str:
    assert one.first is not None
    if one.last is None:
        goes = f"turns at {_turn(rules, one.name, one)}"
    else:
        goes = f"holds {'down' if one.to < one.from_ else 'up'} to {_value(rules, one.name, one.last)}"
    other, before = one.first
    return (f"{rules.label(one.decision)} {goes} ({rules.label(one.name)}), but {rules.label(other)} "
            f"turns before it, at {_value(rules, one.name, before, short=True)}")  # fmt: skip


def _still_open(open_: "Open", rules: Ruleset) -> Iterable[RenderableType]:
    if open_.settled:
        yield Text.assemble((rules.outcomes[open_.settled].title, "bold"), ", whatever the open answers are.")
        if not any(one.example for one in open_.possible):
            return
    else:
        yield Text("Still possible", style="bold")
    table = _table("Outcome", "for example")
    for one in open_.possible:
        example = "\n".join(
            f"{rules.label(name)}: {_value(rules, name, value)}" for name, value in one.example.items()
        )
        table.add_row(Text(rules.outcomes[one.outcome].title), Text(example, style="dim"))
    for outcome in open_.undecided:
        table.add_row(Text(rules.outcomes[outcome].title), Text("could not be decided", style="yellow"))
    yield _indented_table(table)
    if open_.ruled_out:
        yield _heading("Ruled out")
        yield _bullets(("-", "dim", rules.outcomes[outcome].title) for outcome in open_.ruled_out)
    if open_.find_out:
        yield _heading("What to find out, the most telling first")
        for finding in open_.find_out[:MAX_FINDINGS]:
            yield _indented(Text(rules.label(finding.question), style="bold"))
            yield Padding(_bullets(("→", "dim", f"{one.answer}: {_titles(rules, one.outcomes)}")
                                   for one in finding.answers), (0, 0, 0, 2))  # fmt: skip


def _titles(rules: Ruleset, outcomes: tuple[str, ...]) -> str:
    """Up to three outcomes by title, else how many."""
    if len(outcomes) > 3:
        return f"{len(outcomes)} outcomes stay possible"
    return "; or ".join(rules.outcomes[outcome].title for outcome in outcomes)


def _segments(found: "WhatIf", rules: Ruleset) -> Iterable[RenderableType]:
    if not found.segments:
        return
    yield _heading("Within the range")
    table = _grid(None, None)
    for name, one in found.segments:
        part = ("" if one.to_included else "under ") + _end(rules, name, one.to)
        if one.from_ != one.to:
            over = "" if one.from_included else "over "
            part = f"{over}{_end(rules, name, one.from_, short=True)} to {part}"
        title = rules.outcomes[one.outcome].title if one.outcome else "open"
        table.add_row("", Text(part), Text(title, style="bold"))
    yield table


def _value(rules: Ruleset, name: str, value: Value, *, short: bool = False) -> str:
    """An answer or figure as it can be typed; `short` leaves the unit to the next one."""
    if isinstance(value, bool | str):
        return shown(rules, name, value)
    return as_typed(value, currency_unit(rules.unit(name)) if short else rules.unit(name))


def _end(rules: Ruleset, name: str, value: Number, *, short: bool = False) -> str:
    """Where something begins or ends: exactly, or about where that would be long."""
    unit = currency_unit(rules.unit(name)) if short else rules.unit(name)
    return as_typed(value, unit) if reads_well(value, unit) else f"about {show(value, unit)}"
