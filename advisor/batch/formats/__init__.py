"""What a table can be a file of, by suffix."""

from advisor.batch.formats.delimited import Delimited
from advisor.batch.formats.json_lines import JsonLines
from advisor.batch.formats.parquet import Parquet
from advisor.batch.formats.table import FileTable

FORMATS: dict[str, type[Delimited | JsonLines | Parquet]] = {
    "csv": Delimited,
    "jsonl": JsonLines,
    "parquet": Parquet,
}
"""Every format by the suffix of its files."""
_ALSO = {"tsv": "csv", "ndjson": "jsonl"}

__all__ = ["ALLOWED", "FORMATS", "UNPACK", "FileTable", "is_packed", "of_content", "of_name"]

ALLOWED = "a name ends in .csv, .jsonl or .parquet"
_PACKED = {
    "gz": b"\x1f\x8b",
    "bz2": b"BZh",
    "xz": b"\xfd7zXZ",
    "zst": b"\x28\xb5\x2f\xfd",
    "zip": b"PK\x03\x04",
}
"""How compressed files begin, by their suffix."""
UNPACK = "unpack it first, such as: gzip -dc TABLE.gz | advisor batch - -o OUT"


def of_name(path: str) -> str:
    """The format of a file by its name; empty if that does not say."""
    suffix = path.rpartition(".")[2].lower()
    found = _ALSO.get(suffix, suffix)
    return found if found in FORMATS else ""


def is_packed(path: str, begin: bytes = b"") -> bool:
    """Whether a file is compressed, by its name or by how it begins."""
    return path.rpartition(".")[2].lower() in _PACKED or begin.startswith(tuple(_PACKED.values()))


def of_content(begin: bytes) -> str:
    """The format of a file by how it begins."""
    if begin.startswith(b"PAR1"):
        return "parquet"
    return "jsonl" if begin.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else "csv"
