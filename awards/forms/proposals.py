"""Forms of proposals to a higher authority."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from awards.forms.candidates import CandidatesField, rows_of
from awards.models import Proposal, ProposalLine
from awards.services.proposals import authority_blockers
from campaigns.models import Campaign
from campaigns.planfile.words import Authority
from communes.forms.filters import ChoiceFilter, KitFilterSet, YearFilter
from kit.forms import KitForm, VnDateField
from kit.shared import SharedRecord


class ProposalFilter(KitFilterSet):
    """By state, authority, year of sending and campaign."""

    status = ChoiceFilter(label="Trạng thái", choices=Proposal.Status.choices)
    authority = ChoiceFilter(
        label="Cấp quyết định", choices=[each for each in Authority.choices if each[0] != Authority.COMMUNE]
    )
    year = YearFilter(label="Năm gửi", field_name="sent_on__year")
    campaign = filters.ModelChoiceFilter(
        label="Phong trào",
        empty_label="Tất cả",
        queryset=lambda request: Campaign.objects.within(request.actor).order_by("name", "pk"),
    )


class ProposalForm(KitForm):
    """The words of a proposal."""

    to_body = forms.CharField(label="Kính gửi", max_length=300, help_text="Ví dụ: Chủ tịch UBND tỉnh; Sở Nội vụ.")
    title = forms.CharField(label="Trích yếu", max_length=300)
    reason = forms.CharField(
        label="Nội dung đề nghị", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class ProposalWordsForm(SharedRecord, ProposalForm):
    """Other words of a draft."""


class ProposalCreateForm(ProposalForm):
    """A new proposal: to whom, about which nominations; authorities that ended are not offered (HP-03)."""

    layout = Layout(Row(Column("authority"), Column("to_body")), "title", "reason", "nominations")

    authority = forms.ChoiceField(label="Cấp quyết định khen thưởng")
    title = forms.CharField(
        label="Trích yếu", max_length=300, required=False, help_text="Để trống: ghi theo tên phong trào."
    )
    nominations = CandidatesField(
        label="Trường hợp đề nghị",
        error_messages={"required": "Chọn ít nhất một trường hợp."},
    )

    def __init__(self, *args, candidates, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = [
            choice for choice in Authority.choices if not authority_blockers(choice[0], on)
        ]
        self.fields["nominations"].queryset = rows_of(candidates)


class ProposalSendForm(KitForm):
    """Under which number a proposal left, when, signed by whom."""

    layout = Layout(Row(Column("number"), Column("sent_on")), "signer_name")

    number = forms.IntegerField(label="Số tờ trình", min_value=1, max_value=99999)
    sent_on = VnDateField(label="Ngày gửi")
    signer_name = forms.CharField(label="Người ký", max_length=160)


class OutcomeForm(SharedRecord, KitForm):
    """What the higher authority decided about one case."""

    layout = Layout("outcome", Row(Column("outcome_number"), Column("outcome_on")), "outcome_words")

    outcome = forms.ChoiceField(label="Kết quả", choices=ProposalLine.Outcome.choices, widget=forms.RadioSelect)
    outcome_number = forms.CharField(
        label="Số quyết định, văn bản",
        max_length=60,
        required=False,
        help_text="Bắt buộc khi được khen thưởng. Ví dụ: 1250/QĐ-UBND.",
    )
    outcome_on = VnDateField(label="Ngày")
    outcome_words = forms.CharField(
        label="Nội dung trả lời",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bắt buộc khi không được khen thưởng hoặc bị trả lại.",
    )
