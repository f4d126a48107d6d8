"""A decision as a file, and inside every export, so that any of them can be decided again."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from advisor import documents, market
from advisor.answers import Answer, Answers, MarketPrices, PriceSteps, check, to_plain
from advisor.documents import MappingNode
from advisor.errors import AdvisorError, AnswerError, Place, Problem, brief
from advisor.quantities import parse_number, shortest
from advisor.rules import Ruleset
from advisor.session import Trace

FORMAT = 1
"""Version of the form below; a reader refuses what is newer than it knows."""
MAX_BYTES = 8_000_000
"""Larger files are refused: a picture of a large chart is a tenth of that; answers are smaller still."""
MARK = "advisor-decision"
_MARKED = re.compile(rf"{MARK} sha256:([0-9a-f]{{16}}) (\{{[^\r\n]*\}})")
_UNSAFE = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&%`*/"})
_MARKED_SUFFIXES = (".svg", ".mmd", ".dot", ".md", ".png", ".pdf")


class RulesetId(NamedTuple):
    """Which rules decided: id, version and the digest of their files."""

    id: str
    version: str
    digest: str


class Decision(NamedTuple):
    """What was answered and what came out.

    ruleset: the rules that decided; None in a plain mapping of answers
    made: the day
    answers: answers by question, as plain values or typed text
    overrides: figures for parameters, by name
    outcome: None while questions are open
    path: the decisions passed and the label of the branch taken
    places: where each answer stands in the file it was read from
    earlier: answers of an unfinished questionnaire that do not count at the moment
    market: where overrides that are token prices come from
    """

    answers: Mapping[str, object]
    overrides: Mapping[str, object]
    ruleset: RulesetId | None = None
    made: date | None = None
    outcome: str | None = None
    path: tuple[tuple[str, str], ...] = ()
    places: Mapping[str, Place] = {}
    earlier: Mapping[str, object] = {}
    market: MarketPrices | None = None


def ruleset_id(rules: Ruleset) -> RulesetId:
    """Which rules these are."""
    return RulesetId(rules.id, rules.version, rules.digest)


def of(trace: Trace, made: date) -> Decision:
    """The decision of a walk, made on a day."""
    return Decision(
        answers=_saved(trace.rules, trace.scope.answers.given),
        overrides=_saved(trace.rules, trace.scope.answers.overrides),
        ruleset=ruleset_id(trace.rules),
        made=made,
        outcome=trace.outcome,
        path=tuple((step.decision, step.label) for step in trace.steps),
        market=trace.scope.answers.market,
    )


def _saved(rules: Ruleset, values: Mapping[str, Answer]) -> dict[str, object]:
    """Values as a file has them; those in percent with the sign, because a little one could be a share."""
    saved = {name: to_plain(value) for name, value in values.items()}
    for name, value in values.items():
        if rules.unit(name.partition(".")[0]) == "percent" and isinstance(value, Fraction):
            saved[name] = f"{shortest(value)}%"
    return dict(saved)


def made_on(trace: Trace, today: date, saved: Iterable[Decision]) -> date:
    """The day on which the decision of a walk was made: that of a saved one that is the same, else today.

    The same are decisions with the same answers, figures and outcome, however they are written.
    """
    days = [one.made for one in saved if one.made and _is_same(trace, one)]
    return min(days, default=today)


def _is_same(trace: Trace, one: Decision) -> bool:
    now = trace.scope.answers
    try:
        then = answers_of(trace.rules, one)
    except AnswerError:
        return False
    return (one.outcome, then.given, then.overrides) == (trace.outcome, now.given, now.overrides)


def to_data(decision: Decision) -> dict[str, Any]:
    """The decision as plain dicts and lists, in the order in which a file shows them."""
    data: dict[str, Any] = {
        "advisor": FORMAT,
        "ruleset": decision.ruleset._asdict() if decision.ruleset else None,
        "date": decision.made.isoformat() if decision.made else None,
        "answers": dict(decision.answers),
        "overrides": dict(decision.overrides),
        "outcome": decision.outcome,
        "path": [{"decision": name, "branch": label} for name, label in decision.path],
    }
    if decision.earlier:
        data["earlier"] = dict(decision.earlier)
    if decision.market:
        data["prices"] = market_data(decision.market)
    return data


def market_data(listed: MarketPrices) -> dict[str, Any]:
    """Listed prices as plain dicts and lists."""
    steps = {
        name: {"tokens": one.tokens, "prices": [[start, to_plain(price)] for start, price in one.prices]}
        for name, one in listed.steps.items()
    }
    return listed._asdict() | {"names": list(listed.names), "steps": steps, "remarks": list(listed.remarks)}


def to_yaml(decision: Decision) -> str:
    """The text of a decision file."""
    return documents.dump(to_data(decision))


def mark(decision: Decision) -> str:
    """The decision as one line that is safe inside comments of DOT, Mermaid, Markdown and XML."""
    data = json.dumps(to_data(decision), ensure_ascii=True, separators=(",", ":"))
    return _sealed(_escaped(data))


def _escaped(data: str) -> str:
    """JSON with every character escaped that ends a comment or begins markup, inside its texts."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', data)
    parts[1::2] = [text.translate(_UNSAFE).replace("--", "-\\u002d") for text in parts[1::2]]
    return "".join(parts)


def _sealed(data: str) -> str:
    return f"{MARK} sha256:{hashlib.sha256(data.encode()).hexdigest()[:16]} {data}"


def read(file: str) -> Decision:
    """The decision in a file: a decision file, a mapping of answers, or any export; `-` is stdin.

    Raises AdvisorError if there is none in it, or it is damaged.
    """
    name = "<stdin>" if file == "-" else file
    data = documents.read_stdin(MAX_BYTES) if file == "-" else documents.read_bytes(file, MAX_BYTES)
    marked = find_mark(data, name)
    if marked is not None:
        return _from_text(marked, name)
    if file.lower().endswith(_MARKED_SUFFIXES):
        says = "holds no decision"
        raise AdvisorError(Problem("no-decision", says, "name an export of this program", Place(name)))
    if len(data) > documents.ANSWERS.bytes:
        raise documents.too_large(name, documents.ANSWERS.bytes)
    return _from_text(documents.decode(data, name), name)


def find_mark(data: bytes, name: str) -> str | None:
    """The JSON of the decision inside an export, checked against its digest; None if it has none."""
    if MARK.encode() not in data:
        return None
    match = _MARKED.search(data.decode("utf-8", errors="replace"))
    if not match or _sealed(match[2]) != match[0]:
        line = data[: data.index(MARK.encode())].count(b"\n") + 1
        says = "the decision inside this export is damaged"
        remedy = "export it again from the decision file"
        raise AdvisorError(Problem("damaged", says, remedy, Place(name, line, 1)))
    return match[2]


def _from_text(text: str, name: str) -> Decision:
    root = documents.parse(text, name, documents.ANSWERS.nodes)
    if root is None:
        return Decision({}, {})
    if not isinstance(root, MappingNode):
        says = "holds no answers: expected a mapping such as `training_examples: 640`"
        raise AdvisorError(Problem("no-decision", says, place=documents.place(root)))
    sections = {key: value for key, _, value in documents.entries(root)}
    _no_duplicates(root)
    if isinstance(sections.get("answers"), MappingNode) and "ruleset" in sections:
        return _from_sections(sections)
    return Decision(_values(root), {}, places=_places(root))


def _no_duplicates(node: MappingNode) -> None:
    seen: dict[str, Place] = {}
    for name, key, value in documents.entries(node):
        if name in seen:
            says = f"`{brief(name)}` is given twice, first at {seen[name]}"
            raise AdvisorError(Problem("duplicate", says, "keep one", documents.place(key)))
        seen[name] = documents.place(key)
        if isinstance(value, MappingNode):
            _no_duplicates(value)


def _from_sections(sections: Mapping[str, documents.Node]) -> Decision:
    version = _plain(sections.get("advisor"))
    if version not in (None, str(FORMAT)):
        says = f"is in format {brief(version)}; this program reads up to {FORMAT}"
        raise AdvisorError(Problem("newer-format", says, "use a newer version of this program",
                                   documents.place(sections["advisor"])))  # fmt: skip
    answers = sections["answers"]
    assert isinstance(answers, MappingNode)
    overrides, earlier = sections.get("overrides"), sections.get("earlier")
    path = _plain(sections.get("path"))
    return Decision(
        answers=_values(answers),
        overrides=_values(overrides) if isinstance(overrides, MappingNode) else {},
        ruleset=_ruleset(sections["ruleset"]),
        made=_date(_plain(sections.get("date"))),
        outcome=_text(_plain(sections.get("outcome"))),
        path=tuple((str(step["decision"]), str(step["branch"]))
                   for step in (path if isinstance(path, list) else [])
                   if isinstance(step, dict) and {"decision", "branch"} <= set(step)),
        places=_places(answers) | _places(overrides),
        earlier=_values(earlier) if isinstance(earlier, MappingNode) else {},
        market=_market(_plain(sections.get("prices"))),
    )  # fmt: skip


def _plain(node: documents.Node | None) -> object:
    return None if node is None else documents.plain(node)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _ruleset(node: documents.Node) -> RulesetId | None:
    found = documents.plain(node)
    if not isinstance(found, dict):
        return None
    return RulesetId(*(str(found.get(key) or "") for key in RulesetId._fields))


def _market(found: object) -> MarketPrices | None:
    if not isinstance(found, dict) or not found.get("package"):
        return None
    package, provider, model = (str(found.get(key) or "") for key in ("package", "provider", "model"))
    names, remarks = (
        tuple(map(str, texts)) if isinstance(texts := found.get(key), list) else ()
        for key in ("names", "remarks")
    )
    return MarketPrices(package, provider, model, names, _steps(found.get("steps")), remarks)


def _steps(found: object) -> dict[str, PriceSteps]:
    """The prices that rest on the size of a request. Raises AdvisorError if they are damaged."""
    if not isinstance(found, dict):
        return {}
    try:
        return {name: _steps_of(one) for name, one in found.items()}
    except (KeyError, TypeError, ValueError):
        says = "the prices that rest on the size of a request cannot be read"
        raise AdvisorError(Problem("damaged", says, where="prices › steps")) from None


def _steps_of(found: dict[str, Any]) -> PriceSteps:
    prices = tuple((int(start), parse_number(price)) for start, price in found["prices"])
    if not prices:
        raise ValueError("holds no price")
    return PriceSteps(found["tokens"], prices)


def _values(node: MappingNode) -> dict[str, object]:
    """The answers of a mapping as text; a null is an answer not given."""
    values: dict[str, object] = {}
    for name, _, value in documents.entries(node):
        if not isinstance(value, documents.ScalarNode):
            says = f"found a {'mapping' if isinstance(value, MappingNode) else 'list'}, expected an answer"
            raise AdvisorError(Problem("wrong-answer", says, place=documents.place(value), where=name))
        if not documents.is_null(value):
            values[name] = value.value
    return values


def _places(node: documents.Node | None) -> dict[str, Place]:
    if not isinstance(node, MappingNode):
        return {}
    return {name: documents.place(value) for name, _, value in documents.entries(node)}


def joined(
    decisions: list[Decision], settings: Mapping[str, str]
) -> tuple[dict[str, object], dict[str, Place]]:
    """The answers and overrides of several decisions, later ones winning, and settings over all."""
    values: dict[str, object] = {}
    places: dict[str, Place] = {}
    for one in decisions:
        values |= {**one.answers, **one.overrides}
        places |= one.places
    for name in settings:
        places[name] = Place(f"--set {brief(f'{name}={settings[name]}')}")
    return {**values, **settings}, places


def answers_of(rules: Ruleset, one: Decision) -> Answers:
    """The checked answers of a decision, for the rules of `rules_for`. Raises AnswerError."""
    answers = check(rules, {**one.answers, **one.overrides}, one.places)
    return market.kept(rules, answers, one.market) if one.market else answers


def rules_for(rules: Ruleset, one: Decision) -> Ruleset:
    """The ruleset, with the model whose listed prices a decision rests on, if the rules do not know it."""
    found = market.priced(rules)
    if one.market and one.market.model and found:
        return market.with_model(rules, found[0].choice, one.market.provider, one.market.model)
    return rules
