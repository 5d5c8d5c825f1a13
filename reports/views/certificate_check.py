"""Whether a certificate is genuine: the page behind the QR code, for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from communes import throttle
from reports.forms.public import CheckForm
from reports.services import certificate_check

RATES = "30/5m/ip,300/d/ip"


@require_safe
@login_not_required
def ask(request):
    """Ask for the code of a certificate and lead to its answer."""
    form = CheckForm(request.GET if "ma" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = certificate_check.code_of(form.cleaned_data["ma"])
        if code:
            return redirect("check-code", code)
        form.add_error("ma", "Mã tra cứu gồm mười chữ và số, không có chữ O, I, L và số 0, 1.")
    return _shown(request, {"form": form})


@require_safe
@login_not_required
def answer(request, code):
    """Say whether the certificate of a code is valid, replaced, revoked or unknown."""
    if not throttle.spend(request, "check", RATES):
        return _shown(request, {"form": CheckForm(), "slow": True}, status=429)
    finding = certificate_check.check(code)
    status = 404 if finding.answer == certificate_check.Answer.UNKNOWN else 200
    return _shown(request, {"form": CheckForm(), "finding": finding}, status=status)


@require_safe
@login_not_required
def printed(request, code):
    """Lead from the address in the QR code of certificates to the answer."""
    return redirect("check-code", code)


def _shown(request, facts: dict, *, status: int = 200):
    """Show the page, kept by nobody and listed nowhere."""
    shown = render(request, "public/check.html", facts, status=status)
    shown["X-Robots-Tag"] = "noindex, nofollow"
    add_never_cache_headers(shown)
    return shown
