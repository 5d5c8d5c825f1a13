"""Pages on which a report is written: its task list, its sections, checking the answers, handing it in."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST, require_safe

from campaigns.forms import report_whole
from campaigns.forms.unit_reports import (
    AreaForm,
    ExemplarForm,
    GeneralForm,
    ScanForm,
    SectionForm,
    SubmitForm,
)
from campaigns.models import Exemplar, Obligation
from campaigns.services import evidence as files
from campaigns.services import unit_reports
from campaigns.services.report_sheet import Sheet, sheet_of
from campaigns.views.field_work import frame
from campaigns.views.unit_reports import TAB, fetch_report, returned_by, with_lateness
from communes.access import Can, requires
from communes.addresses import here
from kit import digits
from kit.forms import ReasonForm
from kit.saving import SavedMeanwhile
from kit.views import attempt, refusals, saved_as_typed

WRITERS = (Can.REPORT_RESULTS, Can.RECEIVE_REPORTS)


def _frame(request, report: Obligation, here_is: str = "", /, **facts) -> dict:
    """Return what every writing page shows."""
    with_lateness([report], timezone.now())
    facts = frame(request, report.campaign, TAB, report=report, returned=returned_by(report), **facts)
    facts["crumbs"] = [*facts["crumbs"], (str(report.unit), report.get_absolute_url())]
    if here_is:
        edit = ("Soạn báo cáo", here(request.actor, "campaigns:report-edit", report.pk))
        facts["crumbs"] += [edit] if here_is == edit[0] else [edit, (here_is, "")]
    return facts


def _turned_away(request, report: Obligation):
    """Return where to lead somebody who cannot write the report now; None for who can."""
    role = unit_reports.writer(report, request.actor)
    if not role:
        messages.error(request, f"Báo cáo đang ở trạng thái “{report.get_status_display()}” nên không sửa được.")
        return redirect(report)
    if role == "agency" and report.blockers_to_enter_on_behalf():
        messages.error(request, "Hãy đính kèm bản chụp báo cáo giấy của đơn vị trước khi nhập hộ.")
        return redirect(here(request.actor, "campaigns:report-enter-on-behalf", report.pk))
    return None


def _sections(request, sheet: Sheet) -> list[dict]:
    """Return the task list of a report: each section with how far it is."""
    report = sheet.obligation
    url = partial(here, request.actor, "campaigns:report-section", report.pk)
    done, none = ("Hoàn thành", "success"), ("Chưa bắt đầu", "muted")
    rows = [("general", "Chỉ đạo, khó khăn, đề xuất", url("general"), done if report.overview else none, "")]
    rows += [
        (
            area.section,
            area.title,
            url(area.section),
            area.state,
            f"{area.answered}/{area.asked} mục có kết quả",
        )
        for area in sheet.areas
    ]
    count = len(sheet.exemplars)
    state, note = (done, f"{count} điển hình") if count else (("Không bắt buộc", "muted"), "")
    exemplars_url = here(request.actor, "campaigns:report-exemplars", report.pk)
    rows.append(("exemplars", "Điển hình, mô hình, sáng kiến", exemplars_url, state, note))
    names = ("section", "title", "url", "state", "note")
    return [dict(zip(names, row, strict=True)) for row in rows]


@requires(*WRITERS)
def edit(request, pk):
    """Show the task list of a report."""
    report = fetch_report(request, pk)
    if away := _turned_away(request, report):
        return away
    sheet = sheet_of(report)
    sections = _sections(request, sheet)
    facts = _frame(
        request,
        report,
        "Soạn báo cáo",
        sheet=sheet,
        sections=sections,
        done=sum(each["state"][0] == "Hoàn thành" for each in sections),
        role=unit_reports.writer(report, request.actor),
    )
    return render(request, "campaigns/report_edit.html", facts)


def _sheet_when_asked(report: Obligation) -> Sheet:
    """Return the sheet of a report, read when something is first asked of it."""
    return SimpleLazyObject(partial(sheet_of, report))


def _form(report: Obligation, sheet: Sheet, section: str, data=None, uploads=None) -> SectionForm:
    """Return the form of a section, or answer 404; the general part asks nothing of the sheet."""
    if section == "general":
        return GeneralForm(data, uploads, obligation=report)
    if section == report_whole.SECTION:
        return report_whole.WholeForm.of_sheet(sheet, data, uploads)
    area = sheet.area(section)
    if area is None:
        raise Http404
    return AreaForm.of(area, data, uploads, obligation=report)


def _store(report: Obligation, form: SectionForm, request) -> None:
    """Save what a section's form holds."""
    unit_reports.save(
        report,
        revision=form.cleaned_data["version"],
        lines=form.lines(),
        **form.texts(),
        by=request.actor,
        at=timezone.now(),
    )


@requires(*WRITERS)
def section(request, pk, section):
    """Write one section: words, figures and files together; works without JavaScript."""
    report = fetch_report(request, pk)
    if away := _turned_away(request, report):
        return away
    sheet = _sheet_when_asked(report)
    if request.method != "POST":
        return _section_page(request, sheet, section, _form(report, sheet, section))
    form = _form(report, sheet, section, request.POST, request.FILES)
    mistyped = not form.is_valid()
    if not mistyped:
        try:
            _store(report, form, request)
        except SavedMeanwhile as conflict:
            _attach(request, report, form)
            return _both_texts(request, pk, section, conflict)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            return _after_saving(request, report, form, section)
    if mistyped and form.uploads():
        sheet, form = _with_files_kept(request, report, form, section)
    return _section_page(request, sheet, section, form)


def _with_files_kept(request, report: Obligation, form: SectionForm, section: str) -> tuple[Sheet, SectionForm]:
    """Attach the files that came with refused words, as a browser would not send them again; return all read anew."""
    _attach(request, report, form)
    sheet = sheet_of(fetch_report(request, report.pk))
    again = _form(sheet.obligation, sheet, section, request.POST)
    if again.is_valid():
        again.add_error(None, form.non_field_errors())
    return sheet, again


def _both_texts(request, pk: int, section: str, conflict: SavedMeanwhile):
    """Show what was typed beside what somebody else stored; saving once more is then a decision."""
    sheet = sheet_of(fetch_report(request, pk))
    typed = request.POST.copy()
    typed["version"] = sheet.obligation.revision
    form = _form(sheet.obligation, sheet, section, typed)
    form.is_valid()
    form.add_error(None, conflict.messages)
    return _section_page(request, sheet, section, form, conflict=conflict, status=409)


def _attach(request, report: Obligation, form: SectionForm) -> bool:
    """Attach the files chosen on a form; say of each how it went, and return whether all are kept."""
    clean = True
    for item, upload in form.uploads():
        with attempt(request, success=f"Đã đính kèm “{files.clean_name(upload.name)}”.") as tried:
            added = files.attach(report, upload, item=item, by=request.actor, at=timezone.now())
            for places in files.seen_elsewhere([added], request.actor).values():
                messages.warning(request, f"Tệp “{added.name}” trùng nội dung với tệp ở: {'; '.join(places)}.")
        clean = clean and tried.ok
    return clean


def _after_saving(request, report: Obligation, form: SectionForm, section: str):
    """Add and remove the files of a section whose words are saved; lead on."""
    clean = _attach(request, report, form)
    if (removed := digits.number(request.POST.get("remove", ""))) is not None:
        gone = get_object_or_404(report.evidence.present(), pk=removed)
        with attempt(request, success=f"Đã bỏ tệp “{gone.name}”."):
            files.remove(gone, by=request.actor, at=timezone.now())
        clean = False
    moment = timezone.localtime(report.saved_at)
    messages.success(request, f"Đã lưu lúc {moment:%H:%M}.")
    if clean and "next" in request.POST and section == report_whole.SECTION:
        return redirect(here(request.actor, "campaigns:report-check", report.pk))
    if clean and "next" in request.POST:
        names = [each["section"] for each in _sections(request, sheet_of(report))]
        place = names.index(section)
        if names[place + 1] == "exemplars":
            return redirect(here(request.actor, "campaigns:report-exemplars", report.pk))
        return redirect(here(request.actor, "campaigns:report-section", report.pk, names[place + 1]))
    return redirect(here(request.actor, "campaigns:report-section", report.pk, section))


def _section_page(request, sheet: Sheet, section: str, form: SectionForm, *, conflict=None, status=None):
    """Show a section; after a conflict both texts stand on the page."""
    area = sheet.area(section)
    whole = section == report_whole.SECTION
    title = area.title if area else report_whole.TITLE if whole else "Chỉ đạo, khó khăn, đề xuất"
    facts = _frame(
        request,
        sheet.obligation,
        title,
        sheet=sheet,
        form=form,
        title=title,
        section=section,
        area=area,
        blocks=form.blocks() if area else [],
        conflict=conflict,
        differences=form.differences() if conflict else [],
        save_url=here(request.actor, "campaigns:report-save", sheet.obligation.pk, section),
        evidence=[] if area else sheet.whole_evidence,
        files_field=None if area else form["files"],
    )
    page = "campaigns/report_whole.html" if whole else "campaigns/report_section.html"
    return render(request, page, facts, status=status)


@require_POST
@requires(*WRITERS)
def save(request, pk, section):
    """Save a section while it is being typed; the answer tells when, or why not."""
    report = fetch_report(request, pk)
    form = _form(report, _sheet_when_asked(report), section, request.POST)
    page = here(request.actor, "campaigns:report-section", pk, section)
    return saved_as_typed(form, lambda: _store(report, form, request), record=report, page=page)


@requires(*WRITERS)
def exemplars(request, pk):
    """Name exemplars, good practices and initiatives in a report."""
    report = fetch_report(request, pk)
    if away := _turned_away(request, report):
        return away
    form = ExemplarForm(request.POST or None, unit=report.unit)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            unit_reports.add_exemplar(report, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã thêm vào báo cáo.")
            return redirect(here(request.actor, "campaigns:report-exemplars", pk))
    title = "Điển hình, mô hình, sáng kiến"
    facts = _frame(request, report, title, sheet=sheet_of(report), form=form, title=title)
    return render(request, "campaigns/report_exemplars.html", facts)


@require_POST
@requires(*WRITERS)
def exemplar_remove(request, pk):
    """Take an exemplar out of a report."""
    rows = Exemplar.objects.within(request.actor).select_related("obligation__campaign__commune", "unit")
    exemplar = get_object_or_404(rows, pk=pk, obligation__isnull=False)
    report = exemplar.obligation
    with attempt(request, success="Đã bỏ khỏi báo cáo."):
        unit_reports.remove_exemplar(exemplar, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "campaigns:report-exemplars", report.pk))


def _check_page(request, report: Obligation, form: SubmitForm, status=None):
    """Show every answer with its change link, what is lacking, and the declaration."""
    sheet = sheet_of(report)
    url = partial(here, request.actor, "campaigns:report-section", report.pk)
    places = {
        f"Chưa có kết quả: {each.target.text}": url(area.section)
        for area in sheet.areas
        for item in area.items
        for each in item.targets
    }
    facts = _frame(
        request,
        report,
        "Kiểm tra trước khi nộp",
        sheet=sheet,
        form=form,
        blockers=[(text, places.get(text, url("general"))) for text in report.blockers_to_submit()],
        may_submit=request.actor.may_in_own_unit(Can.SUBMIT_REPORTS, report.unit_id),
        late_now=bool(report.late_from and report.late_from <= timezone.now()),
    )
    return render(request, "campaigns/report_check.html", facts, status=status)


@require_safe
@requires(*WRITERS)
def check(request, pk):
    """Check the answers before handing in."""
    report = fetch_report(request, pk)
    if away := _turned_away(request, report):
        return away
    return _check_page(request, report, SubmitForm(initial={"version": report.revision}))


@require_POST
@requires(Can.SUBMIT_REPORTS)
def submit(request, pk):
    """Hand a checked report in."""
    report = fetch_report(request, pk)
    form = SubmitForm(request.POST)
    if form.is_valid():
        with refusals(form):
            unit_reports.submit(report, revision=form.cleaned_data["version"], by=request.actor, at=timezone.now())
            return redirect(here(request.actor, "campaigns:report-submitted", pk))
    if report.status != Obligation.Status.DRAFT:
        for text in form.non_field_errors():
            messages.error(request, text)
        return redirect(report)
    return _check_page(request, report, form)


@require_safe
@requires(Can.REPORT_RESULTS, Can.RECEIVE_REPORTS)
def submitted(request, pk):
    """Confirm that a report was handed in and say what happens next."""
    report = fetch_report(request, pk)
    if report.status not in ("submitted", "received", "accepted"):
        return redirect(report)
    version = report.versions.defer("content").order_by("-number").first()
    return render(request, "campaigns/report_submitted.html", _frame(request, report, version=version))


@requires(Can.RECEIVE_REPORTS)
def enter_on_behalf(request, pk):
    """Enter a unit's paper report: its scan first, then the same sections, then a reason."""
    report = fetch_report(request, pk)
    if not unit_reports.tracks(report, request.actor):
        raise PermissionDenied
    if report.status not in Obligation.WITH_THE_UNIT:
        messages.error(request, f"Báo cáo đang ở trạng thái “{report.get_status_display()}” nên không nhập hộ được.")
        return redirect(report)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            unit_reports.enter_on_behalf(report, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã nhập hộ báo cáo của {report.unit}.")
            return redirect(report)
    return _on_behalf_page(request, report, form, reason_form=form, scan_form=ScanForm())


def _on_behalf_page(request, report: Obligation, form, *, reason_form: ReasonForm, scan_form: ScanForm):
    """Show the three steps of entering for a unit."""
    sheet = sheet_of(report)
    facts = _frame(
        request,
        report,
        "Nhập hộ đơn vị",
        sheet=sheet,
        sections=_sections(request, sheet),
        scans=[file for file in sheet.evidence if file.is_scan],
        blockers=report.blockers_to_enter_on_behalf(),
        form=form,
        reason_form=reason_form,
        scan_form=scan_form,
    )
    return render(request, "campaigns/report_on_behalf.html", facts)


@require_POST
@requires(Can.RECEIVE_REPORTS)
def scan(request, pk):
    """Attach the scan of a unit's paper report."""
    report = fetch_report(request, pk)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _on_behalf_page(request, report, form, reason_form=ReasonForm(), scan_form=form)
    for upload in form.cleaned_data["files"]:
        with attempt(request, success=f"Đã đính kèm “{files.clean_name(upload.name)}”."):
            files.attach(report, upload, is_scan=True, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "campaigns:report-enter-on-behalf", pk))
