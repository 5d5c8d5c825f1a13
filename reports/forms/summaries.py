"""Forms of summaries."""

import django_filters as filters
from django import forms

from campaigns.models import Campaign
from campaigns.planfile.words import ReviewKind
from communes.forms.filters import ChoiceFilter, KitFilterSet
from kit.forms import KitForm, VnDateField
from reports.models import SECTIONS, Summary


class SummaryFilter(KitFilterSet):
    """By kind, state and year."""

    kind = ChoiceFilter(label="Loại báo cáo", choices=ReviewKind.choices)
    status = ChoiceFilter(label="Trạng thái", choices=Summary.Status.choices)
    year = filters.NumberFilter(label="Năm", decimal_places=0)


class StartForm(KitForm):
    """Which summary to open: interim or final, and of which year where the campaign has several."""

    kind = forms.ChoiceField(label="Loại báo cáo", choices=ReviewKind.choices)
    year = forms.TypedChoiceField(
        label="Của năm", coerce=int, empty_value=None, required=False,
        help_text="Chọn năm nếu chỉ báo cáo kết quả của một năm.",
    )  # fmt: skip

    def __init__(self, *args, campaign: Campaign, **kwargs):
        super().__init__(*args, **kwargs)
        if campaign.status == Campaign.Status.SUMMING_UP:
            self.fields["kind"].initial = ReviewKind.FINAL
        years = range(campaign.starts_on.year, campaign.ends_on.year + 1) if campaign.starts_on else []
        self.fields["year"].choices = [("", "Cả phong trào"), *((year, str(year)) for year in years)]


class SectionsForm(KitForm):
    """Every section of a summary as a text box, with the revision that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, summary: Summary, **kwargs):
        kwargs.setdefault("initial", {**summary.sections, "version": summary.revision})
        super().__init__(*args, **kwargs)
        for key, title in SECTIONS.items():
            self.fields[key] = forms.CharField(
                label=title,
                required=False,
                initial=summary.sections.get(key, ""),
                max_length=40_000,
                widget=forms.Textarea(attrs={"rows": 8}),
                help_text="Mỗi đoạn một dòng; dòng bắt đầu bằng “- ” in thành gạch đầu dòng.",
            )

    def sections(self) -> dict[str, str]:
        """Return the sections that were sent."""
        return {key: self.cleaned_data[key] for key in SECTIONS if key in self.data}


class IssueForm(KitForm):
    """Number, date and signer of an issued paper."""

    number = forms.IntegerField(label="Số", min_value=1, help_text="Số tiếp theo của sổ văn bản đi đã điền sẵn.")
    issued_on = VnDateField(label="Ngày ban hành")
    signed_by = forms.CharField(label="Họ và tên người ký", max_length=160, required=False)
