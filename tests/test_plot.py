"""Pictures of figures: what is drawn is exact, says what it shows, and carries the decision."""

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.explorer import ends
from advisor.analysis.explorer.ends import End
from advisor.days import DAY
from advisor.engine.checking import check
from advisor.engine.session import Trace, walk
from advisor.errors import AdvisorError
from advisor.output.plot import captions
from advisor.output.plot.axis import Axis
from advisor.output.plot.labels import axis_label, compact, listed, wrapped
from advisor.output.plot.payback import CostChart, CostLine, chart, payback
from advisor.output.plot.places import DISC, number_places
from advisor.output.plot.regions import Map, Point, border_lines, outcome_map, outlines
from advisor.quantities import Number, parse_number, simplest
from advisor.rules import Ruleset, load_texts
from tests import random_rules
from tests.conftest import EXAMPLE, Ran, sets

pytest.importorskip("matplotlib")
from matplotlib.figure import Figure

from advisor.output.plot.drawing import set_axis

LOW_GATE = {"volume_gate": 1000}
"""With which volume and tokens decide together, along a curve."""


def trace_of(rules: Ruleset, **others: object) -> Trace:
    return walk(rules, check(rules, {**EXAMPLE, **others}))


def chart_of(rules: Ruleset, **others: object) -> CostChart:
    return chart(trace_of(rules, **others).scope)


def map_of(
    rules: Ruleset, over: str, ranges: dict[str, Any] | None = None, **others: object
) -> tuple[Trace, Map]:
    trace = trace_of(rules, **dict.fromkeys(ranges or {}, "unknown"), **others)
    return trace, outcome_map(trace, over.split(","), ranges or {})


def end_at(trace: Trace, **others: Number) -> End:
    """Where the walk ends with other answers."""
    answers = trace.scope.answers
    for name, value in others.items():
        answers = answers.with_answer(name, value)
    return ends.end(trace.rules, answers)


def borders_of(found: Map) -> list[Any]:
    """The values at which the outcome turns along the only axis of a map."""
    return [*found.stripes[0].starts[1:]]


def texts(picture: Path) -> list[str]:
    """The lines of text in an SVG."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text())


# What pays back


@pytest.mark.parametrize(
    ("once", "monthly", "kind", "months"),
    [
        (5000, 700, "after", Fraction(5000, 10_550)),
        (5_000_000, 700, "after", Fraction(5_000_000, 10_550)),
        (0, 700, "at once", None),
        (-1, 700, "at once", None),
        (-1, 11_250, "at once", None),
        (0, 11_250, "never", None),
        (5000, 20_000, "never", None),
        (-8750, 20_000, "until", 1),
    ],
)
def test_every_kind_of_crossing(once: int, monthly: int, kind: str, months: Fraction | None) -> None:
    lines = [CostLine("offer", "O", 0, 11_250, "chosen"), CostLine("plan", "P", once, monthly, "chosen")]
    found = payback(lines, {"offer": "Offer", "plan": "Plan"})
    assert found is not None
    assert (found.kind, found.crossing and found.crossing[0]) == (kind, months)
    assert found.compared == "P against O"


def test_a_choice_that_is_open_is_no_crossing_that_never_comes(published: Ruleset) -> None:
    for choice in ("api_offer", "tuning_plan"):
        found = chart_of(published, **{choice: "unknown"})
        assert found.payback is not None
        assert (found.payback.kind, found.payback.crossing) == ("open", None)
        assert found.title == f"Cumulative cost: break-even open ({published.label(choice)} not chosen)"
    assert payback([CostLine("offer", "O", 0, 1, "chosen")], {"offer": "Offer"}) is None


@pytest.mark.parametrize(
    ("others", "title"),
    [
        ({"prompting_hours": 100}, "pays back at once"),
        ({"fine_tune_cost": 0}, "pays back at once"),
        ({"fine_tune_cost": 5_000_000}, "pays back after about 39 years"),
        ({"fine_tune_cost": 10_550}, "pays back after 1 month"),
        ({"monthly_requests": 10_000}, "never pays back"),
        ({"monthly_requests": 10_000, "prompting_hours": 200}, "is cheaper for about 2.1 years only"),
    ],
)
def test_the_title_says_what_pays_back(published: Ruleset, others: dict[str, object], title: str) -> None:
    found = chart_of(published, **others)
    assert found.title == f"Cumulative cost: {title}"
    assert found.about[0] == "Llama 3.1 8B against GPT-4o (OpenAI)"
    assert found.payback is not None
    assert bool(found.payback.crossing) == any(one in title for one in ("month", "days", "years"))


@pytest.mark.parametrize("others", [{}, {"fine_tune_cost": 5_000_000}, {"monthly_requests": 10**9}])
def test_the_crossing_is_well_inside_the_window(published: Ruleset, others: dict[str, object]) -> None:
    found = chart_of(published, **others)
    assert found.payback is not None
    assert found.payback.crossing is not None
    assert Fraction(1, 5) < found.payback.crossing[0] / found.months <= Fraction(1, 2)


def test_the_legend_tells_choices_apart_and_what_was_assumed(published: Ruleset) -> None:
    found = chart_of(published, api_offer="claude-3.5-sonnet")
    labels = {
        line.choice: [one.label for one in found.lines if one.choice == line.choice] for line in found.lines
    }
    assert labels["api_offer"][1] == "Claude 3.5 Sonnet (Anthropic) (chosen)"
    assert labels["tuning_plan"][0] == "Llama 3.1 8B (as assumed)"
    assert "Requests a month: 1,000,000" in found.about
    open_plan = chart_of(published, tuning_plan="unknown")
    assert not any("fine-tuning" in one for one in open_plan.about)  # the user's cost is no line then


# Where the outcome turns


@pytest.mark.parametrize("ends", [(0, 3_000_000), (10_000, 100_000_000), (200_000, 3_000_000)])
def test_borders_are_exact_in_a_range(published: Ruleset, ends: tuple[int, int]) -> None:
    _, found = map_of(published, "monthly_requests", {"monthly_requests": ends})
    assert borders_of(found) == [1_000_000]


def test_borders_are_exact_while_something_is_open(published: Ruleset) -> None:
    trace, found = map_of(published, "training_examples", latency_critical="unknown")
    assert borders_of(found) == [1000]
    assert found.states == [End("improve_prompts"), End(asks="latency_critical")]
    assert captions.own(trace, found)[0] == "Your point, in 2"


def test_a_border_stands_on_the_value_that_the_rules_name(published: Ruleset) -> None:
    _, cost = map_of(published, "fine_tune_cost", {"fine_tune_cost": (0, 10**6)})
    assert borders_of(cost) == [126_600]  # > 126,600: from there on
    _, quality = map_of(published, "training_data_quality", training_examples=3000)
    assert borders_of(quality) == [Fraction(1, 3)]


def test_borders_of_two_answers_are_exact_and_smooth(published: Ruleset) -> None:
    ranges = {"monthly_requests": (0, 200_000), "avg_output_tokens": (0, 5000)}
    trace, found = map_of(published, ",".join(ranges), ranges, **LOW_GATE)
    for one in [one for band in found.bands for one in band[1:-1]]:  # the others lie on the edges
        for start, here in zip(one.starts[1:], one.states[1:], strict=True):
            assert end_at(trace, monthly_requests=start, avg_output_tokens=one.at) == here
            assert end_at(trace, monthly_requests=start - 1, avg_output_tokens=one.at) != here
    (curve,) = [line for line in border_lines(found) if len({x for x, _ in line}) > 2]
    assert all(here[1] - before[1] < 0.02 * 5000 for before, here in pairwise(curve))
    corners = [point for shapes in outlines(found).values() for one in shapes for point in one]
    assert all(0 <= x <= 200_000 and 0 <= y <= 5000 for x, y in corners)


def test_a_level_border_is_exact(published: Ruleset) -> None:
    ranges = {"avg_output_tokens": (0, 5000), "monthly_requests": (0, 3_000_000)}
    _, found = map_of(published, ",".join(ranges), ranges)
    assert [(band[0].at, band[-1].at) for band in found.bands] == [(0, 1_000_000), (1_000_000, 3_000_000)]
    assert border_lines(found) == [[(0, 1_000_000), (5000, 1_000_000)]]


def test_a_region_between_two_borders_that_are_close_is_drawn(published: Ruleset) -> None:
    rules = small_rules("y > 7 and y < 7.02", "x > 5 and x < 5.1 and y > 3 and y < 3.2", "x == 2 and y == 2")
    found = outcome_map(walk(rules, {}), ["x", "y"], {"x": (-10, 10), "y": (0, 10)})
    assert {one.outcome for one in found.states} == {"o0", "o1", "o2", "rest"}
    (thin,) = outlines(found)[End("o0")]
    assert {y for _, y in thin} == {7, 7.02} | {y for _, y in thin if 7 < y < 7.02}
    (box,) = outlines(found)[End("o1")]
    assert {*box} >= {(5, 3), (5.1, 3), (5, 3.2), (5.1, 3.2)}


def test_more_outcomes_than_can_be_told_apart_are_not_drawn() -> None:
    rules = small_rules(*(f"x < {most}" for most in range(1000)))
    with pytest.raises(
        AdvisorError, match=r"1,001 outcomes over x are more .* \(draw a part: --over x:LOW..HIGH"
    ):
        outcome_map(walk(rules, {}), ["x"], {"x": (-10, 2000)})


def small_rules(*conditions: str) -> Ruleset:
    """Rules over two numbers with an outcome for each condition, and one for the rest."""
    branches = [{"label": name, "when": when, "to": name} for name, when in named(conditions)]
    outcomes = {name: {"approach": "a", "title": name, "says": "Go.", "next": ["Go."]} for name in
                [*dict(named(conditions)), "rest"]}  # fmt: skip
    numbers = {
        name: {"ask": f"How much {name}?", "type": "number", "min": -100, "max": 10_000} for name in "xy"
    }
    data = {"ruleset": {"id": "r", "version": "1.0.0", "title": "R"}, "start": "d", "questions": numbers,
            "approaches": {"a": {"title": "A"}}, "outcomes": outcomes,
            "decisions": {"d": {"label": "D?", "branches": [*branches, {"label": "rest", "to": "rest"}]}}}  # fmt: skip
    return load_texts({"rules.yaml": json.dumps(data)}, "r")


def named(conditions: Iterable[str]) -> list[tuple[str, str]]:
    return [(f"o{index}", when) for index, when in enumerate(conditions)]


def test_regions_cover_the_map_once(published: Ruleset) -> None:
    _, found = map_of(published, "monthly_requests,fine_tune_cost")
    assert len(found.states) == 3
    area = sum(_area(shape) for shapes in outlines(found).values() for shape in shapes)
    assert area == pytest.approx(
        float((found.axes[0].high - found.axes[0].low) * (found.axes[1].high - found.axes[1].low))
    )


def _area(shape: list[tuple[float, float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*shape, shape[0]]))) / 2


@settings(max_examples=15)
@given(rules=random_rules.rulesets(), answers=random_rules.answers(), data=st.data())
def test_every_point_is_in_the_region_of_its_state(
    rules: Ruleset, answers: dict[str, Any], data: st.DataObject
) -> None:
    from matplotlib.path import Path as Outline

    trace = walk(rules, answers)
    ranges: dict[str, Any] = data.draw(st.sampled_from([{}, {"n0": (0, 20), "n1": (-10, 10)}]))
    found = outcome_map(trace, ["n0", "n1"], ranges)
    regions = {one: [Outline([*shape, shape[0]], closed=True) for shape in shapes]
               for one, shapes in outlines(found).items()}  # fmt: skip
    spread = [axis.spread(1000)[:-100] for axis in found.axes]
    points = st.tuples(*map(st.sampled_from, spread))
    for values in data.draw(st.lists(points, min_size=20, max_size=20)):
        sides = product(
            *((float(one) - 1e-6, float(one) + 1e-6) for one in values)
        )  # a border can belong to either
        own = regions[end_at(trace, n0=values[0], n1=values[1])]
        assert any(one.contains_point(side) for side in sides for one in own)


def test_rules_of_another_domain(small: Ruleset) -> None:
    trace = walk(small, check(small, {"is_raining": False, "chance": "0.3"}))
    found = outcome_map(trace, ["chance", "walk_minutes"], {})
    assert found.states == [End("leave_it"), End("take_it")]
    assert (found.axes[0].low, found.axes[0].high) == (0, 1)
    for one in found.bands[-1][1:-1]:
        assert one.starts[1] == Fraction(3) / one.at
    assert captions.labels(small, found) == ["Chance of rain", "Time outside (minutes)"]
    assert captions.own(trace, found) == [
        "Your point, in 2",
        "Chance of rain: 0.3",
        "Time outside: 20 minutes (as assumed)",
    ]


# The user's own point


@pytest.mark.parametrize(
    ("over", "others"),
    [
        ("avg_output_tokens", {}),
        ("monthly_requests", {"monthly_requests": 0}),
        ("training_examples,training_data_quality", {}),
        ("avg_output_tokens", {"avg_output_tokens": 0}),
        ("monthly_requests,avg_output_tokens", {"monthly_requests": 0, "avg_output_tokens": 0}),
    ],
)
def test_the_own_point_is_inside_and_apart_from_numbers(
    published: Ruleset, over: str, others: dict[str, object]
) -> None:
    _, found = map_of(published, over, **others)
    assert found.own is not None
    sides = [*found.axes, Axis("", 0, 1)][:2]
    assert all(axis.low <= value <= axis.high for axis, value in zip(sides, found.own, strict=True))
    x, y = (axis.place(value) * size for axis, value, size in zip(sides, found.own, (6, 3), strict=True))
    for _, place in number_places(found, 6, 3).values():
        assert math.dist(place, (x, y)) > 2 * DISC


def test_without_an_own_point_none_is_told(published: Ruleset) -> None:
    for over in ("monthly_requests", "monthly_requests,avg_output_tokens"):
        _, found = map_of(published, over, {"monthly_requests": (200_000, 3_000_000)})
        assert found.own is None


def values_at(found: Map, point: Point) -> list[Fraction]:
    """What a point means on a map of 6 by 3 inches."""
    sides = zip(found.axes, point, (6, 3), strict=False)
    return [Fraction(axis.at(inches / size)) for axis, inches, size in sides]


@pytest.mark.parametrize(
    "ranges",
    [
        {"monthly_requests": (0, 3_000_000), "fine_tune_cost": (0, 1_000_000)},
        {"monthly_requests": (0, 200_000), "avg_output_tokens": (0, 5000)},
    ],
)
def test_numbers_stand_in_their_regions(published: Ruleset, ranges: dict[str, Any]) -> None:
    trace, found = map_of(published, ",".join(ranges), ranges, **LOW_GATE)
    places = number_places(found, 6, 3)
    assert list(places) == found.states
    for one, (point, place) in places.items():
        assert point == place
        values = zip(found.axes, values_at(found, point), strict=True)
        assert (
            end_at(trace, **{axis.name: round(value) if axis.whole else value for axis, value in values})
            == one
        )


def test_a_number_stands_where_its_region_is_wide() -> None:
    rules = small_rules("x < 20.4", "x + y / 10 < 22.4")  # two points of the grid wide at its foot
    found = outcome_map(walk(rules, {"x": 3}), ["x", "y"], {"x": (0, 54), "y": (0, 30)})
    _, place = number_places(found, 6, 3)[End("o1")]
    x, y = values_at(found, place)
    assert min(x - Fraction("20.4"), Fraction("22.4") - y / 10 - x) > 0.5


def test_no_number_covers_another() -> None:
    rules = small_rules(*(f"x < {most}" for most in range(0, 20, 2)), "x < 20.5", "x < 20.6", "x < 20.7")
    found = outcome_map(walk(rules, {"x": 3}), ["x"], {"x": (-20, 60)})
    places = number_places(found, 6, 3)
    apart = [math.dist(one, other) for (_, one), (_, other) in combinations(places.values(), 2)]
    assert min(apart) >= 2 * DISC
    thin = {one: place for one, place in places.items() if one.outcome in ("o11", "o12")}
    assert all(20 <= values_at(found, point)[0] <= 21 for point, _ in thin.values())


# Axes


def test_an_open_axis_is_drawn_around_what_turns_the_outcome(published: Ruleset) -> None:
    for over in ("monthly_requests", "monthly_requests,avg_output_tokens"):
        _, found = map_of(published, over, monthly_requests="unknown")
        axis = found.axes[0]
        assert (axis.low, axis.high, axis.logarithmic_from) == (100_000, 10_000_000, 100_000)
    both = {"monthly_requests": "unknown", "fine_tune_cost": "unknown"}
    _, found = map_of(published, "monthly_requests,fine_tune_cost", **both)
    assert found.axes[0].high == 10_000_000
    assert 10**6 <= found.axes[1].high < 10**8  # around 126,600, where it turns at the threshold of the other


def test_a_wide_range_from_zero_is_logarithmic_beyond_it(published: Ruleset) -> None:
    _, found = map_of(published, "monthly_requests", {"monthly_requests": (0, 100_000_000)})
    (axis,) = found.axes
    assert axis.logarithmic_from == 100_000
    assert drawn_texts(axis) == ["0", "100k", "1M", "10M", "100M"]
    _, found = map_of(published, "monthly_requests", {"monthly_requests": (0, 3_000_000)})
    assert found.axes[0].logarithmic_from is None


def drawn(axis: Axis, unit: str = "") -> Any:
    """Axes of matplotlib with one side as it is drawn."""
    axes = Figure().subplots()
    set_axis(axes, "x", axis, "", unit)
    return axes


def drawn_texts(axis: Axis, unit: str = "") -> list[str]:
    axes = drawn(axis, unit)
    return [text.get_text() for at, text in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
            if axis.low <= at <= axis.high]  # fmt: skip


@pytest.mark.parametrize(
    "axis",
    [
        Axis("", 0, 3_000_000, whole=True),
        Axis("", 10_000, 10**8, 10_000, whole=True),
        Axis("", 0, 10**12, 1000, whole=True),
        Axis("", 1, 10**12, 1),
        Axis("", Fraction(1, 100), 5, Fraction(1, 100)),
        Axis("", 0, Fraction(3, 1000)),
        Axis("", -20, 30),
        Axis("", 14, 17, whole=True),
    ],
)
def test_an_axis_is_spread_as_it_is_drawn(axis: Axis) -> None:
    axes = drawn(axis)
    place = axes.transScale + axes.transLimits
    shares = [place.transform((float(one), 0))[0] for one in axis.spread(10)]
    assert [shares[0], shares[-1]] == pytest.approx([0, 1])
    if axis.high - axis.low > 10 or not axis.whole:
        assert shares == pytest.approx([step / 10 for step in range(11)], abs=0.001)
    numbers = [parse_number(text) for text in drawn_texts(axis)]
    assert 3 <= len(numbers) <= 9
    assert numbers == [
        simplest(Fraction(f"{at:.6g}")) for at in axes.get_xticks() if axis.low <= at <= axis.high
    ]
    assert not axis.whole or all(isinstance(one, int) for one in numbers)


@pytest.mark.parametrize(
    ("ends", "some"),
    [
        (
            ("2016-04-06", "2028-04-06"),
            ["2018-01-01", "2020-01-01", "2022-01-01", "2024-01-01", "2026-01-01", "2028-01-01"],
        ),
        (("2026-03-20", "2026-04-20"), ["2026-03-22", "2026-04-01", "2026-04-08", "2026-04-15"]),
        (("2026-03-20", "2026-03-22"), ["2026-03-20", "2026-03-21", "2026-03-22"]),
    ],
)
def test_days_along_an_axis_are_round(ends: tuple[str, str], some: list[str]) -> None:
    low, high = (date.fromisoformat(end).toordinal() for end in ends)
    found = [text for text in drawn_texts(Axis("", low, high, whole=True), DAY) if text]
    assert found == some


def test_numbers_are_short() -> None:
    assert [compact(one) for one in (0, Fraction(1, 2), 200_000, 1_500_000, 10**9, 10**12, -3000)] == [
        "0", "0.5", "200k", "1.5M", "1B", "1,000B", "−3k",
    ]  # fmt: skip
    assert compact(5000, "USD") == "$5k"


def test_a_unit_is_told_once(published: Ruleset, small: Ruleset) -> None:
    assert axis_label(published, "monthly_requests") == "Requests a month"
    assert axis_label(published, "avg_output_tokens") == "Output tokens"
    assert axis_label(published, "fine_tune_cost") == "One-time cost of fine-tuning"
    assert axis_label(published, "gpu_memory_gb") == "GPU memory (GB)"
    assert axis_label(small, "walk_minutes") == "Time outside (minutes)"


def test_what_does_not_fit_is_counted() -> None:
    parts = ["a part", "another part", "the last part"]
    assert wrapped(listed(parts, 80), 80) == "a part · another part · the last part"
    assert wrapped(listed(parts, 30), 30) == "a part · another part ·\nthe last part"
    assert wrapped(listed([*"abcdefg"], 80), 80) == "a · b · c · d · e · 2 more"
    assert wrapped(listed(["a part that is too long"], 10), 10) == "a part\nthat is\ntoo long"
    assert listed([], 80) == ""
    assert wrapped("so much " * 100, 80).endswith("so …")


def test_a_map_says_what_is_held_fixed(published: Ruleset) -> None:
    trace, found = map_of(published, "monthly_requests,avg_output_tokens")
    assert captions.title(published, found) == "Outcome over Requests and Output tokens"
    about = captions.about(trace, found)
    assert about[0] == "Held fixed: Base model does the task well: no"
    assert "Prompting offer: GPT-4o (OpenAI) (as assumed)" in about
    assert not any("Requests" in one for one in about)
    assert captions.own(trace, found) == [
        "Your point, in 2",
        "Requests a month: 1,000,000",
        "Output tokens: 1,000",
    ]
    assert captions.keys(published, found)[End("fine_tune_to_save")] == "2: Fine-tune to save money"


# The pictures


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["costs.svg", "costs.png"])
def test_cumulative_costs(name: str, theme: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    out = tmp_path / name
    ran = run("whatif", *sets(EXAMPLE), "-o", out, "--theme", theme)
    assert ran.code == 0, ran.err
    if name.endswith("svg"):
        assert {"Prompting offer", "Fine-tuning plan", "GPT-4o (OpenAI) (as assumed)", "Llama 3.1 70B",
                "Cumulative cost: pays back after about 14 days", "pays back after about 14 days",
                "$10k"} <= set(texts(out))  # fmt: skip
        assert "<title>Cumulative cost: pays back after about 14 days</title>" in out.read_text()
        assert "<script" not in out.read_text()
    assert json.loads(run("decide", out, "--json").out)["outcome"] == "fine_tune_to_save"


@pytest.mark.parametrize("over", ["monthly_requests", "monthly_requests,avg_output_tokens", "fine_tune_cost"])
def test_outcomes_over_answers(over: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    out = tmp_path / "map.svg"
    ran = run("whatif", *sets(EXAMPLE), "-o", out, "--over", over)
    assert ran.code == 0, ran.err
    said = texts(out)
    assert any(one.endswith(": Fine-tune to save money") for one in said)
    assert any(one.startswith("Your point, in") for one in said)
    assert any(one.startswith("Held fixed: ") for one in said)
    assert json.loads(run("decide", out, "--json").out)["outcome"] == "fine_tune_to_save"


def test_a_range_keeps_the_own_point(tmp_path: Path, run: Callable[..., Ran]) -> None:
    out = tmp_path / "map.svg"
    for range_, inside in (("200k..3M", True), ("200,000..900,000", False)):
        over = f"monthly_requests:{range_},fine_tune_cost"
        ran = run("whatif", *sets(EXAMPLE), "-o", out, "--force", "--over", over)
        assert ran.code == 0, ran.err
        assert any(one.startswith("Your point") for one in texts(out)) is inside


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_regions_are_opaque_and_hatched_in_their_own_way(
    theme: str, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    out = tmp_path / "map.svg"
    run("whatif", *sets(EXAMPLE), "-o", out, "--over", "monthly_requests,fine_tune_cost", "--theme", theme)
    patterns = re.findall(r"<pattern .*?</pattern>", out.read_text(), re.DOTALL)
    assert len(patterns) >= 2
    assert "opacity" not in "".join(patterns)
    for pattern in patterns:
        ground, drawn = re.findall(r"(?:fill|stroke): ?(#[0-9a-f]{6})|fill=\"(#[0-9a-f]{6})\"", pattern)[:2]
        assert contrast("".join(ground), "".join(drawn)) > 1.5


def contrast(one: str, other: str) -> float:
    """How far two colors differ in lightness, as the web's guidelines have it."""
    lights = []
    for color in (one, other):
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    return max(lights) / min(lights)


LETTER = 0.56 * 1.2
"""The width of a letter, against its size, in a font a fifth wider than that which is measured with."""
EDGES: list[list[str]] = [
    [],
    ["--set", "tuning_plan=unknown"],
    ["--set", "fine_tune_cost=0"],
    ["--set", "monthly_requests=0"],
    ["--set", "monthly_requests=10k", "--set", "prompting_hours=200"],
    ["--over", "training_examples,training_data_quality"],
    ["--over", "avg_output_tokens", "--set", "avg_output_tokens=0"],
    ["--over", "monthly_requests:1..1000B,fine_tune_cost:1..1000B", "--set", "volume_gate=1000"],
]


@pytest.mark.parametrize("more", EDGES)
def test_nothing_is_cut_at_the_edge(more: list[str], tmp_path: Path, run: Callable[..., Ran]) -> None:
    """The outermost dots of the PNG are paper, and in the SVG a font a fifth wider would still fit."""
    from matplotlib.image import imread

    picture, drawing = tmp_path / "x.png", tmp_path / "x.svg"
    for out in (picture, drawing):
        assert run("whatif", *sets(EXAMPLE), *more, "-o", out).code == 0
    dots = imread(picture)[..., :3]
    for edge in (dots[:4], dots[-4:], dots[:, :4], dots[:, -4:]):
        assert edge.min() == 1
    width = float(re.findall(r'viewBox="0 0 ([\d.]+)', drawing.read_text())[0])
    assert "<text" in drawing.read_text()
    for style, place, said in re.findall(r'<text style="([^"]*)" ([^>]*)>([^<]*)<', drawing.read_text()):
        size = float(re.findall(r"font(?:-size)?: [^;]*?([\d.]+)px", style)[0])
        left = float(re.findall(r'(?:x="|translate\()([\d.]+)', place)[0])
        if "anchor: middle" not in style and "anchor: end" not in style:
            assert left + len(said) * size * LETTER <= width, said


def test_what_cannot_be_drawn_is_said(tmp_path: Path, run: Callable[..., Ran]) -> None:
    def error(*more: str, to: str = "x.svg") -> str:
        ran = run("whatif", *sets(EXAMPLE), "-o", tmp_path / to, *more)
        assert ran.code == 1
        return ran.err

    assert "allowed: .svg, .png" in error(to="x.pdf")
    assert "no folder/x.svg: cannot be written" in error(to="no folder/x.svg")
    assert "`latency_critical` is no question that takes a number" in error("--over", "latency_critical")
    assert "one or two" in error("--over", "monthly_requests,monthly_requests")
    assert "3,000,000 is more than 200,000" in error("--over", "monthly_requests:3M..200k")
    assert "write --over monthly_requests:LOW..HIGH" in error("--over", "monthly_requests:5")
    assert "nothing to draw" in error("--over", "monthly_requests:5..5")
    assert "is below the least allowed" in error("--over", "monthly_requests:-1..5")
    assert "-o" in run("whatif", *sets(EXAMPLE), "--over", "monthly_requests").err


def test_only_drawing_loads_matplotlib() -> None:
    code = "import sys, advisor.output.plot; print('matplotlib' in sys.modules or 'z3' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
