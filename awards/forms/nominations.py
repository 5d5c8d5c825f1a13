"""Forms of nominations: the first choice, the sections of the dossier, the hand-in, and what narrows the list."""

import django_filters as filters
from django import forms
from django.db.models import Q

from awards.models import Nomination, Verdict
from awards.rules import dossier
from awards.rules.dossier import Section
from awards.rules.kinds import Award, AwardBasis
from awards.services.dossiers import described, lines, sections_of, standards_of
from campaigns.forms.unit_reports import FILE_HINT, FilesField, SectionForm, words
from campaigns.models import Campaign
from campaigns.planfile.words import RoundKind, Subject
from communes.access import Actor, Can
from communes.forms.filters import ChoiceFilter, KitFilterSet
from communes.models import Person, Unit
from kit.forms import KitForm, VnDateField, VnDecimalField

AD_HOC = "ad_hoc"
IN_REVIEW = ("in_review", "Đang xem xét")
NEVER_TOLD = frozenset(Nomination.UNANNOUNCED) - {"awarded", "award_revoked"}
VERDICTS = [("", "Chưa tự đánh giá"), *Verdict.choices]


class PersonField(forms.ModelChoiceField):
    """A person of the commune's records, told apart by year of birth, position and unit."""

    def label_from_instance(self, person):
        """Return what tells a person from another of the same name."""
        born = f"sinh năm {person.birth_year}" if person.birth_year else ""
        return ", ".join(filter(None, [person.full_name, born, person.position, person.unit and str(person.unit)]))


class NominationForm(KitForm):
    """Whom to nominate for what; one kind of subject at a time, lines as the plan opens them."""

    line = forms.ChoiceField(label="Đợt và hình thức khen thưởng")
    collective = forms.ModelChoiceField(label="Tập thể", queryset=Unit.objects.none(), empty_label="Chọn tập thể")
    person = PersonField(label="Cá nhân", queryset=Person.objects.none(), empty_label="Chọn người")
    unit = forms.ModelChoiceField(label="Đơn vị đề nghị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    deed = words("Việc làm, thành tích đột xuất", rows=3, help_text="Chỉ ghi khi đề nghị khen thưởng đột xuất.")
    deed_on = VnDateField(
        label="Ngày lập thành tích", required=False, help_text="Chỉ ghi khi đề nghị khen thưởng đột xuất."
    )
    sure = forms.BooleanField(
        label="Tôi đã kiểm tra: đúng người, đúng đơn vị được đề nghị.", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, campaign: Campaign, subject: str, actor: Actor, agency: bool, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign, self.subject = campaign, Subject(subject)
        self.own = Unit.objects.filter(pk__in=actor.unit_ids).valid_on(on).order_by("name")
        reach = Unit.objects.valid_on(on).exclude(kind=Unit.Kind.OUTSIDE)
        if not agency:
            reach = reach.filter(Q(pk__in=self.own) | Q(parent__in=self.own))
        people = Person.objects.working_on(on).for_list()
        self.fields["collective"].queryset = reach.for_list()
        self.fields["person"].queryset = people if agency else people.filter(unit__in=reach)
        self.fields["unit"].queryset = reach.for_list() if agency else self.own
        del self.fields["person" if self.subject == Subject.COLLECTIVE else "collective"]
        if self.subject == Subject.HOUSEHOLD:
            self.fields["person"].label = "Chủ hộ"
        if not agency and len(self.own) == 1:
            del self.fields["unit"]
        self.fields["line"].choices = [("", "Chọn đợt và hình thức"), *self._lines(on)]

    def _lines(self, on) -> list[tuple]:
        """Return the lines by round, and those for deeds outside the rounds."""
        plan, groups = self.campaign.plan, []
        rounds = self.campaign.rounds.filter(retired_at=None).exclude(kind=RoundKind.AD_HOC)
        for each in rounds.order_by("year", "pk"):
            found = lines(plan, described(plan, each), self.subject, on=on)
            groups.append((str(each), [(f"{each.pk}|{line.key}", self._title(line)) for line in found]))
        found = lines(plan, described(plan, None), self.subject, on=on)
        groups.append(("Đột xuất, ngoài đợt", [(f"{AD_HOC}|{line.key}", line.title) for line in found]))
        return groups

    @staticmethod
    def _title(line) -> str:
        """Return a line as a choice; one that cannot be used now says so."""
        return f"{line.title} – không dùng được" if line.refusal else line.title

    def chosen(self) -> dict:
        """Return what the service needs to nominate."""
        given = self.cleaned_data
        where, _, key = given["line"].partition("|")
        award, authority, quota_key = key.split(":", 2)
        ad_hoc = where == AD_HOC
        return {
            "subject": self.subject,
            "collective": given.get("collective"),
            "person": given.get("person"),
            "unit": given.get("unit") or self.own[0],
            "award": award,
            "authority": authority,
            "quota_key": quota_key,
            "round": None if ad_hoc else self.campaign.rounds.get(pk=where),
            "basis": AwardBasis.AD_HOC if ad_hoc else AwardBasis.CAMPAIGN,
            "deed": given["deed"] if ad_hoc else "",
            "deed_on": given["deed_on"] if ad_hoc else None,
        }

    def ask_to_be_sure(self) -> None:
        """Show the box that says that the likeness was looked at."""
        self.fields["sure"].widget = forms.CheckboxInput()


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
    """Why a dossier is proposed although a standard is not met, and what a returned one has mended."""

    explanation = words(
        "Giải trình của đơn vị", rows=5, help_text="Bắt buộc khi còn tiêu chuẩn chưa đạt mà vẫn đề nghị khen thưởng."
    )
    change_note = words("Nội dung đã sửa", rows=4, help_text="Bắt buộc khi nộp lại hồ sơ bị trả lại.")

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, nomination=nomination, **kwargs)
        if nomination.status != Nomination.Status.RETURNED:
            del self.fields["change_note"]
        for name in self.texts_asked:
            self.fields[name].initial = getattr(nomination, name)

    @property
    def texts_asked(self) -> list[str]:
        """The names of the notes that this dossier has."""
        return [name for name in ("explanation", "change_note") if name in self.fields]

    def texts(self) -> dict:
        """Return the notes."""
        return {name: self.cleaned_data[name] for name in self.texts_asked}


class DossierFilesForm(KitForm):
    """Files for a dossier: which part of it they are, or which standard they prove."""

    files = FilesField(label="Tệp", help_text=FILE_HINT)
    part_key = forms.ChoiceField(label="Là thành phần hồ sơ", required=False)
    criterion = forms.ChoiceField(label="Chứng minh tiêu chuẩn", required=False)
    is_scan = forms.BooleanField(label="Là bản chụp văn bản giấy đã ký, đóng dấu", required=False)

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, **kwargs)
        parts = [(part.key, part.title) for part in nomination.parts]
        standards = [(path, node.text) for path, node, _ in standards_of(nomination)]
        self.fields["part_key"].choices = [("", "Không phải thành phần bắt buộc"), *parts]
        self.fields["criterion"].choices = [("", "Không gắn với tiêu chuẩn nào"), *standards]
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
    return names | {"notes": "Giải trình, nội dung đã sửa"}


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
