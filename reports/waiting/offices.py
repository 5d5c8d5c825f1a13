"""What waits in the offices around the awards: accounts to open, lists to take down, sessions to convene, proposals."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from awards.models import Posting, PostingRemark, Proposal, Session
from communes.access import Actor, Can
from communes.addresses import here
from communes.models import Membership
from kit.vietnamese import vn_date
from reports.waiting.since import since
from reports.waiting.tasks import Found, Source, Task


def _without_account(actor: Actor, at: datetime) -> Found:
    """Return the roles held today by people who cannot sign in."""
    held = Membership.objects.valid_on(timezone.localdate(at)).filter(person__user=None)
    return held.select_related("person", "unit").order_by("person__sort_key", "pk"), lambda row: Task(
        title=f"Lập tài khoản cho {row.person}",
        action="Lập tài khoản",
        url=here(actor, "communes:account-create", row.person_id),
        meta=" · ".join(filter(None, [row.get_role_display(), row.unit.name if row.unit else ""])),
        due=f"Giữ vai trò từ {vn_date(row.starts_on)}" if row.starts_on else "",
    )


def _to_take_down(actor: Actor, at: datetime) -> Found:
    """Return the posted lists whose time is over and whose outcome nobody has recorded."""
    rows = Posting.objects.within(actor).open().filter(ends_on__lt=timezone.localdate(at))
    return rows.select_related("campaign__commune").order_by("ends_on", "pk"), lambda row: Task(
        title="Ghi kết quả, kết thúc công khai danh sách",
        action="Kết thúc công khai",
        url=row.get_absolute_url(),
        meta=str(row.campaign),
        due=f"Hết ngày {vn_date(row.ends_on)}",
        tone="warning",
    )


def _remarks(actor: Actor, at: datetime) -> Found:
    """Return what people said about posted nominees and nobody has looked into."""
    rows = PostingRemark.objects.filter(settled_at=None).select_related(
        "posting__campaign__commune", "nomination__unit"
    )
    return rows.order_by("received_on", "pk"), lambda row: Task(
        title=f"Xem xét phản ánh về {row.nomination.nominee}",
        action="Xem xét",
        url=row.posting.get_absolute_url(),
        meta=str(row.posting.campaign),
        due=f"Nhận {vn_date(row.received_on)}",
        tone="warning",
    )


def _to_convene(actor: Actor, at: datetime) -> Found:
    """Return the sessions that are being prepared, and those put off to another day."""
    rows = Session.objects.filter(status__in=["draft", "adjourned"]).select_related("council__commune")

    def task(row: Session) -> Task:
        known = {"action": "Mở", "url": row.get_absolute_url(), "meta": row.place}
        if row.status == "adjourned":
            if row.mode == Session.Mode.WRITTEN:
                due = f"Đã tạm dừng, hạn cũ ngày {vn_date(row.day)}"
                return Task(title=f"Tiếp tục lấy ý kiến: {row}", due=due, **known)
            due = f"Đã hoãn, lịch cũ ngày {vn_date(row.day)}"
            return Task(title=f"Triệu tập lại phiên họp: {row}", due=due, **known)
        due = since("Dự kiến họp", row.planned_at) or since("Lập", row.created_at)
        return Task(title=f"Chuẩn bị, triệu tập phiên họp: {row}", due=due, last_day=row.day, **known)

    return rows.order_by(F("planned_at").asc(nulls_last=True), "pk"), task


def _to_forward(actor: Actor, at: datetime) -> Found:
    """Return the proposals to a higher authority that are drafted and not sent."""
    rows = Proposal.objects.filter(status="draft").select_related("commune", "campaign")
    return rows.order_by("drafted_at", "pk"), lambda row: Task(
        title=f"Cấp số, gửi tờ trình: {row.title}",
        action="Mở",
        url=row.get_absolute_url(),
        meta=f"Kính gửi {row.to_body}",
        due=since("Lập", row.drafted_at),
    )


SOURCES: tuple[Source, ...] = (
    Source(Can.APPRAISE, "Đợt công khai đã hết thời gian", _to_take_down, "awards:postings"),
    Source(Can.APPRAISE, "Phản ánh về danh sách công khai", _remarks, "awards:postings"),
    Source(Can.RUN_COUNCIL, "Phiên họp chờ triệu tập", _to_convene, "awards:sessions"),
    Source(Can.ISSUE_PAPERS, "Tờ trình cấp trên chờ gửi", _to_forward, "awards:proposals"),
    Source(Can.MANAGE_ACCOUNTS, "Người giữ vai trò chưa có tài khoản", _without_account, "communes:accounts"),
)
