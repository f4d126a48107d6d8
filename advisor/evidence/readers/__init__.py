"""The table of readers: one module for each kind of file, told apart by what is in the file.

The first kind of which a layout fits is taken, so those that hold others' fields come first.
"""

from advisor.evidence.kinds import FileKind
from advisor.evidence.readers import (
    deepeval,
    helicone,
    langfuse,
    litellm,
    openai_usage,
    opentelemetry,
    promptfoo,
    tuning,
)

KINDS: tuple[FileKind, ...] = (
    deepeval.KIND,
    promptfoo.KIND,
    openai_usage.KIND,
    litellm.DAILY,
    litellm.LOG,
    opentelemetry.KIND,
    langfuse.OBSERVATIONS,
    langfuse.SCORES,
    helicone.KIND,
    tuning.KIND,
)
