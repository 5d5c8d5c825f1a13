"""The public holidays whose day the solar calendar fixes, and the days off that make up for weekends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kit.workdays import SATURDAY, Workdays

NATIONAL_DAY = (9, 2)
# Bộ luật Lao động 2019, Điều 112 khoản 1: điểm a, c, d, đ; Tết Âm lịch and Giỗ Tổ follow the lunar calendar.
FIXED = (
    (1, 1, "Tết Dương lịch", "Điều 112 khoản 1 điểm a"),
    (4, 30, "Ngày Chiến thắng 30/4", "Điều 112 khoản 1 điểm c"),
    (5, 1, "Ngày Quốc tế lao động 01/5", "Điều 112 khoản 1 điểm d"),
    (*NATIONAL_DAY, "Quốc khánh 02/9", "Điều 112 khoản 1 điểm đ"),
)
LAW = "Bộ luật Lao động 2019"
MADE_UP = "Điều 111 khoản 3"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A day off that the law gives, before a person has confirmed it; `made_up` for one in place of a weekend day."""

    day: date
    name: str
    source: str
    made_up: bool = False


def beside_national_day(year: int) -> tuple[date, date]:
    """Return the two days of which one is off beside Quốc khánh: the day before and the day after."""
    day = date(year, *NATIONAL_DAY)
    return day - timedelta(days=1), day + timedelta(days=1)


def proposals(year: int, *, beside: date, known: Mapping[date, str]) -> list[Proposal]:
    """Return the days off of a year that need no lunar calendar and are not known yet, in order.

    `beside` is the day chosen next to Quốc khánh. For a holiday that falls on a weekly day off, the next working day
    is proposed in its place; `known` are the days off entered already with their names, which cannot be that day again.
    """
    if beside not in beside_national_day(year):
        raise ValueError(f"{beside} is not beside National Day.")
    found = [Proposal(date(year, month, day), name, f"{LAW}, {source}") for month, day, name, source in FIXED]
    found.append(Proposal(beside, "Nghỉ liền kề Quốc khánh", f"{LAW}, Điều 112 khoản 1 điểm đ"))
    found.sort(key=lambda each: each.day)
    off = {each.day for each in found} | set(known)
    for holiday in tuple(found):
        name = f"Nghỉ bù {holiday.name}"
        if holiday.day.weekday() >= SATURDAY and name not in known.values():
            instead = Workdays(off=frozenset(off)).on_or_after(holiday.day)
            off.add(instead)
            found.append(Proposal(instead, name, f"{LAW}, {MADE_UP}", made_up=True))
    return sorted((each for each in found if each.day not in known), key=lambda each: each.day)
