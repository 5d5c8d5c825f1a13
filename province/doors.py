"""The way into a province from the first page after signing in; what happens at the door is told in its history."""

from datetime import date

from communes.models import User
from communes.services.signing_in import tell_also
from communes.ways_in import Door, register
from province.models import ProvinceMember
from province.services import members


def provinces_of(user: User, on: date) -> list[Door]:
    """Return the provinces in which a user holds a role on a date."""
    rows = ProvinceMember.objects.valid_on(on).filter(user=user).select_related("province").order_by("province__name")
    return [Door(f"{each.province.body} {each.province}", each.province.get_absolute_url()) for each in rows]


register(provinces_of)
tell_also(members.tell)
