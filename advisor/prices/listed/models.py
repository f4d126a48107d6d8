"""The models of the price list, each at one provider, and whether its tokens tell what it costs."""

from datetime import UTC, datetime
from fractions import Fraction
from importlib import metadata
from typing import NamedTuple

from genai_prices import Usage
from genai_prices.types import ModelInfo, PriceCalculation, Provider

from advisor.errors import AdvisorError, Problem
from advisor.quantities import show, simplest


class ListedModel(NamedTuple):
    """A model as one provider lists it: who charges, and the model whose prices count."""

    provider: Provider
    model: ModelInfo

    @property
    def name(self) -> str:
        return f"{self.provider.id}/{self.model.id}"

    def priced(self, usage: Usage, at: datetime, context: dict[str, str] | None = None) -> PriceCalculation:
        """What one request costs that is made at one moment."""
        return self.model.calc_price(usage, self.provider, genai_request_timestamp=at, price_context=context)

    def check(self, at: datetime) -> None:
        """Refuse what cannot be told by tokens. Raises AdvisorError."""
        prices = self.model.get_prices(at)
        if prices.input_mtok is None or prices.output_mtok is None:
            says = f"`{self.name}` lists no price for input and output tokens"
            raise AdvisorError(Problem("no-token-price", says, "name a model that is paid by tokens"))
        one = self.priced(Usage(input_tokens=1, output_tokens=1), at)
        if fee := one.total_price - one.input_price - one.output_price:
            says = f"`{self.name}` charges {show(simplest(Fraction(fee)), 'USD')} a request beside its tokens"
            remedy = "figures count tokens only: name a model without such a fee"
            raise AdvisorError(Problem("request-fee", says, remedy))

    def is_paid_by_tokens(self) -> bool:
        """Whether it is paid by its tokens alone."""
        try:
            self.check(datetime.now(UTC))
        except AdvisorError:
            return False
        return True


def package() -> str:
    """Where the prices are listed, with its version."""
    return f"genai-prices {metadata.version('genai-prices')}"
