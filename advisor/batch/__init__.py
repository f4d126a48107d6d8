"""Tables in, tables out: a decision for every row, as `walk` would make it.

`formats/` knows what a table can be a file of: which columns there are, how a row's answers are read and how it
is written again. `columns` says which column answers which question, `cells` makes an answer of a cell, `deciding`
an outcome of a row. `duck` is the only module that knows DuckDB, `job` puts it all together. May import the rules
and the engine; knows no screen and no command.
"""
