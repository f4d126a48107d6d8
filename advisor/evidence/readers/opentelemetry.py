"""OpenTelemetry spans of generative AI: OTLP as a document or a request a line, and spans as they are printed.

Traps: only calls of a model count, not agents or tools around them; a call that contains another
one repeats it, so only the innermost counts; numbers are written as text.
"""

from collections.abc import Mapping
from typing import Any

from advisor.evidence import fields
from advisor.evidence.calls import Call
from advisor.evidence.kinds import FileKind, documents, rows
from advisor.evidence.nesting import NestedCalls

_CALLS = ("chat", "text_completion", "generate_content")
_INPUT = ("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens")
_OUTPUT = ("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens")
_CACHED = ("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cached_tokens", "gen_ai.usage.input_cached_tokens",
           "gen_ai.usage.cache_read_input_tokens")  # fmt: skip
_STARTS = ("startTimeUnixNano", "start_time_unix_nano", "start_time", "startTime")
_ENDS = ("endTimeUnixNano", "end_time_unix_nano", "end_time", "endTime")
_FAILED = (2, "2", "ERROR", "STATUS_CODE_ERROR")


class _Spans(NestedCalls):
    def take(self, span: fields.Record) -> None:
        own, parent = _identities(span)
        attributes = _attributes(span)
        if not _is_call(attributes):
            self.span(own, parent, None)
            return
        self.span(own, parent, _call(span, attributes))
        model = fields.given(attributes, "gen_ai.response.model", "gen_ai.request.model")
        self.model(model, is_zoned=fields.zoned(span, *_STARTS))


def _identities(span: fields.Record) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """Who the span is and who contains it."""
    context = fields.mapping(span, "context") or span
    trace = fields.text(context, "traceId", "trace_id")
    own = fields.text(context, "spanId", "span_id")
    parent = fields.text(span, "parentSpanId", "parent_span_id", "parent_id")
    return (trace, own) if own else None, (trace, parent) if parent else None


def _attributes(span: fields.Record) -> fields.Record:
    """The attributes by name; OTLP writes them as a list of keys and typed values."""
    found = fields.given(span, "attributes")
    if not isinstance(found, list):
        return fields.mapping(span, "attributes")
    return {
        part["key"]: _typed(part.get("value"))
        for part in found
        if isinstance(part, dict) and isinstance(part.get("key"), str)
    }


def _typed(value: Any) -> Any:
    return next(iter(value.values()), None) if isinstance(value, Mapping) else value


def _is_call(attributes: fields.Record) -> bool:
    operation = fields.given(attributes, "gen_ai.operation.name", "llm.request.type")
    if operation is None:
        return fields.given(attributes, *_INPUT, *_OUTPUT) is not None
    return operation in _CALLS or operation == "completion"


def _call(span: fields.Record, attributes: fields.Record) -> Call:
    start, end = fields.moment(span, *_STARTS), fields.moment(span, *_ENDS)
    status = fields.mapping(span, "status")
    failed = fields.given(status, "code", "status_code") in _FAILED or "error.type" in attributes
    tokens_in, tokens_out, cached = (fields.count(attributes, *names) for names in (_INPUT, _OUTPUT, _CACHED))
    return Call(start, tokens_in, tokens_out, cached, fields.between(start, end), None, failed)


KIND = FileKind(
    "opentelemetry",
    "OpenTelemetry spans",
    (
        *documents(
            ("resourceSpans.item.scopeSpans.item.spans.item",), ("resourceSpans.item.scopeSpans.item.spans",)
        ),
        *rows("context.span_id", "attributes", "start_time"),
        *rows("spanId", "attributes", "startTimeUnixNano"),
    ),
    _Spans,
)
