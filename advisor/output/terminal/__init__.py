"""Advice, figures and what-ifs on a terminal, at 80 columns, with colour and without.

A function for each thing that is told gives its parts; `show` prints them.
"""

from advisor.output.terminal.advice import full_advice
from advisor.output.terminal.batch import batch_summary
from advisor.output.terminal.costs import every_figure, sources
from advisor.output.terminal.errata import explained
from advisor.output.terminal.files import evidence_found
from advisor.output.terminal.names import names_listed
from advisor.output.terminal.page import show
from advisor.output.terminal.prices import prices_compared
from advisor.output.terminal.short import short_advice
from advisor.output.terminal.whatif import open_in_short, what_would_change

__all__ = [
    "batch_summary",
    "evidence_found",
    "every_figure",
    "explained",
    "full_advice",
    "names_listed",
    "open_in_short",
    "prices_compared",
    "short_advice",
    "show",
    "sources",
    "what_would_change",
]
