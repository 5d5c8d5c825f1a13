"""Forms of the unit's review meetings."""

from datetime import datetime, time

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from awards.models import Nomination, UnitReview
from campaigns.forms.unit_reports import words
from communes.forms.filters import ChoiceFilter, KitFilterSet, VnDateFilter
from communes.models import Unit
from kit.forms import KitForm, VnDateField, speak_vietnamese
from kit.shared import SharedRecord


class ReviewFilter(KitFilterSet):
    """By unit, whether it was concluded, and between which days."""

    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )
    state = ChoiceFilter(
        label="Kết luận", choices=[("open", "Chưa kết luận"), ("concluded", "Đã kết luận")], method="by_state"
    )
    since = VnDateFilter(label="Từ ngày", field_name="held_at__date", lookup_expr="gte")
    until = VnDateFilter(label="Đến ngày", field_name="held_at__date", lookup_expr="lte")

    def by_state(self, rows, name, value):
        """Keep the meetings without a conclusion, or those with one."""
        return rows.filter(concluded_at__isnull=value == "open")


class ReviewForm(SharedRecord, KitForm):
    """When, where and by whom a review meeting was held, who was there, what was said."""

    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    held_on = VnDateField(label="Ngày họp")
    begins = forms.TimeField(label="Bắt đầu lúc", widget=forms.TextInput(attrs={"placeholder": "giờ:phút"}))
    ends = forms.TimeField(
        label="Kết thúc lúc", required=False, widget=forms.TextInput(attrs={"placeholder": "giờ:phút"})
    )
    place = forms.CharField(label="Địa điểm", max_length=200)
    chaired_by = forms.CharField(label="Chủ trì", max_length=160)
    secretary = forms.CharField(label="Thư ký", max_length=160)
    members_total = forms.IntegerField(label="Tổng số người của đơn vị", min_value=1, max_value=9999)
    members_present = forms.IntegerField(label="Số người có mặt", min_value=1, max_value=9999)
    absent_words = forms.CharField(
        label="Vắng mặt, lý do", max_length=400, required=False, help_text="Ghi họ tên và lý do khi có người vắng."
    )
    discussion = words("Nội dung thảo luận", rows=6)
    layout = Layout(
        "unit", Row(Column("held_on"), Column("begins"), Column("ends")), "place",
        Row(Column("chaired_by"), Column("secretary")), Row(Column("members_total"), Column("members_present")),
        "absent_words", "discussion",
    )  # fmt: skip

    def __init__(self, *args, units, review: UnitReview | None = None, **kwargs):
        initial = _as_typed(review) if review else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.units = units
        self.fields["unit"].queryset = units
        if review or len(units) == 1:
            del self.fields["unit"]
            self.helper.layout.pop(0)

    def facts(self) -> dict:
        """Return what the service needs, the unit apart."""
        given = dict(self.cleaned_data)
        given.pop("unit", None)
        day, begins, ends = given.pop("held_on"), given.pop("begins"), given.pop("ends")
        return given | {"held_at": _moment(day, begins), "ended_at": _moment(day, ends) if ends else None}

    def chosen_unit(self) -> Unit:
        """Return the unit that met."""
        return self.cleaned_data.get("unit") or self.units[0]


def _moment(day, clock: time) -> datetime:
    """Return a local moment."""
    return timezone.make_aware(datetime.combine(day, clock))


def _as_typed(review: UnitReview) -> dict:
    """Return the facts of a meeting as the form asks for them."""
    begins = timezone.localtime(review.held_at)
    ends = timezone.localtime(review.ended_at) if review.ended_at else None
    names = ("place", "chaired_by", "secretary", "members_total", "members_present", "absent_words", "discussion")
    return {name: getattr(review, name) for name in names} | {
        "held_on": begins.date(), "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}" if ends else "",
    }  # fmt: skip


class VotesForm(KitForm):
    """How the meeting voted on each nominee; a nominee left empty was not voted on."""

    COUNTS = (("for", "Tán thành"), ("against", "Không tán thành"), ("blank", "Không có ý kiến"))

    def __init__(self, *args, nominees: list[Nomination], votes: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.nominees, self.voted = nominees, set(votes)
        for each in nominees:
            row = votes.get(each.pk)
            for name, label in self.COUNTS:
                self.fields[f"{name}-{each.pk}"] = forms.IntegerField(
                    label=label, required=False, min_value=0, max_value=9999,
                    initial=getattr(row, f"votes_{name}") if row else None,
                )  # fmt: skip
            self.fields[f"remark-{each.pk}"] = forms.CharField(
                label="Ghi chú", required=False, max_length=300, initial=row.remark if row else ""
            )
            for name in ("for", "against", "blank", "remark"):
                speak_vietnamese(field := self.fields[f"{name}-{each.pk}"])
                field.place = each.nominee

    def blocks(self) -> list[dict]:
        """Return each nominee with the bound fields, and whether votes stand there already."""
        return [
            {
                "nomination": each,
                "voted": each.pk in self.voted,
                "fields": [self[f"{name}-{each.pk}"] for name in ("for", "against", "blank", "remark")],
            }
            for each in self.nominees
        ]

    def clean(self):
        """Refuse a remark without the votes that it is about."""
        for each in self.nominees:
            if not self._counted(each) and self.cleaned_data.get(f"remark-{each.pk}"):
                self.add_error(f"for-{each.pk}", "Hãy ghi số phiếu, hoặc bỏ ghi chú.")
        return self.cleaned_data

    def _counted(self, nominee: Nomination) -> bool:
        """Say whether a count was typed for a nominee."""
        return any(self[f"{name}-{nominee.pk}"].data for name, _ in self.COUNTS)

    def emptied(self) -> list[Nomination]:
        """Return the nominees whose votes the page showed (`shown`) and from whom they were taken off on it."""
        shown = set(self.data.getlist("shown"))
        return [each for each in self.nominees if str(each.pk) in shown and not self._counted(each)]

    def given(self) -> list[tuple[Nomination, dict]]:
        """Return the votes on each nominee that was voted on."""
        found = []
        for each in filter(self._counted, self.nominees):
            counts = {f"votes_{name}": self.cleaned_data[f"{name}-{each.pk}"] or 0 for name, _ in self.COUNTS}
            found.append((each, counts | {"remark": self.cleaned_data[f"remark-{each.pk}"]}))
        return found


class ConclusionForm(KitForm):
    """The conclusion of a meeting."""

    conclusion = forms.CharField(
        label="Kết luận của cuộc họp", max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
