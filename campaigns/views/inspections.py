"""Pages of inspections."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.inspections import (
    DoneForm,
    FindingForm,
    InspectionChangeForm,
    InspectionFilter,
    InspectionPlanForm,
)
from campaigns.models import Campaign, ContentItem, Finding, Inspection
from campaigns.services import inspections
from campaigns.services.field_work import is_underway
from campaigns.views.field_work import acts, fetch, form_page, frame
from campaigns.views.shared import fetch_campaign
from communes.access import Actor, Can, requires
from communes.acting import may_make
from communes.addresses import here
from kit.vietnamese import vn_number
from kit.views import attempt, filtered, paginate, refusals, sort

TAB = "campaigns:inspections"
CONCLUDE = "Kết luận cuộc kiểm tra này? Đơn vị xem được kết quả ngay; sau đó chỉ lãnh đạo mở lại được để sửa."
SORTS = {"day": "inspected_on", "unit": ["unit__kind_order", "unit__name"], "kind": "kind", "state": "status"}


def _may_inspect(inspection: Inspection, actor: Actor) -> bool:
    """Say whether the actor belongs to the inspecting body of a campaign that is underway."""
    return is_underway(inspection.campaign) and may_make(Inspection.flow.find("planned", "conclude"), inspection, actor)


def listed(request, campaign):
    """Return the filters of the list and its rows in the order asked for."""
    rows = Inspection.objects.within(request.actor).filter(campaign=campaign)
    found = filtered(request, InspectionFilter, rows.select_related("campaign__commune", "unit"))
    return found, sort(request, found.qs, allowed=SORTS, default="-day")


def lines(request, shown) -> list[dict]:
    """Return inspections with how each compares with the unit's report, in words."""
    differing = inspections.differing(shown)
    return [
        {"inspection": each, "compared": _compared(each, differing.get(each.pk, 0), request.actor)} for each in shown
    ]


def _compared(inspection: Inspection, differing: int, actor: Actor) -> str:
    """Say how many findings differ from the report, which a unit learns with the conclusion."""
    concluded = inspection.status == Inspection.Status.CONCLUDED
    if differing and (concluded or actor.sees_all_units):
        return f"{vn_number(differing)} nội dung khác hoặc chưa báo cáo"
    if inspection.status == Inspection.Status.CANCELLED:
        return "Không kết luận"
    return "Không có khác biệt" if concluded else "Chưa có kết luận"


@requires(Can.SEE_CAMPAIGNS)
def index(request, pk):
    """List the inspections of a campaign, the latest first, with the number of differences found."""
    campaign = fetch_campaign(request, pk)
    found, rows = listed(request, campaign)
    page = paginate(request, rows)
    facts = frame(
        request,
        campaign,
        TAB,
        filter=found,
        page=page,
        rows=lines(request, page.object_list),
        rule=campaign.plan.inspection,
        uninspected=campaign.uninspected_units() if request.actor.sees_all_units else [],
        may_plan=request.actor.may(Can.INSPECT) and _may_inspect(Inspection(campaign=campaign), request.actor),
    )
    return render(request, "campaigns/inspection_list.html", facts)


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk):
    """Show an inspection: each item with what the unit reported and what the team found."""
    inspection = fetch(request, Inspection.objects.within(request.actor), pk)
    may_write = _may_inspect(inspection, request.actor)
    findings = {
        finding.item_id: finding for finding in Finding.objects.within(request.actor).filter(inspection=inspection)
    }
    reported = inspections.reported_by_item(inspection.campaign, inspection.unit)
    rows = [
        {
            "item": item,
            "finding": findings.get(item.pk),
            "reported": findings[item.pk].reported if item.pk in findings else reported.get(item.pk, ""),
            "changed_since": item.pk in findings and findings[item.pk].reported != reported.get(item.pk, ""),
        }
        for item in _items(inspection.campaign)
        if item.pk in findings or (inspection.status == Inspection.Status.PLANNED and item.retired_at is None)
    ]
    facts = frame(
        request,
        inspection.campaign,
        TAB,
        below=str(inspection),
        inspection=inspection,
        rows=rows,
        shown=request.actor.sees_all_units or inspection.status == Inspection.Status.CONCLUDED,
        may_write=may_write and inspection.status == Inspection.Status.PLANNED,
        may_follow=may_write and inspection.status == Inspection.Status.CONCLUDED,
        differing=sum(finding.verdict != Finding.Verdict.AGREES for finding in findings.values()),
        rule=inspection.campaign.plan.inspection,
        today=timezone.localdate(),
        acts=acts(request, inspection, "inspection", asking={"conclude": CONCLUDE}),
    )
    return render(request, "campaigns/inspection.html", facts)


def _items(campaign: Campaign):
    """Return the items of a campaign in the order of the plan."""
    items = ContentItem.objects.filter(area__campaign=campaign).select_related("area")
    return items.order_by("area__position", "area_id", "position", "pk")


@requires(Can.INSPECT)
def create(request, pk):
    """Plan an inspection."""
    campaign = fetch_campaign(request, pk)
    form = InspectionPlanForm(request.POST or None, campaign=campaign, actor=request.actor, whole_commune=True)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            inspection = inspections.plan(campaign, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lập cuộc kiểm tra.")
            return redirect(inspection)
    back = here(request.actor, TAB, campaign.pk)
    hint = campaign.plan.inspection.words
    return form_page(
        request, form, campaign, TAB, title="Lập cuộc kiểm tra", submit="Lập cuộc kiểm tra", back=back, hint=hint
    )


@requires(Can.INSPECT)
def edit(request, pk):
    """Change the facts of an inspection, and draft its conclusion."""
    inspection = fetch(request, Inspection.objects.within(request.actor), pk)
    initial = {name: getattr(inspection, name) for name in InspectionChangeForm.base_fields}
    form = InspectionChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            inspections.change(inspection, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu cuộc kiểm tra.")
            return redirect(inspection)
    back = inspection.get_absolute_url()
    title = f"Sửa thông tin, ghi kết luận: {inspection.unit}"
    return form_page(request, form, inspection.campaign, TAB, title=title, submit="Lưu", back=back)


@requires(Can.INSPECT)
def finding(request, pk, item_pk):
    """Write what the team found on one item, beside what the unit reported."""
    inspection = fetch(request, Inspection.objects.within(request.actor), pk)
    item = get_object_or_404(ContentItem.objects.select_related("area"), pk=item_pk, area__campaign=inspection.campaign)
    reported = inspections.reported_by_item(inspection.campaign, inspection.unit).get(item.pk, "")
    present = Finding.objects.filter(inspection=inspection, item=item).first()
    initial = {name: getattr(present, name, "") for name in FindingForm.base_fields}
    form = FindingForm(request.POST or None, initial=initial, reported=bool(reported))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            inspections.record_finding(inspection, item, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi kết quả kiểm tra.")
            return redirect(inspection)
    back = inspection.get_absolute_url()
    return form_page(
        request, form, inspection.campaign, TAB, title="Ghi kết quả kiểm tra", submit="Lưu kết quả", back=back,
        hint=f"{item.text} (mục {item.clause})" if item.clause else item.text,
        quote=reported or "Đơn vị chưa báo cáo nội dung này.", quote_title="Đơn vị báo cáo",
    )  # fmt: skip


@requires(Can.INSPECT)
def finding_done(request, pk):
    """Note the day on which a recommendation was carried out."""
    found = get_object_or_404(
        Finding.objects.within(request.actor).select_related(
            "inspection__campaign__commune", "inspection__unit", "item"
        ),
        pk=pk,
    )
    inspection = found.inspection
    form = DoneForm(request.POST or None, initial={"done_on": found.done_on or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            inspections.mark_done(found, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi ngày thực hiện kiến nghị.")
            return redirect(inspection)
    back = inspection.get_absolute_url()
    return form_page(
        request, form, inspection.campaign, TAB, title="Ghi đã thực hiện kiến nghị", submit="Lưu", back=back,
        quote=found.recommendation, quote_title="Kiến nghị",
    )  # fmt: skip


@require_POST
@requires(Can.INSPECT)
def conclude(request, pk):
    """Conclude an inspection."""
    inspection = fetch(request, Inspection.objects.within(request.actor), pk)
    with attempt(request, success="Đã kết luận; đơn vị xem được kết quả từ bây giờ."):
        inspections.conclude(inspection, by=request.actor, at=timezone.now())
    return redirect(inspection)


@require_POST
@requires(Can.INSPECT)
def cancel(request, pk):
    """Cancel an inspection."""
    inspection = fetch(request, Inspection.objects.within(request.actor), pk)
    with attempt(request, success="Đã hủy cuộc kiểm tra."):
        inspections.cancel(inspection, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(inspection)


@require_POST
@requires(Can.APPROVE_CAMPAIGNS)
def reopen(request, pk):
    """Open a concluded inspection again."""
    inspection = fetch(request, Inspection.objects.within(request.actor), pk)
    with attempt(request, success="Đã mở lại cuộc kiểm tra."):
        inspections.reopen(inspection, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(inspection)
