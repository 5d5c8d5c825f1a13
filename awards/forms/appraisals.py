"""Forms of appraisal: the verdicts on one dossier, its return, a second appraiser, an exception, the queue."""

from collections.abc import Sequence

import django_filters as filters
from crispy_forms.layout import Layout
from django import forms

from awards.models import Appraisal, Nomination, Verdict
from awards.rules.checks import Check
from awards.rules.kinds import Award
from awards.services.appraisal_queue import RETURNED, WAITING
from awards.services.appraisal_sheet import Point
from campaigns.models import Campaign
from campaigns.planfile.words import Subject
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Person, Unit
from kit.forms import KitForm, ReasonForm, VnDateField

NOTE_LIMIT = 2_000


def _radios(label: str, choices: Sequence, **given) -> forms.ChoiceField:
    """Return a choice of a few words, all in sight."""
    widget = forms.RadioSelect(attrs={"class": "form-check-input"})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget, **given)


def _words(label: str, *, rows: int = 2, required: bool = False, **given) -> forms.CharField:
    """Return a field of several lines."""
    widget = forms.Textarea(attrs={"rows": rows, "class": "form-control"})
    return forms.CharField(label=label, required=required, max_length=NOTE_LIMIT, widget=widget, **given)


class AppraisalForm(KitForm):
    """What one appraiser says: a verdict and its ground on each judged point, and the whole; the page lays it out."""

    verdict = _radios("Kết luận chung", [])
    note = _words(
        "Nhận xét chung",
        rows=3,
        help_text="Bắt buộc khi kết luận không đủ điều kiện; đơn vị đọc được nếu đó là lý do.",
    )

    def __init__(self, *args, points: Sequence[Point], appraisal: Appraisal | None, **kwargs):
        super().__init__(*args, **kwargs)
        given = appraisal.verdict if appraisal else ""
        open_end = [] if given else [("", "Chưa kết luận")]
        self.fields["verdict"].choices = [*open_end, *Appraisal.Conclusion.choices]
        self.fields["verdict"].initial, self.fields["note"].initial = given, appraisal.note if appraisal else ""
        self.paths = [point.path for point in points if point.judged]
        for point in points:
            if point.judged:
                said = point.said
                self.fields[f"verdict:{point.path}"] = _radios(
                    "Đánh giá", Verdict.choices, initial=said.verdict if said else Verdict.UNKNOWN
                )
                self.fields[f"note:{point.path}"] = _words(
                    "Căn cứ, nhận xét", rows=1, initial=said.note if said else ""
                )

    def rows(self, points: Sequence[Point]) -> list[dict]:
        """Return each point with its fields, for the page."""
        return [
            {
                "point": point,
                "verdict": self[f"verdict:{point.path}"] if point.judged else None,
                "note": self[f"note:{point.path}"] if point.judged else None,
            }
            for point in points
        ]

    def judgements(self) -> dict[str, tuple[str, str]]:
        """Return (verdict, note) by path."""
        given = self.cleaned_data
        return {path: (given[f"verdict:{path}"] or Verdict.UNKNOWN, given[f"note:{path}"]) for path in self.paths}


class DossierReturnForm(ReasonForm):
    """Why a dossier goes back, what is asked for, and by when."""

    items = _words("Nội dung cần bổ sung", rows=5, help_text="Mỗi nội dung một dòng.")
    due_on = VnDateField(label="Bổ sung chậm nhất ngày")
    layout = Layout("reason", "items", "due_on")

    def clean_items(self):
        """Return one item for each line."""
        return [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]


class SecondForm(KitForm):
    """Who is asked to appraise beside the first."""

    person = forms.ModelChoiceField(label="Người thẩm định thứ hai", queryset=Person.objects.none(), empty_label="Chọn")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class ExemptionForm(ReasonForm):
    """From which condition a leader excepts a dossier, and on what ground."""

    check_key = forms.ChoiceField(label="Điều kiện được ngoại lệ")
    leader_name = forms.CharField(label="Người cho phép", max_length=160)
    layout = Layout("check_key", "reason", "leader_name")

    def __init__(self, *args, checks: Sequence[Check], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["check_key"].choices = [(check.key, check.title) for check in checks]
        self.fields["reason"].label = "Lý do và căn cứ"


class QueueFilter(KitFilterSet):
    """By campaign, unit, award, subject and state."""

    campaign = filters.ModelChoiceFilter(
        label="Phong trào", empty_label="Tất cả", queryset=lambda request: Campaign.objects.within(request.actor)
    )
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )
    award = ChoiceFilter(label="Đề nghị tặng", choices=Award.choices)
    subject = ChoiceFilter(label="Đối tượng", choices=Subject.choices)
    status = ChoiceFilter(
        label="Trạng thái", choices=[(each, Nomination.Status(each).label) for each in (*WAITING, RETURNED)]
    )
