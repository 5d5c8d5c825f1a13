"""What is owed by a day and by whom: the reports and dossiers of units, the opinions of council members."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from awards.models import Ballot, BallotItem, Conflict, Nomination, Voter, WrittenOpinion
from campaigns.models import Campaign, Obligation, Participation
from communes.models import Unit
from kit.vietnamese import begun_small, vn_date
from reports.models import Reminder

UNDERWAY = (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP)
About = Reminder.About

# What one reminder is about: its sort, the record, the person who owes it where that is not a unit.
Key = tuple[str, int, int | None]


@dataclass(frozen=True, slots=True)
class Owing:
    """One thing that is owed now: `title` says verb and object, `action` the same without naming a person."""

    about: str
    record_id: int
    title: str
    action: str
    last_day: date
    link: str
    unit_id: int | None = None
    person_id: int | None = None
    campaign_id: int | None = None
    campaign_name: str = ""

    @property
    def key(self) -> Key:
        """What the thing is known by."""
        return self.about, self.record_id, self.person_id


def owed(*, at: datetime) -> list[Owing]:
    """Return everything with a last day that is owed in the open commune."""
    return [each for source in SOURCES.values() for each in source(at)]


def why_not(keys: Iterable[Key], *, at: datetime) -> dict[Key, str]:
    """Return why things that were planned to be reminded of are owed no longer, in words."""
    found = {}
    for about, why in REASONS.items():
        asked = [key for key in keys if key[0] == about]
        if asked:
            told = why({record_id for _, record_id, _ in asked}, at)
            found |= {key: told.get(key[1:], told.get((key[1], None), GONE)) for key in asked}
    return found


GONE = "Không còn phải thực hiện."
CLOSED = "Phong trào đã kết thúc hoặc đã hủy."


def _reports(at: datetime) -> list[Owing]:
    """Return the reports that lie with units which still take part."""
    on = timezone.localdate(at)
    left = Participation.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit"), left_on__lte=on)
    rows = (
        Obligation.objects.filter(
            status__in=Obligation.WITH_THE_UNIT, campaign__status__in=UNDERWAY, late_from__isnull=False,
            deadline__retired_at=None, unit__in=Unit.objects.valid_on(on),
        )
        .exclude(Exists(left))
        .for_list()
        .without_words()
    )  # fmt: skip
    return [
        Owing(
            About.REPORT, row.pk, _task(row), _task(row), row.last_day, row.get_absolute_url(), unit_id=row.unit_id,
            campaign_id=row.campaign_id, campaign_name=row.campaign.name,
        )
        for row in rows.order_by("pk")
    ]  # fmt: skip


def _task(row: Obligation) -> str:
    """Say what a unit has to do about a report."""
    verb = "Bổ sung" if row.status == Obligation.Status.RETURNED else "Nộp"
    return f"{verb} {begun_small(str(row.deadline))}"


def _no_report(ids: set[int], at: datetime) -> dict:
    """Say what became of reports."""
    rows = Obligation.objects.filter(pk__in=ids).select_related("campaign", "deadline").without_words()
    return {(row.pk, None): _ended(row) for row in rows}


def _ended(row: Obligation) -> str:
    """Say why a report is owed no longer."""
    if row.status == Obligation.Status.WAIVED:
        return "Đã được miễn báo cáo."
    if row.handed_in:
        return f"Đã nộp ngày {vn_date(timezone.localdate(row.submitted_at))}."
    if row.campaign.status not in UNDERWAY:
        return CLOSED
    if row.deadline.retired_at or row.late_from is None:
        return "Thời hạn đã bỏ khỏi kế hoạch."
    return "Đơn vị thôi tham gia hoặc đã kết thúc hoạt động."


def _dossiers(at: datetime) -> list[Owing]:
    """Return the dossiers that were sent back to be completed by a day."""
    rows = Nomination.objects.filter(
        status=Nomination.Status.RETURNED, return_due_on__isnull=False, campaign__status__in=UNDERWAY,
        unit__in=Unit.objects.valid_on(timezone.localdate(at)),
    )  # fmt: skip
    return [
        Owing(
            About.DOSSIER, row.pk, f"Bổ sung hồ sơ khen thưởng: {row}", "Bổ sung hồ sơ khen thưởng", row.return_due_on,
            row.get_absolute_url(), unit_id=row.unit_id, campaign_id=row.campaign_id, campaign_name=row.campaign.name,
        )
        for row in rows.for_list().without_words().order_by("pk")
    ]  # fmt: skip


def _no_dossier(ids: set[int], at: datetime) -> dict:
    """Say what became of dossiers."""
    rows = Nomination.objects.filter(pk__in=ids).values_list("pk", "status", "campaign__status")
    withdrawn = Nomination.Status.WITHDRAWN
    ended = {withdrawn: "Đơn vị đã rút hồ sơ.", Nomination.Status.RETURNED: "Không còn hạn bổ sung."}
    return {
        (pk, None): CLOSED if campaign not in UNDERWAY else ended.get(status, "Đã nộp lại hồ sơ.")
        for pk, status, campaign in rows
    }


def _opinions(at: datetime) -> list[Owing]:
    """Return, for each member and consultation, the opinion that is owed by the day until which they are taken."""
    mine = {"item": OuterRef("item"), "person": OuterRef(OuterRef("person"))}
    items = BallotItem.objects.filter(ballot=OuterRef("ballot"))
    items = items.exclude(Exists(WrittenOpinion.objects.filter(**mine)))
    items = items.exclude(Exists(Conflict.objects.filter(**mine, abstains=True)))
    rows = Voter.objects.filter(
        Exists(items), ballot__status=Ballot.Status.OPEN, ballot__method=Ballot.Method.WRITTEN,
        ballot__session__planned_at__isnull=False,
    ).select_related("ballot__session__council__commune")  # fmt: skip
    return [
        Owing(
            About.OPINION, row.ballot_id, f"Gửi ý kiến bằng văn bản: {row.ballot.session}", "Gửi ý kiến bằng văn bản",
            timezone.localdate(row.ballot.session.planned_at), row.ballot.get_absolute_url(), person_id=row.person_id,
        )
        for row in rows.order_by("ballot_id", "person_id")
    ]  # fmt: skip


def _no_opinion(ids: set[int], at: datetime) -> dict:
    """Say what became of consultations: over for all, or answered by the one."""
    rows = Ballot.objects.filter(pk__in=ids).values_list("pk", "status")
    return {(pk, None): "Đã gửi ý kiến." if status == "open" else "Đã thôi lấy ý kiến." for pk, status in rows}


SOURCES: dict[str, Callable[[datetime], list[Owing]]] = {
    About.REPORT: _reports, About.DOSSIER: _dossiers, About.OPINION: _opinions
}  # fmt: skip
REASONS: dict[str, Callable[[set[int], datetime], dict]] = {
    About.REPORT: _no_report, About.DOSSIER: _no_dossier, About.OPINION: _no_opinion
}  # fmt: skip
