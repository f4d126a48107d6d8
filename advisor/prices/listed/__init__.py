"""Token prices as they are listed today. The only package that knows `genai_prices`.

The prices come with that library; nothing is fetched from the network. `models` is one model at one provider,
`names` finds it, `quotes` is what it charges.
"""

from advisor.prices.listed.models import package
from advisor.prices.listed.names import find, identity
from advisor.prices.listed.quotes import Quote, quote, remarks, tier_starts

__all__ = ["Quote", "find", "identity", "package", "quote", "remarks", "tier_starts"]
