"""SHA-256 as the interpreter has it: `hashlib` loads OpenSSL, which takes longer than hashing what there is."""

from contextlib import suppress
from importlib import import_module
from typing import Protocol, cast


class Hash(Protocol):
    """What is hashed so far."""

    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


class _Function(Protocol):
    def __call__(self, data: bytes = b"", /) -> Hash: ...


def _sha256() -> _Function:
    """The function of `hashlib`, from where the interpreter has it; the standard library looks there too."""
    for module in ("_sha2", "_sha256"):  # from Python 3.12 on, and before
        with suppress(ImportError):
            return cast(_Function, import_module(module).sha256)
    return cast(_Function, import_module("hashlib").sha256)


sha256 = _sha256()
