"""Questions among the details that have a default: they count in conditions, and no walk asks for them."""

import json
from collections.abc import Callable
from fractions import Fraction

from advisor.engine.answers import Answers
from advisor.engine.checking import check
from advisor.engine.questions import needed
from advisor.engine.session import walk
from advisor.rules import Ruleset, load_texts
from advisor.wizard import flow
from advisor.wizard.flow import Form
from tests.conftest import EXAMPLE, Ran

RULES = """
ruleset: {id: r, version: "1", title: R}
start: size
approaches: {a: {title: A}}
questions:
  size: {ask: How many?, type: integer, min: 0}
  share: {ask: Which share can wait?, type: number, min: 0, max: 1, default: 0}
  why: {ask: Why?, type: yes_no}
details: [{title: More, ask: [share]}]
decisions:
  size:
    label: Much?
    branches: [{label: "yes", when: size * (1 - share) >= 10, to: more}, {label: "no", to: little}]
  more:
    label: Why?
    branches: [{label: "yes", when: why, to: much}, {label: "no", to: little}]
outcomes:
  much: {approach: a, title: Much, says: Much., next: [Go.]}
  little: {approach: a, title: Little, says: Little., next: [Go.]}
"""


def rules() -> Ruleset:
    return load_texts({"r.yaml": RULES}, "r")


def test_their_default_counts_and_nobody_is_asked() -> None:
    found, ten = rules(), Answers({"size": 10, "why": True})
    assert needed(found, ten) == ("size", "why")
    assert flow.asked(Form(found, ten)) == ("size", "why")
    assert walk(found, ten, defaults=False).outcome == "much"
    assert flow.position(Form(found)).at_most == 2


def test_their_answer_counts_from_the_beginning() -> None:
    found = rules()
    half = check(found, {"size": 10, "share": "50%"})
    assert needed(found, half) == ("size",)
    assert flow.pending(Form(found, half)) is None
    assert walk(found, half, defaults=False).outcome == "little"
    assert flow.asked(Form(found, check(found, {"size": 20, "share": "50%", "why": "no"}))) == ("size", "why")


def test_not_sure_leaves_the_way_open() -> None:
    found = rules()
    trace = walk(found, check(found, {"size": 10, "share": "?"}), defaults=False)
    assert (trace.outcome, trace.pending) == (None, "share")
    assert flow.pending(Form(found, check(found, {"size": 10, "share": "?", "why": "yes"}))) is None


def test_published_asks_for_no_share_and_counts_it(published: Ruleset) -> None:
    """Half of the input cached and all but a tenth in batches, against the same without."""
    costs = {share: walk(published, EXAMPLE | {"cached_share": share, "batch_share": share}).scope["api_monthly"]
             for share in (0, Fraction(1, 2))}  # fmt: skip
    assert "cached_share" not in needed(published, check(published, EXAMPLE))
    assert costs == {0: 11_250, Fraction(1, 2): 11_250 - 5625 * Fraction(1, 2) - Fraction(625, 4)}


def test_a_shipped_ruleset_is_named(run: Callable[..., Ran]) -> None:
    ran = run("decide", "--rules", "published", "--set", "base_model_suffices=yes", "--json")
    assert json.loads(ran.out)["ruleset"]["id"] == "published"
    assert run("--rules", "published", "check").code == 0
    assert "or a shipped ruleset: published" in run("decide", "--rules", "publisched").err
