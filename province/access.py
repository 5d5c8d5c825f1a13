"""Who may what in a province: the two roles, the visitor of a request, and the door of every page."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property, wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from communes.middleware import led_to_second_step
from communes.models import Commune, User
from communes.services.signing_in import has_second_step
from province.models import Province, ProvinceCommune, ProvinceMember, ProvinceRole


class May(Enum):
    """What somebody of a province may do."""

    SEE = "see what was sent upward"
    MANAGE = "manage people and communes of the province"


GRANTS: dict[str, set[May]] = {
    ProvinceRole.VIEWER: {May.SEE},
    ProvinceRole.ADMINISTRATOR: {May.SEE, May.MANAGE},
}


@dataclass(frozen=True)
class Guest:
    """A visitor as the history of a commune names one: no actor, for a province may do nothing there."""

    user: User | None
    commune: Commune
    name: str
    acting_as: str


@dataclass(frozen=True)
class Visitor:
    """A user in a province with the role held there today; without a member it is whoever runs the machine."""

    province: Province
    user: User | None = None
    member: ProvinceMember | None = None
    has_second_step: bool = False
    own_name: str = "Người vận hành máy chủ"

    @classmethod
    def of_user(cls, user: User, slug: str, *, on: date) -> "Visitor | None":
        """Return the user with the role held in a province on a date; None for who holds none there."""
        if not user.is_authenticated:
            return None
        rows = ProvinceMember.objects.valid_on(on).filter(province__slug=slug, user=user)
        rows = rows.annotate(has_second_step=has_second_step("user")).select_related("province")
        member = rows.first()
        return cls(member.province, user, member, member.has_second_step) if member else None

    @classmethod
    def of_operator(cls, province: Province) -> "Visitor":
        """Return who acts from the command line of the machine."""
        return cls(province)

    @classmethod
    def of_product(cls, province: Province) -> "Visitor":
        """Return who does what happens by itself."""
        return cls(province, own_name="Hệ thống")

    def may(self, what: May) -> bool:
        """Say whether the role grants something."""
        return self.member is None or what in GRANTS[self.member.role]

    @property
    def manages(self) -> bool:
        """Whether the visitor looks after people and communes of the province."""
        return self.may(May.MANAGE)

    @property
    def lacks_second_step(self) -> bool:
        """Whether the role demands a second step of signing in that the user has not set up."""
        demanded = self.member is not None and self.member.role in self.province.second_step_roles
        return demanded and not self.has_second_step

    @property
    def name(self) -> str:
        """The name that history keeps."""
        return self.member.full_name if self.member else self.own_name

    @property
    def acting_as(self) -> str:
        """The position, or the role, that history keeps beside the name."""
        if self.member is None:
            return ""
        return f"{self.member.position or self.member.get_role_display()}, {self.province.body} {self.province}"

    @cached_property
    def commune_ids(self) -> list[int]:
        """The communes that the province looks after; a training ground is never one."""
        rows = ProvinceCommune.objects.filter(province=self.province, commune__training_for=None)
        return list(rows.order_by("commune_id").values_list("commune_id", flat=True))

    def towards(self, commune: Commune) -> Guest:
        """Return the visitor as a commune's history names one."""
        return Guest(self.user, commune, self.name, self.acting_as)


def requires(what: May):
    """Let in whose role in the province of the address grants something: 404 for strangers, 403 below the right.

    Who must set up a second step is led there first.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, slug, *args, **kwargs):
            visitor = Visitor.of_user(request.user, slug, on=timezone.localdate())
            if visitor is None:
                raise Http404
            if visitor.lacks_second_step:
                return led_to_second_step(request, "tinh", slug)
            if not visitor.may(what):
                raise PermissionDenied
            request.visitor = visitor
            return view(request, *args, **kwargs)

        guarded.needs_of_province = what
        return guarded

    return decorate
