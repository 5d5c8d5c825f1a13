"""The one judge of uploads: name, first and last bytes, and a reader of that kind in a process of its own.

What three judges agree on is let in; everything else is refused in words that say what to do. Knows no models.
"""

from pathlib import PurePath
from typing import BinaryIO

from kit import confined, packages
from kit.forms import clean_text

NAME_LIMIT = 160
KINDS = ("pdf", "docx", "xlsx", "jpg", "png")
PICTURES = ("jpg", "png")
EXTENSIONS = {"jpeg": "jpg"} | {kind: kind for kind in KINDS}
MAGIC = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "jpg": b"\xff\xd8\xff",
         "png": b"\x89PNG\r\n\x1a\n"}  # fmt: skip
NAMES = {"pdf": "PDF", "docx": "DOCX", "xlsx": "XLSX", "jpg": "JPG", "png": "PNG"}
MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm"}
OLD = {"doc": ".docx", "xls": ".xlsx", "rtf": ".docx", "odt": ".docx", "ods": ".xlsx"}
SEEN_ANEW = {"svg", "webp", "heic", "heif", "gif", "bmp", "tif", "tiff"}
PACKED = {"zip", "rar", "7z", "gz", "tar"}
PROGRAMS = {"exe", "scr", "bat", "cmd", "js", "jse", "vbs", "vbe", "wsf", "hta", "lnk", "jar", "msi", "ps1", "dll",
            "php", "html", "htm", "svg", "xhtml", "mht", *MACROS}  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Refused = confined.Refused


def clean_name(name: str) -> str:
    """Return a file's name without folders, control and direction characters, NFC, its extension kept."""
    bare = " ".join(clean_text(name.replace("\\", "/")).split()).rpartition("/")[2].strip(". ")
    path = PurePath(bare or "tep")
    return f"{path.stem[: max(1, NAME_LIMIT - len(path.suffix))]}{path.suffix[: NAME_LIMIT - 1]}"


def kind_of_name(name: str, kinds: tuple[str, ...] = KINDS) -> str:
    """Return the kind that a cleaned name declares; refuse one that is not taken, or hides another ending."""
    *inner, last = [part.strip().lower() for part in name.split(".")[1:]] or [""]
    allowed = _listed(kinds)
    if EXTENSIONS.get(last) not in kinds:
        raise Refused(f"chỉ nhận tệp {allowed}.{_advice(last, kinds)}")
    if PROGRAMS & set(inner):
        raise Refused(f"tên tệp có hai đuôi (.{'.'.join([*inner, last])}). Hãy đặt lại tên rồi gửi.")
    return EXTENSIONS[last]


def _listed(kinds: tuple[str, ...]) -> str:
    """Name kinds in a row."""
    *first, last = [NAMES[kind] for kind in kinds]
    return f"{', '.join(first)} hoặc {last}" if first else last


def _advice(ending: str, kinds: tuple[str, ...]) -> str:
    """Say what to do with a file of another kind."""
    if ending in MACROS:
        return " Tệp này có thể chứa macro; hãy lưu lại dạng không có macro."
    if OLD.get(ending, "").lstrip(".") in kinds:
        return f" Hãy mở tệp và lưu lại dạng {OLD[ending]}."
    if ending in SEEN_ANEW and "jpg" in kinds:
        return " Hãy lưu ảnh lại dạng JPG hoặc PNG."
    if ending in PACKED:
        return " Hãy giải nén rồi gửi từng tệp."
    return ""


def judge(file: BinaryIO, name: str, *, kinds: tuple[str, ...] = KINDS) -> str:
    """Return the kind of a file; raise Refused with the reason, the name left for the caller to put before it."""
    declared = kind_of_name(name, kinds)
    file.seek(0)
    head = file.read(16)
    if not head:
        raise Refused("tệp rỗng (0 byte).")
    not_as_named = Refused(f"nội dung tệp không đúng với đuôi “.{_ending(name)}”. Hãy lưu lại đúng loại rồi gửi.")
    if head.startswith(OLE) and declared in ("docx", "xlsx"):
        raise Refused(f"tệp đời cũ hoặc có mật khẩu. Hãy bỏ mật khẩu, lưu lại dạng .{declared} rồi gửi.")
    if not head.startswith(MAGIC[declared]):
        raise not_as_named
    file.seek(0)
    try:
        if declared == "pdf":
            confined.run("kit.readers:pdf", file)
        elif declared in PICTURES:
            confined.run("kit.readers:picture", file, kind=declared)
        elif confined.run(packages.office, file, kind=declared) != declared:
            raise not_as_named
    except confined.Failed:
        if declared in ("docx", "xlsx"):
            raise not_as_named from None
        broken = "tệp ảnh bị hỏng" if declared in PICTURES else "tệp bị hỏng"
        raise Refused(f"{broken}, không đọc được. Hãy lưu lại rồi gửi.") from None
    finally:
        file.seek(0)
    return declared


def _ending(name: str) -> str:
    """Return the extension of a name, in small letters."""
    return PurePath(name).suffix.lower().lstrip(".")
