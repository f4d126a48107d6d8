"""rules/README.md teaches what the program does: its example loads, its lists are complete.

``python -m tests.test_rules_readme`` writes the list of keys anew from the model.
"""

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from advisor import load, walk
from advisor.analysis.check import CODES
from advisor.engine.checking import check
from advisor.engine.scope import Scope
from advisor.evidence.names import MEASURES
from advisor.rules import model
from advisor.rules.marks import ListOf
from advisor.rules.model import keys_of, needed_keys
from tests.conftest import ROOT, Ran

README = ROOT / "rules" / "README.md"
TABLE = re.compile(r"<!-- measures -->\n(.*?)<!-- /measures -->", re.DOTALL)
FINDINGS = re.compile(r"<!-- findings -->\n\n(.*?)<!-- /findings -->", re.DOTALL)
KEYS = re.compile(r"<!-- keys -->\n(.*?)<!-- /keys -->", re.DOTALL)


def meanings(record: Any) -> dict[str, str]:
    """What the docstring of a record says of each key."""
    return dict(re.findall(r"^ *(\w+): (.+)$", record.__doc__, re.MULTILINE))


def records(annotation: Any) -> list[Any]:
    """The records inside an annotation."""
    if get_origin(annotation) is Annotated:
        return [note.record for note in get_args(annotation) if isinstance(note, ListOf)]
    if hasattr(annotation, "_fields"):
        return [annotation]
    return [found for part in get_args(annotation) for found in records(part)]


def keys_section() -> str:
    """The reference of all keys, from the model."""
    lines = []
    queue: list[tuple[str, Any]] = [("Top level", model.Sections)]
    seen = set()
    for title, record in queue:
        lines += [f"### {title}", "", record.__doc__.strip().splitlines()[0], ""]
        for key, (_, annotation) in keys_of(record).items():
            needed = " (needed)" if key in needed_keys(record) else ""
            lines.append(f"- `{key}`{needed}: {meanings(record)[key]}")
            for inside in records(annotation):
                if inside not in seen:
                    seen.add(inside)
                    where = key if record is model.Sections else f"{title.strip('`')} › {key}"
                    queue.append((f"`{where}`", inside))
        lines.append("")
    return "\n".join(lines)


def test_every_key_is_explained() -> None:
    found = KEYS.search(README.read_text())
    assert found is not None
    assert found[1] == keys_section() + "\n", "run python -m tests.test_rules_readme"


def test_the_example_loads_and_decides(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", README.read_text(), re.DOTALL)
    assert example is not None
    (tmp_path / "rules.yaml").write_text(example[1])
    rules = load(tmp_path)
    assert walk(rules, {"is_raining": "no", "chance": "40%"}).outcome == "take_it"
    assert walk(rules, {"is_raining": "no", "chance": "1%"}).outcome == "leave_it"


def measures_section() -> str:
    """The table of all measures."""
    rows = [f"| `{name}` | {says} |" for name, says in MEASURES.items()]
    return "\n".join(["| measure | says |", "|---|---|", *rows, ""])


def findings_section() -> str:
    """A paragraph for each code of a check."""
    return "\n".join(
        f"### {code}\n\n*{one.severity.title()}.* {one.explained}\n" for code, one in CODES.items()
    )


def test_every_finding_is_explained() -> None:
    found = FINDINGS.search(README.read_text())
    assert found is not None
    assert found[1] == findings_section(), "run python -m tests.test_rules_readme"


def test_every_measure_is_explained() -> None:
    found = TABLE.search(README.read_text())
    assert found is not None
    assert found[1] == measures_section(), "run python -m tests.test_rules_readme"


def example(text: str) -> str:
    """The first example in which a text stands."""
    found = re.findall(r"```yaml\n(.*?)```", README.read_text(), re.DOTALL)
    return next(one for one in found if text in one)


def test_the_example_of_days_decides(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "rules.yaml").write_text(example("type: date"))
    answers = ("--rules", tmp_path, "--set", "started=6 April 2020")
    ran = run("decide", *answers, "--json")
    assert [step["because"] for step in json.loads(ran.out)["path"]] == [
        "2026-04-05 − 2020-04-06 = 2,190 ≥ 730", "2026-04-05 < 2026-04-06"]  # fmt: skip
    assert json.loads(run("whatif", *answers, "--json").out)["flips"][1]["to"] == "2026-04-06"
    assert "0 errors, 0 warnings" in run("check", tmp_path).out


def test_the_example_of_several_answers_and_points_decides(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "rules.yaml").write_text(example("type: several"))
    answers = ("--set", "getting=maternity,sick", "--set", "alone=yes", "--set", "need=low")
    ran = run("decide", "--rules", tmp_path, *answers, "--full")
    told = "3 (Getting: Maternity pay, Sick pay) + 2 × 1 (Alone: yes)"
    assert told in " ".join(ran.out.split())
    assert f"{told} = 5 points" in README.read_text()
    assert walk(load(tmp_path), {"getting": "pension", "alone": "no", "need": "low"}).outcome == "later"
    assert walk(load(tmp_path), {"getting": "none", "alone": "no", "need": "high"}).outcome == "first"
    assert "0 errors, 0 warnings" in run("check", tmp_path).out


def test_the_scenarios_hold_the_rules_that_they_stand_beside(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "rules.yaml").write_text(example("type: several"))
    (tmp_path / "scenarios.yaml").write_text(example("scenarios:"))
    assert "0 errors, 0 warnings" in (told := run("check", tmp_path).out)
    assert "; 3 scenarios" in told
    (tmp_path / "scenarios.yaml").write_text(example("scenarios:").replace("score: 3", "score: 4"))
    assert "scenario-fails" in run("check", tmp_path).out


def test_the_example_of_evidence_loads_beside_the_first(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(example("umbrella"))
    (tmp_path / "evidence.yaml").write_text(example("evidence:"))
    rules = load(tmp_path)
    assert rules.evidence["is_raining"].bar == "bearable_share"
    assert rules.parameters["bearable_share"].value == Fraction(1, 20)


def test_the_cases_compute_what_they_say(tmp_path: Path) -> None:
    example = re.search(r"## Figures by cases.*?```yaml\n(.*?)```", README.read_text(), re.DOTALL)
    assert example is not None
    names = ("left", "one", "other", "age", "total")
    rest = {
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "o", "approaches": {"a": {"title": "A"}}, "decisions": {},
        "questions": {name: {"ask": "?", "type": "date" if name == "left" else "number"} for name in names},
        "outcomes": {"o": {"approach": "a", "title": "O", "says": "So."}},
    }  # fmt: skip
    (tmp_path / "rules.yaml").write_text(example[1])
    (tmp_path / "rest.yaml").write_text(json.dumps(rest))
    rules = load(tmp_path)
    for given, meant in (
        (("2026-04-06", 1, 2, 75, 0), (751, 1, 2, 2, 0, "small")),
        (("2026-04-05", 3, 2, 65, 200), (719, 2, 3, 1, Fraction(3, 200), "large")),
    ):
        scope = Scope(rules, check(rules, dict(zip(names, given, strict=True))))
        assert (
            tuple(scope[name] for name in ("rate", "smaller", "larger", "age_points", "share", "size"))
            == meant
        )


def test_every_refusal_is_explained() -> None:
    sources = [*(ROOT / "advisor" / "rules").rglob("*.py"), ROOT / "advisor" / "documents.py"]
    calls = re.compile(r'(?:problem|Problem|Mismatch|_file_error)\((?:path, |binder, )?\s*"([a-z0-9-]+)"')
    codes = {code for source in sources for code in calls.findall(source.read_text())}
    refused = README.read_text().partition("## What is refused")[2].partition("## Every key")[0]
    explained = {code for row in re.findall(r"^\| (.*?) \|", refused, re.MULTILINE)
                 for code in re.findall(r"`([a-z0-9-]+)`", row)}  # fmt: skip
    assert explained == codes - {"unwritable"}


if __name__ == "__main__":
    text = KEYS.sub(lambda _: f"<!-- keys -->\n{keys_section()}\n<!-- /keys -->", README.read_text())
    text = FINDINGS.sub(lambda _: f"<!-- findings -->\n\n{findings_section()}<!-- /findings -->", text)
    README.write_text(TABLE.sub(lambda _: f"<!-- measures -->\n{measures_section()}<!-- /measures -->", text))
