"""Personal data: what is kept and why, what is kept about one person, what is erased after its term."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communes.access import Can, requires
from communes.addresses import here
from communes.forms.retention import RetentionTermForm
from communes.models import Person
from communes.personal_data import HOLDINGS, SWEEPS, told
from communes.reauth import confirmed, confirmed_to_open
from communes.services import person_data, reads, retention
from communes.views.sheets import workbook
from kit.vietnamese import small_count
from kit.views import attempt, refusals

ON_A_PAGE = 50
CRUMB = "Dữ liệu cá nhân"


def _crumbs(request, title: str) -> list[tuple[str, str]]:
    """Return the way to a page below the register."""
    return [(CRUMB, here(request.actor, "communes:personal-data")), (title, "")]


@require_safe
@requires(Can.ENTER)
def register(request):
    """Show what is kept about people, why, on what ground, how long."""
    terms = {term.sweep.key: term for term in retention.terms()}
    lines = [(holding, terms.get(holding.sweep)) for holding in HOLDINGS]
    return render(request, "communes/personal_data.html", {"lines": lines, "terms": terms.values()})


@require_safe
@never_cache
@requires(Can.ENTER)
@confirmed_to_open
def mine(request):
    """Show the actor what is kept about the actor."""
    return _page(request, request.actor.person, "communes:my-data-file", ())


@require_safe
@never_cache
@requires(Can.ENTER)
@confirmed_to_open
def mine_file(request):
    """Hand the actor's own data over as a workbook."""
    return _file(request, request.actor.person)


@require_safe
@never_cache
@requires(Can.READ_PERSONAL_DATA)
@confirmed_to_open
def person(request, pk):
    """Show what is kept about a person, as far as the actor may know it."""
    found = _noted(request, pk, "person.data_read", "Xem dữ liệu cá nhân")
    return _page(request, found, "communes:person-data-file", (found.pk,))


@require_safe
@never_cache
@requires(Can.READ_PERSONAL_DATA)
@confirmed_to_open
def person_file(request, pk):
    """Hand what is kept about a person over as a workbook."""
    return _file(request, _noted(request, pk, "person.data_taken", "Tải dữ liệu cá nhân"))


def _noted(request, pk: int, action: str, label: str) -> Person:
    """Return a person, and note that somebody looks; answer 404 for one of elsewhere."""
    found = get_object_or_404(Person.objects.within(request.actor).select_related("unit", "user"), pk=pk)
    if found != request.actor.person:
        reads.note(action, found, by=request.actor, at=timezone.now(), label=label)
    return found


def _page(request, about: Person, file: str, keys: tuple):
    """Show the parts about a person, the first rows of each."""
    facts = {
        "person": about,
        "parts": told(about, request.actor, most=ON_A_PAGE),
        "file_url": here(request.actor, file, *keys),
        "crumbs": _crumbs(request, about.full_name),
    }
    return render(request, "communes/person_data.html", facts)


def _file(request, about: Person) -> HttpResponse:
    """Answer with the workbook about a person."""
    at = timezone.now()
    name = f"du-lieu-ca-nhan-{about.pk}-{timezone.localdate(at):%Y%m%d}.xlsx"
    return workbook(person_data.workbook(about, by=request.actor, at=at), name)


@requires(Can.KEEP_PERSONAL_DATA)
@confirmed
def erase(request):
    """Show what has outlived its term, with names, and erase what a person ticks and confirms."""
    at = timezone.now()
    if request.method == "POST":
        chosen = {key: request.POST.get(f"mark-{key}", "") for key in request.POST.getlist("sweep") if key in SWEEPS}
        with attempt(request):
            done = retention.act(chosen, by=request.actor, at=at)
            messages.success(request, f"Đã xóa {small_count(sum(done.values()))} mục hết thời hạn.")
        return redirect(here(request.actor, "communes:retention"))
    lines = retention.due(at=at)
    facts = {
        "lines": lines,
        "waiting": any(due.names for due in lines),
        "crumbs": _crumbs(request, "Xóa dữ liệu hết thời hạn"),
    }
    return render(request, "communes/retention.html", facts)


@requires(Can.KEEP_PERSONAL_DATA)
@confirmed
def term(request, sweep):
    """Set how long the commune keeps one category, on what ground."""
    found = next((each for each in retention.terms() if each.sweep.key == sweep), None)
    if found is None:
        raise Http404
    initial = {"months": found.months, "source": found.source if found.confirmed else ""}
    form = RetentionTermForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            retention.set_term(sweep, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã lưu thời hạn: {found.sweep.title}.")
            return redirect(here(request.actor, "communes:personal-data"))
    title = f"Thời hạn lưu giữ: {found.sweep.title}"
    facts = {"form": form, "title": title, "term": found, "crumbs": _crumbs(request, found.sweep.title)}
    return render(request, "communes/retention_term.html", facts)
