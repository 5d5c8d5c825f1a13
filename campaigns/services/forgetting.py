"""What of this app is erased after its term: the files of evidence."""

from datetime import date, datetime

from django.db.models import Q

from campaigns.models import Campaign, Evidence
from campaigns.services import upload_checks
from communes.access import Actor
from communes.personal_data import Sweep, register
from communes.services.forgetting import OFFICE

ARCHIVES = "Thời hạn bảo quản hồ sơ thi đua theo Luật Lưu trữ số 33/2024/QH15 và bảng thời hạn bảo quản tài liệu."


def _kept():
    """Return the evidence of the open commune whose files are still there."""
    rows = Evidence.objects.exclude(file="")
    return rows.select_related("obligation__campaign", "unit_plan__campaign", "inspection__campaign", "unit")


def _of(campaigns) -> Q:
    """Return the condition that evidence belongs to one of some campaigns that were closed or called off."""
    over = campaigns.filter(status__in=("closed", "cancelled"))
    return Q(obligation__campaign__in=over) | Q(unit_plan__campaign__in=over) | Q(inspection__campaign__in=over)


def _removed(before: date):
    """Return the evidence that was taken off its record before a day, once no version handed in is in question."""
    return _kept().filter(_of(Campaign.objects.all()), removed_at__date__lt=before)


def _outlived(before: date):
    """Return the evidence of campaigns that ended before a day."""
    return _kept().filter(_of(Campaign.objects.filter(ends_on__lt=before)))


def _empty(rows: list[Evidence], *, by: Actor, at: datetime) -> None:
    """Erase the files of evidence; names, digests and what they proved stay."""
    paths = [evidence.file.name for evidence in rows]
    Evidence.objects.filter(pk__in=[evidence.pk for evidence in rows]).update(file="")
    upload_checks.erase(paths)


def _name(evidence: Evidence) -> str:
    """Return which file it is."""
    return f"{evidence.name} – {evidence.unit}, {evidence.owner.campaign.name}"


register(
    Sweep(
        "removed-evidence", "Tệp minh chứng đã bỏ", "Tệp đã bỏ khỏi báo cáo, kế hoạch, cuộc kiểm tra.",
        "Tên tệp, mã băm, ai tải lên.", 24, OFFICE, _removed, _empty, _name,
    ),
    Sweep(
        "evidence", "Tệp minh chứng của phong trào đã kết thúc", "Tệp minh chứng (ảnh, bản chụp, bảng biểu).",
        "Báo cáo đã nộp, tên tệp, mã băm.", 120, ARCHIVES, _outlived, _empty, _name,
    ),
)  # fmt: skip
