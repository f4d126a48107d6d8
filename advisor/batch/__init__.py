"""Tables in, tables out: a decision for every row, as `walk` would make it.

`tables` finds files, `formats/` has what they can be: which columns there are, how a row's answers are read and how
it is written again. `columns` says which column answers which question, `cells` and `numbers` make answers of cells,
`deciding` an outcome of a row: by a query where that is exact, by a walk elsewhere (`walking`). `job` puts it
together, `summary` counts. `duck` is the only module that knows DuckDB. `engines/` has the same for who has the rows
elsewhere. May import `sql` and what is below it; knows no screen and no command.
"""
