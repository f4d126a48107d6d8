"""A ruleset is a value: a copy with other entries keeps all else, and shares nothing that was found in the first."""

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from advisor.engine.session import walk
from advisor.rules import Ruleset

ANSWERS = {"is_raining": "yes", "walk_minutes": 20, "chance": "80%", "coat": "wool"}


def test_nothing_can_be_set_on_a_ruleset(small: Ruleset) -> None:
    with pytest.raises(FrozenInstanceError):
        small.types = {}  # type: ignore[misc]


def test_a_copy_with_other_entries_keeps_all_else(small: Ruleset) -> None:
    changed = replace(small, scenarios={})
    same = [one.name for one in fields(small) if getattr(changed, one.name) is getattr(small, one.name)]
    assert same == [one.name for one in fields(small) if one.name != "scenarios"]


def test_a_copy_is_walked_and_read_by_its_own_chart(small: Ruleset) -> None:
    came_to = walk(small, ANSWERS)
    first = small.decisions[small.start]
    shortcut = first._replace(branches=(first.branches[-1]._replace(to=came_to.outcome or ""),))
    changed = replace(small, decisions={small.start: shortcut})
    assert walk(changed, {}).outcome == came_to.outcome
    assert list(changed.chart.reached) == [small.start, came_to.outcome]
    assert walk(small, ANSWERS).steps == came_to.steps


def test_the_chart_of_a_ruleset(small: Ruleset) -> None:
    chart = small.chart
    position = {state: index for index, state in enumerate(chart.order)}
    assert {*chart.order} == {*chart.reached} == {*small.decisions, *small.outcomes}
    for state, index, branch in chart.each_branch():
        assert position[state] < position[branch.to]
        assert small.decisions[state].branches[index] is branch
        assert state in chart.sources[branch.to]
    assert not any(chart.branches(state) or chart.guards(state) for state in small.outcomes)
