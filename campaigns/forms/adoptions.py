"""Forms of adoptions, of consent and of pictures of exemplars."""

import django_filters as filters
from django import forms

from campaigns.models import Exemplar
from campaigns.services.exemplar_pictures import ACCEPT
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Unit
from kit.forms import KitForm, VnDateField


def _words(label: str, **given) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), **given)


class AdoptForm(KitForm):
    """Which unit takes an exemplar over, since when and how."""

    unit = forms.ModelChoiceField(label="Đơn vị áp dụng", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    started_on = VnDateField(label="Áp dụng từ ngày")
    way = _words("Cách áp dụng", required=False, help_text="Làm những việc gì, ở đâu, ai phụ trách.")

    def __init__(self, *args, units, **kwargs):
        """Offer the units; a single one stands there already."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        if len(units) == 1:
            self.fields["unit"].empty_label = None


class ResultForm(KitForm):
    """What an adoption brought."""

    result_on = VnDateField(label="Kết quả tính đến ngày")
    result = _words("Kết quả", help_text="Nêu số liệu trước và sau khi áp dụng.")


class EndForm(KitForm):
    """When an adoption ended, and why."""

    ended_on = VnDateField(label="Áp dụng đến hết ngày")
    reason = _words("Lý do kết thúc")


class ConsentForm(KitForm):
    """Who agreed that an exemplar stands on the public page."""

    consented_on = VnDateField(label="Đồng ý ngày")
    consented_by = forms.CharField(
        label="Ai đồng ý, bằng cách nào",
        max_length=300,
        help_text="Ví dụ: cá nhân ký phiếu đồng ý; thủ trưởng đơn vị đồng ý tại cuộc họp.",
    )


class PictureForm(KitForm):
    """A picture and the words that stand for it."""

    upload = forms.FileField(
        label="Ảnh",
        help_text="Tệp JPG hoặc PNG. Thông tin về nơi chụp, máy chụp trong tệp được bỏ đi.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    caption = forms.CharField(
        label="Chú thích", max_length=200, help_text="Nói rõ ảnh chụp gì, để người không xem được ảnh cũng biết."
    )


class AdoptionFilter(KitFilterSet):
    """By the exemplar's kind, the adopting unit, and whether it goes on."""

    kind = filters.ChoiceFilter(
        label="Loại", field_name="exemplar__kind", choices=Exemplar.Kind.choices, empty_label="Tất cả"
    )
    unit = filters.ModelChoiceFilter(
        label="Đơn vị áp dụng",
        empty_label="Tất cả",
        queryset=lambda request: Unit.objects.within(request.actor).for_list(),
    )
    state = ChoiceFilter(
        label="Tình trạng", choices=[("running", "Đang áp dụng"), ("ended", "Đã kết thúc")], method="by_state"
    )

    def by_state(self, rows, name, value):
        """Keep the adoptions that go on, or those that have ended."""
        return rows.filter(ended_on__isnull=value == "running") if value else rows


class BulletinFilter(KitFilterSet):
    """By kind and unit."""

    kind = filters.ChoiceFilter(label="Loại", choices=Exemplar.Kind.choices, empty_label="Tất cả")
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.all().for_list()
    )
