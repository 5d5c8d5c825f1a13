"""Letters: who is reminded, invited, told; drafted by the office, issued by the clerk, read by the units."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.acting import offers
from communes.addresses import here
from communes.models import Unit
from kit import digits
from kit.views import attempt, filtered, paginate, saving, sort
from reports.documents import letters as papers
from reports.forms.letters import LetterFilter, LetterForm, ReceivedFilter, StartForm
from reports.models import Document, Letter
from reports.services import letters
from reports.views.documents import offered, sent

SORTS = {"made": "made_at", "subject": "subject", "kind": "kind", "status": "status",
         "number": ["document__issued_on", "document__number"]}  # fmt: skip

# How many addressees of a letter its line in the list names.
NAMED = 3


def _fetch(request, pk: int) -> Letter:
    """Return a letter that the actor sees, or answer 404."""
    rows = Letter.objects.within(request.actor).select_related("commune", "campaign", "drafted_in", "document")
    return get_object_or_404(rows, pk=pk)


def listed(asked):
    """Return the filters of the list and its letters in order."""
    found = filtered(asked, LetterFilter, Letter.objects.within(asked.actor).for_list())
    return found, sort(asked, found.qs, allowed=SORTS, default="-made")


@requires(Can.SEE_ALL_UNITS)
def letter_list(request):
    """List the commune's letters, with the form that starts one."""
    return _listing(request, StartForm(actor=request.actor) if request.actor.may(Can.PLAN_CAMPAIGNS) else None)


def _listing(request, form, status: int = 200):
    """Render the commune's letters with the form that starts one, or the refused one."""
    found, rows = listed(request)
    page = paginate(request, rows.prefetch_related("addressed__unit"))
    for letter in page:
        letter.told = _told(letter)
    facts = {"page": page, "filter": found, "office": True, "start": form}
    return render(request, "reports/letter_list.html", facts, status=status)


def _told(letter: Letter) -> list[str]:
    """Return whom a listed letter is addressed to: the first few in order, then how many more."""
    units = [each.unit.name for each in sorted(letter.addressed.all(), key=lambda each: (each.position, each.pk))]
    told = [*units, *(line.strip() for line in letter.others.splitlines() if line.strip())]
    return told if len(told) <= NAMED else [*told[:NAMED], f"và {len(told) - NAMED:02d} nơi khác"]


def listed_received(asked):
    """Return the filters of the units' list and, in order, the issued letters addressed to the actor's own units."""
    found = filtered(asked, ReceivedFilter, Letter.objects.own(asked.actor).for_list())
    return found, sort(asked, found.qs, allowed=SORTS, default="-number")


@requires(Can.REPORT_RESULTS)
def received(request):
    """List the issued letters that are addressed to the reader's own units."""
    found, rows = listed_received(request)
    return render(request, "reports/letter_list.html", {"page": paginate(request, rows), "filter": found})


@require_POST
@requires(Can.PLAN_CAMPAIGNS)
def start(request):
    """Draft a letter of the chosen kind."""
    form = StartForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _listing(request, form, status=422)
    return _draft(request, form.cleaned_data["kind"], form.cleaned_data["campaign"], "reports:letters")


@require_POST
@requires(Can.PLAN_CAMPAIGNS)
def create(request, pk, kind):
    """Draft a letter about a campaign; a reminder is for all late units, or for the one that the address names."""
    campaign = fetch_campaign(request, pk)
    if kind not in Letter.Kind.values:
        raise Http404
    units = []
    if asked := request.GET.get("unit", ""):
        units = [get_object_or_404(Unit.objects.all(), pk=digits.number(asked)).pk]
    return _draft(request, kind, campaign, "campaigns:tracker", units)


def _draft(request, kind, campaign, back: str, units=()):
    """Draft a letter and go on to writing it, or say where it came from why not."""
    with attempt(request, success="Đã soạn sẵn văn bản. Hãy đọc lại, sửa rồi lưu.") as outcome:
        letter = letters.draft(kind, campaign=campaign, units=units, by=request.actor, at=timezone.now())
    if outcome.ok:
        return redirect(here(request.actor, "reports:letter-edit", letter.pk))
    return redirect(here(request.actor, back, *([campaign.pk] if back != "reports:letters" else [])))


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk):
    """Show a letter: its words, its papers, and what can be done with it."""
    letter, now = _fetch(request, pk), timezone.now()
    drafted = letter.status == Letter.Status.DRAFT
    office = request.actor.sees_all_units
    made = Document.objects.within(request.actor).for_list().filter(kind=letter.of_kind, subject_id=letter.pk)
    made = list(made.order_by("-requested_at", "-pk")[:10]) if office else []
    ready = drafted and made and made[0].status == Document.Status.READY
    facts = {
        "letter": letter,
        "office": office,
        "addressees": papers.addressees(letter),
        "signing": papers.signing(letter),
        "files": offered(letter.document) if letter.document else [],
        "papers": made,
        "to_number": made[0] if ready and request.actor.may(Can.ISSUE_PAPERS) else None,
        "may_edit": drafted and request.actor.may(Can.PLAN_CAMPAIGNS),
        "against": letters.problems(letter, at=now) if drafted and office else [],
        "offers": [each for each in offers(letter, request.actor) if each.move.action == "cancel"],
        "crumbs": [_above(request), (letter.get_kind_display(), "")],
    }
    return render(request, "reports/letter.html", facts)


def _above(request) -> tuple[str, str]:
    """Return the list that the reader comes from: the office writes letters, a unit receives them."""
    if request.actor.sees_all_units:
        return "Công văn, giấy mời, thông báo", here(request.actor, "reports:letters")
    return "Công văn đến đơn vị", here(request.actor, "reports:letters-received")


@requires(Can.PLAN_CAMPAIGNS)
def edit(request, pk):
    """Write a draft."""
    letter = _fetch(request, pk)
    if letter.status != Letter.Status.DRAFT:
        messages.error(request, "Chỉ sửa được khi còn là dự thảo.")
        return redirect(letter)
    form = LetterForm(request.POST or None, letter=letter, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with saving(form, newest=lambda: letter.revision):
            letters.save(letter, **form.words(), by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu văn bản.")
            return redirect(letter)
    return render(request, "reports/letter_edit.html", {"letter": letter, "form": form})


@require_POST
@requires(Can.PLAN_CAMPAIGNS)
def act(request, pk, action):
    """Count anew what is late, or give up a draft."""
    letter, now = _fetch(request, pk), timezone.now()
    if action == "recount":
        with attempt(request, success="Đã lập lại bảng từ các báo cáo quá hạn hiện nay.") as outcome:
            anew = letters.recount(letter, by=request.actor, at=now)
        if outcome.ok and not anew:
            messages.warning(request, "Lời dẫn trước bảng giữ nguyên; hãy kiểm tra số báo cáo, ngày ghi trong đó.")
    elif action == "cancel":
        with attempt(request, success="Đã hủy dự thảo."):
            letters.cancel(letter, reason=request.POST.get("reason", ""), by=request.actor, at=now)
    else:
        raise Http404
    return redirect(letter)


@requires(Can.SEE_CAMPAIGNS)
def download(request, pk, format):
    """Send a file of the issued letter to whoever may read it."""
    letter = _fetch(request, pk)
    if letter.document is None:
        raise Http404
    return sent(letter.document, format)
