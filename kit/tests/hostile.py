"""Files as an attacker, or a careless office, would send them; each made in memory."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

TYPES = "<Types/>"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(change=lambda made: None, *, pages: int = 1, **saving) -> bytes:
    """Return a PDF of empty pages after a change to it."""
    made, kept = pikepdf.Pdf.new(), BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    change(made)
    made.save(kept, **saving)
    return kept.getvalue()


def opens_with(action: Dictionary):
    """Return a change that lets a PDF do something when it is opened."""
    return lambda made: made.Root.__setattr__("OpenAction", action)


def script(made) -> None:
    """Hide a script behind a link that lies directly in a list of a page."""
    act = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    made.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=act)])


def carrying(name: str):
    """Return a change that puts a file into a PDF."""
    return lambda made: made.attachments.__setitem__(name, b"what it holds")


def picture(kind: str = "JPEG", size=(8, 8)) -> bytes:
    """Return a small picture."""
    kept = BytesIO()
    Image.new("RGB", size, "red").save(kept, kind)
    return kept.getvalue()


def bomb_png(side: int = 30_000) -> bytes:
    """Return a PNG that says it is enormous and packs to almost nothing."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" * (side // 8 + 1) * side, 9)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", lines) + part(b"IEND", b"")


def office(parts: dict[str, str | bytes] | None = None, *, kind: str = "docx") -> bytes:
    """Return a Word or Excel file with parts besides its main one."""
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as written:
        for name, part in ({"[Content_Types].xml": TYPES, main: "<w/>"} | (parts or {})).items():
            written.writestr(name, part)
    return kept.getvalue()


def linked(kind: str, target: str, mode: str = "External", coding: str = "utf-8") -> dict[str, bytes]:
    """Return the part of a Word file that links to something outside it."""
    link = f'<Relationship Id="r1" Type="{RELATION}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {"word/_rels/settings.xml.rels": f"<Relationships>{link}</Relationships>".encode(coding)}


def carrying_two_names(made) -> None:
    """Put a program into a PDF that is called data by one of its two names."""
    carrying("a.xml")(made)
    made.attachments["a.xml"].obj.F = "a.exe"


def of_samsung() -> bytes:
    """Return a photograph with what Samsung's telephones write behind it, as short as it gets."""
    note = b"\x00\x00\x01\x0a\x0e\x00\x00\x00Image_UTC_Data1700000000000"
    head = b"SEFH" + struct.pack("<IIHHII", 107, 1, 0, 0x0A01, len(note), len(note))
    return picture() + note + head + struct.pack("<I", len(head)) + b"SEFT"


def archive() -> bytes:
    """Return a ZIP file."""
    kept = BytesIO()
    with ZipFile(kept, "w") as written:
        written.writestr("a.exe", b"MZ")
    return kept.getvalue()
