"""`advisor diff`: proofs where nothing differs, confirmed examples where something does."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.answers import Answers
from advisor.compare import DIFFERENT, EQUIVALENT, UNKNOWN, compare
from advisor.errors import AdvisorError
from advisor.rules import Ruleset, load, load_texts
from advisor.session import walk
from tests.conftest import ROOT, Ran

PUBLISHED = ROOT / "rules" / "published"
SOUND = Path(__file__).parent / "rulesets" / "sound" / "rules.yaml"


def edited(*edits: tuple[str, str]) -> Ruleset:
    """The published rules with texts replaced."""
    texts = {path.name: path.read_text() for path in PUBLISHED.glob("*.yaml")}
    for old, new in edits:
        assert any(old in text for text in texts.values()), old
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    return load_texts(texts, "edited")


def confirmed(old: Ruleset, new: Ruleset) -> set[tuple[str, str]]:
    """The pairs of outcomes that differ, each confirmed by walking both."""
    found = compare(old, new)
    for one in found.differences:
        assert walk(old, Answers(dict(one.example))).outcome == one.old
        assert walk(new, Answers(dict(one.example))).outcome == one.new
        assert one.old != one.new
    return {(one.old, one.new) for one in found.differences}


def test_a_ruleset_is_equivalent_to_itself(published: Ruleset) -> None:
    assert compare(published, published).verdict == EQUIVALENT


def test_a_rewritten_but_equal_chart_is_proved_equal(published: Ruleset) -> None:
    negated = edited(
        ('      - {label: "yes", when: latency_critical, to: fine_tune_smaller_model}\n      - {label: "no", to: volume}',
         '      - {label: "no", when: not latency_critical, to: volume}\n      - {label: "yes", to: fine_tune_smaller_model}'),
        ("when: monthly_requests >= volume_gate, to", "when: not (monthly_requests < volume_gate), to"),
        ("when: usable_examples >= examples_needed, to", "when: training_examples * training_data_quality >= 1000, to"),
    )  # fmt: skip
    found = compare(published, negated)
    assert (found.verdict, found.complete) == (EQUIVALENT, True)
    assert found.changes


def test_a_moved_threshold_differs_just_there(published: Ruleset) -> None:
    assert confirmed(published, edited(("value: 1000, unit: examples", "value: 1001, unit: examples"))) == {
        (outcome, "improve_prompts") for outcome in published.outcomes} - {
        (outcome, "improve_prompts") for outcome in ("improve_prompts", "prompt_engineering")}  # fmt: skip


def test_what_the_solver_cannot_decide_is_unknown(tmp_path: Path) -> None:
    text = SOUND.read_text().replace("questions:\n", "questions:\n" + "".join(
        f"  {name}: {{ask: How large?, type: integer}}\n" for name in "abc"))  # fmt: skip
    cubes = "a * a * a + b * b * b + c * c * c == 114"
    changed = text.replace("when: is_urgent,", f"when: is_urgent or {cubes},")
    found = compare(load_texts({"r": text}, "old"), load_texts({"r": changed}, "new"))
    assert found.verdict in (UNKNOWN, DIFFERENT)
    assert found.verdict != EQUIVALENT


def test_renamed_ids_are_the_same_where_said(published: Ruleset) -> None:
    renamed = edited(("improve_prompts", "better_prompts"), ("latency_critical", "is_latency_critical"))
    assert compare(published, renamed).verdict == DIFFERENT
    names = {"improve_prompts": "better_prompts", "latency_critical": "is_latency_critical"}
    assert compare(published, renamed, names).verdict == EQUIVALENT


def test_a_question_of_another_kind_is_another_question(tmp_path: Path) -> None:
    text = SOUND.read_text().partition("scenarios:")[0]
    counted = text.replace(
        "is_urgent: {ask: Is it urgent?, type: yes_no}", "is_urgent: {ask: How urgent?, type: integer}"
    )
    counted = counted.replace("when: is_urgent,", "when: is_urgent > 3,")
    found = compare(load_texts({"r": text}, "old"), load_texts({"r": counted}, "new"))
    assert found.verdict == DIFFERENT


def test_the_command(tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(PUBLISHED, changed)
    costs = changed / "costs.yaml"
    costs.write_text(
        costs.read_text().replace("value: 1000000, unit: requests", "value: 2000000, unit: requests")
    )
    assert run("diff", "published", PUBLISHED).code == 0
    ran = run("diff", PUBLISHED, changed, ROOT / "diagrams" / "legal-documents.md")
    assert ran.code == 1
    assert "fine_tune_to_save → prompt_engineering_low_volume" in ran.out
    assert "legal-documents.md: fine_tune_to_save → prompt_engineering_low_volume" in ran.out
    assert "~ parameters › volume_gate › value: 1000000 → 2000000" in ran.out
    data = json.loads(run("diff", PUBLISHED, changed, "--json").out)
    assert (data["verdict"], data["complete"]) == ("different", True)
    assert "| Before | After | For example |" in run("diff", PUBLISHED, changed, "--format", "markdown").out
    assert "no folder" in run("diff", PUBLISHED, tmp_path / "nowhere").err
    assert "--same a=b" in run("diff", PUBLISHED, changed, "--same", "a=b").err


def test_revisions_of_a_repository(
    tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    git = ["git", "-C", tmp_path, "-c", "user.name=n", "-c", "user.email=e@example.org"]
    shutil.copytree(PUBLISHED, tmp_path / "rules")
    for argv in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *argv], check=True)
    monkeypatch.chdir(tmp_path)
    assert run("diff", "HEAD:rules", "rules").code == 0
    monkeypatch.chdir(tmp_path / "rules")
    assert run("diff", "HEAD:.", ".").code == 0
    assert "git:" in run("diff", "nothing:rules", ".").err


def test_loading_problems_are_told(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("start: x")
    with pytest.raises(AdvisorError):
        load(tmp_path)
