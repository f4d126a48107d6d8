"""Each offer at the ruleset's prices and at those listed."""

from collections.abc import Iterable, Iterator, Mapping

from advisor.advice.costs import CostFigures, CostRow, OptionCosts
from advisor.output.terminal import page
from advisor.output.terminal.costs import heading
from advisor.prices.market import Listing, Quoted
from advisor.quantities import Number, show
from advisor.units import cell_unit

Offers = Mapping[str, tuple[str, list[Quoted]]]
"""The title and the prices of each offer, by its id."""


def prices_compared(before: CostFigures, after: CostFigures, offers: Offers, listed: Listing) -> page.Parts:
    """Each offer at the ruleset's prices and at those listed, with cached and batch prices."""
    yield page.heading(f"Token prices, USD per million: the ruleset's, and those of {listed.package}")
    headings = ("", "tokens", "ruleset", "listed", "cached", "batch")
    yield page.table(headings, _prices(offers), numbers=True)
    remarks = [*listed.remarks, *_by_size(offers, listed)]
    if remarks:
        yield page.text()
        yield page.bullets(remarks, "!", "bold yellow")
    known = {(table.id, row.option): row for table in before.tables for row in table.rows}
    for table in after.tables:
        yield from _compared(known, table, offers)


def _prices(offers: Offers) -> Iterator[tuple[str, ...]]:
    """The price of each kind of tokens of each offer, in USD per million tokens."""
    for title, quoted in offers.values():
        for index, one in enumerate(quoted):
            listed = "not listed"
            if one.listed is not None:
                listed = _price(one.listed) + (" (yours)" if one.is_own else "")
            prices = (_price(one.ruleset), listed, _price(one.cached), _price(one.batch))
            yield "" if index else title, one.kind, *prices


def _price(value: Number | None) -> str:
    return "–" if value is None else show(value, "USD")


def _by_size(offers: Offers, listed: Listing) -> Iterable[str]:
    """The prices that rest on the size of a request, in words."""
    for title, quoted in offers.values():
        for one in quoted:
            if steps := listed.steps.get(one.name):
                (_, first), *larger = steps.prices
                beyond = (f"{_price(price)} from {start + 1:,} on" for start, price in larger)
                told = ", ".join([_price(first), *beyond])
                yield f"{title}: {one.kind} tokens cost {told}, by the input tokens of a request."


def _compared(known: Mapping[tuple[str, str], CostRow], after: OptionCosts, offers: Offers) -> page.Parts:
    """The first figure of a table of offers, at the ruleset's prices and at those listed."""
    rows = [row for row in after.rows if row.option in offers]
    if not rows or rows[0].figures[0].needs:
        return
    first = rows[0].figures[0]
    headings = (heading(first), "at the ruleset's prices", "at those listed")
    compared = ((row.title, _first(known.get((after.id, row.option))), _first(row)) for row in rows)
    yield page.text()
    yield page.table(headings, compared, numbers=True)


def _first(row: CostRow | None) -> str:
    """The first figure of a row."""
    one = row.figures[0] if row else None
    return "–" if one is None or one.needs else show(one.value, cell_unit(one.unit))
