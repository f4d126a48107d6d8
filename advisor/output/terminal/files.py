"""What files of evidence say: each by itself, what it means for the questions, and beside an advice."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from advisor.engine.answers import shown
from advisor.engine.session import Trace
from advisor.evidence import texts
from advisor.output.terminal import page
from advisor.quantities import amount, show
from advisor.rules import Ruleset

if TYPE_CHECKING:  # only some commands read files of evidence
    from advisor.evidence.measures import Evidence, Measure
    from advisor.evidence.wants import Suggestion


def from_files(trace: Trace) -> page.Parts:
    """The answers that files gave, and what they say of those that they leave open."""
    answers, rules = trace.scope.answers, trace.rules
    if answers.evidence:
        yield page.heading("From files")
        yield page.bullets(
            f"{rules.label(name)}: {_with_source(trace, name)} ({name})" for name in answers.evidence
        )


def _with_source(trace: Trace, name: str) -> str:
    """An answer and where it comes from, the figure said once."""
    given, source = trace.scope.answers.given, trace.scope.answers.evidence[name]
    answer = shown(trace.rules, name, given[name]) if name in given else "open"
    if source.says.startswith(answer):
        return f"{source.says}, from {source.file}"
    return f"{answer}, from {source}"


def evidence_found(
    files: Sequence["Evidence"], suggested: Mapping[str, "Suggestion"], rules: Ruleset
) -> page.Parts:
    """What was found in each file, and what it means for the questions of the rules."""
    for one in files:
        yield from _file(one)
    yield from _meaning(suggested, rules)


def _file(one: "Evidence") -> page.Parts:
    head = f": {one.title}, {amount(one.records, 'record')}"
    yield page.assemble((one.file, "bold"), (head if one.complete else f"{head}, and there is more", ""))
    yield page.columns(map(_row, one.measures))
    remarks = {remark.says: None for each in one.measures for remark in each.remarks}
    yield page.bullets(dict.fromkeys([*(remark.says for remark in one.remarks), *remarks]), "!", "yellow")
    if one.damaged:
        yield page.bullets(_damage(one), "!", "bold yellow")
    if one.groups:
        yield page.indented("Of these prompts and providers, the best is taken:")
        shares = [measure for measure in one.groups if measure.name == "pass_share"]
        yield page.columns(((measure.group, *_row(measure)[1:]) for measure in shares), by=4)
    yield page.text()


def _damage(one: "Evidence") -> Iterator[str]:
    for problem in one.problems:
        line = problem.place.line if problem.place else 0
        yield f"line {show(line)} {problem.says}" if line else problem.says
    more = one.damaged - len(one.problems)
    if more:
        yield f"{show(more)} more like these were left out"


def _row(measure: "Measure") -> tuple[str, str, str]:
    """A measure: its name, its value, and what it was counted from with its interval."""
    value = "not known" if measure.value is None else texts.amount_of(measure.value, measure)
    interval = texts.spread(measure) if measure.interval else ""
    return measure.name, value, ", ".join(filter(None, (measure.basis, interval)))


def _meaning(suggested: Mapping[str, "Suggestion"], rules: Ruleset) -> page.Parts:
    yield page.text(f"What it means for: {rules.ruleset.title}", "bold cyan")
    if not suggested:
        yield page.indented("Nothing: the rules ask for none of this.")
    for name, one in suggested.items():
        says = (_suggested(rules, one), "bold")
        yield page.indented(page.assemble((f"{rules.label(name)}: ", ""), says, (f" ({name})", "dim")))
        yield page.indented(f"{one.file}: {one.sentence}", 4)
        yield page.indented(page.bullets(remark.says for remark in one.remarks if remark.code == "also"), 2)


def _suggested(rules: Ruleset, one: "Suggestion") -> str:
    if one.value is not None:
        return shown(rules, one.question, one.value)
    return "not sure" if one.straddles else "cannot be told"
