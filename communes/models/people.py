"""Users, people and the roles they hold."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from communes.models.places import Commune, Unit
from communes.models.scoping import ScopedQuerySet
from kit.vietnamese import fold


class User(AbstractUser):
    """Somebody who can sign in; who that is in a commune stands in Person."""

    must_change_password = models.BooleanField("phải đổi mật khẩu khi đăng nhập", default=False)
    single_sign_on = models.CharField("tên trên hệ thống của tỉnh", max_length=150, blank=True, default="")

    class Meta(AbstractUser.Meta):
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        constraints = [
            models.UniqueConstraint(
                fields=["single_sign_on"],
                condition=~Q(single_sign_on=""),
                name="user_once_in_single_sign_on",
                violation_error_message="Tên trên hệ thống của tỉnh này đã gắn với một tài khoản khác.",
            )
        ]


class PersonQuerySet(ScopedQuerySet):
    """People of the open commune."""

    def working_on(self, on):
        """Return the people who have not left by a date."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=on))

    def matching(self, words):
        """Return the people whose name holds the words, with or without diacritics."""
        return self.filter(folded__contains=fold(words))

    def named(self, full_name):
        """Return the people whose name is the same but for its marks and capitals ("Hòa", "Hoà", "Hoa"), with units."""
        return self.filter(folded=fold(full_name)[:160]).select_related("unit", "commune").order_by("sort_key", "pk")

    def for_list(self):
        """Return the people in the order of Vietnamese names, with what a list shows."""
        return self.select_related("unit", "user").order_by("sort_key", "pk")


class Person(models.Model):
    """A person of the commune's records, with or without an account."""

    class Gender(models.TextChoices):
        FEMALE = "female", "Nữ"
        MALE = "male", "Nam"

    class Category(models.TextChoices):
        CADRE = "cadre", "Cán bộ"
        CIVIL_SERVANT = "civil_servant", "Công chức"
        PUBLIC_EMPLOYEE = "public_employee", "Viên chức"
        WORKER = "worker", "Người lao động"
        PART_TIME = "part_time", "Người hoạt động không chuyên trách"
        RESIDENT = "resident", "Người dân"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="people", verbose_name="địa phương")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="tài khoản"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="đơn vị")
    full_name = models.CharField("họ và tên", max_length=120)
    gender = models.CharField("giới tính", max_length=10, choices=Gender, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    position = models.CharField("chức vụ", max_length=160, blank=True)
    category = models.CharField("nhóm", max_length=20, choices=Category, blank=True)
    joined_on = models.DateField("công tác từ ngày", null=True, blank=True)
    left_on = models.DateField("thôi công tác ngày", null=True, blank=True)
    folded = models.CharField(max_length=160, editable=False, default="")
    sort_key = models.CharField(max_length=400, editable=False, default="")

    objects = PersonQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "người"
        verbose_name_plural = "người"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "user"],
                name="person_one_per_user_and_commune",
                violation_error_message="Tài khoản này đã gắn với một người khác trong xã.",
            ),
            models.CheckConstraint(
                name="person_left_after_joined",
                condition=Q(joined_on=None) | Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                violation_error_message="Ngày thôi công tác phải từ ngày bắt đầu công tác trở đi.",
            ),
        ]
        indexes = [models.Index(fields=["commune", "sort_key"])]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return reverse("communes:person", args=[self.commune.slug, self.pk])


class Role(models.TextChoices):
    """What a person may be in a commune; one person may hold several."""

    ADMINISTRATOR = "administrator", "Quản trị"
    OFFICER = "officer", "Cán bộ cơ quan thường trực"
    LEADER = "leader", "Lãnh đạo duyệt, ký"
    CLERK = "clerk", "Văn thư"
    UNIT_HEAD = "unit_head", "Thủ trưởng đơn vị"
    UNIT_MEMBER = "unit_member", "Người nhập liệu của đơn vị"
    COUNCIL_CHAIR = "council_chair", "Chủ tịch Hội đồng"
    COUNCIL_VICE = "council_vice", "Phó Chủ tịch Hội đồng"
    COUNCIL_SECRETARY = "council_secretary", "Thư ký Hội đồng"
    COUNCIL_MEMBER = "council_member", "Ủy viên Hội đồng"
    INSPECTOR = "inspector", "Thành viên đoàn kiểm tra"
    READER = "reader", "Người xem"


UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.UNIT_MEMBER})
# The roles that sign, issue, vote or give out rights: of these a commune may demand a second step of signing in.
SENSITIVE_ROLES = (
    Role.ADMINISTRATOR,
    Role.LEADER,
    Role.CLERK,
    Role.COUNCIL_CHAIR,
    Role.COUNCIL_VICE,
    Role.COUNCIL_SECRETARY,
    Role.COUNCIL_MEMBER,
)


class MembershipQuerySet(ScopedQuerySet):
    """Roles held in the open commune."""

    commune_path = "person__commune"

    def valid_on(self, on):
        """Return the roles held on a date by people still at work; a unit's own roles lapse with the unit."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=on),
            Q(ends_on=None) | Q(ends_on__gte=on),
            Q(person__left_on=None) | Q(person__left_on__gt=on),
            ~Q(role__in=UNIT_ROLES) | Q(unit__valid_to=None) | Q(unit__valid_to__gte=on),
        )


class Membership(models.Model):
    """A role that a person holds, in a unit, between two dates."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name="người")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="đơn vị"
    )
    role = models.CharField("vai trò", max_length=20, choices=Role)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)

    objects = MembershipQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "vai trò"
        verbose_name_plural = "vai trò"
        constraints = [
            models.CheckConstraint(
                name="membership_unit_role_has_unit",
                condition=~Q(role__in=["unit_head", "unit_member"]) | Q(unit__isnull=False),
                violation_error_message="Vai trò của đơn vị phải ghi rõ đơn vị.",
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.get_role_display()}"

    @property
    def history_root(self):
        """The person, whose page shows the history of the roles."""
        return self.person
