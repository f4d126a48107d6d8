"""Every small mistake in the published rules is noticed: by `check` with the scenarios, or by `diff`.

`python -m tests.test_mutations` prints who notices how many.
"""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from advisor.analysis.check import check, scenarios
from advisor.analysis.compare import DIFFERENT, compare
from advisor.errors import AdvisorError, RulesError
from advisor.rules import Ruleset, load_texts
from tests.conftest import ROOT

TEXTS = {path.name: path.read_text() for path in sorted((ROOT / "rules" / "published").glob("*.yaml"))}
CHART = "flowchart.yaml"
THRESHOLDS = ("examples_needed", "volume_gate", "horizon_months")


def mutations() -> Iterator[tuple[str, dict[str, str]]]:
    """Each place where a threshold is changed, two targets swapped, a condition negated or a branch dropped."""
    chart, costs = TEXTS[CHART], TEXTS["costs.yaml"]
    for name in THRESHOLDS:
        value = re.search(rf"{name}:\n\s+{{label: [^,]*, value: (\d+)", costs)
        assert value is not None
        for other in (int(value[1]) - 1, int(value[1]) + 1, int(value[1]) * 2):
            changed = costs[: value.start(1)] + str(other) + costs[value.end(1) :]
            yield f"{name} becomes {other}", TEXTS | {"costs.yaml": changed}
    decisions = chart[chart.index("\ndecisions:") : chart.index("\noutcomes:")]
    for condition in re.finditer(r"when: (>-\n)?(.+?)(?=, to:|\n        to:)", decisions, re.DOTALL):
        negated = f'when: "not ({" ".join(condition[2].split())})"'
        yield f"negates {condition[2][:30]}", with_decisions(decisions, condition, negated)
    for sign in re.finditer(r" (>=|>|<=|<) ", decisions):
        for other in {">": (">=", "<"), ">=": (">", "<"), "<": ("<=", ">"), "<=": ("<", ">")}[sign[1]]:
            yield (
                f"{sign[1]} becomes {other} at {sign.start()}",
                with_decisions(decisions, sign, f" {other} "),
            )
    targets = list(re.finditer(r"to: (\w+)", decisions))
    for one in range(len(targets)):
        for other in range(one + 1, len(targets)):
            first, second = targets[one], targets[other]
            swapped = (decisions[: first.start()] + second[0] + decisions[first.end() : second.start()] + first[0]
                       + decisions[second.end() :])  # fmt: skip
            yield f"swaps {first[1]} and {second[1]}", TEXTS | {CHART: chart.replace(decisions, swapped)}
    for branch in re.finditer(
        r"      - \{label[^\n]*\}\n|      - label: .*?\n        to: \w+\n", decisions, re.DOTALL
    ):
        yield f"drops {branch[0].split()[2]}", with_decisions(decisions, branch, "")


def with_decisions(decisions: str, found: re.Match[str], new: str) -> dict[str, str]:
    changed = decisions[: found.start()] + new + decisions[found.end() :]
    return TEXTS | {CHART: TEXTS[CHART].replace(decisions, changed)}


def noticed_by(original: Ruleset, texts: dict[str, str]) -> Iterator[str]:
    """Who notices a mutation: loading, the scenarios, check as a whole, diff."""
    try:
        changed = load_texts(texts, "mutated")
    except RulesError:
        yield "loading"
        return
    try:
        if scenarios.runs(changed)[1]:
            yield "scenarios"
        if not check(changed, date(2026, 11, 24)).clean:
            yield "check"
        if compare(original, changed).verdict == DIFFERENT:
            yield "diff"
    except AdvisorError:  # a chart that goes round: check has said so, and it cannot be compared
        return


@pytest.mark.slow
def test_every_mutation_is_noticed(published: Ruleset) -> None:
    missed = [says for says, texts in mutations() if not next(noticed_by(published, texts), None)]
    assert missed == []


def test_what_the_solver_finds_once_and_not_again_is_undecided() -> None:
    """A side of a comparison that is found and, asked once more for fewer answers, is not found in time."""
    texts = next(texts for says, texts in mutations() if says == "examples_needed becomes 1001")
    assert {one.code for one in check(load_texts(texts, "mutated"), date(2026, 11, 24)).findings} >= {
        "scenario-fails"
    }


if __name__ == "__main__":
    rules = load_texts(TEXTS, "published")
    results = {
        f"{number}: {says}": list(noticed_by(rules, texts))
        for number, (says, texts) in enumerate(mutations())
    }
    for who in ("loading", "scenarios", "check", "diff"):
        print(f"{who}: {sum(who in found for found in results.values())} of {len(results)}")
    print("missed:", [says for says, found in results.items() if not found])
