"""Forms of nominations: the sections of the dossier, the hand-in, and what narrows the list."""

import django_filters as filters
from django import forms

from awards.forms.nomination_choice import AD_HOC
from awards.models import Nomination, Verdict
from awards.rules import dossier
from awards.rules.dossier import Section
from awards.rules.kinds import Award, AwardBasis
from awards.services.dossiers import sections_of, standards_of
from campaigns.forms.plans import CampaignFilter
from campaigns.forms.unit_reports import FILE_HINT, FilesField, SectionForm, words
from campaigns.models import Campaign
from campaigns.planfile.words import Subject
from communes.access import Can
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Unit
from kit.forms import KitForm, VnDateField, VnDecimalField

IN_REVIEW = ("in_review", "Đang xem xét")
NEVER_TOLD = frozenset(Nomination.UNANNOUNCED) - {"awarded", "award_revoked"}
VERDICTS = [("", "Chưa tự đánh giá"), *Verdict.choices]


class DossierForm(SectionForm):
    """One section of a dossier; `version` is the revision that the page was made from."""

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, obligation=nomination, **kwargs)
        self.nomination = nomination

    def verdicts(self) -> dict[str, tuple[str, str]]:
        """Return what the unit says about standards in this section."""
        return {}


class ReportForm(DossierForm):
    """One section of the achievement report."""

    text = words("Nội dung", rows=14)

    def __init__(self, *args, section: Section, nomination: Nomination, **kwargs):
        super().__init__(*args, nomination=nomination, **kwargs)
        self.section = section
        self.fields["text"].label = section.title
        self.fields["text"].help_text = section.hint
        self.fields["text"].initial = nomination.report.get(section.key, "")

    def texts(self) -> dict:
        """Return the section's words."""
        return {"report": {self.section.key: self.cleaned_data["text"]}}


class CitationForm(DossierForm):
    """What is printed on decision and certificate, the summary for the submission, and the facts that rank equals."""

    citation = forms.CharField(
        label="Nội dung khen thưởng", required=False, max_length=400,
        help_text="In trên quyết định và giấy khen, ví dụ: Đã có thành tích xuất sắc trong phong trào thi đua …",
        widget=forms.Textarea(attrs={"rows": 3, "data-count": ""}),
    )  # fmt: skip
    summary = words("Tóm tắt thành tích", rows=6, help_text="Đưa vào tờ trình của đơn vị.")
    deed = words("Việc làm, thành tích đột xuất", rows=4)
    deed_on = VnDateField(label="Ngày lập thành tích")
    women_share = VnDecimalField(
        label="Tỷ lệ nữ của tập thể (%)", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        help_text="Để xét ưu tiên khi thành tích ngang nhau.",
    )  # fmt: skip
    direct_worker = forms.BooleanField(
        label="Là người trực tiếp lao động, không giữ chức vụ lãnh đạo, quản lý", required=False
    )

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, nomination=nomination, **kwargs)
        if nomination.basis != AwardBasis.AD_HOC:
            del self.fields["deed"], self.fields["deed_on"]
        if nomination.subject != Subject.COLLECTIVE:
            del self.fields["women_share"]
        if nomination.subject != Subject.INDIVIDUAL:
            del self.fields["direct_worker"]
        for name in self.asked:
            self.fields[name].initial = getattr(nomination, name)

    @property
    def asked(self) -> list[str]:
        """The names of the facts that this dossier has."""
        return [name for name in self.fields if name != "version"]

    def texts(self) -> dict:
        """Return the facts."""
        return {name: self.cleaned_data[name] for name in self.asked}


class StandardsForm(DossierForm):
    """What the unit itself says about each standard of the plan."""

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, nomination=nomination, **kwargs)
        self.rows = standards_of(nomination)
        for number, (_, node, said) in enumerate(self.rows):
            self.fields[f"verdict-{number}"] = forms.ChoiceField(
                label="Tự đánh giá", required=False, choices=VERDICTS, initial=said.verdict if said else ""
            )
            self.fields[f"note-{number}"] = words(
                "Căn cứ, minh chứng", rows=2, limit=2000, initial=said.note if said else ""
            )
            for name in (f"verdict-{number}", f"note-{number}"):
                self.fields[name].place = node.text

    def blocks(self) -> list[dict]:
        """Return each standard with its two bound fields."""
        return [
            {"node": node, "fields": [self[f"verdict-{number}"], self[f"note-{number}"]]}
            for number, (_, node, _) in enumerate(self.rows)
        ]

    def verdicts(self) -> dict[str, tuple[str, str]]:
        """Return what was said, by path; a standard left out stays unsaid."""
        given = self.cleaned_data
        return {
            path: (given[f"verdict-{number}"] or Verdict.UNKNOWN, given[f"note-{number}"])
            for number, (path, _, said) in enumerate(self.rows)
            if said or given[f"verdict-{number}"] or given[f"note-{number}"]
        }


class NotesForm(DossierForm):
    """What a returned dossier has mended, and why one is proposed although a standard is not met."""

    change_note = words("Nội dung đã sửa", rows=4, help_text="Bắt buộc khi nộp lại hồ sơ bị trả lại.")
    explanation = words(
        "Giải trình của đơn vị", rows=5, help_text="Bắt buộc khi còn tiêu chuẩn chưa đạt mà vẫn đề nghị khen thưởng."
    )

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, nomination=nomination, **kwargs)
        if nomination.status != Nomination.Status.RETURNED:
            del self.fields["change_note"]
        for name in self.texts_asked:
            self.fields[name].initial = getattr(nomination, name)

    @property
    def texts_asked(self) -> list[str]:
        """The names of the notes that this dossier has."""
        return [name for name in ("change_note", "explanation") if name in self.fields]

    def texts(self) -> dict:
        """Return the notes."""
        return {name: self.cleaned_data[name] for name in self.texts_asked}


class DossierFilesForm(KitForm):
    """Files for a dossier: which part of it they are, or which standard they prove."""

    files = FilesField(label="Tệp", help_text=FILE_HINT.replace("cả báo cáo", "cả hồ sơ"))
    part_key = forms.ChoiceField(label="Là thành phần hồ sơ", required=False)
    criterion = forms.ChoiceField(label="Chứng minh tiêu chuẩn", required=False)
    is_scan = forms.BooleanField(label="Là bản chụp văn bản giấy đã ký, đóng dấu", required=False)

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, **kwargs)
        parts = [(part.key, part.title) for part in nomination.parts]
        standards = [(path, node.text) for path, node, _ in standards_of(nomination)]
        self.fields["part_key"].choices = [("", "Không phải thành phần bắt buộc"), *parts]
        self.fields["criterion"].choices = [("", "Không gắn với tiêu chuẩn nào"), *standards]
        if not parts:
            del self.fields["part_key"]
        if not standards:
            del self.fields["criterion"]

    def clean_files(self):
        """Ask for one file at least."""
        if not self.cleaned_data["files"]:
            raise forms.ValidationError("Chọn ít nhất một tệp.")
        return self.cleaned_data["files"]

    def facts(self) -> dict:
        """Return what the files are."""
        return {name: self.cleaned_data.get(name) or "" for name in ("part_key", "criterion")} | {
            "is_scan": self.cleaned_data["is_scan"]
        }


class HandInForm(KitForm):
    """The declaration with which a dossier is handed in."""

    version = forms.IntegerField(label="Lần lưu", widget=forms.HiddenInput, min_value=0)
    declared = forms.BooleanField(
        label="Tôi cam đoan thành tích nêu trong hồ sơ là đúng sự thật và chịu trách nhiệm về nội dung đề nghị.",
        error_messages={"required": "Đánh dấu vào ô cam đoan trước khi nộp."},
    )


def section_form(nomination: Nomination, name: str, *given) -> DossierForm | None:
    """Return the form of a section of a dossier; None where the dossier has no such section."""
    if name == "citation":
        return CitationForm(*given, nomination=nomination)
    if name == "standards":
        return StandardsForm(*given, nomination=nomination) if nomination.rule else None
    if name == "notes":
        return NotesForm(*given, nomination=nomination)
    section = next((each for each in sections_of(nomination) if each.key == name), None)
    return ReportForm(*given, section=section, nomination=nomination) if section else None


def titles(nomination: Nomination) -> dict[str, str]:
    """Return the sections that are typed, in the order of the work, with their titles."""
    names = {"citation": "Nội dung đề nghị khen thưởng"}
    names |= {each.key: f"Báo cáo thành tích: {each.title}" for each in dossier.SECTIONS[Subject(nomination.subject)]}
    if nomination.rule:
        names["standards"] = "Tự đánh giá theo tiêu chuẩn"
    returned = nomination.status == Nomination.Status.RETURNED
    return names | {"notes": "Nội dung đã sửa, giải trình" if returned else "Giải trình của đơn vị"}


class ToNominateFilter(CampaignFilter):
    """Campaigns in which one can nominate, by words of the name, state, kind and year."""

    status = ChoiceFilter(
        label="Trạng thái",
        choices=[each for each in Campaign.Status.choices if each[0] in ("issued", "summing_up")],
        empty_label="Mọi trạng thái",
    )


class NominationFilter(KitFilterSet):
    """By campaign, round, unit, status, award, subject and lateness; a unit narrows by what it may know."""

    campaign = filters.ModelChoiceFilter(
        label="Phong trào", empty_label="Tất cả",
        queryset=lambda request: Campaign.objects.within(request.actor).exclude(issued_on=None).order_by("-pk"),
    )  # fmt: skip
    round = ChoiceFilter(label="Đợt", choices=(), method="by_round")
    unit = filters.ModelChoiceFilter(
        label="Đơn vị", empty_label="Tất cả", queryset=lambda request: Unit.objects.within(request.actor).for_list()
    )
    status = ChoiceFilter(label="Trạng thái", choices=(), method="by_status")
    award = ChoiceFilter(label="Đề nghị tặng", choices=Award.choices)
    subject = ChoiceFilter(label="Đối tượng", choices=Subject.choices)
    late = ChoiceFilter(label="Thời hạn", choices=[("yes", "Nộp trễ hạn"), ("no", "Nộp đúng hạn")], method="by_late")

    def __init__(self, *args, rounds=(), **kwargs):
        super().__init__(*args, **kwargs)
        every = [("", "Tất cả")]
        named = [(str(each.pk), str(each)) for each in rounds]
        self.filters["round"].extra["choices"] = [*every, (AD_HOC, "Đột xuất"), *named]
        self.knows_all = self.request.actor.may(Can.SEE_UNANNOUNCED)
        told = [each for each in Nomination.Status.choices if self.knows_all or each[0] not in NEVER_TOLD]
        self.filters["status"].extra["choices"] = [*every, *told, *([] if self.knows_all else [IN_REVIEW])]

    def by_round(self, rows, name, value):
        """Keep the nominations of a round, or those for deeds."""
        return rows.filter(basis=AwardBasis.AD_HOC) if value == AD_HOC else rows.filter(round=value)

    def by_status(self, rows, name, value):
        """Keep a status as the reader may know it: before publication every result reads “Đang xem xét”."""
        return rows.filter(status=value) if self.knows_all else rows.told_as(value)

    def by_late(self, rows, name, value):
        """Keep what was handed in late, or in time."""
        return rows.filter(submitted_at__isnull=False, late=value == "yes")
