"""Every permission in the product: what each role may ever do. What may be done now, the workflows say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, DateField, Exists, IntegerField
from django_scopes import scope

from communes.models import UNIT_ROLES, Commune, Membership, Person, Role, User
from kit.prepared import prepared


class Can(Enum):
    """A capability, with the words that templates ask for it."""

    ENTER = "enter"
    SEE_ALL_UNITS = "see all units"
    SEE_HISTORY = "see history"
    SEE_AUDIT = "see the audit"
    EXPORT_AUDIT = "take the audit out"
    MANAGE_ACCOUNTS = "manage accounts"
    MANAGE_COMMUNE = "manage the commune"
    MANAGE_PEOPLE = "manage people"
    SEE_CAMPAIGNS = "see campaigns"
    PLAN_CAMPAIGNS = "plan campaigns"
    APPROVE_CAMPAIGNS = "approve campaigns"
    ISSUE_PAPERS = "issue papers"
    PLAN_UNIT = "plan for the unit"
    ADOPT_UNIT_PLAN = "adopt the unit's plan"
    REPORT_RESULTS = "report results"
    SUBMIT_REPORTS = "submit reports"
    RECEIVE_REPORTS = "receive reports"
    RELAX_REPORTS = "relax reports"
    INSPECT = "inspect"
    RAISE_DIFFICULTIES = "raise difficulties"
    HANDLE_DIFFICULTIES = "handle difficulties"
    ANSWER_DIFFICULTIES = "answer difficulties"
    PUBLISH_EXEMPLARS = "publish exemplars"
    MAKE_PAPERS = "make papers"
    SUM_UP = "sum up"
    SEE_AWARDS = "see awards"
    SEE_NOMINATIONS = "see nominations"
    SEE_UNANNOUNCED = "see unannounced results"
    NOMINATE = "nominate"
    SUBMIT_NOMINATIONS = "submit nominations"
    KEEP_STANDING = "keep ratings and discipline"
    APPRAISE = "appraise"
    CONFIRM_APPRAISAL = "confirm appraisals"
    GRANT_EXEMPTIONS = "grant exemptions"
    KEEP_COUNCILS = "keep councils"
    SEE_SESSIONS = "see sessions"
    SIT_IN_COUNCIL = "sit in council"
    RUN_COUNCIL = "run the council"
    CHAIR_COUNCIL = "chair the council"
    PREPARE_DECISIONS = "prepare decisions"
    CHECK_DECISIONS = "check decisions"
    DECIDE_AWARDS = "decide awards"
    PUBLISH_DECISIONS = "publish decisions"
    KEEP_CERTIFICATES = "keep certificates"
    OPEN_PUBLIC_PAGES = "open public pages"
    KEEP_DAYS_OFF = "keep days off"
    SEND_REMINDERS = "send reminders"
    HAND_OVER = "hand over"
    KEEP_TRAINING = "keep the training ground"
    READ_PERSONAL_DATA = "read personal data"
    KEEP_PERSONAL_DATA = "keep personal data"


EVERYBODY = {Can.ENTER, Can.SEE_CAMPAIGNS, Can.SEE_AWARDS}
WHOLE_COMMUNE = EVERYBODY | {Can.SEE_ALL_UNITS, Can.SEE_HISTORY, Can.MAKE_PAPERS}

# What those know who make the awards, before anything is published.
IN_CONFIDENCE = {Can.SEE_NOMINATIONS, Can.SEE_UNANNOUNCED, Can.SEE_SESSIONS}
COUNCIL = WHOLE_COMMUNE - {Can.SEE_HISTORY} | IN_CONFIDENCE | {Can.SIT_IN_COUNCIL}

GRANTS: dict[str, set[Can]] = {
    Role.ADMINISTRATOR: WHOLE_COMMUNE
    | {
        Can.MANAGE_ACCOUNTS,
        Can.MANAGE_COMMUNE,
        Can.MANAGE_PEOPLE,
        Can.SEE_AUDIT,
        Can.KEEP_DAYS_OFF,
        Can.KEEP_TRAINING,
        Can.HAND_OVER,
        Can.READ_PERSONAL_DATA,
        Can.KEEP_PERSONAL_DATA,
    },
    Role.OFFICER: WHOLE_COMMUNE
    | {
        Can.MANAGE_PEOPLE,
        Can.PLAN_CAMPAIGNS,
        Can.RECEIVE_REPORTS,
        Can.INSPECT,
        Can.HANDLE_DIFFICULTIES,
        Can.PUBLISH_EXEMPLARS,
        Can.SUM_UP,
        Can.KEEP_STANDING,
        Can.APPRAISE,
        Can.CONFIRM_APPRAISAL,
        Can.KEEP_COUNCILS,
        Can.PREPARE_DECISIONS,
        Can.CHECK_DECISIONS,
        Can.PUBLISH_DECISIONS,
        Can.KEEP_CERTIFICATES,
        Can.KEEP_DAYS_OFF,
        Can.SEND_REMINDERS,
        Can.OPEN_PUBLIC_PAGES,
        Can.HAND_OVER,
        Can.KEEP_TRAINING,
        Can.READ_PERSONAL_DATA,
    }
    | IN_CONFIDENCE,
    Role.LEADER: WHOLE_COMMUNE
    | IN_CONFIDENCE
    | {
        Can.SEE_AUDIT,
        Can.EXPORT_AUDIT,
        Can.APPROVE_CAMPAIGNS,
        Can.RELAX_REPORTS,
        Can.ANSWER_DIFFICULTIES,
        Can.GRANT_EXEMPTIONS,
        Can.DECIDE_AWARDS,
        Can.HAND_OVER,
    },
    Role.CLERK: WHOLE_COMMUNE
    | IN_CONFIDENCE
    | {Can.ISSUE_PAPERS, Can.CHECK_DECISIONS, Can.PUBLISH_DECISIONS, Can.KEEP_CERTIFICATES},
    Role.UNIT_HEAD: EVERYBODY
    | {
        Can.PLAN_UNIT,
        Can.ADOPT_UNIT_PLAN,
        Can.REPORT_RESULTS,
        Can.SUBMIT_REPORTS,
        Can.RAISE_DIFFICULTIES,
        Can.MAKE_PAPERS,
        Can.SEE_NOMINATIONS,
        Can.NOMINATE,
        Can.SUBMIT_NOMINATIONS,
    },
    Role.UNIT_MEMBER: EVERYBODY
    | {
        Can.PLAN_UNIT,
        Can.REPORT_RESULTS,
        Can.RAISE_DIFFICULTIES,
        Can.MAKE_PAPERS,
        Can.SEE_NOMINATIONS,
        Can.NOMINATE,
    },
    Role.COUNCIL_CHAIR: COUNCIL | {Can.CHAIR_COUNCIL},
    Role.COUNCIL_VICE: COUNCIL | {Can.CHAIR_COUNCIL},
    Role.COUNCIL_SECRETARY: COUNCIL | {Can.RUN_COUNCIL},
    Role.COUNCIL_MEMBER: COUNCIL,
    Role.INSPECTOR: WHOLE_COMMUNE | {Can.INSPECT},
    Role.READER: WHOLE_COMMUNE - {Can.SEE_HISTORY, Can.MAKE_PAPERS},
}


def _held_by(user_id: int, on: date):
    """Return the roles of a user on a date, in their order, each with whether the user has set up a second step."""
    known = Authenticator.objects.filter(user_id=user_id).exclude(type=Authenticator.Type.RECOVERY_CODES)
    rows = Membership.objects.valid_on(on).filter(person__user_id=user_id)
    return rows.annotate(has_second_step=Exists(known)).order_by("pk")


@prepared(user_id=IntegerField(), slug=CharField(), on=DateField())
def _held_at(user_id: int, slug: str, on: date):
    """Return the roles of a user on a date in the commune of an address, with what every page shows of them."""
    rows = _held_by(user_id, on).filter(person__commune__slug=slug)
    return rows.select_related("person__commune", "unit")


@dataclass(frozen=True, slots=True)
class Actor:
    """A user in a commune, with the roles held there today; `user` is None for the product's own acts.

    `asked` keeps what was asked of the database for the page that this actor opens, by name; None where no page is.
    """

    user: User | None
    commune: Commune
    person: Person | None
    memberships: tuple[Membership, ...] = ()
    asked: dict[str, Any] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of_user(cls, user: User, commune: Commune, *, on: date) -> "Actor | None":
        """Return the user with the roles held in a commune on a date; None for who holds none there.

        A training ground is for those who hold a role in the commune that it belongs to.
        """
        if not user.is_authenticated:
            return None
        if commune.is_training and cls.of_user(user, commune.training_for, on=on) is None:
            return None
        with scope(commune=commune):
            held = tuple(_held_by(user.pk, on).select_related("person", "unit"))
        if not held:
            return None
        person = held[0].person
        person.commune = commune
        return cls(user=user, commune=commune, person=person, memberships=held)

    @classmethod
    def at(cls, user: User, slug: str, *, on: date) -> "Actor | None":
        """Return the user with the roles held on a date in the commune of an address, as `of_user`.

        One query; in a training ground those of the commune that it belongs to besides.
        """
        if not user.is_authenticated:
            return None
        held = tuple(_held_at(user_id=user.pk, slug=slug, on=on))
        if not held:
            return None
        person = held[0].person
        if person.commune.is_training and cls.of_user(user, person.commune.training_for, on=on) is None:
            return None
        person.user = user
        return cls(user=user, commune=person.commune, person=person, memberships=held, asked={})

    @classmethod
    def of_product(cls, commune: Commune) -> "Actor":
        """Return the actor behind what the product does by itself (reminders, demo data)."""
        return cls(user=None, commune=commune, person=None)

    @classmethod
    def of_public(cls, commune: Commune) -> "Actor":
        """Return the actor who may do nothing: what is told in that name may be read by everybody."""
        return cls(user=User(), commune=commune, person=None)

    def may(self, can: Can, unit_id: int | None = None) -> bool:
        """Say whether a role grants the capability – for one unit, where the unit is given."""
        if self.user is None:
            return True
        return any(can in GRANTS[held.role] and self._reaches(held, unit_id) for held in self.memberships)

    def may_in_own_unit(self, can: Can, unit_id: int | None) -> bool:
        """Say whether a role held in that very unit grants the capability."""
        return self.user is None or any(
            held.role in UNIT_ROLES and held.unit_id == unit_id and can in GRANTS[held.role]
            for held in self.memberships
        )

    @staticmethod
    def _reaches(held: Membership, unit_id: int | None) -> bool:
        """Say whether a role reaches a unit: a unit's own role only its unit, any other role all of them."""
        return unit_id is None or held.role not in UNIT_ROLES or held.unit_id == unit_id

    @property
    def lacks_second_step(self) -> bool:
        """Whether a role held demands a second step of signing in that the user has not set up."""
        demanded = self.commune.second_step_roles
        return any(held.role in demanded and not held.has_second_step for held in self.memberships)

    @property
    def sees_all_units(self) -> bool:
        """Whether the actor sees the records of every unit."""
        return self.may(Can.SEE_ALL_UNITS)

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units that the actor works for as head or member."""
        return frozenset(held.unit_id for held in self.memberships if held.role in UNIT_ROLES)

    @property
    def office_ids(self) -> frozenset[int]:
        """The units in which the actor holds any role."""
        return frozenset(held.unit_id for held in self.memberships if held.unit_id)

    @property
    def name(self) -> str:
        """The name that history keeps."""
        if self.person:
            return self.person.full_name
        return self.user.get_username() if self.user else "Hệ thống"

    @property
    def titles(self) -> list[str]:
        """The roles held, in words."""
        return [str(Role(held.role).label) for held in self.memberships]

    @property
    def acting_as(self) -> str:
        """The position, or the roles, that history keeps beside the name."""
        if self.person and self.person.position:
            return self.person.position
        return ", ".join(dict.fromkeys(self.titles))


def requires(*needed: Can):
    """Let a view's actor in who holds any of the capabilities; answer 403 to everybody else."""
    return _guard(needed, lambda actor: any(actor.may(can) for can in needed))


def _guard(needed: Iterable[Can], allows):
    """Wrap a view so that it asks first, and remembers what it asks for the tests of the house."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.actor is None or not allows(request.actor):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.needs = tuple(needed)
        return guarded

    return decorate
