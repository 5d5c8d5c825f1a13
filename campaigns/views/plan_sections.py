"""Editing the draft of a plan, section by section; what is typed is read as a plan before it is saved."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from campaigns.forms.criteria import Outline, rows_of, tree_of
from campaigns.forms.plan_places import (
    LABELS,
    SECTIONS,
    Place,
    find,
    find_standard,
    read,
    speak,
    where,
)
from campaigns.forms.plan_sections import Choices, keys_in, name_of, record_form, rows_formset, rows_initial
from campaigns.models import Campaign, PlanVersion
from campaigns.planfile.changes import changes
from campaigns.planfile.reading import Problem
from campaigns.planfile.schema import Facts, PlanDocument, Round
from campaigns.planfile.words import Subject
from campaigns.services import plans
from campaigns.views.plan_reading import may_edit
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from communes.models import Unit
from kit import digits
from kit.saving import Saved
from kit.views import refusals

NO_DRAFT = "Kế hoạch không ở trạng thái soạn thảo nên chưa sửa được."


@dataclass
class Draft:
    """The version being edited: the revision that the page began with, and what clashed with it.

    What the editing pages need of any draft: `document`, `plan` (None while it is none yet), `revision`, `clash`,
    `name`, `saved`, `save`, `after`, the addresses of its places, and what its pages show besides (`frame`).
    """

    campaign: Campaign
    version: PlanVersion
    revision: int
    clash: list
    template = "campaigns/section_edit.html"
    outline_template = "campaigns/section_standard.html"

    @property
    def document(self) -> dict:
        """The stored plain values."""
        return self.version.document

    @property
    def plan(self) -> PlanDocument | None:
        """The plan that is stored."""
        return self.version.plan

    @property
    def name(self) -> str:
        """What is being edited."""
        return self.campaign.name

    @property
    def saved(self) -> Saved:
        """Who saved last, and when."""
        return Saved(self.version.drafted_by, self.version.drafted_at)

    def url(self, request, address: str) -> str:
        """Return the page of a place."""
        return here(request.actor, "campaigns:section-edit", self.campaign.pk, address)

    def standard_url(self, request, round_key: str, subject: str) -> str:
        """Return the page of one standard."""
        return here(request.actor, "campaigns:standard-edit", self.campaign.pk, round_key, subject)

    def back(self, request) -> str:
        """Return the page of the whole draft."""
        return here(request.actor, "campaigns:campaign-plan", self.campaign.pk)

    def frame(self, request, current: str) -> dict:
        """Return what the editing pages show besides the form: the list of sections, the clash with another save."""
        default = PlanDocument(facts=self.plan.facts)
        return {
            "sections": [
                {
                    "label": LABELS[name],
                    "url": self.url(request, name),
                    "current": name == current,
                    "filled": name == "facts" or getattr(self.plan, name) != getattr(default, name),
                }
                for name in SECTIONS
            ],
            "amending": self.campaign.status == Campaign.Status.ISSUED,
            "campaign": self.campaign,
        }

    def after(self, request, place: Place) -> tuple[str, str]:
        """Return what is said of a section that was saved, and the page that follows."""
        said, at = f"Đã lưu phần “{place.label}”.", SECTIONS.index(place.steps[0]) + 1
        if "next" not in request.POST:
            return said, request.path
        return said, self.url(request, SECTIONS[at]) if at < len(SECTIONS) else self.back(request)

    @classmethod
    def of(cls, request, campaign: Campaign) -> "Draft":
        """Return the draft with the revision that the page was opened on."""
        version = campaign.draft_version
        return cls(campaign, version, digits.number(request.POST.get("revision", ""), version.revision), [])

    def save(self, request, document: dict, place) -> list[Problem]:
        """Save the plan if it is one and nobody else saved meanwhile; return what is wrong with it.

        Raises ValidationError when the service refuses; after a clash the next attempt builds on the newest text.
        """
        plan, problems = read(document)
        if plan is None:
            return problems
        try:
            plans.redraft(self.campaign, plan, by=request.actor, at=timezone.now(), revision=self.revision)
        except ValidationError:
            if self.revision != self.version.revision:
                self.clash = changes(self.version.plan, plan)
                self.revision = self.version.revision
            raise
        return []


def _opened(request, pk: int) -> tuple[Campaign, Draft | None]:
    """Return the campaign and its draft if the actor may change it now."""
    campaign = fetch_campaign(request, pk)
    return campaign, Draft.of(request, campaign) if may_edit(campaign, request.actor) else None


def _refuse(request, campaign: Campaign):
    """Send back whoever cannot edit now, saying why."""
    messages.error(request, NO_DRAFT)
    return redirect(here(request.actor, "campaigns:campaign-plan", campaign.pk))


@requires(Can.PLAN_CAMPAIGNS)
def edit(request, pk, section):
    """Edit one section of the draft: its fields, or its rows."""
    campaign, draft = _opened(request, pk)
    return edit_place(request, draft, section) if draft else _refuse(request, campaign)


def edit_place(request, draft: Draft, section: str):
    """Edit one place of any draft."""
    place = find(draft.document, section)
    if place is None:
        raise Http404
    choices = Choices(draft.plan, Unit.objects.for_list().values_list("name", flat=True))
    if place.many:
        return _edit_rows(request, draft, place, choices)
    return _edit_record(request, draft, place, choices)


def _edit_record(request, draft: Draft, place: Place, choices: Choices):
    """Edit a section that is one group of fields."""
    stored = place.stored(draft.document)
    form = record_form(place.kind, choices)(request.POST or None, stored=stored)
    if request.method == "POST" and form.is_valid():
        kept = {"key": stored["key"]} if place.kind is Facts else {}
        with refusals(form):
            problems = draft.save(request, place.replaced(draft.document, kept | form.values()), place)
            for problem in problems:
                _note(form, problem, problem.path[len(place.path)] if _inside(problem, place.path) else None)
            if not problems:
                return _saved(request, draft, place)
    return _page(request, draft, place, {"form": form})


def _edit_rows(request, draft: Draft, place: Place, choices: Choices):
    """Edit a section that is a list of rows."""
    document = draft.document
    stored = place.stored(document)
    formset_class = rows_formset(place.kind, choices)
    formset = formset_class(request.POST or None, initial=rows_initial(place.kind, stored), prefix="rows")
    general = []
    if request.method == "POST" and formset.is_valid():
        rows = formset.rows(stored, keys_in(document), keyed=place.keyed)
        try:
            problems = draft.save(request, place.replaced(document, rows), place)
        except ValidationError as refused:
            general = refused.messages
        else:
            kept = formset.kept()
            for problem in problems:
                rest = problem.path[len(place.path) :] if _inside(problem, place.path) else ()
                if rest and isinstance(rest[0], int):
                    _note(kept[rest[0]], problem, rest[1] if len(rest) == 2 else None)
                else:
                    general.append(f"{where(problem)}: {speak(problem)}")
            if not problems:
                return _saved(request, draft, place)
    context = {
        "formset": formset,
        "general": general,
        "lines": [(form, _inner_links(request, draft, place, form)) for form in formset],
        "is_list": True,
    }
    return _page(request, draft, place, context)


def _inner_links(request, draft: Draft, place: Place, form) -> list[tuple[str, str]]:
    """Return the pages of what stands inside a stored row."""
    was = form.initial.get("was")
    stored = place.stored(draft.document)
    row = next((row for index, row in enumerate(stored) if was and name_of(row, index) == was), None)
    if row is None:
        return []
    links = []
    for name, label in place.inner:
        if place.kind is Round and name == "standards":
            have = {each["subject"] for each in row.get("standards", [])}
            for subject in (Subject.COLLECTIVE, Subject.INDIVIDUAL):
                state = "" if subject in have else " (chưa có)"
                url = draft.standard_url(request, was, subject.value)
                links.append((f"Tiêu chuẩn {subject.label.lower()}{state}", url))
        else:
            address = f"{place.address}/{was}/{name}"
            url = draft.url(request, address)
            links.append((f"{label} ({len(row.get(name, []))})", url))
    return links


@requires(Can.PLAN_CAMPAIGNS)
def edit_standard(request, pk, round_key, subject):
    """Edit the award standard of a round for one kind of subject, as an outline of groups and standards."""
    campaign, draft = _opened(request, pk)
    return edit_outline(request, draft, round_key, subject) if draft else _refuse(request, campaign)


def edit_outline(request, draft: Draft, round_key: str, subject: str):
    """Edit one standard of any draft."""
    document = draft.document
    place = find_standard(document, round_key, subject)
    if place is None:
        raise Http404
    stored = place.stored(document) or {}
    choices = Choices(draft.plan)
    outline = Outline(
        request.POST or None,
        initial=rows_of(stored.get("rule")),
        prefix="rows",
        form_kwargs={"choices": choices},
    )
    general = []
    if request.method == "POST" and outline.is_valid():
        forms = outline.ordered_forms
        rows = [dict(form.cleaned_data) for form in forms]
        rule, wrong = tree_of(rows, stored.get("rule"))
        for index, words in wrong.items():
            forms[index].add_error(None, words)
        if not wrong:
            standard = {"subject": subject, "rule": rule} if rule else None
            if standard and (clause := request.POST.get("clause", "").strip()):
                standard["clause"] = clause
            changed, path = place.replaced(document, standard)
            try:
                problems = draft.save(request, changed, place)
            except ValidationError as refused:
                general = refused.messages
            else:
                general = [f"{where(problem)}: {speak(problem)}" for problem in problems]
                if not problems:
                    messages.success(request, "Đã lưu tiêu chuẩn.")
                    return redirect(request.path)
    context = {
        "draft": draft,
        "place": place,
        "outline": outline,
        "general": general,
        "clause": request.POST.get("clause", stored.get("clause", "")),
        "back": draft.url(request, "rounds"),
        **_frame(request, draft, "rounds"),
    }
    return render(request, draft.outline_template, context)


def _inside(problem: Problem, path: tuple) -> bool:
    """Say whether a problem lies inside a place."""
    return problem.path[: len(path)] == path and len(problem.path) > len(path)


def _note(form, problem: Problem, name) -> None:
    """Put a problem beside the field that it is about, or at the head of the form."""
    form.add_error(name if name in form.fields else None, speak(problem))


def _saved(request, draft: Draft, place: Place):
    """Answer a successful save: the same page again, or the section that comes next."""
    words, following = draft.after(request, place)
    messages.success(request, words)
    return redirect(following if len(place.steps) == 1 else request.path)


def _frame(request, draft: Draft, current: str) -> dict:
    """Return what the editing pages share."""
    return {"clash": draft.clash, "revision": draft.revision, **draft.frame(request, current)}


def _page(request, draft: Draft, place: Place, context: dict):
    """Render the page of one section."""
    trail = [(label, draft.url(request, steps)) for label, steps in place.trail]
    context |= {"place": place, "trail": trail, "draft": draft, **_frame(request, draft, place.steps[0])}
    context["is_top"] = len(place.steps) == 1
    context["kicker"] = place.trail[-1][0] if place.trail else draft.name
    return render(request, draft.template, context)
