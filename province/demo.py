"""An invented province over the five communes of the demo, with one account of each role."""

from collections.abc import Iterator

from django.utils import timezone

from communes.models import Commune, User
from province.access import Visitor
from province.models import Province, ProvinceMember, ProvinceRole
from province.services import communes, members
from reports.demo.beyond import ADDITIONS, Addition

SLUG, NAME = "mau", "tỉnh Mẫu"
PEOPLE = (
    ("tinhmau.quantri", ProvinceRole.ADMINISTRATOR, "Hà Văn Minh", "Trưởng phòng Thi đua, khen thưởng"),
    ("tinhmau.theodoi", ProvinceRole.VIEWER, "Phạm Thị Hồng", "Chuyên viên"),
)


def fill(slugs: list[str], hashed: str) -> str:
    """Make the province, its people and its list of communes; return its name."""
    at = timezone.now()
    province = members.create_province(slug=SLUG, name=NAME, at=at)
    by = Visitor.of_operator(province)
    for username, role, full_name, position in PEOPLE:
        given = {"full_name": full_name, "position": position, "role": role, "username": username}
        member, _ = members.add(province, **given, by=by, at=at)
        User.objects.filter(pk=member.user_id).update(password=hashed, must_change_password=False)
    for commune in Commune.objects.filter(slug__in=slugs).order_by("slug"):
        communes.take_in(province, commune, by=by, at=at)
    return NAME


def sign_ins() -> Iterator[tuple[str, str, str]]:
    """Yield address, role and user name of the accounts, where the province is there."""
    for province in Province.objects.filter(slug=SLUG):
        rows = ProvinceMember.objects.filter(province=province, user__username__in=[each[0] for each in PEOPLE])
        for role, username in rows.order_by("role", "pk").values_list("role", "user__username"):
            yield f"tinh/{SLUG}", f"province_{role}", username


ADDITIONS.append(Addition(fill, sign_ins))
