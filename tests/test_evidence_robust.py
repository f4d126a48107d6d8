"""Whatever stands in a file, reading it ends in measures, counted damage or a clear error."""

import copy
import csv
import io
import json
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.errors import AdvisorError
from advisor.evidence.measures import Evidence
from advisor.evidence.names import MEASURES
from advisor.evidence.reading import read
from advisor.evidence.wants import Want, answers_from
from tests.evidence.samples import SAMPLES

JSON = [name for name, (_, text) in SAMPLES.items() if text.startswith(("{", "["))]
TABLES = [name for name in SAMPLES if name not in JSON]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just(10**400), st.just(-1), st.just(2**63), st.floats(),
    st.text(max_size=8), st.sampled_from(["-1", "1e999", "0x1", "2026-13-45", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00-14:00", "1" * 25]),
)  # fmt: skip
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def reading(data: bytes) -> Evidence | None:
    """Read the bytes as a file; None where they are refused with an error for people."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        try:
            evidence = read(path)
        except AdvisorError:
            return None
    _is_sound(evidence)
    return evidence


def _is_sound(evidence: Evidence) -> None:
    for measure in (*evidence.measures, *evidence.groups):
        if measure.value is not None:
            assert measure.value >= 0
            assert isinstance(measure.value, int | Fraction)
        if measure.interval and measure.value is not None:
            assert measure.interval.low <= measure.value <= measure.interval.high
        if not measure.unit and measure.value is not None:
            assert measure.value <= 1
        assert 0 <= measure.counted <= measure.among
    wants = [
        Want(name, name, bar, turns)
        for name in MEASURES
        for bar, turns in ((None, (Fraction(1, 2),)), (Fraction(4, 5), ()))
    ]
    for suggestion in answers_from([evidence], wants).values():
        assert suggestion.says
        assert "\n" not in suggestion.says


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = (
        value.items() if isinstance(value, dict) else enumerate(value[:3]) if isinstance(value, list) else ()
    )
    return [at, *(place for key, part in below for place in _places(part, (*at, key)))]


def _put(root: Any, at: tuple[Any, ...], value: Any) -> Any:
    if not at:
        return value
    holder = root
    for key in at[:-1]:
        holder = holder[key]
    holder[at[-1]] = value
    return root


def _few(text: str) -> list[Any]:
    """The documents of a sample, with few of the records that are all alike."""
    decoder, documents, at = json.JSONDecoder(), [], 0
    while at < len(text.rstrip()) and len(documents) < 4:
        document, at = decoder.raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
        documents.append(document)
    return documents


@pytest.mark.parametrize("name", JSON)
@given(data=st.data())
@MANY
def test_any_field_can_be_anything(name: str, data: st.DataObject) -> None:
    documents = copy.deepcopy(_few(SAMPLES[name][1]))
    for _ in range(data.draw(st.integers(1, 3))):
        documents = _put(documents, data.draw(st.sampled_from(_places(documents)[1:])), data.draw(ANY))
        if not isinstance(documents, list) or not _places(documents)[1:]:
            break
    reading("\n".join(json.dumps(document) for document in documents).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", TABLES)
@given(data=st.data())
@MANY
def test_any_cell_can_be_anything(name: str, data: st.DataObject) -> None:
    text = SAMPLES[name][1]
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))[:6]
    for _ in range(data.draw(st.integers(1, 4))):
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        row[data.draw(st.integers(0, len(row) - 1))] = str(data.draw(SCALARS))
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    reading(out.getvalue().encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", SAMPLES)
@given(cut=st.floats(0, 1), junk=st.binary(max_size=20))
@settings(max_examples=15)
def test_any_byte_can_be_anything(name: str, cut: float, junk: bytes) -> None:
    whole = SAMPLES[name][1].encode()
    at = int(cut * len(whole))
    reading(whole[:at] + junk + whole[at + len(junk) :])
    reading(whole[:at] + junk)


@given(st.binary(max_size=200))
def test_any_bytes_end_well(data: bytes) -> None:
    reading(data)
