"""What is asked when a campaign is begun, copied, issued, amended, and when a doubt is settled."""

import django_filters
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import Q

from campaigns.forms.plan_sections import Choices, record_form
from campaigns.models import Campaign, PlanRemark
from campaigns.planfile.schema import Facts
from campaigns.planfile.words import CampaignKind, QuotaReading, RemarkCode
from kit.forms import KitForm, VnDateField
from kit.vietnamese import fold

FIRST_FACTS = ("name", "abstract", "kind", "starts_on", "ends_on", "term_words", "symbol")
FirstFactsForm = record_form(Facts, Choices(), only=FIRST_FACTS)


class CampaignFilter(django_filters.FilterSet):
    """What narrows the list of campaigns."""

    q = django_filters.CharFilter(label="Tìm theo tên", method="named")
    status = django_filters.ChoiceFilter(label="Trạng thái", choices=Campaign.Status, empty_label="Mọi trạng thái")
    kind = django_filters.ChoiceFilter(label="Loại", choices=CampaignKind, empty_label="Mọi loại")
    year = django_filters.NumberFilter(label="Năm", method="of_year", min_value=2000, max_value=2100)

    class Meta:
        model = Campaign
        fields = ()
        form = KitForm

    def named(self, queryset, name, value):
        """Find campaigns by name, with or without diacritics."""
        return queryset.filter(folded__contains=fold(value))

    def of_year(self, queryset, name, value):
        """Find campaigns whose term touches a year; one without a first day begins when it is issued."""
        return queryset.filter(Q(starts_on=None) | Q(starts_on__year__lte=value), ends_on__year__gte=value)


class CloneForm(KitForm):
    """By how many years the copy of a campaign moves."""

    years = forms.IntegerField(
        label="Dời sang mấy năm sau", min_value=1, max_value=10, initial=1,
        help_text="Mọi ngày, năm trong kế hoạch được dời và liệt kê để kiểm tra lại.",
    )  # fmt: skip


class IssueForm(KitForm):
    """Number, date and signer of a plan that is being issued."""

    layout = Layout(Row(Column("number"), Column("issued_on")), "signed_by")

    number = forms.IntegerField(label="Số", min_value=1, max_value=99999, help_text="Số tiếp theo trong sổ văn bản đi.")
    issued_on = VnDateField(label="Ngày ban hành")
    signed_by = forms.CharField(label="Người ký", max_length=160, required=False)


class AmendForm(KitForm):
    """Why and under which paper an amendment is issued."""

    layout = Layout("reason", Row(Column("issued_on"), Column("number")))

    reason = forms.CharField(label="Lý do điều chỉnh", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    issued_on = VnDateField(label="Ngày ban hành điều chỉnh")
    number = forms.IntegerField(
        label="Số văn bản điều chỉnh", min_value=1, max_value=99999, required=False,
        help_text="Để trống nếu không ban hành văn bản riêng.",
    )  # fmt: skip


class SettleForm(KitForm):
    """How a doubt about the plan is settled; a doubtful quota needs a reading."""

    reading = forms.ChoiceField(label="Cách hiểu", choices=QuotaReading.choices, widget=forms.RadioSelect)
    settlement = forms.CharField(
        label="Cách giải quyết", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Hãy ghi rõ cách giải quyết."},
    )  # fmt: skip

    def __init__(self, *args, remark: PlanRemark, **kwargs):
        super().__init__(*args, **kwargs)
        if remark.code != RemarkCode.AMBIGUOUS_QUOTA:
            del self.fields["reading"]
