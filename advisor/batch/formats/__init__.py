"""What a table can be a file of, told by its name or by how it begins; one module each reads and writes it."""

SUFFIXES = ("csv", "jsonl", "parquet")
"""Every format, as its files are called."""
ALLOWED = "a name ends in .csv, .jsonl or .parquet"
UNPACK = "unpack it first, such as: gzip -dc TABLE.gz | advisor batch - -o OUT"
_ALSO = {"tsv": "csv", "ndjson": "jsonl"}
_PACKED = {
    "gz": b"\x1f\x8b",
    "bz2": b"BZh",
    "xz": b"\xfd7zXZ",
    "zst": b"\x28\xb5\x2f\xfd",
    "zip": b"PK\x03\x04",
}
"""How compressed files begin, by their suffix."""


def of_name(path: str) -> str:
    """The format of a file by its name; empty if that does not say."""
    suffix = path.rpartition(".")[2].lower()
    found = _ALSO.get(suffix, suffix)
    return found if found in SUFFIXES else ""


def is_packed(path: str, begin: bytes = b"") -> bool:
    """Whether a file is compressed, by its name or by how it begins."""
    return path.rpartition(".")[2].lower() in _PACKED or begin.startswith(tuple(_PACKED.values()))


def of_content(begin: bytes) -> str:
    """The format of a file by how it begins."""
    if begin.startswith(b"PAR1"):
        return "parquet"
    return "jsonl" if begin.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else "csv"
