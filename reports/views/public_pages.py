"""Opening, closing and previewing the public pages, for the staff."""

from inspect import unwrap

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communes.access import Can, requires
from communes.addresses import here
from communes.models import PublicPage
from communes.services import public_pages
from kit import digits
from kit.views import attempt, refusals
from reports.forms.public import OpenForm
from reports.services import public_readiness
from reports.views import public

SETTINGS = "reports:public-pages"
SHOWN = {
    PublicPage.Key.PLANS: (public.plans, public.plan),
    PublicPage.Key.AWARDS: (public.awards, public.award),
    PublicPage.Key.EXEMPLARS: (public.exemplars, public.exemplar),
    PublicPage.Key.POSTINGS: (public.postings, public.posting),
}


def _known(key: str) -> PublicPage.Key:
    """Return the kind of page that an address names, or answer 404."""
    if key not in PublicPage.Key.values:
        raise Http404
    return PublicPage.Key(key)


@requires(Can.OPEN_PUBLIC_PAGES)
def index(request):
    """Show each public page: open or closed, since when, what it would show, what is missing."""
    actor, now = request.actor, timezone.now()
    stored = {page.key: page for page in PublicPage.objects.within(actor)}
    rows = [
        {
            "label": key.label,
            "page": stored.get(key),
            "shows": public_readiness.SHOWS[key],
            "points": public_readiness.points(key, actor.commune, now),
            "address": request.build_absolute_uri(public.Visit(actor.commune, ()).url(key)),
            "open_url": here(actor, "reports:public-open", key),
            "close_url": here(actor, "reports:public-close", key),
            "preview_url": here(actor, "reports:public-preview", key),
        }
        for key in PublicPage.Key
    ]
    return render(request, "reports/public_pages.html", {"rows": rows})


@requires(Can.OPEN_PUBLIC_PAGES)
def open_page(request, page):
    """Open a public page after its preview was read."""
    key = _known(page)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            public_pages.open_page(key, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã mở trang công khai “{key.label}”.")
            return redirect(here(request.actor, SETTINGS))
    facts = {
        "form": form,
        "title": f"Mở trang công khai: {key.label}",
        "shows": public_readiness.SHOWS[key],
        "points": public_readiness.points(key, request.actor.commune, timezone.now()),
        "preview_url": here(request.actor, "reports:public-preview", key),
        "back": here(request.actor, SETTINGS),
        "crumbs": [("Trang công khai", here(request.actor, SETTINGS)), (key.label, "")],
    }
    return render(request, "reports/public_open.html", facts)


@require_POST
@requires(Can.OPEN_PUBLIC_PAGES)
def close_page(request, page):
    """Close a public page."""
    key = _known(page)
    with attempt(request, success=f"Đã đóng trang công khai “{key.label}”."):
        public_pages.close_page(key, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(here(request.actor, SETTINGS))


@require_safe
@requires(Can.OPEN_PUBLIC_PAGES)
def preview(request, page):
    """Show a public page, open or not, as the public would read it; `?muc=` asks for one of its entries."""
    key = _known(page)
    request.visit = public.Visit(request.actor.commune, (key,), key, unlisted=True, preview=True)
    listing, entry = (unwrap(shown) for shown in SHOWN[key])
    asked = request.GET.get("muc", "")
    if asked:
        if (pk := digits.number(asked)) is None:
            raise Http404
        return entry(request, pk=pk)
    return listing(request)
