"""How one question is put: why it is asked, which answer is suggested, and a list or a field."""

from collections.abc import Callable
from typing import Any

from advisor.engine import answers
from advisor.engine.answers import UNKNOWN, Answer
from advisor.engine.session import walk
from advisor.engine.texts import filled
from advisor.rules import Ruleset
from advisor.rules.kinds import Widget
from advisor.wizard import flow, prompts
from advisor.wizard.entries import NOT_SURE_KEY
from advisor.wizard.flow import Form
from advisor.wizard.prompts import Back, Entry, say


class Nothing:
    """What an optional question gives when it is left without an answer; there is one, `NOTHING`."""


NOTHING = Nothing()


def ask(form: Form, name: str, drafts: dict[str, str], *, optional: bool = False) -> Any:
    """The answer to one question, or Back; NOTHING where it is optional and left without one.

    drafts: what was typed and left without Enter, by question; offered again, and kept up here
    """
    question, scope = form.rules.questions[name], walk(form.rules, form.answers).scope
    for text in (question.why, question.help):
        if text:
            say("  " + filled(text, scope), quiet=True)
    if not_told := flow.not_told(form, name):
        say(f"  {not_told}", quiet=True)
    if name in form.answers.given and (why := _why_not(form, name)(form.answers.given[name])):
        say(f"  {why}")
    text = filled(question.ask, scope)
    if question.kind.widget is Widget.FIELD:
        got = _field(form, name, text, optional, drafts.pop(name, ""))
        if isinstance(got, Back) and got.typed:
            drafts[name] = got.typed
        return got
    put = _marks if question.kind.widget is Widget.CHECKS else _list
    return put(form, name, text, optional)


def _offered(form: Form, name: str, optional: bool) -> tuple[Answer | None, str]:
    """What Enter takes, and where it comes from; passing over an optional question changes nothing."""
    if optional and name not in form.answers.given:
        return flow.from_files(form, name) or (None, "")
    return flow.offered(form, name)


def _list(form: Form, name: str, text: str, optional: bool) -> Any:
    offered, source = _offered(form, name, optional)
    _suggest(form.rules, name, offered, source)
    at: Any = offered
    entries = [
        Entry(*line, is_not_sure=line.value is UNKNOWN) for line in form.rules.questions[name].kind.listed()
    ]
    if optional:
        keyed = any(entry.key for entry in entries)
        entries.append(Entry("Leave open", NOTHING, "l" if keyed else ""))
        at = NOTHING if offered is None else offered
    return _admitted(form, name, at, lambda at: prompts.choose(text, entries, at=at))


def _marks(form: Form, name: str, text: str, optional: bool) -> Any:
    """Any number of the options; that none of them is meant is an answer of its own."""
    offered, source = _offered(form, name, optional)
    _suggest(form.rules, name, offered, source)
    entries = [Entry(*line) for line in form.rules.questions[name].kind.listed()]
    entries.append(Entry("None of these", (), is_alone=True))
    entries.append(Entry(f"Not sure ({NOT_SURE_KEY})", UNKNOWN, is_not_sure=True, is_alone=True))
    if optional:
        entries.append(Entry("Leave open", NOTHING, is_alone=True))

    def put(at: Any) -> Any:
        got = prompts.mark(text, entries, at=at if isinstance(at, tuple) and at else [at])
        if isinstance(got, Back):
            return got
        value = tuple(got) if all(isinstance(one, str) for one in got) else got[0]
        say(f"  {'left open' if value is NOTHING else answers.shown(form.rules, name, value)}")
        return value

    return _admitted(form, name, NOTHING if optional and offered is None else offered, put)


def _admitted(form: Form, name: str, at: Any, put: Callable[[Any], Any]) -> Any:
    """What a list gives, once it can be together with the other answers; it begins at what it gave before."""
    why_not = _why_not(form, name)
    while True:
        got = put(at)
        if isinstance(got, Back | Nothing) or not (why := why_not(got)):
            return got
        say(f"  {why}")
        at = got


def _field(form: Form, name: str, text: str, optional: bool, draft: str) -> Any:
    rules, (default, source) = form.rules, _offered(form, name, optional)
    on_enter = "Enter takes it; " if default is not None else "Enter skips it; " if optional else ""
    hint = f"{on_enter}or type {rules.questions[name].kind.examples}; {NOT_SURE_KEY}: not sure".removeprefix(
        "or "
    )
    _suggest(rules, name, default, source)
    why_not = _why_not(form, name)

    def problem_with(typed: str) -> str:
        if not typed.strip() and (default is not None or optional):
            return "" if default is None else why_not(default)
        return _problem(rules, name, typed) or why_not(answers.parse(rules, name, typed))

    def reading(typed: str) -> str:
        if _problem(rules, name, typed):
            return ""
        return f"= {answers.shown(rules, name, answers.parse(rules, name, typed))}"

    placeholder = "" if default is None else answers.shown(rules, name, default)
    got = prompts.type_in(text, problem_with, reading, hint=hint, placeholder=placeholder, typed=draft)
    if isinstance(got, Back):
        return got
    if got.strip():
        return answers.parse(rules, name, got)
    return NOTHING if default is None else default


def _why_not(form: Form, name: str) -> Callable[[Answer], str]:
    """Tells why an answer cannot be together with others, and what to change; nothing where it can."""
    rules, why_not = form.rules, flow.why_not(form, name)

    def tell(value: Answer) -> str:
        found = why_not(value)
        if found is None:
            return ""
        others = [f"{rules.label(one)}: {answers.shown(rules, one, form.answers.given[one])}"
                  for one in found.given if one != name]  # fmt: skip
        others += [f"{rules.label(one)}: {default}" for one, default in found.taken.items()]
        change = f", or go back (Esc) and change {' or '.join(others)}" if others else ""
        return f"{found.says}; answer otherwise{change}"

    return tell


def _problem(rules: Ruleset, name: str, typed: str) -> str:
    """What is wrong with what was typed; empty if nothing is."""
    if not typed.strip():
        return f"{rules.questions[name].kind.needed}; {NOT_SURE_KEY} if not sure"
    try:
        answers.parse(rules, name, typed)
    except ValueError as error:
        says, remedy = (*error.args, "")[:2]
        return f"{says}; {remedy}" if remedy else str(says)
    return ""


def _suggest(rules: Ruleset, name: str, value: Answer | None, source: str) -> None:
    """Say which answer Enter would take, and where it comes from."""
    if value is not None:
        shown = answers.shown(rules, name, value)
        say(f"  Suggested: {shown}{f' ({source})' if source else ''}", quiet=True)
