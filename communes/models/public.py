"""Which pages of a commune anybody may read without signing in."""

from django.db import models
from django.db.models import Q

from communes.models.places import Commune
from communes.models.scoping import ScopedQuerySet


class PublicPageQuerySet(ScopedQuerySet):
    """Public pages of the open commune."""

    unit_path = None

    def opened(self):
        """Return the pages that are open now."""
        return self.filter(is_open=True)


class PublicPage(models.Model):
    """One kind of public page of a commune: closed until somebody opens it, closed again at any time."""

    class Key(models.TextChoices):
        PLANS = "ke-hoach", "Kế hoạch thi đua"
        AWARDS = "khen-thuong", "Kết quả khen thưởng"
        EXEMPLARS = "dien-hinh", "Điển hình, mô hình"
        POSTINGS = "danh-sach", "Danh sách lấy ý kiến"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="public_pages")
    key = models.CharField("trang", max_length=20, choices=Key)
    is_open = models.BooleanField("đang mở", default=False)
    unlisted = models.BooleanField("không cho máy tìm kiếm ghi lại", default=True)
    changed_at = models.DateTimeField("mở, đóng lúc")
    changed_by = models.CharField("người mở, đóng", max_length=160)

    objects = PublicPageQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "trang công khai"
        verbose_name_plural = "trang công khai"
        constraints = [
            models.UniqueConstraint(fields=["commune", "key"], name="public_page_once_in_commune"),
            models.CheckConstraint(
                name="public_page_of_a_known_kind",
                condition=Q(key__in=["ke-hoach", "khen-thuong", "dien-hinh", "danh-sach"]),
            ),
        ]

    def __str__(self):
        return f"Trang công khai: {self.get_key_display()}"

    @property
    def history_root(self):
        """The commune whose page it is."""
        return self.commune
