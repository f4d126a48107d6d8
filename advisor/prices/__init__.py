"""Listed token prices: the list, the figures of a ruleset that are such prices, and answers at them."""
