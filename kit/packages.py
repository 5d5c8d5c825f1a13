"""Word and Excel files that strangers sent, judged part by part: run by `kit.confined`, never where people are served.

Parts are read as UTF-8 only, so that what is searched for cannot hide in another coding; what decides – relations,
kinds of parts, fields – is read as XML (ECMA-376, part 2, 6.5 and 7.2.3).
"""

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote
from xml.etree import ElementTree

from kit.confined import Refused
from kit.tails import ensure_one_kind

PARTS = 5_000
UNPACKED = 200 * 2**20
TIMES_SMALLER, FROM_SIZE = 300, 2**20
PROGRAMS = {".exe", ".dll", ".scr", ".bat", ".cmd", ".com", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta", ".lnk",
            ".jar", ".msi", ".reg", ".docm", ".xlsm", ".dotm", ".xltm", ".xlsb"}  # fmt: skip
ARCHIVES = {".zip", ".rar", ".7z", ".gz", ".tar", ".iso", ".cab"}
TYPES = "[Content_Types].xml"
CODING = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
FIELDS = re.compile(rb"instrText|fldSimple|ddeLink", re.IGNORECASE)
DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
BLANKS = re.compile(r"[\x00-\x20]")
DISK = re.compile(r"/*[a-z]:(?:/|$)")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:")
BROKEN = "tệp hỏng, không đọc được."
SWOLLEN = "tệp bung ra quá lớn. Hãy bỏ hình ảnh, trang không dùng rồi gửi."
MACRO = "tệp có chứa macro nên không nhận. Hãy lưu lại dạng .docx hoặc .xlsx không có macro rồi gửi."
OBJECT = "tệp có đối tượng nhúng (OLE) nên không nhận. Hãy dán đối tượng đó thành ảnh rồi lưu lại."
CALLS = "tệp có lệnh gọi chương trình khác (DDE) nên không nhận. Hãy bỏ liên kết đó rồi lưu lại."
FETCHES = (
    "tệp lấy nội dung từ địa chỉ bên ngoài nên không nhận. Hãy vào Tệp › Thông tin › Sửa liên kết, "
    "ngắt liên kết (hoặc dán lại ảnh) rồi lưu lại."
)


def office(source: BinaryIO, *, kind: str) -> str:
    """Return docx or xlsx by what an archive holds, "" for neither; refuse what swells, acts or fetches."""
    ensure_one_kind(source, kind)
    with zipfile.ZipFile(source) as archive:
        names = set(archive.namelist())
        _ensure_measure(archive.infolist())
        main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
        found = next((each for each, part in main.items() if part in names), "")
        if TYPES not in names or not found:
            return ""
        _ensure_tame(archive, UNPACKED)
        return found


def _ensure_tame(archive: zipfile.ZipFile, room: int) -> None:
    """Refuse an archive any of whose parts acts or fetches; `room` bytes may come out of it."""
    members = archive.infolist()
    _ensure_no_programs(members)
    read, written = 0, _kinds_of_parts(archive)
    for member in members:
        name = member.filename.lower()
        if name.endswith((".xml", ".rels")) or written(name):
            part = archive.open(member).read(room - read + 1)
            read += len(part)
            if read > room:
                raise Refused(SWOLLEN)
            _ensure_still(name, part)
        elif "/embeddings/" in name and name.endswith(".xlsx"):
            # The workbook behind a chart, which office programs put there.
            with archive.open(member) as inner:
                _ensure_inner_tame(inner)


def _ensure_measure(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive of too many, too large, too tightly packed or overlapping parts."""
    if len(members) > PARTS or sum(member.file_size for member in members) > UNPACKED:
        raise Refused(SWOLLEN)
    for member in members:
        if member.file_size > FROM_SIZE and member.file_size > TIMES_SMALLER * max(member.compress_size, 1):
            raise Refused(SWOLLEN)
        if member.flag_bits & 1:
            raise Refused("tệp có mật khẩu nên không mở được. Hãy bỏ mật khẩu rồi gửi lại.")
    starts = sorted((member.header_offset, member.compress_size) for member in members)
    if any(start + size > following for (start, size), (following, _) in zip(starts, starts[1:], strict=False)):
        raise Refused(SWOLLEN)


def _ensure_no_programs(members: list[zipfile.ZipInfo]) -> None:
    """Refuse macros, programs, embedded objects and archives by their names; paths that lead out as well."""
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        name, ending = path.name.lower(), path.suffix.lower()
        if path.is_absolute() or ".." in path.parts:
            raise Refused(BROKEN)
        if name.startswith(("vbaproject", "vbadata")) or "/macrosheets/" in member.filename.lower():
            raise Refused(MACRO)
        if ending in PROGRAMS | ARCHIVES:
            raise Refused(f"tệp có tệp khác bên trong ({name[:60]}) nên không nhận. Hãy bỏ tệp đó ra và gửi riêng.")
        if name.startswith("oleobject") or "/activex/" in member.filename.lower():
            raise Refused(OBJECT)


def _kinds_of_parts(archive: zipfile.ZipFile):
    """Return what says of a part's name whether it is declared as XML; refuse declared macros and controls."""
    if TYPES not in archive.namelist():
        return lambda name: False
    with archive.open(TYPES) as listed:
        content = listed.read(FROM_SIZE * 4 + 1)
    if len(content) > FROM_SIZE * 4:
        raise Refused(SWOLLEN)
    _ensure_plain(content)
    endings, names = set(), set()
    for each in ElementTree.fromstring(content).iter():  # noqa: S314 - without declarations, asked above
        kind = each.get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind:
            raise Refused(MACRO)
        if "activex" in kind:
            raise Refused(OBJECT)
        if kind.endswith("xml"):
            endings.add(each.get("Extension", "").lower())
            names.add(each.get("PartName", "").lower().lstrip("/"))
    return lambda name: name in names or name.rpartition(".")[2] in endings


def _ensure_plain(part: bytes) -> None:
    """Refuse a part that is no UTF-8, says it is something else, or declares entities."""
    coding = CODING.match(part.removeprefix(b"\xef\xbb\xbf").lstrip())
    if (coding and coding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")) or b"\0" in part or b"<!DOCTYPE" in part:
        raise Refused(BROKEN)
    try:
        part.decode()
    except UnicodeDecodeError:
        raise Refused(BROKEN) from None


def _ensure_still(name: str, part: bytes) -> None:
    """Refuse a part that declares entities, fetches from elsewhere, or starts other programs."""
    _ensure_plain(part)
    if FIELDS.search(part) and _calls_programs(part):
        raise Refused(CALLS)
    if name.endswith(".rels"):
        for each in ElementTree.fromstring(part).iter():  # noqa: S314 - without declarations, asked above
            _ensure_tame_relation(each.get("Type", ""), each.get("Target", ""))


def _calls_programs(part: bytes) -> bool:
    """Say whether a part bears a link or a field that starts another program, however its words are cut up."""
    words = []
    for _, each in ElementTree.iterparse(BytesIO(part)):  # noqa: S314 - without declarations, asked above
        name = each.tag.rpartition("}")[2].lower()
        if name == "ddelink":
            return True
        if name in ("instrtext", "delinstrtext"):
            words.append(each.text or "")
        elif name == "fldsimple":
            words += [value for key, value in each.items() if key.rpartition("}")[2] == "instr"]
    return bool(DDE.search("".join(words)))


def _ensure_tame_relation(kind: str, target: str) -> None:
    """Refuse a relation that fetches, or leads to a macro, a control or an object; a hyperlink waits for a person."""
    last = kind.rpartition("/")[2].lower()
    if last == "hyperlink":
        return
    if _is_remote(target):
        raise Refused(FETCHES)
    if last in ("vbaproject", "wordvbadata", "attachedtoolbars"):
        raise Refused(MACRO)
    if last in ("oleobject", "control", "activexcontrolbinary"):
        raise Refused(OBJECT)


def _is_remote(target: str) -> bool:
    """Say whether a target lies on another machine; parts of the file and own disks do not."""
    bare = BLANKS.sub("", unquote(target)).replace("\\", "/").lower()
    local = bare.removeprefix("file:")
    if DISK.match(local):
        return False
    if bare != local:
        slashes = len(local) - len(local.lstrip("/"))
        return slashes == 2 or slashes > 3
    return bare.startswith("//") or bool(SCHEME.match(bare))


def _ensure_inner_tame(inner: BinaryIO) -> None:
    """Refuse a workbook behind a chart that is armed itself."""
    content = inner.read(UNPACKED // 4 + 1)
    if len(content) > UNPACKED // 4:
        raise Refused(SWOLLEN)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        _ensure_measure(archive.infolist())
        _ensure_tame(archive, UNPACKED // 4)
