"""Pages of units' own plans."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.unit_plans import AdoptForm, UnitPlanFilter, UnitPlanForm, UploadForm
from campaigns.models import Campaign, ContentArea, Participation, Target, UnitPlan
from campaigns.services import drives, evidence, unit_plans
from campaigns.services.field_work import is_underway
from campaigns.services.unit_targets import goal_in_words
from campaigns.views.field_work import acts, fetch, form_page, frame
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from communes.models import Unit
from kit.views import attempt, filtered, paginate, refusals, saved_as_typed, saving, sort

TAB = "campaigns:unit-plans"
SORTS = {"unit": ["unit__kind_order", "unit__position", "unit__name"]}


def _taking_part(request, campaign):
    """Return the units that take part, of those that the actor sees."""
    return Participation.objects.within(request.actor).filter(campaign=campaign, left_on=None)


def listed(request, campaign):
    """Return the filters of the list and its rows in the order asked for."""
    found = filtered(request, UnitPlanFilter, _taking_part(request, campaign).select_related("unit"))
    return found, sort(request, found.qs, allowed=SORTS, default="unit")


def lines(campaign, rows) -> list[dict]:
    """Return participating units with their plan and the number of their own targets."""
    shown = [each.unit_id for each in rows]
    plans = {
        plan.unit_id: plan
        for plan in UnitPlan.objects.filter(campaign=campaign, unit__in=shown).select_related(
            "campaign__commune", "unit"
        )
    }
    targets = dict(
        Target.objects.filter(campaign=campaign, unit__in=shown, drive=None, retired_at=None)
        .values_list("unit")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return [
        {"unit": each.unit, "plan": plans.get(each.unit_id), "targets": targets.get(each.unit_id, 0)} for each in rows
    ]


@requires(Can.SEE_CAMPAIGNS)
def index(request, pk):
    """List the units that take part and how far each one's plan is."""
    campaign = fetch_campaign(request, pk)
    found, rows = listed(request, campaign)
    page = paginate(request, rows)
    units, underway = _taking_part(request, campaign), is_underway(campaign)
    facts = frame(
        request,
        campaign,
        TAB,
        filter=found,
        page=page,
        rows=[
            {**line, "may_start": underway and request.actor.may_in_own_unit(Can.PLAN_UNIT, line["unit"].pk)}
            for line in lines(campaign, page.object_list)
        ],
        adopted=units.filter(
            unit__in=UnitPlan.objects.filter(campaign=campaign, status="adopted").values("unit")
        ).count(),
        total=units.count(),
        drives=drives.overview(campaign, request.actor),
    )
    return render(request, "campaigns/unit_plan_list.html", facts)


@require_POST
@requires(Can.PLAN_UNIT)
def start(request, pk, unit_pk):
    """Begin a plan for one of the actor's units."""
    campaign = fetch_campaign(request, pk)
    unit = get_object_or_404(Unit.objects.own(request.actor), pk=unit_pk)
    with attempt(request) as outcome:
        plan = unit_plans.start(campaign, unit, by=request.actor, at=timezone.now())
    if not outcome.ok:
        return redirect("campaigns:unit-plans", request.actor.commune.slug, campaign.pk)
    return redirect("campaigns:unit-plan-edit", request.actor.commune.slug, plan.pk)


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk):
    """Show a unit's plan, its targets beside the commune's, its files and its history."""
    plan = fetch(request, UnitPlan.objects.within(request.actor), pk)
    campaign = plan.campaign
    drafting = (
        plan.status == UnitPlan.Status.DRAFT
        and is_underway(campaign)
        and request.actor.may_in_own_unit(Can.PLAN_UNIT, plan.unit_id)
    )
    facts = frame(
        request,
        campaign,
        TAB,
        below=str(plan),
        plan=plan,
        drafting=drafting,
        areas=areas_with_targets(campaign, plan.unit),
        files=plan.evidence.present().order_by("pk"),
        upload=UploadForm() if drafting else None,
        acts=acts(request, plan, "unit-plan", pages=("adopt",)),
    )
    return render(request, "campaigns/unit_plan.html", facts)


def areas_with_targets(campaign: Campaign, unit: Unit) -> list[dict]:
    """Return the content areas with the commune's targets and those of a unit's plan, in three queries."""
    areas = (
        ContentArea.objects.filter(campaign=campaign, retired_at=None)
        .prefetch_related("items")
        .order_by("position", "pk")
    )
    by_item: dict[int, list[dict]] = {}
    targets = Target.objects.filter(campaign=campaign, drive=None, retired_at=None).filter(Q(unit=None) | Q(unit=unit))
    for target in targets.order_by("position", "pk"):
        by_item.setdefault(target.item_id, []).append(
            {"target": target, "goal": goal_in_words(target), "own": target.unit_id is not None}
        )
    return [
        {
            "area": area,
            "covered": any(row["own"] for item in area.items.all() for row in by_item.get(item.pk, [])),
            "items": [
                {"item": item, "targets": by_item.get(item.pk, [])}
                for item in sorted(area.items.all(), key=lambda item: (item.position, item.pk))
                if item.retired_at is None
            ],
        }
        for area in areas
    ]


@requires(Can.PLAN_UNIT)
def edit(request, pk):
    """Write the words of a unit's plan; the page saves by itself meanwhile."""
    plan = fetch(request, UnitPlan.objects.own(request.actor), pk)
    form = _plan_form(request, plan)
    if request.method == "POST" and form.is_valid():
        with saving(form, newest=lambda: plan.revision):
            _save(plan, form, request, keep_line=True)
            messages.success(request, "Đã lưu kế hoạch của đơn vị.")
            return redirect(plan)
    facts = frame(request, plan.campaign, TAB, below=str(plan), form=form, plan=plan)
    return render(request, "campaigns/unit_plan_edit.html", facts)


@require_POST
@requires(Can.PLAN_UNIT)
def autosave(request, pk):
    """Save what is being typed; answer with the moment and the new revision, or 409 when somebody saved meanwhile."""
    plan = fetch(request, UnitPlan.objects.own(request.actor), pk)
    form = _plan_form(request, plan)
    page = here(request.actor, "campaigns:unit-plan-edit", pk)
    return saved_as_typed(form, lambda: _save(plan, form, request, keep_line=False), record=plan, page=page)


def _plan_form(request, plan: UnitPlan) -> UnitPlanForm:
    """Return the form of a plan, filled with its words or with what was sent."""
    others = Campaign.objects.filter(
        participations__unit=plan.unit, participations__left_on=None, status=Campaign.Status.ISSUED
    ).exclude(pk=plan.campaign_id)
    initial = {name: getattr(plan, name) for name in unit_plans.TEXTS} | {"version": plan.revision}
    return UnitPlanForm(request.POST or None, initial=initial, others=list(others.values_list("name", flat=True)))


def _save(plan: UnitPlan, form: UnitPlanForm, request, *, keep_line: bool) -> None:
    """Store the words of a valid form."""
    words = dict(form.cleaned_data)
    revision = words.pop("version")
    unit_plans.save(plan, revision=revision, by=request.actor, at=timezone.now(), keep_line=keep_line, **words)


@requires(Can.ADOPT_UNIT_PLAN)
def adopt(request, pk):
    """Adopt a unit's plan under its number and date."""
    plan = fetch(request, UnitPlan.objects.own(request.actor), pk)
    initial = {"number": plan.number, "adopted_on": timezone.localdate()}
    form = AdoptForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            unit_plans.adopt(plan, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ban hành kế hoạch của đơn vị.")
            return redirect(plan)
    back = plan.get_absolute_url()
    return form_page(
        request, form, plan.campaign, TAB, title="Ban hành kế hoạch của đơn vị", submit="Ban hành", back=back
    )


@require_POST
@requires(Can.ADOPT_UNIT_PLAN)
def revise(request, pk):
    """Open an adopted plan again."""
    plan = fetch(request, UnitPlan.objects.own(request.actor), pk)
    with attempt(request, success="Đã mở lại kế hoạch để sửa."):
        unit_plans.revise(plan, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(plan)


@require_POST
@requires(Can.PLAN_UNIT)
def attach(request, pk):
    """Attach a file to a plan that is being drafted."""
    plan = fetch(request, UnitPlan.objects.own(request.actor), pk)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        for problem in form.errors.get("file", []):
            messages.error(request, problem)
        return redirect(plan)
    with attempt(request, success="Đã đính kèm tệp."):
        facts = form.cleaned_data
        evidence.attach(plan, facts["file"], is_scan=facts["is_scan"], by=request.actor, at=timezone.now())
    return redirect(plan)
