"""Workbooks that people send: opened with care, read apart as plain cells; what cannot be read is refused in words."""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from kit import confined
from kit.cells import Cell
from kit.vietnamese import vn_number

FILE_LIMIT = 5 * 2**20
UNPACKED_LIMIT = 60 * 2**20
MOST_PARTS = 500
BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, IndexError, KeyError, NotImplementedError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
NOT_READ = "Tệp bị hỏng hoặc không phải là tệp Excel (.xlsx). Hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi."
OLD = "Tệp Excel đời cũ (.xls) hoặc đặt mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu, lưu dạng .xlsx rồi gửi."
MACROS = "Tệp có chứa macro nên không nhận. Hãy lưu lại dạng “Sổ làm việc Excel (.xlsx)” rồi gửi."
SWOLLEN = "Tệp chứa quá nhiều dữ liệu. Hãy bỏ các trang, dòng, cột không dùng rồi gửi lại."


class Unreadable(confined.Refused):
    """A file that is no workbook, or not one to be read; the reason in words for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its rows that hold something, each with its number as Excel shows it."""

    name: str
    hidden: bool
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read_apart(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an xlsx file, read in a process of its own within limits; raise Unreadable."""
    if len(content) > FILE_LIMIT:
        look_inside(content)
    try:
        told = confined.run("kit.workbook_reader:plain_sheets", content)
    except confined.Refused as problem:
        raise Unreadable(str(problem)) from None
    except confined.Failed:
        raise Unreadable(NOT_READ) from None
    return tuple(
        Sheet(name, hidden, tuple((number, tuple(map(_from_plain, cells))) for number, cells in rows))
        for name, hidden, rows in told
    )


def _from_plain(cell: Any) -> Cell:
    """Return a cell that JSON carried."""
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell


def look_inside(content: bytes) -> None:
    """Refuse by the parts of the archive what is too large, old, locked, armed or no workbook at all."""
    if not content:
        raise Unreadable("Tệp rỗng (0 byte).")
    if len(content) > FILE_LIMIT:
        raise Unreadable(f"Tệp lớn hơn {vn_number(FILE_LIMIT // 2**20)} MB. Hãy bỏ hình ảnh, trang không dùng.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(OLD)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
                raise Unreadable(SWOLLEN)
            if "xl/workbook.xml" not in names:
                raise Unreadable(NOT_READ)
            if any(name.lower().endswith(("vbaproject.bin", ".xlm")) for name in names):
                raise Unreadable(MACROS)
            if b"macroEnabled" in archive.read("[Content_Types].xml"):
                raise Unreadable(MACROS)
            for part in parts:
                # No office program declares entities; whoever does wants the reader to swell or to fetch.
                if part.filename.endswith((".xml", ".rels")) and _declares(archive.read(part)):
                    raise Unreadable(NOT_READ)
    except Unreadable:
        raise
    except BROKEN:
        raise Unreadable(NOT_READ) from None


def _declares(part: bytes) -> bool:
    """Say whether an XML part declares a document type, in whatever letters."""
    return any("<!DOCTYPE".encode(coding) in part for coding in ("utf-8", "utf-16-le", "utf-16-be"))
