"""The names of measures, which rules refer to. Alone here, because rules load it and read no file."""

from collections.abc import Mapping

MEASURES: Mapping[str, str] = {
    "graded": "runs that were graded, of the best prompt and provider",
    "passed": "runs that passed, of the same",
    "pass_share": "share of the graded runs that passed",
    "errors": "runs that ended in an error and were not graded",
    "examples": "examples to tune with",
    "unique_examples": "examples that teach something, each once",
    "exact_duplicates": "examples written again",
    "near_duplicates": "examples written again but for spaces, capitals and punctuation",
    "useless_examples": "examples without a user's turn or without an answer",
    "commonest_answer_share": "share of the examples that give the commonest answer",
    "characters_p50": "characters of a middling example",
    "characters_p95": "characters that 95 % of the examples do not exceed",
    "requests_a_month": "answered requests of an average month",
    "input_tokens": "input tokens of a request",
    "output_tokens": "output tokens of a request",
    "input_tokens_a_month": "input tokens of an average month",
    "output_tokens_a_month": "output tokens of an average month",
    "cached_share": "share of the input tokens that came from the provider's cache",
    "cost_a_month": "what an average month costs",
    "failures": "requests that failed",
    "failure_share": "share of the requests that failed",
    "latency_p50": "seconds of a middling request",
    "latency_p95": "seconds that 95 % of the requests do not exceed",
}
"""Every measure there is, with what it means."""


def is_share(measure: str) -> bool:
    """Whether a measure is a share, from 0 to 1."""
    return measure.endswith("_share")
