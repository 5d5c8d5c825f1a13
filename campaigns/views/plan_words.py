"""A plan's closed words and figures in sentences, as its pages show them."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.planfile.schema import InspectionRule, Node, PlanDeadline, PlanDocument, PlanTarget, Quota, UnitPlanRule
from campaigns.planfile.words import (
    Comparator,
    DeadlineKind,
    InspectionKind,
    LeafKind,
    NodeOp,
    QuotaShape,
    Subject,
    TargetKind,
)
from campaigns.rules import calendar
from kit.vietnamese import small_count, vn_date, vn_number

JUDGED_BY = {
    LeafKind.RATING: "đối chiếu kết quả xếp loại",
    LeafKind.GRADE: "đối chiếu xếp loại",
    LeafKind.COUNT: "đếm",
    LeafKind.YEARS: "tính số năm",
    LeafKind.DISCIPLINE: "đối chiếu theo dõi kỷ luật",
    LeafKind.DOCUMENT: "có văn bản hay không",
    LeafKind.ON_TIME: "tính từ sổ theo dõi báo cáo",
    LeafKind.RANK: "so thứ hạng",
    LeafKind.JUDGEMENT: "hội đồng nhận định",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of a criteria tree ready to be shown: what has to hold, how it is judged, what is below."""

    text: str
    clause: str
    demand: str
    required: str
    needs: tuple["Branch", ...]
    choices: tuple["Branch", ...]
    unstated: bool


def compared(comparator: str, amount: str) -> str:
    """Say a comparison in words: từ 2 trở lên, không quá 2, đúng bằng 2."""
    return {
        Comparator.AT_LEAST: f"từ {amount} trở lên",
        Comparator.AT_MOST: f"không quá {amount}",
        Comparator.EXACTLY: f"đúng bằng {amount}",
    }[Comparator(comparator)]


def target_words(target: PlanTarget) -> str:
    """Say what a target asks for."""
    if target.kind == TargetKind.GRADE:
        return compared(target.comparator, f"mức “{target.grade}”") if target.grade else ""
    if target.kind in (TargetKind.NUMBER, TargetKind.PERCENT) and target.value is not None:
        unit = "%" if target.kind == TargetKind.PERCENT else f" {target.unit_label}".rstrip()
        return compared(target.comparator, f"{vn_number(target.value)}{unit}")
    if target.kind == TargetKind.YES_NO:
        return "phải có"
    if target.kind == TargetKind.REFERENCE:
        return f"theo {target.reference}" if target.reference else "theo kế hoạch khác"
    return "đánh giá bằng lời"


def deadline_words(deadline: PlanDeadline, ends_on: date) -> str:
    """Say until when a plan's deadline can be kept, with the last day that is in time."""
    if deadline.kind == DeadlineKind.ON_DATE and deadline.on:
        return day_words(deadline.on, inclusive=deadline.inclusive)
    if deadline.kind == DeadlineKind.YEARLY:
        day = f"{deadline.day:02}/{deadline.month:02}"
        if deadline.inclusive:
            return f"Hằng năm, chậm nhất ngày {day}: tính cả ngày {day}, nộp đến hết ngày đó vẫn đúng hạn."
        last = date(2025, deadline.month, deadline.day) - timedelta(days=1)
        return f"Hằng năm, trước ngày {day}: không tính ngày {day}, ngày cuối còn hạn là {last:%d/%m}."
    if deadline.kind == DeadlineKind.END_OF_CAMPAIGN:
        return f"Khi kết thúc phong trào: nộp đến hết ngày {vn_date(ends_on)} vẫn đúng hạn."
    return unset_words(deadline.kind)


def day_words(day: date, *, inclusive: bool) -> str:
    """Say one dated deadline: inclusive counts the day itself, exclusive ends with the day before."""
    last = vn_date(calendar.last_day(calendar.late_from(day, inclusive=inclusive)))
    if inclusive:
        return f"Chậm nhất ngày {vn_date(day)}: tính cả ngày này, nộp đến hết ngày {last} vẫn đúng hạn."
    return f"Trước ngày {vn_date(day)}: không tính ngày này, ngày cuối còn hạn là {last}."


def unset_words(kind: str) -> str:
    """Say why a deadline has no date yet."""
    return {
        DeadlineKind.LATER_PLAN: "Chưa ấn định – chờ kế hoạch tổng kết.",
        DeadlineKind.AT_ONCE: "Đề nghị ngay sau khi lập thành tích, không chờ đợt.",
        DeadlineKind.UNSTATED: "Kế hoạch không quy định.",
    }.get(kind, "Chưa ấn định.")


def quota_words(quota: Quota) -> str:
    """Say how many awards a quota allows, in its own shape."""
    subject = Subject(quota.subject).label.lower() if quota.subject else "tập thể, cá nhân"
    count = small_count(quota.count) if quota.count is not None else "…"
    percent = f"{vn_number(quota.percent)}%" if quota.percent is not None else "…%"
    return {
        QuotaShape.FIXED: f"{count} {subject}",
        QuotaShape.CEILING: f"không quá {count} {subject}",
        QuotaShape.SHARED_POOL: f"{count}, dùng chung cho tập thể và cá nhân",
        QuotaShape.PER_BODY: f"{count} {subject} ở mỗi đơn vị",
        QuotaShape.PERCENTAGE: f"không quá {percent} số {subject}",
        QuotaShape.NOT_FIXED: f"không ấn định số lượng {subject}",
        QuotaShape.UNSTATED: "kế hoạch không quy định số lượng",
        QuotaShape.UNCLEAR: f"{count} – chưa rõ cách tính cho {subject}, chờ xác định",
    }[QuotaShape(quota.shape)]


def branch(node: Node, plan: PlanDocument) -> Branch:
    """Return a criteria tree in words, ready for nested lists."""
    needs = tuple(branch(child, plan) for child in node.preconditions)
    choices = tuple(branch(child, plan) for child in node.children)
    return Branch(
        text=node.text,
        clause=node.clause,
        demand=_leaf_words(node, plan) if node.op == NodeOp.LEAF else _group_words(node),
        required=f"Bắt buộc đạt đủ {small_count(len(needs))} điều kiện:" if needs else "",
        needs=needs,
        choices=choices,
        unstated=not node.logic_stated,
    )


def _group_words(node: Node) -> str:
    """Say how the members of a group add up."""
    total = small_count(len(node.children))
    return {
        NodeOp.ALL: f"Đạt tất cả {total} tiêu chuẩn:",
        NodeOp.ANY: f"Đạt một trong {total} tiêu chuẩn:",
        NodeOp.AT_LEAST: f"Đạt ít nhất {small_count(node.min_true or 1)} trong {total} tiêu chuẩn:",
        NodeOp.PRECONDITION_AND_ANY: f"và đạt một trong {total} tiêu chuẩn:",
    }[NodeOp(node.op)]


def _leaf_words(node: Node, plan: PlanDocument) -> str:
    """Say how one standard is judged and what it asks for."""
    if not node.leaf:
        return ""
    said = [JUDGED_BY[LeafKind(node.leaf)]]
    if node.of:
        said.append(node.of)
    if node.value is not None:
        unit = " năm" if node.leaf == LeafKind.YEARS else ""
        said.append(compared(node.comparator, f"{vn_number(node.value)}{unit}"))
    if node.grade:
        said.append(compared(node.comparator, f"mức “{node.grade}”"))
    if scale := plan.scale(node.scale):
        said.append(f"theo thang {scale.name}")
    if node.change:
        said.append("tính mức thay đổi so với năm trước")
    if node.period:
        said.append(f"trong {node.period}")
    if node.consecutive:
        said.append("liên tục")
    return ", ".join(said)


def unit_plan_words(rule: UnitPlanRule) -> str:
    """Say what a plan asks of the units' own plans."""
    said = [
        "Đơn vị phải có kế hoạch riêng." if rule.expected else "",
        "Đơn vị đặt chỉ tiêu riêng." if rule.own_targets else "",
        "Được lồng ghép với phong trào khác." if rule.may_merge else "",
        "Được mở đợt thi đua cao điểm." if rule.peak_drives else "",
    ]
    return " ".join(words for words in said if words) or "Kế hoạch không quy định."


def inspection_words(rule: InspectionRule) -> str:
    """Say what a plan asks for in inspections."""
    if not (rule.required or rule.kinds or rule.words):
        return "Kế hoạch không quy định."
    kinds = ", ".join(InspectionKind(kind).label.lower() for kind in rule.kinds)
    said = [f"Kiểm tra {kinds}." if kinds else ""]
    said.append("Phải kiểm tra trước khi xét khen thưởng." if rule.required else "")
    return " ".join(words for words in said if words)
