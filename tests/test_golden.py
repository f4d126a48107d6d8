"""What the commands say as JSON about every ruleset of the tests, held while the code behind it moves.

``python -m tests.test_golden`` writes `tests/golden` again; look at the difference before it is committed.
What rests on today is left out, and findings are compared one by one, in no order.
"""

import contextlib
import io
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, load
from advisor.cli import main
from tests.conftest import ROOT, sets

GOLDEN = Path(__file__).parent / "golden"
SOUND = [ROOT / "rules" / "published", *sorted((ROOT / "tests" / "rulesets").iterdir())]
BROKEN = sorted(path for path in (ROOT / "tests" / "broken").iterdir() if path.is_dir())
PASSING = ("date", "digest", "age", "stale", "example", "example_old")
"""Keys that rest on the day or on bytes of the rules; and examples, of which any that walks is right."""


def said(*argv: str) -> Any:
    """What one command line says as JSON, or its error in words; its exit code beside it."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(argv)
    says = _steady(json.loads(out.getvalue())) if out.getvalue() else err.getvalue()
    if argv[0] == "diff" and argv[1] != argv[2]:
        del says["differences"]  # of charts that have nothing in common, those that are found first
    return {"exit": code, "says": says}


def _steady(value: Any) -> Any:
    """The same without what rests on the day; findings in an order of their own."""
    if isinstance(value, dict):
        return {key: _steady(one) for key, one in value.items() if key not in PASSING}
    if isinstance(value, list):
        kept = [_steady(one) for one in value if not (isinstance(one, dict) and one.get("code") == "stale")]
        is_findings = any(isinstance(one, dict) and "severity" in one for one in kept)
        return sorted(kept, key=json.dumps) if is_findings else kept
    return value


def checks() -> Iterator[tuple[str, list[str]]]:
    """`check` on every ruleset."""
    for folder in (*SOUND, *BROKEN):
        yield f"check {_name(folder)}", ["check", _name(folder), "--json"]


def comparisons() -> Iterator[tuple[str, list[str]]]:
    """`diff` of every ruleset that loads with itself, and of the sound ones with those beside them."""
    beside = (*itertools.pairwise(SOUND), *itertools.pairwise(SOUND[::-1]))
    pairs = [*((folder, folder) for folder in _loading()), *beside]
    for old, new in pairs:
        yield f"diff {_name(old)} {_name(new)}", ["diff", _name(old), _name(new), "--json"]


def decisions() -> Iterator[tuple[str, list[str]]]:
    """`decide` and `whatif` on the answers of every scenario."""
    for folder in SOUND:
        for name, scenario in load(folder).scenarios.items():
            given = ["--rules", _name(folder), *sets(scenario.answers), "--json"]
            for command in ("decide", "whatif"):
                yield f"{command} {_name(folder)} {name}", [command, *given]


def _loading() -> Iterator[Path]:
    for folder in (*SOUND, *BROKEN):
        with contextlib.suppress(AdvisorError):
            load(folder)
            yield folder


def _name(folder: Path) -> str:
    """From the root, so that places are told without this machine's folders."""
    return folder.relative_to(ROOT).as_posix()


KINDS = {"check": checks, "diff": comparisons, "decide": decisions}


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_is_what_it_was(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    golden = json.loads((GOLDEN / f"{kind}.json").read_text(encoding="utf-8"))
    found = {name: said(*argv) for name, argv in KINDS[kind]()}
    assert found.keys() == golden.keys()
    differing = {
        name: {"was": golden[name], "is": found[name]} for name in found if found[name] != golden[name]
    }
    assert differing == {}


if __name__ == "__main__":
    import os

    os.chdir(ROOT)
    GOLDEN.mkdir(exist_ok=True)
    for kind_, lines in KINDS.items():
        all_said = {name: said(*argv) for name, argv in lines()}
        text = json.dumps(all_said, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (GOLDEN / f"{kind_}.json").write_text(text, encoding="utf-8")
