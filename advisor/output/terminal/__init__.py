"""Advice, figures and what-ifs on a terminal, at 80 columns, with colour and without."""

from advisor.output.terminal.advice import print_advice
from advisor.output.terminal.batch import print_batch
from advisor.output.terminal.costs import print_costs, print_sources
from advisor.output.terminal.errata import print_errata
from advisor.output.terminal.files import print_evidence
from advisor.output.terminal.names import print_names
from advisor.output.terminal.prices import print_prices
from advisor.output.terminal.short import print_short
from advisor.output.terminal.whatif import print_open, print_what_if

__all__ = [
    "print_advice",
    "print_batch",
    "print_costs",
    "print_errata",
    "print_evidence",
    "print_names",
    "print_open",
    "print_prices",
    "print_short",
    "print_sources",
    "print_what_if",
]
