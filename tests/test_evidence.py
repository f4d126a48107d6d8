"""What people have is read as measures: every layout, and the traps of each."""

import csv
import gzip
import json
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from advisor.errors import AdvisorError
from advisor.evidence.measures import Evidence, Measure
from advisor.evidence.names import MEASURES
from advisor.evidence.reading import read
from tests.evidence.samples import (
    DAY,
    SAMPLES,
    SECRET,
    START,
    Json,
    activity,
    broken,
    bucket,
    buckets,
    case,
    chat,
    costs,
    dashboard,
    deepeval,
    gemini,
    graded,
    helicone,
    iso,
    lines,
    observation,
    otlp,
    over_days,
    page,
    promptfoo,
    promptfoo_table,
    run,
    score,
    span,
    spend_day,
    spend_log,
    spend_page,
    table,
)

WRITTEN = START + 60 * DAY
Read = Callable[..., Evidence]


@pytest.fixture
def reads(tmp_path: Path) -> Read:
    """Read data, text or bytes that were written to a file at some time."""

    def call(content: Json | list[Json] | str | bytes, written: float = WRITTEN) -> Evidence:
        path = tmp_path / "made.up"
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.utime(path, (written, written))
        return read(path)

    return call


def value(evidence: Evidence, name: str) -> object:
    return measured(evidence, name).value


def measured(evidence: Evidence, name: str) -> Measure:
    found = evidence.measure(name)
    assert found, f"no {name} in {[measure.name for measure in evidence.measures]}"
    return found


def codes(found: Evidence | Measure) -> set[str]:
    return {remark.code for remark in found.remarks}


# Every layout


@pytest.mark.parametrize("name", SAMPLES)
def test_a_kind_is_found_from_the_content(reads: Read, name: str) -> None:
    kind, text = SAMPLES[name]
    evidence = reads(text)
    assert evidence.kind == kind
    assert evidence.records > 0
    assert evidence.damaged == 0, evidence.problems
    assert {measure.name for measure in (*evidence.measures, *evidence.groups)} <= MEASURES.keys()


@pytest.mark.parametrize("name", SAMPLES)
def test_no_content_leaves_a_reader(reads: Read, name: str) -> None:
    assert SECRET in SAMPLES[name][1] or "contents" not in name
    assert SECRET not in repr(reads(SAMPLES[name][1]))


@pytest.mark.parametrize(
    "name", [name for name in SAMPLES if name.startswith("OpenAI") and "costs" not in name]
)
def test_openai_usage_gives_volume_tokens_and_cache(reads: Read, name: str) -> None:
    evidence = reads(SAMPLES[name][1])
    assert value(evidence, "requests_a_month") == Fraction(1000 * 36525, 1200)
    assert value(evidence, "input_tokens") == 500
    assert value(evidence, "output_tokens") == 100
    assert value(evidence, "cached_share") == Fraction(2, 5)
    assert evidence.complete


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, (kind, _) in SAMPLES.items()
        if kind in ("litellm-log", "opentelemetry", "langfuse", "helicone")
    ],
)
def test_logs_and_traces_give_volume_tokens_and_durations(reads: Read, name: str) -> None:
    evidence = reads(SAMPLES[name][1])
    assert value(evidence, "input_tokens") == 500
    assert value(evidence, "output_tokens") == 100
    assert measured(evidence, "requests_a_month").basis == "8 whole days"
    assert value(evidence, "failures") == 0
    assert value(evidence, "latency_p95") in (1, 2, Fraction(5, 4))


# promptfoo


def test_the_best_prompt_and_provider_is_taken(reads: Read) -> None:
    runs = graded(50, 50) + graded(80, 20, 1, provider="anthropic:claude")
    evidence = reads(promptfoo(runs))
    share = measured(evidence, "pass_share")
    assert (share.counted, share.among, share.group) == (80, 100, "anthropic:claude, prompt 2")
    assert "best-of" in codes(share)
    assert [m.value for m in evidence.groups if m.name == "pass_share"] == [Fraction(1, 2), Fraction(4, 5)]


def test_a_lucky_few_are_not_the_best(reads: Read) -> None:
    assert measured(reads(promptfoo(graded(1, 0) + graded(90, 10, 1))), "pass_share").among == 100


def test_errors_are_no_failures(reads: Read) -> None:
    evidence = reads(promptfoo([*graded(8, 2), *(broken(number=n) for n in range(10, 15))]))
    share = measured(evidence, "pass_share")
    assert (share.counted, share.among) == (8, 10)
    assert value(evidence, "errors") == 5
    assert "errors" in codes(share)


def test_errors_only_say_nothing(reads: Read) -> None:
    share = measured(reads(promptfoo([broken(number=n) for n in range(5)])), "pass_share")
    assert share.value is None
    assert "only-errors" in codes(share)


def test_an_older_error_without_a_reason_is_told_by_its_missing_grade(reads: Read) -> None:
    old = [
        {**run(False), "failureReason": None, "gradingResult": None},
        {**run(False, number=1), "failureReason": None},
    ]
    evidence = reads(promptfoo([*graded(3, 0), *old]))
    assert (value(evidence, "graded"), value(evidence, "errors")) == (4, 1)


def test_a_test_without_assertions_is_not_graded(reads: Read) -> None:
    untested = [
        run(True, number=n, gradingResult={"pass": True, "score": 1, "reason": "No assertions"})
        for n in range(3)
    ]
    share = measured(reads(promptfoo(untested)), "pass_share")
    assert share.value is None
    assert "ungraded" in codes(share)


def test_repeated_inputs_are_told(reads: Read) -> None:
    again = [*graded(5, 5), *graded(5, 5)]
    assert "repeated" in codes(measured(reads(promptfoo(again)), "pass_share"))


def test_the_older_table_is_read_by_column(reads: Read) -> None:
    columns = [
        [{"pass": n < 3, "text": SECRET} for n in range(4)],
        [f"[{'PASS' if n < 1 else 'FAIL'}] x" for n in range(4)],
    ]
    evidence = reads(promptfoo_table(columns))
    assert measured(evidence, "pass_share").counted == 3
    assert [m.group for m in evidence.groups if m.name == "passed"] == [
        "openai:gpt-0, prompt 1",
        "openai:gpt-1, prompt 2",
    ]


@pytest.mark.parametrize(
    "provider", ["https://host/?key=abc", "sk-abcdefghijklmnop", "a" * 40, "exec: python x.py --token y", 7]
)
def test_what_does_not_look_like_a_provider_is_numbered(reads: Read, provider: object) -> None:
    evidence = reads(promptfoo(graded(1, 1) + graded(2, 0, 1, provider=provider)))
    assert "provider 2, prompt 2" in {measure.group for measure in evidence.groups}


# deepeval


def test_deepeval_counts_tests_and_leaves_the_judges_tokens(reads: Read) -> None:
    evidence = reads(deepeval(case(True), case(True, None, None), case(False), case(None)))
    share = measured(evidence, "pass_share")
    assert (share.counted, share.among) == (2, 3)
    assert "ungraded" in codes(share)
    assert evidence.measure("input_tokens") is None


def test_a_test_whose_metrics_all_ended_in_errors_did_not_fail(reads: Read) -> None:
    evidence = reads(deepeval(case(True), case(False, SECRET, SECRET), case(False, SECRET, None)))
    assert (value(evidence, "graded"), value(evidence, "errors")) == (2, 1)


def test_only_a_link_is_told(reads: Read) -> None:
    evidence = reads({"testRunLink": f"https://app.example/{SECRET}"})
    share = measured(evidence, "pass_share")
    assert share.value is None
    assert "link" in share.remarks[0].says
    assert SECRET not in repr(evidence)


# Volume


def test_under_seven_days_are_refused_with_what_is_missing(reads: Read) -> None:
    month = measured(reads(page(buckets(4))), "requests_a_month")
    assert (month.value, month.more, month.more_of) == (None, 3, "whole days")
    assert "too-short" in codes(month)


def test_seven_days_are_enough_and_one_week_has_no_spread(reads: Read) -> None:
    month = measured(reads(page(buckets(7))), "requests_a_month")
    assert month.value == Fraction(1000 * 36525, 1200)
    assert month.interval is None
    assert "no-spread" in codes(month)


def test_the_spread_is_that_of_whole_weeks(reads: Read) -> None:
    usage = page([bucket(START + n * DAY, 1000 if n < 7 else 2000) for n in range(14)])
    month = measured(reads(usage), "requests_a_month")
    assert month.value == Fraction(1500 * 36525, 1200)
    assert month.interval == (Fraction(1000 * 36525, 1200), Fraction(2000 * 36525, 1200))


def test_days_that_a_file_does_not_cover_are_left_out(reads: Read) -> None:
    late = [bucket(START - DAY / 2, 1, end=START)]
    unfinished = [bucket(START + 14 * DAY, 1)]
    evidence = reads(page(late + buckets(14) + unfinished), written=START + 14 * DAY + 3600)
    assert value(evidence, "requests_a_month") == Fraction(1000 * 36525, 1200)
    assert measured(evidence, "requests_a_month").basis == "14 whole days"


def test_hours_make_days_only_where_all_are_there(reads: Read) -> None:
    hours = [bucket(START + n * 3600, 10, end=START + (n + 1) * 3600) for n in range(24 * 8) if n != 30]
    month = measured(reads(page(hours)), "requests_a_month")
    assert month.basis == "7 whole days"
    assert "missing-days" in codes(month)


def test_a_log_loses_its_first_and_last_day_and_counts_empty_ones(reads: Read) -> None:
    times = [START + n * DAY + hour * 3600 for n in (0, 1, 2, 5, 6, 7, 8, 9) for hour in (1, 2)]
    month = measured(reads(lines(spend_log(n, t) for n, t in enumerate(times))), "requests_a_month")
    assert month.value == Fraction(2 * 6 * 36525, 8 * 1200)
    assert {"edges", "empty-days"} <= codes(month)


def test_days_are_those_of_utc_whatever_the_zone(reads: Read) -> None:
    def log(zone: str) -> str:
        hours = {"Z": 0, "+05:00": 5, "-03:30": -3.5}[zone]
        return lines(
            spend_log(n, t, startTime=iso(t + hours * 3600).replace("Z", zone), endTime=None)
            for n, t in enumerate(START + k * DAY + 23.5 * 3600 for k in range(12))
        )

    assert value(reads(log("+05:00")), "requests_a_month") == value(reads(log("Z")), "requests_a_month")
    assert value(reads(log("-03:30")), "requests_a_month") == value(reads(log("Z")), "requests_a_month")


def test_a_time_without_a_zone_is_told(reads: Read) -> None:
    naive = lines(spend_log(n, t, startTime=iso(t)[:-1]) for n, t in enumerate(over_days(10)))
    evidence = reads(naive)
    assert "no-zone" in codes(evidence)
    assert value(evidence, "requests_a_month") == value(
        reads(SAMPLES["LiteLLM log, lines"][1]), "requests_a_month"
    )


# OpenAI usage


def test_a_page_with_more_to_come_is_a_part(reads: Read) -> None:
    evidence = reads(page(buckets(14), more=True))
    assert not evidence.complete
    assert "incomplete" in codes(evidence)
    assert "incomplete" in codes(measured(evidence, "requests_a_month"))


def test_the_last_page_completes_the_first(reads: Read) -> None:
    assert reads([page(buckets(7), True), page(buckets(14)[7:])]).complete


def test_pages_that_overlap_count_once(reads: Read) -> None:
    evidence = reads([page(buckets(10), True), page(buckets(14)[5:])])
    assert value(evidence, "requests_a_month") == Fraction(1000 * 36525, 1200)
    assert "duplicates" in codes(evidence)


def test_groups_of_one_bucket_are_added(reads: Read) -> None:
    usage = buckets(14)
    for each in usage:
        each["results"] = each["results"] + [{**each["results"][0], "model": "gpt-5-mini"}]
    assert value(reads(page(usage)), "requests_a_month") == Fraction(2000 * 36525, 1200)


def test_a_table_without_requests_gives_tokens_only(reads: Read) -> None:
    evidence = reads(table(dashboard(14, "num_model_requests")))
    assert evidence.measure("requests_a_month") is None
    assert evidence.measure("input_tokens") is None
    assert value(evidence, "input_tokens_a_month") == Fraction(500_000 * 36525, 1200)
    assert "no-requests" in codes(evidence)


def test_empty_days_of_a_dashboard_count_as_days(reads: Read) -> None:
    rows = dashboard(14)
    for row in rows[::2]:
        row.update({key: "" for key in row if not key.startswith(("start", "end"))})
    assert value(reads(table(rows)), "requests_a_month") == Fraction(500 * 36525, 1200)


def test_activity_within_days_loses_its_edges(reads: Read) -> None:
    rows = [{**row, "timestamp": row["timestamp"] + 300} for row in activity(14)]
    assert measured(reads(table(rows)), "requests_a_month").basis == "12 whole days"


def test_costs_of_two_currencies_are_not_added(reads: Read) -> None:
    assert measured(reads(page(costs(14))), "cost_a_month").unit == "USD a month"
    evidence = reads(page(costs(14) + costs(14, "eur")))
    assert evidence.measure("cost_a_month") is None
    assert "currencies" in codes(evidence)


# LiteLLM


def test_a_day_split_over_pages_is_added_and_its_breakdown_is_not(reads: Read) -> None:
    first = [spend_day(n) for n in range(14)]
    evidence = reads([spend_page(first, 1, 2), spend_page([spend_day(13, 510)], 2, 2)])
    assert value(evidence, "requests_a_month") == Fraction((14 * 990 + 500) * 36525, 14 * 1200)
    assert evidence.complete
    assert value(evidence, "failures") == 150


def test_a_first_page_of_days_is_a_part(reads: Read) -> None:
    evidence = reads(spend_page([spend_day(n) for n in range(14)], 1, 2))
    assert not evidence.complete
    assert measured(evidence, "requests_a_month").basis == "12 whole days"


def test_what_a_log_holds_twice_counts_once(reads: Read) -> None:
    records = [spend_log(n, t) for n, t in enumerate(over_days(10))]
    evidence = reads(lines(records + records[:30]))
    assert value(evidence, "input_tokens") == 500
    assert measured(evidence, "input_tokens").basis == "100 of 100 requests"
    assert "duplicates" in codes(evidence)


def test_failures_embeddings_and_cached_answers_are_told_apart(reads: Read) -> None:
    times = over_days(10)
    records = [
        spend_log(n, t, status="failure" if n < 10 else "success", call_type="aembedding" if n >= 90 else "acompletion",
                  cache_hit="True" if 10 <= n < 15 else "False")
        for n, t in enumerate(times)
    ]  # fmt: skip
    evidence = reads(lines(records))
    share = measured(evidence, "failure_share")
    assert (share.counted, share.among) == (10, 90)
    assert measured(evidence, "latency_p95").basis == "75 requests"
    assert {"failed", "others", "from-cache"} <= codes(evidence)


def test_missing_counts_are_left_out_of_the_mean(reads: Read) -> None:
    records = [spend_log(n, t, prompt_tokens=None if n % 2 else 500) for n, t in enumerate(over_days(10))]
    tokens = measured(reads(lines(records)), "input_tokens")
    assert (tokens.value, tokens.basis) == (500, "50 of 100 requests")
    assert "missing-counts" in codes(tokens)


# Traces


def test_only_the_innermost_calls_count(reads: Read) -> None:
    times, spans = over_days(10), []
    for n, when in enumerate(times):
        spans += [
            span(f"leaf{n}", f"http{n}", when),
            span(f"http{n}", f"wrap{n}", when, "execute_tool", 0),
            span(f"wrap{n}", f"agent{n}", when),
            span(f"agent{n}", "", when, "invoke_agent", 5000),
        ]
    evidence = reads(otlp(spans))
    assert measured(evidence, "input_tokens").basis == "100 of 100 requests"
    assert "around" in codes(evidence)
    assert value(evidence, "input_tokens") == 500


def test_spans_with_the_same_id_in_other_traces_are_others(reads: Read) -> None:
    spans = [span("s", when=when, traceId=f"t{n}") for n, when in enumerate(over_days(10))]
    assert measured(reads(otlp(spans)), "input_tokens").basis == "100 of 100 requests"


def test_a_span_that_contains_itself_does_not_hang(reads: Read) -> None:
    spans = [
        span("a", "b", operation="execute_tool"),
        span("b", "a", operation="execute_tool"),
        span("c", "a"),
        span("d", "d"),
    ]
    assert reads(otlp(spans)).records == 4


def test_failed_spans_are_failures(reads: Read) -> None:
    spans = [span(f"s{n}", when=t, status={"code": 2} if n < 5 else {}) for n, t in enumerate(over_days(10))]
    assert value(reads(otlp(spans)), "failures") == 5


def test_generations_around_generations_count_once(reads: Read) -> None:
    times = over_days(10)
    inner = [observation(n, t, parent=f"o{n + 1000}") for n, t in enumerate(times)]
    outer = [observation(n + 1000, t, parent=f"o{n + 2000}") for n, t in enumerate(times)]
    roots = [observation(n + 2000, t, kind="SPAN") for n, t in enumerate(times)]
    evidence = reads(lines(inner + outer + roots))
    assert measured(evidence, "input_tokens").basis == "100 of 100 requests"
    assert value(evidence, "cached_share") == Fraction(2, 5)
    assert Fraction(str(value(evidence, "cost_a_month"))) == Fraction(
        str(value(evidence, "requests_a_month"))
    ) * Fraction(25, 10_000)


def test_langfuse_pages_that_are_missing_are_told(reads: Read) -> None:
    evidence = reads(
        {"data": [observation(1, START)], "meta": {"page": 1, "limit": 1, "totalItems": 3, "totalPages": 3}}
    )
    assert not evidence.complete


def test_several_scores_are_not_added(reads: Read) -> None:
    scores = (
        [score(n, 1) for n in range(5)]
        + [score(n + 5, 0, "polite") for n in range(5)]
        + [score(11, 0.4, "f1", "NUMERIC")]
    )
    evidence = reads(lines(scores))
    assert evidence.measure("pass_share") is None
    assert {"several-scores", "no-pass"} <= codes(evidence)
    assert {measure.group for measure in evidence.groups} == {"correct", "polite"}


def test_helicone_tells_failures_caches_and_scores(reads: Read) -> None:
    passed = {"ok": {"value": 1, "valueType": "boolean"}}
    records = [
        helicone(n, t, response_status=-2 if n < 2 else 500 if n < 5 else 200, scores=passed if n < 50 else {},
                 cache_reference_id="c" if n == 50 else "00000000-0000-0000-0000-000000000000")
        for n, t in enumerate(over_days(10))
    ]  # fmt: skip
    evidence = reads(lines(records))
    assert value(evidence, "failures") == 5
    assert measured(evidence, "pass_share").counted == 45
    assert "from-cache" in codes(evidence)


# Examples to tune with


def test_exact_and_near_duplicates_are_told_apart(reads: Read) -> None:
    examples = [chat(f"Question {n}?", f"Answer {n}.") for n in range(10)]
    again = [
        chat("Question 1?", "Answer 1."),
        chat("question  2", "ANSWER 2"),
        chat("Question 3?", "another answer"),
    ]
    evidence = reads(lines(examples + again))
    names = ("examples", "unique_examples", "exact_duplicates", "near_duplicates")
    assert [value(evidence, name) for name in names] == [13, 11, 1, 1]


def test_the_order_of_keys_makes_no_other_example(reads: Read) -> None:
    first = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}
    second = {"messages": [{"content": "q", "role": "user"}, {"content": "a", "role": "assistant"}]}
    assert value(reads(lines([first, second])), "exact_duplicates") == 1


def test_rows_that_teach_nothing_are_no_examples(reads: Read) -> None:
    silent = {"messages": [{"role": "system", "content": "s"}, {"role": "assistant", "content": "a"}]}
    unweighted = {
        "messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": 0}]
    }
    evidence = reads(lines([chat("q", "a"), chat("q2", None), chat("q3", " "), silent, unweighted]))
    assert (value(evidence, "unique_examples"), value(evidence, "useless_examples")) == (1, 4)
    assert {"no-user", "no-answer"} <= codes(evidence)


def test_one_answer_to_everything_is_told(reads: Read) -> None:
    evidence = reads(lines(chat(f"q{n}", "I do not know." if n < 8 else f"a{n}") for n in range(10)))
    assert value(evidence, "commonest_answer_share") == Fraction(4, 5)
    assert "one-answer" in codes(evidence)


def test_calls_of_tools_are_answers_and_gemini_is_read_alike(reads: Read) -> None:
    call = {
        "role": "assistant",
        "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
    }
    assert (
        value(reads(lines([{"messages": [{"role": "user", "content": "q"}, call]}] * 2)), "unique_examples")
        == 1
    )
    assert value(reads(lines([gemini("q", "a"), gemini("Q", "a.")])), "near_duplicates") == 1


# Damage


def test_damaged_lines_are_named_and_counted(reads: Read) -> None:
    whole = [json.dumps(chat(f"q{n}", f"a{n}")) for n in range(20)]
    for number in (2, 5, 6, 7, 8, 9, 10):
        whole[number - 1] = f'{{"messages": [{SECRET}'
    evidence = reads("\n".join(whole))
    assert evidence.damaged == 7
    assert [problem.place.line for problem in evidence.problems if problem.place] == [2, 5, 6, 7, 8]
    assert value(evidence, "examples") == 13
    assert SECRET not in repr(evidence)


@pytest.mark.parametrize("wrong", [-1, "many", 1.5, True, [], {}, 10**18, "9" * 30])
def test_a_field_of_the_wrong_kind_is_named(reads: Read, wrong: object) -> None:
    records = [spend_log(n, t) for n, t in enumerate(over_days(10))]
    records[4]["prompt_tokens"] = wrong
    evidence = reads(lines(records))
    assert evidence.damaged == 1
    assert "prompt_tokens" in str(evidence.problems[0])
    assert evidence.problems[0].place
    assert evidence.problems[0].place.line == 5


def test_what_is_no_number_is_named(reads: Read) -> None:
    text = SAMPLES["LiteLLM log, lines"][1].replace('"prompt_tokens": 500', '"prompt_tokens": NaN', 1)
    assert "not a finite number" in str(reads(text).problems[0])


def test_a_document_that_breaks_off_is_read_so_far(reads: Read) -> None:
    text = json.dumps(promptfoo(graded(160, 40)))
    evidence = reads(text[: len(text) // 2])
    assert not evidence.complete
    assert evidence.damaged == 1
    assert 90 < evidence.records < 110


@pytest.mark.parametrize(
    "deep",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"results": {"version": 3, "results": [' + '{"a":[' * 50_000,
        json.dumps(promptfoo(graded(20, 0)))[:-1] + ', "x": ' + "[" * 5000 + "]" * 5000 + "}",
    ],
)
def test_deep_nesting_is_refused(reads: Read, deep: str) -> None:
    with pytest.raises(AdvisorError, match="none of the kinds"):
        reads(deep)


def test_a_deep_line_is_damage(reads: Read) -> None:
    evidence = reads(lines([chat("q", "a")] * 2) + '{"messages":' + "[" * 200_000 + "\n")
    assert (evidence.records, evidence.damaged) == (2, 1)


def test_brackets_in_texts_are_not_nesting(reads: Read) -> None:
    runs = [run(True, number=n, description='[{"\\' * 200 + "\\\\") for n in range(20)]
    evidence = reads(promptfoo(runs))
    assert (evidence.complete, evidence.records) == (True, 20)


def test_a_line_that_is_too_long_is_damage(reads: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.evidence.containers.MAX_LINE", 5000)
    evidence = reads(lines([chat("q", "a"), chat("q1", "b"), chat("long", "x" * 20_000), chat("q2", "c")]))
    assert (evidence.records, evidence.damaged) == (3, 1)
    assert evidence.problems[0].place
    assert evidence.problems[0].place.line == 3


def test_rows_of_another_width_are_damage(reads: Read) -> None:
    text = table(dashboard(14)).rstrip() + "\n1,2,3\n"
    evidence = reads(text)
    assert (evidence.records, evidence.damaged) == (14, 1)


def test_wide_cells_are_read_and_the_limit_stays(reads: Read) -> None:
    before = csv.field_size_limit()
    rows = [{**spend_log(n, t), "messages": "x" * 200_000} for n, t in enumerate(over_days(9, 1))]
    assert reads(table(rows)).records == 9
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"  \n \n", "is empty"),
        (b"\xff\xfe{\x00}\x00", "UTF-16"),
        ("{}".encode("utf-16-be"), "not UTF-8"),
        (b"PK\x03\x04....", "zip"),
        (b"PAR1....", "Parquet"),
        (b"hello world", "none of the kinds"),
        (b"a,b\n1,2\n", "none of the kinds"),
        (b'{"a": 1}', "none of the kinds"),
        (b"[1, 2, 3]", "none of the kinds"),
        (b"nul\x00l", "not UTF-8"),
        (b"\x1f\x8bbroken", "cannot be unpacked"),
    ],
)
def test_what_is_no_evidence_is_refused(reads: Read, content: bytes, says: str) -> None:
    with pytest.raises(AdvisorError, match=says):
        reads(content)


@pytest.mark.parametrize("name", ["LiteLLM log, lines", "OpenAI page", "OpenAI dashboard", "messages"])
def test_compressed_files_and_marks_are_read_alike(reads: Read, name: str) -> None:
    text = SAMPLES[name][1].encode()
    plain = reads(text)
    assert reads(gzip.compress(text)) == plain
    assert reads(b"\xef\xbb\xbf" + text) == plain
    assert reads(text.replace(b"\r", b"").replace(b"\n", b"\r\n")) == plain


def test_a_compressed_file_that_breaks_off_is_read_so_far(reads: Read) -> None:
    packed = gzip.compress(lines(chat(f"{os.urandom(30).hex()}", f"a{n}") for n in range(5000)).encode())
    evidence = reads(packed[: len(packed) // 2])
    assert 0 < evidence.records < 5000
    assert not evidence.complete


def test_a_break_after_much_other_damage_is_told_too(reads: Read) -> None:
    damaged = "".join(f'{{"messages": [{n}\n' for n in range(6))
    whole = lines(chat(os.urandom(30).hex(), f"a{n}") for n in range(5000))
    packed = gzip.compress((damaged + whole).encode())
    evidence = reads(packed[: len(packed) // 2])
    assert (evidence.damaged, evidence.complete) == (7, False)


def test_pipes_and_folders_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "missing"):
        with pytest.raises(AdvisorError):
            read(path)


def test_progress_ends_at_the_size(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(lines(spend_log(n, t) for n, t in enumerate(over_days(10, 1000))))
    told: list[tuple[int, int]] = []
    read(path, lambda done, size: told.append((done, size)))
    assert told == sorted(told)
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
    assert len(told) > 3


@pytest.mark.parametrize("count", [1, 2, 300])
def test_a_document_can_hold_one_record_a_line(reads: Read, count: int) -> None:
    runs = ",\n".join(json.dumps(one) for one in graded(count, 0))
    found = reads(f'{{"results": {{"version": 3, "results": [\n{runs}\n]}}}}\n')
    assert (found.kind, found.records, found.damaged) == ("promptfoo", count, 0)


def test_pages_can_be_put_one_after_the_other(reads: Read) -> None:
    for indent in (None, 2):
        pages = [page(buckets(9), more=True), page([bucket(START + n * DAY) for n in range(9, 20)])]
        found = reads("\n".join(json.dumps(one, indent=indent) for one in pages))
        assert (found.records, found.complete) == (20, True)
