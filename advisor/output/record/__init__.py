"""A decision as a record for a design doc: MADR, Nygard's form, or JSON.

Every record carries the decision, so that it can be decided again and reviewed.
"""

import json
from datetime import date

from advisor import decision
from advisor.advice.costs import figures_used
from advisor.advice.data import to_json
from advisor.advice.model import Advice
from advisor.output import diagram
from advisor.output.record import content, madr, nygard
from advisor.output.record.parts import Extras

FORMATS = ("madr", "nygard", "json")


def write(advice: Advice, format_: str = "madr", picture: str = "") -> str:
    """The record as text. `picture` is Markdown that links a drawn diagram, if there is one."""
    if format_ == "json":
        return json.dumps(_data(advice), indent=2, ensure_ascii=False) + "\n"
    path = diagram.mermaid_source(advice.trace.rules, advice, advice.made)
    extras = Extras(["The path that led to it:", "", *([picture, ""] if picture else []),
                     "```mermaid", path.rstrip(), "```", ""])  # fmt: skip
    text = (madr if format_ == "madr" else nygard).render(advice, extras)
    mark = decision.mark(decision.of(advice.trace, advice.made))
    return f"{text}\n<!-- {mark} -->\n"


def _data(advice: Advice) -> dict[str, object]:
    return {
        "status": "proposed",
        **to_json(advice),
        "facts": [fact._asdict() for fact in content.facts(advice)],
        "options": [option._asdict() for option in content.options(advice)],
        "confirmation": [measure._asdict() for measure in content.measures(advice)],
        "figures": [one._asdict() | {"date": _iso(one.date)} for one in figures_used(advice.trace.scope)],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
