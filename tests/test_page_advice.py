"""What the page advises and computes, held to the program: the same texts, figures, tables and payback."""

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from advisor import walk
from advisor.advice.advice import advise
from advisor.advice.costs import CostFigures, Figure, costs
from advisor.advice.data import to_json
from advisor.advice.figures import figures_used, reached
from advisor.advice.model import Advice
from advisor.advice.tables import grids
from advisor.engine.answers import shown
from advisor.engine.checking import check
from advisor.engine.scope import Scope
from advisor.errors import AdvisorError, AnswerError
from advisor.output.plot import payback
from advisor.output.record import content
from advisor.prices.market import Steps, laid_over
from advisor.quantities import show
from advisor.rules import Ruleset, load
from advisor.units import cell_unit
from tests import page_process
from tests.conftest import EXAMPLE, ROOT, TRIES
from tests.page_process import Page, Tries

pytestmark = pytest.mark.skipif(not page_process.NODE, reason="node is not installed")
DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with page_process.opened() as found:
        yield found


def exact(value: Any) -> str | None:
    """A number as the page's process prints it."""
    if value is None or isinstance(value, bool | str):
        return value
    fraction = Fraction(value)
    return f"{fraction.numerator}/{fraction.denominator}"


def advised(advice: Advice) -> dict[str, Any]:
    """What the program advises, in the form in which the page says it."""
    rules, found = advice.trace.rules, to_json(advice)
    figures = [[one.name, exact(one.value), one.numbers, one.needs] for one in advice.figures]
    use_case = found["use_case"]
    keys = ("outcome", "approach", "title", "says", "criteria", "hybrids", "next")
    return {key: found[key] for key in keys} | {
        "useCase": use_case and [use_case["id"], use_case["relation"], use_case["recommends"],
                                 [one["id"] for one in use_case["complements"]], [*use_case["to_change"]]],
        "cautions": [(one.id, one.says, one.erratum) for one in advice.cautions],
        "additions": [(one.id, {name: exact(value) for name, value in one.answers.items()}) for one in advice.additions],
        "shortlists": [(one.id, one.needs, [(row.id, row.fits) for row in one.rows]) for one in advice.shortlists],
        "techniques": [(one.id, one.tried) for one in advice.techniques],
        "retirements": [one.stands(DAY) for one in advice.retirements],
        "defaults": {name: shown(rules, name, value) for name, value in advice.defaults.items()},
        "options": [[one.title, one.approach, one.why_not] for one in content.options(advice)],
        "measures": [[one.statement, one.now] for one in content.confirmations(advice)],
        "figures": figures,
        "grids": [[one.title, [*one.headings], [[*row.texts] for row in one.rows]] for one in grids(advice.trace)],
        "facts": {(one.value, one.source) for one in content.facts(advice)},
        "used": [(one.name, show(one.value, one.unit)) for one in figures_used(advice.trace.scope)],
    }  # fmt: skip


def said(found: dict[str, Any]) -> dict[str, Any]:
    use_case = found["useCase"]
    keys = ("outcome", "approach", "title", "says", "criteria", "hybrids", "next")
    return {key: found[key] for key in keys} | {
        "useCase": use_case and [use_case["id"], use_case["relation"], use_case["recommends"],
                                 [one["id"] for one in use_case["complements"]], use_case["toChange"]],
        "cautions": [(one["id"], one["says"], one["erratum"]) for one in found["cautions"]],
        "additions": [(one["id"], one["answers"]) for one in found["additions"]],
        "shortlists": [(one["id"], one["needs"], [(row["id"], row["fits"]) for row in one["rows"]]) for one in found["shortlists"]],
        "techniques": [(one["id"], one["tried"]) for one in found["techniques"]],
        "retirements": [one["says"] for one in found["retirements"]],
        "defaults": {one["name"]: one["shown"] for one in found["assumed"]},
        "options": [[one["title"], one["approach"], one["whyNot"]] for one in found["options"]],
        "measures": [[one["statement"], one["now"]] for one in found["measures"]],
        "grids": [[one["title"], one["headings"], [row["texts"] for row in one["rows"]]] for one in found["grids"]],
        "figures": [[one[key] for key in ("name", "value", "numbers", "needs")] for one in found["figures"]],
        "facts": {(one["value"], one["source"]) for one in found["facts"]},
        "used": [(one["name"], one["value"]) for one in found["figuresUsed"]],
    }  # fmt: skip


def computed(rules: Ruleset, scope: Scope) -> dict[str, Any]:
    """The program's figures, tables and payback."""
    found = costs(scope)
    return {
        "figures": [_figure(rules, one, one.unit) for one in found.figures],
        "tables": _tables(rules, found),
        "known": reached(scope),
        "payback": _payback(scope),
    }


def _figure(rules: Ruleset, one: Figure, unit: str) -> list[Any]:
    told = "–" if one.needs else rules.reading(one.name, one.value, unit)
    return [one.name, exact(one.value), one.formula, one.numbers, one.needs, told]


def _tables(rules: Ruleset, found: CostFigures) -> list[Any]:
    return [
        [
            table.id,
            [
                [row.option, row.chosen, [_figure(rules, one, cell_unit(one.unit)) for one in row.figures]]
                for row in table.rows
            ],
        ]
        for table in found.tables
    ]


def _payback(scope: Scope) -> list[Any] | None:
    with suppress(AdvisorError):
        chart = payback.chart(scope)
        lines = [[one.title, exact(one.once), exact(one.monthly), one.chosen] for one in chart.lines]
        crossing = chart.payback and [
            chart.payback.kind,
            exact(chart.payback.crossing and chart.payback.crossing[0]),
            chart.payback.says,
        ]
        return [lines, crossing, exact(chart.months)]
    return None


def counted(found: dict[str, Any]) -> dict[str, Any]:
    def figure(one: dict[str, Any]) -> list[Any]:
        return [one["name"], one["value"], one["formula"], one["numbers"], one["needs"], one["shown"]]

    tables = [[table["id"], [[row["option"], row["chosen"], [figure(one) for one in row["figures"]]] for row in table["rows"]]]
              for table in found["tables"]]  # fmt: skip
    outlay = found["outlay"]
    crossing = outlay and outlay["payback"] and [outlay["payback"][key] for key in ("kind", "months", "says")]
    lines = outlay and [
        [one[key] for key in ("title", "once", "monthly", "chosen")] for one in outlay["lines"]
    ]
    return {
        "figures": [figure(one) for one in found["figures"]],
        "tables": tables,
        "known": {*found["known"]},
        "payback": [lines, crossing, outlay["months"]] if lines else None,
    }


@pytest.mark.parametrize("seed", [pytest.param(0), pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("shipped", ["published", "current"])
def test_the_page_advises_as_the_program_does(page: Page, shipped: str, seed: int) -> None:
    hold_alike(page, load(ROOT / "rules" / shipped), random.Random(seed), 400 * TRIES if seed else 60)


def hold_alike(page: Page, rules: Ruleset, chance: random.Random, count: int) -> None:
    page.open(rules)
    tries, settled = Tries(rules, chance), 0
    for _ in range(count):
        values = tries.values()
        with suppress(AnswerError):
            answers = check(rules, values)
            found = page("advice", values)
            assert counted(found["costs"]) == computed(rules, Scope(rules, answers)), values
            trace = walk(rules, answers)
            if trace.outcome:
                settled += 1
                assert said(found["advice"]) == advised(advise(trace, DAY)), values
    assert settled > 10


@pytest.mark.parametrize(
    "folder", sorted((ROOT / "tests" / "flows").iterdir()), ids=lambda folder: folder.name
)
def test_it_advises_by_rules_of_every_kind(page: Page, folder: Path) -> None:
    hold_alike(page, load(folder), random.Random(0), 40)


@pytest.mark.parametrize("tokens", [999, 1000, 1001])
def test_listed_prices_rest_on_the_size_of_a_request(page: Page, tokens: int) -> None:
    name, steps = (
        "input_price.gpt-4o",
        Steps("avg_input_tokens", ((0, Fraction(3)), (1000, Fraction("7.25")))),
    )
    rules = laid_over(load(ROOT / "rules" / "published"), "listed 1", {name: steps.figure}, ())
    values = EXAMPLE | {"avg_input_tokens": tokens}
    page.open(rules)
    for own in ({}, {name: 4}):  # the user's own rests on nothing
        found = page("advice", values | own)
        assert counted(found["costs"]) == computed(rules, Scope(rules, check(rules, values | own)))
