"""The page as one file: a skeleton, a style sheet, the chart, and packed the rules as data and the scripts.

The scripts are unpacked as they lie here, but for their comments. Nothing is fetched, and nothing else runs: the
policy of the page names each of them by its hash.
"""

import html
import json
import re
import zlib
from base64 import b64encode
from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

from advisor.output.diagram import live
from advisor.output.page.data import SCRIPTS, data
from advisor.rules import Ruleset
from advisor.sha import sha256

_INTERFACE = ("dom", "values", "state", "link", "marks", "yaml", "open", "field", "list", "form", "chart", "outcome",
              "advice", "costs", "scale", "change", "figures", "scene", "mermaid", "markdown", "record",
              "take", "app")  # fmt: skip
"""The scripts in `ui`, in the order in which a page loads them."""


_COMMENT = re.compile(r"^ *(?://.*|/\*(?s:.*?)\*/ *)\n", re.MULTILINE)
"""Comments that have lines of their own; no text of the scripts goes over lines."""


def write(rules: Ruleset, start: Mapping[str, Any] | None = None) -> str:
    """The page of a ruleset; it tells no day.

    start: a decision as plain data, with which the page begins

    Raises AdvisorError where nothing can draw the chart.
    """
    drawn = live.draw(rules)
    style, load, scripts = _text("ui/page.css"), _text("ui/load.js"), _scripts()
    held = {"rules": data(rules), "chart": drawn.data, "start": start or {}}
    return Template(_text("ui/page.html")).substitute(
        policy=_policy(style, [load, *scripts]),
        title=html.escape(rules.ruleset.title),
        says=html.escape(rules.ruleset.says),
        style=style,
        chart=drawn.svg,
        packed=_packed({"data": held, "scripts": scripts}),
        load=load,
    )


def _scripts() -> list[str]:
    names = (*SCRIPTS, *(f"ui/{name}.js" for name in _INTERFACE))
    return [_COMMENT.sub("", _text(name)) for name in names]


def _text(name: str) -> str:
    return files("advisor.output.page").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, scripts: list[str]) -> str:
    """Nothing may be loaded, sent or framed; only what is named by its hash may run."""
    allowed = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(bytes.fromhex(sha256(text.encode()).hexdigest())).decode()}'"


def _packed(held: Mapping[str, Any]) -> str:
    """JSON in a third of its size, and in letters that end no script, whatever its texts say."""
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode(), 9)).decode()
