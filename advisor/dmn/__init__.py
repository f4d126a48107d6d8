"""Decision tables of DMN files (1.1 to 1.5), as rulesets of ours.

`model` is what is read of a file, `reading` reads it (the only place that knows lxml), `feel` turns the few
forms of its expression language that tables are made of into ours, `naming` gives ids and texts. `tables` reads
the cells of a table, `figures` makes questions and formulas of what a decision rests on, and `building` the
sections of a ruleset. What cannot be carried over is a problem with its place; nothing is guessed.
"""
