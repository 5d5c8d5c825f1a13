"""Why an act cannot happen yet, in the user's words: one list for the page and for the service."""

from collections.abc import Sequence
from datetime import date

from campaigns.planfile.schema import PlanDocument

Term = tuple[date | None, date]


def blockers_to_approve(plan: PlanDocument) -> list[str]:
    """Say what a plan lacks before it can be approved; what it may leave open (awards, dates) does not count."""
    lacking = []
    if not plan.objectives:
        lacking.append("Chưa có mục đích, yêu cầu.")
    if not plan.audience:
        lacking.append("Chưa có đối tượng thi đua.")
    if not plan.content:
        lacking.append("Chưa có nội dung thi đua.")
    elif not any(area.items for area in plan.content):
        lacking.append("Chưa có nội dung cụ thể ở lĩnh vực thi đua nào.")
    if not plan.responsibilities:
        lacking.append("Chưa giao nhiệm vụ tổ chức thực hiện cho đơn vị nào.")
    if not plan.signature.lines:
        lacking.append("Chưa ghi thẩm quyền ký.")
    if plan.facts.starts_on and plan.facts.ends_on < plan.facts.starts_on:
        lacking.append("Ngày kết thúc phải sau ngày bắt đầu.")
    return lacking


def blockers_to_close(*, open_reports: int, uninspected: Sequence[str], summary_issued: bool) -> list[str]:
    """Say why a campaign cannot be closed: report, then inspection, then summary – none skipped (VT-05)."""
    lacking = []
    if open_reports:
        lacking.append(f"Còn {open_reports:02d} báo cáo đã nộp nhưng chưa duyệt hoặc trả lại.")
    if uninspected:
        lacking.append("Kế hoạch yêu cầu kiểm tra, chưa kiểm tra: " + ", ".join(uninspected) + ".")
    if not summary_issued:
        lacking.append("Chưa ban hành báo cáo tổng kết.")
    return lacking


def blockers_before_council(*, inspection_required: bool, inspected: bool, report_accepted: bool) -> list[str]:
    """Say why a unit's dossier cannot reach the council: report → inspection → council (VT-05)."""
    lacking = []
    if not report_accepted:
        lacking.append("Báo cáo kết quả của đơn vị chưa được duyệt.")
    if inspection_required and not inspected:
        lacking.append("Kế hoạch yêu cầu kiểm tra trước khi xét: đơn vị chưa được kiểm tra.")
    return lacking


def blockers_to_submit(
    *, missing: Sequence[str], missing_reason: str, was_returned: bool, change_note: str
) -> list[str]:
    """Say what a report lacks; a stated reason stands in for missing results, never for saying what was mended."""
    lacking = [] if missing_reason.strip() else list(missing)
    if was_returned and not change_note.strip():
        lacking.append("Báo cáo bị trả lại: hãy ghi “nội dung đã sửa”.")
    return lacking


def blockers_to_adopt(*, purpose: str, measures: str, areas_without_target: Sequence[str]) -> list[str]:
    """Say what a unit's plan lacks: every content area is turned into at least one target (VT-01)."""
    lacking = []
    if not purpose.strip():
        lacking.append("Chưa ghi mục đích, yêu cầu.")
    if not measures.strip():
        lacking.append("Chưa ghi nhiệm vụ, giải pháp.")
    lacking += [f"Chưa cụ thể hóa thành chỉ tiêu: {title}" for title in areas_without_target]
    return lacking


def blockers_to_launch(*, drive: Term, campaign: Term, has_target: bool) -> list[str]:
    """Say why a peak drive cannot be launched: it lies inside the campaign's dates and has targets (DT-04)."""
    lacking = []
    starts_on, ends_on = campaign
    if starts_on is None or drive[0] < starts_on or drive[1] > ends_on:
        term = f"từ {starts_on:%d/%m/%Y} đến {ends_on:%d/%m/%Y}" if starts_on else "chưa ban hành"
        lacking.append(f"Đợt cao điểm phải nằm trong thời gian của phong trào ({term}).")
    if not has_target:
        lacking.append("Chưa có chỉ tiêu nào cho đợt cao điểm.")
    return lacking


def starts_before_issue(starts_on: date | None, issued_on: date) -> str | None:
    """Return the warning for a term that begins before the plan is issued (VT-08); it is allowed."""
    if starts_on is None or starts_on >= issued_on:
        return None
    return f"Thời gian thi đua tính từ {starts_on:%d/%m/%Y}, trước ngày ban hành kế hoạch {issued_on:%d/%m/%Y}."
