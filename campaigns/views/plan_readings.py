"""Plans brought in as Word, PDF or text: each section beside its source, confirmed or mended, then drafted."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.plan_places import LABELS, find, find_standard, read
from campaigns.forms.plan_readings import PlanReadingFilter, PlanTextForm
from campaigns.models import PlanReading
from campaigns.models.plan_readings import LEFTOVERS
from campaigns.planfile.changes import changes
from campaigns.planfile.reading import Problem
from campaigns.planfile.schema import PlanDocument
from campaigns.reading.lines import source_lines
from campaigns.services import plan_readings
from campaigns.views.plan_sections import edit_outline, edit_place
from communes.access import Can, requires
from communes.addresses import here
from kit import digits
from kit.saving import Saved, SavedMeanwhile
from kit.vietnamese import small_count
from kit.views import attempt, filtered, paginate, refusals, sort

SORTS = {"name": "name", "created": "created_at", "status": "status"}
LONGEST_SOURCE = 6000
TITLES = LABELS | {LEFTOVERS: "Phần chưa hiểu"}


@dataclass
class ReadingDraft:
    """A reading as the editing pages see any draft: only faults inside the section being confirmed hold it up."""

    reading: PlanReading
    revision: int
    clash: tuple = ()
    template = "campaigns/plan_reading_section.html"
    outline_template = "campaigns/plan_reading_standard.html"

    @classmethod
    def of(cls, request, reading: PlanReading) -> "ReadingDraft":
        """Return the reading with the revision that the page was opened on."""
        return cls(reading, digits.number(request.POST.get("revision", ""), reading.revision))

    @property
    def document(self) -> dict:
        """The stored plain values."""
        return self.reading.document

    @property
    def plan(self) -> PlanDocument | None:
        """The plan that the values make, None while something needed is missing."""
        return read(self.document)[0]

    @property
    def name(self) -> str:
        """What is being edited."""
        return self.reading.name

    @property
    def saved(self) -> Saved | None:
        """Who saved last, and when."""
        return self.reading.last_confirmed

    def url(self, request, address: str) -> str:
        """Return the page of a place."""
        return here(request.actor, "campaigns:plan-reading-section", self.reading.pk, address)

    def standard_url(self, request, round_key: str, subject: str) -> str:
        """Return the page of one standard."""
        return here(request.actor, "campaigns:plan-reading-standard", self.reading.pk, round_key, subject)

    def back(self, request) -> str:
        """Return the page of the whole reading."""
        return here(request.actor, "campaigns:plan-reading", self.reading.pk)

    def frame(self, request, current: str) -> dict:
        """Return the sections with what is confirmed, and the source of the section at hand."""
        return {
            "reading": self.reading,
            "sections": _sections(request, self.reading, current),
            "sources": _sources(self.reading, current),
        }

    def after(self, request, place) -> tuple[str, str]:
        """Return what is said of a section that was confirmed, and the next one that nobody has confirmed."""
        names, current = self.reading.sections, place.steps[0]
        at = names.index(current) + 1 if current in names else 0
        left = [name for name in (*names[at:], *names[:at]) if name != current and name not in self.reading.confirmed]
        said = f"Đã xác nhận phần “{place.label}”."
        if not left:
            return f"{said} Mọi phần đã xác nhận.", self.back(request)
        return f"{said} Còn {small_count(len(left))} phần.", self.url(request, left[0])

    def save(self, request, document: dict, place) -> list[Problem]:
        """Keep the section as confirmed if it is in order; what other sections lack is not asked for here."""
        section = _section_of(place)
        _, problems = read(document)
        own = [problem for problem in problems if problem.path and problem.path[0] == section]
        if own:
            return own
        try:
            plan_readings.confirm(
                self.reading, section, document, revision=self.revision, by=request.actor, at=timezone.now()
            )
        except SavedMeanwhile:
            typed = read(document)[0]
            self.clash = changes(self.plan, typed) if self.plan and typed else []
            self.revision = self.reading.revision
            raise
        return []


def _section_of(place) -> str:
    """Return the section of a plan that a place lies in; standards lie in the rounds."""
    return place.steps[0] if hasattr(place, "steps") else "rounds"


def fetch(request, pk: int) -> PlanReading:
    """Return a reading of the actor's commune, or 404."""
    return get_object_or_404(PlanReading.objects.within(request.actor).select_related("campaign"), pk=pk)


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    rows = PlanReading.objects.within(request.actor).select_related("campaign").defer("text", "notes")
    found = filtered(request, PlanReadingFilter, rows)
    return found, sort(request, found.qs, allowed=SORTS, default="-created")


@requires(Can.PLAN_CAMPAIGNS)
def listing(request):
    """List the plans that were brought in."""
    found, rows = listed(request)
    return render(request, "campaigns/plan_readings.html", {"page": paginate(request, rows), "filter": found})


@requires(Can.PLAN_CAMPAIGNS)
def create(request):
    """Bring in a plan: a file or pasted text."""
    form = PlanTextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            upload, pasted = form.cleaned_data["file"], form.cleaned_data["text"]
            name, text = plan_readings.text_from(upload) if upload else (plan_readings.PASTED, pasted)
            reading = plan_readings.begin(name, text, by=request.actor, at=timezone.now())
            messages.success(request, "Đã đọc văn bản. Đối chiếu và xác nhận từng phần dưới đây.")
            return redirect(reading)
    return render(request, "campaigns/plan_reading_form.html", {"form": form})


@requires(Can.PLAN_CAMPAIGNS)
def detail(request, pk):
    """Show how far a reading is confirmed and what is still to be looked at."""
    reading = fetch(request, pk)
    context = {
        "reading": reading,
        "sections": _sections(request, reading, ""),
        "absent": [LABELS[name] for name in LABELS if name not in reading.document and name != "signature"],
        "blockers": reading.blockers_to_draft(),
        "is_open": reading.status == PlanReading.Status.OPEN,
    }
    return render(request, "campaigns/plan_reading.html", context)


def _refuse(request, reading: PlanReading):
    """Send back whoever wants to edit a reading that is done with."""
    messages.error(request, "Bản đọc này đã lập dự thảo hoặc đã bỏ nên không sửa được nữa.")
    return redirect(reading)


@requires(Can.PLAN_CAMPAIGNS)
def section(request, pk, section):
    """Confirm or mend one section beside its source."""
    reading = fetch(request, pk)
    if reading.status != PlanReading.Status.OPEN:
        return _refuse(request, reading)
    if section == LEFTOVERS:
        return _leftovers(request, reading)
    draft = ReadingDraft.of(request, reading)
    if find(reading.document, section) is None:
        raise Http404
    return edit_place(request, draft, section)


@requires(Can.PLAN_CAMPAIGNS)
def standard(request, pk, round_key, subject):
    """Mend one standard beside its source."""
    reading = fetch(request, pk)
    if reading.status != PlanReading.Status.OPEN:
        return _refuse(request, reading)
    if find_standard(reading.document, round_key, subject) is None:
        raise Http404
    return edit_outline(request, ReadingDraft.of(request, reading), round_key, subject)


def _leftovers(request, reading: PlanReading):
    """Show what was not understood; a person vouches for having looked at all of it."""
    draft = ReadingDraft.of(request, reading)
    if request.method == "POST":
        with attempt(request, success="Đã ghi nhận: phần chưa hiểu đã được xem.") as outcome:
            plan_readings.confirm(
                reading, LEFTOVERS, reading.document, revision=draft.revision, by=request.actor, at=timezone.now()
            )
        if outcome.ok:
            return redirect(reading)
    context = {"reading": reading, "sections": _sections(request, reading, LEFTOVERS), "revision": draft.revision}
    return render(request, "campaigns/plan_reading_leftovers.html", context)


@require_POST
@requires(Can.PLAN_CAMPAIGNS)
def act(request, pk, action):
    """Make the draft of a confirmed reading, or put the reading aside."""
    reading = fetch(request, pk)
    if action == "draft":
        with attempt(request, success="Đã lập dự thảo từ văn bản. Xem lại rồi trình duyệt.") as outcome:
            campaign = plan_readings.draft(reading, by=request.actor, at=timezone.now())
        return redirect(campaign if outcome.ok else reading)
    if action == "discard":
        with attempt(request, success="Đã bỏ bản đọc."):
            plan_readings.discard(reading, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
        return redirect(reading)
    raise Http404


def _sections(request, reading: PlanReading, current: str) -> list[dict]:
    """Return each section with its page, whether it is confirmed and by whom, and how many rows need a look."""
    rows = []
    for name in reading.sections:
        done = reading.confirmed.get(name)
        stored = reading.leftovers if name == LEFTOVERS else reading.document.get(name)
        rows.append(
            {
                "name": name,
                "label": TITLES[name],
                "url": here(request.actor, "campaigns:plan-reading-section", reading.pk, name),
                "current": name == current,
                "count": len(stored) if isinstance(stored, list) else 0,
                "flagged": (flagged := _flagged(reading, name)),
                "flagged_words": f"{flagged:02} chỗ cần xem",
                "confirmed_by": done["by"] if done else "",
                "confirmed_at": timezone.localtime(datetime.fromisoformat(done["at"])) if done else None,
            }
        )
    return rows


def _flagged(reading: PlanReading, name: str) -> int:
    """Return how many places of a section carry a warning, as many as are marked beside it."""
    if name == LEFTOVERS:
        return sum(bool(left["why"]) for left in reading.leftovers)
    return sum(bool(place["warnings"]) for place in _places(reading, name).values())


def _places(reading: PlanReading, section: str) -> dict[tuple[int, int], dict]:
    """Return by first and last line what was read of a section there: the words, each once, and the warnings."""
    found: dict[tuple[int, int], dict] = {}
    for address, note in reading.notes.items():
        if address.partition("/")[0] == section:
            place = found.setdefault(tuple(note["lines"]), {"words": [], "warnings": []})
            place["words"] += [words for words in [note["source"]] if words not in place["words"]]
            place["warnings"] += [warning for warning in note["warnings"] if warning not in place["warnings"]]
    return dict(sorted(found.items()))


def _sources(reading: PlanReading, section: str) -> list[dict]:
    """Return the source of a section in the order of the text: each place's lines, of very long ones what was read."""
    lines = source_lines(reading.text)
    sources = []
    for (first, last), place in _places(reading, section).items():
        whole = "\n".join(each for each in lines[first - 1 : last] if each)
        words = whole if whole and len(whole) <= LONGEST_SOURCE else "\n".join(place["words"])
        sources.append({"lines": (first, last), "source": words, "warnings": place["warnings"]})
    return sources
