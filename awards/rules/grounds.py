"""Legal grounds of a decision: the texts in force on a day, and what a list of grounds cites out of its time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kit.vietnamese import vn_date


@dataclass(frozen=True, slots=True)
class Base:
    """A legal text as a decision cites it, and the days between which it can be cited; `mark` recognises it."""

    mark: str
    words: str
    valid_from: date
    valid_to: date | None = None


# Laws are cited without number (NĐ 30/2020/NĐ-CP, Phụ lục I); where one text replaced another, both keep their days.
BASES = (
    Base(
        "Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025",
        "Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025",
        date(2025, 3, 1), date(2025, 6, 15),
    ),
    Base(
        "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        date(2025, 6, 16),
    ),
    Base(
        "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        date(2024, 1, 1),
    ),
    Base(
        "Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026",
        "Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng ngày 23 tháng 4 năm 2026",
        date(2026, 10, 1),
    ),
    Base(
        "98/2023/NĐ-CP",
        "Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết thi hành một số điều "
        "của Luật Thi đua, khen thưởng",
        date(2024, 1, 1), date(2025, 6, 30),
    ),
    Base(
        "129/2025/NĐ-CP",
        "Nghị định số 129/2025/NĐ-CP ngày 11 tháng 6 năm 2025 của Chính phủ quy định về phân định thẩm quyền của "
        "chính quyền địa phương 02 cấp trong lĩnh vực quản lý nhà nước của Bộ Nội vụ",
        date(2025, 7, 1),
    ),
    Base(
        "152/2025/NĐ-CP",
        "Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ quy định về phân cấp, phân quyền trong "
        "lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi hành một số điều của Luật Thi đua, "
        "khen thưởng",
        date(2025, 7, 1), date(2027, 2, 28),
    ),
    Base(
        "15/2025/TT-BNV",
        "Thông tư số 15/2025/TT-BNV ngày 04 tháng 8 năm 2025 của Bộ trưởng Bộ Nội vụ",
        date(2025, 8, 5), date(2027, 2, 28),
    ),
)  # fmt: skip

_DATES = (
    re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE),
    re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b"),
)


def in_force(on: date, bases: Sequence[Base] = BASES) -> list[str]:
    """Return the texts that can be cited on a day, as a decision cites them."""
    return [each.words for each in bases if _holds(each, on)]


def out_of_time(grounds: Iterable[str], on: date, bases: Sequence[Base] = BASES) -> list[str]:
    """Say which grounds cannot be cited on a day: texts not in force, papers dated later than the decision."""
    problems = []
    for ground in grounds:
        known = next((each for each in bases if each.mark in ground), None)
        if known and on < known.valid_from:
            problems.append(f"Căn cứ chưa có hiệu lực vào ngày {vn_date(on)}: {_short(ground)}")
        elif known and not _holds(known, on):
            problems.append(f"Căn cứ hết hiệu lực sau ngày {vn_date(known.valid_to)}: {_short(ground)}")
        elif later := [each for each in _dates_in(ground) if each > on]:
            problems.append(f"Căn cứ ghi ngày {vn_date(max(later))}, sau ngày {vn_date(on)}: {_short(ground)}")
    return problems


def _holds(base: Base, on: date) -> bool:
    """Say whether a text can be cited on a day."""
    return base.valid_from <= on and (base.valid_to is None or on <= base.valid_to)


def _dates_in(text: str) -> list[date]:
    """Return the dates that a text names, without those that no calendar knows."""
    found = []
    for pattern in _DATES:
        for day, month, year in pattern.findall(text):
            try:
                found.append(date(int(year), int(month), int(day)))
            except ValueError:
                continue
    return found


def _short(ground: str) -> str:
    """Return the beginning of a ground, enough to know it by, with the mark that ends a sentence."""
    ground = ground.strip().rstrip(".;")
    return f"{ground}." if len(ground) <= 90 else ground[:90].rsplit(" ", 1)[0] + "…"
