"""Bars for papers as pictures, for Word."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from reports.rendering import fonts
from reports.rendering.charts import SIZE, Drawing, Label

DOTS_A_POINT = 200 / 72


def png(drawing: Drawing) -> bytes:
    """Paint a drawing as a picture of 200 dots an inch."""

    def dots(points):
        return round(points * DOTS_A_POINT)

    picture = Image.new("RGB", (dots(drawing.width), dots(drawing.height)), "white")
    canvas = ImageDraw.Draw(picture)
    face = ImageFont.truetype(fonts.font_file(), dots(SIZE))
    for shape in drawing.shapes:
        if isinstance(shape, Label):
            canvas.text((dots(shape.x), dots(shape.y)), shape.text, fill="black", font=face, anchor="ls")
        elif shape.width > 0:
            far = (dots(shape.x + shape.width) - 1, dots(shape.y + shape.height) - 1)
            near = (dots(shape.x), dots(shape.y))
            canvas.rectangle((near, (max(near[0], far[0]), max(near[1], far[1]))), fill=shape.fill)
    file = BytesIO()
    picture.save(file, "PNG", dpi=(200, 200))
    return file.getvalue()
