"""Which figures are whole by the look of it, so that the solver need not be asked."""

from advisor.language.expression import Expression
from advisor.language.tree import Arithmetic, Node, Numeral, walk
from advisor.rules import Ruleset


def is_whole(rules: Ruleset, expression: Expression) -> bool:
    """Whether a figure is whole by the look of it: sums and products of whole figures."""
    seen: set[str] = set()
    queue = [expression]
    for one in queue:
        if any(_can_be_fraction(node) for node in walk(one.tree)):
            return False
        for name in {*one.names} - seen:
            seen.add(name)
            if name in rules.parameters:
                parameter = rules.parameters[name]
                figures = (parameter.value or 0, *parameter.values.values())
                if not all(isinstance(figure, int) for figure in figures):
                    return False
            elif name in rules.questions and not rules.is_whole(name):
                return False
            if name in rules.computed:
                queue.append(rules.computed[name])
    return True


def _can_be_fraction(node: Node) -> bool:
    if isinstance(node, Numeral):
        return not isinstance(node.value, int)
    return isinstance(node, Arithmetic) and node.sign == "/"
