"""What was read of a plan in the words of a person: facts by their Vietnamese names, closed words by their labels."""

import re
from datetime import date
from typing import Any

from campaigns.planfile import words as w
from kit.vietnamese import vn_date, vn_number

NAMES = {
    "authority": "cấp quyết định", "code": "điểm", "comparator": "so sánh", "count": "số lượng", "day": "ngày",
    "days_after": "số ngày sau việc đó", "end_event": "kết thúc khi", "ends_on": "kết thúc ngày", "event": "việc",
    "excerpt": "đoạn gốc", "form": "hình thức", "group": "nhóm", "heading": "đề mục",
    "implements": "là văn bản thực hiện",
    "inclusive": "tính cả ngày đó", "issued_on": "ngày văn bản", "items": "nội dung", "kind": "loại", "kinds": "loại",
    "leaves": "tiêu chuẩn", "lines": "dòng thẩm quyền ký", "logic": "cách xét", "message": "lý do",
    "min_true": "số tiêu chuẩn phải đạt", "month": "tháng", "name": "tên", "number": "số", "on": "ngày",
    "paper": "văn bản", "percent": "tỷ lệ (%)", "points": "điểm số", "preconditions": "điều kiện bắt buộc",
    "round": "đợt khen",
    "shape": "cách ghi", "start_event": "bắt đầu khi", "starts_on": "bắt đầu ngày", "steps": "các bước",
    "subject": "đối tượng", "tasks": "việc được giao", "text": "nội dung", "through": "qua", "title": "tên",
    "to": "gửi đến", "unit": "đơn vị", "value": "mức", "when": "thời điểm", "words": "lời văn",
}  # fmt: skip
NAMES_OF = {("targets", "unit"): "đơn vị tính", ("signature", "name"): "người ký", ("content", "number"): "thứ tự"}
PAPERS = dict(w.Paper.choices) | {
    "registration": "Đăng ký thi đua", "plan": "Kế hoạch của đơn vị", "other": "Văn bản khác",
}  # fmt: skip
PLACES = {"xa": "xã", "phuong": "phường", "dac_khu": "đặc khu", "thi_tran": "thị trấn"}
TIMES = {"after_event": "Sau một việc", "monthly": "Hằng tháng", "quarterly": "Hằng quý"}
KINDS = PLACES | TIMES | dict(w.DeadlineKind.choices) | dict(w.ReviewKind.choices)
CODES = {
    "authority": dict(w.Authority.choices),
    "code": dict(w.RemarkCode.choices),
    "comparator": dict(w.Comparator.choices),
    "form": dict(w.AwardForm.choices) | {"other": "Hình thức khác"},
    "kind": KINDS,
    "kinds": dict(w.InspectionKind.choices),
    "logic": dict(w.NodeOp.choices) | {"unstated": "Kế hoạch không nói rõ"},
    "paper": PAPERS,
    "round": dict(w.RoundKind.choices),
    "shape": dict(w.QuotaShape.choices),
    "subject": dict(w.Subject.choices),
}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")


def told(field: str, value: Any) -> str:
    """Return what was read of a field in one line: a text as it is, facts as “name: value”."""
    return _told(field, "", value)


def _told(field: str, name: str, value: Any) -> str:
    if value is None:
        return "(để trống)"
    if isinstance(value, dict):
        facts = ((key, each) for key, each in value.items() if each not in (None, "", []))
        return "; ".join(f"{_name(field, key)}: {_told(field, key, each)}" for key, each in facts)
    if isinstance(value, list | tuple):
        return " | ".join(_told(field, name, each) for each in value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float):
        return vn_number(value)
    return _plain(name, str(value))


def _name(field: str, name: str) -> str:
    """Return what a person calls a fact of a field."""
    return NAMES_OF.get((field, name)) or NAMES.get(name, name)


def _plain(name: str, text: str) -> str:
    """Return a text as it is, a closed word by its label, a day or a month as people write it."""
    if text in CODES.get(name, ()):
        return str(CODES[name][text])
    if day := _DAY.fullmatch(text):
        return vn_date(date(*map(int, day.groups())))
    if month := _MONTH.fullmatch(text):
        return f"tháng {month[2]}/{month[1]}"
    return text
