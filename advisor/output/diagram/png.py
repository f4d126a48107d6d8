"""A chart as PNG, with the decision in a text chunk."""

import struct
import zlib

from advisor.output.diagram import dot, fonts, render
from advisor.output.diagram.look import MAX_WIDTH, Drawn, Look
from advisor.output.diagram.scene import Scene

DPI = 192
"""Dots per inch: sharp where a point is two dots."""
READABLE_DPI = 72
"""Dots per inch below which small letters cannot be read."""
MAX_SIDE, MAX_DOTS = 16_000, 64_000_000
"""Dots along a side and in all of it (256 MB while it is drawn); beyond, it is less sharp."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def write(scene: Scene, look: Look) -> Drawn:
    """The PNG, with a warning where it is not sharp. Raises AdvisorError."""
    source = fonts.drawable(dot.source(scene, look), scene.text)
    width, height = render.size(source)
    dpi = sharpest(width, height)
    drawn = render.render(source, "png", {"dpi": str(dpi)})
    warning = f"the chart is large, so the PNG is not sharp ({dpi} dots per inch): .svg and .pdf are"
    return Drawn(_carrying(drawn, look.mark), (warning,) if dpi < READABLE_DPI else (), width)


def sharpest(width: float, height: float) -> int:
    """The dots per inch, at most `DPI`, at which a PNG of so many pixels fits a page and does not get huge."""
    across, down = max(width / 72, 1.0), max(height / 72, 1.0)
    fits = max(READABLE_DPI, MAX_WIDTH / across)
    return int(min(DPI, fits, MAX_SIDE / max(across, down), (MAX_DOTS / (across * down)) ** 0.5)) or 1


def _carrying(picture: bytes, mark: str) -> bytes:
    """The picture with the mark in an uncompressed iTXt chunk after its header."""
    if not mark:
        return picture
    header_end = len(_SIGNATURE) + 12 + struct.unpack(">I", picture[8:12])[0]
    keyword, _, _ = mark.partition(" ")
    body = b"iTXt" + keyword.encode() + b"\0\0\0\0\0" + mark.encode() + b"\n"
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:header_end] + chunk + picture[header_end:]
