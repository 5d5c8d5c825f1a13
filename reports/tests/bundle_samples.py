"""Evidence as offices upload it, and as nobody should: written into the folder of uploads, and its manifest."""

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, String
from PIL import Image

from reports.producers import PRODUCERS
from reports.tests.measuring import Measured
from reports.tests.paper_samples import shortest

GROUP = "Hồ sơ của đơn vị"


def words_pdf(*pages: str, size=(595.28, 841.89), **facts) -> bytes:
    """Return a PDF with a line of plain letters near the top left of each page; `facts` go into each page."""
    with Pdf.new() as pdf:
        for words in pages:
            page = pdf.add_blank_page(page_size=size)
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            page.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
            page.obj.Contents = Stream(pdf, f"BT /F1 12 Tf 40 {size[1] - 60:.0f} Td ({words}) Tj ET".encode())
            for key, value in facts.items():
                page.obj[f"/{key}"] = Array(value) if isinstance(value, list) else value
        return saved(pdf)


def saved(pdf: Pdf, **facts) -> bytes:
    """Return a PDF as bytes."""
    file = BytesIO()
    pdf.save(file, **facts)
    return file.getvalue()


def locked_pdf() -> bytes:
    """Return a PDF that opens only with a password."""
    with pikepdf.open(BytesIO(words_pdf("kin"))) as pdf:
        return saved(pdf, encryption=Encryption(owner="chu", user="khach"))


def acting_pdf() -> bytes:
    """Return a PDF with a script on opening, a launching link, a filled field and an attachment."""
    with pikepdf.open(BytesIO(words_pdf("Noi dung that"))) as pdf:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        launch = Dictionary(S=Name.Launch, F=String("cmd.exe"))
        page = pdf.pages[0]
        look = Stream(pdf, b"BT /F1 12 Tf 2 4 Td (Gia tri da dien) Tj ET")
        look.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 20]), Resources=page.obj.Resources
        )
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("o1"), V=String("Gia tri da dien"), F=4,
                Rect=Array([100, 400, 300, 420]), AP=Dictionary(N=look), AA=Dictionary(F=script),
            )
        )  # fmt: skip
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]), A=launch)
        page.obj.Annots = Array([field, pdf.make_indirect(link)])
        page.obj.AA = Dictionary(O=script)
        pdf.Root.OpenAction = script
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
        pdf.attachments["virus.exe"] = b"MZ"
        return saved(pdf)


def picture(mode="RGB", size=(60, 40), kind="JPEG", colour=None, **facts) -> bytes:
    """Return a picture of one colour."""
    file = BytesIO()
    Image.new(mode, size, colour if colour is not None else 0).save(file, kind, **facts)
    return file.getvalue()


def turned_picture() -> bytes:
    """Return a picture 400 wide and 200 high, red at its left, that a camera marks as lying on its side."""
    shown = Image.new("RGB", (400, 200), "blue")
    shown.paste("red", (0, 0, 100, 200))
    notes = Image.Exif()
    notes[0x0112] = 6
    file = BytesIO()
    shown.save(file, "JPEG", exif=notes, quality=95)
    return file.getvalue()


def paper_part(title="Tờ trình đề nghị khen thưởng", group=GROUP, **facts) -> dict:
    """Return the manifest of the shortest paper."""
    return {"group": group, "title": title, "kind": "paper", "form": "paper", "content": shortest().to_json(), **facts}


def file_part(media: Path, name: str, data: bytes, *, group=GROUP, **facts) -> dict:
    """Store bytes as an upload and return their manifest."""
    number = len(list(media.glob("evidence/*")))
    kind = name.rpartition(".")[2].lower()
    path = media / "evidence" / f"{number:04d}.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return {
        "group": group, "title": f"Minh chứng: {name}", "kind": "file", "path": f"evidence/{path.name}", "name": name,
        "type": kind, "sha256": hashlib.sha256(data).hexdigest(), **facts,
    }  # fmt: skip


class Made:
    """A bundle that was made, its files opened."""

    def __init__(self, folder: Path, parts: list[dict], *, title="Bộ hồ sơ thử", tell=lambda percent: None):
        folder.mkdir(parents=True, exist_ok=True)
        self.pdf_path, self.zip_path = folder / "b.pdf", folder / "b.zip"
        self.pages = PRODUCERS["bundle"]({"title": title, "parts": parts}, lambda name: folder / f"b.{name}", tell)
        self.data = self.pdf_path.read_bytes()
        self.measured = Measured(self.data)
        self.zip = zipfile.ZipFile(self.zip_path)

    def text(self, page: int) -> str:
        """The words of a page, counted from 1."""
        return "\n".join(line.text for line in self.measured.on(page - 1))

    @property
    def contents(self) -> list[list[str]]:
        """The rows of the contents as printed, lines of a cell joined."""
        (table,) = self.measured.pages[0].extract_tables()
        return [[" ".join((cell or "").split()) for cell in row] for row in table[1:]]

    def note(self, start: str) -> str:
        """The note beside the part whose title begins so."""
        return next(row[3] for row in self.contents if row[1].startswith(start))

    @property
    def pdf(self) -> Pdf:
        """The PDF, for its inner structure."""
        return pikepdf.open(BytesIO(self.data))
