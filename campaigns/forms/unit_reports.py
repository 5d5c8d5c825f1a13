"""Forms of unit reports: one for each content area, built from what the plan and the unit ask for."""

from datetime import datetime

import django_filters as filters
from django import forms
from django.utils import timezone

from campaigns.models import Exemplar, Obligation, ReportLine, Target
from campaigns.planfile.words import TargetKind
from campaigns.services.evidence import ACCEPT
from campaigns.services.report_sheet import COUNTED, IN_WORDS, SheetArea, SheetItem, SheetTarget
from campaigns.services.unit_reports import LineInput
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Person, Unit
from kit.forms import KitForm, ReasonForm, VnDateField, VnDecimalField
from kit.vietnamese import vn_number

YES_NO = [("", "Chưa có kết quả"), ("yes", "Có"), ("no", "Không")]
JUDGED = [("", "Chưa tự đánh giá"), ("met", "Đạt"), ("unmet", "Chưa đạt")]
WORDS_LIMIT = 20_000
REMARK_LIMIT = 2_000
FILE_HINT = "PDF, DOCX, XLSX, JPG, PNG; mỗi tệp không quá 20 MB, cả báo cáo không quá 100 MB."


class FilesInput(forms.ClearableFileInput):
    """A file box that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self):
        super().__init__(attrs={"accept": ACCEPT})


class FilesField(forms.FileField):
    """Several files, none of them required; what they are, the service looks at."""

    widget = FilesInput

    def __init__(self, **given):
        super().__init__(required=False, allow_empty_file=True, max_length=None, **given)

    def clean(self, data, initial=None):
        """Return a list of uploads."""
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


def words(label: str, *, rows: int = 4, limit: int = WORDS_LIMIT, **given) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(
        label=label, required=False, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **given
    )


def _shown(field: forms.Field, value) -> str:
    """Return a field's value as the page shows it."""
    if value in (None, ""):
        return ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return vn_number(value) if isinstance(field, VnDecimalField) else str(value)


class SectionForm(KitForm):
    """One part of a report; `version` is the revision that the page was made from."""

    version = forms.IntegerField(label="Lần lưu", widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, obligation: Obligation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = obligation.revision

    def lines(self) -> list[LineInput]:
        """Return the results that the part holds."""
        return []

    def texts(self) -> dict[str, str]:
        """Return the general texts that the part holds."""
        return {}

    def differences(self) -> list[dict]:
        """Return what was typed beside what is stored, where the two differ (two people wrote at once)."""
        found = []
        for name, field in self.fields.items():
            if isinstance(field, FilesField) or name == "version":
                continue
            typed = _shown(field, self.cleaned_data.get(name))
            stored = _shown(field, self.get_initial_for_field(field, name))
            if typed != stored:
                place = getattr(field, "place", "")
                found.append(
                    {
                        "label": f"{place} – {field.label}" if place else field.label,
                        "typed": typed,
                        "stored": stored,
                    }
                )
        return found

    def uploads(self) -> list[tuple]:
        """Return (item or None, upload) for each file chosen."""
        return [
            (getattr(field, "item", None), upload)
            for name, field in self.fields.items()
            if isinstance(field, FilesField)
            for upload in self.cleaned_data.get(name) or []
        ]


def _placed(fields: dict, place: str) -> dict:
    """Note on fields which item or target they are about."""
    for field in fields.values():
        field.place = place
    return fields


class AreaForm(SectionForm):
    """The results of one content area: each item in words, each target by its kind, files for each item."""

    def __init__(self, *args, area: SheetArea, **kwargs):
        super().__init__(*args, **kwargs)
        self.area = area

    @classmethod
    def of(cls, area: SheetArea, *args, **kwargs) -> "AreaForm":
        """Return the form that asks for what an area holds."""
        asked = {}
        for item in area.items:
            if item.item:
                asked |= _placed(cls._item_fields(item), item.item.text)
            for each in item.targets:
                asked |= _placed(cls._target_fields(each), each.target.text)
        return type("FormOfOneArea", (cls,), asked)(*args, area=area, **kwargs)

    @staticmethod
    def _item_fields(item: SheetItem) -> dict:
        """Return the fields of an item."""
        files = FilesField(label="Thêm minh chứng cho nội dung này", help_text=FILE_HINT)
        files.item = item.item
        return {
            f"text-i{item.item.pk}": words("Kết quả thực hiện", initial=item.text),
            f"remark-i{item.item.pk}": words(
                "Ghi chú", rows=2, limit=REMARK_LIMIT, initial=item.line.remark if item.line else ""
            ),
            f"files-i{item.item.pk}": files,
        }

    @staticmethod
    def _target_fields(each: SheetTarget) -> dict:
        """Return the fields of a target by its kind (VT-02)."""
        target, line = each.target, each.line
        key = f"t{target.pk}"
        goal = f"Phải đạt: {each.goal}."
        if target.kind in COUNTED:
            unit = target.unit_label or ("%" if target.kind == TargetKind.PERCENT else "")
            answer = {
                f"value-{key}": VnDecimalField(
                    label=f"Kết quả ({unit})" if unit else "Kết quả", required=False, max_digits=16,
                    decimal_places=3, help_text=goal, initial=line.value if line else None,
                )
            }  # fmt: skip
        elif target.kind == TargetKind.YES_NO:
            initial = "" if line is None or line.yes is None else "yes" if line.yes else "no"
            answer = {
                f"yes-{key}": forms.ChoiceField(
                    label="Kết quả", required=False, choices=YES_NO, help_text=goal, initial=initial
                )
            }
        elif target.kind == TargetKind.GRADE:
            grades = [("", "Chưa có kết quả"), *((grade, grade) for grade in target.scale)]
            answer = {
                f"grade-{key}": forms.ChoiceField(
                    label="Xếp loại",
                    required=False,
                    choices=grades,
                    help_text=goal,
                    initial=line.grade if line else "",
                )
            }
        else:
            judged = line.outcome if line and line.outcome != ReportLine.Outcome.UNKNOWN else ""
            answer = {
                f"text-{key}": words("Kết quả", rows=3, help_text=goal, initial=line.text if line else ""),
                f"judged-{key}": forms.ChoiceField(
                    label="Đơn vị tự đánh giá", required=False, choices=JUDGED, initial=judged
                ),
            }
        remark = words("Ghi chú", rows=2, limit=REMARK_LIMIT, initial=line.remark if line else "")
        return answer | {f"remark-{key}": remark}

    def lines(self) -> list[LineInput]:
        """Return the results of the area."""
        found = []
        for item in self.area.items:
            if item.item:
                found.append(
                    LineInput(
                        item_id=item.item.pk,
                        text=self._given("text", f"i{item.item.pk}"),
                        remark=self._given("remark", f"i{item.item.pk}"),
                    )
                )
            found += [self._target_line(each.target) for each in item.targets]
        return found

    def _target_line(self, target: Target) -> LineInput:
        """Return the result on one target."""
        key = f"t{target.pk}"
        return LineInput(
            target_id=target.pk,
            value=self.cleaned_data.get(f"value-{key}"),
            yes={"yes": True, "no": False}.get(self._given("yes", key)),
            grade=self._given("grade", key),
            text=self._given("text", key),
            judged=self._given("judged", key) if target.kind in IN_WORDS else "",
            remark=self._given("remark", key),
        )

    def _given(self, kind: str, key: str) -> str:
        """Return a text of the form, empty where the kind of target does not ask for it."""
        return self.cleaned_data.get(f"{kind}-{key}") or ""

    def blocks(self) -> list[dict]:
        """Return, for the page, each item with its bound fields and its targets with theirs."""
        return [
            {
                "item": item,
                "fields": self._bound(f"i{item.item.pk}", ("text", "remark")) if item.item else [],
                "files": self[f"files-i{item.item.pk}"] if item.item else None,
                "targets": [
                    {
                        "target": each,
                        "fields": self._bound(
                            f"t{each.target.pk}", ("value", "yes", "grade", "text", "judged", "remark")
                        ),
                    }
                    for each in item.targets
                ],
            }
            for item in self.area.items
        ]

    def _bound(self, key: str, kinds: tuple[str, ...]) -> list:
        """Return the bound fields of an item or target that exist."""
        return [self[f"{kind}-{key}"] for kind in kinds if f"{kind}-{key}" in self.fields]


class GeneralForm(SectionForm):
    """What a report says besides its results, and files for the whole report."""

    overview = words("Công tác lãnh đạo, chỉ đạo", rows=6)
    difficulties = words("Khó khăn, vướng mắc; nguyên nhân", rows=5)
    proposals = words("Đề xuất, kiến nghị", rows=4)
    missing_reason = words(
        "Lý do chưa có đủ số liệu, minh chứng",
        rows=3,
        help_text="Chỉ ghi khi còn chỉ tiêu chưa có kết quả hoặc chưa có minh chứng.",
    )
    change_note = words("Nội dung đã sửa", rows=3, help_text="Bắt buộc khi nộp lại báo cáo bị trả lại.")
    files = FilesField(label="Thêm minh chứng cho cả báo cáo", help_text=FILE_HINT)

    def __init__(self, *args, obligation: Obligation, **kwargs):
        texts = ("overview", "difficulties", "proposals", "missing_reason", "change_note")
        initial = {name: getattr(obligation, name) for name in texts} | kwargs.pop("initial", {})
        super().__init__(*args, obligation=obligation, initial=initial, **kwargs)
        if not obligation.return_reason:
            del self.fields["change_note"]

    def texts(self) -> dict[str, str]:
        """Return the general texts."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in ("version", "files")}


class SubmitForm(KitForm):
    """The declaration with which a report is handed in."""

    version = forms.IntegerField(label="Lần lưu", widget=forms.HiddenInput, min_value=0)
    declared = forms.BooleanField(
        label="Tôi cam đoan số liệu, nội dung báo cáo đúng thực tế và chịu trách nhiệm về báo cáo này.",
        error_messages={"required": "Đánh dấu vào ô cam đoan trước khi nộp."},
    )


class ReturnForm(ReasonForm):
    """Why a report goes back, what to mend, and until when."""

    items = forms.CharField(
        label="Nội dung cần bổ sung",
        help_text="Mỗi dòng một nội dung.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    new_due_on = VnDateField(label="Hạn nộp lại (đến hết ngày)")

    def clean_items(self) -> list[str]:
        """Return one text for each line."""
        return [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]


class ExtendForm(ReasonForm):
    """A later last day for one unit."""

    last_day = VnDateField(label="Được nộp đến hết ngày")
    field_order = ("last_day", "reason")


class ScanForm(KitForm):
    """The scan of a paper report."""

    files = FilesField(label="Bản chụp báo cáo giấy của đơn vị", help_text=FILE_HINT)

    def clean_files(self):
        """Ask for one file at least."""
        if not self.cleaned_data["files"]:
            raise forms.ValidationError("Chọn tệp chụp báo cáo giấy.")
        return self.cleaned_data["files"]


class ExemplarForm(KitForm):
    """An exemplar named in a report."""

    kind = forms.ChoiceField(label="Loại", choices=[("", "Chọn loại"), *Exemplar.Kind.choices])
    title = forms.CharField(label="Tên gọi", max_length=300)
    person = forms.ModelChoiceField(
        label="Cá nhân tiêu biểu", required=False, queryset=Person.objects.none(), empty_label="Không chọn"
    )
    story = words("Nội dung, hiệu quả", rows=5)

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["story"].required = True
        self.fields["person"].queryset = Person.objects.filter(unit=unit, left_on=None).order_by("sort_key", "pk")


def _new_year(year: int) -> datetime:
    """Return the first moment of a year."""
    return datetime(year, 1, 1, tzinfo=timezone.get_default_timezone())


class ReportFilter(KitFilterSet):
    """By unit, status, lateness and year."""

    unit = filters.ModelChoiceFilter(
        label="Đơn vị",
        empty_label="Tất cả",
        queryset=lambda request: Unit.objects.within(request.actor).for_list(),
    )
    status = ChoiceFilter(label="Trạng thái", choices=Obligation.Status.choices)
    late = ChoiceFilter(
        label="Đúng hạn",
        choices=[
            ("overdue", "Quá hạn, chưa nộp"),
            ("late", "Đã nộp, trễ hạn"),
            ("on_time", "Đã nộp, đúng hạn"),
        ],
        method="by_lateness",
    )
    year = ChoiceFilter(label="Năm", choices=(), method="by_year")

    def __init__(self, *args, years=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [("", "Tất cả"), *((str(year), str(year)) for year in years)]

    def by_year(self, rows, name, value):
        """Keep what falls due in a year."""
        return rows.filter(late_from__gt=_new_year(int(value)), late_from__lte=_new_year(int(value) + 1))

    def by_lateness(self, rows, name, value):
        """Keep what is overdue now, or what was handed in late or in time."""
        if value == "overdue":
            return rows.overdue(timezone.now())
        return rows.filter(status__in=("submitted", "received", "accepted"), late=value == "late")


class OwnReportFilter(ReportFilter):
    """By status, lateness and year: what a unit's people ask of their own reports."""

    unit = None
