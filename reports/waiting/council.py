"""What waits for an actor in the council: votes, results, sessions that sit, minutes, sessions to close."""

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from awards.models import Attendance, Ballot, BallotItem, Conflict, Minutes, Seat, Session, WrittenOpinion
from awards.services import awaiting
from communes.access import Actor, Can
from communes.addresses import here
from kit.vietnamese import vn_datetime
from reports.waiting.tasks import Found, Source, Task


def _moment(what: str, moment: datetime | None) -> str:
    """Say what was or will be done when."""
    return f"{what} {vn_datetime(timezone.localtime(moment))}" if moment else ""


def _ballots(rows: QuerySet[Ballot], task: Callable[[Ballot], Task]) -> Found:
    """Return tasks over ballots."""
    return rows.select_related("session__council__commune").order_by("pk"), task


def _to_vote(actor: Actor, at: datetime):
    """Return the open ballots in which the actor has not voted."""
    rows = Ballot.objects.filter(status="open", method__in=Ballot.ON_SCREEN, voters__person=actor.person,
                                 voters__voted=False)  # fmt: skip
    return _ballots(
        rows,
        lambda row: Task(
            title=f"Bỏ phiếu {_ballot(row)}", action="Bỏ phiếu", url=here(actor, "awards:ballot-vote", row.pk),
            meta=str(row.session), due=_moment("Mở lúc", row.opened_at), tone="warning",
        ),
    )  # fmt: skip


def _to_answer(actor: Actor, at: datetime):
    """Return the consultations in which the actor owes an opinion on a nominee on which he or she may write."""
    mine = {"item": OuterRef("item"), "person": actor.person}
    owed = BallotItem.objects.filter(ballot=OuterRef("pk")).exclude(Exists(WrittenOpinion.objects.filter(**mine)))
    owed = owed.exclude(Exists(Conflict.objects.filter(**mine, abstains=True)))
    rows = Ballot.objects.filter(Exists(owed), status="open", method=Ballot.Method.WRITTEN, voters__person=actor.person)
    return _ballots(
        rows,
        lambda row: Task(
            title=f"Gửi ý kiến bằng văn bản: {row.session}", action="Gửi ý kiến", url=row.get_absolute_url(),
            meta=_ballot(row).capitalize(), due=_moment("Mở lúc", row.opened_at), tone="warning",
        ),
    )  # fmt: skip


def _ballot(row: Ballot) -> str:
    """Name a ballot within its session."""
    return f"lượt biểu quyết {row.number}"


def _to_confirm(actor: Actor, at: datetime):
    """Return the closed ballots whose result the chair has not confirmed."""
    return _ballots(
        Ballot.objects.filter(status="closed"),
        lambda row: Task(
            title=f"Xác nhận kết quả {_ballot(row)}", action="Xác nhận kết quả", url=row.get_absolute_url(),
            meta=str(row.session), due=_moment("Đóng lúc", row.closed_at), tone="warning",
        ),
    )  # fmt: skip


def _to_announce(actor: Actor, at: datetime):
    """Return the confirmed ballots of sitting sessions whose result the room has not been told."""
    return _ballots(
        Ballot.objects.filter(status="confirmed", session__status="in_session"),
        lambda row: Task(
            title=f"Công bố kết quả {_ballot(row)}", action="Công bố", url=row.get_absolute_url(),
            meta=str(row.session), due=_moment("Xác nhận lúc", row.confirmed_at), tone="warning",
        ),
    )  # fmt: skip


def _sessions(rows: QuerySet[Session], verb: str) -> Found:
    """Return tasks over sessions that have met; each names the session."""
    return _in_order(rows), lambda row: _session(row, verb, row.get_absolute_url())


def _in_order(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Return sessions in the order in which they meet."""
    return rows.select_related("council__commune").order_by("planned_at", "pk")


def _session(row: Session, verb: str, url: str, *, last_day: date | None = None) -> Task:
    """Return what is to be done for a session."""
    about = "" if verb.endswith("lấy ý kiến") else " phiên họp"
    title = f"{verb.removesuffix(' phiên họp')}{about}: {row}"
    return Task(title=title, action=verb, url=url, meta=row.place, due=_planned(row), last_day=last_day)


def _to_attend(actor: Actor, at: datetime):
    """Return the convened sessions on whose roster the actor stands; one who runs them is led to a sitting one.

    From the day on which the council meets, the secretary is led to the roll, then the chair to the opening; a
    consultation in writing the chair may begin at once.
    """
    known = ["convened"] if actor.may(Can.RUN_COUNCIL) else ["convened", "in_session"]
    roll_open = Attendance.objects.filter(session=OuterRef("pk"), state=Attendance.State.EXPECTED)
    rows = Session.objects.filter(status__in=known, presence__person=actor.person)
    rows = rows.annotate(seat=F("presence__role"), roll_open=Exists(roll_open))
    today = timezone.localdate(at)

    def task(row: Session) -> Task:
        verb, url = "Đọc tài liệu", row.get_absolute_url()
        chairs = row.status == "convened" and row.seat == Seat.Role.CHAIR and actor.may(Can.CHAIR_COUNCIL)
        if row.mode == Session.Mode.WRITTEN:
            verb = "Bắt đầu lấy ý kiến" if chairs else verb
        elif row.status == "convened" and row.day <= today:
            if row.roll_open and actor.may(Can.RUN_COUNCIL):
                verb, url = "Điểm danh", here(actor, "awards:session-presence", row.pk)
            elif chairs and not row.roll_open:
                verb = "Khai mạc"
        return _session(row, verb, url, last_day=row.day if row.day >= today else None)

    return _in_order(rows), task


def _to_run(actor: Actor, at: datetime):
    """Return the sitting sessions, each with what it waits for."""
    rows = awaiting.with_facts(Session.objects.filter(status="in_session")).select_related("council__commune")
    return rows.order_by("opened_at", "pk"), lambda row: Task(
        title=f"Điều hành phiên họp: {row}" if row.mode == Session.Mode.MEETING else f"Theo dõi lấy ý kiến: {row}",
        action="Mở phiên họp" if row.mode == Session.Mode.MEETING else "Mở",
        url=row.get_absolute_url(), meta=awaiting.of_session(row, on=timezone.localdate(at)),
        due=_moment("Khai mạc" if row.mode == Session.Mode.MEETING else "Từ", row.opened_at), tone="warning",
    )  # fmt: skip


def _planned(row: Session) -> str:
    """Say when a session meets, or until when it takes opinions in writing."""
    return _moment("Họp" if row.mode == Session.Mode.MEETING else "Gửi ý kiến đến", row.planned_at)


def _to_minute(actor: Actor, at: datetime):
    """Return the sessions whose voting is over and whose minutes are not begun."""
    rows = Session.objects.filter(status="voting_done")
    return _sessions(rows, "Lập biên bản")


def _to_close(actor: Actor, at: datetime):
    """Return the sessions whose minutes both have signed."""
    rows = Session.objects.filter(status="minutes_signed")
    return _sessions(rows, "Kết thúc phiên họp")


def _minutes(rows: QuerySet[Minutes], due: Callable[[Minutes], str]) -> Found:
    """Return tasks to sign minutes that are being drafted."""
    rows = rows.filter(session__status="minutes_draft", chair_signed_at=None)
    return rows.select_related("session__council__commune").order_by("pk"), lambda row: Task(
        title=f"Ký biên bản phiên họp: {row.session}", action="Ký biên bản", url=row.get_absolute_url(),
        meta=row.session.place, due=due(row),
    )  # fmt: skip


def _to_sign(actor: Actor, at: datetime):
    """Return the drafted minutes that the secretary has not signed."""
    return _minutes(Minutes.objects.filter(secretary_signed_at=None), lambda row: _moment("Lưu lúc", row.saved_at))


def _to_chair(actor: Actor, at: datetime):
    """Return minutes that the secretary has signed and the chair has not."""
    rows = Minutes.objects.filter(secretary_signed_at__isnull=False)
    return _minutes(rows, lambda row: _moment("Thư ký ký", row.secretary_signed_at))


VOTING: tuple[Source, ...] = (
    Source(Can.SIT_IN_COUNCIL, "Đang bỏ phiếu", _to_vote, "awards:sessions"),
    Source(Can.SIT_IN_COUNCIL, "Đang lấy ý kiến bằng văn bản", _to_answer, "awards:sessions"),
)
SOURCES: tuple[Source, ...] = (
    Source(Can.CHAIR_COUNCIL, "Kết quả biểu quyết chờ xác nhận", _to_confirm, "awards:sessions"),
    Source(Can.CHAIR_COUNCIL, "Kết quả biểu quyết chờ công bố", _to_announce, "awards:sessions"),
    Source(Can.RUN_COUNCIL, "Phiên họp đang tiến hành", _to_run, "awards:sessions"),
    Source(Can.SIT_IN_COUNCIL, "Phiên họp Hội đồng", _to_attend, "awards:sessions"),
    Source(Can.RUN_COUNCIL, "Biên bản chờ lập", _to_minute, "awards:sessions"),
    Source(Can.RUN_COUNCIL, "Biên bản chờ thư ký ký", _to_sign, "awards:sessions"),
    Source(Can.RUN_COUNCIL, "Phiên họp chờ kết thúc", _to_close, "awards:sessions"),
    Source(Can.CHAIR_COUNCIL, "Biên bản chờ ký", _to_chair, "awards:sessions"),
)
