"""Answers that one version refuses together and the other takes."""

from advisor.analysis.compare.domains import examples
from advisor.analysis.compare.meaning import Both, Differences
from advisor.analysis.compare.versions import Versions
from advisor.analysis.solver import Undecided


def refused_together(versions: Versions, found: Differences) -> bool:
    """Find an example for each outcome of answers that the other version refuses; whether these are all."""
    if not versions.old.refuse and not versions.new.refuse:
        return True
    both, complete = Both(versions), True
    for is_new, taking, refusing in ((False, both.old, both.new), (True, both.new, both.old)):
        try:
            complete &= examples(versions, taking, [refusing.refused_together()], is_new, found)
        except Undecided:
            complete = False
    return complete
