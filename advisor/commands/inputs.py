"""What most commands take: files with answers, and settings over them."""

import argparse
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from advisor import decision
from advisor.commands.options import CURRENT, RULESET, wrong
from advisor.decision import SavedDecision
from advisor.engine import checking
from advisor.engine.answers import Answers
from advisor.engine.session import Trace, walk
from advisor.errors import AdvisorError, AnswerError, Place, Problem, brief
from advisor.prices import market
from advisor.rules import Ruleset, load

if TYPE_CHECKING:
    from advisor.advice.model import Advice
    from advisor.analysis.whatif.ranges import Ranges


class Inputs(NamedTuple):
    """The rules and the answers of one command line, and the decisions the answers came from.

    ranges: answers that are known within bounds only; among the answers they are "not sure"
    """

    rules: Ruleset
    answers: Answers
    decisions: list[SavedDecision]
    ranges: "Ranges" = {}

    def made(self, trace: Trace) -> date:
        """The day of the decision that a walk comes to: an earlier one, if it was read and is the same."""
        return decision.made_on(trace, date.today(), self.decisions)

    def advise(self) -> "Advice":
        """The advice for the answers. Raises AdvisorError."""
        from advisor.advice.advice import advise  # not for a questionnaire that begins

        trace = walk(self.rules, self.answers)
        return advise(trace, made=self.made(trace))


def read(args: argparse.Namespace, *, ranges: bool = False, unfinished: bool = False) -> Inputs:
    """Rules and checked answers of a command line, at the prices asked for. Raises AdvisorError.

    ranges: whether an answer can be a range
    unfinished: whether more is asked after these answers
    """
    rules = load(args.rules)
    files = args.files if isinstance(args.files, list) else [args.files] if args.files else []
    decisions = [decision.read(file) for file in files]
    for file, one in zip(files, decisions, strict=True):
        _same_rules(rules, file, one)
    saved = next((one for one in reversed(decisions) if one.market), None)
    set_ = dict(args.settings)
    values, places = decision.joined([_at_own_figures(one) for one in decisions], set_)
    rules = _at_prices(rules, args, saved, values)
    if saved:
        _forget_model(rules, saved, values, set_)
    within = _ranges(rules, values, places)
    if within and not ranges:
        name = next(iter(within))
        says = f"`{brief(values[name])}` is a range"
        remedy = "for ranges use advisor whatif, or advisor decide --partial"
        raise AnswerError(Problem("wrong-answer", says, remedy, places.get(name), name))
    checked = checking.check(rules, values | dict.fromkeys(within, "unknown"), places, unfinished=unfinished)
    checked = checked._replace(evidence=decision.sources(decisions, set_))
    checked, measured = _with_evidence(rules, checked, args)
    if not unfinished:
        checking.admit(rules, checked, places)  # with the answers of files, and at other prices
    return Inputs(rules, checked, decisions, {**within, **measured} if ranges else within)


def _with_evidence(rules: Ruleset, checked: Answers, args: argparse.Namespace) -> "tuple[Answers, Ranges]":
    """The answers, with those that files of evidence give; and numbers that these give within bounds only."""
    paths = getattr(args, "evidence", [])
    if not paths:
        return checked, {}
    from advisor.analysis import measured
    from advisor.commands import evidence

    if "-" in paths and "-" in args.files:
        raise wrong("FILE and --evidence are both standard input", "name a file")
    return measured.taken(rules, checked, evidence.read(paths))


def _ranges(rules: Ruleset, values: dict[str, object], places: dict[str, Place]) -> "Ranges":
    if not any(isinstance(value, str) and ".." in value for value in values.values()):
        return {}
    from advisor.analysis.whatif import ranges  # loads what most commands do not need

    return ranges.read(rules, values, places)


def _at_own_figures(one: SavedDecision) -> SavedDecision:
    """A saved decision without the listed prices in it: what is left are the user's own figures."""
    return one._replace(overrides=decision.own_figures(one))


def _at_prices(
    rules: Ruleset, args: argparse.Namespace, saved: SavedDecision | None, values: dict[str, object]
) -> Ruleset:
    """The rules at the token prices of today, of a saved decision, or their own. Raises AdvisorError.

    A model that is named is among their options then, and `values` choose it.
    """
    if args.prices == RULESET and args.api_model is None:
        return rules
    if args.api_model is not None:
        rules = _with_model(rules, args, values)
    elif saved:
        rules = decision.rules_for(rules, saved)
    if args.api_model is None and args.prices != CURRENT:
        return rules
    from advisor.prices import current  # loads the list of prices

    return current.priced(rules, values)


def _with_model(rules: Ruleset, args: argparse.Namespace, values: dict[str, object]) -> Ruleset:
    """The rules with the model that is named, which `values` then choose. Raises AdvisorError."""
    if not args.api_model.strip():
        raise wrong("--api-model names no model", "write --api-model o3-mini")
    if args.prices == RULESET:
        raise _contradiction(args, f"--prices {RULESET}", "ask for different prices")
    from advisor.prices import current

    rules, choice, option = current.with_api_model(rules, args.api_model.strip())
    chosen = dict(args.settings).get(choice)
    if chosen is not None and not _is_option(rules, choice, chosen, option):
        raise _contradiction(args, f"--set {choice}={brief(chosen)}", "choose different offers")
    values[choice] = option
    return rules


def _is_option(rules: Ruleset, choice: str, text: str, option: str) -> bool:
    try:
        return checking.parse(rules, choice, text) == option
    except ValueError:
        return False


def _contradiction(args: argparse.Namespace, other: str, do: str) -> AdvisorError:
    return wrong(f"--api-model {brief(args.api_model)} and {other} {do}", "leave one of them out")


def _forget_model(
    rules: Ruleset, saved: SavedDecision, values: dict[str, object], set_: Mapping[str, str]
) -> None:
    """Take a saved model that is not priced any more out of `values`. Raises AdvisorError if it is chosen."""
    known = decision.rules_for(rules, saved)
    gone = {option for option in market.added(known) if option not in market.added(rules)}
    chosen = next((name for name, value in values.items() if value in gone), None)
    if chosen:
        says = f"the rules have no price for {known.options(chosen)[str(values[chosen])]}"
        raise AdvisorError(Problem("no-price", says, f"choose an offer of theirs: --set {chosen}=…"))
    for name in [name for name in values if name.partition(".")[2] in gone and name not in set_]:
        del values[name]


def _same_rules(rules: Ruleset, file: str, one: SavedDecision) -> None:
    if one.ruleset and one.ruleset.id != rules.id:
        says = f"{file} was decided under the rules `{brief(one.ruleset.id)}`, these are `{rules.id}`"
        raise AdvisorError(Problem("other-rules", says, "name its rules with --rules"))
