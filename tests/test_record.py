"""Decision records: complete, safe, decidable again; and their review."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from advisor import decision
from tests.conftest import EXAMPLE, ROOT, SMALL, Ran, sets
from tests.test_published import WAYS
from tests.test_rules_readme import example

SHIPPED = ROOT / "rules" / "published"


@pytest.mark.parametrize("outcome", WAYS)
@pytest.mark.parametrize("format_", ["madr", "nygard", "json"])
def test_every_record_can_be_decided_again(
    outcome: str, format_: str, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    out = tmp_path / f"record.{'json' if format_ == 'json' else 'md'}"
    answers = sets({**WAYS[outcome], "use_case": "technical_documentation"})
    assert run("record", *answers, "--format", format_, "-o", out).code == 0
    again = json.loads(run("decide", out, "--json").out)
    straight = json.loads(run("decide", *answers, "--json").out)
    assert (again["outcome"], again["path"]) == (straight["outcome"], straight["path"])
    assert run("diagram", out, "-o", "-").out.startswith("<svg")
    assert run("costs", out, "--json").code == 0


def test_madr_has_its_sections_and_says_what_was_assumed(tmp_path: Path, run: Callable[..., Ran]) -> None:
    text = run("record", *sets(EXAMPLE), "--set", "engineering_rate=150", "-o", "-").out
    front = yaml.safe_load(text.split("---")[1])
    assert front == {
        "status": "proposed",
        "date": date.today(),
        "decision-makers": None,
        "consulted": None,
        "informed": None,
    }
    assert re.findall(r"^##+ (.*)$", text, re.MULTILINE)[:8] == [
        "Context and Problem Statement", "Decision Drivers", "Considered Options", "Decision Outcome", "Consequences",
        "Confirmation", "Pros and Cons of the Options", "Fine-tune to save money"]  # fmt: skip
    assert "| Prompting offer | GPT-4o (OpenAI) | assumed: the source compares with it |" in text
    assert "| Rate of an engineer | $150 an hour | figure of our own |" in text
    assert (
        "| Price of input tokens | $2.50 per million tokens | article, cost of prompt engineering | 2026-05-08 |"
        in text
    )
    assert "\n---\nflowchart TD\n" in text.partition("```mermaid\n---\n")[2]
    assert 'Chosen option: "Fine-tune to save money"' in text
    assert (
        "Requests ≥ Volume from which a custom model is weighed (when decided: 1,000,000 ≥ 1,000,000)" in text
    )


def test_files_are_numbered_linked_and_never_overwritten(tmp_path: Path, run: Callable[..., Ran]) -> None:
    folder = tmp_path / "adr"
    folder.mkdir()
    (folder / "0006-older.md").write_text("# Older")
    picture = tmp_path / "my pictures" / "path.svg"
    picture.parent.mkdir()
    ran = run("record", "--set", "base_model_suffices=yes", "-o", folder, "--diagram", picture)
    written = folder / "0007-stay-with-prompts.md"
    assert (ran.code, ran.out.split("\n")[:2], ran.err) == (0, [str(written), str(picture)], "")
    assert "![The path to: Stay with prompts](../my%20pictures/path.svg)" in written.read_text()
    assert picture.exists()
    ran = run("record", "--set", "base_model_suffices=yes", "-o", written)
    assert (ran.code, "--force" in ran.err) == (1, True)
    assert run("record", "--set", "base_model_suffices=yes", "-o", written, "--force").code == 0


@pytest.mark.parametrize(("out", "options", "is_json"), [
    ("r.json", [], True), ("r.JSON", [], True), ("r.md", [], False), ("r.json", ["--format", "madr"], False),
    ("r.md", ["--format", "json"], True),
])  # fmt: skip
def test_the_suffix_says_the_format_unless_it_is_named(
    out: str, options: list[str], is_json: bool, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    assert run("record", "--set", "base_model_suffices=yes", "-o", tmp_path / out, *options).code == 0
    assert (tmp_path / out).read_text().startswith("{") is is_json


def test_an_edited_record_still_works_and_a_damaged_one_does_not(
    tmp_path: Path, run: Callable[..., Ran]
) -> None:
    out = tmp_path / "r.md"
    run("record", *sets(EXAMPLE), "-o", out)
    text = out.read_text()
    out.write_text("Our own words.\n" + text.replace("proposed", "accepted"))
    assert run("decide", out).code == 0
    out.write_text(text.replace('"training_examples":1000', '"training_examples":10'))
    assert "damaged" in run("decide", out).err


def rules_with(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in SHIPPED.glob("*.yaml"):
        text = file.read_text()
        (folder / file.name).write_text(text.replace(old, new) if file.name == "costs.yaml" else text)
    return folder


def test_review_says_what_holds_and_what_flipped(tmp_path: Path, run: Callable[..., Ran]) -> None:
    record, picture, other = tmp_path / "a.md", tmp_path / "b.svg", tmp_path / "c.md"
    run("record", *sets(EXAMPLE), "-o", record)
    run("diagram", "--set", "base_model_suffices=yes", "-o", picture)
    other.write_text("# Written by hand")
    ran = run("review", record, picture, other)
    assert ran.code == 0
    assert "a.md: holds: Fine-tune to save money" in ran.out
    assert "c.md: holds no decision, skipped" in ran.err

    stricter = rules_with(tmp_path, "value: 1000, unit: examples", "value: 2000, unit: examples")
    ran = run("review", record, picture, "--rules", stricter, "--json")
    assert ran.code == 1
    one, two = json.loads(ran.out)["reviews"]
    assert (one["status"], one["was"], one["now"]) == ("flipped", "fine_tune_to_save", "improve_prompts")
    assert one["turn"] == {
        "decision": "training_data",
        "was": "yes",
        "now": "no",
        "because": "1,000 × 1 = 1,000 < 2,000",
    }
    assert (two["status"], two["rules_changed"]) == ("holds", True)
    ran = run("review", record, "--rules", stricter)
    assert "flipped: from Fine-tune to save money to Improve the prompts first" in ran.out
    assert "turned at: Enough training examples? no" in ran.out


def test_review_names_old_figures_and_open_questions(tmp_path: Path, run: Callable[..., Ran]) -> None:
    record = tmp_path / "a.md"
    run("record", *sets(EXAMPLE), "-o", record)
    assert "older than 10 days" in run("review", record, "--max-age", "10").out
    assert "older than" not in run("review", record, "--max-age", "100000").out
    partial = tmp_path / "p.yaml"
    partial.write_text(
        "ruleset: {id: published, version: 1, digest: x}\nanswers: {base_model_suffices: no}\noutcome: improve_prompts\n"
    )
    ran = run("review", partial)
    assert (ran.code, "needs an answer to training_examples" in ran.out) == (1, True)
    partial.write_text(partial.read_text().partition("outcome")[0])
    assert "p.yaml: is open, as it was: needs an answer to training_examples" in run("review", partial).out
    partial.write_text(
        "ruleset: {id: published, version: 1, digest: x}\nanswers: {gone: no}\noutcome: improve_prompts\n"
    )
    ran = run("review", partial)
    assert (ran.code, "cannot be decided again" in ran.out) == (1, True)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A decision of another day, in the words of somebody who typed it."""
    file = tmp_path / "old.yaml"
    file.write_text(
        "ruleset: {id: published, version: 1, digest: x}\ndate: 2026-01-02\noutcome: improve_prompts\n"
        "answers: {base_model_suffices: n, training_examples: 0.64k}\noverrides: {engineering_rate: $150}\n"
    )
    return file


OLD = "2026-01-02"


@pytest.mark.parametrize("form", ["r.md", "nygard.md", "r.json", "p.svg", "p.mmd", "p.dot"])
def test_what_is_made_again_keeps_the_day_of_the_decision(
    form: str, old: Path, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    out, today = tmp_path / form, date.today().isoformat()
    command = ["diagram"] if form.startswith("p") else ["record"]
    command += ["--format", "nygard"] if form.startswith("nygard") else []
    assert run(*command, old, "-o", out).code == 0
    assert decision.read(str(out)).made == date(2026, 1, 2)
    text = out.read_text()
    if form.endswith(".md"):
        assert f"Decided on {OLD}, and written again on {today}, under the rules" in text
        assert f"{'date' if form == 'r.md' else 'Date'}: {OLD}\n" in text
    elif form.endswith(".json"):
        assert (json.loads(text)["date"], json.loads(text)["written"]) == (OLD, today)
    else:
        assert f"decided {OLD}, drawn {today}" in text
    again = run("decide", out, "--full").out  # and once more, from what was made again
    assert f"decided {OLD}, told again {today}" in " ".join(again.split())


@pytest.mark.parametrize("change", [["--set", "training_examples=639"], ["--set", "engineering_rate=151"],
                                    ["--set", "use_case=other"]])  # fmt: skip
def test_what_is_decided_otherwise_is_decided_today(
    change: list[str], old: Path, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    assert run("record", old, *change, "-o", tmp_path / "r.md").code == 0
    assert decision.read(str(tmp_path / "r.md")).made == date.today()
    assert "written again" not in (tmp_path / "r.md").read_text()
    same = ["--set", "training_examples=640"]
    assert json.loads(run("decide", old, *same, "--json").out)["date"] == OLD
    old.write_text(old.read_text().replace("improve_prompts", "prompt_engineering"))  # the rules were others
    assert json.loads(run("decide", old, "--json").out)["date"] == date.today().isoformat()


def test_steps_are_named_and_titles_with_commas_stay_apart(run: Callable[..., Ran]) -> None:
    answers = sets({**EXAMPLE, "gpu_memory_gb": 24})
    for form in ("madr", "nygard"):
        text = run("record", *answers, "--format", form, "-o", "-").out
        assert "\n\nNext steps:\n\n1. " in text
        assert "best first: LoRA, rank 16; QLoRA, 4 bit; Prefix tuning\n" in text


@pytest.mark.parametrize("form", ["madr", "nygard"])
def test_a_record_has_no_heading_with_nothing_under_it(
    tmp_path: Path, run: Callable[..., Ran], form: str
) -> None:
    (tmp_path / "rules.yaml").write_text(example("table:"))
    for rules, answer in ((tmp_path, "zone=edge"), (SMALL, "is_raining=yes")):
        text = run("record", "--rules", rules, "--set", answer, "--format", form, "-o", "-").out
        assert "# Confirmation\n\n" in text
        assert not re.search(r"^(##+) .*\n+(\1 |<!--)", text, re.MULTILINE)
