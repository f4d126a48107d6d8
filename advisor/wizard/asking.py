"""How one question is put: why it is asked, which answer is suggested, and a list or a field."""

from collections.abc import Callable
from typing import Any, NamedTuple

from advisor.engine import answers
from advisor.engine.answers import UNKNOWN, Answer
from advisor.engine.session import walk
from advisor.engine.texts import filled
from advisor.rules.kinds import Kind, Widget
from advisor.wizard import flow, prompts
from advisor.wizard.entries import NOT_SURE_KEY
from advisor.wizard.flow import Form
from advisor.wizard.prompts import Back, Entry, Field, say


class Nothing:
    """What an optional question gives when it is left without an answer; there is one, `NOTHING`."""


NOTHING = Nothing()


class _Asking(NamedTuple):
    """A question that is being asked.

    offered: what Enter takes; None where it takes nothing
    optional: whether it can be left without an answer
    """

    form: Form
    name: str
    text: str
    offered: Answer | Nothing | None
    optional: bool

    @property
    def kind(self) -> Kind:
        return self.form.rules.questions[self.name].kind

    def shown(self, value: Any) -> str:
        """An answer as the user reads it; empty where it is none."""
        is_none = value is None or value is NOTHING
        return "" if is_none else answers.shown(self.form.rules, self.name, value)

    def take(self, typed: str) -> Any:
        """What was typed into a field. Raises ValueError."""
        if typed.strip():
            return self.kind.read(typed)
        if self.offered is None:
            raise ValueError(self.kind.needed, f"{NOT_SURE_KEY} if not sure")
        return self.offered

    def why_not(self) -> Callable[[Any], str]:
        """Tells why an answer cannot be together with others, and what to change; nothing where it can."""
        rules, why_not = self.form.rules, flow.why_not(self.form, self.name)

        def tell(value: Any) -> str:
            found = None if value is NOTHING else why_not(value)
            if found is None:
                return ""
            given = {one: self.form.answers.given[one] for one in found.given if one != self.name}
            others = [f"{rules.label(one)}: {answers.shown(rules, one, was)}" for one, was in given.items()]
            others += [f"{rules.label(one)}: {default}" for one, default in found.taken.items()]
            change = f", or go back (Esc) and change {' or '.join(others)}" if others else ""
            return f"{found.says}; answer otherwise{change}"

        return tell


def ask(form: Form, name: str, drafts: dict[str, str], *, optional: bool = False) -> Any:
    """The answer to one question, or Back; NOTHING where it is optional and left without one.

    drafts: what was typed and left without Enter, by question; offered again, and kept up here
    """
    question, scope = form.rules.questions[name], walk(form.rules, form.answers).scope
    offered, source = _offered(form, name, optional)
    one = _Asking(form, name, filled(question.ask, scope), offered, optional)
    for text in (question.why, question.help):
        if text:
            say("  " + filled(text, scope), quiet=True)
    if not_told := flow.not_told(form, name):
        say(f"  {not_told}", quiet=True)
    if name in form.answers.given and (why := one.why_not()(form.answers.given[name])):
        say(f"  {why}")
    if suggested := one.shown(offered):
        say(f"  Suggested: {suggested}{f' ({source})' if source else ''}", quiet=True)
    if question.kind.widget is Widget.FIELD:
        return _field(one, drafts)
    return _marks(one) if question.kind.widget is Widget.CHECKS else _list(one)


def _offered(form: Form, name: str, optional: bool) -> tuple[Answer | Nothing | None, str]:
    """What Enter takes, and where it comes from; passing over an optional question changes nothing."""
    if optional and name not in form.answers.given:
        return flow.from_files(form, name) or (NOTHING, "")
    return flow.offered(form, name)


def _list(one: _Asking) -> Any:
    entries = [Entry(*line, is_not_sure=line.value is UNKNOWN) for line in one.kind.listed()]
    if one.optional:
        entries.append(Entry("Leave open", NOTHING, "l" if any(entry.key for entry in entries) else ""))
    return _admitted(one, lambda at: prompts.choose(one.text, entries, at=at))


def _marks(one: _Asking) -> Any:
    """Any number of the options; that none of them is meant is an answer of its own."""
    entries = [Entry(*line) for line in one.kind.listed()]
    entries.append(Entry("None of these", (), is_alone=True))
    entries.append(Entry(f"Not sure ({NOT_SURE_KEY})", UNKNOWN, is_not_sure=True, is_alone=True))
    if one.optional:
        entries.append(Entry("Leave open", NOTHING, is_alone=True))

    def put(at: Any) -> Any:
        got = prompts.mark(one.text, entries, at=at if isinstance(at, tuple) and at else [at])
        if isinstance(got, Back):
            return got
        value = tuple(got) if all(isinstance(option, str) for option in got) else got[0]
        say(f"  {one.shown(value) or 'left open'}")
        return value

    return _admitted(one, put)


def _admitted(one: _Asking, put: Callable[[Any], Any]) -> Any:
    """What a list gives, once it can be together with the other answers; it begins at what it gave before."""
    why_not, at = one.why_not(), one.offered
    while True:
        got = put(at)
        if isinstance(got, Back) or not (why := why_not(got)):
            return got
        say(f"  {why}")
        at = got


def _field(one: _Asking, drafts: dict[str, str]) -> Any:
    on_enter = (
        "" if one.offered is None else f"Enter {'skips' if one.offered is NOTHING else 'takes'} it; or "
    )
    hint = f"{on_enter}type {one.kind.examples}; {NOT_SURE_KEY}: not sure"
    field = Field(one.name, one.text, hint, one.take, one.shown, one.why_not(), one.shown(one.offered))
    return prompts.type_in(field, drafts)
