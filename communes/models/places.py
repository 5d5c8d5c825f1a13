"""Communes and their units."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from communes.models.scoping import ScopedQuerySet
from communes.rules import slugs
from kit.vietnamese import fold

# The cities under the central government (Nghị quyết 202/2025/QH15).
CITIES = frozenset({"ha noi", "hai phong", "hue", "da nang", "ho chi minh", "can tho"})
ABOVE_THE_COMMUNE = re.compile(r"(?P<kind>(tỉnh|thành phố|tp)(?=\s)|tp\.)\s*(?=\S)", re.IGNORECASE)


class Commune(models.Model):
    """A xã, phường or đặc khu and how its papers name it."""

    class Kind(models.TextChoices):
        XA = "xa", "xã"
        PHUONG = "phuong", "phường"
        DAC_KHU = "dac_khu", "đặc khu"

    slug = models.SlugField("tên trong địa chỉ", max_length=60, unique=True)
    kind = models.CharField("loại", max_length=10, choices=Kind, default=Kind.XA)
    name = models.CharField("tên", max_length=120)
    province = models.CharField("tỉnh, thành phố", max_length=120, blank=True)
    superior_body = models.CharField("cơ quan chủ quản in trên văn bản", max_length=200, blank=True)
    place_name = models.CharField("địa danh ghi trên văn bản", max_length=120)
    upward_recipient = models.CharField("nơi nhận báo cáo cấp trên", max_length=200, blank=True)
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    training_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="training_grounds",
        verbose_name="là khu tập huấn của",
    )  # fmt: skip
    training_closed_at = models.DateTimeField("khu tập huấn đóng lúc", null=True, blank=True, editable=False)
    second_step_roles = models.JSONField("vai trò phải xác thực hai bước", default=list, blank=True, editable=False)

    class Meta:
        verbose_name = "địa phương"
        verbose_name_plural = "địa phương"
        constraints = [
            models.UniqueConstraint(
                fields=["training_for"],
                condition=Q(training_closed_at=None),
                name="one_open_training_ground_per_commune",
                violation_error_message="Địa phương này đang có một khu tập huấn mở.",
            ),
            models.CheckConstraint(
                name="only_training_grounds_are_closed",
                condition=Q(training_closed_at=None) | Q(training_for__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.name}"

    def get_absolute_url(self):
        return reverse("reports:home", args=[self.slug])

    def clean(self):
        """Refuse a slug that is the first word of an address outside any commune."""
        super().clean()
        if problem := slugs.taken(self.slug):
            raise ValidationError(problem)

    @property
    def is_training(self) -> bool:
        """Whether this is the training ground of another commune: nothing in it is real."""
        return self.training_for_id is not None

    @property
    def issuing_body(self) -> tuple[str, str]:
        """The two printed lines of the committee's name."""
        return ("ỦY BAN NHÂN DÂN", f"{self.get_kind_display()} {self.name}".upper())

    @property
    def committee(self) -> str:
        """The committee's name inside a sentence, e.g. "UBND xã Đồng Tâm"."""
        return f"UBND {self}"

    @property
    def province_kind(self) -> str:
        """What lies above the commune: "tỉnh", or "thành phố" under the central government."""
        told = ABOVE_THE_COMMUNE.match(self.province.strip())
        city = told["kind"].lower() != "tỉnh" if told else fold(self.province) in CITIES
        return "thành phố" if city else "tỉnh"

    @property
    def province_in_words(self) -> str:
        """The province as one addresses it: "tỉnh Hưng Yên", "thành phố Huế"; "tỉnh" where it is not known."""
        return f"{self.province_kind} {ABOVE_THE_COMMUNE.sub('', self.province.strip(), count=1)}".strip()


class UnitQuerySet(ScopedQuerySet):
    """Units of the open commune."""

    unit_path = "pk"

    def valid_on(self, on):
        """Return the units that exist on a date."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))

    def matching(self, words):
        """Return the units whose name or short name holds the words, with or without diacritics."""
        return self.filter(folded__contains=fold(words))

    def for_list(self):
        """Return the units in the order an office lists them."""
        return self.select_related("parent").order_by("kind_order", "position", "name")


class Unit(models.Model):
    """A body of the commune, or of a level above it, with the dates between which it exists."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "Ủy ban nhân dân, Hội đồng"
        OFFICE = "office", "Phòng, văn phòng, bộ phận chuyên môn"
        SERVICE = "service", "Trung tâm, đơn vị sự nghiệp"
        PARTY = "party", "Cơ quan Đảng"
        FRONT = "front", "Mặt trận và đoàn thể"
        RESIDENTIAL = "residential", "Thôn, xóm, tổ dân phố"
        OUTSIDE = "outside", "Cơ quan ngoài xã"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="units", verbose_name="địa phương")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="trực thuộc"
    )
    kind = models.CharField("loại", max_length=20, choices=Kind)
    kind_order = models.PositiveSmallIntegerField("thứ tự loại", default=0, editable=False)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên gọi tắt", max_length=60, blank=True)
    symbol = models.CharField("chữ viết tắt trong ký hiệu văn bản", max_length=30, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    valid_from = models.DateField("có từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    folded = models.CharField(max_length=260, editable=False, default="")

    objects = UnitQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "name"],
                name="unit_name_once_in_commune",
                violation_error_message="Đã có đơn vị mang tên này.",
            ),
            models.CheckConstraint(
                name="unit_valid_to_after_from",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("communes:unit", args=[self.commune.slug, self.pk])

    def exists_on(self, on) -> bool:
        """Say whether the unit exists on a date."""
        return (not self.valid_from or self.valid_from <= on) and (not self.valid_to or on <= self.valid_to)
