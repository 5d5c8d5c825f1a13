"""Who appraises a dossier: the unit that the plan names (HP-08), and nobody a dossier of the own unit needlessly."""

from datetime import date, datetime

from django.utils import timezone

from awards.models import Nomination
from campaigns.planfile.words import Part
from communes.access import GRANTS, Can
from communes.models import Membership, Person


def of_own_unit(nomination: Nomination, person: Person, on: date) -> bool:
    """Say whether a dossier is about a person or about the unit that the person works for."""
    units = {nomination.unit_id, nomination.nominee_unit_id}
    if person.pk == nomination.person_id or person.unit_id in units:
        return True
    return Membership.objects.valid_on(on).filter(person=person, unit__in=units).exists()


def colleagues(nomination: Nomination, can: Can, *, besides: Person | None, on: date):
    """Return the other people with an account with the right and, by the plan, the duty (HP-08)."""
    held = Membership.objects.valid_on(on)
    roles = [role for role, granted in GRANTS.items() if can in granted]
    people = Person.objects.filter(pk__in=held.filter(role__in=roles).values("person"), user__is_active=True)
    holders = nomination.holders_of(Part.APPRAISES)
    if holders:
        people = people.filter(pk__in=held.filter(unit__in=holders).values("person"))
    return people.exclude(pk=besides.pk if besides else None).for_list()


def _outside(people, nomination: Nomination, on: date):
    """Leave out the nominee and the people of the unit."""
    units = {nomination.unit_id, nomination.nominee_unit_id}
    members = Membership.objects.valid_on(on).filter(unit__in=units).values("person")
    return people.exclude(pk=nomination.person_id).exclude(unit__in=units).exclude(pk__in=members)


def problems_to_appraise(nomination: Nomination, person: Person | None, at: datetime) -> list[str]:
    """Say why a person cannot appraise a dossier: one's own unit is for others, where there are any."""
    if person is None:
        return ["Chỉ người có tên trong danh sách cán bộ mới thẩm định được."]
    on = timezone.localdate(at)
    if not of_own_unit(nomination, person, on):
        return []
    others = _outside(colleagues(nomination, Can.APPRAISE, besides=person, on=on), nomination, on)
    if not others:
        return []
    names = ", ".join(each.full_name for each in others)
    return [f"Hồ sơ của chính đơn vị {person.full_name}; người thẩm định được: {names}."]
