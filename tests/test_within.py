"""What is told of a condition while a number is open holds for every number within its bounds."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from advisor.engine.within import Between
from advisor.errors import Unanswered
from advisor.language.expression import parse

NUMBERS = st.integers(-5, 5)


def terms() -> st.SearchStrategy[str]:
    leaf = st.sampled_from(["a", "b"]) | NUMBERS.map(lambda number: f"({number})")
    return st.recursive(leaf, lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({' '.join(t)})")
                        | inner.map(lambda one: f"(-{one})") | inner.map(lambda one: f"({one} / 2)"), max_leaves=5)  # fmt: skip


@given(
    terms(),
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
    terms(),
    st.tuples(NUMBERS, NUMBERS),
    st.data(),
)
def test_it_holds_for_every_number_in_between(
    left: str, sign: str, right: str, ends: tuple[int, int], data: st.DataObject
) -> None:
    condition = parse(f"{left} {sign} {right}")
    low, high = sorted(ends)
    a, b = data.draw(st.integers(low, high)), data.draw(NUMBERS)
    with suppress(Unanswered):
        told = condition.value({"a": Between("a", low, high), "b": b})
        assert told == condition.value({"a": a, "b": b})
