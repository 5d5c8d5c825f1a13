"""Targets and results in words."""

import re
from decimal import Decimal

from campaigns.models import ReportLine, Target
from campaigns.planfile.schema import PlanTarget
from campaigns.planfile.words import Comparator, TargetKind
from kit.vietnamese import small_count, vn_number

PERCENT = "%"
BARE_NUMBER = re.compile(r"\d+\w*/(?:\d{4}/)?([A-ZĐ][A-Za-zĐ]*)-")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# Figures of a day or of a time, which are no level.
TIMES = re.compile(r"\d+(?:/\d+)+|\d+\s*(?:tháng|năm|quý|ngày|tuần)|(?:tháng|năm|quý|ngày)\s+\d+", re.IGNORECASE)
PAPERS = {
    "KH": "Kế hoạch", "QĐ": "Quyết định", "NQ": "Nghị quyết", "CT": "Chỉ thị", "CTr": "Chương trình",
    "HD": "Hướng dẫn", "ĐA": "Đề án", "TB": "Thông báo",
}  # fmt: skip
# Nothing lies beyond these, so that a comparison would say too much: "Từ 100% trở lên", "Không quá 0 người".
_END = {
    (TargetKind.PERCENT, Comparator.AT_LEAST): 100,
    (TargetKind.PERCENT, Comparator.AT_MOST): 0,
    (TargetKind.NUMBER, Comparator.AT_MOST): 0,
}


def goal_in_words(target: Target | PlanTarget) -> str:
    """Return what a target asks for: "từ 95% trở lên", "Tốt trở lên", "Có", …"""
    if target.kind in (TargetKind.NUMBER, TargetKind.PERCENT):
        unit = PERCENT if target.kind == TargetKind.PERCENT else f" {target.unit_label}".rstrip()
        goal = f"{_counted(target)}{unit}"
        at_the_end = _END.get((target.kind, target.comparator)) == target.value
        return goal if at_the_end else _compared(target.comparator, goal)
    if target.kind == TargetKind.GRADE:
        return _compared(target.comparator, target.grade)
    if target.kind == TargetKind.YES_NO:
        return "Có"
    if target.kind == TargetKind.REFERENCE:
        return f"Theo {_named(target.reference)}" if target.reference else "Theo kế hoạch được dẫn"
    return "Theo nội dung chỉ tiêu"


def _named(reference: str) -> str:
    """Return a paper that was cited by its bare number with its kind (NĐ 30/2020/NĐ-CP, Phụ lục III)."""
    found = BARE_NUMBER.match(reference.strip())
    return f"{PAPERS.get(found[1], 'Văn bản')} số {reference.strip()}" if found else reference


def states_level(target: Target | PlanTarget, text: str) -> bool:
    """Say whether a text states the level that a target asks for; a target without a level has none to state."""
    if target.kind in (TargetKind.NUMBER, TargetKind.PERCENT):
        figures = FIGURE.findall(TIMES.sub("", text))
        return target.value is None or vn_number(target.value) in figures or _counted(target) in figures
    if target.kind == TargetKind.GRADE:
        return re.search(rf"(?<!\w){re.escape(target.grade)}(?!\w)", text, re.IGNORECASE) is not None
    return True


def _counted(target: Target | PlanTarget, value: Decimal | None = None) -> str:
    """Return a figure of a target; a count below ten of things that are named is written with a zero, 05 buổi."""
    value = target.value if value is None else value
    named = target.kind == TargetKind.NUMBER and target.unit_label not in ("", PERCENT)
    whole = named and value == value.to_integral_value()
    return small_count(int(value)) if whole and 0 < value < 10 else vn_number(value)


def _compared(comparator: str, goal: str) -> str:
    """Put a goal into the words of its comparison."""
    return {
        Comparator.AT_LEAST: f"Từ {goal} trở lên",
        Comparator.AT_MOST: f"Không quá {goal}",
        Comparator.EXACTLY: goal,
    }[Comparator(comparator)]


def result_in_words(line: ReportLine) -> str:
    """Return what a unit reported on a line."""
    target = line.target
    if target and target.kind == TargetKind.PERCENT and line.value is not None:
        return f"{vn_number(line.value)}%"
    if target and target.kind == TargetKind.NUMBER and line.value is not None:
        return f"{_counted(target, line.value)} {target.unit_label}".rstrip()
    if line.yes is not None:
        return "Có" if line.yes else "Không"
    return line.grade or line.text or "Chưa báo cáo"
