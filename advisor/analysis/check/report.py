"""A report for people, for programs, and for the pages of a code host."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from advisor.analysis.check import Report
from advisor.analysis.check.codes import ERROR, NOTE, WARNING
from advisor.analysis.check.findings import Finding
from advisor.analysis.check.paths import MAX_PATHS, Paths
from advisor.engine.answers import setting
from advisor.errors import one_line
from advisor.quantities import amount

FORMATS = ("text", "json", "github", "sarif")


def render(report: Report, format_: str) -> str:
    """The report as text in one of `FORMATS`."""
    return {"text": _text, "json": _json, "github": _github, "sarif": _sarif}[format_](report)


def _text(report: Report) -> str:
    lines = [line for one in report.findings if one.severity != NOTE for line in _entry(one)]
    notes = [one for one in report.findings if one.severity == NOTE]
    for code in dict.fromkeys(one.code for one in notes):
        first, *others = (one for one in notes if one.code == code)
        more = f", and {len(others)} more like it" if others else ""
        lines.append(one_line(f"{first.place}: note: {first.says} ({first.code}{more})"))
    kinds = (ERROR, WARNING, NOTE)
    sums = [", ".join(amount(sum(one.severity == kind for one in report.findings), kind) for kind in kinds)]
    if report.paths:
        proposes = "no scenarios (--write-scenarios proposes some)"
        held = amount(report.scenarios, "scenario") if report.scenarios else proposes
        sums += [_paths(report.paths), held]
    return "\n".join([*lines, "; ".join(sums)]) + "\n"


def _paths(paths: Paths) -> str:
    found = amount(len(paths.listed), "way through the chart", "ways through the chart")
    if paths.complete:
        return found
    if len(paths.listed) == MAX_PATHS:
        return f"more than {found} (so many are listed)"
    return f"{found}, and there may be more"


def _entry(one: Finding) -> list[str]:
    where = f"{one.where}: " if one.where else ""
    lines = [f"{one.place}: {one.severity}: {where}{one.says} ({one.code})"]
    if one.example:
        lines.append(f"    for example {as_settings(one.example)}")
    return [one_line(line) for line in lines + ([f"    {one.remedy}"] if one.remedy else [])]


def as_settings(example: Mapping[str, object]) -> str:
    """Answers as a command line takes them."""
    return " ".join(setting(name, value) for name, value in example.items())


def to_data(report: Report) -> dict[str, object]:
    """The report as plain data."""
    return {
        "findings": [_finding(one) for one in report.findings],
        "paths": [{"outcome": way.outcome, "example": dict(way.example),
                   "path": [{"decision": name, "branch": label} for name, label in way.path]}
                  for way in (report.paths.listed if report.paths else ())],
        "paths_complete": bool(report.paths and report.paths.complete),
        "paths_bound": MAX_PATHS,
        "proposals": [one._asdict() for one in report.proposals],
    }  # fmt: skip


def _finding(one: Finding) -> dict[str, object]:
    return {
        "code": one.code, "severity": one.severity, "file": one.place.file, "line": one.place.line,
        "column": one.place.column, "where": one.where, "says": one.says, "remedy": one.remedy,
        "example": dict(one.example) if one.example is not None else None,
    }  # fmt: skip


def _json(report: Report) -> str:
    return json.dumps(to_data(report), indent=2, ensure_ascii=False) + "\n"


def _github(report: Report) -> str:
    """Workflow commands, which show up beside the line in a pull request."""
    levels = {ERROR: "error", WARNING: "warning", NOTE: "notice"}
    lines = []
    for one in report.findings:
        line, column = max(one.place.line, 1), max(one.place.column, 1)
        place = f"file={_property(_from_top(one.place.file))},line={line},col={column}"
        lines.append(
            f"::{levels[one.severity]} {place},title={_property(one.code)}::{_escaped(_sentence(one))}"
        )
    return "".join(f"{line}\n" for line in lines)


def _from_top(file: str) -> str:
    """The path of a file from the top of the repository it is in, as a code host names it."""
    real = Path(file).resolve()
    top = next((folder for folder in real.parents if (folder / ".git").exists()), None)
    return (real.relative_to(top) if top else Path(file)).as_posix()


def _sentence(one: Finding) -> str:
    """A finding in one line, for those who show no more than a text."""
    where = f"{one.where}: " if one.where else ""
    example = f"; for example {as_settings(one.example)}" if one.example else ""
    remedy = f" ({one.remedy})" if one.remedy else ""
    return one_line(f"{where}{one.says}{example}{remedy}")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(report: Report) -> str:
    levels = {ERROR: "error", WARNING: "warning", NOTE: "note"}
    results = [{
        "ruleId": one.code, "level": levels[one.severity],
        "message": {"text": _sentence(one).replace("](", "] (")},  # else viewers make it a link
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": quote(_from_top(one.place.file))},
            "region": {"startLine": max(one.place.line, 1), "startColumn": max(one.place.column, 1)}}}],
    } for one in report.findings]  # fmt: skip
    codes = sorted({one.code for one in report.findings})
    driver = {"name": "advisor", "rules": [{"id": code} for code in codes]}
    runs = [{"tool": {"driver": driver}, "results": results}]
    return json.dumps({"version": "2.1.0", "runs": runs}, indent=2, ensure_ascii=False) + "\n"
