"""What hangs on one person: roles, seats, appraisals, minutes, reports and difficulties taken, drafts; who takes it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from awards.models import Appraisal, Decision, Minutes, Seat
from campaigns.models import Difficulty, Obligation
from communes.access import Actor, Can
from communes.addresses import here
from communes.models import Membership, Person
from kit.vietnamese import vn_date
from reports.handover.shape import Line, Section, day_of

BY_ADMINISTRATOR = "Quản trị giao vai trò này cho người nhận"


def duties(reader: Actor, person: Person, at: datetime) -> Section:
    """Return what hangs on a person as far as a reader may know, each with the act that hands it over."""
    today = timezone.localdate(at)
    lines = [*_roles(reader, person, today), *_work(reader, person)]
    if reader.may(Can.SEE_UNANNOUNCED):
        lines += [*_seats(reader, person, today), *_appraisals(reader, person), *_minutes(reader, person)]
        lines += _decisions(reader, person)
    return Section(
        "duties", f"Việc gắn với {person}", ("Việc", "Đang ở đâu", "Từ ngày, đến ngày"), tuple(lines), len(lines),
        empty="Không còn việc nào gắn với người này.",
    )  # fmt: skip


def _roles(reader: Actor, person: Person, today: date) -> Iterator[Line]:
    """Yield the roles that the person holds or will hold."""
    rows = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), person=person).select_related("unit")
    manages = reader.may(Can.MANAGE_ACCOUNTS)
    for row in rows.order_by("pk"):
        end = here(reader, "communes:role-end", row.pk) if manages and not row.ends_on else ""
        yield Line(
            f"Vai trò: {row.get_role_display()}", row.unit.name if row.unit else "", _term(row.starts_on, row.ends_on),
            here(reader, "communes:person", person.pk), "Kết thúc vai trò, giao cho người nhận" if end else
            BY_ADMINISTRATOR, end,
        )  # fmt: skip


def _seats(reader: Actor, person: Person, today: date) -> Iterator[Line]:
    """Yield the seats in councils."""
    rows = Seat.objects.within(reader).filter(Q(valid_to=None) | Q(valid_to__gte=today), person=person)
    keeps = reader.may(Can.KEEP_COUNCILS)
    for row in rows.select_related("council__commune").order_by("pk"):
        yield Line(
            f"Thành viên Hội đồng: {row.get_role_display()}", row.council.name,
            _term(row.valid_from, row.valid_to), row.council.get_absolute_url(),
            "Ghi thôi tham gia, thêm thành viên mới",
            here(reader, "awards:seat-end", row.pk) if keeps and not row.valid_to else "",
        )  # fmt: skip


def _appraisals(reader: Actor, person: Person) -> Iterator[Line]:
    """Yield the appraisals in which the person has still to conclude."""
    rows = Appraisal.objects.within(reader).live().filter(appraiser=person, verdict="")
    rows = rows.select_related("nomination__commune", "nomination__unit")
    rows = rows.select_related("nomination__person", "nomination__collective")
    for row in rows.order_by("began_at", "pk"):
        url = here(reader, "awards:appraise", row.nomination_id) if reader.may(Can.APPRAISE) else ""
        yield Line(
            f"Thẩm định hồ sơ {row.nomination}", str(row.nomination.unit), day_of(row.began_at), url,
            "Thôi thẩm định để người khác nhận", url if reader.may(Can.CONFIRM_APPRAISAL) else "",
        )  # fmt: skip


def _minutes(reader: Actor, person: Person) -> Iterator[Line]:
    """Yield the minutes that the person has to write or to sign."""
    rows = Minutes.objects.filter(Q(secretary=person, secretary_signed_at=None) | Q(chair=person, chair_signed_at=None))
    rows = rows.filter(session__status="minutes_draft").select_related("session__council__commune")
    for row in rows.order_by("pk"):
        writes = row.secretary_id == person.pk and row.secretary_signed_at is None
        yield Line(
            f"{'Soạn, ký' if writes else 'Ký'} biên bản: {row.session}", str(row.session.get_status_display()),
            day_of(row.session.ended_at), row.session.get_absolute_url(),
            "Thư ký mới của Hội đồng soạn tiếp" if writes else "Người chủ trì phiên họp phải ký trước khi đi",
        )  # fmt: skip


def _decisions(reader: Actor, person: Person) -> Iterator[Line]:
    """Yield the decisions that the person drew up and that are not issued."""
    rows = Decision.objects.within(reader).filter(status__in=Decision.IN_THE_MAKING, drafted_by_user=person.user_id)
    if person.user_id is None:
        rows = rows.none()
    for row in rows.select_related("commune", "campaign").order_by("pk"):
        yield Line(
            f"Quyết định: {row.title}", str(row.get_status_display()), vn_date(row.drafted_on),
            row.get_absolute_url(), "Cán bộ khác của cơ quan thường trực làm tiếp",
        )  # fmt: skip


def _work(reader: Actor, person: Person) -> Iterator[Line]:
    """Yield the difficulties and the reports that the person took and has not finished."""
    taken = Difficulty.objects.within(reader).filter(owner=person, status__in=("taken", "forwarded"))
    for row in taken.select_related("campaign__commune", "unit").order_by("raised_at", "pk"):
        yield Line(
            f"Vướng mắc: {row.title}", f"{row.get_status_display()} – {row.unit}", day_of(row.raised_at),
            row.get_absolute_url(), "Cán bộ khác trả lời hoặc trình lãnh đạo",
        )  # fmt: skip
    received = Obligation.objects.within(reader).filter(received_by=person, status="received")
    for row in received.for_list().without_words().order_by("received_at", "pk"):
        yield Line(
            f"Duyệt {row.in_a_sentence}", f"{row.unit} – {row.campaign}", day_of(row.received_at),
            row.get_absolute_url(), "Cán bộ khác duyệt tiếp",
        )  # fmt: skip


def _term(first: date | None, last: date | None) -> str:
    """Say between which days something holds."""
    parts = [f"từ {vn_date(first)}" if first else "", f"đến hết {vn_date(last)}" if last else ""]
    return " ".join(filter(None, parts))
