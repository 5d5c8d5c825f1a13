"""Forms of what the commune sets itself: thresholds, papers of a dossier."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from awards.rules.kinds import Award
from kit.forms import KitForm, VnDateField, VnDecimalField

SOURCE_HINT = "Văn bản, biên bản họp làm căn cứ."


class ThresholdForm(KitForm):
    """The number that the plan leaves to the commune."""

    value = VnDecimalField(label="Ngưỡng", min_value=0, max_digits=10, decimal_places=2)
    source = forms.CharField(label="Căn cứ", max_length=300, help_text=SOURCE_HINT)


class DossierRuleForm(KitForm):
    """The papers of a dossier for one award, from a day on."""

    award = forms.ChoiceField(label="Hình thức, danh hiệu", choices=Award.choices)
    titles = forms.CharField(
        label="Thành phần hồ sơ",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Mỗi giấy tờ một dòng. Tờ trình, biên bản họp, báo cáo thành tích soạn được ngay trên phần mềm.",
    )
    valid_from = VnDateField(label="Áp dụng từ ngày")
    source = forms.CharField(label="Căn cứ", max_length=300, help_text="Số, ký hiệu văn bản và điều, khoản.")
    confirmed = forms.BooleanField(label="Đã đối chiếu với văn bản gốc", required=False)
    layout = Layout(Row(Column("award"), Column("valid_from")), "titles", "source", "confirmed")

    def clean_titles(self):
        """Return the lines that say something."""
        return [line.strip() for line in self.cleaned_data["titles"].splitlines() if line.strip()]


class ConfirmRuleForm(KitForm):
    """The text with which a list was compared."""

    source = forms.CharField(label="Căn cứ đã đối chiếu", max_length=300, help_text=SOURCE_HINT)
