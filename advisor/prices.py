"""Token prices as they are listed today. The only module that knows `genai_prices`.

The prices come with that package; nothing is fetched from the network. One request is priced and
never a month at once, because listed tiers are per request.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
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


class Quote(NamedTuple):
    """What one model charges for requests of one size, in USD per million tokens; None where not listed."""

    provider: str
    model: str
    input: Number
    output: Number
    cached_input: Number | None
    batch_input: Number | None
    batch_output: Number | None


class _Listed(NamedTuple):
    """An entry of the list: who charges, and the model whose prices count."""

    provider: Provider
    model: ModelInfo

    @property
    def name(self) -> str:
        return f"{self.provider.id}/{self.model.id}"


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
    """The prices of a model for requests with so many tokens.

    at: when the requests are made; now, unless told
    Raises AdvisorError for a model that is unknown, or whose price does not rest on its tokens alone.
    """
    found, at = _listed(provider, model), at or datetime.now(UTC)
    _check(found, at)
    size_in, size_out = _size(tokens_in), _size(tokens_out)
    usage = Usage(input_tokens=size_in, output_tokens=size_out)
    standard = _price(found, usage, at)
    batch = _price(found, usage, at, {"processing": "batch"})
    cached = _price(found, Usage(input_tokens=size_in, cache_read_tokens=size_in, output_tokens=size_out), at)
    has_batch = batch != standard
    return Quote(
        found.provider.id,
        found.model.id,
        _per_million(standard[0], size_in),
        _per_million(standard[1], size_out),
        _per_million(cached[0], size_in) if cached[0] != standard[0] else None,
        _per_million(batch[0], size_in) if has_batch else None,
        _per_million(batch[1], size_out) if has_batch else None,
    )


def tier_starts(provider: str, model: str) -> tuple[int, ...]:
    """The sizes of a request, in input tokens, beyond which other prices hold; fewest first."""
    prices = _prices(_listed(provider, model), datetime.now(UTC))
    tiered = [one for one in (prices.input_mtok, prices.output_mtok) if isinstance(one, TieredPrices)]
    return tuple(sorted({tier.start for one in tiered for tier in one.tiers}))


def remark(provider: str, model: str, at: datetime | None = None) -> str:
    """What to know about the prices of a model; empty if nothing."""
    found, at = _listed(provider, model), at or datetime.now(UTC)
    if len({str(_prices(found, moment)) for moment in (at, *_turns(found, at))}) > 1:
        return f"The prices of {found.name} depend on the time of day; these are of {at:%H:%M} UTC."
    if not any(one is found.model for one in found.provider.models):
        return f"{found.provider.id} lists no price of its own for {found.model.id}; its maker's stands in."
    return ""


def _turns(found: _Listed, at: datetime) -> Iterator[datetime]:
    """The moments of a day at which prices of a model change."""
    conditional = found.model.prices if isinstance(found.model.prices, list) else []
    for one in conditional:
        if isinstance(one.constraint, TimeOfDateConstraint):
            for time in (one.constraint.start_time, one.constraint.end_time):
                yield datetime.combine(at.date(), time, time.tzinfo or UTC)


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
    close = get_close_matches(model.lower(), listed, n=3, cutoff=0.6)
    names = list(dict.fromkeys(listed[one][0] for one in close))
    if names:
        return f"did you mean {' or '.join(names)}?"
    return _nearest(model, None) if provider else ""


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
