"""Which communes a province looks after: taking in, leaving out, new ones with the account of their administrator."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scope

from communes import history
from communes.access import Actor
from communes.models import Commune, Membership, Person, Role, User
from communes.models.places import ABOVE_THE_COMMUNE
from communes.services.accounts import new_account, renew_password
from kit.vietnamese import fold, sort_key
from province.access import Visitor
from province.models import Province, ProvinceCommune
from province.services import acts

NEVER_SIGNED_IN = {
    "administrator__last_login": None, "administrator__must_change_password": True, "administrator__is_active": True,
}  # fmt: skip
# Making the digest of a password takes part of a second on purpose.
AT_ONCE = 10


def bare(name: str) -> str:
    """Return the name of a province without its kind and its marks, for comparing; the kind may lack its marks too."""
    rest = fold(ABOVE_THE_COMMUNE.sub("", name.strip(), count=1))
    return rest.removeprefix("tinh ").removeprefix("thanh pho ")


def candidates(province: Province) -> list[Commune]:
    """Return the communes that name this province in their own settings and belong to none yet."""
    taken = ProvinceCommune.objects.values("commune")
    rows = Commune.objects.filter(training_for=None).exclude(pk__in=taken).exclude(province="").order_by("name", "pk")
    return [each for each in rows if bare(each.province) == bare(province.name)]


@transaction.atomic
def take_in(province: Province, commune: Commune, *, by: Visitor, at: datetime, **facts) -> ProvinceCommune:
    """Let a province look after a commune that names it; whoever runs the machine may add any.

    The commune's own words decide, so that no province takes in a commune of another.
    """
    if commune.is_training:
        raise ValidationError("Khu tập huấn không thuộc tỉnh nào.")
    if by.member is not None and bare(commune.province) != bare(province.name):
        raise ValidationError(f"{commune}: phần thông tin địa phương không ghi {province}.")
    try:
        with transaction.atomic():
            row = ProvinceCommune.objects.create(province=province, commune=commune, added_at=at, **facts)
    except IntegrityError as problem:
        raise ValidationError(f"{commune} đã thuộc một tỉnh, thành phố.") from problem
    acts.record("commune.added", by=by, at=at, label="Đưa địa phương vào danh sách", about=str(commune))
    label = f"{province.body} {province} bắt đầu theo dõi những gì địa phương đã gửi lên, đã công bố"
    acts.tell_commune("commune.in_province", commune, by=by, at=at, label=label)
    return row


@transaction.atomic
def leave_out(row: ProvinceCommune, *, by: Visitor, at: datetime) -> None:
    """Stop looking after a commune; nothing of the commune changes. A new one is handed over first.

    Its row alone knows the account that gets in: without it nobody would ever be given a password for the commune.
    """
    commune, province = row.commune, row.province
    if to_hand_over(province).filter(pk=row.pk).exists():
        raise ValidationError(
            f"{commune}: người quản trị chưa đăng nhập lần nào. Hãy giao tài khoản và đợi người đó đăng nhập; "
            "thôi theo dõi bây giờ thì không còn cách cấp mật khẩu để vào địa phương này."
        )
    row.delete()
    acts.record("commune.removed", by=by, at=at, label="Bỏ địa phương khỏi danh sách", about=str(commune))
    label = f"{province.body} {province} thôi theo dõi địa phương"
    acts.tell_commune("commune.out_of_province", commune, by=by, at=at, label=label)


@transaction.atomic
def create(
    province: Province, *, kind: str, name: str, slug: str, place_name: str, administrator: str, position: str = "",
    username: str = "", by: Visitor, at: datetime,
) -> ProvinceCommune:  # fmt: skip
    """Make a commune of the province with the person and the account that administer it; nobody can sign in yet."""
    commune = Commune(
        slug=slug, kind=kind, name=name, province=province.name, place_name=place_name or name,
        upward_recipient=f"{province.body} {province}",
    )  # fmt: skip
    commune.full_clean()
    try:
        with transaction.atomic():
            commune.save()
    except IntegrityError as problem:
        raise ValidationError(f"Tên trong địa chỉ “{slug}” vừa có địa phương khác dùng.") from problem
    user = new_account(administrator, username, password=None)
    product = Actor.of_product(commune)
    with scope(commune=commune):
        history.record("commune.created", commune, by=by.towards(commune), at=at, label="Lập địa phương")
        person = Person.objects.create(
            commune=commune, user=user, full_name=administrator, position=position,
            folded=fold(administrator)[:160], sort_key=sort_key(administrator)[:400],
        )  # fmt: skip
        history.record("account.created", person, by=product, at=at, label="Lập tài khoản", username=user.username)
        held = Membership(person=person, role=Role.ADMINISTRATOR, starts_on=timezone.localdate(at))
        held.full_clean()
        held.save()
        history.record("role.granted", held, by=product, at=at, label="Giao vai trò", role=held.role)
    return take_in(province, commune, by=by, at=at, administrator=user)


def to_hand_over(province: Province):
    """Return the new communes whose administrator has never signed in and is not locked out.

    Each says whether a password was `given` before; those without one come first, of them the first made.
    """
    rows = ProvinceCommune.objects.filter(province=province, administrator__isnull=False, **NEVER_SIGNED_IN)
    given = ~Q(administrator__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return rows.annotate(given=given).select_related("commune", "administrator").order_by("given", "added_at", "pk")


@transaction.atomic
def hand_over(rows: Iterable[ProvinceCommune], *, by: Visitor, at: datetime) -> list[tuple[ProvinceCommune, str]]:
    """Give the administrators of new communes first passwords, kept nowhere; who signed in once is left alone."""
    given, rows = [], list(rows)
    if not 1 <= len(rows) <= AT_ONCE:
        raise ValidationError(f"Chọn ít nhất một địa phương đang chờ, nhiều nhất {AT_ONCE} địa phương mỗi lần.")
    for row in rows:
        user = User.objects.select_for_update().get(pk=row.administrator_id)
        if user.last_login is not None or not user.must_change_password:
            raise ValidationError(f"{row.commune}: người quản trị đã đăng nhập nên không cấp lại được ở đây.")
        password = renew_password(user)
        acts.record("commune.handed_over", by=by, at=at, label="Cấp mật khẩu lần đầu", about=str(row.commune))
        acts.tell_commune("account.first_password", row.commune, by=by, at=at,
                          label=f"Cấp mật khẩu lần đầu cho tài khoản {user.username}")  # fmt: skip
        given.append((row, password))
    return given
