"""What a user gives, as typed text or plain values, held against the rules; what comes out are Answers."""

from collections.abc import Mapping

from advisor.engine import refusals
from advisor.engine.answers import Answer, Answers
from advisor.errors import MAX_PROBLEMS, AnswerError, Place, Problem, brief, did_you_mean
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.kinds.figures import figure


def check(
    rules: Ruleset,
    values: Mapping[str, object],
    places: Mapping[str, Place] | None = None,
    *,
    unfinished: bool = False,
) -> Answers:
    """Answers and overrides by name, as typed text or plain values, parsed and validated.

    `places` tells where each name was found. Raises AnswerError with every problem. Answers that cannot be
    together are one too, but for `unfinished` ones: who goes on asking can ask for them again.
    """
    given: dict[str, Answer] = {}
    overrides: dict[str, Number] = {}
    problems: list[Problem] = []
    for name, raw in values.items():
        if len(problems) > MAX_PROBLEMS:  # looking for what was meant takes a while each
            break
        try:
            if name in rules.questions:
                given[name] = parse(rules, name, raw)
            else:
                overrides[name] = _override(rules, name, raw)
        except ValueError as error:
            says, remedy = (*error.args, "")[:2]
            problems.append(Problem("wrong-answer", says, remedy, (places or {}).get(name), brief(name)))
    if not problems:
        overrides, problems = _by_choice(rules, given, overrides)
    if problems:
        raise AnswerError(problems)
    found = Answers(given, overrides)
    if not unfinished:
        admit(rules, found, places)
    return found


def admit(rules: Ruleset, answers: Answers, places: Mapping[str, Place] | None) -> None:
    """Raise AnswerError for answers that the rules refuse together."""
    if problems := refusals.problems(rules, answers, places or {}):
        raise AnswerError(problems)


def parse(rules: Ruleset, name: str, raw: object) -> Answer:
    """One answer. Raises ValueError(what was found and is allowed, what to do)."""
    return rules.questions[name].kind.read(raw)


def _override(rules: Ruleset, name: str, raw: object) -> Number:
    parameter, _, option = name.partition(".")
    if parameter in rules.questions and option in rules.questions[parameter].options:
        raise ValueError(f"`{brief(name)}` is an option, not an answer", f"write {parameter}={option}")
    if parameter not in rules.parameters:
        allowed = [*rules.questions, *rules.parameters]
        raise ValueError(f"there is no question or parameter `{brief(name)}`", did_you_mean(name, allowed))
    values = rules.parameters[parameter].values
    if option and option not in values:
        raise ValueError(f"`{brief(option)}` is no option of {parameter}", did_you_mean(option, values))
    return figure(rules.parameters[parameter], raw)


def _by_choice(
    rules: Ruleset, given: Mapping[str, Answer], overrides: dict[str, Number]
) -> tuple[dict[str, Number], list[Problem]]:
    """Overrides with the option spelled out: a bare name means the option that is chosen."""
    spelled: dict[str, Number] = {}
    problems = []
    for name, value in overrides.items():
        choice = rules.parameters[name.partition(".")[0]].by
        if not choice or "." in name:
            spelled[name] = value
            continue
        chosen = given.get(choice) or rules.questions[choice].default
        if isinstance(chosen, str) and chosen:
            spelled[f"{name}.{chosen}"] = value
            continue
        options = rules.parameters[name].values
        remedy = f"answer {choice}, or set {name}.{next(iter(options))}"
        says = f"depends on {choice}, which is not answered"
        problems.append(Problem("wrong-answer", says, remedy, where=name))
    return spelled, problems
