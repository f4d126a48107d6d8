"""What no single key can tell: that every name resolves and every expression makes sense.

`linker` knows all names and notes what is wrong, `types` gives each its type, in the order of `chains`; then
`sections` holds each section to the others, and `tables` those of decisions to what `reach` says of numbers.
"""

from collections.abc import Mapping
from typing import Any

from advisor.rules.binding import Binder
from advisor.rules.grid import Grid
from advisor.rules.linking.linker import Linker
from advisor.rules.linking.sections import CHECKS
from advisor.rules.linking.tables import grids
from advisor.rules.linking.types import settle
from advisor.rules.ruleset import Ruleset


def link(binder: Binder, rules: Ruleset, bound: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Grid]]:
    """The types of all names, and the tables of decisions with their cells read; problems go to the binder.

    bound: what was bound of each section, also what is wrong; see `Linker`
    """
    linker = Linker(binder, rules, bound)
    settle(linker)
    for check in CHECKS:
        check(linker)
    return linker.types, grids(linker)
