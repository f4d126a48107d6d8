"""The page in a browser: answered by mouse and keyboard, taken away, opened again, printed, and listened to."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor import walk
from advisor.engine.answers import UNKNOWN, to_typed
from advisor.engine.checking import check
from advisor.output.page import document
from advisor.rules import Ruleset, load
from advisor.wizard import flow
from tests import random_rules
from tests.browser import Reader, launched
from tests.conftest import EXAMPLE, ROOT, Ran, sets

pytestmark = pytest.mark.browser
Open = Callable[..., Reader]
AXE = ROOT / "tests" / "axe" / "axe.min.js"
TYPED = {name: {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
         for name, value in EXAMPLE.items()}  # fmt: skip
ENDS = "Fine-tune to save money"
REFUSED = "These answers cannot be together"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from launched()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name in ("published", "current"):
        (folder / f"{name}.html").write_text(document.write(load(name)))
    return folder


@pytest.fixture
def reading(browser: Any, pages: Path) -> Iterator[Open]:
    """Opens a page of shipped rules; whatever is done there, nothing is told on the console and nothing is loaded."""
    opened: list[Reader] = []

    def open_(name: str = "published", fragment: str = "", **looks: Any) -> Reader:
        opened.append(Reader(browser, pages / f"{name}.html", fragment, **looks))
        return opened[-1]

    yield open_
    for one in opened:
        assert one.told == []
        assert {address.partition("#")[0] for address in one.asked} <= {
            one.page.url.partition("#")[0],
            "about:blank",
        }
        one.page.context.close()


def decided(reading: Open, **looks: Any) -> Reader:
    """A page on which the example of the document is answered, by its link."""
    rules = load()
    link = "&".join(f"{name}={quote(str(value))}" for name, value in {**TYPED, "use_case": "other"}.items())
    return reading(fragment=f"#published@{rules.digest}&{link}", **looks)


def in_terminal(rules: Ruleset, answers: Mapping[str, object]) -> str | None:
    """What the questionnaire in the terminal comes to, where what is not answered is as suggested, or not sure."""
    form, given = flow.Form(rules), check(rules, answers).given
    for detail in (None, *(name for name in flow.details(rules) if name in given)):
        form = flow.answer(form, detail, given[detail]) if detail else form
        while name := flow.pending(form):
            suggested = flow.offered(form, name)[0]
            form = flow.answer(form, name, given.get(name, UNKNOWN if suggested is None else suggested))
    return flow.trace(form).outcome


@pytest.mark.parametrize("name", ["published", pytest.param("current", marks=pytest.mark.slow)])
def test_every_outcome_is_come_to_by_clicking(name: str, reading: Open) -> None:
    rules, reader = load(name), reading(name)
    more = {one: "5000" for one in ("build_cost",) if one in rules.questions}  # nothing is suggested for it
    plain = [
        {**more, **one.answers}
        for one in rules.scenarios.values()
        if set(one.answers) <= set(rules.questions)
    ]
    ways = {in_terminal(rules, answers): answers for answers in plain}
    assert set(rules.outcomes) <= set(ways)
    for outcome in rules.outcomes:
        reader.answer_all(ways[outcome])
        for detail in (name for name in flow.details(rules) if name in ways[outcome]):
            reader.open_folds("#more")
            reader.answer(detail, ways[outcome][detail])
            reader.answer_all(ways[outcome])
        assert reader.title == rules.outcomes[outcome].title
        reader.page.get_by_role("button", name="Start over").click()
        assert reader.title == f"{len(rules.outcomes)} outcomes are possible"


def test_the_keyboard_alone_is_enough(reading: Open) -> None:
    reader = reading()
    keys = reader.page.keyboard
    keys.press("Tab")
    keys.press("Space")  # the first use case
    keys.press("Enter")
    keys.press("ArrowDown")  # no
    keys.press("Enter")
    keys.type("640")
    assert reader.question("training_examples").locator(".says").inner_text() == "= 640 examples"
    keys.press("Enter")
    assert reader.title == "Improve the prompts first, and consider retrieval"
    assert here(reader) == "training_examples", "the focus is kept where nothing is left to ask"
    keys.press("ControlOrMeta+a")
    keys.type("5k")
    keys.press("Enter")
    assert here(reader) == reader.next == "training_data_quality"
    keys.type("?")
    keys.press("Enter")
    assert here(reader) == reader.next == "latency_critical"


def here(reader: Reader) -> str:
    """The question in which the focus is."""
    return str(reader.page.evaluate("document.activeElement.closest('li')?.dataset.name"))


def test_an_answer_is_changed_and_the_way_follows(reading: Open) -> None:
    reader = decided(reading)
    assert reader.title == ENDS
    reader.answer("training_examples", "999")
    assert reader.title == "Improve the prompts first, and consider retrieval"
    assert not reader.question("monthly_requests").count()
    reader.answer("training_examples", "1k")
    assert reader.title == ENDS, "answers that came off the way come back with it"


def test_what_is_typed_wrong_is_told_and_stays(reading: Open) -> None:
    reader = decided(reading)
    field = reader.question("monthly_requests").locator("input.typed")
    field.fill("1,5")
    field.blur()
    assert field.input_value() == "1,5"
    assert field.get_attribute("aria-invalid") == "true"
    told = reader.question("monthly_requests").locator(".says").inner_text()
    assert told == "`1,5` is not clear: write 1.5 for a decimal, 15 for a whole number"
    assert reader.title == ENDS, "the answer before counts until there is another"


def test_a_link_begins_where_its_writer_stood(reading: Open) -> None:
    reader = decided(reading)
    reader.page.locator("#figures summary").click()
    reader.page.get_by_label("Rate of an engineer").fill("$150")
    reader.page.get_by_label("Rate of an engineer").press("Enter")
    assert "engineering_rate=150" in reader.page.url
    reader.page.get_by_role("button", name="Undo").click()
    assert "engineering_rate" not in reader.page.url
    reader.page.keyboard.press("ControlOrMeta+a")
    reader.page.keyboard.type("$150")
    reader.page.keyboard.press("Enter")
    assert "engineering_rate=150" in reader.page.url
    other = reading(fragment="#" + reader.page.url.partition("#")[2])
    assert other.title == reader.title
    assert other.page.url == reader.page.url
    assert "1 of" in other.page.locator("#figures p").first.inner_text()


def test_a_link_of_another_version_says_so(reading: Open) -> None:
    reader = reading(
        fragment="#published@0123456789abcdef&base_model_suffices=yes&gone=1&training_examples=many"
    )
    told = reader.page.locator("#notice").inner_text()
    assert "another version of these rules" in told
    assert re.search("gone: there is no question or parameter", told)
    assert re.search("training_examples: .*not a number", told)
    assert reader.question("base_model_suffices").locator("input:checked").get_attribute("value") == "yes"


@pytest.mark.parametrize("button", ["Decision (.yaml)", "Record (.md)", "Picture (.svg)", "Mermaid (.mmd)"])
def test_what_is_taken_away_is_decided_again(
    button: str, reading: Open, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    reader = decided(reading)
    path = reader.saved(button, tmp_path)
    ran = run("decide", path, "--json")
    found = json.loads(ran.out)
    assert (ran.code, found["outcome"]) == (0, "fine_tune_to_save")
    assert {name: found["answers"][name] for name in EXAMPLE} == EXAMPLE
    assert run("review", path).out.startswith(f"{path}: holds: {ENDS}")
    other = reading()
    other.page.locator("input[type=file]").set_input_files(path)
    other.page.locator(".outcome.settled").wait_for()
    assert other.title == ENDS


@pytest.mark.parametrize(
    "file", ["legal-documents.yaml", "customer-support.md", "email-sorting.svg", "legal-documents.mmd"]
)
def test_a_file_that_is_dropped_is_opened(file: str, reading: Open, run: Callable[..., Ran]) -> None:
    data = (ROOT / "diagrams" / file).read_text()
    reader = reading()
    drop(reader, file, data)
    reader.page.locator(".outcome.settled").wait_for()
    assert reader.title == json.loads(run("decide", ROOT / "diagrams" / file, "--json").out)["title"]
    assert reader.page.locator("#notice").inner_text().startswith(f"{file} is open.")


@pytest.mark.parametrize(("text", "told"), [
    ("base_model_suffices: yes\ngone: 1\n", "gone: there is no question or parameter"),
    ("advisor-decision sha256:0123456789abcdef {}", "damaged"),
    ('{"ruleset": {"id": "other"}, "answers": {}}', "decided under the rules “other”"),
    ("- a list", "was not opened"), ("{", "was not opened"), ("\x00\x01", "was not opened"),
    ('{"ruleset": {"id": "published"}, "answers": [1]}', "Its “answers” is no mapping"),
    ("advisor: 2\nruleset: {}\nanswers: {}\n", "It is in format 2; this page reads up to 1"),
    ('{"ruleset": {"id": "published"}, "answers": {}, "overrides": "x"}', "Its “overrides” is no mapping"),
    ('{"ruleset": {"id": "published"}, "answers": {}, "earlier": null, "date": [], "outcome": {}}', "x.yaml is open."),
    ("\n".join(f"{' ' * one}a:" for one in range(3_000)), "too deeply nested"),
    ("a" + " " * 1_000_000 + "b", "Line 1 cannot be read here: a"), ("a:b" * 500_000, "Line 1 cannot be read here"),
    ("- a\n" * 100_000, "It holds no decision."), ("training_examples: 1" + " " * 9_000 + "x", "is not a number"),
    ("advisor-decision sha256:0123456789abcdef {" * 50_000, "damaged"),
    ("\n".join(f"n{one}: 1" for one in range(2_000)), "and 1990 more"), ("x" * 9_000_000, "too large"),
])  # fmt: skip
def test_a_file_that_does_not_fit_is_told(text: str, told: str, reading: Open) -> None:
    reader = reading()
    drop(reader, "x.yaml", text)
    reader.page.locator("#notice").wait_for()
    assert told in reader.page.locator("#notice").inner_text()


def test_of_evidence_only_what_it_is_made_of_is_kept(reading: Open, tmp_path: Path) -> None:
    reader = reading()
    decision = {"ruleset": {"id": "published"}, "answers": {"base_model_suffices": "yes", "use_case": "other"}, "evidence": {
        "base_model_suffices": {"file": "a.json", "measure": "pass_share", "says": "9 of 9"},
        "use_case": {"file": "a.json", "answers:\n  use_case": "evil"},
    }}  # fmt: skip
    drop(reader, "x.json", json.dumps(decision))
    reader.page.locator("#notice").wait_for()
    saved = reader.saved("Decision (.yaml)", tmp_path).read_text()
    assert "9 of 9" in saved
    assert "evil" not in saved


def drop(reader: Reader, name: str, text: str) -> None:
    reader.page.evaluate(
        """([name, text]) => {
          const moved = new DataTransfer();
          moved.items.add(new File([text], name));
          for (const type of ["dragenter", "dragover", "drop"])
            document.body.dispatchEvent(new DragEvent(type, {dataTransfer: moved, bubbles: true, cancelable: true}));
        }""",
        [name, text],
    )


def test_listed_prices_go_with_what_is_taken_away(
    browser: Any, run: Callable[..., Ran], tmp_path: Path
) -> None:
    saved, out = tmp_path / "saved.md", tmp_path / "page.html"
    assert run("record", *sets(EXAMPLE), "--api-model", "gemini-2.5-pro", "-o", saved).code == 0
    assert run("page", "--decision", saved, "-o", out).code == 0
    reader = Reader(browser, out)
    assert reader.page.url == out.as_uri(), "the page itself says all"
    path = reader.saved("Decision (.yaml)", tmp_path)
    before, after = (json.loads(run("decide", file, "--json").out) for file in (saved, path))
    assert {
        name: before[name] == after[name] for name in ("outcome", "answers", "overrides", "prices", "costs")
    } == dict.fromkeys(("outcome", "answers", "overrides", "prices", "costs"), True)
    assert reader.title == before["title"]


@pytest.mark.parametrize("name", ["published", "current"])
def test_answers_that_have_come_off_the_way_are_not_taken_away(name: str, reading: Open) -> None:
    rules, reader = load(name), reading(name)
    found = [json.loads(one) for one in reader.page.evaluate(CHANGED, 80)]
    assert any(set(one["given"]) - set(one["decision"]["answers"]) for one in found)
    for one in found:
        decision = one["decision"]
        answers = check(rules, {**decision["answers"], **decision["overrides"]})
        trace = walk(rules, answers)
        path = [{"decision": step.decision, "branch": step.label} for step in trace.steps]
        assert (trace.outcome, path) == (decision["outcome"], decision["path"]) or not decision["outcome"]
        form = flow.settled(flow.Form(rules, answers))
        assert form.earlier == {}, "the program would not ask for any of it"
        linked = {name for name, _ in parse_qsl(one["link"].partition("&")[2])}
        assert linked == {*decision["answers"], *decision["overrides"]}


CHANGED = """count => Array.from({length: count}, (_, index) => {
  const draw = list => list[Math.floor(((index + 1) * 0.6180339887 * 97) % 1 * list.length)];
  const shown = [...document.querySelectorAll("li.question")].map(one => one.dataset.name);
  const name = index % 3 && page.now().next || draw(shown);
  const { likely, near } = page.a.questions[name];
  page.answer(name, draw([...likely, ...near, advisor.UNKNOWN]));
  const given = Object.keys(page.state.answers);
  return JSON.stringify({ given, decision: page.decision(page.now()), link: location.hash });
})"""
"""One answer after the other, every third to a question that is on the page already."""


def test_it_is_printed_on_one_page(reading: Open) -> None:
    for reader in (decided(reading), decided(reading, color_scheme="dark")):
        printed = reader.page.pdf(format="A4")
        assert printed.count(b"/Type /Page\n") == 1


def test_what_is_answered_so_far_is_printed(reading: Open) -> None:
    reader = reading(fragment="#published@x&use_case=other&training_examples=unknown&base_model_suffices=no")
    reader.page.emulate_media(media="print")
    printed = reader.page.locator(".printed tbody tr").all_inner_texts()
    assert [one.split("\t") for one in printed] == [
        ["Use case", "Something else"], ["Base model does the task well", "no"], ["Training examples", "not sure"],
    ]  # fmt: skip


def test_long_words_stay_within_a_phone(browser: Any, small: Ruleset, tmp_path: Path) -> None:
    long = "Donaudampfschifffahrtsgesellschaft" * 4
    asks = {name: one._replace(ask=long, why=long, label=long) for name, one in small.questions.items()}
    ends = {name: one._replace(title=long, says=long) for name, one in small.outcomes.items()}
    path = tmp_path / "long.html"
    path.write_text(document.write(replace(small, outcomes=ends, questions=asks)))
    reader = Reader(browser, path, viewport={"width": 360, "height": 740})
    assert reader.page.evaluate("document.documentElement.scrollWidth") == 360
    while reader.next:
        reader.not_sure(reader.next)
    assert reader.page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_phone_shows_all_of_it(reading: Open) -> None:
    for name in ("published", "current"):
        reader = reading(name, viewport={"width": 360, "height": 740})
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 360
    reader = decided(reading, viewport={"width": 360, "height": 740})
    assert reader.page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_next_question_is_in_sight_on_a_phone(reading: Open) -> None:
    reader = reading("current", viewport={"width": 360, "height": 640})
    for _ in range(8):
        name = reader.next
        question = reader.question(name)
        if question.locator("input.typed").count():
            reader.answer(name, "?")
        else:
            question.locator("label").last.click()
        found = reader.question(reader.next).bounding_box()
        bar = reader.page.locator("#peek").bounding_box()
        assert found["y"] >= 0
        assert found["y"] + min(found["height"], 200) <= bar["y"]


def test_what_is_wrong_is_in_sight_and_read_out(reading: Open) -> None:
    reader = decided(reading)
    reader.page.locator("#take").scroll_into_view_if_needed()
    drop(reader, "x.yaml", "- a list")
    reader.page.locator("#notice").wait_for()
    assert reader.page.locator("#notice").bounding_box()["y"] >= 0
    reader.answer("monthly_requests", "1,5")
    reader.page.get_by_role("status").filter(has_text="is not clear").wait_for(state="attached")
    reader.answer("monthly_requests", "2M")
    reader.page.get_by_role("status").filter(has_text=ENDS).wait_for(state="attached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_accessibility_engine_finds_nothing(scheme: str, reading: Open) -> None:
    asked = reading(color_scheme=scheme)
    unsure = reading("current", color_scheme=scheme)
    unsure.not_sure(unsure.next)
    wrong = decided(reading, color_scheme=scheme)
    wrong.question("monthly_requests").locator("input.typed").fill("1,5")
    wrong.open_folds("body")
    for reader in (asked, unsure, wrong):
        reader.page.evaluate(AXE.read_text())
        found = reader.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_a_number_is_moved_to_where_the_outcome_turns(reading: Open) -> None:
    reader = decided(reading)
    change = reader.page.locator("#change")
    change.get_by_label("Move one number").select_option("monthly_requests")
    bands = change.locator(".bands li").all_inner_texts()
    assert [one.split("\n")[0] for one in bands] == [
        "under 1,000,000 requests a month",
        "from 1,000,000 requests a month",
    ]
    slider = change.get_by_role("slider")
    slider.focus()
    while "Stay with prompts at this volume" not in str(slider.get_attribute("aria-valuetext")):
        reader.page.keyboard.press("ArrowLeft")
    change.get_by_role("button", name="Back to my answer").click()
    assert reader.page.evaluate("document.activeElement.type") == "range", "the focus is kept"
    while "Stay with prompts at this volume" not in str(slider.get_attribute("aria-valuetext")):
        reader.page.keyboard.press("ArrowLeft")
    change.get_by_role("button", name="Answer this").click()
    assert reader.title == "Stay with prompts at this volume"
    assert reader.page.evaluate("document.activeElement.type") == "range"


def test_what_an_answer_that_is_not_sure_leaves_open_is_told(reading: Open) -> None:
    reader = reading(
        fragment="#published@x&use_case=other&base_model_suffices=no&training_examples=unknown&latency_critical=yes"
    )
    assert reader.title == "2 of 6 outcomes are still possible"
    assert reader.page.locator(".possible li").all_inner_texts() == [
        "Improve the prompts first, and consider retrieval", "Fine-tune a smaller model"
    ]  # fmt: skip
    reader.page.locator("#change .bands li").first.wait_for()  # worked out a moment after the answers
    bands = reader.page.locator("#change .bands li").all_inner_texts()
    assert [one.split("\n")[0] for one in bands] == ["under 1,000 examples", "from 1,000 examples"]
    reader.page.get_by_role("button", name="Answer this").click()
    assert reader.title == "Fine-tune a smaller model"


def test_the_path_is_told_without_color(reading: Open) -> None:
    chart = decided(reading).page.locator("#chart svg")
    assert chart.locator(".node.lit .step text").all_text_contents() == ["1", "2", "3", "4", "5", "6"]
    widths = {css(chart.locator(f".edge{kind} path").first, "stroke-width") for kind in (".lit", ".off")}
    assert widths == {"4px", "1px"}
    assert "Outcome: Fine-tune to save money." in str(chart.get_attribute("aria-label"))


def test_no_way_is_lit_to_an_outcome_that_is_ruled_out(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "ssvc.html"
    path.write_text(document.write(load(ROOT / "tests" / "flows" / "ssvc")))
    reader = Reader(
        browser, path, "#ssvc@x&exploitation=none&exposure=small&automatable=yes&human_impact=unknown"
    )
    assert reader.page.locator(".possible li").all_inner_texts() == ["Defer", "Scheduled"]
    ways = reader.page.locator("#chart .edge")
    assert [one.split() for one in ways.evaluate_all("all => all.map(one => one.getAttribute('class'))")] == [
        ["edge"], ["edge"], ["edge", "off"], ["edge", "off"],
    ]  # fmt: skip


def css(locator: Any, name: str) -> str:
    return str(locator.evaluate("(one, name) => getComputedStyle(one)[name]", name))


def test_hostile_texts_stay_texts(browser: Any, small: Ruleset, tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)>${alert(1)}&lt;b&gt;"
    titles = {
        name: one._replace(title=f"{one.title} {evil}", says=evil) for name, one in small.outcomes.items()
    }
    asks = {name: one._replace(ask=evil, why=evil, label=evil) for name, one in small.questions.items()}
    forks = {name: one._replace(label=evil) for name, one in small.decisions.items()}
    about = small.ruleset._replace(title=evil, says=evil)
    path = tmp_path / "evil.html"
    path.write_text(
        document.write(replace(small, outcomes=titles, questions=asks, decisions=forks, ruleset=about))
    )
    reader = Reader(browser, path, f"#{quote(evil)}&{quote(evil)}={quote(evil)}&__proto__=1&constructor=1")
    drop(reader, evil, evil)
    reader.page.locator("#notice").wait_for()
    while reader.next:
        reader.not_sure(reader.next)
    assert evil in reader.page.locator("h1").inner_text()
    assert reader.page.locator("img, b").count() == 0
    assert reader.told == []


KINDS = ROOT / "tests" / "rulesets" / "kinds"


def test_every_kind_of_question_is_answered_and_taken_away(
    browser: Any, run: Callable[..., Ran], tmp_path: Path
) -> None:
    out = tmp_path / "kinds.html"
    assert run("page", "--rules", KINDS, "-o", out).code == 0
    reader = Reader(browser, out)
    reader.answer("region", "north")
    reader.answer("alone", "no")
    reader.question("getting").get_by_label("Maternity pay").check()
    reader.question("getting").get_by_label("Sick pay").check()
    assert reader.next == "share"
    reader.question("share").get_by_role("button", name="Take it").click()
    reader.answer("left", "in two months")
    assert "is not a date such as" in reader.question("left").locator(".says").inner_text()
    reader.answer("left", "6 Apr 2026")
    assert (reader.title, reader.next) == ("Help in full", "weeks")
    reader.answer("weeks", "60")
    assert reader.title == REFUSED
    assert "ends after a year" in reader.question("weeks").locator(".wrong").inner_text()
    assert reader.page.get_by_role("button", name="Record (.md)").is_disabled()
    reader.answer("weeks", "52")
    told = reader.page.locator("#advice").inner_text()
    assert "Score: 4 points" in told
    for button in ("Decision (.yaml)", "Record (.md)", "Picture (.svg)", "Mermaid (.mmd)"):
        path = reader.saved(button, tmp_path)
        ran = run("decide", path, "--rules", KINDS, "--json")
        assert ran.code == 0, ran.err
        assert json.loads(ran.out)["answers"]["getting"] == ["maternity", "sick"]
    other = Reader(browser, out, "#" + reader.page.url.partition("#")[2])
    assert other.title == "Help in full"
    assert other.question("getting").locator("input:checked").count() == 2
    other.question("getting").get_by_label("None of these").check()
    assert other.title == "No help"
    assert reader.told == other.told == []


@pytest.mark.parametrize("name", ["legal-documents", "customer-support", "email-sorting"])
def test_record_and_mermaid_are_those_of_the_program(
    name: str, reading: Open, run: Callable[..., Ran], tmp_path: Path
) -> None:
    saved = ROOT / "diagrams" / f"{name}.yaml"
    reader = reading()
    reader.page.locator("input[type=file]").set_input_files(saved)
    reader.page.locator(".outcome.settled").wait_for()
    for button, command in (("Record (.md)", ["record"]), ("Mermaid (.mmd)", ["diagram", "--format", "mmd"])):
        found = reader.saved(button, tmp_path).read_text()
        assert found.splitlines() == run(*command, saved, "-o", "-").out.splitlines()


@pytest.mark.parametrize(("flow", "answers"), [
    ("chads", ["failure=no", "pressure=no", "age=75", "diabetes=no", "stroke=no", "vascular=no", "sex=male"]),
    ("ssvc", ["exploitation=active", "exposure=open", "automatable=yes", "impact=very_high"]),
    ("", []),
])  # fmt: skip
def test_records_of_other_rules_are_those_of_the_program(
    flow: str, answers: list[str], browser: Any, run: Callable[..., Ran], tmp_path: Path
) -> None:
    folder = ROOT / "tests" / "flows" / flow if flow else tmp_path / "rules"
    if not flow:  # decided before anything is asked, so that there is nothing to confirm
        folder.mkdir()
        (folder / "rules.yaml").write_text(
            "ruleset: {id: bare, version: 1.0.0, title: Bare}\nstart: done\n"
            "questions: {}\ndecisions: {}\n"
            "approaches: {none: {title: None}}\n"
            "outcomes: {done: {title: Done, approach: none, says: Nothing is to be done.}}\n"
        )
    page, saved = tmp_path / "page.html", tmp_path / "saved.md"
    given = [word for one in answers for word in ("--set", one)]
    assert run("record", "--rules", folder, *given, "-o", saved).code == 0
    assert run("page", "--rules", folder, "-o", page).code == 0
    reader = Reader(browser, page)
    if answers:
        reader.page.locator("input[type=file]").set_input_files(saved)
    reader.page.locator(".outcome.settled").wait_for()
    found = reader.saved("Record (.md)", tmp_path).read_text()
    written = run("record", "--rules", folder, *given, "-o", "-").out
    assert found.splitlines() == written.splitlines()
    assert ("Confirmation" in found) == bool(answers)


@pytest.mark.slow
@settings(max_examples=8, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(rules=random_rules.rulesets(refusing=True), data=st.data())
def test_random_rules_come_to_what_the_program_comes_to(
    rules: Ruleset, data: Any, browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("random") / "page.html"
    path.write_text(document.write(rules))
    reader = Reader(browser, path)
    while (name := reader.next) and reader.title != REFUSED:
        value = data.draw(st.sampled_from(list(rules.questions[name].kind.boundary_values())))
        for one in value or ("none",) if isinstance(value, tuple) else (value,):
            reader.answer(name, one if isinstance(one, bool | str) else to_typed(rules, name, one))
    found = json.loads(reader.page.evaluate("JSON.stringify(page.decision(page.now()))"))
    if reader.title != REFUSED:
        assert found["outcome"] == walk(rules, {**found["answers"], **found["overrides"]}).outcome
    assert reader.told == []
    reader.page.context.close()
