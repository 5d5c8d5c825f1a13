"""The text about late units that an office pastes into a group of its units."""

from collections.abc import Iterable

from campaigns.models import Campaign, Obligation
from kit.vietnamese import begun_small, small_count, vn_date


def text(campaign: Campaign, late: Iterable[Obligation], *, at, link: str) -> str:
    """Return the plain text: what is missing of each deadline, which units, since when, where to hand in."""
    of_deadline: dict[str, list[str]] = {}
    for report in late:
        head = f"Chưa gửi {begun_small(str(report.deadline))} (hạn {vn_date(report.last_day)}):"
        of_deadline.setdefault(head, []).append(f"{report.unit}, quá hạn {small_count(report.lateness(at))} ngày")
    lines = [f"{campaign.commune.committee}: {campaign.name}".strip()]
    for head, units in of_deadline.items():
        lines += ["", head, *(f"{place}. {unit}" for place, unit in enumerate(units, 1))]
    return "\n".join([*lines, "", f"Đề nghị các đơn vị có tên nộp ngay trên phần mềm: {link}"])
