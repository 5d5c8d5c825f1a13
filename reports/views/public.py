"""The pages that anybody may read: each answers 404 until the commune opens it."""

from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from awards.models import Nomination
from awards.services import public_remarks
from campaigns.models import ExemplarPicture
from campaigns.views.evidence import stored_file
from communes import throttle
from communes.models import Commune, PublicPage
from kit.views import filtered, paginate, refusals, sort
from reports.forms.public import AwardFilter, ExemplarFilter, PlanFilter, RemarkForm
from reports.services import public_reading
from reports.views.documents import sent

Key = PublicPage.Key
LISTS = {Key.PLANS: "plans", Key.AWARDS: "awards", Key.EXEMPLARS: "exemplars", Key.POSTINGS: "postings"}
ENTRIES = {Key.PLANS: "plan", Key.AWARDS: "award", Key.EXEMPLARS: "exemplar", Key.POSTINGS: "posting"}
FRESH_FOR = 60
REMARK_RATES = "3/10m/ip,15/d/ip"
REMARKS_A_DAY = "200/d/key"
TOO_MANY = "Đã nhận nhiều ý kiến gửi từ nơi này. Xin chờ ít phút rồi gửi lại, hoặc gửi trực tiếp tại trụ sở."
PLAN_SORTS = {"name": "folded", "issued": "issued_on", "end": "ends_on"}
AWARD_SORTS = {"issued": ["issued_on", "number"], "campaign": "campaign__folded", "count": "listed"}
EXEMPLAR_SORTS = {"title": "title", "told": "published_on", "unit": ["unit__kind_order", "unit__name"]}
POSTING_SORTS = {"campaign": "campaign__folded", "end": "ends_on"}


@dataclass(frozen=True, slots=True)
class Visit:
    """Where somebody reads: the commune, the pages that are open there, the present one; a preview is for staff."""

    commune: Commune
    open_keys: tuple[str, ...]
    key: str = ""
    unlisted: bool = False
    preview: bool = False

    def url(self, key: str, pk: int | None = None) -> str:
        """Return the address of a list or of one of its entries; in a preview that of its own preview."""
        if self.preview:
            return reverse("reports:public-preview", args=[self.commune.slug, key]) + (f"?muc={pk}" if pk else "")
        if pk is None:
            return reverse(f"public:{LISTS[key]}", args=[self.commune.slug])
        return reverse(f"public:{ENTRIES[key]}", args=[self.commune.slug, pk])

    @property
    def tabs(self) -> list[dict]:
        """The open pages for the head of the page."""
        keys = [self.key] if self.preview else [key for key in Key.values if key in self.open_keys]
        return [{"label": Key(key).label, "url": self.url(key), "current": key == self.key} for key in keys]


def public(key: str = "", *, methods=None):
    """Let anybody in while the commune has the page open; otherwise answer 404, as for a page that never was."""

    def decorate(view):
        @login_not_required
        @(require_http_methods(methods) if methods else require_safe)
        @wraps(view)
        def opened(request, place, **given):
            commune = get_object_or_404(Commune, slug=place, training_for=None)
            with scope(commune=commune):
                pages = {page.key: page for page in PublicPage.objects.opened()}
                if not pages or (key and key not in pages):
                    raise Http404
                unlisted = pages[key].unlisted if key else all(page.unlisted for page in pages.values())
                request.visit = Visit(commune, tuple(pages), key, unlisted)
                answer = view(request, **given)
            if unlisted:
                answer["X-Robots-Tag"] = "noindex, nofollow"
            if methods or request.method == "POST":
                add_never_cache_headers(answer)
            else:
                patch_cache_control(answer, max_age=FRESH_FOR)
            return answer

        return opened

    return decorate


def _show(request, template: str, **facts):
    """Show a public page."""
    return render(request, f"public/{template}.html", {"visit": request.visit, **facts})


def _listing(request, template: str, rows, filter_class, sorts, default: str, told):
    """Show a list: filtered, sorted, paged, each row with its address."""
    found = filtered(request, filter_class, rows) if filter_class else None
    page = paginate(request, sort(request, found.qs if found else rows, allowed=sorts, default=default))
    visit = request.visit
    entries = [{"entry": told(row), "url": visit.url(visit.key, row.pk)} for row in page]
    return _show(request, template, filter=found, page=page, entries=entries)


@public()
def home(request):
    """Lead to the pages that are open."""
    return _show(request, "home")


@public(Key.PLANS)
def plans(request):
    """List the issued plans, the newest first."""
    rows = public_reading.issued_plans()
    return _listing(request, "plans", rows, PlanFilter, PLAN_SORTS, "-issued", public_reading.plan_of)


def _plan(pk: int):
    """Return an issued campaign, or answer 404."""
    rows = public_reading.issued_plans().select_related("commune").prefetch_related("versions")
    return get_object_or_404(rows, pk=pk)


@public(Key.PLANS)
def plan(request, pk):
    """Show an issued plan: its facts, its deadlines, its text."""
    return _show(request, "plan", text=public_reading.plan_text(_plan(pk)), back=request.visit.url(Key.PLANS))


@public(Key.PLANS)
def plan_pdf(request, pk):
    """Send the PDF of an issued plan."""
    document = public_reading.plan_paper(_plan(pk))
    if document is None:
        raise Http404
    return sent(document, "pdf")


@public(Key.AWARDS)
def awards(request):
    """List the published decisions, the newest first."""
    rows = public_reading.published_decisions(request.visit.commune)
    return _listing(request, "awards", rows, AwardFilter, AWARD_SORTS, "-issued", public_reading.ruling_of)


@public(Key.AWARDS)
def award(request, pk):
    """Show the list of a published decision, in its order."""
    commune = request.visit.commune
    decision = get_object_or_404(public_reading.published_decisions(commune).select_related("commune"), pk=pk)
    page = paginate(request, public_reading.honour_lines(decision), per_page=100)
    facts = {"ruling": public_reading.ruling_of(decision), "page": page, "back": request.visit.url(Key.AWARDS)}
    return _show(request, "award", honours=public_reading.honours(commune, page), **facts)


@public(Key.EXEMPLARS)
def exemplars(request):
    """List the exemplars whose people agreed, the latest first."""
    rows = public_reading.open_exemplars()
    return _listing(request, "exemplars", rows, ExemplarFilter, EXEMPLAR_SORTS, "-told", public_reading.story_of)


@public(Key.EXEMPLARS)
def exemplar(request, pk):
    """Show an exemplar with its pictures."""
    found = get_object_or_404(public_reading.open_exemplars(), pk=pk)
    story = public_reading.story_of(found, found.pictures.present())
    return _show(request, "exemplar", story=story, back=request.visit.url(Key.EXEMPLARS))


@public(Key.EXEMPLARS)
def picture(request, pk):
    """Send a picture of an exemplar that is told in public."""
    rows = ExemplarPicture.objects.present().filter(exemplar__in=public_reading.open_exemplars().values("pk"))
    return stored_file(request, get_object_or_404(rows, pk=pk), as_attachment=False)


@public(Key.POSTINGS)
def postings(request):
    """List the nominees' lists that hang today."""
    return _listing(request, "postings", _hanging(), None, POSTING_SORTS, "end", public_reading.hanging_of)


def _hanging():
    """Return the postings of today with how many they name."""
    rows = public_remarks.running(timezone.now()).select_related("campaign", "commune")
    return rows.annotate(listed=Count("nominations"))


@public(Key.POSTINGS, methods=["GET", "HEAD", "POST"])
def posting(request, pk):
    """Show a list of nominees and take what a citizen says about one of them."""
    found = get_object_or_404(_hanging(), pk=pk)
    nominees, visit = public_reading.nominees_of(found), request.visit
    form = RemarkForm(request.POST or None, nominees=nominees)
    status = 200
    if request.method == "POST" and not visit.preview and form.is_valid():
        if form.trapped:
            return redirect("public:remarked", visit.commune.slug)
        if not _within_rates(request, pk):
            form.add_error(None, TOO_MANY)
            status = 429
        else:
            with refusals(form):
                _receive(found, form.cleaned_data)
                return redirect("public:remarked", visit.commune.slug)
    facts = {"hanging": public_reading.hanging_of(found), "nominees": nominees, "form": form}
    answer = _show(request, "posting", back=visit.url(Key.POSTINGS), **facts)
    answer.status_code = status
    return answer


def _within_rates(request, pk: int) -> bool:
    """Count a remark from this address and on this list; False once there were too many."""
    return throttle.spend(request, "remark", REMARK_RATES) and throttle.spend(
        request, "remark-on", REMARKS_A_DAY, key=f"posting:{pk}"
    )


def _receive(found, given: dict) -> None:
    """Hand a citizen's remark to the appraising body."""
    nomination = Nomination.objects.filter(postings=found, pk=given["nominee"]).first()
    if nomination is None:
        raise ValidationError(public_remarks.OVER)
    words = {name: given[name] for name in ("sender", "contact", "text")}
    public_remarks.receive(found, nomination, **words, at=timezone.now())


@public(Key.POSTINGS)
def remarked(request):
    """Say that a remark was received, and what happens next."""
    return _show(request, "remarked", back=request.visit.url(Key.POSTINGS))
