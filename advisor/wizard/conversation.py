"""A questionnaire from its first open question to the menu at its end."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from advisor.engine import answers
from advisor.engine.session import Trace
from advisor.errors import AdvisorError
from advisor.process import signals
from advisor.quantities import amount
from advisor.rules.beside import DetailGroup
from advisor.rules.records import About
from advisor.wizard import asking, ending, flow, journal, prompts
from advisor.wizard.asking import NOTHING
from advisor.wizard.ending import Ending, Shown
from advisor.wizard.flow import Form
from advisor.wizard.journal import KEPT, Journal, Kept
from advisor.wizard.prompts import Back, Entry, say

_SHOW, _NEW = object(), object()
"""What is picked beside an answer to change and a questionnaire to go on with."""


class Conversation:
    """One questionnaire on one terminal; every answer is in the journal before the next question.

    show: prints the advice, or what is still possible
    endings: what else the menu at the end offers for a walk
    go_on: the command line that goes on with a file of answers
    introduced: whether the user has read what the rules are about, and picked them by it
    """

    def __init__(
        self,
        form: Form,
        kept_in: Journal,
        show: Callable[[Trace], Shown],
        endings: Callable[[Trace], Sequence[Ending]],
        go_on: Callable[[str], str],
        *,
        introduced: bool = False,
    ) -> None:
        self.form = form
        self.journal = kept_in
        self.show = show
        self.endings = endings
        self.go_on = go_on
        self.introduced = introduced
        self.drafts: dict[str, str] = {}

    def run(self) -> int:
        """Talk until the user quits; the exit code."""
        try:
            self._introduce()
            go_on = ending.CHANGE
            while go_on != ending.QUIT:
                self._fill()
                if go_on == ending.CHANGE:
                    self._review()
                go_on = self._end(flow.trace(self.form))
            return 0
        except KeyboardInterrupt:
            self._stopped()
            return signals.exit_code()

    def _introduce(self) -> None:
        about = self.form.rules.ruleset
        if not self.introduced:
            say(about.title, bold=True)
            if about.says:
                say(about.says)
        if self.form.answers.given and flow.pending(self.form) is not None:
            say(f"Going on after {amount(len(self.form.answers.given), 'answer')}.")

    def _stopped(self) -> None:
        if not self.form.answers.given and not self.form.earlier:
            print("\nStopped before the first answer; nothing was kept.")
            return
        print()
        if self._keep():
            print(f"Stopped. {amount(len(self.form.answers.given), 'answer').capitalize()} kept; go on with:")
            print(f"  {self.go_on(self.journal.path)}")
        else:
            self._hand_out()

    def _take(self, form: Form) -> None:
        self.form = form
        self._keep()

    def _keep(self) -> bool:
        """Write the answers down, if they are not; whether they are. What the user has to know is told."""
        try:
            told = self.journal.keep(self.form, date.today())
        except AdvisorError as error:
            say(f"The answers could not be written: {error}", wrap=False)
            return False
        if told:
            say(told, wrap=False)
        return True

    def _hand_out(self) -> None:
        """Print the answers that no file holds."""
        print("Nothing was kept; your answers, in a file of your own, are taken by --resume:")
        print(journal.as_answers(self.form))

    def _fill(self) -> None:
        """Ask until nothing is pending."""
        while (name := flow.pending(self.form)) is not None:
            got = self._ask(name, flow.position(self.form))
            if not isinstance(got, Back):
                self._take(flow.answer(self.form, name, got))
            elif flow.asked(self.form):
                self._take(flow.back(self.form))
            else:
                say("This is the first question.", quiet=True)

    def _ask(self, name: str, position: flow.Position | None = None) -> Any:
        """One question; the answer, or Back."""
        say("")
        if position:
            say(str(position), quiet=True)
        return asking.ask(self.form, name, self.drafts)

    def _review(self) -> None:
        """Let the user look all answers over and change them, until the advice is wanted."""
        at: object = _SHOW
        while True:
            say("")
            picked = prompts.choose("Your answers. Change any, or go on.", self._review_entries(), at=at)
            if picked is _SHOW:
                return
            at = _SHOW if isinstance(picked, Back) else picked
            if isinstance(picked, Back):
                self._take(flow.back(self.form))
            elif isinstance(picked, DetailGroup):
                self._details(picked)
            else:
                self._change(str(picked))
            self._fill()

    def _change(self, name: str) -> None:
        """Ask a question again."""
        got = self._ask(name)
        if not isinstance(got, Back):
            self._take(flow.answer(self.form, name, got))
            self._take_again()

    def _take_again(self) -> None:
        """Offer to take in one step the earlier answers that a change asks for again."""
        again = flow.again(self.form)
        names = [name for name in again.answers.given if name not in self.form.answers.given]
        if len(names) < 2:  # a single one is offered where it is asked for
            return
        rules, given = self.form.rules, again.answers.given
        for name in names:
            say(f"  {rules.label(name)}: {answers.shown(rules, name, given[name])}", quiet=True)
        entries = [Entry(f"Take all {len(names)} again", True), Entry("Go through them", False)]
        if prompts.choose("Your earlier answers are asked for again.", entries) is True:
            self._take(again)

    def _review_entries(self) -> list[Entry]:
        rules, given = self.form.rules, self.form.answers.given
        entries = [Entry("Show the advice", _SHOW), Entry("Your answers")]
        entries += [
            Entry(f"{rules.label(name)}: {answers.shown(rules, name, given[name])}", name)
            for name in flow.asked(self.form)
        ]
        if rules.details:
            entries.append(Entry("Optional, for more reasons and warnings"))
        for group in rules.details:
            done = sum(name in given for name in group.ask)
            entries.append(Entry(f"{group.title} ({done} of {len(group.ask)} answered)", group))
        return entries

    def _details(self, group: DetailGroup) -> None:
        """Ask the optional questions of a group one after the other; Esc goes back among them."""
        number = 0
        while 0 <= number < len(group.ask):
            name = group.ask[number]
            say("")
            say(f"{group.title}: {number + 1} of {len(group.ask)}", quiet=True)
            got = asking.ask(self.form, name, self.drafts, optional=True)
            if isinstance(got, Back):
                number -= 1
                continue
            self._take_detail(name, got)
            number += 1

    def _take_detail(self, name: str, got: Any) -> None:
        if got is not NOTHING:
            self._take(flow.answer(self.form, name, got))
        elif name in self.form.answers.given:
            self._take(flow.without(self.form, name))

    def _end(self, trace: Trace) -> str:
        """The advice and the menu after it: until the user quits or changes something; where to go on."""
        shown = self.show(trace)
        while True:
            picked = ending.menu(trace, shown, self.endings(trace))
            shown = Shown(open=shown.open)
            if picked == ending.QUIT:
                self._say_where()
                return ending.QUIT
            if picked == ending.SETTLE and (question := ending.to_settle(trace, shown.open)):
                self._change(question)
            if isinstance(picked, Back) or picked in (ending.SETTLE, ending.CHANGE):
                return ending.CHANGE
            if self._has_changed(picked, trace):
                return ending.AGAIN

    def _has_changed(self, picked: Any, trace: Trace) -> bool:
        """Do what was picked; whether the advice has to be shown again."""
        if isinstance(picked, DetailGroup):
            before = self.form
            self._details(picked)
            return self.form != before
        if picked == ending.FIGURE:
            return self._change_figure(trace)
        ending.do(picked, trace, self.drafts)
        return False

    def _change_figure(self, trace: Trace) -> bool:
        """Let the user replace a figure; whether it is another one now."""
        from advisor.wizard import figures  # loads the advice, which may not have been shown yet

        one = figures.pick(trace)
        if isinstance(one, Back):
            return False
        got = figures.ask(trace.rules, one, self.drafts)
        if isinstance(got, Back) or got == one.value:
            return False
        self._take(flow.with_figure(self.form, figures.key(trace, one), got))
        self._take_again()
        return True

    def _say_where(self) -> None:
        """Say where the answers are, which is true then."""
        if self._keep():
            say(f"Your answers are in {self.journal.path}", quiet=True, wrap=False)
        else:
            self._hand_out()


def pick_rules(shipped: Mapping[str, About]) -> str:
    """The name of the ruleset the user wants to be asked by. Raises KeyboardInterrupt."""
    entries = [Entry(f"{about.title}. {about.says}", name) for name, about in shipped.items()]
    while isinstance(picked := prompts.choose("By which rules?", entries), Back):
        say("This is the first question.", quiet=True)
    return str(picked)


def pick_up(kept: Sequence[Kept], outcome_title: Callable[[str], str]) -> str | None:
    """The questionnaire the user wants to go on with; None for a new one. Raises KeyboardInterrupt."""
    for one in kept:
        if one.problem:
            say(f"An earlier questionnaire cannot be read and was left alone: {one.problem}", quiet=True)
    readable = [one for one in kept if not one.problem]
    if not readable:
        return None
    entries = [Entry(_line(one, outcome_title), one.path) for one in readable[:KEPT]]
    entries = [*entries[:1], Entry("Start anew", _NEW), *entries[1:]]
    if len(readable) > KEPT:
        older = f"{len(readable) - KEPT} older ones are in {os.path.dirname(readable[0].path)}"
        say(f"{older}; go on in one with --resume.", quiet=True)
    picked = prompts.choose("There are answers from before.", entries)
    return None if picked is _NEW or isinstance(picked, Back) else str(picked)


def _line(one: Kept, outcome_title: Callable[[str], str]) -> str:
    """A questionnaire from before as an entry of a list."""
    verb = "Look at" if one.finished else "Go on with"
    stands = outcome_title(one.outcome) if one.outcome else amount(one.answered, "answer")
    return ", ".join(filter(None, [f"{verb}: {_when(one.changed)}", one.about, stands]))


def _when(changed: datetime | None) -> str:
    if changed is None:
        return ""
    return f"{'today' if changed.date() == date.today() else changed.date()} {changed:%H:%M}"
