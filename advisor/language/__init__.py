"""The language of conditions and formulas: parsed once into a small tree, of which all else is a reading.

Knows no ruleset. `tree` has the nodes, `parse` makes them from text, `types`, `evaluate` and `conditions` read
them, `explain` and `reasons` put them into words; `expression` is what others hold.
"""
