"""Rules as they lie in folders and repositories: hidden files, folders, links, and where a finding stands."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.rules import load
from tests.conftest import SMALL, Ran

Run = Callable[..., Ran]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A repository with the small ruleset in `rules/small`."""
    folder = tmp_path / "rules" / "small"
    folder.mkdir(parents=True)
    for file in SMALL.glob("*.yaml"):
        (folder / file.name).write_text(file.read_text())
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return folder


def commit(rules: Path) -> None:
    git = ["git", "-C", str(rules), "-c", "user.name=n", "-c", "user.email=e@example.org"]
    subprocess.run([*git, "add", "--all", "-f", str(rules.parent.parent)], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "all"], check=True)


@pytest.mark.parametrize("name", ["._rules.yaml", ".#rules.yaml", ".yamllint.yaml", ".rules.yml"])
def test_hidden_files_are_no_rules(name: str, rules: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = load(rules).digest
    (rules / name).write_bytes(b"\x00\x05\x16\x07")
    assert load(rules).digest == digest
    commit(rules)
    monkeypatch.chdir(rules)
    assert "equivalent" in run("diff", "HEAD:rules/small", rules).out


def test_a_folder_with_the_name_of_a_file_is_passed_over(
    rules: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = load(rules).digest
    (rules / "old.yaml").mkdir()
    (rules / "old.yaml" / "notes.txt").write_text("old")
    assert load(rules).digest == digest
    commit(rules)
    monkeypatch.chdir(rules)
    assert "equivalent" in run("diff", "HEAD:rules/small", rules).out


def moved_out(rules: Path) -> Path:
    """A rule file that lies elsewhere in the repository, with a link in its place."""
    file = next(iter(sorted(rules.glob("*.yaml"))))
    elsewhere = rules.parent.parent / "shared.yaml"
    file.rename(elsewhere)
    file.symlink_to(os.path.relpath(elsewhere, rules))
    return file


def test_links_of_a_revision_are_followed(rules: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    moved_out(rules)
    (rules.parent / "current").symlink_to("small")
    commit(rules)
    monkeypatch.chdir(rules)
    for name in ("HEAD:rules/small", "HEAD:./", "HEAD:rules/current", "HEAD:../current"):
        assert "equivalent" in run("diff", name, rules).out, name


@pytest.mark.parametrize("target", ["/etc/hostname", "gone.yaml", "rules.yaml"])
def test_a_link_of_a_revision_that_leads_nowhere_is_told(
    target: str, rules: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rules / "rules.yaml").unlink(missing_ok=True)
    (rules / "rules.yaml").symlink_to(target)
    commit(rules)
    monkeypatch.chdir(rules)
    ran = run("diff", "HEAD:rules/small", "published")
    assert (ran.code, "HEAD:rules.yaml: is a link that leads to no file in the repository" in ran.err) == (
        1,
        True,
    )


def test_a_file_of_a_revision_is_read_as_strictly_as_any(
    rules: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rules / "more.yaml").write_bytes(b"# \xff\n")
    commit(rules)
    monkeypatch.chdir(rules)
    assert "HEAD:more.yaml:1:3: byte 0xff is not UTF-8" in run("diff", "HEAD:rules/small", "published").err


@pytest.mark.parametrize("from_", ["rules/small", "rules", "."])
def test_findings_are_named_from_the_top_of_the_repository(
    from_: str, rules: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = rules.parent.parent
    (rules / "more, and.yaml").write_text("nothing: 1\n")
    monkeypatch.chdir(top / from_)
    folder = os.path.relpath(rules)
    for named in (folder, rules):
        told = run("check", named, "--format", "github").out
        assert told.startswith("::error file=rules/small/more%2C and.yaml,line=1,col=1,")
        (found,) = json.loads(run("check", named, "--format", "sarif").out)["runs"][0]["results"]
        uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "rules/small/more%2C%20and.yaml"


def test_outside_of_a_repository_they_are_named_from_where_one_stands(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules.yaml").write_text("nothing: 1\n")
    monkeypatch.chdir(tmp_path)
    assert "file=rules.yaml," in run("check", ".", "--format", "github").out
