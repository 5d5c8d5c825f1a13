"""Files drawn on plain A4 pages: what is drawn is kept, what acts is left behind; run by `kit.confined`."""

from contextlib import suppress
from io import BytesIO
from typing import BinaryIO

import pikepdf
from pikepdf import Dictionary, Name, Page, Pdf, Rectangle, Stream
from PIL import Image, ImageFile, ImageOps

from kit.confined import Refused
from kit.vietnamese import vn_number

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
# Foreign pages leave a border, and room below for the number of the page.
SIDE, BELOW = 8 * MM, 14 * MM
SAME = 3
# 200 dots an inch along the sheet, what NĐ 30/2020/NĐ-CP asks of a scan; a photograph is brought down to it.
LONGEST_SIDE = 2339
LARGEST_PIXEL = 72 / 96
QUALITY = 85


class Unreadable(Refused):
    """A file that cannot be shown as pages; the message says why, in Vietnamese."""


def draw_pdf(source: BinaryIO, target: BinaryIO, *, most: int) -> int:
    """Draw each page of a PDF of at most so many pages on a plain sheet; return how many there are.

    Only what a page draws goes over, filled fields and visible signatures included; scripts, launch actions, links,
    forms and attachments stay behind.
    """
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf, Pdf.new() as made:
            number = len(pdf.pages)
            if not number:
                raise Unreadable("tệp không có trang nào")
            if number > most:
                raise Unreadable(f"tệp dài {vn_number(number)} trang, quá {vn_number(most)} trang")
            _settle_annotations(pdf)
            for page in pdf.pages:
                _drawn(made, page)
            made.save(target)
            return number
    except pikepdf.PasswordError:
        raise Unreadable("tệp có mật khẩu") from None


def _settle_annotations(pdf: Pdf) -> None:
    """Draw what would print of fields, signatures and remarks into their pages; leave out what cannot be drawn."""
    with suppress(pikepdf.PdfError, RuntimeError, ValueError):
        if Name.AcroForm in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("print")


def _drawn(made: Pdf, page: Page) -> None:
    """Draw a page on a new sheet that lies as the page does, at its own size where that is A4, or made to fit."""
    box = Rectangle(*page.trimbox)
    width, height = abs(box.width), abs(box.height)
    if not (1 <= width <= 100_000 and 1 <= height <= 100_000):
        raise Unreadable("tệp hỏng: khổ giấy không hợp lệ")
    if int(page.obj.get(Name.Rotate, 0)) % 180:
        width, height = height, width
    sheet = _sheet(made, wide=width > height)
    right, top = float(sheet.mediabox[2]), float(sheet.mediabox[3])
    same = abs(width - right) <= SAME and abs(height - top) <= SAME
    room = Rectangle(0, 0, right, top) if same else Rectangle(SIDE, BELOW, right - SIDE, top - SIDE)
    sheet.add_overlay(page, room, expand=False)


def _sheet(made: Pdf, *, wide: bool) -> Page:
    """Add an empty A4 sheet."""
    return made.add_blank_page(page_size=A4[::-1] if wide else A4)


def draw_picture(source: BinaryIO, target: BinaryIO, *, most: int) -> int:
    """Draw a picture of at most so many points on one sheet, upright as it was taken and no finer than print needs."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture = _opened(source, most)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable("tệp ảnh hỏng, không đọc được") from None
    with Pdf.new() as made:
        _placed(made, picture)
        made.save(target)
    return 1


def _opened(source: BinaryIO, most: int) -> Image.Image:
    """Return a picture in grey or RGB on white, turned as its maker says."""
    with Image.open(source, formats=("JPEG", "PNG")) as picture:
        if picture.width * picture.height > most:
            raise Unreadable(f"ảnh quá lớn ({vn_number(picture.width)} × {vn_number(picture.height)} điểm ảnh)")
        share = LONGEST_SIDE / max(picture.size)
        if share < 1:
            picture.draft(None, (round(picture.width * share), round(picture.height * share)))
        if picture.mode.startswith("I"):
            picture = picture.convert("F").point(lambda level: level / 256).convert("L")  # noqa: PLW2901 - narrowed
        plain = picture if picture.mode in ("L", "RGB") else _on_white(picture)
        if max(plain.size) > LONGEST_SIDE:
            plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2)
        plain.load()
        return ImageOps.exif_transpose(plain)


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture of any colours as RGB, what is transparent as white paper."""
    if "A" not in picture.mode and "transparency" not in picture.info:
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return paper


def _placed(made: Pdf, picture: Image.Image) -> None:
    """Put a picture in the middle of a sheet, as large as fits, pixels no larger than on a screen."""
    wide, high = picture.size
    sheet = _sheet(made, wide=wide > high)
    right, top = float(sheet.mediabox[2]), float(sheet.mediabox[3])
    scale = min((right - 2 * SIDE) / wide, (top - SIDE - BELOW) / high, LARGEST_PIXEL)
    left, bottom = (right - wide * scale) / 2, BELOW + (top - SIDE - BELOW - high * scale) / 2
    drawn = BytesIO()
    picture.save(drawn, "JPEG", quality=QUALITY)
    image = Stream(made, drawn.getvalue())
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=wide, Height=high, BitsPerComponent=8, Filter=Name.DCTDecode,
        ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
    )  # fmt: skip
    sheet.add_resource(image, Name.XObject, Name.Im)
    words = f"q {wide * scale:.3f} 0 0 {high * scale:.3f} {left:.3f} {bottom:.3f} cm /Im Do Q"
    sheet.contents_add(words.encode())
