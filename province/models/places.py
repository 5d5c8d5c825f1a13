"""Provinces, the accounts that belong to them, and the communes that they look after."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from communes.models import Commune, User
from communes.rules import slugs


class Province(models.Model):
    """A province or city, as its department of home affairs works here and signs its papers."""

    slug = models.SlugField("tên trong địa chỉ", max_length=60, unique=True)
    name = models.CharField("tỉnh, thành phố", max_length=120)
    superior_body = models.CharField("cơ quan chủ quản in trên văn bản", max_length=200)
    body = models.CharField("cơ quan ban hành", max_length=200, default="Sở Nội vụ")
    symbol = models.CharField("chữ viết tắt trong ký hiệu văn bản", max_length=30, default="SNV")
    head_title = models.CharField("chức vụ người ký", max_length=120, default="Giám đốc")
    place_name = models.CharField("địa danh ghi trên văn bản", max_length=120)
    recipient = models.CharField("nơi nhận báo cáo", max_length=200)
    created_at = models.DateTimeField("lập lúc")
    second_step_roles = models.JSONField(
        "vai trò phải xác thực hai bước", default=list, db_default=[], blank=True, editable=False
    )

    class Meta:
        verbose_name = "tỉnh, thành phố"
        verbose_name_plural = "tỉnh, thành phố"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("province:home", args=[self.slug])

    def clean(self):
        """Refuse a slug that the addresses keep for themselves."""
        super().clean()
        if problem := slugs.taken(self.slug):
            raise ValidationError(problem)


class ProvinceRole(models.TextChoices):
    """What an account may be in a province."""

    ADMINISTRATOR = "administrator", "Quản trị cấp tỉnh"
    VIEWER = "viewer", "Người theo dõi"


class ProvinceMemberQuerySet(models.QuerySet):
    """Roles held in provinces."""

    def valid_on(self, on):
        """Return the roles held on a date."""
        return self.filter(Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))


class ProvinceMember(models.Model):
    """An account of a province between two dates. It is somebody in no commune."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="members", verbose_name="tỉnh, thành phố")
    user = models.ForeignKey(User, models.PROTECT, related_name="provinces", verbose_name="tài khoản")
    full_name = models.CharField("họ và tên", max_length=120)
    position = models.CharField("chức vụ", max_length=160, blank=True)
    role = models.CharField("vai trò", max_length=20, choices=ProvinceRole)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)

    objects = ProvinceMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "người của tỉnh"
        verbose_name_plural = "người của tỉnh"
        constraints = [
            models.UniqueConstraint(
                fields=["province", "user"],
                name="province_member_once_per_user",
                violation_error_message="Tài khoản này đã có trong danh sách của tỉnh.",
            ),
            models.CheckConstraint(
                name="province_member_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
        ]

    def __str__(self):
        return self.full_name


class ProvinceCommune(models.Model):
    """A commune that a province looks after. `administrator` is the account made with the commune from a list."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="communes", verbose_name="tỉnh, thành phố")
    commune = models.OneToOneField(Commune, models.PROTECT, related_name="+", verbose_name="địa phương")
    administrator = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản quản trị đã lập"
    )
    added_at = models.DateTimeField("đưa vào lúc")

    class Meta:
        verbose_name = "địa phương của tỉnh"
        verbose_name_plural = "địa phương của tỉnh"

    def __str__(self):
        return str(self.commune)

    def get_absolute_url(self):
        return reverse("province:commune", args=[self.province.slug, self.pk])
