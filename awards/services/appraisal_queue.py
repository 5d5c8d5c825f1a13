"""The work of appraisers: what waits, the least looked at first, and where in it one dossier stands."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from awards.models import Appraisal, Nomination
from campaigns.models import Campaign
from campaigns.planfile.words import Part
from communes.access import Actor, Can

WAITING = ("submitted", "under_appraisal")
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
    """Return what waits for appraisal or confirmation, the fewest verdicts first, then the longest waiting."""
    mine = Appraisal.objects.live().filter(nomination=OuterRef("pk"), appraiser=actor.person)
    return (
        Nomination.objects.within(actor)
        .filter(status__in=WAITING)
        .annotate(
            taken=Count("appraisals", filter=_LIVE),
            given=Count("appraisals", filter=_LIVE & ~Q(appraisals__verdict="")),
            is_mine=Exists(mine),
            is_done=Exists(mine.exclude(verdict="")),
        )
        .order_by("given", "submitted_at", "pk")
    )


def for_me(found, actor: Actor):
    """Narrow the rows to what the actor appraises, and what nobody appraises where the actor has the duty (HP-08)."""
    return found.filter(Q(is_mine=True) | Q(taken=0, campaign__in=duties(actor)))


def duties(actor: Actor) -> list[int]:
    """Return the campaigns in which the actor may appraise, by right and by the plan's duty."""
    if not actor.may(Can.APPRAISE):
        return []
    running = Campaign.objects.filter(status__in=(Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP))
    return [
        each.pk
        for each in running.prefetch_related("duties")
        if not each.holders_of(Part.APPRAISES) or each.holders_of(Part.APPRAISES) & actor.office_ids
    ]


def place(nomination: Nomination, actor: Actor) -> Place:
    """Return where a dossier stands in the actor's work, done ones counted, and what comes after it."""
    work = list(for_me(rows(actor), actor).values_list("pk", "is_done"))
    done = sum(is_done for _, is_done in work)
    waiting = [pk for pk, is_done in work if not is_done]
    here = waiting.index(nomination.pk) + 1 if nomination.pk in waiting else 0
    after = [pk for pk in waiting[here:] + waiting[:here] if pk != nomination.pk]
    finished = any(pk == nomination.pk and is_done for pk, is_done in work)
    number = done if finished else min(done + 1, len(work))
    return Place(number=number, total=len(work), done=done, next_pk=after[0] if after else None)
