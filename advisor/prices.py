"""Token prices as they are listed today. The only module that knows `genai_prices`.

The prices come with that package; nothing is fetched from the network. One request is priced and
never a month at once, because listed tiers are per request.
"""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from importlib import metadata
from typing import NamedTuple

from genai_prices import Usage, calc_price
from genai_prices.data_snapshot import get_snapshot

from advisor.errors import AdvisorError, Problem, did_you_mean
from advisor.quantities import Number, simplest

MILLION = 1_000_000
_USUAL = 1_000  # tokens of a request where the user did not say


class Quote(NamedTuple):
    """What one model charges for requests of one size, in USD per million tokens; None where not listed."""

    provider: str
    model: str
    input: Number
    output: Number
    cached_input: Number | None
    batch_input: Number | None
    batch_output: Number | None


def package() -> str:
    """Where the prices are listed, with its version."""
    return f"genai-prices {metadata.version('genai-prices')}"


def quote(provider: str | None, model: str, tokens_in: Number | None, tokens_out: Number | None) -> Quote:
    """The prices of a model for requests with so many tokens. Raises AdvisorError for an unknown model."""
    sizes = (_size(tokens_in), _size(tokens_out))
    try:
        found = calc_price(Usage(input_tokens=sizes[0], output_tokens=sizes[1]), model, provider_id=provider)
    except LookupError:
        raise _unknown(model, provider) from None
    own = found.provider.id
    name = found.model.id
    batch = _price(own, name, Usage(input_tokens=sizes[0], output_tokens=sizes[1]), {"processing": "batch"})
    standard = (found.input_price, found.output_price)
    cached = _price(
        own, name, Usage(input_tokens=sizes[0], cache_read_tokens=sizes[0], output_tokens=sizes[1]), {}
    )
    return Quote(
        own, name, _per_million(found.input_price, sizes[0]), _per_million(found.output_price, sizes[1]),
        _per_million(cached[0], sizes[0]) if cached[0] != found.input_price else None,
        *((_per_million(batch[0], sizes[0]), _per_million(batch[1], sizes[1])) if batch != standard else (None, None)),
    )  # fmt: skip


def _price(provider: str, model: str, usage: Usage, context: dict[str, str]) -> tuple[Decimal, Decimal]:
    """The price of the input and of the output of one request."""
    priced = calc_price(usage, model, provider_id=provider, genai_request_timestamp=datetime.now(UTC),
                        price_context=context)  # fmt: skip
    return priced.input_price, priced.output_price


def _size(tokens: Number | None) -> int:
    return max(1, round(tokens)) if tokens is not None else _USUAL


def _per_million(price: Decimal, tokens: int) -> Number:
    return simplest(Fraction(price) * MILLION / tokens)


def _unknown(model: str, provider: str | None) -> AdvisorError:
    providers = [one for one in get_snapshot().providers if provider in (None, one.id)]
    names = [listed.id for one in providers for listed in one.models]
    says = f"no prices are listed for the model `{model[:80]}`{f' of {provider}' if provider else ''}"
    return AdvisorError(Problem("unknown-model", says, did_you_mean(model, names)))
