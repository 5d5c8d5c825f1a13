"""What waits for an actor in awards: dossiers, votes, minutes, decisions."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from awards.models import Appraisal, Ballot, Decision, DecisionLine, Minutes, Nomination, Session
from communes.access import Actor, Can
from communes.addresses import here
from kit.vietnamese import vn_date, vn_datetime
from reports.waiting.tasks import SHOWN, Source, Task


def _nominations(rows: QuerySet[Nomination], verbs: dict[str, str], page: str, actor: Actor):
    """Return tasks over nominations: a verb for each status, the page on which it is done."""
    shown = rows.for_list().without_words().order_by("submitted_at", "pk")[:SHOWN]
    return (
        Task(
            title=str(row),
            action=verbs[row.status],
            url=here(actor, page, row.pk),
            meta=f"{row.unit} · {row.campaign}",
            due=f"Nộp {vn_date(timezone.localdate(row.submitted_at))}" if row.submitted_at else "",
            tone="warning" if row.status == Nomination.Status.RETURNED else "plain",
        )
        for row in shown
    ), rows.count()


def _own(actor: Actor, at: datetime):
    """Return the dossiers that the actor's units are writing or have to complete."""
    rows = Nomination.objects.own(actor).filter(status__in=Nomination.WITH_THE_UNIT)
    return _nominations(rows, {"draft": "Soạn tiếp", "returned": "Bổ sung"}, "awards:nomination", actor)


def _to_appraise(actor: Actor, at: datetime):
    """Return the dossiers that wait for the standing agency without a verdict."""
    waiting = Nomination.objects.filter(status__in=["submitted", "under_appraisal"])
    told = Appraisal.objects.filter(set_aside_at=None).exclude(verdict="").values("nomination_id")
    verbs = {"submitted": "Nhận thẩm định", "under_appraisal": "Thẩm định"}
    return _nominations(waiting.exclude(pk__in=told), verbs, "awards:appraise", actor)


def _to_confirm(actor: Actor, at: datetime):
    """Return the dossiers whose every appraiser has given a verdict that nobody confirmed yet."""
    live = Appraisal.objects.filter(set_aside_at=None)
    rows = Nomination.objects.filter(
        status="under_appraisal", pk__in=live.exclude(verdict="").values("nomination_id")
    ).exclude(pk__in=live.filter(verdict="").values("nomination_id"))
    return _nominations(rows, {"under_appraisal": "Xác nhận kết luận"}, "awards:appraise", actor)


def _for_the_agenda(actor: Actor, at: datetime):
    """Return the dossiers that could go before the council."""
    verbs = {"eligible": "Đưa vào chương trình", "deferred": "Đưa ra xét lại"}
    return _nominations(Nomination.objects.filter(status__in=verbs), verbs, "awards:nomination", actor)


def _to_decide(actor: Actor, at: datetime):
    """Return recommended nominations that stand in no decision yet."""
    in_a_decision = DecisionLine.objects.filter(about=None, released_at=None).values("nomination_id")
    rows = Nomination.objects.filter(status="recommended").exclude(pk__in=in_a_decision)
    return _nominations(rows, {"recommended": "Lập quyết định"}, "awards:nomination", actor)


def _to_vote(actor: Actor, at: datetime):
    """Return the open ballots in which the actor has not voted."""
    rows = Ballot.objects.filter(status="open", method__in=["secret", "named"], voters__person=actor.person,
                                 voters__voted=False)  # fmt: skip
    shown = rows.select_related("session__council__commune").order_by("pk")[:SHOWN]
    return (
        Task(title=str(row), action="Bỏ phiếu", url=here(actor, "awards:ballot-vote", row.pk), tone="warning")
        for row in shown
    ), rows.count()


def _to_attend(actor: Actor, at: datetime):
    """Return the convened sessions on whose roster the actor stands."""
    rows = Session.objects.filter(status__in=["convened", "in_session"], presence__person=actor.person)
    shown = rows.select_related("council__commune").order_by("planned_at", "pk")[:SHOWN]
    return (
        Task(
            title=str(row), action="Đọc tài liệu", url=row.get_absolute_url(), meta=row.place,
            due=f"Họp {vn_datetime(timezone.localtime(row.planned_at))}",
        )
        for row in shown
    ), rows.count()  # fmt: skip


def _sessions_to_run(actor: Actor, at: datetime):
    """Return the sessions between voting and closed minutes."""
    rows = Session.objects.filter(status__in=["voting_done", "minutes_draft"])
    shown = rows.select_related("council__commune").order_by("pk")[:SHOWN]
    return (Task(title=str(row), action="Lập biên bản", url=row.get_absolute_url()) for row in shown), rows.count()


def _to_chair(actor: Actor, at: datetime):
    """Return minutes that the secretary has signed and the chair has not."""
    rows = Minutes.objects.filter(
        session__status="minutes_draft", secretary_signed_at__isnull=False, chair_signed_at=None
    )
    shown = rows.select_related("session__council__commune").order_by("pk")[:SHOWN]
    return (
        Task(title=str(row.session), action="Ký biên bản", url=row.session.get_absolute_url()) for row in shown
    ), rows.count()


def _decisions(rows: QuerySet[Decision], verb: str):
    """Return tasks over decisions."""
    shown = rows.select_related("commune", "campaign").order_by("pk")[:SHOWN]
    return (
        Task(title=row.title, action=verb, url=row.get_absolute_url(), meta=str(row.campaign)) for row in shown
    ), rows.count()


def _to_check(actor: Actor, at: datetime):
    """Return draft decisions that somebody else drew up."""
    return _decisions(Decision.objects.filter(status="draft").exclude(drafted_by_user=actor.user), "Kiểm tra")


def _to_sign(actor: Actor, at: datetime):
    """Return decisions that wait for a signature."""
    return _decisions(Decision.objects.filter(status="awaiting_signature", signed_at=None), "Ký")


def _to_number(actor: Actor, at: datetime):
    """Return signed decisions that wait for number and date."""
    rows = Decision.objects.filter(status="awaiting_signature", signed_at__isnull=False)
    return _decisions(rows, "Cấp số, ban hành")


def _to_publish(actor: Actor, at: datetime):
    """Return issued decisions that are not published yet."""
    return _decisions(Decision.objects.filter(status="issued", published_at=None), "Công bố")


VOTING: tuple[Source, ...] = ((Can.SIT_IN_COUNCIL, "Đang bỏ phiếu", _to_vote),)
SOURCES: tuple[Source, ...] = (
    (Can.NOMINATE, "Hồ sơ khen thưởng của đơn vị", _own),
    (Can.APPRAISE, "Hồ sơ khen thưởng chờ thẩm định", _to_appraise),
    (Can.CONFIRM_APPRAISAL, "Kết luận thẩm định chờ xác nhận", _to_confirm),
    (Can.SIT_IN_COUNCIL, "Phiên họp Hội đồng", _to_attend),
    (Can.RUN_COUNCIL, "Hồ sơ chờ đưa ra Hội đồng", _for_the_agenda),
    (Can.RUN_COUNCIL, "Biên bản chờ lập", _sessions_to_run),
    (Can.CHAIR_COUNCIL, "Biên bản chờ ký", _to_chair),
    (Can.PREPARE_DECISIONS, "Chờ lập quyết định khen thưởng", _to_decide),
    (Can.CHECK_DECISIONS, "Dự thảo quyết định chờ kiểm tra", _to_check),
    (Can.DECIDE_AWARDS, "Quyết định chờ ký", _to_sign),
    (Can.ISSUE_PAPERS, "Quyết định chờ cấp số", _to_number),
    (Can.PUBLISH_DECISIONS, "Quyết định chờ công bố", _to_publish),
)
