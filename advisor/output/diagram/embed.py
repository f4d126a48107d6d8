"""The decision inside pictures: a text chunk of a PNG, a comment in a PDF."""

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def in_png(picture: bytes, mark: str) -> bytes:
    """The PNG with the text in an uncompressed iTXt chunk after its header."""
    header_end = len(_SIGNATURE) + 12 + struct.unpack(">I", picture[8:12])[0]
    keyword, _, _ = mark.partition(" ")
    body = b"iTXt" + keyword.encode() + b"\0\0\0\0\0" + mark.encode() + b"\n"
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:header_end] + chunk + picture[header_end:]


def in_pdf(document: bytes, mark: str) -> bytes:
    """The PDF with the text as a comment before `startxref`: no offset in the file moves."""
    at = document.rindex(b"startxref")
    return document[:at] + b"% " + mark.encode() + b"\n" + document[at:]
