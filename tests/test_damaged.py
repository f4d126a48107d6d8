"""A decision file or an export of which any part is damaged is decided, or refused in words: never a bug."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.cli import main
from advisor.decision import marks
from tests.conftest import EXAMPLE, Ran, sets

BUG = 3
TIERED = ("--api-model", "gemini-2.5-pro")
"""A model whose price rests on the size of a request."""
HOSTILE: tuple[Any, ...] = (
    None, True, 0, -1, 1e400, 10**40, "", " ", "x", "none", "0", "1/0", "?", "..", "1..2", "{x}", "é\u0301", "9" * 5000,
    "\u202e", "\x07", "a.b", "published", [], [[]], {}, {"": ""}, {"a": {"b": [1]}}, [None, "x", 3], ["a", ["b"]],
)  # fmt: skip
COMMANDS = (("decide",), ("decide", "--json"), ("review",), ("review", "--json"), ("costs",), ("costs", "--sources"),
            ("diagram", "-o", "-", "--format", "mmd"), ("record", "-o", "-"),
            ("diff", "published", "published"))  # fmt: skip


def ways(node: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every node below a root of dicts and lists."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, below in items:
        yield (*here, key)
        yield from ways(below, (*here, key))


def damaged(data: Any, way: tuple[Any, ...], how: str, by: Any) -> Any:
    """The data with one node replaced, removed, renamed or wrapped."""
    copy = json.loads(json.dumps(data))
    at = copy
    for key in way[:-1]:
        at = at[key]
    last = way[-1]
    if how == "remove":
        del at[last]
    elif how == "rename" and isinstance(at, dict):
        at[str(by)[:200]] = at.pop(last)
    elif how == "wrap":
        at[last] = [at[last]]
    elif how == "nest":
        at[last] = {"x": at[last]}
    else:
        at[last] = by
    return copy


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A decision with listed prices by size, as plain data: what is saved, and what `decide --json` prints."""
    folder = tmp_path_factory.mktemp("whole")
    given_ = sets({**EXAMPLE, "use_case": "general_chatbot", "engineering_rate": 90})
    chart, record = folder / "path.mmd", folder / "record.json"
    assert main(["diagram", *given_, *TIERED, "-o", str(chart)]) == 0
    assert main(["record", *given_, *TIERED, "-o", str(record)]) == 0
    (line,) = [line for line in chart.read_text().splitlines() if marks.MARK in line]
    saved = json.loads(line[line.index("{") :])
    assert saved["prices"]["steps"]
    return {
        "decision": saved | {"earlier": {"latency_critical": "yes"}},
        "record": json.loads(record.read_text()),
    }


def in_yaml(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


FORMS: dict[str, Callable[[Any], str]] = {
    "a.yaml": in_yaml, "a.json": json.dumps,
    "a.md": lambda data: f"# Decision\n\n<!-- {marks.sealed(json.dumps(data))} -->\n",
    "a.svg": lambda data: f"<svg><metadata>{marks.sealed(json.dumps(data))}</metadata></svg>",
    "a.mmd": lambda data: f"flowchart TD\n    %% {marks.sealed(json.dumps(data))}\n    a --> b\n",
    "a.dot": lambda data: f"// {marks.sealed(json.dumps(data))}\ndigraph {{}}\n",
}  # fmt: skip


def called(*argv: str) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(list(argv))
    return Ran(code, out.getvalue(), err.getvalue())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_of_a_part_is_a_bug(data: st.DataObject, whole: dict[str, Any], tmp_path: Path) -> None:
    source = whole[data.draw(st.sampled_from(sorted(whole)))]
    for _ in range(data.draw(st.integers(1, 2))):
        way = data.draw(st.sampled_from(list(ways(source))))
        how = data.draw(st.sampled_from(("replace", "replace", "remove", "rename", "wrap", "nest")))
        source = damaged(source, way, how, data.draw(st.sampled_from(HOSTILE)))
    name = data.draw(st.sampled_from(sorted(FORMS)))
    file = tmp_path / name
    file.write_text(FORMS[name](source), encoding="utf-8")
    command = data.draw(st.sampled_from(COMMANDS))
    ran = called(*command, str(file))
    assert ran.code in (0, 1), ran.err
    assert ran.code == 0 or command[0] in ("review", "diff") or str(file) in ran.err or "--set " in ran.err
    assert all(char.isprintable() or char == "\n" for char in ran.err)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_of_bytes_is_a_bug(data: st.DataObject, whole: dict[str, Any], tmp_path: Path) -> None:
    name = data.draw(st.sampled_from(sorted(FORMS)))
    content = bytearray(FORMS[name](whole["decision"]).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    (tmp_path / name).write_bytes(bytes(content))
    for command in ("decide", "review"):
        assert called(command, str(tmp_path / name)).code in (0, 1)


KINDS = {
    ("ruleset",): "a mapping", ("ruleset", "id"): "a text", ("date",): "a date", ("answers", "use_case"): "an answer",
    ("overrides",): "a mapping", ("outcome",): "a text", ("path",): "a list", ("path", 0): "a mapping",
    ("path", 0, "branch"): "a text", ("earlier",): "a mapping", ("prices",): "a mapping", ("prices", "package"): "a text",
    ("prices", "names"): "a list", ("prices", "names", 0): "a text", ("prices", "steps"): "a mapping",
    ("prices", "remarks"): "a list",
}  # fmt: skip


MATCHING = {"a mapping": dict, "a list": list, "a text": int, "an answer": (int, list)}
CASES = [(way, wanted, by) for way, wanted in KINDS.items() for by in (3, [3], {"x": 3})
         if not isinstance(by, MATCHING.get(wanted, str))]  # fmt: skip


@pytest.mark.parametrize(("way", "wanted", "by"), CASES)
def test_every_part_is_checked_for_its_type_and_told_with_its_place(
    way: tuple[Any, ...], wanted: str, by: Any, whole: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(damaged(whole["decision"], way, "replace", by), indent=1))
    ran = called("decide", str(file))
    assert ran.code == 1
    assert ran.err.startswith(f"advisor: {file}:")
    assert f"expected {wanted}" in ran.err
    named = "".join(f"[{key}]" if isinstance(key, int) else f" › {key}" for key in way).removeprefix(" › ")
    assert f": {named}: " in ran.err


@pytest.mark.parametrize(("key", "by", "said"), [
    ("tokens", "nothing", "there is no question `nothing`"), ("prices", "none", "found `none`, expected a list"),
    ("prices", [[0, 1], [5]], "expected pairs"), ("prices", [[5, 1]], "the first from 0"),
    ("prices", [[0, 1], [9, 2], [5, 3]], "each larger than the last"), ("prices", [[0, "x"]], "`x` is not a number"),
])  # fmt: skip
def test_prices_by_size_are_told_with_their_place(
    key: str, by: Any, said: str, whole: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "a.json"
    name = next(iter(whole["decision"]["prices"]["steps"]))
    file.write_text(json.dumps(damaged(whole["decision"], ("prices", "steps", name, key), "replace", by)))
    for command in ("decide", "review"):
        ran = called(command, str(file))
        assert (ran.code, said in ran.out + ran.err) == (1, True), ran
        assert f"{file}:1:" in ran.out + ran.err
