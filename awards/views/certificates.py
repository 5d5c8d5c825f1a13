"""Pages of the certificate register."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.book import CertificateFilter, HandOverForm, PrintForm
from awards.models import Certificate
from awards.services import certificates
from communes.access import Can, requires
from communes.acting import blockers
from communes.addresses import here
from kit import digits
from kit.views import attempt, filtered, paginate, sort

SORTS = {
    "name": ["line__folded"],
    "decision": ["line__decision__issued_on", "line__decision__number", "line__position"],
    "status": ["status", "line__folded"],
    "handed": ["handed_on"],
}
MOST_AT_ONCE = 100
# Why a certificate cannot be printed or handed over in its status.
LEFT_OUT = {
    ("hand_over", "registered"): "Chưa ghi in; ghi in trước khi trao.",
    ("hand_over", "handed_over"): "Đã trao.",
    ("print", "handed_over"): "Đã trao; hỏng, mất hoặc sai thì cấp đổi.",
}


def _seen(request):
    """Return the certificates that the actor may see, with what a row shows."""
    return Certificate.objects.within(request.actor).select_related("line__decision__commune", "line__about")


@requires(Can.SEE_UNANNOUNCED)
def index(request):
    """List the register, the newest decision first; those who keep it choose rows to act on."""
    found = filtered(request, CertificateFilter, _seen(request))
    page = paginate(request, sort(request, found.qs, allowed=SORTS, default="-decision"))
    facts = {"filter": found, "page": page, "keeps": request.actor.may(Can.KEEP_CERTIFICATES)}
    return render(request, "awards/certificate_list.html", facts)


@requires(Can.SEE_UNANNOUNCED)
def detail(request, pk):
    """Show one certificate: its line, its printings, what it replaces and what replaced it."""
    certificate = get_object_or_404(_seen(request).select_related("replaces", "replaced_by"), pk=pk)
    chosen = f"?c={certificate.pk}"
    pages = {
        "print": here(request.actor, "awards:certificates-print") + chosen,
        "hand_over": here(request.actor, "awards:certificates-hand-over") + chosen,
        "replace": here(request.actor, "awards:certificate-replace", certificate.pk),
    }
    acts = [
        each.button(pages[each.move.action], page=not each.move.needs_reason)
        for each in certificates.offers_for(certificate, request.actor, timezone.now())
    ]
    crumbs = [("Sổ giấy khen", here(request.actor, "awards:certificates")), (certificate.code, "")]
    facts = {"certificate": certificate, "acts": acts, "crumbs": crumbs}
    facts["prints"] = certificate.prints.order_by("printed_at", "pk")
    return render(request, "awards/certificate.html", facts)


@requires(Can.KEEP_CERTIFICATES)
def record_print(request):
    """Record that the chosen certificates were printed, on one stock."""

    def perform(certificate, **facts):
        certificates.record_print(certificate, **facts, by=request.actor, at=timezone.now())

    words = {"title": "Ghi đã in giấy khen", "submit": "Ghi đã in", "done": "Đã ghi in {} giấy khen."}
    return _together(request, "print", PrintForm(request.POST or None), perform, words)


@requires(Can.KEEP_CERTIFICATES)
def hand_over(request):
    """Record that the chosen certificates were handed over, on one day."""

    def perform(certificate, **facts):
        certificates.hand_over(certificate, **facts, by=request.actor, at=timezone.now())

    form = HandOverForm(request.POST or None, initial={"handed_on": timezone.localdate()})
    words = {"title": "Ghi đã trao giấy khen", "submit": "Ghi đã trao", "done": "Đã ghi trao {} giấy khen."}
    return _together(request, "hand_over", form, perform, words)


def _together(request, action: str, form, perform, words):
    """Act on the certificates named in the address: first a page with names and those left out, then each by itself."""
    keys = digits.numbers(request.GET.getlist("c"))[:MOST_AT_ONCE]
    chosen = list(_seen(request).filter(pk__in=keys).order_by("line__decision__issued_on", "line__position", "pk"))
    ready, left_out = [], []
    for each in chosen:
        move = Certificate.flow.find(each.status, action)
        reasons = blockers(move, each) if move else [_left_out(each, action)]
        if reasons:
            left_out.append((each, reasons))
        else:
            ready.append(each)
    back = chosen[0].get_absolute_url() if len(chosen) == 1 else here(request.actor, "awards:certificates")
    if not chosen:
        messages.error(request, "Chọn ít nhất một giấy khen.")
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        done = 0
        for each in ready:
            with attempt(request) as outcome:
                perform(each, **form.cleaned_data)
            done += outcome.ok
        if done:
            messages.success(request, words["done"].format(done))
        return redirect(back)
    crumbs = [("Sổ giấy khen", here(request.actor, "awards:certificates")), (words["title"], "")]
    facts = {"form": form, "ready": ready, "left_out": left_out, "back": back, "crumbs": crumbs, **words}
    return render(request, "awards/certificate_form.html", facts)


def _left_out(certificate: Certificate, action: str) -> str:
    """Say why the status of a certificate does not let it be printed or handed over."""
    return LEFT_OUT.get((action, certificate.status), f"{certificate.get_status_display()}.")


@require_POST
@requires(Can.KEEP_CERTIFICATES)
def replace(request, pk):
    """Replace a certificate by a new one."""
    certificate = get_object_or_404(_seen(request), pk=pk)
    made = None
    with attempt(request, success="Đã ghi cấp đổi; giấy khen mới đã vào sổ."):
        reason = request.POST.get("reason", "")
        made = certificates.replace(certificate, reason=reason, by=request.actor, at=timezone.now())
    return redirect(made or certificate)
