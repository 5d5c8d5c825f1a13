"""What waits for an actor in dossiers: those of a unit to write, those of the agency to appraise."""

from datetime import datetime

from django.db.models import QuerySet, Subquery
from django.utils import timezone

from awards.models import Appraisal, Nomination, Session
from awards.services import appraisal_queue
from communes.access import Actor, Can
from communes.addresses import here
from kit.vietnamese import vn_date
from reports.waiting.tasks import Found, Source, Task

# What is said on the button, and the whole task, about a dossier of each status.
Words = dict[str, tuple[str, str]]
WRITE: Words = {"draft": ("Soạn tiếp", "Soạn tiếp hồ sơ {}"), "returned": ("Bổ sung", "Bổ sung hồ sơ {}")}
APPRAISE: Words = {
    "submitted": ("Nhận thẩm định", "Nhận thẩm định hồ sơ {}"),
    "under_appraisal": ("Thẩm định", "Thẩm định hồ sơ {}"),
}
CONFIRM: Words = {"under_appraisal": ("Xác nhận kết luận", "Xác nhận kết luận thẩm định hồ sơ {}")}
PLACE: Words = {
    "eligible": ("Đưa vào chương trình", "Đưa {} vào chương trình họp Hội đồng"),
    "deferred": ("Đưa ra xét lại", "Đưa {} ra Hội đồng xét lại"),
}


def _nominations(rows: QuerySet[Nomination], words: Words, url_of) -> Found:
    """Return tasks over nominations: the words for each status, the page on which it is done."""
    return rows.for_list().without_words().order_by("submitted_at", "pk"), lambda row: Task(
        title=words[row.status][1].format(row),
        action=words[row.status][0],
        url=url_of(row),
        meta=f"{row.unit} · {row.campaign}",
        due=_day(row),
        tone="warning" if row.status == Nomination.Status.RETURNED else "plain",
        last_day=row.return_due_on if row.status == Nomination.Status.RETURNED else None,
    )


def _day(row: Nomination) -> str:
    """Say by when a dossier has to come back, else since when it lies here."""
    if row.status == Nomination.Status.RETURNED and row.return_due_on:
        return f"Bổ sung trước hết {vn_date(row.return_due_on)}"
    if row.submitted_at:
        return f"Nộp {vn_date(timezone.localdate(row.submitted_at))}"
    return f"Lập {vn_date(timezone.localdate(row.created_at))}"


def _own(actor: Actor, at: datetime):
    """Return the dossiers that the actor's units are writing or have to complete."""
    rows = Nomination.objects.own(actor).filter(status__in=Nomination.WITH_THE_UNIT)
    return _nominations(rows, WRITE, Nomination.get_absolute_url)


def _to_appraise(actor: Actor, at: datetime):
    """Return the dossiers that wait for the standing agency without a verdict."""
    waiting = Nomination.objects.filter(status__in=["submitted", "under_appraisal"])
    told = Appraisal.objects.filter(set_aside_at=None).exclude(verdict="").values("nomination_id")
    return _nominations(waiting.exclude(pk__in=told), APPRAISE, lambda row: here(actor, "awards:appraise", row.pk))


def _to_confirm(actor: Actor, at: datetime):
    """Return the dossiers whose every appraiser has given a verdict that the actor has to confirm."""
    return _nominations(appraisal_queue.to_confirm(actor), CONFIRM, lambda row: here(actor, "awards:appraise", row.pk))


def _for_the_agenda(actor: Actor, at: datetime):
    """Return the dossiers that could go before the council: onto the agenda being made, else into a new session."""
    rows = Nomination.objects.filter(status__in=PLACE)
    drafted = Session.objects.filter(status="draft").order_by("planned_at", "pk").values("pk")[:1]
    rows = rows.annotate(drafted=Subquery(drafted))
    return _nominations(rows, PLACE, lambda row: here(actor, "awards:session-agenda", row.drafted)
                        if row.drafted else here(actor, "awards:session-new"))  # fmt: skip


SOURCES: tuple[Source, ...] = (
    Source(Can.NOMINATE, "Hồ sơ khen thưởng của đơn vị", _own, "awards:nominations"),
    Source(Can.APPRAISE, "Hồ sơ khen thưởng chờ thẩm định", _to_appraise, "awards:appraisals"),
    Source(Can.CONFIRM_APPRAISAL, "Kết luận thẩm định chờ xác nhận", _to_confirm, "awards:appraisals"),
    Source(Can.RUN_COUNCIL, "Hồ sơ chờ đưa ra Hội đồng", _for_the_agenda, "awards:nominations"),
)
