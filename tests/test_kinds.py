"""Kinds of question: known to one module, and each with an answer to whatever is asked of one."""

import ast
from pathlib import Path

import pytest

import advisor
from advisor.rules.kinds import KINDS

PACKAGE = Path(advisor.__file__).parent
OWN = PACKAGE / "rules" / "kinds"
ALSO_TYPES = {"number", "date", "several"}
"""Names of kinds that are types of expressions too, words of JSON Schema, keys of files, or codes of problems."""


TYPED = ("kind", "wanted", "self")
"""Names whose `type` is that of an expression, or of a column of a table; only records are questions."""


def _names_a_kind(node: ast.AST) -> bool:
    """Whether a part of a module names a kind, or compares the type of a question."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(
            isinstance(side, ast.Attribute)
            and side.attr == "type"
            and not (isinstance(side.value, ast.Attribute) and side.value.attr == "kind")
            and not (isinstance(side.value, ast.Name) and side.value.id in TYPED)
            for side in sides
        )
    return isinstance(node, ast.Constant) and node.value in KINDS.keys() - ALSO_TYPES


@pytest.mark.parametrize(
    "module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_other_module_knows_which_kinds_there_are(module: Path) -> None:
    if OWN in module.parents:
        return
    tree = ast.parse(module.read_text(encoding="utf-8"))
    if module.name == "records.py":  # where `self` can be a question
        assert "self.type ==" not in ast.unparse(tree)
    found = [ast.unparse(node) for node in ast.walk(tree) if _names_a_kind(node)]
    assert not found, f"{module} asks what kind a question is; ask its kind instead"
