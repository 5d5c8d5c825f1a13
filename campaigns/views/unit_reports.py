"""Pages of unit reports: lists, one report, its versions, and the acts on it."""

from django.contrib import messages
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.unit_reports import ExtendForm, OwnReportFilter, ReportFilter, ReturnForm
from campaigns.models import Obligation
from campaigns.services import evidence as files
from campaigns.services import unit_reports
from campaigns.services.field_work import is_underway
from campaigns.services.report_sheet import passages, sheet_of
from campaigns.views.field_work import acts, form_page, frame
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from communes.models import HistoryEntry
from kit.vietnamese import vn_date
from kit.views import attempt, filtered, paginate, refusals, sort

TAB = "campaigns:reports"
SORTS = {
    "unit": ["unit__kind_order", "unit__position", "unit__name"],
    "due": "late_from",
    "status": "status",
    "submitted": "submitted_at",
}
OWN_SORTS = {
    "urgent": ["rank", "late_from"],
    "campaign": ["campaign__name", "late_from"],
    "due": "late_from",
    "status": "status",
    "submitted": "submitted_at",
}
MOVES_WITH_A_PAGE = ("submit", "return", "enter_on_behalf")


def fetch_report(request, pk: int) -> Obligation:
    """Return a report that the actor may see, or answer 404."""
    return get_object_or_404(Obligation.objects.within(request.actor).for_list(), pk=pk)


def with_lateness(rows, at) -> list[Obligation]:
    """Note on each report how many days late it is."""
    for row in rows:
        row.days_late = row.lateness(at)
        row.is_overdue = row.status in Obligation.WITH_THE_UNIT and bool(row.late_from and row.late_from <= at)
    return rows


def returned_by(report: Obligation) -> HistoryEntry | None:
    """Return the line of history of the last return, for the banner of a returned report."""
    if not report.return_reason:
        return None
    return HistoryEntry.objects.about(report).filter(action="obligation.return").first()


def listed(request, campaign):
    """Return the filters of the list and its rows in the order asked for."""
    rows = Obligation.objects.within(request.actor).filter(campaign=campaign).for_list().without_words()
    years = range(campaign.starts_on.year, campaign.ends_on.year + 2) if campaign.starts_on else ()
    found = filtered(request, ReportFilter, rows, years=years)
    return found, sort(request, found.qs, allowed=SORTS, default="due")


@requires(Can.SEE_CAMPAIGNS)
def index(request, pk):
    """List the reports that units owe in a campaign; a unit sees its own."""
    campaign = fetch_campaign(request, pk)
    found, rows = listed(request, campaign)
    page = paginate(request, rows)
    with_lateness(page.object_list, timezone.now())
    waits = any(report.status == Obligation.Status.SUBMITTED for report in page.object_list)
    receives = waits and request.actor.may(Can.RECEIVE_REPORTS) and is_underway(campaign)
    facts = frame(request, campaign, TAB, filter=found, page=page, receives=receives)
    return render(request, "campaigns/report_list.html", facts)


def listed_own(request):
    """Return the filters of the list and what the actor's units owe, overdue first unless another order is asked."""
    now = timezone.now()
    waiting = Q(status__in=Obligation.WITH_THE_UNIT)
    rank = Case(
        When(waiting & Q(late_from__lte=now), then=Value(0)),
        When(waiting, then=Value(1)),
        When(status__in=Obligation.WITH_THE_AGENCY, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = Obligation.objects.own(request.actor).for_list().without_words().annotate(rank=rank)
    year = timezone.localdate(now).year
    found = filtered(request, OwnReportFilter, rows, years=range(year + 1, year - 5, -1))
    return found, sort(request, found.qs, allowed=OWN_SORTS, default="urgent")


@requires(Can.REPORT_RESULTS, Can.SUBMIT_REPORTS)
def mine(request):
    """List what the actor's units owe in every campaign: overdue first, then by date."""
    now = timezone.now()
    found, rows = listed_own(request)
    page = paginate(request, rows)
    with_lateness(page.object_list, now)
    waiting_count = Obligation.objects.own(request.actor).filter(status__in=Obligation.WITH_THE_UNIT).count()
    overdue_count = Obligation.objects.own(request.actor).overdue(now).count()
    facts = {"page": page, "filter": found, "waiting_count": waiting_count, "overdue_count": overdue_count}
    return render(request, "campaigns/report_mine.html", facts)


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk):
    """Show a report as it stands, what may be done with it, its versions and its history."""
    report = fetch_report(request, pk)
    [report] = with_lateness([report], timezone.now())
    sheet = sheet_of(report)
    facts = frame(
        request,
        report.campaign,
        TAB,
        report=report,
        sheet=sheet,
        acts=_acts(request, report),
        writer=unit_reports.writer(report, request.actor),
        may_extend=report.status in Obligation.WITH_THE_UNIT and unit_reports.tracks(report, request.actor),
        versions=list(report.versions.defer("content").order_by("-number")),
        elsewhere=_elsewhere(sheet, request.actor),
        returned=returned_by(report),
    )
    facts["crumbs"].append((str(report.unit), ""))
    return render(request, "campaigns/report.html", facts)


def _elsewhere(sheet, actor) -> list[dict]:
    """Return the files of a report whose content was attached somewhere else too."""
    found = files.seen_elsewhere(sheet.evidence, actor)
    return [{"name": file.name, "places": found[file.pk]} for file in sheet.evidence if file.pk in found]


def _acts(request, report: Obligation) -> list[dict]:
    """Return the buttons of a report; handing in goes through the pages where everything is checked first."""
    pages = {
        here(request.actor, "campaigns:report-submit", report.pk): "campaigns:report-check",
        here(request.actor, "campaigns:report-enter-on-behalf", report.pk): "campaigns:report-enter-on-behalf",
    }
    unfitting = here(request.actor, "campaigns:report-accept-late", report.pk) if not report.late else ""
    shown = []
    for act in acts(request, report, "report", pages=MOVES_WITH_A_PAGE):
        if act["url"] == unfitting:
            continue
        if act["url"] in pages:
            act |= {"url": here(request.actor, pages[act["url"]], report.pk), "blockers": ()}
        shown.append(act)
    return shown


@requires(Can.SEE_CAMPAIGNS)
def version(request, pk, number):
    """Show a report as it was handed in, beside the time before."""
    report = fetch_report(request, pk)
    versions = {each.number: each for each in report.versions.order_by("number")}
    if number not in versions:
        raise Http404
    shown, before = versions[number], versions.get(number - 1)
    facts = frame(
        request,
        report.campaign,
        TAB,
        report=report,
        version=shown,
        before=before,
        passages=passages(shown.content, before.content if before else None),
        others=[each for each in versions.values() if each.number != number],
    )
    facts["crumbs"] += [(str(report.unit), report.get_absolute_url()), (f"Lần nộp {number}", "")]
    return render(request, "campaigns/report_version.html", facts)


def _move(can, verb, success, *, needs_reason=False):
    """Return a view that makes one move on a report."""

    @require_POST
    @requires(can)
    def view(request, pk):
        report = fetch_report(request, pk)
        with attempt(request, success=success):
            verb(report, by=request.actor, at=timezone.now(), reason=request.POST.get("reason", ""))
        return redirect(report)

    view.__doc__ = verb.__doc__
    return view


recall = _move(Can.SUBMIT_REPORTS, unit_reports.recall, "Đã rút lại báo cáo. Đồng chí sửa rồi nộp lại.")
receive = _move(Can.RECEIVE_REPORTS, unit_reports.receive, "Đã tiếp nhận báo cáo.")
accept = _move(Can.RECEIVE_REPORTS, unit_reports.accept, "Đã duyệt báo cáo.")
accept_late = _move(Can.RECEIVE_REPORTS, unit_reports.accept_late, "Đã nhận báo cáo trễ hạn và ghi lý do.")
reopen = _move(Can.RELAX_REPORTS, unit_reports.reopen, "Đã mở lại báo cáo.")
waive = _move(Can.RELAX_REPORTS, unit_reports.waive, "Đã miễn báo cáo cho đơn vị.")
restore = _move(Can.RELAX_REPORTS, unit_reports.restore, "Đã bỏ miễn; đơn vị lại phải báo cáo.")


@require_POST
@requires(Can.REPORT_RESULTS)
def begin(request, pk):
    """Begin writing a report."""
    return _to_writing(request, fetch_report(request, pk), unit_reports.begin)


@require_POST
@requires(Can.REPORT_RESULTS)
def resume(request, pk):
    """Begin mending a returned report."""
    return _to_writing(request, fetch_report(request, pk), unit_reports.resume)


def _to_writing(request, report: Obligation, verb):
    """Make a move after which the unit writes; lead there."""
    with attempt(request) as tried:
        verb(report, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "campaigns:report-edit", report.pk) if tried.ok else report)


@requires(Can.RECEIVE_REPORTS)
def send_back(request, pk):
    """Return a report with a reason, what to mend, and a new last day."""
    report = fetch_report(request, pk)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            unit_reports.send_back(report, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã trả lại báo cáo để đơn vị bổ sung.")
            return redirect(report)
    title = f"Trả lại báo cáo của {report.unit}"
    back = report.get_absolute_url()
    return form_page(request, form, report.campaign, TAB, title=title, submit="Trả lại bổ sung", back=back)


@requires(Can.RECEIVE_REPORTS)
def extend(request, pk):
    """Give one unit a later last day."""
    report = fetch_report(request, pk)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            unit_reports.extend(report, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã gia hạn cho {report.unit} đến hết ngày {vn_date(report.last_day)}.")
            return redirect(report)
    title = f"Gia hạn cho {report.unit}"
    now = f"Hạn hiện nay: hết ngày {vn_date(report.last_day)}." if report.last_day else "Báo cáo chưa có hạn."
    back = report.get_absolute_url()
    return form_page(request, form, report.campaign, TAB, title=title, submit="Gia hạn", back=back, hint=now)
