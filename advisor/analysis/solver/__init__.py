"""Conditions of a ruleset as formulas of a solver: which answers lead where, and which never can.

The only package that knows z3: `solving` talks to it, `terms` reads expressions, `stops` what leaves them
without a value, `chart` the ways, and `prover` finds answers. The readings here and in `session` are of the
same expression, on exact numbers: an answer found here is an answer there. Where the solver cannot tell
within its bound, `Undecided` is raised; nothing is ever guessed.
"""

from advisor.analysis.solver.chart import FAILS, OPEN
from advisor.analysis.solver.prover import Prover
from advisor.analysis.solver.solving import (
    Term,
    Undecided,
    all_of,
    any_of,
    exact_term,
    real_roots,
    whole_number,
)
from advisor.analysis.solver.stops import Division

__all__ = [
    "FAILS",
    "OPEN",
    "Division",
    "Prover",
    "Term",
    "Undecided",
    "all_of",
    "any_of",
    "exact_term",
    "real_roots",
    "whole_number",
]
