"""Provinces and their accounts: making, resetting, ending."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communes import throttle
from communes.models import User
from communes.services import signing_in
from communes.services.accounts import drop_second_factor, fresh_password, new_account, renew_password
from province.access import Visitor
from province.models import Province, ProvinceMember, ProvinceRole
from province.services import acts


@transaction.atomic
def create_province(*, slug: str, name: str, at: datetime, **facts) -> Province:
    """Make a province; what its papers need and is not given follows from its name."""
    capital = facts.pop("place_name", "") or name.removeprefix("tỉnh ").removeprefix("thành phố ")
    committee = f"Ủy ban nhân dân {name}"
    province = Province(
        slug=slug, name=name, place_name=capital, created_at=at,
        **{"superior_body": committee, "recipient": committee, **facts},
    )  # fmt: skip
    province.full_clean()
    province.save()
    acts.record("province.created", by=Visitor.of_operator(province), at=at, label="Lập tỉnh, thành phố", about=name)
    return province


@transaction.atomic
def add(
    province: Province, *, full_name: str, role: str, position: str = "", username: str = "", by: Visitor, at: datetime
) -> tuple[ProvinceMember, str]:
    """Make an account for somebody of the province; return it with its first password, which is kept nowhere.

    Always a new account: one that works in a commune is never given the province as well.
    """
    password = fresh_password()
    member = ProvinceMember(
        province=province, user=new_account(full_name, username, password=password), full_name=full_name.strip(),
        position=position.strip(), role=role, starts_on=timezone.localdate(at),
    )  # fmt: skip
    member.full_clean()
    member.save()
    label = f"Lập tài khoản {member.user.username}, vai trò {member.get_role_display()}"
    acts.record("member.added", by=by, at=at, label=label, about=member.full_name)
    return member, password


@transaction.atomic
def end(member: ProvinceMember, *, by: Visitor, at: datetime) -> None:
    """Close an account of the province at once; the last administrator stays."""
    _ensure_not_own(member, by)
    _ensure_holds(member)
    others = ProvinceMember.objects.select_for_update().filter(
        province=member.province, role=ProvinceRole.ADMINISTRATOR, ends_on=None
    )
    if member.role == ProvinceRole.ADMINISTRATOR and not others.exclude(pk=member.pk).exists():
        raise ValidationError("Đây là người quản trị duy nhất của tỉnh. Hãy lập người quản trị khác trước.")
    member.ends_on = timezone.localdate(at)
    member.save(update_fields=["ends_on"])
    User.objects.filter(pk=member.user_id).update(is_active=False)
    signing_in.end_sessions(member.user)
    acts.record("member.ended", by=by, at=at, label="Kết thúc vai trò, khóa tài khoản", about=member.full_name)


@transaction.atomic
def reset(member: ProvinceMember, *, by: Visitor, at: datetime) -> str:
    """Give somebody else's account of the province a new first password; it is kept nowhere."""
    _ensure_not_own(member, by)
    _ensure_holds(member)
    password = renew_password(member.user)
    acts.record("member.reset", by=by, at=at, label="Đặt lại mật khẩu", about=member.full_name)
    return password


@transaction.atomic
def lift_throttle(member: ProvinceMember, *, by: Visitor, at: datetime) -> None:
    """Let somebody try again who mistyped the password too often."""
    _ensure_not_own(member, by)
    _ensure_holds(member)
    throttle.clear(member.user.username)
    label = "Cho phép đăng nhập lại sau khi nhập sai"
    acts.record("member.throttle_lifted", by=by, at=at, label=label, about=member.full_name)


@transaction.atomic
def remove_second_step(member: ProvinceMember, *, by: Visitor, at: datetime) -> None:
    """Remove the codes and passkeys of somebody else who lost the device, and end the sessions opened with them."""
    _ensure_not_own(member, by)
    _ensure_holds(member)
    drop_second_factor(member.user)
    acts.record("member.second_step_removed", by=by, at=at, label="Gỡ xác thực hai bước", about=member.full_name)


@transaction.atomic
def demand_second_step(province: Province, roles: list[str], *, by: Visitor, at: datetime) -> None:
    """Say of which roles the province demands a second step from now on; none of the others."""
    wanted = [role for role in ProvinceRole.values if role in roles]
    if wanted == province.second_step_roles:
        return
    before, province.second_step_roles = province.second_step_roles, wanted
    province.save(update_fields=["second_step_roles"])
    told = " → ".join(signing_in.roles_told(each, choices=ProvinceRole) for each in (before, wanted))
    about = f"Vai trò phải xác thực hai bước: {told}"
    acts.record("province.second_step", by=by, at=at, label="Sửa quy định đăng nhập", about=about)


def without_second_step(province: Province, *, on: date) -> list[ProvinceMember]:
    """Return who holds a role in a province on a date, may sign in and has no second step."""
    rows = province.members.valid_on(on).filter(user__is_active=True).exclude(signing_in.has_second_step("user"))
    return list(rows.order_by("full_name", "pk"))


def tell(user: User, action: str, label: str, *, at: datetime, by_user: bool) -> None:
    """Write what happened to an account into the history of the provinces where its owner holds a role."""
    rows = ProvinceMember.objects.valid_on(timezone.localdate(at)).filter(user=user)
    for member in rows.select_related("province").order_by("pk"):
        by = Visitor(member.province, user, member) if by_user else Visitor.of_product(member.province)
        acts.record(action, by=by, at=at, label=label, about=member.full_name)


def _ensure_holds(member: ProvinceMember) -> None:
    """Refuse what is done with an account whose role has ended."""
    if member.ends_on is not None:
        raise ValidationError(f"{member} đã thôi vai trò này.")


def _ensure_not_own(member: ProvinceMember, by: Visitor) -> None:
    """Refuse what nobody may do with the own account."""
    if by.user is not None and by.user.pk == member.user_id:
        raise ValidationError("Không tự làm việc này với tài khoản của chính mình.")
