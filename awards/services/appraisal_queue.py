"""The work of appraisers: what waits, the least looked at by others first, and where in it one dossier stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import TruncDate

from awards.models import Appraisal, Nomination
from campaigns.models import Campaign, Duty
from campaigns.models.plans import STAND_INS
from campaigns.planfile.words import Part
from communes.access import Actor, Can

WAITING = ("submitted", "under_appraisal")
RETURNED = "returned"
_LIVE = Q(appraisals__set_aside_at=None, appraisals__isnull=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dossier stands in an appraiser's work: "7/23", and the dossier that comes next."""

    number: int
    total: int
    done: int
    next_pk: int | None

    @property
    def words(self) -> str:
        """The place as people say it."""
        return f"{self.number}/{self.total}"


def rows(actor: Actor):
    """Return what waits for appraisal, confirmation or completion, the fewest verdicts of others first.

    The actor's own verdict moves nothing, so that the order stays while one works through it.
    """
    mine = Appraisal.objects.live().filter(nomination=OuterRef("pk"), appraiser=actor.person)
    of_others = _LIVE & ~Q(appraisals__verdict="") & ~Q(appraisals__appraiser=actor.person)
    return (
        Nomination.objects.within(actor)
        .filter(status__in=(*WAITING, RETURNED))
        .annotate(
            taken=Count("appraisals", filter=_LIVE),
            given=Count("appraisals", filter=_LIVE & ~Q(appraisals__verdict="")),
            is_mine=Exists(mine),
            is_done=Exists(mine.exclude(verdict="")),
            away=ExpressionWrapper(Q(status=RETURNED), BooleanField()),
            seen=Count("appraisals", filter=of_others),
        )
        .order_by("away", "seen", "submitted_at", "pk")
    )


def marked(found, on: date):
    """Add to rows whether a unit lets the day pass by which it had to complete its dossier, or let it pass."""
    sent = TruncDate("submitted_at")
    return found.annotate(
        overdue=ExpressionWrapper(Q(status=RETURNED, return_due_on__lt=on), BooleanField()),
        mended_late=ExpressionWrapper(Q(status__in=WAITING, return_due_on__lt=sent), BooleanField()),
    )


def for_me(found, actor: Actor):
    """Narrow the rows to what the actor appraises, and what nobody appraises where the actor has the duty (HP-08)."""
    return found.filter(Q(is_mine=True) | Q(taken=0, campaign__in=duties(actor)), away=False)


def to_confirm(actor: Actor):
    """Return the dossiers whose appraisers have all concluded and that wait for the actor's confirmation."""
    if not actor.may(Can.CONFIRM_APPRAISAL):
        return Nomination.objects.none()
    live = Appraisal.objects.live()
    found = Nomination.objects.within(actor).filter(status="under_appraisal", campaign__in=duties(actor))
    told = found.filter(pk__in=live.exclude(verdict="").values("nomination"))
    return told.exclude(pk__in=live.filter(verdict="").values("nomination")).order_by("submitted_at", "pk")


def duties(actor: Actor):
    """Return the campaigns in which the actor may appraise: by right, and by the duty as `holders_of` reads it."""
    if not actor.may(Can.APPRAISE):
        return Campaign.objects.none()
    held, nobody_before = Q(pk=None), ~Q(pk=None)
    for part in (Part.APPRAISES, *STAND_INS[Part.APPRAISES]):
        holders = Duty.objects.filter(campaign=OuterRef("pk"), part=part)
        held |= nobody_before & Q(Exists(holders.filter(unit__in=actor.office_ids)))
        nobody_before &= ~Q(Exists(holders))
    running = Campaign.objects.filter(status__in=(Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP))
    return running.filter(held | nobody_before)


def place(nomination: Nomination, actor: Actor) -> Place:
    """Return where a dossier stands in the actor's work, and which still open one comes after it."""
    work = list(for_me(rows(actor), actor).values_list("pk", "is_done"))
    keys = [pk for pk, _ in work]
    number = keys.index(nomination.pk) + 1 if nomination.pk in keys else 0
    after = [pk for pk, is_done in work[number:] + work[:number] if not is_done and pk != nomination.pk]
    done = sum(is_done for _, is_done in work)
    return Place(number=number, total=len(work), done=done, next_pk=after[0] if after else None)
