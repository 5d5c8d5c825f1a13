"""The first choice of a nomination: whom for what, in which round."""

from collections.abc import Callable
from functools import cache, partial

from django import forms
from django.db.models import Q

from awards.rules.kinds import AwardBasis
from awards.services.dossiers import Line
from awards.services.nomination_openings import Opening, openings
from campaigns.forms.unit_reports import words
from campaigns.models import Campaign
from campaigns.planfile.words import RoundKind, Subject
from communes.access import Actor
from communes.models import Person, Unit
from kit.forms import KitForm, VnDateField

AD_HOC = "ad_hoc"


class PersonField(forms.ModelChoiceField):
    """A person of the commune's records, told apart by year of birth, position and unit."""

    def label_from_instance(self, person):
        """Return what tells a person from another of the same name."""
        born = f"sinh năm {person.birth_year}" if person.birth_year else ""
        return ", ".join(filter(None, [person.full_name, born, person.position, person.unit and str(person.unit)]))


class LineSelect(forms.Select):
    """A choice of lines in which those that cannot be used now stand with their reason, but are not chosen."""

    refused: frozenset[str] = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        """Return one option, disabled where its line is refused."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.refused:
            option["attrs"]["disabled"] = True
        return option


class NominationForm(KitForm):
    """Whom to nominate for what; one kind of subject at a time, lines as the plan opens them."""

    line = forms.ChoiceField(label="Đợt và hình thức khen thưởng", widget=LineSelect)
    collective = forms.ModelChoiceField(label="Tập thể", queryset=Unit.objects.none(), empty_label="Chọn tập thể")
    person = PersonField(label="Cá nhân", queryset=Person.objects.none(), empty_label="Chọn người")
    unit = forms.ModelChoiceField(label="Đơn vị đề nghị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    deed = words("Việc làm, thành tích đột xuất", rows=3, help_text="Chỉ ghi khi đề nghị khen thưởng đột xuất.")
    deed_on = VnDateField(
        label="Ngày lập thành tích", required=False, help_text="Chỉ ghi khi đề nghị khen thưởng đột xuất."
    )
    sure = forms.BooleanField(
        label="Tôi đã kiểm tra: đúng người, đúng đơn vị, đúng đợt được đề nghị.", required=False,
        widget=forms.HiddenInput,
    )  # fmt: skip

    def __init__(self, *args, campaign: Campaign, subject: str, actor: Actor, agency: bool, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign, self.subject, self.agency = campaign, Subject(subject), agency
        self.own = Unit.objects.filter(pk__in=actor.unit_ids).valid_on(on).order_by("name")
        reach = Unit.objects.valid_on(on).exclude(kind=Unit.Kind.OUTSIDE)
        if not agency:
            reach = reach.filter(Q(pk__in=self.own) | Q(parent__in=self.own))
        people = Person.objects.working_on(on).for_list()
        self.fields["collective"].queryset = reach.for_list()
        self.fields["person"].queryset = people if agency else people.filter(unit__in=reach)
        self.fields["unit"].queryset = reach.for_list() if agency else self.own
        if agency and self.subject == Subject.COLLECTIVE:
            self._offer_units_once()
        del self.fields["person" if self.subject == Subject.COLLECTIVE else "collective"]
        if self.subject == Subject.HOUSEHOLD:
            self.fields["person"].label = "Chủ hộ"
        if not agency and len(self.own) == 1:
            del self.fields["unit"]
        self.openings = {_place(each): each for each in openings(campaign, subject, on=on)}
        self._offer_lines()

    def _offer_units_once(self) -> None:
        """Let both drop-downs of the same units ask for them once, when the first is drawn."""
        own, other = self.fields["collective"], self.fields["unit"]
        asked = cache(lambda: list(own.queryset))
        for field in (own, other):
            field.choices = partial(_offered, field, asked)

    def _offer_lines(self) -> None:
        """Offer the lines by round; what cannot be chosen says why."""
        field, groups, refused = self.fields["line"], [], set()
        for place, opening in self.openings.items():
            options = [(f"{place}|{line.key}", self._title(opening, line)) for line in opening.lines]
            groups.append((opening.heading, options))
            refused |= {f"{place}|{line.key}" for line in opening.lines if self._refusal(opening, line)}
        field.choices = [("", "Chọn đợt và hình thức"), *groups]
        field.widget.refused = frozenset(refused)

    def _refusal(self, opening: Opening, line: Line) -> str:
        """Say why a line cannot be chosen: its authority has ended, or the round takes no dossiers of units."""
        return line.refusal or ("" if self.agency else opening.closed)

    def _title(self, opening: Opening, line: Line) -> str:
        """Return a line as a choice; it begins with the year of its round, since a phone shows only the beginning."""
        final = opening.round and opening.round.kind == RoundKind.FINAL
        when = f"{'Tổng kết năm' if final else 'Năm'} {opening.year}" if opening.round else "Đột xuất"
        refusal = self._refusal(opening, line).partition(";")[0].rstrip(".")
        return f"{when}: {line.title}" + (f" – không chọn được: {refusal}" if refusal else "")

    @property
    def has_this_year(self) -> bool:
        """Whether the campaign has a round of this year."""
        return any(each.round and not (each.past or each.later) for each in self.openings.values())

    def chosen_of_other_year(self) -> Opening | None:
        """Return the chosen round where its year has not come yet, or has passed while this year has one of its own."""
        opening = self.openings[self.cleaned_data["line"].partition("|")[0]]
        return opening if opening.later or (opening.past and self.has_this_year) else None

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
            "round": self.openings[where].round,
            "basis": AwardBasis.AD_HOC if ad_hoc else AwardBasis.CAMPAIGN,
            "deed": given["deed"] if ad_hoc else "",
            "deed_on": given["deed_on"] if ad_hoc else None,
        }

    def ask_to_be_sure(self) -> None:
        """Show the box that says that the choice was looked at again."""
        self.fields["sure"].widget = forms.CheckboxInput()


def _offered(field: forms.ModelChoiceField, rows: Callable[[], list]) -> list[tuple]:
    """Return a drop-down's choices from rows that are read already."""
    return [("", field.empty_label), *((row.pk, field.label_from_instance(row)) for row in rows())]


def _place(opening: Opening) -> str:
    """Return what stands for a round in the form."""
    return str(opening.round.pk) if opening.round else AD_HOC
