"""What happens at the door: sessions that end, the second step, who is kept out – each with its line of history."""

from collections.abc import Callable
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, TextChoices
from django.utils import timezone
from django_scopes import scope

from communes import history
from communes.access import Actor
from communes.models import SENSITIVE_ROLES, Commune, Membership, Person, Role, User, UserSession

NO_SESSION = "Phiên này đã kết thúc từ trước."
IN_TRAINING = "Khu tập huấn không có quy định đăng nhập riêng. Hãy về trang của địa phương."


@transaction.atomic
def tell(user: User, action: str, label: str, *, at: datetime, by_user: bool = True, **facts) -> None:
    """Write a line about an account into the history of every commune where its owner works on that day.

    The owner is the actor, or the product where `by_user` is False. Training grounds keep no such lines. Who looks
    after communes is told by the app above that registered `tell_also`.
    """
    people = Person.objects.with_scopes_disabled().filter(user=user, commune__training_for=None)
    people = people.working_on(timezone.localdate(at))
    for person in people.select_related("commune").order_by("pk"):
        by = Actor(user=user, commune=person.commune, person=person) if by_user else Actor.of_product(person.commune)
        with scope(commune=person.commune):
            history.record(action, person, by=by, at=at, label=label, **facts)
    for teller in _TELLERS:
        teller(user, action, label, at=at, by_user=by_user)


_TELLERS: list[Callable[..., None]] = []


def tell_also(teller: Callable[..., None]) -> None:
    """Let a function write what happens to an account elsewhere as well: (user, action, label, *, at, by_user)."""
    _TELLERS.append(teller)


def kept_out(username: str, *, address: str, at: datetime) -> None:
    """Record that an account takes no more passwords for some minutes; nothing where there is no such account."""
    user = User.objects.filter(username__iexact=username.strip()).first()
    if user is not None:
        label = "Tạm chặn đăng nhập vì nhập sai quá nhiều lần"
        tell(user, "account.kept_out", label, at=at, by_user=False, address=address)


def end_sessions(user: User, *, keep: str | None = None) -> int:
    """End the sessions of an account, except the one of a key; return how many of them were open."""
    sessions = UserSession.objects.filter(user=user).exclude(pk=keep or "")
    ended = sessions.filter(expire_date__gt=timezone.now()).count()
    sessions.delete()
    return ended


def forget_ended_sessions(*, at: datetime) -> int:
    """Remove the sessions that have ended, with the addresses and browsers kept in them; return how many.

    Rows of `Session` are of a release that kept sessions there.
    """
    Session.objects.all().delete()
    ended, _ = UserSession.objects.filter(expire_date__lte=at).delete()
    return ended


@transaction.atomic
def end_own(user: User, handle: str, *, at: datetime) -> None:
    """End one session of the user's own, named by its handle."""
    found = next((each for each in UserSession.objects.open_of(user, at=at) if each.handle == handle), None)
    if found is None:
        raise ValidationError(NO_SESSION)
    found.delete()
    tell(user, "session.ended", "Kết thúc một phiên của mình", at=at, browser=found.browser, address=found.address)


@transaction.atomic
def end_own_others(user: User, *, keep: str, at: datetime) -> int:
    """End every session of the user's own but the one of a key; return how many."""
    ended = end_sessions(user, keep=keep)
    if ended:
        tell(user, "session.ended", "Kết thúc các phiên khác của mình", at=at, count=ended)
    return ended


@transaction.atomic
def demand_second_step(commune: Commune, roles: list[str], *, by: Actor, at: datetime) -> None:
    """Say of which roles the commune demands a second step from now on; none of the others."""
    if commune.is_training:
        raise ValidationError(IN_TRAINING)
    wanted = [role for role in SENSITIVE_ROLES if role in roles]
    if wanted == commune.second_step_roles:
        return
    before, commune.second_step_roles = commune.second_step_roles, wanted
    commune.save(update_fields=["second_step_roles"])
    changes = [["Vai trò phải xác thực hai bước", roles_told(before), roles_told(wanted)]]
    history.record("commune.second_step", commune, by=by, at=at, label="Sửa quy định đăng nhập", changes=changes)


def has_second_step(user: str) -> Exists:
    """Say of rows whether the account that they name has a second step; recovery codes alone are none."""
    known = Authenticator.objects.filter(user=OuterRef(user))
    return Exists(known.exclude(type=Authenticator.Type.RECOVERY_CODES))


def without_second_step(*, on: date) -> list[Membership]:
    """Return the sensitive roles held on a date in the open commune by accounts without a second step."""
    rows = Membership.objects.valid_on(on).filter(role__in=SENSITIVE_ROLES, person__user__is_active=True)
    rows = rows.exclude(has_second_step("person__user")).select_related("person")
    return list(rows.order_by("person__sort_key", "pk"))


def roles_told(roles: list[str], *, choices: type[TextChoices] = Role) -> str:
    """Return roles in words."""
    return ", ".join(str(choices(role).label) for role in roles) or "không vai trò nào"
