"""Files with several decisions, with none, with damaged ones, and with more beginnings than decisions."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from advisor import decision
from advisor.decision import marks
from advisor.decision.made import Passed
from advisor.engine.session import walk
from advisor.errors import AdvisorError
from advisor.rules import Ruleset
from advisor.wizard import journal
from tests.conftest import EXAMPLE, Ran, sets

Run = Callable[..., Ran]
ONE, OTHER = {"base_model_suffices": True}, {"base_model_suffices": False, "training_examples": 10}


@pytest.fixture
def page(run: Run, tmp_path: Path) -> Path:
    """A page of design with two paths, of which the second is decided otherwise today."""
    charts = []
    for answers in (ONE, OTHER):
        ran = run("diagram", *sets(answers), "-o", "-", "--format", "mmd")
        assert ran.code == 0
        charts.append(ran.out)
    flipped = charts[1].replace(mark_of(charts[1]), changed(mark_of(charts[1]), outcome="fine_tune_to_save"))
    file = tmp_path / "design.md"
    file.write_text(f"# Design\n\n```mermaid\n{charts[0]}```\n\n```mermaid\n{flipped}```\n")
    return file


def mark_of(text: str) -> str:
    return next(line.partition("%% ")[2] for line in text.splitlines() if decision.MARK in line)


def changed(mark: str, **data: object) -> str:
    made = json.loads("{" + mark.partition(" {")[2]) | data
    return marks.sealed(json.dumps(made, separators=(",", ":")))


def lines_of(file: Path) -> list[int]:
    return [number for number, line in enumerate(file.read_text().splitlines(), 1) if decision.MARK in line]


def test_review_looks_at_every_decision_of_a_file(page: Path, run: Run) -> None:
    ran = run("review", page)
    first, second = lines_of(page)
    assert ran.code == 1
    assert f"{page}#1 (line {first}): holds: " in ran.out
    assert f"{page}#2 (line {second}): flipped: from Fine-tune to save money to " in ran.out
    found = json.loads(run("review", page, "--json").out)["reviews"]
    assert [(one["file"], one["status"]) for one in found] == [
        (f"{page}#1", "holds"),
        (f"{page}#2", "flipped"),
    ]
    assert run("review", f"{page}#1").code == 0


@pytest.mark.parametrize("command", [
    ("decide",), ("whatif",), ("costs",), ("record", "-o", "-"), ("diagram", "-o", "-"), ("diff", "published", "published"),
], ids=lambda command: command[0])  # fmt: skip
def test_the_others_refuse_several_or_take_the_one_that_is_named(
    command: tuple[str, ...], page: Path, run: Run
) -> None:
    ran = run(*command, page)
    first, second = lines_of(page)
    assert ran.code == 1
    assert f"{page}: holds 2 different decisions, in lines {first}, {second} (name one of them: " in ran.err
    assert run(*command, f"{page}#1").code == 0
    ran = run(*command, f"{page}#3")
    assert (ran.code, f"none is #3 (name {page}#1 to {page}#2)" in ran.err) == (1, True)


def test_a_named_decision_is_the_one_that_is_taken(page: Path, run: Run) -> None:
    for number, answers in ((1, ONE), (2, OTHER)):
        assert json.loads(run("decide", f"{page}#{number}", "--json").out)["answers"] == answers
    page.rename(page.with_name("design.md#1"))  # a file of that name wins
    assert "holds 2 different decisions" in run("decide", f"{page}#1").err


def test_equal_decisions_are_one_also_of_different_days(page: Path, run: Run) -> None:
    mark = mark_of(page.read_text())
    page.write_text(f"<!-- {mark} -->\n<!-- {mark} --><!-- {changed(mark, date='2020-01-01')} -->\n")
    assert run("review", page).out.startswith(f"{page}: holds: ")
    assert run("decide", page).code == 0


def test_a_damaged_decision_beside_a_whole_one_is_told_with_its_line(page: Path, run: Run) -> None:
    text = page.read_text()
    page.write_text(text.replace('"training_examples":10', '"training_examples":11'))
    ran = run("review", page)
    assert (ran.code, f":{lines_of(page)[1]}:" in ran.out, "is damaged" in ran.out) == (1, True, True)
    page.write_text(text.replace("advisor-decision sha256", "advisor-decision\nsha256"))
    assert "is damaged" in run("decide", page).err


def test_no_decision_at_all_is_no_success(page: Path, run: Run, tmp_path: Path) -> None:
    plain = tmp_path / "plain.md"
    plain.write_text("# The advisor-decision in a record is a comment.\n")
    ran = run("review", plain, f"{page}#1")
    assert (ran.code, f"{plain}: holds no decision, skipped" in ran.err) == (0, True)
    ran = run("review", plain)
    assert (ran.code, "nothing was reviewed" in ran.err) == (1, True)
    assert json.loads(run("review", plain, "--json").out) == {"reviews": []}


def test_what_is_wrong_in_an_export_is_told_with_its_line(page: Path, run: Run) -> None:
    mark = mark_of(page.read_text())
    page.write_text(f"# Page\n\n  <!-- {changed(mark, answers={'base_model_suffices': 'perhaps'})} -->\n")
    ran = run("decide", page)
    column = page.read_text().splitlines()[2].index('"perhaps"') + 1
    assert f"{page}:3:{column}: base_model_suffices: found `perhaps`" in ran.err


@pytest.mark.parametrize("piece", [
    "advisor-decision sha256:0123456789abcdef {",
    'advisor-decision sha256:0123456789abcdef {"}',
    "advisor-decision sha256:",
    "advisor-decision \t",
])  # fmt: skip
def test_however_often_a_mark_begins_a_file_is_read_once(
    piece: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(piece * (840_000 // len(piece)))
    read = []
    checked = marks._checked
    monkeypatch.setattr(marks, "_checked", lambda part, place: read.append(len(part)) or checked(part, place))
    assert run("review", page).code == 1
    assert sum(read) <= len(page.read_bytes())


def test_many_decisions_are_bounded(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    data = {"ruleset": {"id": "published"}, "answers": {}}
    page.write_text("\n".join(marks.sealed(json.dumps(data | {"n": n})) for n in range(101)))
    ran = run("review", page)
    assert (ran.code, f"{page}:101:1: holds more than 100 decisions" in ran.out) == (1, True)


def test_a_text_that_names_the_mark_does_not_begin_another(published: object) -> None:
    made = decision.of(walk(published, EXAMPLE), date(2026, 1, 1))  # type: ignore[arg-type]
    path = (Passed(f"{decision.MARK} sha256:0123456789abcdef {{", "yes"),)
    (found,) = marks.find(decision.mark(made._replace(path=path)).encode(), "x")
    assert json.loads(found.text)["path"][0]["decision"] == path[0][0]


def test_a_questionnaire_goes_on_with_the_decision_that_is_named(
    page: Path, published: Ruleset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(journal, "_folder", lambda: str(tmp_path))
    with pytest.raises(AdvisorError, match="holds 2 different decisions"):
        journal.resume(published, page)
    kept_in, form = journal.resume(published, f"{page}#2")
    assert form.answers.given == OTHER
    assert kept_in.shared  # the page stays as it is
