"""What a listed model charges: for requests of one size, at one moment or around the clock.

One request is priced and never a month at once, because listed tiers are per request.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import NamedTuple

from genai_prices import Usage
from genai_prices.types import TieredPrices, TimeOfDateConstraint

from advisor.prices.listed.models import ListedModel, package
from advisor.prices.listed.names import entry
from advisor.quantities import Number, show, simplest

MILLION = 1_000_000
DAY = timedelta(days=1)
_KINDS = ("standard", "cached", "batch")


class Quote(NamedTuple):
    """What one model charges for requests of one size, in USD per million tokens; None where not listed.

    context_window: how many tokens a request can have in all
    """

    provider: str
    model: str
    input: Number
    output: Number
    cached_input: Number | None
    batch_input: Number | None
    batch_output: Number | None
    context_window: int | None = None

    def figure(self, kind: str) -> Number | None:
        """The figure of a kind; where there is no price for cached input or batches, the usual one holds."""
        usual = {"cached_input": self.input, "batch_input": self.input, "batch_output": self.output}
        found: Number | None = getattr(self, kind)
        return usual.get(kind) if found is None else found


class _Period(NamedTuple):
    """A part of a day: when it begins, and its share of the day."""

    begins: datetime
    share: Fraction


def quote(
    provider: str, model: str, tokens_in: Number | None, tokens_out: Number | None, at: datetime | None = None
) -> Quote:
    """The prices of a model for requests with so many tokens.

    at: the moment at which they are made; around the clock, unless told: the mean over the hours of a day
    Raises AdvisorError for a model that is unknown, or whose price does not rest on its tokens alone.
    """
    found = entry(provider, model)
    return _quoted(found, tokens_in, tokens_out, [_Period(at, Fraction(1))] if at else _day(found))


def _quoted(
    found: ListedModel, tokens_in: Number | None, tokens_out: Number | None, periods: list[_Period]
) -> Quote:
    for period in periods:
        found.check(period.begins)
    standard, cached, batch = (_mean(found, kind, tokens_in, tokens_out, periods) for kind in _KINDS)
    batch_in, batch_out = batch if batch != standard else (None, None)
    cached_in = cached[0] if cached[0] != standard[0] else None
    window = found.model.context_window
    return Quote(found.provider.id, found.model.id, *standard, cached_in, batch_in, batch_out, window)


def _mean(
    found: ListedModel, kind: str, tokens_in: Number | None, tokens_out: Number | None, periods: list[_Period]
) -> tuple[Number, Number]:
    """The prices of input and output, in USD per million tokens, of requests spread evenly over periods of a day."""
    size_in, size_out = _size(tokens_in), _size(tokens_out)
    from_cache = size_in if kind == "cached" else None
    usage = Usage(input_tokens=size_in, cache_read_tokens=from_cache, output_tokens=size_out)
    context = {"processing": "batch"} if kind == "batch" else None
    price_in = price_out = Fraction(0)
    for begins, share in periods:
        priced = found.priced(usage, begins, context)
        price_in += Fraction(priced.input_price) * share
        price_out += Fraction(priced.output_price) * share
    return simplest(price_in * MILLION / size_in), simplest(price_out * MILLION / size_out)


def tier_starts(provider: str, model: str) -> tuple[int, ...]:
    """The sizes of a request, in input tokens, beyond which other prices hold; fewest first."""
    found = entry(provider, model)
    prices = [found.model.get_prices(period.begins) for period in _day(found)]
    both = [price for one in prices for price in (one.input_mtok, one.output_mtok)]
    tiered = [one for one in both if isinstance(one, TieredPrices)]
    return tuple(sorted({tier.start for one in tiered for tier in one.tiers}))


def remarks(provider: str, model: str) -> list[str]:
    """What to know about a model and its prices."""
    found = entry(provider, model)
    says = [f"{package()} marks {found.name} as deprecated: look for its successor."]
    return [*(says if found.model.deprecated else []), *filter(None, [_of_hours(found), _of_others(found)])]


def _of_hours(found: ListedModel) -> str:
    """That prices change over the day, if they do."""
    begins = [period.begins for period in _day(found)]
    quotes = {_quoted(found, None, None, [_Period(at, Fraction(1))]) for at in begins if len(begins) > 1}
    if len(quotes) < 2:
        return ""
    spans = " and ".join(_span(kind, [getattr(one, kind) for one in quotes]) for kind in ("input", "output"))
    return (
        f"The prices of {found.name} depend on the time of day: {spans} per million tokens. "
        "A month counts at the mean of its hours."
    )


def _of_others(found: ListedModel) -> str:
    """That another provider's prices stand in, if they do."""
    if any(one is found.model for one in found.provider.models):
        return ""
    return f"{found.provider.id} lists no price of its own for {found.model.id}; its maker's stands in."


def _span(kind: str, prices: list[Number]) -> str:
    ends = dict.fromkeys(show(price, "USD") for price in (min(prices), max(prices)))
    return f"{' to '.join(ends)} for {kind}"


def _day(found: ListedModel) -> list[_Period]:
    """Today in UTC, in periods in which the prices of a model stay the same."""
    midnight = datetime.combine(datetime.now(UTC).date(), time(), UTC)
    begins = sorted(
        {midnight, *(midnight.replace(hour=one.hour, minute=one.minute) for one in _turns(found))}
    )
    ends = [*begins[1:], midnight + DAY]
    return [
        _Period(begin, Fraction((end - begin) // timedelta(seconds=1), 86_400))
        for begin, end in zip(begins, ends, strict=True)
    ]


def _turns(found: ListedModel) -> Iterator[datetime]:
    """The times of a day, in UTC, at which prices of a model change."""
    conditional = found.model.prices if isinstance(found.model.prices, list) else []
    for one in conditional:
        if isinstance(one.constraint, TimeOfDateConstraint):
            for turn in (one.constraint.start_time, one.constraint.end_time):
                yield datetime.combine(date(2000, 1, 2), turn, turn.tzinfo or UTC).astimezone(UTC)


def _size(tokens: Number | None) -> int:
    return max(1, round(tokens or 1))
