"""Pages of the workbooks in which units report without an account: taking them out, sending them in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from campaigns.forms.report_forms import FormsSentForm, WaitingFilter
from campaigns.models import Obligation
from campaigns.services import report_forms, unit_reports
from campaigns.views.field_work import frame
from campaigns.views.shared import fetch_campaign
from campaigns.views.unit_reports import TAB, fetch_report
from communes.access import Can, requires
from communes.addresses import here
from communes.forms.sheets import SheetForm
from communes.services import sheets
from communes.views.sheets import workbook
from kit.views import filtered, paginate, refusals, sort

SORTS = {"unit": ["unit__kind_order", "unit__position", "unit__name"], "due": "late_from", "status": "status"}


def listed(request, campaign):
    """Return the filters of the list and the reports whose forms may be taken out."""
    found = filtered(request, WaitingFilter, report_forms.waiting(campaign, request.actor), campaign=campaign)
    return found, sort(request, found.qs, allowed=SORTS, default="unit")


@requires(Can.RECEIVE_REPORTS)
def index(request, pk):
    """List the forms of a campaign's reports, and take filled ones in."""
    campaign = fetch_campaign(request, pk)
    form = FormsSentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        received, refused = _receive_all(request, form.cleaned_data["files"])
        for reason in refused:
            form.add_error("files", reason)
        if received and not refused:
            return redirect(received[0] if len(received) == 1 else _readings(request))
        if received:
            messages.success(request, f"Đã nhận {len(received)} tệp; xem ở mục Nhập từ Excel.")
    found, rows = listed(request, campaign)
    facts = frame(
        request, campaign, TAB, below="Mẫu Excel", form=form, filter=found, page=paginate(request, rows),
        readings=_readings(request),
    )  # fmt: skip
    return render(request, "campaigns/report_forms.html", facts)


def _readings(request) -> str:
    """Return the list of what was sent in and waits."""
    return f"{here(request.actor, 'communes:sheets')}?kind={report_forms.KIND}&status=checked"


def _receive_all(request, uploads) -> tuple[list, list[str]]:
    """Take files in one by one; return the readings, and the reasons against the others."""
    received, refused = [], []
    for upload in uploads:
        try:
            book = sheets.opened(upload)
            received.append(report_forms.receive(book, by=request.actor, at=timezone.now()))
        except ValidationError as problem:
            refused += problem.messages
        except PermissionDenied:
            refused.append(f"“{sheets.clean_name(upload.name)}”: đơn vị khác theo dõi báo cáo của phong trào này.")
    return received, refused


@require_safe
@requires(Can.RECEIVE_REPORTS)
def archive(request, pk):
    """Hand the forms of the listed reports over in one archive."""
    campaign = fetch_campaign(request, pk)
    _, rows = listed(request, campaign)
    reports = list(rows[: report_forms.MOST_FORMS])
    if not reports:
        messages.error(request, "Không có báo cáo nào đang chờ đơn vị để lập mẫu.")
        return redirect(here(request.actor, "campaigns:report-forms", pk))
    answer = HttpResponse(report_forms.archive(reports, at=timezone.now()), content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, f"Mẫu báo cáo – {campaign.name[:80]}.zip")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _turned_away(request, report: Obligation):
    """Return where to lead somebody when the report does not lie with its unit; None while it does."""
    if report.status in Obligation.WITH_THE_UNIT:
        return None
    messages.error(request, f"Báo cáo đang ở trạng thái “{report.get_status_display()}” nên không có mẫu để ghi.")
    return redirect(report)


@require_safe
@requires(Can.REPORT_RESULTS, Can.RECEIVE_REPORTS)
def download(request, pk):
    """Hand the form of one report over."""
    report = fetch_report(request, pk)
    if away := _turned_away(request, report):
        return away
    return workbook(report_forms.form(report, at=timezone.now()), report_forms.form_name(report))


@requires(Can.REPORT_RESULTS, Can.RECEIVE_REPORTS)
def send(request, pk):
    """Take the filled form of one report in; the form of another one is refused."""
    report = fetch_report(request, pk)
    if away := _turned_away(request, report):
        return away
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            book = sheets.opened(form.cleaned_data["file"])
            reading = report_forms.receive(book, expected=report, by=request.actor, at=timezone.now())
            return redirect(reading)
    facts = frame(
        request, report.campaign, TAB, report=report, form=form, role=unit_reports.writer(report, request.actor),
        how=report_forms.HOW,
    )  # fmt: skip
    facts["crumbs"] += [(str(report.unit), report.get_absolute_url()), ("Ghi bằng Excel", "")]
    return render(request, "campaigns/report_form.html", facts)
