"""Forms of councils, their seats and their rules."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django_scopes.forms import SafeModelChoiceField

from awards.models import Council, Seat, VotingRule
from awards.models.councils import a_share
from awards.rules.kinds import Award
from communes.access import Actor
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Person, Unit
from kit.forms import KitForm, KitModelForm, VnDateField
from kit.shared import SharedRecord

SOURCE_HINT = "Số, ký hiệu quy chế hoặc văn bản và điều, khoản."
SHARES = {"quorum": "Ví dụ 2/3.", "threshold": "Ví dụ 1/2 hoặc 4/5."}


class CouncilFilter(KitFilterSet):
    """By words of the name, number of the founding decision, and whether it sits today."""

    q = filters.CharFilter(label="Tìm theo tên", field_name="name", lookup_expr="icontains")
    number = filters.CharFilter(label="Số quyết định", field_name="decision_number", lookup_expr="icontains")
    state = ChoiceFilter(
        label="Tình trạng", choices=[("today", "Đang hoạt động"), ("ended", "Đã kết thúc")], method="by_state"
    )

    def by_state(self, rows, name, value):
        """Keep the councils that sit today, or those that have ended."""
        today = timezone.localdate()
        return rows.valid_on(today) if value == "today" else rows.filter(valid_to__lt=today)


class CouncilForm(SharedRecord, KitModelForm):
    """What the decision that founds a council says."""

    layout = Layout(
        "name",
        Row(Column("decision_number"), Column("decision_on")),
        "standing_agency",
        Row(Column("valid_from"), Column("valid_to")),
    )

    class Meta:
        model = Council
        fields = ["name", "decision_number", "decision_on", "standing_agency", "valid_from", "valid_to"]
        field_classes = {"standing_agency": SafeModelChoiceField}
        help_texts = {
            "decision_number": "Ví dụ: 12/QĐ-UBND",
            "valid_to": "Để trống khi Hội đồng đang hoạt động; ghi khi có Hội đồng mới thay thế.",
        }

    def __init__(self, *args, actor: Actor, **kwargs):
        """Offer the units that the actor sees."""
        super().__init__(*args, **kwargs)
        self.fields["standing_agency"].queryset = Unit.objects.within(actor).for_list()


class SeatForm(KitForm):
    """Who sits in the council as what, from which day on."""

    person = forms.ModelChoiceField(label="Người", queryset=Person.objects.none(), empty_label="Chọn người")
    role = forms.ChoiceField(label="Chức danh trong Hội đồng", choices=Seat.Role.choices, initial=Seat.Role.MEMBER)
    votes = forms.BooleanField(label="Có quyền biểu quyết", required=False, initial=True)
    valid_from = VnDateField(label="Tham gia từ ngày")
    layout = Layout("person", Row(Column("role"), Column("valid_from")), "votes")

    def __init__(self, *args, actor: Actor, today, **kwargs):
        """Offer the people who work in the commune today."""
        super().__init__(*args, **kwargs)
        people = Person.objects.working_on(today).exclude(category=Person.Category.RESIDENT)
        self.fields["person"].queryset = people.for_list()
        self.fields["person"].label_from_instance = lambda person: ", ".join(
            filter(None, [person.full_name, person.position or str(person.unit or "")])
        )


class SeatEndForm(KitForm):
    """When and why a member leaves the council."""

    valid_to = VnDateField(label="Tham gia đến hết ngày")
    reason = forms.CharField(label="Lý do", max_length=200, help_text="Ví dụ: chuyển công tác, nghỉ hưu.")


class VotingRuleForm(KitForm):
    """A rule of the council's own from a day on."""

    award = forms.ChoiceField(
        label="Hình thức, danh hiệu", required=False, choices=[("", "Các hình thức khác"), *Award.choices]
    )
    quorum = forms.CharField(
        label="Tỷ lệ thành viên phải có mặt", max_length=9, validators=[a_share], help_text=SHARES["quorum"]
    )
    threshold = forms.CharField(
        label="Tỷ lệ tán thành", max_length=9, validators=[a_share], help_text=SHARES["threshold"]
    )
    strict = forms.BooleanField(label="Phải quá tỷ lệ này (không chỉ bằng)", required=False)
    denominator = forms.ChoiceField(label="Tỷ lệ tính trên", choices=VotingRule.Denominator.choices)
    method = forms.ChoiceField(
        label="Cách biểu quyết", choices=VotingRule.Method.choices, initial=VotingRule.Method.EITHER
    )
    head_votes_on_unit = forms.BooleanField(
        label="Thủ trưởng được biểu quyết về tập thể do mình đứng đầu", required=False, initial=True
    )
    written_counts = forms.BooleanField(
        label="Tính ý kiến bằng văn bản của người vắng mặt", required=False, initial=True
    )
    valid_from = VnDateField(label="Áp dụng từ ngày")
    valid_to = VnDateField(label="Đến hết ngày", required=False)
    source = forms.CharField(label="Căn cứ", max_length=300, help_text=SOURCE_HINT)
    confirmed = forms.BooleanField(label="Đã đối chiếu với quy chế, văn bản gốc", required=False)
    layout = Layout(
        "award",
        Row(Column("quorum"), Column("threshold"), Column("denominator")),
        "strict",
        "method",
        "head_votes_on_unit",
        "written_counts",
        Row(Column("valid_from"), Column("valid_to")),
        "source",
        "confirmed",
    )


class ConfirmRuleForm(KitForm):
    """The text with which a rule was compared."""

    source = forms.CharField(label="Căn cứ đã đối chiếu", max_length=300, help_text=SOURCE_HINT)
