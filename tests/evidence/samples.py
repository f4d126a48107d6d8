"""One valid file of every layout, as data: `SAMPLES` by name, and the pieces the tests put together.

Every text that stands for somebody's own words, names or keys is `SECRET`, so that a test can look
for it in whatever comes out.
"""

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

SECRET = "SECRET-words-of-somebody"
DAY = 86_400
START = 1_790_812_800  # 2026-10-01T00:00:00Z, a Thursday
Json = dict[str, Any]


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(number: int) -> str:
    return (datetime.fromtimestamp(START, UTC) + timedelta(days=number)).date().isoformat()


def lines(records: Iterable[object]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def table(records: list[Json], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), delimiter=delimiter)
    writer.writeheader()
    for record in records:
        writer.writerow(
            {key: json.dumps(cell) if isinstance(cell, dict | list) else cell for key, cell in record.items()}
        )
    return out.getvalue()


# promptfoo


def run(passed: bool, column: int = 0, number: int = 0, provider: str = "openai:gpt-5", **more: Any) -> Json:
    """One result of version 3; `failureReason` is 0 for passed, 1 for an assertion, 2 for an error."""
    return {
        "id": f"r{column}-{number}", "promptIdx": column, "testIdx": number, "testCase": {"vars": {"q": f"{SECRET} {number}"}},
        "promptId": f"p{column}", "provider": {"id": provider, "label": ""}, "prompt": {"raw": SECRET, "label": SECRET},
        "vars": {"q": f"{SECRET} {number}"}, "response": {"output": SECRET, "tokenUsage": {"total": 30}},
        "error": None if passed else SECRET, "failureReason": 0 if passed else 1, "success": passed, "score": int(passed),
        "latencyMs": 812, "gradingResult": {"pass": passed, "score": int(passed), "reason": SECRET}, "namedScores": {},
        **more,
    }  # fmt: skip


def broken(column: int = 0, number: int = 0) -> Json:
    return run(False, column, number, failureReason=2, gradingResult=None, error=f"{SECRET} API error 429")


def promptfoo(runs: list[Json]) -> Json:
    prompts = [{"raw": SECRET, "label": SECRET, "provider": "openai:gpt-5"}]
    summary = {
        "version": 3,
        "timestamp": iso(START),
        "prompts": prompts,
        "results": runs,
        "stats": {"successes": 1},
    }
    return {"evalId": "eval-1", "results": summary, "config": {"description": SECRET}, "shareableUrl": None}


def promptfoo_table(columns: list[list[Any]]) -> Json:
    heads = [
        {"raw": f"{SECRET} {i}", "display": SECRET, "provider": f"openai:gpt-{i}"}
        for i in range(len(columns))
    ]
    body = [{"outputs": list(outputs), "vars": [SECRET]} for outputs in zip(*columns, strict=True)]
    return {
        "results": {
            "version": 1,
            "results": [],
            "stats": {},
            "table": {"head": {"prompts": heads, "vars": ["q"]}, "body": body},
        }
    }


def graded(passed: int, failed: int, column: int = 0, **more: Any) -> list[Json]:
    return [run(number < passed, column, number, **more) for number in range(passed + failed)]


# deepeval


def case(passed: bool | None, *errors: str | None) -> Json:
    metrics = [{"name": "GEval", "threshold": 0.5, "success": bool(passed) and not error, "score": 0.9, "reason": SECRET,
                "evaluationModel": "gpt-5", "error": error, "inputTokenCount": 900, "outputTokenCount": 80}
               for error in errors or (None,)]  # fmt: skip
    return {
        "name": "t",
        "input": SECRET,
        "actualOutput": SECRET,
        "success": passed,
        "metricsData": metrics,
        "order": 0,
    }


def deepeval(*cases: Json) -> Json:
    return {"testRunData": {"testFile": "t.py", "testCases": list(cases), "conversationalTestCases": [], "metricsScores": [],
                            "testPassed": 1, "testFailed": 1, "runDuration": 2.5}}  # fmt: skip


# OpenAI usage


def bucket(start: float, requests: int | None = 1000, end: float | None = None, **more: Any) -> Json:
    sums = {"object": "organization.usage.completions.result", "input_tokens": 500_000, "output_tokens": 100_000,
            "input_cached_tokens": 200_000, "num_model_requests": requests, "project_id": SECRET, "user_id": SECRET,
            "api_key_id": SECRET, "model": "gpt-5", "batch": None, **more}  # fmt: skip
    return {
        "object": "bucket",
        "start_time": int(start),
        "end_time": int(end or start + DAY),
        "results": [sums],
    }


def page(buckets: list[Json], more: bool = False) -> Json:
    return {"object": "page", "data": buckets, "has_more": more, "next_page": SECRET if more else None}


def buckets(days: int, requests: int = 1000) -> list[Json]:
    return [bucket(START + number * DAY, requests) for number in range(days)]


def dashboard(days: int, *without: str) -> list[Json]:
    rows = []
    for number in range(days):
        start = START + number * DAY
        row = {"start_time": start, "end_time": start + DAY, "start_time_iso": iso(start), "end_time_iso": iso(start + DAY),
               "project_id": SECRET, "num_model_requests": 1000, "model": "gpt-5", "input_tokens": 500_000,
               "output_tokens": 100_000, "input_cached_tokens": 200_000}  # fmt: skip
        rows.append({key: value for key, value in row.items() if key not in without})
    return rows


def activity(days: int) -> list[Json]:
    return [{"timestamp": START + number * DAY, "organization_name": SECRET, "api_key_name": SECRET, "num_requests": 1000,
             "model": "gpt-4", "n_context_tokens_total": 500_000, "n_generated_tokens_total": 100_000,
             "n_non_cached_context_tokens_total": 300_000} for number in range(days)]  # fmt: skip


def costs(days: int, currency: str = "usd") -> list[Json]:
    return [{"object": "bucket", "start_time": START + number * DAY, "end_time": START + (number + 1) * DAY,
             "results": [{"object": "organization.costs.result", "amount": {"value": 1.5, "currency": currency},
                          "line_item": None, "project_id": SECRET}]} for number in range(days)]  # fmt: skip


# LiteLLM


def spend_day(number: int, requests: int = 1000, **more: Any) -> Json:
    metrics = {"spend": 2.5, "prompt_tokens": 500_000, "completion_tokens": 100_000, "cache_read_input_tokens": 200_000,
               "cache_creation_input_tokens": 0, "total_tokens": 600_000, "successful_requests": requests - 10,
               "failed_requests": 10, "api_requests": requests}  # fmt: skip
    metrics.update(more)
    breakdown = {
        "models": {"gpt-5": {"metrics": metrics, "metadata": {}}},
        "api_keys": {SECRET: {"metrics": metrics}},
    }
    return {"date": day(number), "metrics": metrics, "breakdown": breakdown}


def spend_page(days: list[Json], page: int = 1, pages: int = 1) -> Json:
    return {
        "results": days,
        "metadata": {"total_spend": 1, "page": page, "total_pages": pages, "has_more": page < pages},
    }


def spend_row(number: int) -> Json:
    return {"id": f"u{number}", "user_id": SECRET, "date": day(number), "api_key": SECRET, "model": "gpt-5",
            "prompt_tokens": 500_000, "completion_tokens": 100_000, "cache_read_input_tokens": 0, "spend": 2.5,
            "api_requests": 1000, "successful_requests": 1000, "failed_requests": 0}  # fmt: skip


def spend_log(number: int, when: float, **more: Any) -> Json:
    return {"request_id": f"chatcmpl-{number}", "call_type": "acompletion", "api_key": SECRET, "spend": 0.0025,
            "total_tokens": 600, "prompt_tokens": 500, "completion_tokens": 100, "startTime": iso(when),
            "endTime": iso(when + 1.25), "model": "gpt-5", "user": SECRET, "cache_hit": "False", "status": "success",
            "messages": SECRET, "response": SECRET,
            "metadata": {"usage_object": {"prompt_tokens_details": {"cached_tokens": 200}}}, **more}  # fmt: skip


def over_days(days: int, a_day: int = 10) -> list[float]:
    """Moments of so many requests a day, beginning and ending at noon."""
    return [START + DAY / 2 + DAY * (days - 1) * number / (days * a_day) for number in range(days * a_day)]


# OpenTelemetry


def attribute(key: str, value: object) -> Json:
    kind = "intValue" if isinstance(value, int) else "stringValue"
    return {"key": key, "value": {kind: str(value)}}


def span(
    own: str, parent: str = "", when: float = START, operation: str = "chat", tokens: int = 500, **more: Any
) -> Json:
    attributes = [attribute("gen_ai.operation.name", operation), attribute("gen_ai.request.model", "gpt-5"),
                  attribute("gen_ai.usage.input_tokens", tokens), attribute("gen_ai.usage.output_tokens", 100),
                  attribute("gen_ai.usage.cache_read.input_tokens", 200),
                  attribute("gen_ai.input.messages", SECRET)]  # fmt: skip
    return {"traceId": "t1", "spanId": own, "parentSpanId": parent, "name": f"{operation} gpt-5", "kind": 3,
            "startTimeUnixNano": str(int(when * 1000) * 1_000_000), "endTimeUnixNano": str(int(when * 1000 + 1250) * 1_000_000),
            "attributes": attributes, "status": {}, **more}  # fmt: skip


def otlp(spans: list[Json]) -> Json:
    resource = {"attributes": [attribute("service.name", SECRET)]}
    return {
        "resourceSpans": [{"resource": resource, "scopeSpans": [{"scope": {"name": "s"}, "spans": spans}]}]
    }


def printed(own: str, parent: str | None, when: float) -> Json:
    """A span as Python's console exporter prints it."""
    attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.usage.input_tokens": 500,
        "gen_ai.usage.output_tokens": 100,
    }
    return {"name": "chat", "context": {"trace_id": "0x1", "span_id": own, "trace_state": "[]"}, "kind": "SpanKind.CLIENT",
            "parent_id": parent, "start_time": iso(when), "end_time": iso(when + 1), "status": {"status_code": "UNSET"},
            "attributes": attributes}  # fmt: skip


# Langfuse and Helicone


def observation(
    number: int, when: float, parent: str | None = None, kind: str = "GENERATION", **more: Any
) -> Json:
    details = {"input": 300, "input_cached_tokens": 200, "output": 100, "total": 600}
    return {"id": f"o{number}", "traceId": "t", "type": kind, "name": SECRET, "startTime": iso(when), "endTime": iso(when + 1.25),
            "parentObservationId": parent, "level": "DEFAULT", "model": "gpt-5", "input": SECRET, "output": SECRET,
            "usageDetails": details, "costDetails": {"input": 0.001, "output": 0.0015, "total": 0.0025}, **more}  # fmt: skip


def bucket_observation(number: int, when: float) -> Json:
    details = {"input": 500, "output": 100}
    return {"id": f"o{number}", "trace_id": "t", "project_id": SECRET, "type": "GENERATION", "parent_observation_id": "",
            "start_time": iso(when).replace("T", " ").removesuffix("Z"), "end_time": iso(when + 2).replace("T", " ").removesuffix("Z"),
            "level": "DEFAULT", "provided_model_name": "gpt-5", "usage_details": details, "cost_details": {}}  # fmt: skip


def score(number: int, value: float, name: str = "correct", kind: str = "BOOLEAN") -> Json:
    return {
        "id": f"s{number}",
        "traceId": "t",
        "name": name,
        "value": value,
        "dataType": kind,
        "comment": SECRET,
    }


def helicone(number: int, when: float, **more: Any) -> Json:
    return {"response_id": f"x{number}", "response_status": 200, "response_model": "gpt-5", "request_id": f"h{number}",
            "request_created_at": iso(when), "request_body": {"messages": [{"role": "user", "content": SECRET}]},
            "request_user_id": SECRET, "delay_ms": 1250, "prompt_tokens": 500, "completion_tokens": 100, "total_tokens": 600,
            "prompt_cache_read_tokens": 200, "costUSD": 0.0025, "scores": {}, **more}  # fmt: skip


# Examples to tune with


def chat(question: str, answer: str | None, system: str = SECRET) -> Json:
    messages = [{"role": "system", "content": system}, {"role": "user", "content": question}]
    return {"messages": messages + ([{"role": "assistant", "content": answer}] if answer is not None else [])}


def gemini(question: str, answer: str) -> Json:
    return {"systemInstruction": {"role": "system", "parts": [{"text": SECRET}]},
            "contents": [{"role": "user", "parts": [{"text": question}]}, {"role": "model", "parts": [{"text": answer}]}]}  # fmt: skip


_TIMES = over_days(10)
SAMPLES: dict[str, tuple[str, str]] = {
    "promptfoo": ("promptfoo", json.dumps(promptfoo(graded(160, 40)))),
    "promptfoo, indented": ("promptfoo", json.dumps(promptfoo(graded(8, 2)), indent=2)),
    "promptfoo, lines": ("promptfoo", lines(graded(8, 2))),
    "promptfoo, table": ("promptfoo", json.dumps(promptfoo_table([[{"pass": True, "text": SECRET}, {"pass": False}]]))),
    "promptfoo, table of texts": ("promptfoo", json.dumps(promptfoo_table([[f"[PASS] {SECRET}", f"[FAIL] {SECRET}"]]))),
    "deepeval": ("deepeval", json.dumps(deepeval(case(True), case(False)))),
    "deepeval, folder": ("deepeval", json.dumps(deepeval(case(True), case(False))["testRunData"])),
    "OpenAI page": ("openai-usage", json.dumps(page(buckets(14)))),
    "OpenAI pages, list": ("openai-usage", json.dumps([page(buckets(7), True), page(buckets(14)[7:])])),
    "OpenAI pages, joined": ("openai-usage", json.dumps(page(buckets(7), True), indent=2) + json.dumps(page(buckets(14)[7:]), indent=2)),
    "OpenAI pages, lines": ("openai-usage", lines([page(buckets(7), True), page(buckets(14)[7:])])),
    "OpenAI dashboard": ("openai-usage", table(dashboard(14))),
    "OpenAI activity": ("openai-usage", table(activity(14))),
    "OpenAI activity, JSON": ("openai-usage", json.dumps({"object": "list", "data": activity(14)})),
    "OpenAI costs": ("openai-usage", json.dumps(page(costs(14)))),
    "LiteLLM days": ("litellm-daily", json.dumps(spend_page([spend_day(n) for n in range(14)]))),
    "LiteLLM days, table": ("litellm-daily", table([spend_row(n) for n in range(14)])),
    "LiteLLM log, lines": ("litellm-log", lines(spend_log(n, t) for n, t in enumerate(_TIMES))),
    "LiteLLM log, list": ("litellm-log", json.dumps([spend_log(n, t) for n, t in enumerate(_TIMES)])),
    "LiteLLM log, table": ("litellm-log", table([spend_log(n, t) for n, t in enumerate(_TIMES)], ";")),
    "OTLP": ("opentelemetry", json.dumps(otlp([span(f"s{n}", when=t) for n, t in enumerate(_TIMES)]))),
    "OTLP, lines": ("opentelemetry", lines(otlp([span(f"s{n}", when=t)]) for n, t in enumerate(_TIMES))),
    "spans, printed": ("opentelemetry", "\n".join(json.dumps(printed(f"s{n}", None, t), indent=4) for n, t in enumerate(_TIMES))),
    "Langfuse page": ("langfuse", json.dumps({"data": [observation(n, t) for n, t in enumerate(_TIMES)],
                                              "meta": {"page": 1, "limit": 100, "totalItems": 100, "totalPages": 1}})),
    "Langfuse export, table": ("langfuse", table([observation(n, t) for n, t in enumerate(_TIMES)])),
    "Langfuse export, lines": ("langfuse", lines(observation(n, t) for n, t in enumerate(_TIMES))),
    "Langfuse bucket, lines": ("langfuse", lines(bucket_observation(n, t) for n, t in enumerate(_TIMES))),
    "Langfuse scores": ("langfuse-scores", json.dumps({"data": [score(n, n % 2) for n in range(10)], "meta": {"page": 1, "totalPages": 1}})),
    "Helicone, lines": ("helicone", lines(helicone(n, t) for n, t in enumerate(_TIMES))),
    "Helicone page": ("helicone", json.dumps({"data": [helicone(n, t) for n, t in enumerate(_TIMES)], "error": None})),
    "messages": ("tuning", lines(chat(f"{SECRET} {n}", f"{SECRET} {n}") for n in range(20))),
    "contents": ("tuning", lines(gemini(f"{SECRET} {n}", f"{SECRET} {n}") for n in range(20))),
}  # fmt: skip
"""By name: the kind that it has to be recognised as, and the text of the file."""
