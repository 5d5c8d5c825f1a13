"""Forms of decisions: what stands in a draft, the second look, number and date, amendments, receipts."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms

from awards.forms.candidates import CandidatesField, rows_of
from awards.models import Decision, DecisionLine
from campaigns.models import Campaign
from communes.forms.filters import ChoiceFilter, KitFilterSet, YearFilter
from kit.forms import KitForm, RecordsField, VnDateField
from kit.shared import SharedRecord
from kit.vietnamese import money


class DecisionFilter(KitFilterSet):
    """By state, kind, year of issue and campaign; who may know no unpublished decision chooses no state."""

    status = ChoiceFilter(label="Trạng thái", choices=Decision.Status.choices)
    kind = ChoiceFilter(label="Loại", choices=Decision.Kind.choices)
    year = YearFilter(label="Năm ban hành", field_name="issued_on__year")
    campaign = filters.ModelChoiceFilter(
        label="Phong trào",
        empty_label="Tất cả",
        queryset=lambda request: Campaign.objects.within(request.actor).order_by("name", "pk"),
    )

    def __init__(self, *args, in_confidence: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not in_confidence:
            del self.filters["status"]


class DraftForm(KitForm):
    """Which of the recommended go into the decision."""

    nominations = CandidatesField(
        label="Hồ sơ được Hội đồng tán thành",
        error_messages={"required": "Chọn ít nhất một hồ sơ."},
        help_text="Chỉ gồm hồ sơ thuộc thẩm quyền của Chủ tịch UBND xã, biên bản đã ký, chưa có trong quyết định nào.",
    )

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = rows_of(candidates)


class WordsForm(SharedRecord, KitForm):
    """The words of a draft; the revision tells which text was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Trích yếu", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    grounds = forms.CharField(
        label="Căn cứ", max_length=8000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Mỗi dòng một căn cứ, không ghi dấu chấm phẩy ở cuối.",
    )  # fmt: skip
    merit = forms.CharField(
        label="Thành tích ghi tại Điều 1", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.CharField(
        label="Lý do đính chính, thu hồi", max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, decision: Decision, **kwargs):
        kwargs.setdefault(
            "initial",
            {
                "revision": decision.revision, "title": decision.title, "grounds": "\n".join(decision.grounds),
                "merit": decision.merit, "reason": decision.reason,
            },
        )  # fmt: skip
        super().__init__(*args, **kwargs)
        del self.fields["reason" if decision.kind == Decision.Kind.AWARD else "merit"]

    def clean_grounds(self):
        """Return the grounds one by one."""
        return [line.strip() for line in self.cleaned_data["grounds"].splitlines() if line.strip()]


class LineForm(SharedRecord, KitForm):
    """What a draft says of one nominee."""

    nominee_place = forms.CharField(label="Chức vụ, đơn vị", max_length=400, required=False)
    citation = forms.CharField(label="Thành tích", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, line: DecisionLine, **kwargs):
        kwargs.setdefault("initial", {"citation": line.citation, "nominee_place": line.nominee_place})
        super().__init__(*args, **kwargs)
        if line.decision.kind != Decision.Kind.CORRECTION or not line.nominee_place:
            del self.fields["nominee_place"]


class CheckForm(KitForm):
    """The word of the second person."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="Kết quả kiểm tra", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Bắt buộc khi có điểm cần lưu ý.",
    )  # fmt: skip


class IssueForm(KitForm):
    """Number and date of a signed decision."""

    layout = Layout(Row(Column("number"), Column("issued_on")))

    number = forms.IntegerField(
        label="Số", min_value=1, max_value=99999,
        help_text="Số tiếp theo trong sổ văn bản đi; sửa được theo sổ giấy.",
    )  # fmt: skip
    issued_on = VnDateField(label="Ngày ban hành")


class LinesField(RecordsField):
    """Lines of an issued decision."""

    def label_from_instance(self, line):
        """Return what stands beside a box."""
        return ", ".join(filter(None, [f"{line.position:02d}. {line.nominee_name}", line.nominee_place]))


class AmendForm(KitForm):
    """Which lines a later decision is about, and why."""

    lines = LinesField(
        label="Dòng", queryset=DecisionLine.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một dòng."},
    )  # fmt: skip
    reason = forms.CharField(label="Lý do", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, decision: Decision, **kwargs):
        super().__init__(*args, **kwargs)
        standing = decision.lines.exclude(standing=DecisionLine.Standing.REVOKED)
        self.fields["lines"].queryset = standing.order_by("position")


class PaidLinesField(LinesField):
    """Lines that bring money."""

    def label_from_instance(self, line):
        """Return what stands beside a box, with the amount."""
        return f"{super().label_from_instance(line)}: {money(line.prize)}"


class ReceiptForm(KitForm):
    """Who signed for the prize, and when."""

    lines = PaidLinesField(
        label="Người, tập thể đã ký nhận", queryset=DecisionLine.objects.none(),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Chọn ít nhất một dòng."},
    )  # fmt: skip
    received_on = VnDateField(label="Ký nhận ngày")

    def __init__(self, *args, payable, **kwargs):
        super().__init__(*args, **kwargs)
        keys = [each.pk for each in payable]
        self.fields["lines"].queryset = DecisionLine.objects.filter(pk__in=keys).order_by("position")
