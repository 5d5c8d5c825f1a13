"""Text out of the files that offices keep: Word with its automatic numbers, PDF with text, plain text."""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import BadZipFile

import docx
import pdfplumber
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from campaigns.reading.texts import Unreadable

PAGE_LIMIT = 80
LETTER_LIMIT = 400_000
_COLUMNS = re.compile(r"nơi\s+nhận|cộng\s+h(?:òa|oà)\s+xã\s+hội|độc\s+lập\s*-", re.IGNORECASE)
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LINE_GAP = 3.0
_COLUMN_GAP = 24.0


def text_of(file: BinaryIO, kind: str) -> str:
    """Return the text of a file of a kind (docx, pdf, txt), a form feed between pages; raise Unreadable."""
    try:
        text = {"docx": _word, "pdf": _pdf, "txt": _plain}[kind](file)
    except KeyError as problem:
        raise Unreadable("Chỉ đọc được tệp Word (.docx), PDF có chữ hoặc văn bản thường (.txt).") from problem
    if not text.strip():
        raise Unreadable("Tệp không có chữ nào đọc được, có thể là bản quét. Hãy dùng bản Word hoặc dán nội dung vào.")
    if len(text) > LETTER_LIMIT:
        raise Unreadable(f"Văn bản dài quá {LETTER_LIMIT // 1000} nghìn ký tự. Hãy tách riêng phần kế hoạch.")
    return text


def _plain(file: BinaryIO) -> str:
    """Return a plain text, in UTF-8 with or without a mark, or UTF-16."""
    raw = file.read()
    for code in ("utf-8-sig", "utf-16") if not raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-16",):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    raise Unreadable("Tệp chữ không lưu bằng bảng mã Unicode (UTF-8). Hãy lưu lại bằng UTF-8 hoặc dán nội dung vào.")


def _word(file: BinaryIO) -> str:
    """Return the paragraphs and tables of a Word file in their order."""
    try:
        document = docx.Document(io.BytesIO(file.read()))
    except (BadZipFile, KeyError, ValueError) as problem:
        raise Unreadable("Tệp Word hỏng hoặc có mật khẩu. Hãy mở bằng Word, lưu lại dạng .docx rồi gửi.") from problem
    numbers = _Numbers(document)
    return "\n".join(_blocks(document, numbers))


def _blocks(holder: Document | _Cell, numbers: "_Numbers") -> Iterator[str]:
    """Yield the lines of a document or a cell."""
    for block in holder.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block, numbers)
        else:
            yield from _paragraph(block, numbers)


def _paragraph(paragraph: Paragraph, numbers: "_Numbers") -> Iterator[str]:
    """Yield a paragraph with the number that Word shows before it, then what stands in its text boxes."""
    label = numbers.label(paragraph)
    text = "".join(_runs(paragraph._p))
    yield f"{label} {text}" if label and text.strip() else text
    for box in paragraph._p.iter(qn("w:txbxContent")):
        for inner in box.iter(qn("w:p")):
            yield "".join(_runs(inner))


def _runs(element) -> Iterator[str]:
    """Yield the words of a paragraph: insertions kept, deletions and text boxes left out."""
    for child in element:
        if child.tag in (qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:pPr"), qn("w:instrText")):
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield " "
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\f" if child.get(qn("w:type")) == "page" else "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        else:
            yield from _runs(child)


def _table(table: Table, numbers: "_Numbers") -> Iterator[str]:
    """Yield a table by rows, its cells between tabs; one that only sets columns side by side by columns."""
    rows = [_distinct(row.cells) for row in table.rows]
    words = [["\n".join(_blocks(cell, numbers)) for cell in row] for row in rows]
    if len(words) <= 4 and any(_COLUMNS.search(cell) for row in words for cell in row):
        for row in words:
            yield from (line for cell in row for line in cell.split("\n"))
        return
    for row in words:
        yield "\t".join(" ".join(cell.split()) for cell in row)


def _distinct(cells: tuple[_Cell, ...]) -> list[_Cell]:
    """Return the cells of a row, a merged one once."""
    found: list[_Cell] = []
    for cell in cells:
        if not found or cell._tc is not found[-1]._tc:
            found.append(cell)
    return found


class _Numbers:
    """Counts the automatic numbers of a Word file, which its text does not hold."""

    def __init__(self, document: Document):
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for each in root.findall(qn("w:abstractNum")):
            self._levels[each.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): _level(level) for level in each.findall(qn("w:lvl"))
            }
        for each in root.findall(qn("w:num")):
            self._lists[each.get(qn("w:numId"))] = each.find(qn("w:abstractNumId")).get(qn("w:val"))

    def label(self, paragraph: Paragraph) -> str:
        """Return the number or sign before a paragraph, empty without one; counting goes on."""
        listed = _list_of(paragraph)
        if listed is None or self._lists.get(listed[0]) not in self._levels:
            return ""
        number, depth = listed
        levels = self._levels[self._lists[number]]
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(self._lists[number], {})
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        form, words, _ = levels[depth]
        if form == "bullet":
            return "-"
        return re.sub(r"%(\d)", lambda found: self._number(levels, counts, int(found[1]) - 1), words)

    @staticmethod
    def _number(levels: dict, counts: dict[int, int], depth: int) -> str:
        """Return one level's part of a number."""
        form, _, start = levels.get(depth, ("decimal", "", 1))
        return _formed(form, counts.get(depth, start))


def _level(level) -> tuple[str, str, int]:
    """Return format, words and first number of one level of a list."""
    parts = {name: level.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start")}
    value = {name: part.get(qn("w:val")) if part is not None else None for name, part in parts.items()}
    return value["numFmt"] or "decimal", value["lvlText"] or "", int(value["start"] or 1)


def _list_of(paragraph: Paragraph) -> tuple[str, int] | None:
    """Return list and depth of a paragraph, by itself or by its style; None outside a list."""
    owners, style = [paragraph._p.pPr], paragraph.style
    while style is not None:
        owners.append(style.element.pPr)
        style = style.base_style
    for owner in owners:
        numbering = owner.numPr if owner is not None else None
        if numbering is not None and numbering.numId is not None:
            depth = numbering.ilvl.val if numbering.ilvl is not None else 0
            return (str(numbering.numId.val), depth) if numbering.numId.val else None
    return None


def _formed(form: str, count: int) -> str:
    """Return a number as Word forms it."""
    if form in ("upperRoman", "lowerRoman") and count < len(_ROMAN):
        return _ROMAN[count] if form == "upperRoman" else _ROMAN[count].lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = _LETTERS[(count - 1) % len(_LETTERS)]
        return letter.upper() if form == "upperLetter" else letter
    return f"{count:02}" if form == "decimalZero" else str(count)


def _pdf(file: BinaryIO) -> str:
    """Return the lines of a PDF page by page, wide gaps kept where columns stand side by side."""
    try:
        with pdfplumber.open(io.BytesIO(file.read())) as pdf:
            if len(pdf.pages) > PAGE_LIMIT:
                raise Unreadable(f"Tệp PDF dài hơn {PAGE_LIMIT} trang. Hãy tách riêng phần kế hoạch.")
            return "\f\n".join("\n".join(_page(page)) for page in pdf.pages)
    except (PdfminerException, PDFException) as problem:
        raise Unreadable("Tệp PDF hỏng hoặc có mật khẩu. Hãy xuất lại PDF từ Word rồi gửi.") from problem


def _page(page) -> Iterator[str]:
    """Yield the lines of a page from top to bottom."""
    words = sorted(page.extract_words(x_tolerance=1.5), key=lambda word: (word["bottom"], word["x0"]))
    row: list[dict] = []
    for word in words:
        if row and word["bottom"] - row[0]["bottom"] > _LINE_GAP:
            yield _joined(row)
            row = []
        row.append(word)
    if row:
        yield _joined(row)


def _joined(row: list[dict]) -> str:
    """Return the words of a line, several spaces where a column ends."""
    row = sorted(row, key=lambda word: word["x0"])
    text = row[0]["text"]
    for before, word in zip(row, row[1:], strict=False):
        text += ("    " if word["x0"] - before["x1"] > _COLUMN_GAP else " ") + word["text"]
    return text
