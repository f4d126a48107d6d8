"""Listed token prices, at the edge: a ruleset whose figures are those of a day, as an overlay.

`market` says which figures are listed prices and what was replaced, `current` lays those of today over the rules,
and `listed` is the list.
"""
