"""Charts with many branches: each picture fits a page, or is split and says why."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from advisor.output import diagram
from advisor.output.diagram import Scene, parts
from advisor.output.diagram.look import MAX_WIDTH, Look
from advisor.output.theme import THEMES
from advisor.rules import Ruleset, load, load_texts
from tests.conftest import Ran
from tests.test_check import TODAY
from tests.test_tables import SSVC

YES_NO = {"ask": "?", "type": "yes_no"}


def ruleset(**sections: Any) -> str:
    return json.dumps({"ruleset": {"id": "many", "version": "1", "title": "Many"}, "start": "d0", "approaches": {"one": {"title": "One"}}} | sections)  # fmt: skip


def outcomes(*names: str) -> dict[str, Any]:
    return {name: {"approach": "one", "title": f"Outcome {name}", "says": "So."} for name in names}


def chain(count: int) -> str:
    """Questions one after the other, each with an outcome of its own."""
    ends = [*(f"r{i}" for i in range(count)), "end"]
    ways = {f"d{i}": [{"label": "yes", "when": f"q{i}", "to": f"r{i}"}, {"label": "no", "to": f"d{i + 1}" if i + 1 < count else "end"}]
            for i in range(count)}  # fmt: skip
    decisions = {
        name: {"label": f"Question {name}?", "branches": branches} for name, branches in ways.items()
    }
    return ruleset(
        questions={f"q{i}": YES_NO for i in range(count)}, decisions=decisions, outcomes=outcomes(*ends)
    )


def tree(*sizes: int) -> str:
    """A tree with an outcome for each way."""
    decisions, ends = {}, []

    def grow(way: tuple[int, ...]) -> str:
        if len(way) == len(sizes):
            ends.append("r" + "_".join(map(str, way)))
            return ends[-1]
        name, count = "d" + ("_".join(map(str, way)) or "0_"), sizes[len(way)]
        branches: list[dict[str, str]] = [{"label": f"way {i}", "to": grow((*way, i))} for i in range(count)]
        for i, branch in enumerate(branches[:-1]):
            branch["when"] = f"q{len(way)} == {i}"
        decisions[name] = {"label": f"Decision {name}?", "branches": branches}
        return name

    start = grow(())
    questions = {f"q{i}": {"ask": "?", "type": "integer"} for i in range(len(sizes))}
    return ruleset(start=start, questions=questions, decisions=decisions, outcomes=outcomes(*ends))


def loaded(text: str) -> Ruleset:
    return load_texts({"rules.yaml": text}, "test")


def test_a_tree_of_72_ways_and_a_table_of_72_rows_fit_a_page() -> None:
    for rules in (loaded(tree(3, 3, 2, 4)), loaded(tree(72)), load(SSVC)):
        (drawn,) = diagram.draw_parts(rules, None, "svg")
        assert 0 < drawn.width <= MAX_WIDTH
        assert drawn.warnings == ()
        (drawn,) = diagram.draw_parts(rules, None, "png")
        assert isinstance(drawn.content, bytes)
        assert int.from_bytes(drawn.content[16:20]) <= MAX_WIDTH + 1


def test_a_chart_that_is_too_wide_is_split_and_says_why(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(chain(30))
    ran = run("diagram", "--rules", tmp_path / "rules", "-o", tmp_path / "chart.svg")
    says = re.search(
        r"the chart is [\d,]+ pixels wide, and a page has 2,500, so it is split into (\d) parts", ran.err
    )
    assert says
    files = ["chart.svg", *(f"chart-{number}.svg" for number in range(2, int(says[1]) + 1))]
    assert [Path(line).name for line in ran.out.splitlines()] == files
    for number, name in enumerate(files, 1):
        text = (tmp_path / name).read_text()
        assert float(re.search(r'<svg[^>]* width="([\d.]+)"', text)[1]) <= MAX_WIDTH  # type: ignore[index]
        assert f"part {number} of {says[1]}" in text
    out = run("diagram", "--rules", tmp_path / "rules", "-o", "-")
    assert (out.out.count("<svg"), "`advisor diagram -o FILE` splits it" in out.err) == (1, True)


def shown(scene: Scene) -> list[Scene]:
    return parts.split(scene, Look(THEMES["light"], "right"))


def test_the_parts_hold_all_there_is_and_say_where_it_goes_on() -> None:
    whole = diagram.scene(loaded(chain(30)), None, TODAY)
    found = shown(whole)
    assert len(found) > 1
    assert sorted(edge for part in found for edge in part.edges) == sorted(whole.edges)
    for part in found:
        ids = {node.id for node in part.nodes}
        assert all({edge.source, edge.target} <= ids for edge in part.edges)
        for node in (one for one in part.nodes if one.kind == "elsewhere"):
            (says,) = node.notes
            there = found[int(says.removeprefix("goes on in part ")) - 1]
            assert node.label in [one.label for one in there.nodes if one.kind != "elsewhere"]


def test_a_chart_that_goes_round_is_split_too() -> None:
    text = chain(30).replace('"to": "end"', '"to": "d0"')
    whole = diagram.scene(loaded(text), None, TODAY)
    assert sorted(edge for part in shown(whole) for edge in part.edges) == sorted(whole.edges)


def test_what_is_too_large_to_be_split_says_so(monkeypatch: Any) -> None:
    monkeypatch.setattr(parts, "MAX_NODES", 20)
    (drawn,) = diagram.draw_parts(loaded(chain(30)), None, "svg")
    assert drawn.warnings[-1].endswith("and a page has 2,500, and too large to be split")
