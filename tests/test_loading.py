"""Loading refuses what is wrong, all of it at once, each with its place and a remedy."""

import json
import os
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from advisor.analysis.check import check
from advisor.engine.session import walk
from advisor.errors import RulesError
from advisor.language.expression import parse
from advisor.rules import Ruleset, about, load, load_texts, shipped_names
from tests.conftest import SMALL, Ran

RULES = (SMALL / "rules.yaml").read_text()
FORMULAS = "formulas:\n  is_wool: coat == 'wool'\n  what_coat: (coat)\n"


def problems(tmp_path: Path, **files: str) -> list[str]:
    """What loading says about rule files of these texts."""
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    with pytest.raises(RulesError) as caught:
        load(tmp_path)
    return [str(problem).replace(f"{tmp_path}/", "") for problem in caught.value.problems]


def edited(old: str, new: str) -> str:
    rules = RULES.replace("formulas:\n", FORMULAS)
    assert rules.count(old) >= 1, old
    return rules.replace(old, new, 1)


def test_only_what_is_wrong_inside_of_an_entry_is_told(tmp_path: Path) -> None:
    rules = edited("wool: {title: Wool}", "wool: {says: Warm}")
    rules = rules.replace("is_raining: {ask", "is_raining: {points: {yes: some}, ask", 1)
    table = "  by_coat: {label: Coat?, table: {by: [coat], rows: [[wool, take_it], ['-', leave_it]]}}\n"
    found = problems(tmp_path, rules=rules.replace("decisions:\n", f"decisions:\n{table}", 1))
    assert [line.partition(": ")[2].partition(" such")[0] for line in found] == [
        "questions › is_raining › points › yes: `some` is not a number",
        "questions › coat › options › wool: the key `title` is missing",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("start: raining", "start: rainning", "there is no decision or outcome `rainning` (did you mean raining?)"),
        ("start: raining\n", "", "the key `start` is missing"),
        ("    label: Raining now?", "    lable: Raining now?", "decisions › raining: unknown key `lable` (did you mean label?)"),
        ("to: leave_it}", "to: leave}", "branches[1] › to: there is no decision or outcome `leave`"),
        ("when: wet_minutes >= limit", "when: wet_minutess >= limit", "unknown name `wet_minutess` in `wet_minutess >= limit` (did you mean wet_minutes?)"),
        ("when: wet_minutes >= limit", "when: wet_minutes + limit", "is a number, expected a boolean"),
        ("when: wet_minutes >= limit", "when: wet_minutes >= is_raining", "cannot be compared"),
        ("when: wet_minutes >= limit", "when: max(wet_minutes)", "a call is not allowed"),
        ("when: wet_minutes >= limit", "when: limit.real > 1", "`limit.real`: only a question of several answers has options to be read like this"),
        ('{label: "no", to: leave_it}', '{label: "no", when: is_raining, to: leave_it}', "the last branch has a `when`"),
        ("when: is_raining, ", "", "a branch without `when` always holds"),
        ("chance * walk_minutes", "chance * soaked_after", "`soaked_after` has no figure unless chance > 0"),
        ("chance * walk_minutes", "chance * wet_minutes", "needs itself: wet_minutes → wet_minutes"),
        ("default: usual_minutes", "default: wet_minutes", "needs itself"),
        ("is: chance * walk_minutes", "cases: [{is: 1}, {is: chance}]", "wet_minutes › cases[0]: a case without `when` always holds"),
        ("is: chance * walk_minutes", "cases: [{when: is_raining, is: 1}]", "cases[0] › when: the last case has a `when`"),
        ("is: chance * walk_minutes", "cases: [{when: chance, is: 1}, {is: 2}]", "cases[0] › when: `chance` is a number, expected a boolean"),
        ("is: chance * walk_minutes", "cases: [{when: is_raining, is: 1}, {is: coat}]", "cases[1] › is: `coat` is a text, and that of the first case a number"),
        ("is: chance * walk_minutes", "cases: [{when: is_rainig, is: 1}, {is: 2}]", "cases[0] › when: unknown name `is_rainig`"),
        ("is: chance * walk_minutes", "cases: [{when: is_raining, is: 1}, {is: limt}]", "cases[1] › is: unknown name `limt`"),
        ("is: chance * walk_minutes", "cases: [{when: coat == 'silk', is: 1}, {is: 2}]", "`silk` is no option of coat"),
        ("is: chance * walk_minutes", "cases: [{when: is_raining, is: 1}, {is: wet_minutes}]", "needs itself: wet_minutes → wet_minutes"),
        ("is: chance * walk_minutes", "cases: [{when: is_raining, is: 1}, {is: soaked_after}]", "`soaked_after` has no figure unless"),
        ("is: chance * walk_minutes", "cases: []", "found 0 cases, expected 1 to 100"),
        ("is: chance * walk_minutes", "is: 2, cases: [{is: 1}]", "formulas › wet_minutes: has both `is` and `cases`"),
        ("is: chance * walk_minutes, ", "", "the key `is` is missing (write `is`, or `cases`)"),
        ("limit: {value: 3", "limit: {cases: [{when: is_raining, is: is_wool}, {is: 2}]", "`is_wool` is a boolean, expected a number"),
        ("limit: {value: 3", "limit: {cases: [{when: is_raining, is: coat}, {is: 2}]", "cases[0] › is: `coat` is a text, expected a number"),
        ("limit: {value: 3", "limit: {max: 2, cases: [{when: is_raining, is: 3}, {is: 2}]", "cases[0] › is: is above the greatest allowed, 2"),
        ("limit: {value: 3", "limit: {value: 3, cases: [{is: 2}]", "parameters › limit: has both `value` and `cases`"),
        ("limit: {value: 3", "limit: {note: more", "the key `value` is missing (write `value`, or `by` and `values`, or `cases`)"),
        ("limit: {value: 3", "limit: {by: chance, values: {wool: 3}", "limit › by: `chance` is not a choice (allowed: errand, coat)"),
        ("is: chance * walk_minutes", "given: {chance: wool}, is: chance", "wet_minutes › given › chance: `chance` is not a choice"),
        ("is: chance * walk_minutes", "given: {coatt: wool}, is: chance", "given › coatt: there is no question `coatt` (did you mean coat?)"),
        ("is: chance * walk_minutes", "given: {coat: wol}, is: chance", "given › coat: `wol` is no option of coat (did you mean wool?)"),
        ("min: 0, max: 1}", "min: 0, max: 1, min: 0}", "`min` is defined twice, first at rules.yaml:11:75"),
        ("min: 0, max: 1}", "min: 2, max: 1}", "`min` is greater than `max`"),
        ("type: integer, min: 0,\n                 max: 600", "type: integer, min: 0.5, max: 0.9", "there is no whole number between `min` and `max`"),
        ("min: 0, max: 1}", "min: some}", "`some` is not a number"),
        ("type: yes_no}", "type: yesno}", "expected one of yes_no, integer, number, date, choice, several (did you mean yes_no?)"),
        ("type: yes_no}", "type: choice}", "a choice needs `options`"),
        ("coat?, type: choice, options: {", "coat?, type: choice, options: {}}\n  x: {ask: X, type: choice, options: {", "coat: a choice needs `options`"),
        ("{title: Rain coat}", "{title: WOOL}", "coat: `wool` can mean two of the options (write another id or title)"),
        ("{title: Rain coat}, wool", "{title: Rain coat}, Wool: {title: Felt}, wool", "coat: `wool` can mean two of the options"),
        ("{title: Rain coat}, wool", "{title: Rain coat}, felt: {title: rain coat}, wool", "`rain coat` can mean two of the options"),
        ("{title: To the shop,", "{title: To the POST,", "errand: `To the POST` can mean two of the options"),
        ("label: Raining, type: yes_no", "label: Raining, type: [yes_no]", "found a list, expected one of"),
        ("label: Raining, type: yes_no", "label: '', type: yes_no", "found an empty text"),
        ("label: Raining, type: yes_no", 'label: "\\e[31m", type: yes_no', "control character U+001B"),
        ("label: Raining, type: yes_no", 'label: "\\uffff", type: yes_no', "control character U+FFFF"),
        ("approach: take, title: Take the", "approach: taek, title: Take the", "there is no approach `taek` (did you mean take?)"),
        ("approach: take, title: Take the", "title: Take the", "the key `approach` is missing"),
        ("complements: [bag]", "complements: [bags]", "there is no complement `bags` (did you mean bag?)"),
        ('coat == "wool"', 'coat == "woll"', "`woll` is no option of coat (did you mean wool?)"),
        ("formulas:\n", "evidence: {chance: {measure: pass_shre}}\nformulas:\n", "evidence › chance › measure: found `pass_shre`, expected one of graded, "),
        ("formulas:\n", "evidence: {chanse: {measure: pass_share}}\nformulas:\n", "there is no question `chanse` (did you mean chance?)"),
        ("formulas:\n", "evidence: {is_raining: {measure: pass_share, bar: chance}}\nformulas:\n", "bar: there is no parameter `chance`"),
        ("formulas:\n", "evidence: {is_raining: {measure: pass_share}}\nformulas:\n", "`pass_share` is a number, and the question takes yes or no (give it a `bar`)"),
        ("formulas:\n", "evidence: {coat: {measure: graded}}\nformulas:\n", "`graded` is a number, and the question takes one of its options (remove the entry)"),
        ("formulas:\n", "evidence: {chance: {measure: pass_share, bar: limit}}\nformulas:\n", "with a `bar` it answers yes or no, and the question takes a number (remove the `bar`)"),
        ("formulas:\n", "evidence: {walk_minutes: {measure: pass_share}}\nformulas:\n", "`pass_share` is a share, and the question takes whole numbers"),
        ("formulas:\n", "evidence: {is_raining: {measure: pass_share, bar: limit}}\nformulas:\n", "`limit` is 3 minutes, and `pass_share` is from 0 to 1"),
        ("formulas:\n", "evidence: {is_raining: {measure: graded, bar: soak_rate}}\nformulas:\n", "bar: `soak_rate` depends on coat, and a bar is one figure"),
        ("wool: 1}", "woool: 1}", "`woool` is no option of coat"),
        (", wool: 1}", "}", "no value for wool"),
        ("usual_minutes: {value: 20", "usual_minutes: {by: coat, value: 20", "parameters › usual_minutes: has both `value` and `by`"),
        ("usual_minutes: {value", "chance: {value", "`chance` is defined twice, as one of the questions too"),
        ("{wet_minutes}.", "{wett_minutes}.", "unknown name `{wett_minutes}` in the text"),
        ("figures: [wet_minutes", "figures: [wet_minute", "there is no formula or parameter `wet_minute`"),
        ("figures: [wet_minutes", "figures: [wet_minutes, is_wool", "costs › figures[1]: `is_wool` is a boolean, expected a number"),
        ("show: [soak_rate]", "show: [soak_rate, what_coat]", "coats › show[1]: `what_coat` is a text, expected a number"),
        ("show: [soak_rate]", "show: [soak_rate], once: is_wool", "coats › once: `is_wool` is a boolean, expected a number"),
        ("show: [soak_rate]", "show: [soak_rate], once_chosen: coat", "coats › once_chosen: `coat` is a text, expected a number"),
        ("coats: {title: Coats, by: coat", "coats: {title: Coats, by: chance", "coats › by: `chance` is not a choice"),
        ("coats: {title: Coats, by: coat", "coats: {title: Coats, by: is_raining", "coats › by: `is_raining` is not a choice"),
        ("  limit: {value: 3", "  case: {value: 3", "`case` is a word of the expression language"),
        ("  limit: {value: 3", "  yield: {value: 3", "`yield` is a word of the expression language"),
        ("wet_minutes: {is", "from: {is", "formulas › from: `from` is a word of the expression language"),
        ("  limit: {value: 3", "  1limit: {value: 3", "`1limit` is not an id"),
        ("always: yes", "always: maybe", "found `maybe`, expected yes or no"),
        ("start: raining", "start: &a raining\nask_first: *a", "an alias to what stands here is not allowed"),
        ("start: raining", "start: !!python/object:os.system raining", "the tag tag:yaml.org,2002:python/object:os.system is not allowed"),
        ("start: raining", "start: [raining", "is not YAML"),
        ("start: raining", "start: raining\n---\na: b", "is not YAML"),
        ("start: raining", "start: " + "[" * 100 + "]" * 100, "is nested deeper than 40 levels"),
    ],
)  # fmt: skip
def test_refused_with_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    found = problems(tmp_path, rules=edited(old, new))
    assert any(said in line for line in found), found
    assert all(line.startswith("rules.yaml:") for line in found)


def test_the_place_is_the_line_and_column(tmp_path: Path) -> None:
    found = problems(tmp_path, rules=edited("start: raining", "start: rainning"))
    line = RULES.splitlines().index("start: raining") + 1
    assert found[0].startswith(f"rules.yaml:{line}:8: start: ")


def test_all_problems_of_all_files_at_once(tmp_path: Path) -> None:
    text = edited("start: raining", "start: rainning").replace("is_raining, to", "is_rainingg, to")
    found = problems(tmp_path, rules=text, more="cautions:\n  wet: {sayss: x}\nnonsense: 1\n")
    assert len(found) == 5, found  # two in rules, unknown key, missing key and unknown section in more
    assert {line.split(":")[0] for line in found} == {"rules.yaml", "more.yaml"}


def test_a_choice_from_a_section_without_entries_is_refused(tmp_path: Path) -> None:
    for section in ("", "use_cases: {}\n"):
        text = re.sub(r"use_cases:\n(  .*\n)*", section, RULES)
        (found,) = problems(tmp_path, rules=text)
        assert found.endswith("errand: a choice needs `options` (`use_cases` has no entries)")


def test_bounds_with_one_whole_number_between_them(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(edited("min: 0,\n                 max: 600", "min: 0.5, max: 1.5"))
    assert load(tmp_path)


NASTY = r"\e[31m\n::error::boo\r\u202e\x85"
VISIBLE = r"\x1b[31m\n::error::boo\r\u202e\x85"


@pytest.mark.parametrize(("old", "new"), [
    ("start: raining", f'"{NASTY}": 1\nstart: raining'),
    ("  limit: {value: 3", f'  "limit{NASTY}": {{value: 3'),
    ("is_raining: {ask", f'"is_raining{NASTY}": {{ask'),
    ("to: leave_it}", f'to: "{NASTY}"}}'),
    ("default: usual_minutes", f'default: "{NASTY}"'),
    ("when: wet_minutes >= limit", f'when: "coat == \'x{NASTY}\'"'),
    ("{wet_minutes}.", f"{{x{NASTY}}}."),
    ("type: yes_no}", f'type: "{NASTY}"}}'),
    ("start: raining", "x: !foo%1b%5b31m%0a::error::boo 3\nstart: raining"),
    ("title: Rain coat", f'title: "{NASTY}"'),
    ("start: raining", f'scenarios: {{s: {{answers: {{"{NASTY}": 1}}, outcome: take_it}}}}\nstart: raining'),
])  # fmt: skip
def test_what_rules_hold_cannot_reach_the_terminal(tmp_path: Path, old: str, new: str) -> None:
    for line in problems(tmp_path, rules=edited(old, new)):
        assert line.isprintable(), line


def test_control_characters_are_shown(tmp_path: Path) -> None:
    found = problems(tmp_path, rules=edited("start: raining", f'"{NASTY}": 1\nstart: raining'))
    assert f"unknown key `{VISIBLE}`" in found[0]


def test_nor_can_the_name_of_a_file(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, **{"a\x1b[31m\n::error::boo": edited("start: raining", "start: x")})
    assert found.startswith(r"a\x1b[31m\n::error::boo.yaml:3:8: start: ")


def test_what_is_allowed_is_told_in_the_order_of_the_rules(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, rules=edited("complements: [bag]", "complements: [sail]"))
    assert found.endswith("(allowed: bag, hat)")
    text = edited('coat == "wool"', 'coat == "leather"').replace(
        "wool: {title: Wool}", "wool: {title: Wool}, a: {title: B}"
    )
    found, other = problems(tmp_path, rules=text)
    assert found.endswith("no value for a (every option needs one)")
    assert other.endswith("(allowed: rain-coat, wool, a)")


def test_one_cause_is_told_once(tmp_path: Path) -> None:
    found = problems(tmp_path, rules=RULES.replace("wet_minutes", "return"))
    assert [line for line in found if "not an expression" not in line] == [
        "rules.yaml:20:3: formulas › return: `return` is a word of the expression language (choose another name)"
    ]


@pytest.mark.parametrize(
    "section", ["questions", "decisions", "outcomes", "approaches", "parameters", "use_cases", "formulas"]
)
def test_an_empty_section_is_told_once(tmp_path: Path, section: str) -> None:
    text = re.sub(rf"^{section}:\n(  .*\n)*", f"{section}:\n", RULES, flags=re.MULTILINE)
    assert len(found := problems(tmp_path, rules=text)) == 1, found
    assert f": {section}: found nothing, expected a mapping" in found[0]


def test_a_missing_section_is_told_once(tmp_path: Path) -> None:
    text = re.sub(r"^decisions:\n(  .*\n)*", "", RULES, flags=re.MULTILINE)
    assert problems(tmp_path, rules=text) == ["rules.yaml:2:1: the key `decisions` is missing"]


def test_a_file_that_is_a_list_is_told_once(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, rules="- a\n- b\n")
    assert found == "rules.yaml:1:1: a rule file holds sections such as `decisions:`, not a list or a text"


def test_where_there_is_nothing_the_file_or_the_folder_is_the_place(tmp_path: Path) -> None:
    assert problems(tmp_path, rules="# nothing\n")[0] == "rules.yaml: the key `approaches` is missing"
    assert problems(tmp_path, rules="", more="")[0].startswith(f"{tmp_path}: the key")


def test_an_unreadable_file_does_not_hide_what_is_wrong_in_others(tmp_path: Path) -> None:
    found = problems(tmp_path, broken="a: [", rules=edited("type: yes_no", "type: yesno"))
    assert any("not YAML" in line for line in found)
    assert any("yes_no, integer" in line for line in found)


def test_the_same_id_in_two_files(tmp_path: Path) -> None:
    found = problems(
        tmp_path, rules=RULES, more="outcomes:\n  take_it: {approach: take, title: T, says: S}\n"
    )
    assert found == ["rules.yaml:34:3: outcomes › take_it: `take_it` is defined twice, "
                     "first at more.yaml:2:3 (keep one)"]  # fmt: skip


@pytest.mark.parametrize("name", shipped_names())
def test_what_a_ruleset_says_of_itself_is_read_without_the_rest(name: str) -> None:
    assert about(name) == load(name).ruleset


@pytest.mark.parametrize("text", ["ruleset: {id: x, version: 1}", "start: [", "start: d"])
def test_a_shipped_ruleset_that_does_not_say_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(sys.modules["advisor.rules.load"], "FOLDERS", (str(tmp_path),))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.yaml").write_text(text)
    with pytest.raises(RulesError):
        about("own")


def test_sections_of_several_files_are_joined(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RULES)
    (tmp_path / "b.yml").write_text("cautions:\n  always: {says: Look out.}\n")
    assert {"woollen", "storm", "always"} == set(load(tmp_path).cautions)


@pytest.mark.parametrize(("data", "said"), [
    (b"start: \xff", "byte 0xff is not UTF-8"), (b"", "the key `start` is missing"), (b"- a", "holds sections such as"),
    (b"a" * 8_000_001, "is larger than 8,000,000 bytes"), (b"start: a\x00b", "rules.yaml:1:9: holds a zero byte"),
    (b"start:\n  x: a\x07b", "rules.yaml:2:7: holds the control character U.0007"),
])  # fmt: skip
def test_files_that_are_no_rules(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "rules.yaml").write_bytes(data)
    with pytest.raises(RulesError, match=said):
        load(tmp_path)


def test_folders_that_are_no_ruleset(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="there is no such folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(RulesError, match=r"there is no \.yaml file"):
        load(tmp_path)
    with pytest.raises(RulesError, match="is a file, not a folder"):
        load(SMALL / "rules.yaml")


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """A pipe that nobody writes to would wait for ever."""
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "device.yaml").symlink_to("/dev/zero")
    (tmp_path / "folder.yaml").mkdir()
    assert [line.partition(" (")[0] for line in problems(tmp_path)] == [
        f"{name}.yaml: is not a regular file" for name in ("device", "pipe")
    ]
    for name in ("device", "folder", "pipe"):
        ran = run("decide", tmp_path / f"{name}.yaml")
        assert (ran.code, "is not a regular file" in ran.err) == (1, True)
    assert run("decide", "-", stdin="base_model_suffices: yes").code == 0


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    name = os.path.join(os.fsencode(tmp_path), b"r\xff.yaml")
    with open(name, "w") as file:
        file.write(RULES)
    assert load(tmp_path).digest


def test_digest_changes_with_any_change_and_only_then(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    first = load(tmp_path).digest
    assert first == load(SMALL).digest
    (tmp_path / "rules.yaml").write_bytes(RULES.replace("\n", "\r\n").encode())
    assert load(tmp_path).digest == first
    (tmp_path / "rules.yaml").write_text(RULES + "# more\n")
    assert load(tmp_path).digest != first


@pytest.mark.parametrize("text", ["yes", "no", "on", "1.10", "0x10", "2026-01-01", "null_and_void"])
def test_a_text_is_the_text_that_was_written(tmp_path: Path, text: str) -> None:
    (tmp_path / "rules.yaml").write_text(edited("title: Hat", f"title: {text}"))
    assert load(tmp_path).complements["hat"].title == text


def with_formulas(condition: str, formulas: dict[str, object], **questions: object) -> Ruleset:
    """A ruleset that decides by one condition on these formulas."""
    end = {"approach": "a", "title": "End", "says": "So.", "next": ["Go."]}
    weight = {"ask": "How heavy?", "type": "number", "min": 0, "max": 100}
    return load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d", "approaches": {"a": {"title": "A"}},
        "questions": {"weight": weight, **questions}, "formulas": formulas, "outcomes": {"o": end, "p": end},
        "decisions": {"d": {"label": "D?", "branches": [{"label": "y", "when": condition, "to": "o"}, {"label": "n", "to": "p"}]}},
    })}, "test")  # fmt: skip


def chain(step: str, length: int) -> dict[str, object]:
    """Formulas of which each reads the one before, written `f`, and the one before that, written `e`."""
    first: dict[str, object] = {"f0": "weight", "f1": "weight + 1"}
    return first | {f"f{i}": re.sub(r"\bf\b", f"f{i - 1}", re.sub(r"\be\b", f"f{i - 2}", step)) for i in range(2, length)}  # fmt: skip


def test_formulas_rest_on_each_other_only_so_deep() -> None:
    rules = with_formulas("f99 > 5", chain("f + 1", 100))
    assert walk(rules, {"weight": 3}).outcome == "o"
    assert check(rules, date(2026, 11, 24)).findings != ()
    with pytest.raises(RulesError) as caught:
        with_formulas("f399 > 5", chain("f + 1", 400))
    assert len(caught.value.problems) == 1  # what reads the one that is too deep is not told too
    assert "f101 › is: rests on more than 100 formulas" in str(caught.value)
    with pytest.raises(RulesError, match="nested deeper than 300 levels with its formulas written out"):
        with_formulas("f19 > 5", chain("f" + " + 1" * 50, 20))
    nested = with_formulas("f6 > 5", chain("f" + " + 1" * 50, 7))
    assert walk(nested, {"weight": 3}).outcome == "o"


def test_a_long_way_of_defaults_is_as_deep() -> None:
    asked = {
        f"q{i}": {"ask": "?", "type": "number", "default": f"q{i - 1} + 1" if i else "weight"}
        for i in range(200)
    }
    with pytest.raises(RulesError, match="q100 › default: rests on more than 100"):
        with_formulas("q199 > 5", {}, **asked)
    rules = with_formulas("q99 > 5", {}, **dict(list(asked.items())[:100]))
    assert walk(rules, {"weight": 3}).outcome == "o"


def test_a_long_circle_is_told() -> None:
    with pytest.raises(RulesError, match=r"needs itself: f2 → f2999 → .* → f2"):
        with_formulas("f2 > 5", {**chain("f + 1", 3000), "f2": "f2999"})


@pytest.mark.parametrize("step", ["f + f", "f + e", "f * 0 + e * 0"])
def test_what_many_formulas_read_is_read_once(step: str) -> None:
    rules = with_formulas("f99 > 5", chain(step, 100))
    assert rules.questions_of(parse("f99")) == ("weight",)
    assert walk(rules, {"weight": 3}).outcome


def test_combinations_of_fixed_choices_are_bounded() -> None:
    zones = {
        f"z{i}": {"ask": "?", "type": "choice", "options": {"a": {"title": "A"}, "b": {"title": "B"}}}
        for i in range(40)
    }
    fixed = {
        name: {"is": is_, "given": {f"z{i}": "a"}} for i, (name, is_) in enumerate(chain("f + e", 40).items())
    }
    with pytest.raises(RulesError, match="more than 10,000 formulas under combinations of fixed choices"):
        with_formulas("f39 > 5", fixed, **zones)
