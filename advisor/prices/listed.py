"""Token prices as they are listed today. The only module that knows `genai_prices`.

The prices come with that package; nothing is fetched from the network. One request is priced and
never a month at once, because listed tiers are per request.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib import metadata
from typing import NamedTuple

from genai_prices import Usage
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import ModelInfo, ModelPrice, Provider, TieredPrices, TimeOfDateConstraint

from advisor.errors import AdvisorError, Problem, brief, did_you_mean
from advisor.quantities import Number, show, simplest

MILLION = 1_000_000
MAX_NAMED = 6
"""Providers of one model that an error names."""
DAY = timedelta(days=1)
_OF_ANOTHER = re.compile(r"/|\.[a-z]")
"""Stands in the name by which a provider sells another one's model: ``meta/llama``, ``regional.anthropic.claude``."""
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


class _Listed(NamedTuple):
    """An entry of the list: who charges, and the model whose prices count."""

    provider: Provider
    model: ModelInfo

    @property
    def name(self) -> str:
        return f"{self.provider.id}/{self.model.id}"


class _Part(NamedTuple):
    """A part of a day: when it begins, and its share of the day."""

    begins: datetime
    share: Fraction


def package() -> str:
    """Where the prices are listed, with its version."""
    return f"genai-prices {metadata.version('genai-prices')}"


def find(name: str) -> tuple[str, str]:
    """Provider and model that a name stands for: ``o3-mini``, or with its provider ``azure/o3-mini``.

    Raises AdvisorError for a name that is not listed, or by several providers alike.
    """
    head, slash, rest = name.partition("/")
    provider = _provider(head) if slash else None
    found = provider and _of_provider(provider, rest)
    found = found or _anywhere(name)
    if found is None:
        raise (
            _unknown_provider(head, name) if slash and provider is None else _unknown(rest or name, provider)
        )
    return found.provider.id, found.model.id


def identity(provider: str, model: str) -> tuple[str, str]:
    """Provider and model as they are listed; they may be called otherwise here. Raises AdvisorError."""
    found = _listed(provider, model)
    return found.provider.id, found.model.id


def quote(
    provider: str, model: str, tokens_in: Number | None, tokens_out: Number | None, at: datetime | None = None
) -> Quote:
    """The prices of a model for requests with so many tokens, at one moment.

    at: when the requests are made; now, unless told
    Raises AdvisorError for a model that is unknown, or whose price does not rest on its tokens alone.
    """
    found = _listed(provider, model)
    return _quoted(found, tokens_in, tokens_out, [_Part(at or datetime.now(UTC), Fraction(1))])


def month(provider: str, model: str, tokens_in: Number | None, tokens_out: Number | None) -> Quote:
    """The prices for requests that are made around the clock: the mean over the hours of a day.

    Raises AdvisorError as `quote` does.
    """
    found = _listed(provider, model)
    return _quoted(found, tokens_in, tokens_out, _day(found))


def _quoted(found: _Listed, tokens_in: Number | None, tokens_out: Number | None, parts: list[_Part]) -> Quote:
    for part in parts:
        _check(found, part.begins)
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
    found: _Listed, kind: str, tokens_in: Number | None, tokens_out: Number | None, parts: list[_Part]
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
    found = _listed(provider, model)
    prices = [_prices(found, part.begins) for part in _day(found)]
    both = [price for one in prices for price in (one.input_mtok, one.output_mtok)]
    tiered = [one for one in both if isinstance(one, TieredPrices)]
    return tuple(sorted({tier.start for one in tiered for tier in one.tiers}))


def remarks(provider: str, model: str) -> list[str]:
    """What to know about a model and its prices."""
    found = _listed(provider, model)
    says = [f"{package()} marks {found.name} as deprecated: look for its successor."]
    return [*(says if found.model.deprecated else []), *filter(None, [_of_hours(found), _of_others(found)])]


def _of_hours(found: _Listed) -> str:
    """That prices change over the day, if they do."""
    parts = _day(found)
    quotes = [
        _quoted(found, None, None, [part._replace(share=Fraction(1))]) for part in parts if len(parts) > 1
    ]
    if len(set(quotes)) > 1:
        spans = " and ".join(
            _span(kind, [getattr(one, kind) for one in quotes]) for kind in ("input", "output")
        )
        return (f"The prices of {found.name} depend on the time of day: {spans} per million tokens. "
                "A month counts at the mean of its hours.")  # fmt: skip
    return ""


def _of_others(found: _Listed) -> str:
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


def _day(found: _Listed) -> list[_Part]:
    """Today in UTC, in parts in which the prices of a model stay the same."""
    midnight = datetime.combine(datetime.now(UTC).date(), time(), UTC)
    begins = sorted(
        {midnight, *(midnight.replace(hour=one.hour, minute=one.minute) for one in _turns(found))}
    )
    ends = [*begins[1:], midnight + DAY]
    return [
        _Part(begin, Fraction((end - begin) // timedelta(seconds=1), 86_400))
        for begin, end in zip(begins, ends, strict=True)
    ]


def _turns(found: _Listed) -> Iterator[datetime]:
    """The times of a day, in UTC, at which prices of a model change."""
    conditional = found.model.prices if isinstance(found.model.prices, list) else []
    for one in conditional:
        if isinstance(one.constraint, TimeOfDateConstraint):
            for turn in (one.constraint.start_time, one.constraint.end_time):
                yield datetime.combine(date(2000, 1, 2), turn, turn.tzinfo or UTC).astimezone(UTC)


def _check(found: _Listed, at: datetime) -> None:
    """Refuse what cannot be told by tokens. Raises AdvisorError."""
    prices = _prices(found, at)
    if prices.input_mtok is None or prices.output_mtok is None:
        says = f"`{found.name}` lists no price for input and output tokens"
        raise AdvisorError(Problem("no-token-price", says, "name a model that is paid by tokens"))
    priced = found.model.calc_price(
        Usage(input_tokens=1, output_tokens=1), found.provider, genai_request_timestamp=at
    )
    fee = priced.total_price - priced.input_price - priced.output_price
    if fee:
        says = f"`{found.name}` charges {show(simplest(Fraction(fee)), 'USD')} a request beside its tokens"
        remedy = "figures count tokens only: name a model without such a fee"
        raise AdvisorError(Problem("request-fee", says, remedy))


def _prices(found: _Listed, at: datetime) -> ModelPrice:
    return found.model.get_prices(at)


def _price(
    found: _Listed, usage: Usage, at: datetime, context: Mapping[str, str] | None = None
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


def _provider(name: str) -> Provider | None:
    return next((one for one in get_snapshot().providers if one.id == name.lower()), None)


def _listed(provider: str, model: str) -> _Listed:
    own = _provider(provider)
    if own is None:
        raise _unknown_provider(provider, f"{provider}/{model}")
    found = _of_provider(own, model)
    if found is None:
        raise _unknown(model, own)
    return found


def _of_provider(provider: Provider, name: str) -> _Listed | None:
    """The model of that id or, only if there is none, one that is known by that name too."""
    own = _exactly(provider, name)
    model = own or provider.find_model(name, all_providers=get_snapshot().providers)
    return _Listed(provider, model) if model else None


def _exactly(provider: Provider, name: str) -> ModelInfo | None:
    return next((one for one in provider.models if one.id.lower() == name.lower()), None)


def _anywhere(name: str) -> _Listed | None:
    """A model named without its provider: its maker's or, if that is not known, the only one of that id."""
    try:
        found = _of_provider(get_snapshot().find_provider(name.lower(), None, None), name)
    except LookupError:
        found = None
    if found:
        return found
    same = [_Listed(one, model) for one in get_snapshot().providers if (model := _exactly(one, name))]
    if len(same) > 1:
        names = ", ".join(one.name for one in same[:MAX_NAMED]) + (" …" if len(same) > MAX_NAMED else "")
        says = f"the model `{brief(name)}` is listed by several providers"
        raise AdvisorError(Problem("unknown-model", says, f"name one: {names}"))
    return same[0] if same else None


def _unknown_provider(provider: str, name: str) -> AdvisorError:
    ids = [one.id for one in get_snapshot().providers]
    remedy = did_you_mean(provider, ids)
    if not remedy.startswith("did you mean"):
        remedy = _nearest(name.rpartition("/")[2], None) or remedy
    return AdvisorError(
        Problem("unknown-model", f"there is no provider `{brief(provider)}` in the list", remedy)
    )


def _unknown(model: str, provider: Provider | None) -> AdvisorError:
    says = f"no prices are listed for the model `{brief(model)}`{f' of {provider.id}' if provider else ''}"
    return AdvisorError(Problem("unknown-model", says, _nearest(model, provider)))


def _nearest(model: str, provider: Provider | None) -> str:
    """A remedy with names like that one, each of which works; those of one provider, if any is like it."""
    from difflib import get_close_matches

    listed: dict[str, list[str]] = {}
    for one in _sorted_providers(provider):
        for entry in one.models:
            if _is_paid_by_tokens(_Listed(one, entry)):
                listed.setdefault(entry.id.lower(), []).append(f"{one.id}/{entry.id}")
    close = get_close_matches(model.lower(), listed, n=3, cutoff=0.6) or _with_it(model.lower(), listed)
    names = list(dict.fromkeys(_by_its_maker(listed[one]) for one in close))
    if names:
        return f"did you mean {' or '.join(names)}?"
    return _nearest(model, None) if provider else ""


def _by_its_maker(names: list[str]) -> str:
    """The name, of those that one model has at several providers, at the one that made it, if that is known."""
    return next((name for name in names if name.startswith(f"{_maker(names[0])}/")), names[0])


def _maker(name: str) -> str:
    """The provider that a model's name stands for, without the one who sells it; empty if none is known."""
    try:
        return str(get_snapshot().find_provider(name.partition("/")[2], None, None).id)
    except LookupError:
        return ""


def _with_it(part: str, listed: Mapping[str, list[str]]) -> list[str]:
    """The names with that part, newer ones before older; those of its maker, if any is so called."""
    having = [name for name in listed if part and part in name]
    own = [name for name in having if any(one.startswith(f"{_maker(one)}/") for one in listed[name])]
    return sorted([name for name in own if not _OF_ANOTHER.search(name)] or having, reverse=True)[:3]


def _sorted_providers(only: Provider | None) -> list[Provider]:
    """The providers whose names are offered, those first that are makers."""
    if only:
        return [only]
    return sorted(get_snapshot().providers, key=lambda one: one.model_match is None)


def _is_paid_by_tokens(found: _Listed) -> bool:
    try:
        _check(found, datetime.now(UTC))
    except AdvisorError:
        return False
    return True
