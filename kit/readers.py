"""Readers that open what strangers sent: run by `kit.confined`, never in the process that serves people.

Each refuses in words that say what to do. The library's own errors go through: a file that breaks its reader is broken.
"""

import re
import warnings
import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

import pikepdf
from PIL import Image, ImageCms, ImageFile, ImageOps

from kit.confined import Refused
from kit.vietnamese import vn_number

PIXELS = 60_000_000
PAGES = 500
OBJECTS = 300_000
PARTS = 5_000
UNPACKED = 200 * 2**20
TIMES_SMALLER, FROM_SIZE = 300, 2**20
FORMATS = {"jpg": "JPEG", "png": "PNG"}
QUALITY = 88
# A linked invoice or form carries its data as XML; whatever else lies in a PDF is a way to hand over programs.
CARRIED = (".xml",)
ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|ImportData|SubmitForm|RichMedia|EF)\b")
PROGRAMS = {".exe", ".dll", ".scr", ".bat", ".cmd", ".com", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta", ".lnk",
            ".jar", ".msi", ".reg", ".docm", ".xlsm", ".dotm", ".xltm", ".xlsb"}  # fmt: skip
ARCHIVES = {".zip", ".rar", ".7z", ".gz", ".tar", ".iso", ".cab"}
DDE = re.compile(rb"<(?:\w+:)?ddeLink\b", re.IGNORECASE)
FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr=\"([^\"]*)\"")
FIELD_DDE = re.compile(rb"\bDDE(?:AUTO)?\b", re.IGNORECASE)
LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
REMOTE = re.compile(rb"Target\s*=\s*[\"'](?:file:/*)?(?:[a-z][a-z0-9+.-]+:/|\\\\|//)", re.IGNORECASE)
LOCAL_DISK = re.compile(rb"Target\s*=\s*[\"'](?:file:/+)?[a-z]:[\\/]", re.IGNORECASE)


def pdf(source: BinaryIO) -> int:
    """Return how many pages a PDF has; refuse a locked, endless or armed one."""
    try:
        with pikepdf.open(source, suppress_warnings=True) as opened:
            number = len(opened.pages)
            if not number:
                raise Refused("tệp PDF không có trang nào.")
            if number > PAGES:
                raise Refused(
                    f"tệp PDF dài {vn_number(number)} trang, chỉ nhận đến {PAGES} trang. Hãy tách thành nhiều tệp."
                )
            if len(opened.objects) > OBJECTS:
                raise Refused("tệp PDF quá phức tạp. Hãy in lại thành PDF rồi gửi.")
            for each in opened.objects:
                _ensure_tame(each)
            return number
    except pikepdf.PasswordError:
        raise Refused("tệp PDF có mật khẩu nên không mở được. Hãy bỏ mật khẩu rồi gửi lại.") from None


def _ensure_tame(thing: pikepdf.Object) -> None:
    """Refuse an object of a PDF that acts by itself, or carries a file; its own direct parts are looked at too."""
    table = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    if isinstance(table, (pikepdf.Dictionary, pikepdf.Array)) and ACTS.search(table.unparse(resolved=True)):
        _ensure_tame_table(table)


def _ensure_tame_table(table: pikepdf.Object, depth: int = 0) -> None:
    """Look through a dictionary or a list and what stands directly in it."""
    if depth > 40:
        raise Refused("tệp PDF quá phức tạp. Hãy in lại thành PDF rồi gửi.")
    if isinstance(table, pikepdf.Dictionary):
        if "/JS" in table or table.get("/S") in ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm"):
            raise Refused("tệp PDF có mã lệnh tự chạy. Hãy in lại thành PDF (Print to PDF) rồi gửi.")
        if table.get("/Subtype") == "/RichMedia":
            raise Refused("tệp PDF có phim, âm thanh hoặc nội dung chạy được. Hãy in lại thành PDF rồi gửi.")
        if "/EF" in table:
            name = str(table.get("/UF", table.get("/F", "")))
            if not name.lower().endswith(CARRIED):
                raise Refused(f"tệp PDF có tệp khác đính kèm bên trong ({name[:60]}). Hãy gửi riêng tệp đó.")
    parts = table.values() if isinstance(table, pikepdf.Dictionary) else table
    for part in parts:
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Array)) and not part.is_indirect:
            _ensure_tame_table(part, depth + 1)


def picture(source: BinaryIO, *, kind: str) -> list[int]:
    """Return the measures of a picture whose every point was read; refuse what is cut off or would swell."""
    with _opened(source, kind) as opened:
        opened.load()
        return list(opened.size)


def _opened(source: BinaryIO, kind: str) -> Image.Image:
    """Open a picture of a kind, within the limit of points."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            opened = Image.open(source, formats=(FORMATS[kind],) if kind else tuple(FORMATS.values()))
        except Image.DecompressionBombError:
            raise Refused("ảnh quá lớn. Hãy thu nhỏ ảnh rồi gửi.") from None
    if opened.width * opened.height > PIXELS:
        raise Refused(
            f"ảnh quá lớn ({vn_number(opened.width)} × {vn_number(opened.height)} điểm ảnh). Hãy thu nhỏ ảnh rồi gửi."
        )
    return opened


def anew(source: BinaryIO, target: BinaryIO, *, longest: int, form: str) -> list[int]:
    """Write a picture anew, upright and no longer than asked, in the colours of screens; return its measures.

    Nothing but points goes over: no place, camera, comments, profile or tail. JPEG lies on white paper.
    """
    with _opened(source, "") as opened:
        if opened.mode.startswith("I"):
            opened = opened.convert("F").point(lambda level: level / 256).convert("L")  # noqa: PLW2901 - narrowed
        elif opened.format == "JPEG":
            opened.draft(None, (longest, longest))
        upright = ImageOps.exif_transpose(_in_screen_colours(opened))
        upright = upright if upright.mode in ("L", "RGB") and form == "JPEG" else upright.convert("RGBA")
        upright.thumbnail((longest, longest), reducing_gap=2)
        drawn = upright
        if form == "JPEG" and upright.mode == "RGBA":
            drawn = Image.new("RGB", upright.size, "white")
            drawn.paste(upright, mask=upright.getchannel("A"))
        plain = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
        plain.save(target, form, **({"quality": QUALITY, "optimize": True} if form == "JPEG" else {}))
        return list(plain.size)


def _in_screen_colours(opened: Image.Image) -> Image.Image:
    """Return a picture in sRGB where it carries a profile that can be followed."""
    profile = opened.info.get("icc_profile")
    if not profile or opened.mode not in ("RGB", "CMYK"):
        return opened
    turned = opened.getexif().get(0x0112)
    try:
        found = ImageCms.profileToProfile(
            opened, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return opened
    if turned:
        found.getexif()[0x0112] = turned
    return found


def office(source: BinaryIO) -> str:
    """Return docx or xlsx by what an archive holds, "" for neither; refuse what swells, acts or fetches."""
    with zipfile.ZipFile(source) as archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        _ensure_measure(members)
        main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
        kind = next((kind for kind, part in main.items() if part in names), "")
        if "[Content_Types].xml" not in names or not kind:
            return ""
        _ensure_no_programs(members)
        read = 0
        for member in members:
            if member.filename.lower().endswith((".xml", ".rels")):
                part = archive.open(member).read(UNPACKED - read + 1)
                read += len(part)
                if read > UNPACKED:
                    raise Refused("tệp bung ra quá lớn. Hãy bỏ hình ảnh, trang không dùng rồi gửi.")
                _ensure_still(member.filename, part)
            elif _is_inner_workbook(member.filename):
                with archive.open(member) as inner:
                    _ensure_inner_tame(inner)
        return kind


def _ensure_measure(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive of too many, too large, too tightly packed or overlapping parts."""
    swollen = Refused("tệp bung ra quá lớn. Hãy bỏ hình ảnh, trang không dùng rồi gửi.")
    if len(members) > PARTS or sum(member.file_size for member in members) > UNPACKED:
        raise swollen
    for member in members:
        if member.file_size > FROM_SIZE and member.file_size > TIMES_SMALLER * max(member.compress_size, 1):
            raise swollen
        if member.flag_bits & 1:
            raise Refused("tệp có mật khẩu nên không mở được. Hãy bỏ mật khẩu rồi gửi lại.")
    starts = sorted((member.header_offset, member.compress_size) for member in members)
    if any(start + size > following for (start, size), (following, _) in zip(starts, starts[1:], strict=False)):
        raise swollen


def _is_inner_workbook(name: str) -> bool:
    """Say whether a part is the workbook behind a chart, which office programs put there."""
    return "/embeddings/" in name and name.lower().endswith(".xlsx")


def _ensure_no_programs(members: list[zipfile.ZipInfo]) -> None:
    """Refuse macros, programs, embedded objects and archives by their names; paths that lead out as well."""
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        name, ending = path.name.lower(), path.suffix.lower()
        if path.is_absolute() or ".." in path.parts:
            raise Refused("tệp hỏng, không đọc được.")
        if name.startswith(("vbaproject", "vbadata")) or "/macrosheets/" in member.filename.lower():
            raise Refused("tệp có chứa macro nên không nhận. Hãy lưu lại dạng .docx hoặc .xlsx không có macro rồi gửi.")
        if ending in PROGRAMS | ARCHIVES:
            raise Refused(f"tệp có tệp khác bên trong ({name[:60]}) nên không nhận. Hãy bỏ tệp đó ra và gửi riêng.")
        if name.startswith("oleobject") or "/activex/" in member.filename.lower():
            raise Refused("tệp có đối tượng nhúng (OLE) nên không nhận. Hãy dán đối tượng đó thành ảnh rồi lưu lại.")


def _ensure_still(name: str, part: bytes) -> None:
    """Refuse a part that declares entities, fetches from elsewhere, or starts other programs."""
    if any("<!DOCTYPE".encode(coding) in part for coding in ("utf-8", "utf-16-le", "utf-16-be")):
        raise Refused("tệp hỏng, không đọc được.")
    if name == "[Content_Types].xml" and b"macroEnabled" in part:
        raise Refused("tệp có chứa macro nên không nhận. Hãy lưu lại dạng .docx hoặc .xlsx không có macro rồi gửi.")
    words = b"".join(one or other for one, other in FIELD.findall(part))
    if DDE.search(part) or FIELD_DDE.search(words):
        raise Refused("tệp có lệnh gọi chương trình khác (DDE) nên không nhận. Hãy bỏ liên kết đó rồi lưu lại.")
    if name.endswith(".rels"):
        for link in LINK.findall(part):
            outward = b"External" in link and b"/hyperlink" not in link
            if outward and REMOTE.search(link) and not LOCAL_DISK.search(link):
                raise Refused(
                    "tệp lấy nội dung từ địa chỉ bên ngoài nên không nhận. Hãy vào Tệp › Thông tin › Sửa liên kết, "
                    "ngắt liên kết (hoặc dán lại ảnh) rồi lưu lại."
                )


def _ensure_inner_tame(inner: BinaryIO) -> None:
    """Refuse a workbook behind a chart that is armed itself."""
    content = inner.read(UNPACKED // 4 + 1)
    if len(content) > UNPACKED // 4:
        raise Refused("tệp bung ra quá lớn. Hãy bỏ hình ảnh, trang không dùng rồi gửi.")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        _ensure_measure(archive.infolist())
        _ensure_no_programs(archive.infolist())
