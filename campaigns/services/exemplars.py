"""Exemplars and good practices: found, registered, published, counted (DS-16)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from campaigns.models import Campaign, Exemplar, Obligation
from campaigns.planfile.words import Part
from campaigns.services.field_work import ensure_takes_part, ensure_underway, require_text
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.models import Person, Unit


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many exemplars of one kind a campaign has, by how far they came."""

    kind: str
    label: str
    found: int
    registered: int
    published: int

    @property
    def counted(self) -> int:
        """How many the summary counts: registered, whether published or not."""
        return self.registered + self.published


def may_find(unit: Unit | None, by: Actor) -> bool:
    """Say whether an actor may bring in an exemplar of a unit: the unit itself, or the agency for any unit."""
    unit_id = unit.pk if unit else None
    return by.may_in_own_unit(Can.REPORT_RESULTS, unit_id) or by.may(Can.PUBLISH_EXEMPLARS, unit_id)


@transaction.atomic
def find(
    campaign: Campaign,
    unit: Unit,
    *,
    kind: str,
    title: str,
    story: str,
    person: Person | None = None,
    obligation: Obligation | None = None,
    by: Actor,
    at: datetime,
) -> Exemplar:
    """Bring in an exemplar of a unit, perhaps out of its report."""
    if not may_find(unit, by):
        raise PermissionDenied
    ensure_takes_part(campaign, unit)
    require_text(title=(title, "tên gọi"), story=(story, "nội dung, hiệu quả"))
    _ensure_fits(campaign, unit, person, obligation)
    exemplar = Exemplar.objects.create(
        campaign=campaign, unit=unit, kind=kind, title=title.strip(), story=story.strip(), person=person,
        obligation=obligation, found_at=at,
    )  # fmt: skip
    history.record("exemplar.find", exemplar, by=by, at=at, label="Giới thiệu điển hình", to_status=exemplar.status)
    return exemplar


@transaction.atomic
def change(
    exemplar: Exemplar, *, kind: str, title: str, story: str, person: Person | None = None, by: Actor, at: datetime
) -> None:
    """Mend the words about an exemplar that nobody has registered yet."""
    if not may_find(exemplar.unit, by):
        raise PermissionDenied
    ensure_underway(exemplar.campaign)
    if exemplar.status != Exemplar.Status.FOUND:
        raise ValidationError("Điển hình đã được xem xét nên không sửa được.")
    require_text(title=(title, "tên gọi"), story=(story, "nội dung, hiệu quả"))
    _ensure_fits(exemplar.campaign, exemplar.unit, person, None)
    exemplar.kind, exemplar.title, exemplar.story, exemplar.person = kind, title.strip(), story.strip(), person
    exemplar.save(update_fields=["kind", "title", "story", "person"])
    history.record("exemplar.change", exemplar, by=by, at=at, label="Sửa nội dung điển hình")


def _ensure_fits(campaign: Campaign, unit: Unit, person: Person | None, obligation: Obligation | None) -> None:
    """Refuse a person of another unit, and a report of another unit or campaign."""
    if person and person.unit_id != unit.pk:
        raise ValidationError(f"{person} không thuộc {unit}.")
    if obligation and (obligation.unit_id, obligation.campaign_id) != (unit.pk, campaign.pk):
        raise ValidationError("Báo cáo không phải của đơn vị trong phong trào này.")


@transaction.atomic
def register(exemplar: Exemplar, *, by: Actor, at: datetime) -> None:
    """Enter an exemplar into the campaign's register."""
    ensure_underway(exemplar.campaign)
    act(exemplar, "register", by=by, at=at)


@transaction.atomic
def decline(exemplar: Exemplar, *, reason: str, by: Actor, at: datetime) -> None:
    """Leave an exemplar out of the register."""
    ensure_underway(exemplar.campaign)
    act(exemplar, "decline", by=by, at=at, reason=reason)


@transaction.atomic
def publish(exemplar: Exemplar, *, published_on: date, published_where: str, by: Actor, at: datetime) -> None:
    """Note when and how a registered exemplar was made known."""
    ensure_underway(exemplar.campaign)
    require_text(where=(published_where, "hình thức tuyên truyền"))
    if not timezone.localdate(exemplar.found_at) <= published_on <= timezone.localdate(at):
        raise ValidationError("Ngày tuyên truyền phải từ ngày phát hiện đến hôm nay.")
    act(
        exemplar, "publish", by=by, at=at, note={"on": published_on.isoformat(), "where": published_where.strip()},
        published_on=published_on, published_where=published_where.strip(),
    )  # fmt: skip


@transaction.atomic
def withdraw(exemplar: Exemplar, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an exemplar back out of publicity; it stays registered."""
    ensure_underway(exemplar.campaign)
    act(exemplar, "withdraw", by=by, at=at, reason=reason, published_on=None, published_where="")


@transaction.atomic
def note_consent(exemplar: Exemplar, *, consented_on: date, consented_by: str, by: Actor, at: datetime) -> None:
    """Note who agreed that an exemplar stands on the public page, and how."""
    demand(Can.PUBLISH_EXEMPLARS, exemplar, by=by, part=Part.PUBLICISES)
    require_text(who=(consented_by, "ai đồng ý, bằng cách nào"))
    if exemplar.status not in Exemplar.COUNTED:
        raise ValidationError("Chỉ ghi đồng ý đăng công khai cho điển hình đã ghi nhận.")
    if consented_on > timezone.localdate(at):
        raise ValidationError("Ngày đồng ý không được sau hôm nay.")
    exemplar.consented_on, exemplar.consented_by = consented_on, consented_by.strip()
    exemplar.save(update_fields=["consented_on", "consented_by"])
    history.record(
        "exemplar.consent", exemplar, by=by, at=at, label="Ghi đồng ý đăng công khai",
        on=consented_on.isoformat(), who=exemplar.consented_by,
    )  # fmt: skip


@transaction.atomic
def drop_consent(exemplar: Exemplar, *, reason: str, by: Actor, at: datetime) -> None:
    """Note that the consent was taken back: the exemplar leaves the public page at once."""
    demand(Can.PUBLISH_EXEMPLARS, exemplar, by=by, part=Part.PUBLICISES)
    require_text(reason=(reason, "lý do"))
    if exemplar.consented_on is None:
        raise ValidationError("Điển hình này chưa có đồng ý đăng công khai.")
    exemplar.consented_on, exemplar.consented_by = None, ""
    exemplar.save(update_fields=["consented_on", "consented_by"])
    history.record(
        "exemplar.drop_consent", exemplar, by=by, at=at, label="Rút đồng ý đăng công khai", reason=reason.strip()
    )


def counts(campaign: Campaign) -> list[KindCount]:
    """Count a campaign's exemplars by kind and how far they came, every kind named, for the summary (DS-16)."""
    rows = Exemplar.objects.filter(campaign=campaign).values_list("kind", "status").annotate(number=Count("pk"))
    found = {(kind, status): number for kind, status, number in rows.order_by()}
    return [
        KindCount(
            kind=kind,
            label=str(label),
            found=found.get((kind, "found"), 0),
            registered=found.get((kind, "registered"), 0),
            published=found.get((kind, "published"), 0),
        )
        for kind, label in Exemplar.Kind.choices
    ]
