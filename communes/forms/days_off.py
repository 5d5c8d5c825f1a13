"""Forms of the calendar of days off."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import DayOff
from communes.rules.holidays import Proposal, beside_national_day
from kit.forms import KitForm, KitModelForm
from kit.shared import SharedRecord
from kit.vietnamese import vn_date

FIRST_YEAR, LAST_YEAR = 2020, 2100
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class DayOffFilter(KitFilterSet):
    """By kind and words of the name."""

    kind = ChoiceFilter(label="Loại", choices=DayOff.Kind.choices)
    q = filters.CharFilter(label="Tìm theo tên", field_name="name", lookup_expr="icontains")


class DayOffForm(SharedRecord, KitModelForm):
    """One day of the calendar."""

    layout = Layout(Row(Column("day"), Column("kind")), "name", "source")

    class Meta:
        model = DayOff
        fields = ["day", "kind", "name", "source"]
        help_texts = {
            "kind": "“Ngày làm bù” là thứ Bảy hoặc Chủ nhật mà cơ quan làm việc.",
            "source": "Văn bản cho nghỉ hoặc hoán đổi ngày làm việc, nếu có.",
        }


class YearForm(KitForm):
    """Which year, and which day beside Quốc khánh."""

    beside = forms.ChoiceField(label="Ngày nghỉ liền kề Quốc khánh")

    def __init__(self, *args, year: int, **kwargs):
        """Offer the day before and the day after."""
        super().__init__(*args, **kwargs)
        before, after = beside_national_day(year)
        self.fields["beside"].initial = before.isoformat()
        self.fields["beside"].choices = [
            (before.isoformat(), f"{vn_date(before)}, ngày trước"),
            (after.isoformat(), f"{vn_date(after)}, ngày sau"),
        ]


class ProposalForm(KitForm):
    """Which of the proposed days a person confirms."""

    days = forms.MultipleChoiceField(
        label="Ngày đề xuất, cần xác nhận", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một ngày để xác nhận."},
    )  # fmt: skip

    def __init__(self, *args, proposals: list[Proposal], **kwargs):
        """Offer the days, none of them chosen beforehand."""
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        self.fields["days"].choices = [(each.day.isoformat(), told(each)) for each in proposals]

    def chosen(self) -> list[Proposal]:
        """Return the confirmed proposals."""
        days = set(self.cleaned_data["days"])
        return [each for each in self.proposals if each.day.isoformat() in days]


def told(proposal: Proposal) -> str:
    """Say what is proposed: the weekday, the date, the name and the law."""
    weekday = WEEKDAYS[proposal.day.weekday()]
    begun = weekday[:1].upper() + weekday[1:]
    return f"{begun}, {vn_date(proposal.day)}: {proposal.name} ({proposal.source})"
