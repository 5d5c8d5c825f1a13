"""Words that stand together on a line: names of bodies and places, and the number of a paper with its symbol."""

import re

from kit.vietnamese import fold
from reports.rendering import fonts

COMPOUNDS = """
    thi đua - khen thưởng; thi đua, khen thưởng; thi đua; khen thưởng; phong trào; giấy khen; bằng khen; danh sách
    cộng hòa; xã hội; chủ nghĩa; cộng sản; Việt Nam; Hồ Chí Minh; mặt trận; Tổ quốc; Trung ương
    hội đồng; ủy ban; nhân dân; ban chấp hành; ban thường vụ; ban chỉ đạo; ban giám hiệu; ban quản lý; chi bộ; đảng ủy
    thanh niên; phụ nữ; nông dân; cựu chiến binh; liên hiệp; liên đoàn; công đoàn; người cao tuổi; chữ thập đỏ
    văn hóa; văn phòng; địa chính; xây dựng; tài chính; kế toán; tư pháp; hộ tịch; kinh tế; nông nghiệp; môi trường
    trung tâm; phục vụ; hành chính công; trạm y tế; quân sự; công an; y tế; giáo dục; mầm non; tiểu học; trung học
    cơ sở; phổ thông; nông thôn mới; hợp tác xã; tổ dân phố; bộ phận; cơ quan; đơn vị; thủ trưởng; chủ tịch; chủ trì
    bí thư; chủ nhiệm; hiệu trưởng; giám đốc; chánh văn phòng; trưởng phòng; trưởng ban; trưởng đoàn; thư ký; phụ trách
    địa chính - xây dựng; văn hóa - xã hội; tư pháp - hộ tịch; tài chính - kế toán; văn phòng - thống kê; chỉ huy
    tập thể; cá nhân; hộ gia đình
    công tác; công chức; thành tích; đề nghị; xuất sắc; tiêu biểu; giai đoạn; chuyển đổi số; cải cách; hành chính
    chính quyền; địa phương; đẩy mạnh; kế hoạch; báo cáo; biên bản; tổng kết; triển khai; thực hiện; kết quả
"""
PLACES = ("đặc khu", "xã", "phường", "thị trấn", "thôn", "ấp", "xóm", "bản", "khu phố", "tổ dân phố", "tỉnh")
MOST_WORDS_OF_A_NAME = 4
COUNTED = {"nam", "thang", "ngay", "quy", "so", "dot", "giai doan"}
DASHES = ("-", "–")
EDGES = "“”\"'‘’()[],.;:"

_SYMBOL = r"(?:\d+|[….]+)(?:/\d{4})?[/-][A-ZĐ][A-ZĐa-z]*(?:[/-][A-ZĐ][A-ZĐa-z]*)*"
_CLAUSE = r"\bmục [IVXLC]+(?:\.[\dA-Za-zđĐ]{1,3})*"
KEPT = re.compile(rf"[(“]?(?:{_CLAUSE}|{_SYMBOL})(?![\w/-])[)”,.;:]*")
# A dash between words with the word before it: a line that began with it would look like an item of a list.
DASHED = re.compile(r"(?<![^\s–-])[^\s–-]+ [-–](?= \S)")


def _words(names: str) -> list[tuple[str, ...]]:
    """Return the names as folded words, the longest first."""
    found = {tuple(map(_bare, name.split())) for name in re.split(r"[;\n]", names) if name.strip()}
    return sorted(found, key=len, reverse=True)


def _bare(word: str) -> str:
    return fold(word.strip(EDGES)) or word


_COMPOUNDS, _PLACES = _words(COMPOUNDS), _words("\n".join(PLACES))


def grouped(line: str) -> list[str]:
    """Split a line into the parts between which it may be broken; no part but the first begins with a dash."""
    words = line.split(" ")
    known = [_bare(word) for word in words]
    parts: list[str] = []
    place = 0
    while place < len(words):
        last = place + _length(words, known, place)
        if " ".join(known[place:last]) in COUNTED and _is_number(words, last):
            last += 1
        while last < len(words) and words[last] in DASHES:
            last += 2 if _is_number(words, last - 1) and _is_number(words, last + 1) else 1
        parts.append(" ".join(words[place:last]))
        place = last
    return parts


def unbroken(line: str) -> str:
    """Return a line in which no place is parted from its name or the name within: xã Đồng Tâm, tổ dân phố số 1."""
    parts = grouped(line)
    named = (_begins([_bare(word) for word in part.split(" ")], 0, _PLACES) for part in parts)
    return " ".join(
        part.replace(" ", "\u00a0") if count else part for part, count in zip(parts, named, strict=True)
    )  # fmt: skip


def _length(words: list[str], known: list[str], place: int) -> int:
    """Return how many words from here on belong together: a place with its name, a compound, or one word."""
    named = _begins(known, place, _PLACES)
    if named and not (compound := _begins(known, place, _COMPOUNDS)) > named:
        if name := _name(words, known, place + named):
            return named + name
        return max(named, compound)
    return max(_begins(known, place, _COMPOUNDS), 1)


def _is_number(words: list[str], place: int) -> bool:
    return place < len(words) and words[place][:1].isdigit()


def _begins(known: list[str], place: int, names: list[tuple[str, ...]]) -> int:
    """Return how many words the longest name takes that begins here."""
    return next((len(name) for name in names if tuple(known[place : place + len(name)]) == name), 0)


def _name(words: list[str], known: list[str], place: int) -> int:
    """Return how many words behind “xã” are its name: two in capitals, else all that begin with one; or a number."""
    most = 2 if all(word == word.upper() for word in words) else MOST_WORDS_OF_A_NAME
    count = 0
    for word in words[place : place + most]:
        if not (word[:1].isdigit() or word[:1].isupper()) or _begins(known, place + count, _COMPOUNDS):
            break
        count += 1
        if word[:1].isdigit() or word != word.rstrip(EDGES):
            break
    return count


def balanced(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text into few and even lines within the room, with words that belong together on one of them.

    A group wider than the room is broken within; where groups would cost more than one line, words alone count.
    """
    plain = fonts.balanced(text, size, room, bold=bold)
    if len(plain) == 1:
        return plain
    lines = [
        [part for whole in grouped(line) for part in _fitting(whole, size, room, bold)] for line in text.split("\n")
    ]
    kept = fonts.even(lines, size, room, bold=bold)
    return kept if len(kept) <= len(plain) + 1 else plain


def _fitting(whole: str, size: float, room: float, bold: bool) -> list[str]:
    return [whole] if fonts.width(whole, size, bold=bold) <= room else fonts.BREAKS.split(whole)
