"""SHA-256 as the interpreter has it: `hashlib` loads OpenSSL, which takes longer than hashing what there is."""

from contextlib import suppress
from importlib import import_module
from typing import Any


def _sha256() -> Any:
    """The function of `hashlib`, from where the interpreter has it; the standard library looks there too."""
    for module in ("_sha2", "_sha256"):  # from Python 3.12 on, and before
        with suppress(ImportError):
            return import_module(module).sha256
    return import_module("hashlib").sha256


sha256 = _sha256()
