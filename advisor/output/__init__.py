"""Advice for a reader: on a `terminal`, as a `diagram`, a `record`, a `plot` of figures, and a `page` to answer on."""
