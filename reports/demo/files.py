"""Small real files made in memory: a page with a heading and a few lines, as PDF, PNG or JPG."""

import io
import textwrap
from functools import cache
from pathlib import PurePath

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from reports.rendering.fonts import font_file

PAGE = (620, 877)
FORMATS = {".pdf": "PDF", ".png": "PNG", ".jpg": "JPEG"}


@cache
def _font(size: int, bold: bool = False):
    """Return the face of papers, or Pillow's own where the face is not installed."""
    path = font_file(bold=bold)
    return ImageFont.truetype(str(path), size) if path.exists() else ImageFont.load_default(size)


def page(name: str, *lines: str) -> SimpleUploadedFile:
    """Return an upload of that name whose one page says its own title and the lines."""
    path = PurePath(name)
    sheet = Image.new("L", PAGE, 255)
    pen = ImageDraw.Draw(sheet)
    top = 70
    for row in textwrap.wrap(path.stem.upper(), 40):
        pen.text((PAGE[0] // 2, top), row, font=_font(22, bold=True), fill=0, anchor="ma")
        top += 32
    top += 24
    for line in lines:
        for row in textwrap.wrap(line, 62):
            pen.text((60, top), row, font=_font(17), fill=20)
            top += 26
        top += 12
    pen.text((PAGE[0] - 60, top + 40), "(Đã ký, đóng dấu)", font=_font(17), fill=60, anchor="ra")
    out = io.BytesIO()
    sheet.save(out, FORMATS[path.suffix], resolution=75)
    return SimpleUploadedFile(name, out.getvalue())
