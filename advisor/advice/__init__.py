"""What the rules have to say to a walk that came to an outcome: texts, arithmetic, and all that goes along.

`advice` makes a `model` of a walk: with `costs`, the `tables` on the way, `additions` that another answer would
bring and options near their `retirement`. `short` picks what fits a screen, and `data` is all of it for JSON.
`figures` are those that are in use, `names` what can be set, `errata` the defects of the source.
"""
