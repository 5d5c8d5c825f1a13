"""A bundle as one PDF and as one ZIP, a part at a time; a part that cannot be had is listed with its reason."""

import hashlib
import logging
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from errno import EDQUOT, ENOSPC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded

from campaigns.services.uploads import TYPES
from kit import confined, storing
from reports.documents.bundle_contents import Row, contents
from reports.documents.bundle_parts import FILE, PAPER
from reports.models import Document
from reports.producers import PRODUCERS
from reports.rendering import marking
from reports.rendering.archive import Archive, office_name
from reports.rendering.evidence_pages import Unreadable, pdf_pages, picture_page
from reports.rendering.failing import PaperFailed
from reports.rendering.merging import Attachment, Section, merge
from reports.rendering.pdf import render_pdf

logger = logging.getLogger(__name__)

CONTENTS = "Mục lục hồ sơ"
SHOWN = {"pdf": pdf_pages, "jpg": picture_page, "png": picture_page}
CARRIED = {"docx": "Tệp Word, đính kèm", "xlsx": "Tệp Excel, đính kèm"}
DRAFT = "Bản dự thảo"
ONLY_IN_ZIP = "bản gốc nằm trong tệp nén"


@dataclass(slots=True)
class Binding:
    """A bundle being made: where things lie in between, the archive, and what was made so far."""

    folder: Path
    archive: Archive
    rows: list[Row] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    training: bool = False

    def paper(self, number: int, part: dict[str, Any]) -> None:
        """Make a paper by the maker of its form; every file of it goes into the archive, the PDF into the pages."""
        made: dict[str, Path] = {}

        def place(format: str) -> Path:
            made[format] = self.folder / f"van-ban.{format}"
            return made[format]

        sheets = self.folder / f"{number}.pdf"

        def make() -> int:
            PRODUCERS[part["form"]](part["content"], place, lambda percent: None)
            return pdf_pages(made["pdf"], sheets) if "pdf" in made else 0

        pages, reason = _tried(make, "phần mềm không tạo được văn bản này")
        if reason:
            self.lack(number, part, reason)
        else:
            note = DRAFT if part["content"].get("draft") else ""
            self._show(part, sheets, pages, note)
            for type, path in made.items():
                if self.training:
                    marking.mark(path, type)
                self._store(number, part, path, part["title"], type, note)
        for path in made.values():
            path.unlink(missing_ok=True)

    def file(self, number: int, part: dict[str, Any]) -> None:
        """Show an uploaded file as pages or carry it along; the archive holds it as it was uploaded."""
        try:
            source = stored(part, self.folder)
        except Unreadable as problem:
            self.lack(number, part, str(problem))
            return
        sheets, pages = self.folder / f"{number}.pdf", 0
        if part["type"] in SHOWN:
            pages, reason = _tried(lambda: SHOWN[part["type"]](source, sheets), "tệp hỏng, không đọc được")
            note = f"Không in được: {reason}; {ONLY_IN_ZIP}" if reason else ""
        else:
            note = CARRIED[part["type"]]
            name = f"{number:02d}. {office_name(Path(part['name']).stem)}.{part['type']}"
            self.attachments.append(Attachment(name, part["title"], source, TYPES[part["type"]]))
        self._show(part, sheets, pages, note, attached=part["type"] not in SHOWN)
        self._store(number, part, source, Path(part["name"]).stem, part["type"], note)

    def _show(self, part: dict[str, Any], sheets: Path, pages: int, note: str, *, attached: bool = False) -> None:
        """Enter a part into the contents, and its pages behind those before it."""
        self.rows.append(Row(part["group"], part["title"], pages, note, attached))
        if pages:
            framed = part.get("form") == Document.Form.CERTIFICATES
            self.sections.append(Section(part["group"], part["title"], sheets, pages, framed))

    def _store(self, number: int, part: dict[str, Any], path: Path, name: str, type: str, note: str) -> None:
        """Put a file into the archive."""
        facts = {"group": part["group"], "number": number, "title": part["title"]}
        self.archive.add(path, **facts, name=name, type=type, note=note)

    def lack(self, number: int, part: dict[str, Any], reason: str) -> None:
        """List a part that could not be had."""
        note = f"Không có: {reason}"
        self.rows.append(Row(part["group"], part["title"], 0, note))
        self.archive.lack(number=number, title=part["title"], note=note)


def produce(content: dict[str, Any], place: Callable[[str], Path], tell: Callable[[int], None]) -> int:
    """Write both files of a bundle and return the pages of the PDF."""
    title, parts, training = content["title"], content["parts"], content.get("training", False)
    with (
        TemporaryDirectory(prefix="bo-ho-so-") as name,
        zipfile.ZipFile(place("zip"), "w", zipfile.ZIP_STORED) as packed,
    ):
        folder = Path(name)
        binding = Binding(folder, Archive(packed), training=training)
        for number, part in enumerate(parts, 1):
            tell(5 + 75 * (number - 1) // len(parts))
            if part["kind"] == PAPER:
                binding.paper(number, part)
            elif part["kind"] == FILE:
                binding.file(number, part)
            else:
                binding.lack(number, part, part["reason"])
        tell(80)
        binding.archive.close(f"{marking.LINE}. {title}" if training else title, folder)
        first = _contents(title, binding.rows, folder)
        tell(85)
        pages = merge(
            place("pdf"), title=title, sections=[first, *binding.sections], attachments=binding.attachments,
            folder=folder,
        )  # fmt: skip
        tell(95)
        return pages


def _contents(title: str, rows: list[Row], folder: Path) -> Section:
    """Print the contents; their own length moves every page, so they are printed again once it is known."""
    pages, made = 0, render_pdf(contents(title, rows, first=2))
    while made.pages > max(pages, 1):
        pages = made.pages
        made = render_pdf(contents(title, rows, first=pages + 1))
    printed, sheets = folder / "muc-luc.pdf", folder / "0.pdf"
    printed.write_bytes(made.data)
    return Section("", CONTENTS, sheets, pdf_pages(printed, sheets))


def stored(part: dict[str, Any], folder: Path) -> Path:
    """Return where an uploaded file lies, if it is there and is still what was uploaded; it may be fetched there."""
    try:
        path = storing.fetched(part["path"], folder)
    except FileNotFoundError:
        raise Unreadable("tệp không còn trong kho lưu") from None
    if not path.stat().st_size:
        raise Unreadable("tệp rỗng (0 byte)")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != part["sha256"]:
            raise Unreadable("nội dung tệp trong kho khác với khi tải lên")
    return path


def _tried(work: Callable[[], int], otherwise: str) -> tuple[int, str]:
    """Do the work of one part; return its pages, or why it failed.

    A full disk, exhausted memory, the end of the time and no helper to draw concern the whole bundle, and stop it.
    """
    try:
        return work(), ""
    except (MemoryError, SoftTimeLimitExceeded, confined.Unavailable):
        raise
    except (Unreadable, PaperFailed) as problem:
        return 0, str(problem).rstrip(".")
    except Exception as problem:
        if isinstance(problem, OSError) and problem.errno in (ENOSPC, EDQUOT):
            raise
        logger.warning("A part of a bundle could not be made.", exc_info=True)
        return 0, otherwise
