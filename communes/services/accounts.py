"""Accounts and roles: making, resetting, locking, granting – all inside the product, without e-mail."""

import re
import secrets
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django_scopes import scope

from communes import history, throttle
from communes.access import GRANTS, Actor, Can
from communes.models import UNIT_ROLES, Membership, Person, Unit, User
from communes.services import signing_in
from kit.vietnamese import fold

CONSONANTS, VOWELS, DIGITS = "bcdghkmnprstvx", "aeiu", "23456789"


def fresh_password() -> str:
    """Return a first password that can be read out: four spoken syllables and six digits, about 41 bits."""
    syllables = [secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(4)]
    digits = "".join(secrets.choice(DIGITS) for _ in range(6))
    return f"{''.join(syllables[:2])}-{''.join(syllables[2:])}-{digits}"


def suggest_username(full_name: str) -> str:
    """Return a free user name: given name and initials (hanh.nt), with a number where that one is taken.

    Only letters and digits of the name are used (K'Brôi: kbroi). A name of single sign-on is taken as well.
    """
    *rest, given = re.sub(r"[^a-z0-9 ]", "", fold(full_name)).split() or ["nguoi"]
    initials = "".join(word[0] for word in rest)
    stem = f"{given}.{initials}" if initials else given
    rows = User.objects.filter(Q(username__istartswith=stem) | Q(single_sign_on__istartswith=stem))
    taken = {name.lower() for names in rows.values_list("username", "single_sign_on") for name in names}
    number = 2
    username = stem
    while username in taken:
        username = f"{stem}{number}"
        number += 1
    return username


def blockers_to_manage(person: Person) -> list[str]:
    """Return why an administrator of the commune cannot manage a person's account, in the user's words."""
    if person.user is None:
        return [f"{person} chưa có tài khoản."]
    if person.user.is_staff or person.user.is_superuser:
        return ["Đây là tài khoản vận hành hệ thống; chỉ người vận hành máy chủ được thay đổi."]
    elsewhere = Person.objects.with_scopes_disabled().filter(user=person.user).exclude(commune=person.commune_id)
    if elsewhere.exclude(commune__training_for=person.commune_id).exists():
        return ["Tài khoản này dùng chung với địa phương khác; chỉ người vận hành máy chủ được thay đổi."]
    return []


@transaction.atomic
def create_account(person: Person, *, username: str = "", by: Actor, at: datetime) -> tuple[User, str]:
    """Make an account for a person; return it with its first password, which is kept nowhere."""
    if person.user_id:
        raise ValidationError(f"{person} đã có tài khoản.")
    password = fresh_password()
    user = new_account(person.full_name, username, password=password)
    person.user = user
    person.save(update_fields=["user"])
    history.record("account.created", person, by=by, at=at, label="Lập tài khoản", username=user.username)
    return user, password


def new_account(full_name: str, username: str = "", *, password: str | None) -> User:
    """Return a new account that must change its password; without a password nobody can sign in yet."""
    username = username.strip().lower() or suggest_username(full_name)
    if User.objects.filter(Q(username__iexact=username) | Q(single_sign_on=username)).exists():
        raise ValidationError(f"Tên đăng nhập {username} đã có người dùng.")
    user = User(username=username, must_change_password=True)
    user.set_password(password)
    user.full_clean()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as problem:
        raise ValidationError(f"Tên đăng nhập {username} đã có người dùng.") from problem
    return user


def renew_password(user: User) -> str:
    """Give an account a new first password, end its sessions and let it try again at once; return the password."""
    password = fresh_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    signing_in.end_sessions(user)
    throttle.clear(user.username)
    return password


@transaction.atomic
def reset_password(person: Person, *, by: Actor, at: datetime) -> str:
    """Give an account of somebody else a new first password and end its sessions; the password is kept nowhere."""
    _ensure_manageable(person, by)
    _ensure_not_own(person, by, "Hãy tự đổi mật khẩu của mình ở trang Đổi mật khẩu.")
    password = renew_password(person.user)
    history.record("account.reset", person, by=by, at=at, label="Đặt lại mật khẩu")
    return password


@transaction.atomic
def let_in(username: str, *, without_second_step: bool, at: datetime) -> str:
    """Do for the operator what nobody in a commune can: open an account and give it a first password; return that.

    The acts stand in the history of the first commune where its owner works, the new password in every other one too.
    """
    rows = Person.objects.with_scopes_disabled().filter(user__username=username).select_related("commune", "user")
    order = (F("left_on").desc(nulls_first=True), F("commune__training_for").asc(nulls_first=True), "pk")
    people = list(rows.order_by(*order))
    if not people:
        raise ValidationError(f"Không có tài khoản “{username}”, hoặc tài khoản không gắn với ai ở địa phương nào.")
    person, *others = people
    by = Actor.of_product(person.commune)
    with scope(commune=person.commune):
        if not person.user.is_active:
            unlock(person, by=by, at=at)
        if without_second_step:
            remove_second_factor(person, by=by, at=at)
        password = reset_password(person, by=by, at=at)
    for other in others:
        with scope(commune=other.commune):
            by = Actor.of_product(other.commune)
            history.record("account.reset", other, by=by, at=at, label="Đặt lại mật khẩu")
    return password


@transaction.atomic
def lock(person: Person, *, reason: str, by: Actor, at: datetime) -> None:
    """Close an account at once, sessions included."""
    _ensure_manageable(person, by)
    _ensure_not_own(person, by, "Không tự khóa tài khoản của chính mình.")
    if not reason.strip():
        raise ValidationError("Khóa tài khoản: hãy ghi rõ lý do.")
    if not _switch(person.user, active=False):
        raise ValidationError("Tài khoản đang bị khóa rồi.")
    signing_in.end_sessions(person.user)
    history.record("account.locked", person, by=by, at=at, label="Khóa tài khoản", reason=reason.strip())


@transaction.atomic
def unlock(person: Person, *, by: Actor, at: datetime) -> None:
    """Open a closed account."""
    _ensure_manageable(person, by)
    if not _switch(person.user, active=True):
        raise ValidationError("Tài khoản đang mở, không cần mở khóa.")
    throttle.clear(person.user.username)
    history.record("account.unlocked", person, by=by, at=at, label="Mở khóa tài khoản")


@transaction.atomic
def lift_throttle(person: Person, *, by: Actor, at: datetime) -> None:
    """Let somebody try again who mistyped the password too often."""
    _ensure_manageable(person, by)
    throttle.clear(person.user.username)
    history.record("account.throttle_lifted", person, by=by, at=at, label="Cho phép đăng nhập lại sau khi nhập sai")


@transaction.atomic
def remove_second_factor(person: Person, *, by: Actor, at: datetime) -> None:
    """Remove the codes and passkeys of somebody who lost the device, and end the sessions opened with them.

    The own ones are removed on one's own page, which asks for the password.
    """
    _ensure_manageable(person, by)
    _ensure_not_own(person, by, "Hãy tự gỡ xác thực hai bước của mình ở trang Bảo vệ đăng nhập.")
    drop_second_factor(person.user)
    history.record("account.second_factor_removed", person, by=by, at=at, label="Gỡ xác thực hai bước")


def drop_second_factor(user: User) -> None:
    """Remove the codes and passkeys of an account and end its sessions; refuse where it has none."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise ValidationError("Tài khoản không bật xác thực hai bước.")
    signing_in.end_sessions(user)


@transaction.atomic
def end_sessions(person: Person, *, by: Actor, at: datetime) -> int:
    """End every session of somebody else's account; return how many there were."""
    _ensure_manageable(person, by)
    _ensure_not_own(person, by, "Hãy tự kết thúc các phiên của mình ở trang Phiên đang mở.")
    ended = signing_in.end_sessions(person.user)
    if not ended:
        raise ValidationError("Tài khoản không có phiên nào đang mở.")
    history.record(
        "account.sessions_ended", person, by=by, at=at, label="Kết thúc mọi phiên của tài khoản", count=ended
    )
    return ended


@transaction.atomic
def link_single_sign_on(person: Person, name: str, *, by: Actor, at: datetime) -> None:
    """Say under which name an account comes from the province's single sign-on; none: it does not."""
    _ensure_manageable(person, by)
    name, user = name.strip().lower(), person.user
    if name == user.single_sign_on:
        return
    others = User.objects.exclude(pk=user.pk)
    if name and others.filter(Q(username__iexact=name) | Q(single_sign_on=name)).exists():
        raise ValidationError(f"Tên {name} là của một tài khoản khác.")
    before, user.single_sign_on = user.single_sign_on, name
    try:
        with transaction.atomic():
            user.save(update_fields=["single_sign_on"])
    except IntegrityError as problem:
        raise ValidationError(f"Tên {name} là của một tài khoản khác.") from problem
    changes = [["Tên trên hệ thống của tỉnh", before, name]]
    history.record("account.linked", person, by=by, at=at, label="Sửa tên trên hệ thống của tỉnh", changes=changes)


def of_single_sign_on(name: str) -> User | None:
    """Return the account that comes under a name from the province's single sign-on; never one of an operator.

    Only a name that somebody of the commune wrote down counts: an equal user name may be another person's there.
    """
    name = name.strip().lower()
    return User.objects.filter(is_staff=False, is_superuser=False, single_sign_on=name).first() if name else None


@transaction.atomic
def grant(
    person: Person,
    role: str,
    *,
    unit: Unit | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Membership:
    """Give a person a role between two dates, in a unit where the role is one of a unit."""
    held = Membership(person=person, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on)
    if unit and unit.commune_id != person.commune_id:
        raise ValidationError("Đơn vị không thuộc địa phương này.")
    held.full_clean()
    if _overlapping(held).exists():
        raise ValidationError(f"{person} đã giữ vai trò {held.get_role_display()} trong thời gian này.")
    held.save()
    history.record("role.granted", held, by=by, at=at, label="Giao vai trò", role=role, **_term(held))
    return held


@transaction.atomic
def end_role(held: Membership, *, on: date, by: Actor, at: datetime, reason: str = "") -> None:
    """Let a role be held to the end of a date; the last account manager of the commune stays."""
    if held.ends_on and held.ends_on <= on:
        raise ValidationError(f"Vai trò đã kết thúc ngày {held.ends_on:%d/%m/%Y}.")
    ensure_manager_remains(Membership.objects.filter(pk=held.pk))
    held.ends_on = on
    held.full_clean()
    held.save(update_fields=["ends_on"])
    history.record(
        "role.ended",
        held,
        by=by,
        at=at,
        label="Kết thúc vai trò",
        reason=reason.strip(),
        role=held.role,
        **_term(held),
    )


def ensure_manager_remains(leaving: QuerySet[Membership]) -> None:
    """Refuse that a commune loses its last open-ended role that manages accounts."""
    roles = [role for role, rights in GRANTS.items() if Can.MANAGE_ACCOUNTS in rights]
    staying = Membership.objects.filter(
        role__in=roles, ends_on=None, person__user__is_active=True, person__left_on=None
    ).exclude(pk__in=leaving.values("pk"))
    if leaving.filter(role__in=roles).exists() and not staying.exists():
        raise ValidationError("Đây là người quản trị duy nhất. Hãy giao vai trò quản trị cho người khác trước.")


def _ensure_manageable(person: Person, by: Actor) -> None:
    """Raise the reasons why a person's account cannot be managed here; for the operator there are none (`let_in`)."""
    if by.user is None and person.user is not None:
        return
    if problems := blockers_to_manage(person):
        raise ValidationError(problems)


def _ensure_not_own(person: Person, by: Actor, instead: str) -> None:
    """Raise what to do instead where the account is the actor's own."""
    if by.user is not None and person.user_id == by.user.pk:
        raise ValidationError(instead)


def _switch(user: User, *, active: bool) -> bool:
    """Open or close an account; say whether that changed anything."""
    changed = User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active)
    user.is_active = active
    return bool(changed)


def _overlapping(held: Membership):
    """Return the same roles of the same person whose terms touch the new one's."""
    rows = Membership.objects.filter(person=held.person, role=held.role)
    if held.role in UNIT_ROLES:
        rows = rows.filter(unit=held.unit)
    if held.starts_on:
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=held.starts_on))
    if held.ends_on:
        rows = rows.filter(Q(starts_on=None) | Q(starts_on__lte=held.ends_on))
    return rows


def _term(held: Membership) -> dict:
    """Return the term of a role as history keeps it."""
    return {
        "starts_on": held.starts_on.isoformat() if held.starts_on else "",
        "ends_on": held.ends_on.isoformat() if held.ends_on else "",
    }
