"""What a listed model charges: for requests of one size, at one moment or around the clock.

One request is priced and never a month at once, because listed tiers are per request.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from genai_prices import Usage
from genai_prices.types import TieredPrices, TimeOfDateConstraint

from advisor.prices.listed.models import ListedModel, check, package, prices_at
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
    """The prices of a model for requests with so many tokens, at one moment.

    at: when the requests are made; now, unless told
    Raises AdvisorError for a model that is unknown, or whose price does not rest on its tokens alone.
    """
    found = entry(provider, model)
    return _quoted(found, tokens_in, tokens_out, [_Period(at or datetime.now(UTC), Fraction(1))])


def month(provider: str, model: str, tokens_in: Number | None, tokens_out: Number | None) -> Quote:
    """The prices for requests that are made around the clock: the mean over the hours of a day.

    Raises AdvisorError as `quote` does.
    """
    found = entry(provider, model)
    return _quoted(found, tokens_in, tokens_out, _day(found))


def _quoted(
    found: ListedModel, tokens_in: Number | None, tokens_out: Number | None, parts: list[_Period]
) -> Quote:
    for part in parts:
        check(found, part.begins)
    standard, cached, batch = (_mean(found, kind, tokens_in, tokens_out, parts) for kind in _KINDS)
    has_batch = batch != standard
    return Quote(
        found.provider.id,
        found.model.id,
        *standard,
        cached[0] if cached[0] != standard[0] else None,
        batch[0] if has_batch else None,
        batch[1] if has_batch else None,
        found.model.context_window,
    )


def _mean(
    found: ListedModel, kind: str, tokens_in: Number | None, tokens_out: Number | None, parts: list[_Period]
) -> tuple[Number, Number]:
    """The prices of input and output, in USD per million tokens, of requests spread evenly over parts of a day."""
    size_in, size_out = _size(tokens_in), _size(tokens_out)
    from_cache = size_in if kind == "cached" else None
    usage = Usage(input_tokens=size_in, cache_read_tokens=from_cache, output_tokens=size_out)
    context = {"processing": "batch"} if kind == "batch" else None
    prices = [(*_price(found, usage, part.begins, context), part.share) for part in parts]
    return (
        _sum(_per_million(price, size_in) * share for price, _, share in prices),
        _sum(_per_million(price, size_out) * share for _, price, share in prices),
    )


def tier_starts(provider: str, model: str) -> tuple[int, ...]:
    """The sizes of a request, in input tokens, beyond which other prices hold; fewest first."""
    found = entry(provider, model)
    prices = [prices_at(found, part.begins) for part in _day(found)]
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
    parts = _day(found)
    quotes = [
        _quoted(found, None, None, [part._replace(share=Fraction(1))]) for part in parts if len(parts) > 1
    ]
    if len(set(quotes)) > 1:
        spans = " and ".join(
            _span(kind, [getattr(one, kind) for one in quotes]) for kind in ("input", "output")
        )
        return (
            f"The prices of {found.name} depend on the time of day: {spans} per million tokens. "
            "A month counts at the mean of its hours."
        )
    return ""


def _of_others(found: ListedModel) -> str:
    """That another provider's prices stand in, if they do."""
    if any(one is found.model for one in found.provider.models):
        return ""
    return f"{found.provider.id} lists no price of its own for {found.model.id}; its maker's stands in."


def _span(kind: str, prices: list[Number]) -> str:
    low, high = min(prices), max(prices)
    return (
        f"{show(low, 'USD')} to {show(high, 'USD')} for {kind}"
        if low != high
        else f"{show(low, 'USD')} for {kind}"
    )


def _day(found: ListedModel) -> list[_Period]:
    """Today in UTC, in parts in which the prices of a model stay the same."""
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


def _price(
    found: ListedModel, usage: Usage, at: datetime, context: Mapping[str, str] | None = None
) -> tuple[Decimal, Decimal]:
    """The price of the input and of the output of one request."""
    priced = found.model.calc_price(usage, found.provider, genai_request_timestamp=at, price_context=context)
    return priced.input_price, priced.output_price


def _size(tokens: Number | None) -> int:
    return max(1, round(tokens or 1))


def _per_million(price: Decimal, tokens: int) -> Number:
    return simplest(Fraction(price) * MILLION / tokens)


def _sum(prices: Iterable[Number]) -> Number:
    return simplest(Fraction(sum(prices)))
