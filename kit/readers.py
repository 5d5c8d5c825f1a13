"""Readers that open what strangers sent: run by `kit.confined`, never in the process that serves people.

Each refuses in words that say what to do. The library's own errors go through: a file that breaks its reader is broken.
"""

import re
import warnings
from io import BytesIO
from typing import BinaryIO

import pikepdf
from PIL import Image, ImageCms, ImageFile, ImageOps

from kit.confined import Refused
from kit.tails import ensure_one_kind
from kit.vietnamese import vn_number

PIXELS = 60_000_000
PAGES = 500
OBJECTS = 300_000
FORMATS = {"jpg": "JPEG", "png": "PNG"}
QUALITY = 88
# A linked invoice or form carries its data as XML; whatever else lies in a PDF is a way to hand over programs.
CARRIED = (".xml",)
FILM = {"/RichMedia", "/Movie", "/Rendition", "/Sound", "/Screen"}
ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|ImportData|SubmitForm|GoToR|GoToE|Rendition|RichMedia|Movie|Sound|Screen|EF)\b"
)


def pdf(source: BinaryIO) -> int:
    """Return how many pages a PDF has; refuse a locked, endless or armed one."""
    ensure_one_kind(source, "pdf")
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
        if table.get("/S") in ("/GoToR", "/GoToE"):
            raise Refused("tệp PDF có liên kết mở tệp khác. Hãy in lại thành PDF (Print to PDF) rồi gửi.")
        if FILM & {str(table.get("/Subtype")), str(table.get("/S"))}:
            raise Refused("tệp PDF có phim, âm thanh hoặc nội dung chạy được. Hãy in lại thành PDF rồi gửi.")
        if "/EF" in table:
            names = [str(table[key]) for key in ("/UF", "/F", "/Unix", "/Mac", "/DOS") if key in table]
            name = next((each for each in names if not each.lower().endswith(CARRIED)), "")
            if name or not names:
                raise Refused(f"tệp PDF có tệp khác đính kèm bên trong ({name[:60]}). Hãy gửi riêng tệp đó.")
    parts = table.values() if isinstance(table, pikepdf.Dictionary) else table
    for part in parts:
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Array)) and not part.is_indirect:
            _ensure_tame_table(part, depth + 1)


def picture(source: BinaryIO, *, kind: str) -> list[int]:
    """Return the measures of a picture whose every point was read; refuse what is cut off or would swell."""
    ensure_one_kind(source, kind)
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
