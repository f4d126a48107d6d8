"""The expression language: what is allowed, what it means, how it is explained."""

import re
from fractions import Fraction
from keyword import kwlist
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.conditions import comparisons, plain, sides
from advisor.language.evaluate import value_of
from advisor.language.explain import Vocabulary
from advisor.language.expression import parse
from advisor.language.parse import RESERVED, renamed
from advisor.language.reasons import arithmetic, explain
from advisor.language.tree import ExpressionError, Name, spell
from advisor.quantities import as_typed
from tests import random_rules
from tests.conftest import ROOT

UNITS = {"api": "USD a month", "tuned": "USD a month", "cost": "USD"}
TYPES = {"a": "number", "b": "number", "yes": "boolean", "word": "text"}


def words(scope: dict[str, Any]) -> Vocabulary:
    formulas = {"usable": parse("n * q")}
    return Vocabulary(scope, lambda name: UNITS.get(name, ""), lambda name: name.title(), formulas.get)


@pytest.mark.parametrize("text", [
    "f(x)", "a._b", "a.b.c", "a.b()", "1 .real", "'a'.b", "a[0]", "a < b < c", "2 ** 3", "a // b", "a % b", "a if b else c", "[1]", "(1, 2)", "{1}", "lambda: 1",
    "a in b", "a in []", "a in [b + 1]", "1 in [1]", "a + 1 in [1]", "a in {1}", "a is b", "a := 1", "f'{a}'", "...", "1j", "None", "b'x'", "a; b", "a b", "", "+a", "~a", "a & b", "*a",
    "yield a", "await a", "1e400", "1e31", "1e-99999999999", "0." + "1" * 40, "'" + "x" * 2000 + "'", "(" * 300, "-" * 500 + "1", "not " * 200 + "a", "__import__('os')",
    "a\nb", "a # b\n or c",
])  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


@pytest.mark.parametrize(("text", "said"), [
    ("a._b", "an attribute is not allowed"), ("f(x)", "a call is not allowed; minimum, maximum and if are `cases`; allowed are"), ("1 < a < 2", "join them with `and`"),
    ("from > 5", "`from` is a reserved word"), ("a > 1 and class == 'from'", "`class` is a reserved word"),
])  # fmt: skip
def test_refusal_names_what_was_found(text: str, said: str) -> None:
    with pytest.raises(ExpressionError, match=said):
        parse(text)


def test_what_python_reserves_is_no_name() -> None:
    for word in kwlist:
        assert word.lower() in RESERVED


@pytest.mark.parametrize(("text", "wrong"), [
    ("a and yes", "boolean"), ("yes + a", "number"), ("yes == a", "cannot be compared"), ("word == a", "cannot be compared"),
    ("yes < yes", "== or != only"), ("word > word", "== or != only"), ("nope", "unknown name"), ("not a", "boolean"),
])  # fmt: skip
def test_types_are_checked(text: str, wrong: str) -> None:
    with pytest.raises(ExpressionError, match=wrong):
        parse(text).type(TYPES)


@pytest.mark.parametrize(("text", "kind"), [
    ("a * b + 1", "number"), ("a >= 1 and not yes", "boolean"), ("word == 'x'", "boolean"), ("TRUE or false", "boolean"),
])  # fmt: skip
def test_types(text: str, kind: str) -> None:
    assert parse(text).type(TYPES) == kind


def test_arithmetic_is_exact() -> None:
    assert parse("0.1 + 0.2 == 0.3").value({}) is True
    assert parse("a / 3 * 3").value({"a": 1}) == 1
    assert parse("1 / 3").value({}) == Fraction(1, 3)


@pytest.mark.parametrize(
    "text", ["10000000000000000.5", "0.1234567890123456789", ".5", "5.", "1e5", "1E-30", "1_000.25"]
)
def test_a_literal_is_the_number_that_was_written(text: str) -> None:
    number = Fraction(text.replace("_", ""))
    assert parse(text).value({}) == number
    above = parse(f"'größer' == b or a >= {text}")
    assert above.value({"a": number, "b": ""}) is True
    assert above.value({"a": number - Fraction(1, 10**40), "b": ""}) is False
    assert [plain(one.right) for one in comparisons(above)] == [number]
    assert parse(spell(sides(above)[0])).value({"a": number}) is True
    assert explain([above], words({"a": number, "b": ""})).endswith(f"≥ {as_typed(number)}")


@given(st.integers(-(10**6), 10**6), st.integers(1, 1000), st.decimals(0, 100, places=3))
def test_evaluates_like_fractions(a: int, b: int, c: object) -> None:
    exact = Fraction(str(c))
    found = parse("(a - c) / b * 2 + -a").value({"a": a, "b": b, "c": exact})
    assert found == (a - exact) / b * 2 - a


def test_reads_only_what_matters() -> None:
    assert parse("yes or a > 1").value({"yes": True}) is True
    assert parse("yes and a > 1").value({"yes": False}) is False


def test_names_in_the_order_they_are_read() -> None:
    assert parse("c + a * b > a").names == ("c", "a", "b")


@pytest.mark.parametrize(("text", "because"), [
    ("(api - tuned) * h > cost", "($11,250 − $700) × 12 = $126,600 > $5,000"),
    ("usable >= 1000", "800 × 0.8 = 640 < 1,000"),
    ("not fast", "Fast: no"),
    ("fast or n >= 500", "800 ≥ 500"),
    ("fast and n >= 500", "Fast: no"),
    ("n == 800 and n > 1", "800 = 800"),
    ("api / tuned > 2", "$11,250 ÷ $700 = 16.1 > 2"),
    ("n - (n - 1) == 1", "800 − (800 − 1) = 1 = 1"),
])  # fmt: skip
def test_explained_with_numbers(text: str, because: str) -> None:
    scope = {
        "api": 11250,
        "tuned": 700,
        "h": 12,
        "cost": 5000,
        "n": 800,
        "q": Fraction(4, 5),
        "usable": 640,
        "fast": False,
    }
    assert explain([parse(text)], words(scope)) == because


def test_explanation_near_a_threshold_shows_every_digit() -> None:
    scope = {"api": Fraction("126600.001"), "cost": 126600}
    assert explain([parse("api > cost")], words(scope)) == "$126,600.001 > $126,600"


def test_formula_with_numbers() -> None:
    assert (
        arithmetic(parse("api - tuned"), words({"api": 11250, "tuned": 700}), "$10,550")
        == "$11,250 − $700 = $10,550"
    )


def test_python_trees_are_read_in_one_module_and_made_in_one() -> None:
    sources = {path.name: path.read_text() for path in (ROOT / "advisor").rglob("*.py")}
    assert {name for name, text in sources.items() if re.search(r"^\s*(import|from) ast\b", text, re.M)} == {
        "parse.py",
        "evaluate.py",
    }


@given(random_rules.conditions())
def test_a_tree_reads_as_it_is_spelled(text: str) -> None:
    tree = parse(text).tree
    assert parse(spell(tree)).tree == tree


@pytest.mark.parametrize("text", [
    "a - (b - 1) * -2", "-(a + b) / (a / b)", "not (yes or a > 1) and not yes", "(a > 1) == (b > 2)", "yes or (yes and yes)",
    "0.1 + 1e-20 > 1e6", "word == 'it\\'s'", "a - -1 < 0.5", "(a and b) and c",
])  # fmt: skip
def test_spelling_keeps_the_tree(text: str) -> None:
    scope = {"a": 3, "b": 7, "yes": True, "word": "it's", "c": True}
    spelled = parse(spell(parse(text).tree))
    assert spell(spelled.tree) == spell(parse(text).tree)
    assert spelled.value(scope) == parse(text).value(scope) == value_of(parse(text).tree, scope)


def test_a_node_is_never_changed() -> None:
    with pytest.raises(AttributeError):
        parse("a > 1").tree.left = Name("b")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "new"), [
    ("a >1e5 and b  == 'a'", "x >1e5 and b  == 'a'"), ("word == \"größe\" and a>1", "word == \"größe\" and x>1"), ("gpt-4o", "gpt-4o"),
])  # fmt: skip
def test_other_names_leave_the_writing_as_it_was(text: str, new: str) -> None:
    assert renamed(text, lambda name: {"a": "x", "e5": "y"}.get(name, name)) == new
