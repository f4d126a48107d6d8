"""Say what was changed between two versions of a ruleset, and on which answers they disagree.

OLD and NEW are folders, names of shipped rulesets, or REV:path of the git repository one stands in.
DECISIONS are decision files or exports; they and the scenarios of both are decided under both. Exit
code 0 if the outcomes are proved to be the same, else 1.
"""

import argparse
import os
import sys
from typing import Any

from advisor import compare, decision
from advisor.answers import to_plain
from advisor.check.report import spelled
from advisor.commands.output import print_json
from advisor.compare import DIFFERENT, EQUIVALENT, Change, Comparison
from advisor.decision import ruleset_id
from advisor.errors import AdvisorError, Problem
from advisor.record.markdown import plain
from advisor.rules import Ruleset, load, load_texts, shipped
from advisor.rules.binding import spell

MAX_CHANGES = 40
"""Changed keys that are told one by one."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("old", metavar="OLD", help="folder, shipped ruleset, or REV:path")
    parser.add_argument("new", metavar="NEW", help="the same")
    parser.add_argument("decisions", nargs="*", metavar="DECISIONS", help="decisions to decide under both")
    parser.add_argument("--same", action="append", default=[], metavar="OLD=NEW",
                        help="a question or outcome that was renamed")  # fmt: skip
    parser.add_argument("--json", action="store_const", const="json", dest="format", default="text",
                        help="same as --format json")  # fmt: skip
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")


def run(args: argparse.Namespace) -> int:
    """Print the comparison; 0 if equivalent, else 1."""
    old, new = rules_of(args.old), rules_of(args.new)
    names = _names(args.same, old, new)
    found = compare.compare(old, new, names)
    told = _decided(old, new, names, args.decisions)
    if args.format == "json":
        print_json(_data(old, new, found, told))
    else:
        lines = _markdown(args, found, told) if args.format == "markdown" else _text(found, told)
        sys.stdout.write("\n".join(lines) + "\n")
    return int(found.verdict != EQUIVALENT)


def rules_of(name: str) -> Ruleset:
    """The ruleset of a folder, a shipped name, or REV:path. Raises AdvisorError."""
    if os.path.isdir(name):
        return load(name)
    if ":" in name:
        return load_texts(_git_texts(*name.split(":", 1)), name)
    if os.sep not in name and name:
        try:
            return load(shipped(name))
        except AdvisorError:
            pass
    says = f"{name} is no folder, no shipped ruleset and no REV:path"
    raise AdvisorError(
        Problem("unknown-rules", says, "name a folder, or for instance HEAD~1:rules/published")
    )


def _git_texts(revision: str, path: str) -> dict[str, str]:
    """The rule files of a folder in a revision of the repository one stands in."""
    folder = path.rstrip("/")
    listed = _git(
        "ls-tree", "--name-only", "-z", "--end-of-options", revision, f"./{folder}/" if folder else "./"
    )
    files = [file for file in listed.split("\0") if file.endswith((".yaml", ".yml"))]
    if not files:
        raise AdvisorError(Problem("unknown-rules", f"there is no .yaml file in {path} at {revision}"))
    return {f"{revision}:{file}": _git("show", "--end-of-options", f"{revision}:./{file}") for file in files}


def _git(*argv: str) -> str:
    import subprocess

    try:
        ran = subprocess.run(["git", *argv], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise AdvisorError(Problem("no-git", "REV:path needs git, which is not on PATH")) from None
    if ran.returncode:
        raise AdvisorError(
            Problem("unknown-rules", f"git: {ran.stderr.decode(errors='replace').strip()[:200]}")
        )
    return ran.stdout.decode("utf-8", errors="replace")


def _names(pairs: list[str], old: Ruleset, new: Ruleset) -> dict[str, str]:
    """The renamed ids. Raises AdvisorError for a name that is in neither."""
    names = {}
    for pair in pairs:
        one, _, other = pair.partition("=")
        known = any(
            one in getattr(old, kind) and other in getattr(new, kind) for kind in ("questions", "outcomes")
        )
        if not known:
            says = f"--same {pair}: OLD has no question or outcome `{one}`, or NEW none called `{other}`"
            raise AdvisorError(Problem("wrong-setting", says, "write --same old=new"))
        names[one] = other
    return names


def _decided(
    old: Ruleset, new: Ruleset, names: dict[str, str], files: list[str]
) -> list[tuple[str, str, str]]:
    """Name, outcome before and outcome after of each decision file and scenario that changes."""
    cases: dict[str, dict[str, object]] = {}
    for file in files:
        one = decision.read(file)
        cases[file] = {**one.answers, **one.overrides}
    for rules in (old, new):
        for name, scenario in rules.scenarios.items():
            cases.setdefault(f"scenario {name}", dict(scenario.answers))
    found = []
    for name, answers in cases.items():
        before, after = compare.both_outcomes(old, new, names, answers)
        if names.get(before, before) != after:
            found.append((name, before, after))
    return found


def _text(found: Comparison, told: list[tuple[str, str, str]]) -> list[str]:
    lines = [_verdict(found)]
    for one in found.differences:
        lines += [f"  {one.old} → {one.new}", f"    {spelled(_example(one))}"]
    lines += ["", "Changed outcomes of decisions and scenarios:"] if told else []
    lines += [f"  {name}: {before} → {after}" for name, before, after in told]
    lines += ["", "Changed keys:"] if found.changes else []
    return [*lines, *(f"  {line}" for line in _changes(found.changes))]


def _verdict(found: Comparison) -> str:
    if found.verdict == EQUIVALENT:
        return "equivalent: no answers lead to different outcomes (proved)"
    if found.verdict == DIFFERENT:
        more = "" if found.complete else ", and there may be more"
        return f"different: {len(found.differences)} pairs of outcomes{more}; an example for each"
    return "unknown: the solver could not decide within its bound"


def _changes(changes: tuple[Change, ...]) -> list[str]:
    lines = []
    for change in changes[:MAX_CHANGES]:
        path = spell(change.path)
        if change.old is None:
            lines.append(f"+ {path}: {change.new}")
        elif change.new is None:
            lines.append(f"- {path}: {change.old}")
        else:
            lines.append(f"~ {path}: {change.old} → {change.new}")
    more = len(changes) - MAX_CHANGES
    return [*lines, f"… and {more} more"] if more > 0 else lines


def _markdown(args: argparse.Namespace, found: Comparison, told: list[tuple[str, str, str]]) -> list[str]:
    """A comment for a pull request."""
    lines = [
        f"### Rules: {plain(args.old)} against {plain(args.new)}",
        "",
        f"**{plain(_verdict(found))}**",
        "",
    ]
    if found.differences:
        lines += ["| Before | After | For example |", "| --- | --- | --- |"]
        lines += [
            f"| {plain(one.old)} | {plain(one.new)} | {plain(spelled(_example(one)))} |"
            for one in found.differences
        ]
        lines.append("")
    if told:
        lines += ["| Decision or scenario | Before | After |", "| --- | --- | --- |"]
        lines += [f"| {plain(name)} | {plain(before)} | {plain(after)} |" for name, before, after in told]
        lines.append("")
    if found.changes:
        lines += ["<details><summary>Changed keys</summary>", ""]
        lines += [f"* {plain(line)}" for line in _changes(found.changes)]
        lines += ["", "</details>"]
    return lines


def _example(one: compare.Difference) -> dict[str, object]:
    return {name: to_plain(value) for name, value in one.example.items()}


def _data(old: Ruleset, new: Ruleset, found: Comparison, told: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "old": ruleset_id(old)._asdict(),
        "new": ruleset_id(new)._asdict(),
        "differences": [
            {"old": one.old, "new": one.new, "example": _example(one)} for one in found.differences
        ],
        "complete": found.complete,
        "decisions": [{"name": name, "old": before, "new": after} for name, before, after in told],
        "changes": [{"path": list(one.path), "old": one.old, "new": one.new} for one in found.changes],
    }
