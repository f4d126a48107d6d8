"""The gallery in diagrams/ shows what the program makes today. ``python -m tests.test_gallery`` makes it anew."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from advisor import advise, decision, load, walk
from advisor.advice.model import Advice
from advisor.decision.marks import find
from advisor.output import diagram, record
from advisor.output.page import document
from tests import browser
from tests.conftest import EXAMPLE, ROOT
from tests.test_page import settled

FOLDER = ROOT / "diagrams"
MADE = date(2026, 11, 24)
EXAMPLES: dict[str, dict[str, object]] = {
    "legal-documents": {**EXAMPLE, "use_case": "legal_document_analysis", "gpu_memory_gb": 24},
    "customer-support": {"use_case": "customer_support", "base_model_suffices": False, "training_examples": 640,
                         "needs_fixed_behavior": True, "has_varied_tasks": True},
    "email-sorting": {"use_case": "email_classification", "base_model_suffices": False, "training_examples": 5_000,
                      "training_data_quality": 0.9, "latency_critical": False, "monthly_requests": 200_000,
                      "avg_input_tokens": 400, "avg_output_tokens": 20},
}  # fmt: skip


def advice(name: str) -> Advice:
    return advise(walk(load(), EXAMPLES[name]), MADE)


def text_forms(name: str) -> dict[str, str]:
    """The files of one example that can be compared as text."""
    found = advice(name)
    picture = f"![The path to: {found.title}]({name}.svg)"
    return {
        f"{name}.yaml": decision.to_yaml(decision.of(found.trace, MADE)),
        f"{name}.mmd": str(diagram.draw(found.trace.rules, found, "mmd", today=MADE).content),
        f"{name}.md": record.write(found, "madr", picture),
    }


CHARTS = {"chart": "published", "current": "current"}
"""The whole chart of each shipped ruleset, by the name of its file."""


def chart_form(rules: str) -> str:
    return str(diagram.draw(load(rules), None, "mmd", today=MADE).content)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_what_the_program_makes(name: str) -> None:
    for file, text in text_forms(name).items():
        assert (FOLDER / file).read_text() == text, "run python -m tests.test_gallery"
    drawn = decision.mark(decision.of(advice(name).trace, MADE))
    found = find((FOLDER / f"{name}.svg").read_bytes(), name)
    assert [one.text for one in found] == ["{" + drawn.partition(" {")[2]]


@pytest.mark.parametrize(("name", "rules"), CHARTS.items())
def test_the_charts_are_what_the_program_makes(name: str, rules: str) -> None:
    assert (FOLDER / f"{name}.mmd").read_text() == chart_form(rules), "run python -m tests.test_gallery"


PAGES = {
    "published": "use_case=legal_document_analysis&base_model_suffices=no&training_examples=1000&latency_critical=no&"
                 "monthly_requests=1M&api_offer=gpt-4o&avg_input_tokens=500&avg_output_tokens=1000&fine_tune_cost=5000&"
                 "training_data_quality=1&tuning_plan=llama-3.1-8b",
    "current": "evaluated=200&passed=120&wanted=0.9&instruction_tried=yes&examples_tried=yes&schema_tried=yes",
}  # fmt: skip
"""The page of each shipped ruleset, and the answers that its picture shows."""


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_are_what_the_program_makes(name: str) -> None:
    there, made = (FOLDER / f"{name}.html").read_text(), document.write(load(name))
    assert settled(there) == settled(made), "run python -m tests.test_gallery"
    assert bare(there) == bare(made), "run python -m tests.test_gallery"


def bare(page: str) -> str:
    """A page without what is packed in it, and without the places of things in its chart, which Graphviz chooses."""
    chart = re.compile(r"<svg.*</svg>", re.DOTALL)
    said = re.findall(r'data-\w+="\w+"|>[^<>]+</text>', chart.findall(page)[0])
    return chart.sub(" ".join(sorted(said)), re.sub(r'id="packed">[^<]*<', "", page))


def test_the_page_shows_all() -> None:
    page = (FOLDER / "README.md").read_text()
    for file in FOLDER.iterdir():
        assert file.name == "README.md" or f"({file.name})" in page, file


def make() -> None:
    rules = load()
    for name, of in CHARTS.items():
        (FOLDER / f"{name}.mmd").write_text(chart_form(of))
        write(FOLDER / f"{name}.svg", diagram.draw(load(of), None, "svg", today=MADE).content)
    for name in EXAMPLES:
        for file, text in text_forms(name).items():
            (FOLDER / file).write_text(text)
        write(FOLDER / f"{name}.svg", diagram.draw(rules, advice(name), "svg", today=MADE).content)

    for name in PAGES:
        page, made = FOLDER / f"{name}.html", document.write(load(name))
        if not page.exists() or settled(page.read_text()) != settled(made):
            write(page, made)
            if browser.CHROMIUM:
                write(FOLDER / f"{name}.png", pictured(name))
            else:
                print(f"{name}.png shows the page as it was: there is no Chromium here")


def pictured(name: str) -> bytes:
    """A page as it looks with some answers, in few colors."""
    link = f"#{name}@{load(name).digest}&{PAGES[name]}"
    for one in browser.launched():
        reader = browser.Reader(one, FOLDER / f"{name}.html", link, viewport={"width": 1280, "height": 860})
        taken = io.BytesIO(reader.page.screenshot())
    small = io.BytesIO()
    Image.open(taken).quantize(64).save(small, "png", optimize=True)
    return small.getvalue()


def write(path: Path, content: str | bytes) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


if __name__ == "__main__":
    make()
