"""Checks of the data beside the chart: what nothing uses, what lacks a source, what has grown old."""

from collections.abc import Iterator
from datetime import date

from advisor.analysis.check.conditions import beside
from advisor.analysis.check.findings import Finding, finding
from advisor.language.expression import Expression
from advisor.language.tree import option_of
from advisor.rules import Ruleset
from advisor.rules.beside import Costs, CostTable
from advisor.rules.marks import TEMPLATE_NAME
from advisor.rules.model import Sections, keys_of


def unused(rules: Ruleset) -> Iterator[Finding]:
    """Questions and figures that nothing reads; what only they read is their consequence. Options, where others are."""
    read = _used_names(rules)
    used = read | {option_of(name)[0] for name in read}
    left = [(section, name) for section in ("questions", "parameters", "formulas")
            for name in getattr(rules, section) if name not in used]  # fmt: skip
    read_there = {name for _, other in left for name in _read_by(rules, other) if name != other}
    for section, name in left:
        if name not in read_there:
            yield finding(rules, "unused", (section, name), f"nothing reads {name}")
    for name in used & rules.questions.keys() - read:
        for option in rules.questions[name].kind.parts:
            if f"{name}.{option}" not in read:
                path = ("questions", name, "options", option)
                yield finding(rules, "unused", path, f"nothing reads {name}.{option}")


def never_asked(rules: Ruleset) -> Iterator[Finding]:
    """Questions that a condition beside the chart reads and the questionnaire never comes to."""
    asked = {*rules.ask_first, *(name for group in rules.details for name in group.ask)}
    for state in rules.chart.reached:
        asked.update(rules.asked_at(state))
    readers = {name: path for path, when, _ in beside(rules) for name in rules.questions_of(when)}
    for name in rules.questions:
        if name in readers and name not in asked:
            section, reader, _ = readers[name]
            by = f"refuse[{reader}]" if section == "refuse" else reader
            says = f"{by} reads {name}, but the questionnaire never asks it"
            yield finding(rules, "never-asked", ("questions", name), says)


def out_of_place(rules: Ruleset) -> Iterator[Finding]:
    """Techniques, shortlists, complements and approaches that no outcome or use case brings up."""
    approaches = {outcome.approach for outcome in rules.outcomes.values()}
    for section in ("techniques", "shortlists"):
        for name, one in getattr(rules, section).items():
            if one.approach and one.approach not in approaches:
                says = f"{name} is for the approach {one.approach}, which no outcome has"
                yield finding(
                    rules, "unused", (section, name, "approach"), says, "mend the approach, or remove it"
                )
    joined = {name for row in rules.use_cases.values() for name in row.complements}
    for name in rules.complements.keys() - joined:
        yield finding(
            rules, "unused", ("complements", name), f"no use case has {name}", "add it to one, or remove it"
        )
    for section in ("cautions", "hybrids"):
        for name, one in getattr(rules, section).items():
            if not any(rules.is_for(one, state) for state in rules.outcomes):
                says = f"{name} is for outcomes of the approach {one.approach}, and there are none"
                path = (section, name, "approach")
                yield finding(rules, "never-holds", path, says, "mend the approach, or remove it")
    mentioned = approaches | {row.approach for row in rules.use_cases.values()}
    for name in rules.approaches.keys() - mentioned:
        yield finding(
            rules, "unused", ("approaches", name), f"no outcome or use case has {name}", "remove it"
        )


def _used_names(rules: Ruleset) -> set[str]:
    """Every name that a condition, formula, default, text or table reads, through formulas that are used."""
    used: set[str] = set()
    queue = [name for section in keys_of(Sections) if section not in _ELSEWHERE
             for name in _names_in(getattr(rules, section))]  # fmt: skip
    queue += [
        name
        for question, one in rules.questions.items()
        for name in _names_in(tuple(one))
        if name != question
    ]
    queue += [name for one in rules.techniques.values() for name in _names_in((one.says, one.tried))]
    queue += [question for question, one in rules.questions.items() if one.options_from]
    queue += [one.tokens for one in rules.parameters.values() if one.tokens]
    queue += [name for one in rules.cautions.values() for name in one.while_open]
    queue += [one.bar for one in rules.evidence.values() if one.bar]
    reached = [rules.outcomes[state] for state in rules.chart.reached if state in rules.outcomes]
    queue += [name for outcome in reached for name in outcome.ask if _decides_a_list(rules, name)]
    queue += [name for outcome in reached for name in outcome.figures]
    for name in queue:
        if name not in used:
            used.add(name)
            queue += _read_by(rules, name)
    return used


_ELSEWHERE = ("questions", "techniques", "formulas", "parameters", "scenarios", "details")
"""Sections of which not every text is read: those of a question by others only, of a figure if it is used."""


def _read_by(rules: Ruleset, name: str) -> list[str]:
    """The names that a formula, parameter or default reads."""
    if name in rules.formulas:
        return _names_in(rules.formulas[name])
    return [] if option_of(name)[1] else list(rules.reads(name))


def _decides_a_list(rules: Ruleset, name: str) -> bool:
    read = (other for one in rules.shortlists.values() for other in (*one.fits.names, *one.rank.names))
    return name in {option_of(other)[0] for other in read}


def _names_in(value: object) -> list[str]:
    """The names that expressions and texts inside a value read."""
    if isinstance(value, Expression):
        return list(value.names)
    if isinstance(value, str):
        return TEMPLATE_NAME.findall(value)
    if isinstance(value, dict):
        return [name for entry in value.values() for name in _names_in(entry)]
    if isinstance(value, CostTable):
        return [value.by, *value.show, value.monthly, value.once, value.once_chosen]
    if isinstance(value, Costs):
        return [*value.figures, *_names_in(value.compare)]
    if isinstance(value, tuple):
        return [name for entry in value for name in _names_in(entry)]
    return []


def no_next_steps(rules: Ruleset) -> Iterator[Finding]:
    """Outcomes that leave the user without a next step."""
    for name, outcome in rules.outcomes.items():
        if not outcome.next:
            says = f"the outcome {name} names no next step"
            yield finding(rules, "no-next-steps", ("outcomes", name), says)


def no_source(rules: Ruleset) -> Iterator[Finding]:
    """Figures of which nobody knows whose they are, or of when."""
    for name, parameter in rules.parameters.items():
        missing = [key for key in ("source", "date") if not getattr(parameter, key)]
        if missing:
            says = f"the parameter {name} has no {' and no '.join(missing)}"
            yield finding(rules, "no-source", ("parameters", name), says, f"add {' and '.join(missing)}")
    for name, question in rules.questions.items():
        for option, one in question.options.items():
            if one.retires and not one.retires_source:
                says = f"nobody says that {option} of {name} retires on {one.retires}"
                yield finding(
                    rules, "no-source", ("questions", name, "options", option), says, "add retires_source"
                )


def stale(rules: Ruleset, today: date, max_age: int) -> Iterator[Finding]:
    """Figures older than `max_age` days."""
    for name, parameter in rules.parameters.items():
        if parameter.date and (today - parameter.date).days > max_age:
            days = (today - parameter.date).days
            says = f"the parameter {name} is of {parameter.date}, {days} days ago"
            yield finding(rules, "stale", ("parameters", name, "date"), says)
