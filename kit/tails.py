"""What stands before and behind the document in a file: run by `kit.confined` before a reader looks at the rest."""

import re
import zipfile
from typing import BinaryIO

from kit.confined import Refused

TAIL = 1024
REMARK = 64
MARKUP = re.compile(rb"<(?:script|html|svg|\?php|!doctype)[\s>/]", re.IGNORECASE)
# What a telephone appends is its own affair; what another program would open is not.
OTHER_KINDS = (b"PK\x03\x04", b"MZ", b"\x7fELF", b"%PDF-", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"#!",
               b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # fmt: skip
SIGN = re.compile(rb"\xff+([^\xff])", re.DOTALL)
SIGN_IN_POINTS = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)


def ensure_one_kind(file: BinaryIO, kind: str) -> None:
    """Refuse a file that is something else besides: an archive behind a picture, a page behind a document."""
    two = Refused("tệp chứa thêm nội dung của loại tệp khác ở cuối. Hãy mở tệp, lưu lại rồi gửi.")
    if kind not in ("docx", "xlsx") and zipfile.is_zipfile(file):
        raise two
    file.seek(0)
    content = file.read()
    file.seek(0)
    if kind == "pdf":
        if MARKUP.search(content[:TAIL]):
            raise two
        # A reader mends a missing end; what stands behind one is nobody's page.
        end = content.rfind(b"%%EOF")
        rest = content[end + 5 :] if end >= 0 else b""
        if len(rest) > TAIL or MARKUP.search(rest):
            raise two
    elif kind in ("jpg", "png"):
        rest = content[(_end_of_png if kind == "png" else _end_of_jpg)(content) :]
        if rest.lstrip(b"\0 \t\r\n").startswith(OTHER_KINDS) or b"%PDF-" in rest[:TAIL] or MARKUP.search(rest):
            raise two
    elif not _ends_as_archive(content):
        raise two


def _ends_as_archive(content: bytes) -> bool:
    """Say whether an archive ends where its own directory says, with at most a short remark."""
    place = content.rfind(b"PK\x05\x06")
    if place < 0 or place + 22 > len(content):
        return True
    remark = int.from_bytes(content[place + 20 : place + 22], "little")
    return remark <= REMARK and place + 22 + remark == len(content)


def _end_of_png(content: bytes) -> int:
    """Return where a PNG ends, its whole length where it is cut off."""
    place = 8
    while place + 12 <= len(content):
        size, name = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        place += 12 + size
        if name == b"IEND":
            return min(place, len(content))
    return len(content)


def _end_of_jpg(content: bytes) -> int:
    """Return where the first picture of a JPEG ends, its whole length where it is cut off."""
    place = 2
    while found := SIGN.match(content, place):
        sign, place = found[1][0], found.end()
        if sign == 0xD9:
            return place
        if not (0xD0 <= sign <= 0xD7 or sign == 0x01):
            place += max(2, int.from_bytes(content[place : place + 2]))
        if sign == 0xDA:
            following = SIGN_IN_POINTS.search(content, place)
            if following is None:
                break
            place = following.start()
    return len(content)
