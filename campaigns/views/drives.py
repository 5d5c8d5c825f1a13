"""Pages of peak drives."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.drives import DriveFacts, DriveFilter, DriveForm, DriveResultForm
from campaigns.forms.field_work import units_of
from campaigns.models import PeakDrive
from campaigns.services import drives
from campaigns.services.field_work import is_underway
from campaigns.services.unit_targets import goal_in_words
from campaigns.views.field_work import acts, fetch, form_page, frame
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from kit.views import attempt, filtered, paginate, refusals, sort

TAB = "campaigns:unit-plans"
SORTS = {"name": "name", "unit": ["unit__kind_order", "unit__name"], "state": "status", "starts": "starts_on"}


def listed(request, campaign):
    """Return the filters of the list and its rows in the order asked for."""
    rows = PeakDrive.objects.within(request.actor).filter(campaign=campaign)
    found = filtered(request, DriveFilter, rows.select_related("campaign__commune", "unit"))
    return found, sort(request, found.qs, allowed=SORTS, default="-starts")


@requires(Can.SEE_CAMPAIGNS)
def index(request, pk):
    """List the peak drives of a campaign in order of time."""
    campaign = fetch_campaign(request, pk)
    found, rows = listed(request, campaign)
    facts = frame(
        request,
        campaign,
        TAB,
        below="Đợt cao điểm",
        filter=found,
        page=paginate(request, rows),
        may_draft=is_underway(campaign)
        and request.actor.may(Can.PLAN_UNIT)
        and units_of(campaign, request.actor).exists(),
    )
    return render(request, "campaigns/drive_list.html", facts)


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk):
    """Show a drive, its targets, its result and its history."""
    drive = fetch(request, PeakDrive.objects.within(request.actor), pk)
    may_write = is_underway(drive.campaign) and request.actor.may_in_own_unit(Can.PLAN_UNIT, drive.unit_id)
    targets = drive.targets.filter(retired_at=None).select_related("item").order_by("position", "pk")
    facts = frame(
        request,
        drive.campaign,
        TAB,
        below=str(drive),
        drive=drive,
        targets=[{"target": target, "goal": goal_in_words(target)} for target in targets],
        drafting=may_write and drive.status == PeakDrive.Status.DRAFT,
        noting=may_write and drive.status == PeakDrive.Status.LAUNCHED,
        acts=acts(request, drive, "drive"),
    )
    return render(request, "campaigns/drive.html", facts)


@requires(Can.PLAN_UNIT)
def create(request, pk):
    """Draft a drive of one of the actor's units."""
    campaign = fetch_campaign(request, pk)
    form = DriveForm(request.POST or None, campaign=campaign, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            drive = drives.draft(campaign, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã soạn đợt cao điểm. Hãy thêm chỉ tiêu rồi phát động.")
            return redirect(drive)
    back = here(request.actor, "campaigns:drives", campaign.pk)
    return form_page(
        request,
        form,
        campaign,
        TAB,
        title="Soạn đợt cao điểm",
        submit="Lưu đợt cao điểm",
        back=back,
        hint=_term(campaign),
    )


def _term(campaign) -> str:
    """Say between which dates a drive may lie, with the clause that says so."""
    if campaign.starts_on is None:
        return ""
    clause = campaign.plan.facts.term_clause
    said = f" (mục {clause} của kế hoạch)" if clause else ""
    return f"Trong thời gian của phong trào: {campaign.starts_on:%d/%m/%Y} đến {campaign.ends_on:%d/%m/%Y}{said}."


@requires(Can.PLAN_UNIT)
def edit(request, pk):
    """Change a drive that is not launched yet."""
    drive = fetch(request, PeakDrive.objects.own(request.actor), pk)
    initial = {name: getattr(drive, name) for name in DriveFacts.base_fields}
    form = DriveFacts(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            drives.change(drive, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu đợt cao điểm.")
            return redirect(drive)
    back = drive.get_absolute_url()
    return form_page(
        request,
        form,
        drive.campaign,
        TAB,
        title="Sửa đợt cao điểm",
        submit="Lưu",
        back=back,
        hint=_term(drive.campaign),
    )


@requires(Can.PLAN_UNIT)
def result(request, pk):
    """Write what a launched drive brought."""
    drive = fetch(request, PeakDrive.objects.own(request.actor), pk)
    form = DriveResultForm(request.POST or None, initial={"result": drive.result})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            drives.note_result(drive, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi kết quả đợt cao điểm.")
            return redirect(drive)
    back = drive.get_absolute_url()
    return form_page(request, form, drive.campaign, TAB, title="Ghi kết quả đợt cao điểm", submit="Lưu", back=back)


@require_POST
@requires(Can.ADOPT_UNIT_PLAN)
def launch(request, pk):
    """Launch a drive."""
    drive = fetch(request, PeakDrive.objects.own(request.actor), pk)
    with attempt(request, success="Đã phát động đợt cao điểm."):
        drives.launch(drive, by=request.actor, at=timezone.now())
    return redirect(drive)


@require_POST
@requires(Can.ADOPT_UNIT_PLAN)
def end(request, pk):
    """End a drive."""
    drive = fetch(request, PeakDrive.objects.own(request.actor), pk)
    with attempt(request, success="Đã kết thúc đợt cao điểm."):
        drives.end(drive, by=request.actor, at=timezone.now())
    return redirect(drive)


@require_POST
@requires(Can.ADOPT_UNIT_PLAN)
def resume(request, pk):
    """Take an ended drive back into its course."""
    drive = fetch(request, PeakDrive.objects.own(request.actor), pk)
    with attempt(request, success="Đã mở lại đợt cao điểm."):
        drives.resume(drive, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(drive)
