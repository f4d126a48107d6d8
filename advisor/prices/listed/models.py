"""The models of the price list, each at one provider, and whether its tokens tell what it costs."""

from datetime import UTC, datetime
from fractions import Fraction
from importlib import metadata
from typing import NamedTuple

from genai_prices import Usage
from genai_prices.types import ModelInfo, ModelPrice, Provider

from advisor.errors import AdvisorError, Problem
from advisor.quantities import show, simplest


class ListedModel(NamedTuple):
    """A model as one provider lists it: who charges, and the model whose prices count."""

    provider: Provider
    model: ModelInfo

    @property
    def name(self) -> str:
        return f"{self.provider.id}/{self.model.id}"


def package() -> str:
    """Where the prices are listed, with its version."""
    return f"genai-prices {metadata.version('genai-prices')}"


def prices_at(found: ListedModel, at: datetime) -> ModelPrice:
    """What a model charges at one moment."""
    return found.model.get_prices(at)


def check(found: ListedModel, at: datetime) -> None:
    """Refuse what cannot be told by tokens. Raises AdvisorError."""
    prices = prices_at(found, at)
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


def is_paid_by_tokens(found: ListedModel) -> bool:
    """Whether a model is paid by its tokens alone."""
    try:
        check(found, datetime.now(UTC))
    except AdvisorError:
        return False
    return True
