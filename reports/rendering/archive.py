"""The ZIP of a bundle: files named as an office names them, an index as a workbook, sums that sha256sum checks."""

import hashlib
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from reports.documents.base import clean

INDEX, SUMS = "Danh mục.xlsx", "SHA256SUMS.txt"
FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
FOLDER_BYTES, NAME_BYTES = 90, 180
HEADS = (
    ("TT", 6),
    ("Tên thành phần", 60),
    ("Tệp", 70),
    ("Loại", 12),
    ("Dung lượng (byte)", 16),
    ("SHA-256", 68),
    ("Ghi chú", 40),
)
TYPE_NAMES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "jpg": "Ảnh JPG", "png": "Ảnh PNG"}
# Never a formula, a link or a number: what people typed is shown as they typed it.
AS_TYPED = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def office_name(text: str, limit: int = NAME_BYTES) -> str:
    """Return a text as a name that every system takes for one file: no folders, signs or direction marks, NFC."""
    bare = " ".join(FORBIDDEN.sub("-", clean(text)).split()).strip(" .")
    return bare.encode()[:limit].decode(errors="ignore").strip(" .") or "Không tên"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index; a part that is not in the archive has no file."""

    number: int
    title: str
    file: str = ""
    type: str = ""
    size: int = 0
    sha256: str = ""
    note: str = ""


@dataclass(slots=True)
class Archive:
    """A ZIP being written, file by file, and what its index will say."""

    zip: zipfile.ZipFile
    entries: list[Entry] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def add(self, source: Path, *, group: str, number: int, title: str, name: str, type: str, note: str = "") -> None:
        """Store a file in the folder of its group, numbered as in the contents."""
        if group not in self.groups:
            self.groups.append(group)
        folder = f"{self.groups.index(group) + 1:02d}. {office_name(group, FOLDER_BYTES)}"
        file = f"{folder}/{number:02d}. {office_name(name)}.{type}"
        self.zip.write(source, file)
        with source.open("rb") as stored:
            digest = hashlib.file_digest(stored, "sha256").hexdigest()
        self.entries.append(Entry(number, title, file, type, source.stat().st_size, digest, note))

    def lack(self, *, number: int, title: str, note: str) -> None:
        """Note that a part is not there, and why."""
        self.entries.append(Entry(number, title, note=note))

    def close(self, title: str, folder: Path) -> None:
        """Write the index and the sums; `folder` is for what lies in between."""
        index = folder / INDEX
        _write_index(index, title, self.entries)
        with index.open("rb") as stored:
            digest = hashlib.file_digest(stored, "sha256").hexdigest()
        self.zip.write(index, INDEX, compress_type=zipfile.ZIP_DEFLATED)
        sums = [(entry.sha256, entry.file) for entry in self.entries if entry.file]
        lines = "".join(f"{sha256}  {file}\n" for sha256, file in [*sums, (digest, INDEX)])
        path = folder / SUMS
        path.write_text(lines, encoding="utf-8", newline="\n")
        self.zip.write(path, SUMS, compress_type=zipfile.ZIP_DEFLATED)


def _write_index(path: Path, title: str, entries: list[Entry]) -> None:
    """Write the index: one line a file, a frozen heading with filters."""
    with xlsxwriter.Workbook(path, AS_TYPED) as book:
        sheet = book.add_worksheet("Danh mục")
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        plain = book.add_format({"valign": "top"})
        number = book.add_format({"num_format": "#,##0", "valign": "top"})
        for column, (_, width) in enumerate(HEADS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, title, bold)
        for column, (words, _) in enumerate(HEADS):
            sheet.write_string(2, column, words, head)
        for row, entry in enumerate(entries, 3):
            sheet.write_number(row, 0, entry.number, plain)
            sheet.write_string(row, 1, entry.title, wrapped)
            sheet.write_string(row, 2, entry.file, wrapped)
            sheet.write_string(row, 3, TYPE_NAMES.get(entry.type, entry.type.upper()), plain)
            if entry.file:
                sheet.write_number(row, 4, entry.size, number)
            sheet.write_string(row, 5, entry.sha256, plain)
            sheet.write_string(row, 6, entry.note, wrapped)
        sheet.autofilter(2, 0, 2 + len(entries), len(HEADS) - 1)
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
