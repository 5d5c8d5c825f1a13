"""The lines of a certificate: which there are, and where they stand on a full page (NĐ 98/2023/NĐ-CP, Điều 104).

Lengths are millimetres from the upper left corner. `y` is the foot of a field's first line, what a ruler meets on a
printed stock; of the emblem and the QR code, which are squares as high as they are wide, it is the upper edge.
"""

from dataclasses import dataclass, field
from typing import Any

from kit.vietnamese import vn_number

PAGE = (297, 210)
SIZES = (6, 72)
ALIGNS = {"left": "Trái", "center": "Giữa", "right": "Phải"}
FACES = {
    "regular": "Thường",
    "bold": "Đậm",
    "italic": "Nghiêng",
    "bold_italic": "Đậm, nghiêng",
}
BLACK, RED = "black", "red"


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a certificate.

    `fixed` lines are the same on every sheet: they are printed on a full page and stand on a pre-printed stock
    already. A text that `wraps` fills its lines before it becomes smaller; any other becomes smaller first.
    """

    key: str
    label: str
    sample: str
    place: dict[str, Any] = field(hash=False)
    fixed: bool = False
    colour: str = BLACK
    wraps: bool = False
    square: bool = False

    @property
    def face(self) -> str:
        """The face on a full page."""
        return self.place.get("face", "regular")


def shift_words(dx, dy) -> str:
    """Say what is added to every place, in millimetres: "dịch trái 0,5 mm, dịch lên 1 mm"."""
    across, down = "trái" if dx < 0 else "phải", "lên" if dy < 0 else "xuống"
    return f"dịch {across} {vn_number(abs(dx))} mm, dịch {down} {vn_number(abs(dy))} mm"


def _at(x, y, width, size=0, face="regular", align="center", lines=1, pitch=6.5, shown=True) -> dict[str, Any]:
    return {
        "shown": shown, "x": x, "y": y, "width": width, "size": size, "face": face, "align": align, "lines": lines,
        "pitch": pitch,
    }  # fmt: skip


def _bare(x: float, y: float, width: float) -> dict[str, Any]:
    """Return the place of a part of a line whose other words stand on the stock already."""
    return _at(x, y, width, 13, "bold_italic", "left", shown=False)


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FIELDS = (
    Field("emblem", "Quốc huy", "", _at(137.5, 20, 22), fixed=True, square=True),
    Field("nation", "Quốc hiệu", NATION, _at(28.5, 48, 240, 14, "bold"), fixed=True),
    Field("motto", "Tiêu ngữ", MOTTO, _at(28.5, 54.5, 240, 14, "bold"), fixed=True),
    Field("authority", "Thẩm quyền khen", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ", _at(28.5, 66, 240, 17, "bold"), fixed=True,
          colour=RED),
    Field("giving", "Chữ TẶNG", "TẶNG", _at(28.5, 75, 240, 15, "bold"), fixed=True),
    Field("award", "Chữ GIẤY KHEN", "GIẤY KHEN", _at(28.5, 89, 240, 38, "bold"), fixed=True, colour=RED),
    Field("name", "Họ và tên, tên tập thể", "Nguyễn Thị Phương Thảo",
          _at(28.5, 100.5, 240, 22, "bold", lines=2, pitch=8.5)),
    Field("place", "Chức vụ, đơn vị", "Công chức Phòng Văn hóa - Xã hội", _at(28.5, 115.5, 240, 14, lines=2, pitch=6),
          wraps=True),
    Field("citation", "Thành tích", "Đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
          _at(28.5, 128, 240, 14, lines=3), wraps=True),
    Field("decision", "Số quyết định (cả dòng)", "Số quyết định: 05/QĐ-UBND, ngày 14 tháng 5 năm 2026",
          _at(26, 152, 120, 13, "bold_italic", "left")),
    Field("roll", "Số sổ vàng (cả dòng)", "Số sổ vàng: 12", _at(26, 159, 120, 13, "bold_italic", "left")),
    Field("date", "Địa danh, ngày tháng năm", "Đồng Tâm, ngày 14 tháng 5 năm 2026",
          _at(158, 152, 113, 14, "bold_italic")),
    Field("signing", "Chức vụ người ký", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
          _at(158, 158.5, 113, 14, "bold", lines=2, pitch=6)),
    Field("signer", "Họ và tên người ký", "Nguyễn Văn An", _at(158, 190, 113, 14, "bold")),
    Field("qr", "Mã QR tra cứu", "", _at(26, 166, 18), square=True),
    Field("code", "Mã tra cứu", "Mã tra cứu: ABCDEFGHJK", _at(26, 189, 60, 9, align="left")),
    Field("decision_number", "Riêng số, ký hiệu quyết định", "05/QĐ-UBND", _bare(60, 152, 40)),
    Field("decision_date", "Riêng ngày quyết định", "ngày 14 tháng 5 năm 2026", _bare(100, 152, 56)),
    Field("roll_number", "Riêng số sổ vàng", "12", _bare(60, 159, 30)),
    Field("day", "Riêng ngày", "14", _bare(215, 152, 10)),
    Field("month", "Riêng tháng", "5", _bare(235, 152, 10)),
    Field("year", "Riêng năm", "2026", _bare(250, 152, 15)),
)  # fmt: skip
BY_KEY = {each.key: each for each in FIELDS}


def full_page() -> dict[str, dict[str, Any]]:
    """Return where every line stands on a full page."""
    return {each.key: dict(each.place) for each in FIELDS}


def settled(layout: dict[str, dict[str, Any]], *, overprint: bool) -> dict[str, dict[str, Any]]:
    """Return the place of every line that a sheet may bear, those that a layout does not name as on a full page."""
    return {
        each.key: {**each.place, **layout.get(each.key, {})} for each in FIELDS if not (overprint and each.fixed)
    }  # fmt: skip


def problems(layout: dict[str, dict[str, Any]], width: float, height: float) -> list[str]:
    """Say in Vietnamese which shown lines leave a sheet of this size."""
    found = []
    for key, place in layout.items():
        if not place["shown"]:
            continue
        left, top, right, bottom = box(key, place)
        if left < 0 or right > width or top < 0 or bottom > height:
            found.append(f"“{BY_KEY[key].label}” ra ngoài tờ giấy.")
    return found


def box(key: str, place: dict[str, Any]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a field's room: the squares, or all its lines with their rising letters."""
    x, y, width = place["x"], place["y"], place["width"]
    if BY_KEY[key].square:
        return x, y, x + width, y + width
    em = place["size"] * 25.4 / 72
    return x, y - 0.9 * em, x + width, y + (place["lines"] - 1) * place["pitch"] + 0.25 * em


def overlaps(layout: dict[str, dict[str, Any]]) -> list[str]:
    """Say in Vietnamese which shown lines lie upon each other."""
    boxes = [(BY_KEY[key].label, box(key, place)) for key, place in layout.items() if place["shown"]]
    return [
        f"“{name}” và “{other}” chồng lên nhau."
        for place, (name, one) in enumerate(boxes)
        for other, two in boxes[place + 1 :]
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]
