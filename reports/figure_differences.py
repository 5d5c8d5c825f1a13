"""What a campaign's records say otherwise now than a summary froze: totals, lists, areas, indices, units, awards."""

from dataclasses import dataclass
from typing import Any

from kit.vietnamese import money
from reports.figures import Figures


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that no longer agrees with what was frozen."""

    name: str
    frozen: str
    now: str


NAMES = {
    "units": "Số đơn vị tham gia",
    "unit_plans": "Số đơn vị có kế hoạch riêng",
    "registrations": "Số đăng ký thi đua",
    "owed": "Số báo cáo phải nộp",
    "accepted": "Số báo cáo đã duyệt",
    "waived": "Số báo cáo được miễn",
    "waiting": "Số báo cáo chờ xử lý",
    "missing": "Số báo cáo quá hạn chưa nộp",
    "late": "Số báo cáo nộp trễ hạn",
    "on_behalf": "Số báo cáo nhập hộ",
    "targets": "Số chỉ tiêu được báo cáo",
    "targets_met": "Số chỉ tiêu đạt",
    "exemplars_published": "Số điển hình đã tuyên truyền",
    "inspections": "Số cuộc kiểm tra",
    "unannounced": "Số cuộc kiểm tra đột xuất",
    "findings": "Số nội dung được kiểm tra",
    "differences": "Số nội dung khác với báo cáo",
    "recommendations": "Số kiến nghị qua kiểm tra",
    "recommendations_done": "Số kiến nghị đã thực hiện",
    "difficulties_raised": "Số khó khăn, vướng mắc được phản ánh",
    "difficulties_answered": "Số khó khăn, vướng mắc đã trả lời",
}
ABSENT = "không có"


def differences(frozen: dict[str, Any], now: Figures) -> list[Difference]:
    """Return everything counted that changed since the summary was issued: totals, lists, areas, indices, units."""
    present = now.to_json()
    found = [
        Difference(title, str(frozen.get(name, 0)), str(present[name]))
        for name, title in NAMES.items()
        if frozen.get(name, 0) != present[name]
    ]
    before, after = _told(frozen), _told(present)
    found += [
        Difference(title, before.get(title, ABSENT), after.get(title, ABSENT))
        for title in dict.fromkeys([*after, *before])
        if before.get(title) != after.get(title)
    ]
    return found


def _told(figures: dict[str, Any]) -> dict[str, str]:
    """Return what the figures say line by line, each under the words that a page shows beside it."""
    told = {"Số đợt thi đua cao điểm": str(len(figures["drives"]))}
    told |= {f"Điển hình – {name.lower()}": str(count) for name, count in figures["exemplars"].items()}
    for area in figures["areas"]:
        told[area["title"]] = f"{area['met']}/{area['targets']} chỉ tiêu đạt"
    for row in figures["indicators"]:
        told[f"{row['name']} năm {row['year']}"] = " – hạng ".join(
            str(part) for part in (row["value"], row["rank"]) if part
        )
    for row in figures["unit_rows"]:
        told[row["unit"]] = (
            f"đúng hạn {row['on_time']}/{row['owed']} báo cáo, trễ hạn {row['late']}, quá hạn chưa nộp "
            f"{row['missing']}; {row['met']}/{row['targets']} chỉ tiêu đạt"
        )
    return {title: words or ABSENT for title, words in (told | _honours(figures["awards"])).items()}


def _honours(awards: dict[str, Any]) -> dict[str, str]:
    """Return what the awards say line by line; nothing of a summary frozen before awards were counted."""
    if not awards:
        return {}
    told = {"Hồ sơ đề nghị khen thưởng": str(awards["proposed"])}
    for each in awards["by_award"]:
        told[f"{each['label']} được tặng"] = f"{each['awarded']}, tiền thưởng {money(each['money'])}"
    return told
