"""What people have, read: results of evaluations, examples, usage and traces, as measures with an interval.

`reading.read` opens one file, finds its kind from its content, and gives measures by name. Nothing of
what stands in a file leaves it but counts: no prompt, answer, user or key. `wants.answers_from` says
what measures mean for questions. Files are read piece by piece, whatever their size.

A kind of file is one module in `readers`, entered in its table; everything particular to a provider
or a tool stands there. What rules say under `evidence:` comes in as data. The package imports
only `documents` and what is below it of the rest.
"""
