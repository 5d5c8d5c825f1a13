"""What narrows the award book and the certificate register, and the forms of the register."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import Q

from awards.models import Certificate, DecisionLine
from awards.rules.kinds import Award
from awards.services import book
from campaigns.models import Campaign
from campaigns.planfile.words import Subject
from communes.forms.filters import ChoiceFilter, KitFilterSet, YearFilter
from communes.models import Person, Unit
from kit.forms import KitForm, VnDateField
from kit.vietnamese import fold


def _campaigns(request):
    """Return the campaigns that the actor may choose."""
    return Campaign.objects.within(request.actor).order_by("name", "pk")


def _units(request):
    """Return every unit: the book names them all."""
    return Unit.objects.for_list()


def _people(request):
    """Return the people in the part of the book that the actor may see."""
    seen = book.lines(request.actor).exclude(nomination__person=None)
    return Person.objects.filter(pk__in=seen.values("nomination__person")).order_by("sort_key", "pk")


class BookFilter(KitFilterSet):
    """By name, year, award, subject, unit, person, campaign, and how a line stands."""

    q = filters.CharFilter(label="Tìm theo tên", method="by_words")
    year = YearFilter(label="Năm", field_name="decision__issued_on__year")
    award = ChoiceFilter(label="Hình thức, danh hiệu", choices=Award.choices)
    subject = ChoiceFilter(label="Đối tượng", choices=Subject.choices)
    unit = filters.ModelChoiceFilter(label="Đơn vị", empty_label="Tất cả", queryset=_units, method="by_unit")
    person = filters.ModelChoiceFilter(
        label="Cá nhân", empty_label="Tất cả", queryset=_people, field_name="nomination__person"
    )
    campaign = filters.ModelChoiceFilter(
        label="Phong trào", empty_label="Tất cả", queryset=_campaigns, field_name="decision__campaign"
    )
    standing = ChoiceFilter(label="Hiệu lực", choices=DecisionLine.Standing.choices, method="by_standing")

    def by_words(self, rows, name, value):
        """Keep the lines whose name holds the words, with or without diacritics."""
        return rows.filter(folded__contains=fold(value))

    def by_unit(self, rows, name, value):
        """Keep the lines of a unit: its own, and those of the people whom it proposed."""
        return rows.filter(Q(nomination__unit=value) | Q(nomination__collective=value))

    def by_standing(self, rows, name, value):
        """Keep the lines that stand one way, as far as the actor may know."""
        return book.by_standing(rows, value, self.request.actor)


class HigherFilter(KitFilterSet):
    """By year, award and campaign of what was proposed to higher authorities."""

    year = YearFilter(label="Năm gửi", field_name="proposal__sent_on__year")
    award = ChoiceFilter(label="Hình thức, danh hiệu", choices=Award.choices, field_name="nomination__award")
    campaign = filters.ModelChoiceFilter(
        label="Phong trào", empty_label="Tất cả", queryset=_campaigns, field_name="proposal__campaign"
    )


class CertificateFilter(KitFilterSet):
    """By name or code, state, year and number of the decision, and campaign."""

    q = filters.CharFilter(label="Tìm theo tên hoặc mã tra cứu", method="by_words")
    status = ChoiceFilter(label="Trạng thái", choices=Certificate.Status.choices)
    year = YearFilter(label="Năm", field_name="line__decision__issued_on__year")
    number = filters.NumberFilter(label="Số quyết định", field_name="line__decision__number", decimal_places=0)
    campaign = filters.ModelChoiceFilter(
        label="Phong trào", empty_label="Tất cả", queryset=_campaigns, field_name="line__decision__campaign"
    )

    def by_words(self, rows, name, value):
        """Keep the certificates whose name holds the words, or whose code is given."""
        return rows.filter(Q(line__folded__contains=fold(value)) | Q(code__iexact=value.strip()))


class PrintForm(KitForm):
    """On which sheets certificates were printed."""

    stock = forms.CharField(
        label="Phôi đã dùng", max_length=120, help_text="Ví dụ: Phôi giấy khen khổ A3, lô nhập tháng 5/2026."
    )
    note = forms.CharField(
        label="Ghi chú",
        max_length=300,
        required=False,
        help_text="Bắt buộc khi in lại: hỏng phôi, lệch dòng…",
    )


class HandOverForm(KitForm):
    """When certificates were handed over, and to whom."""

    layout = Layout(Row(Column("handed_on"), Column("handed_to")))

    handed_on = VnDateField(label="Ngày trao")
    handed_to = forms.CharField(
        label="Người nhận",
        max_length=160,
        required=False,
        help_text="Để trống: trao cho chính tập thể, cá nhân được khen.",
    )
