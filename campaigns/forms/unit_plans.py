"""Forms of units' plans and of their targets."""

import django_filters as filters
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import Exists, OuterRef

from campaigns.models import Campaign, ContentItem, Target, UnitPlan
from campaigns.planfile.words import Comparator, TargetKind
from campaigns.services import unit_targets
from campaigns.services.evidence import ACCEPT, ALLOWED_WORDS
from communes.forms.filters import KitFilterSet
from communes.models import Unit
from kit.forms import KitForm, VnDateField, VnDecimalField
from kit.shared import SharedRecord


def long_text(label: str, *, hint: str = "", rows: int = 5) -> forms.CharField:
    """Return a field for several paragraphs that may stay empty."""
    return forms.CharField(
        label=label, required=False, max_length=20000, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


class UnitPlanForm(KitForm):
    """The words of a unit's plan; `version` follows the revision on the page."""

    purpose = long_text("Mục đích, yêu cầu")
    audience = long_text("Đối tượng thi đua của đơn vị", rows=3)
    measures = long_text("Nhiệm vụ, giải pháp", rows=8)
    assignment = long_text("Phân công thực hiện", hint="Ai phụ trách việc gì, xong khi nào.")
    merged_with = long_text(
        "Lồng ghép với phong trào khác", hint="Ghi tên phong trào nếu kế hoạch này thực hiện chung.", rows=2
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, others: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        if others:
            self.fields["merged_with"].help_text += f" Đơn vị còn tham gia: {'; '.join(others)}."


class UploadForm(KitForm):
    """A file for a record, perhaps the scan of the signed paper."""

    file = forms.FileField(label="Tệp", help_text=f"Nhận tệp {ALLOWED_WORDS}.")
    is_scan = forms.BooleanField(label="Là bản chụp văn bản đã ký, đóng dấu", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPT


class AdoptForm(KitForm):
    """Under which number and date a unit adopts its plan."""

    number = forms.CharField(label="Số, ký hiệu của đơn vị", max_length=60, help_text="Ví dụ: 05/KH-PKT")
    adopted_on = VnDateField(label="Ngày ban hành")
    scan = forms.FileField(
        label="Bản chụp kế hoạch đã ký", required=False, help_text=f"Không bắt buộc. Nhận tệp {ALLOWED_WORDS}."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scan"].widget.attrs["accept"] = ACCEPT


class ItemChoiceField(forms.ModelChoiceField):
    """A content item, named with its number and area."""

    def label_from_instance(self, item: ContentItem) -> str:
        """Name an item as the plan numbers it."""
        place = ".".join(part for part in (item.area.number, item.number) if part)
        return f"{place}. {item.text}" if place else item.text


class TargetForm(SharedRecord, KitForm):
    """A target of a unit; which of the later fields count depends on its kind."""

    item = ItemChoiceField(label="Thuộc nội dung", queryset=ContentItem.objects.none(), empty_label="Chọn nội dung")
    text = forms.CharField(label="Chỉ tiêu", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label="Loại chỉ tiêu", choices=TargetKind.choices)
    comparator = forms.ChoiceField(
        label="So sánh", choices=Comparator.choices, help_text="Cho chỉ tiêu bằng số, tỷ lệ hoặc xếp loại."
    )
    value = VnDecimalField(
        label="Mức phải đạt",
        required=False,
        max_digits=16,
        decimal_places=3,
        help_text="Cho chỉ tiêu bằng số hoặc tỷ lệ phần trăm.",
    )
    unit_label = forms.CharField(
        label="Đơn vị tính", required=False, max_length=60, help_text="Cho chỉ tiêu bằng số: hồ sơ, lượt, sáng kiến…"
    )
    grade = forms.ChoiceField(
        label="Mức xếp loại phải đạt", required=False, choices=[("", "Không dùng")], help_text="Cho chỉ tiêu xếp loại."
    )
    reference = forms.CharField(
        label="Theo kế hoạch số",
        required=False,
        max_length=160,
        help_text="Cho chỉ tiêu theo kế hoạch khác, ví dụ: Kế hoạch số 148/KH-UBND.",
    )
    due_on = VnDateField(label="Hoàn thành chậm nhất ngày", required=False)
    layout = Layout(
        "item",
        "text",
        Row(Column("kind"), Column("comparator")),
        Row(Column("value"), Column("unit_label")),
        Row(Column("grade"), Column("reference")),
        "due_on",
    )

    def __init__(self, *args, campaign: Campaign, target: Target | None = None, **kwargs):
        if target:
            given = {name: getattr(target, name) for name in self.base_fields if name != "grade"}
            kwargs["initial"] = given | {"grade": _level(target.scale, target.grade)}
        super().__init__(*args, **kwargs)
        items = ContentItem.objects.filter(area__campaign=campaign, retired_at=None, area__retired_at=None)
        self.fields["item"].queryset = items.select_related("area").order_by(
            "area__position", "area_id", "position", "pk"
        )
        self.levels = {
            _level(scale.levels, level): (list(scale.levels), level)
            for scale in campaign.plan.scales
            for level in scale.levels
        }
        self.fields["grade"].choices = [
            ("", "Không dùng"),
            *(
                (scale.name, [(_level(scale.levels, level), level) for level in scale.levels])
                for scale in campaign.plan.scales
            ),
        ]

    def clean(self):
        """Say at the field what a target of the chosen kind lacks; split the chosen grade into scale and level."""
        facts = super().clean()
        facts["scale"], facts["grade"] = self.levels.get(facts.get("grade", ""), ([], ""))
        asked = {name: facts.get(name) for name in ("kind", "value", "scale", "grade", "reference")}
        if "value" not in self.errors:
            for name, text in unit_targets.problems(**asked).items():
                self.add_error(name, text)
        return facts


def _level(levels, level: str) -> str:
    """Return the value that stands for one level of one scale in a form."""
    return "|".join([level, *levels]) if level else ""


class UnitPlanFilter(KitFilterSet):
    """Participating units by the state of their plan."""

    state = filters.ChoiceFilter(
        label="Kế hoạch",
        choices=[("none", "Chưa có"), *UnitPlan.Status.choices],
        empty_label="Tất cả",
        method="by_state",
    )
    q = filters.CharFilter(label="Tìm theo tên đơn vị", method="by_words")

    def by_state(self, rows, name, value):
        """Keep the units without a plan, or those with a plan in one status."""
        plans = UnitPlan.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit"))
        return rows.filter(~Exists(plans)) if value == "none" else rows.filter(Exists(plans.filter(status=value)))

    def by_words(self, rows, name, value):
        """Keep the units whose name holds the words."""
        return rows.filter(unit__in=Unit.objects.matching(value))
