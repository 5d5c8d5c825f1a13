"""Printing certificates: choosing the stock, recording what was printed, the code in the register."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.models import Certificate, Decision
from communes.access import Can, requires
from communes.addresses import here
from kit.late import Late
from kit.views import refusals
from reports.documents import certificates
from reports.documents.kinds import Kind
from reports.forms.certificates import PrintedForm, PrintOnForm
from reports.models import Document
from reports.services import certificate_sheets as sheets

qr_svg = Late("reports.rendering.certificates:qr_svg")


@requires(Can.KEEP_CERTIFICATES)
def of_decision(request, pk):
    """Have all certificates of a decision made on a stock, in the order of its list."""
    decisions = Decision.objects.within(request.actor).select_related("commune", "campaign__commune")
    decision = get_object_or_404(decisions.exclude(kind="revocation").exclude(status="cancelled"), pk=pk)
    entries = certificates.entries_of(decision)
    awards = list(dict.fromkeys(each.line.award for each in entries))
    facts = {
        "title": "In giấy khen",
        "about": decision,
        "draft": decision.number is None,
        "entries": entries,
        "left_out": _left_out(decision, awards),
        "crumbs": [(str(decision), decision.get_absolute_url()), ("In giấy khen", "")],
    }
    return _printing(request, certificates.BATCH, decision, awards, facts)


def _left_out(decision, awards: list[str]) -> list[tuple[str, str]]:
    """Return whom no stock for the first award prints, and why."""
    if not awards:
        return []
    return certificates.left_out(decision, certificates.stock_for(decision.commune, awards[0]))


@requires(Can.KEEP_CERTIFICATES)
def of_certificate(request, pk):
    """Have one certificate made on a stock."""
    certificate = get_object_or_404(certificates.SINGLE.within(request.actor), pk=pk)
    facts = {
        "title": "In giấy khen",
        "about": certificate,
        "draft": False,
        "entries": [certificates.Entry(certificate.line, certificate)],
        "left_out": [],
        "crumbs": [
            ("Sổ giấy khen", here(request.actor, "awards:certificates")),
            (certificate.code, certificate.get_absolute_url()),
            ("In giấy khen", ""),
        ],
    }
    return _printing(request, certificates.SINGLE, certificate, [certificate.line.award], facts)


def _printing(request, kind: Kind, record, awards: list[str], facts: dict):
    """Show or answer the page on which a stock is chosen."""
    form = PrintOnForm(request.POST or None, commune=request.actor.commune, awards=awards)
    if request.method == "POST" and form.is_valid():
        stock, offset = form.chosen()
        with refusals(form):
            made = sheets.request(
                kind, record, stock=stock, offset=offset, base=_base(request), by=request.actor, at=timezone.now()
            )
            return redirect(made)
    facts |= {"form": form, "without_emblem": form.without_emblem, "made": sheets.made_of(kind, record, request.actor)}
    return render(request, "reports/certificate_sheets.html", facts)


def _base(request) -> str:
    """Return where certificates are checked: the public host that is set up, or the one that was asked."""
    if base := certificates.check_base():
        return base
    return request.build_absolute_uri("/") if certificates.is_public(request.get_host()) else ""


@requires(Can.KEEP_CERTIFICATES)
def printed(request, pk):
    """Record that the certificates of a file were printed."""
    document = get_object_or_404(
        Document.objects.within(request.actor).filter(form=Document.Form.CERTIFICATES).select_related("commune"), pk=pk
    )
    form = PrintedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recorded = sheets.record_printed(document, **form.cleaned_data, by=request.actor, at=timezone.now())
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            if recorded.done:
                messages.success(request, f"Đã ghi {recorded.done} giấy khen là đã in.")
            else:
                messages.warning(request, "Chưa ghi được giấy khen nào là đã in.")
            for name, reason in recorded.skipped[:20]:
                messages.warning(request, f"Bỏ qua {name}: {reason}")
            if len(recorded.skipped) > 20:
                messages.warning(request, f"Bỏ qua thêm {len(recorded.skipped) - 20} giấy khen khác.")
            return redirect(document)
    facts = {
        "document": document,
        "form": form,
        "problems": sheets.problems(document),
        "crumbs": [(document.title, document.get_absolute_url()), ("Ghi đã in", "")],
    }
    return render(request, "reports/certificate_printed.html", facts)


@require_safe
@requires(Can.SEE_UNANNOUNCED)
def code(request, pk):
    """Draw the QR code of a certificate for the register: the check page, or the code where there is no public host."""
    certificate = get_object_or_404(Certificate.objects.within(request.actor), pk=pk)
    words = certificates.check_link(_base(request), certificate.code) or certificate.code
    answer = HttpResponse(qr_svg(words), content_type="image/svg+xml")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=86400"
    return answer
