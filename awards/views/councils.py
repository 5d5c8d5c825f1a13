"""Pages of councils: who sits in them, and by which rules they vote."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from awards.forms.councils import ConfirmRuleForm, CouncilFilter, CouncilForm, SeatEndForm, SeatForm, VotingRuleForm
from awards.models import Council, Seat, Session, VotingRule
from awards.rules.kinds import Award
from awards.services import councils
from awards.views.pages import form_page
from communes.access import Can, requires
from communes.addresses import here
from communes.models import Membership, Role
from kit.views import filtered, paginate, refusals, sort

SORTS = {"name": "name", "decided": ["decision_on", "decision_number"], "from": "valid_from"}
COUNCIL_ROLES = (Role.COUNCIL_CHAIR, Role.COUNCIL_VICE, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER)
ROLE_ORDER = [Seat.Role.CHAIR, Seat.Role.VICE_CHAIR, Seat.Role.MEMBER, Seat.Role.SECRETARY]


def _fetch(request, pk: int) -> Council:
    """Return a council of the actor's commune, or answer 404."""
    rows = Council.objects.within(request.actor).select_related("commune", "standing_agency")
    return get_object_or_404(rows, pk=pk)


def _crumbs(request, *below: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the path of a page below the list of councils."""
    return [("Hội đồng", here(request.actor, "awards:councils")), *below]


def _form_page(request, form, crumbs, *, title: str, **facts):
    """Show a form on a page of its own, below some crumbs."""
    return form_page(request, form, title=title, crumbs=[*crumbs, (title, "")], **facts)


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    rows = Council.objects.within(request.actor).select_related("commune", "standing_agency")
    found = filtered(request, CouncilFilter, rows)
    return found, sort(request, found.qs, allowed=SORTS, default="-from")


@requires(Can.SEE_SESSIONS)
def index(request):
    """List the councils of the commune, the present one first."""
    found, rows = listed(request)
    return render(request, "awards/council_list.html", {"page": paginate(request, rows), "filter": found})


@requires(Can.SEE_SESSIONS)
def detail(request, pk):
    """Show a council: its members now and before, the rules it votes by, its sessions."""
    council = _fetch(request, pk)
    today = timezone.localdate()
    rows = council.seats.select_related("person__unit")
    seats = sorted(rows, key=lambda seat: (ROLE_ORDER.index(seat.role), seat.person.sort_key, seat.pk))
    held = Membership.objects.valid_on(today).filter(role__in=COUNCIL_ROLES)
    with_account = set(held.filter(person__user__isnull=False).values_list("person_id", flat=True))
    sessions = Session.objects.within(request.actor).filter(council=council).order_by("-pk")
    facts = {
        "council": council,
        "crumbs": _crumbs(request, (council.name, "")),
        "seats": [
            {"seat": seat, "reaches": seat.person_id in with_account}
            for seat in seats
            if seat.valid_to is None or seat.valid_to >= today
        ],
        "former": [seat for seat in seats if seat.valid_to is not None and seat.valid_to < today],
        "voting": sum(seat.votes for seat in seats if seat.valid_to is None or seat.valid_to >= today),
        "rules": _in_force(request, today),
        "sessions": sessions.select_related("council__commune")[:5],
        "may_keep": request.actor.may(Can.KEEP_COUNCILS),
    }
    return render(request, "awards/council.html", facts)


def _in_force(request, today) -> list[tuple[str, VotingRule]]:
    """Return the rule in force for each award that has one of its own, and the one for all others."""
    rows = list(VotingRule.objects.known_to(request.actor.commune))
    named = {row.award for row in rows}
    found = [
        (str(Award(award).label) if award else "Các hình thức khác", councils.in_force_for(award, today, rows=rows))
        for award in ("", *Award.values)
        if award in named
    ]
    return [(label, rule) for label, rule in found if rule is not None]


@requires(Can.KEEP_COUNCILS)
def create(request):
    """Record a council that was founded."""
    form = CouncilForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            council = councils.found(**form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi việc thành lập Hội đồng.")
            return redirect(council)
    back = here(request.actor, "awards:councils")
    return _form_page(
        request, form, _crumbs(request), title="Ghi việc thành lập Hội đồng", submit="Lưu Hội đồng", back=back
    )


@requires(Can.KEEP_COUNCILS)
def edit(request, pk):
    """Mend what is recorded about a council, or end it."""
    council = _fetch(request, pk)
    initial = {name: getattr(council, name) for name in CouncilForm.Meta.fields}
    form = CouncilForm(request.POST or None, initial=initial, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            councils.change(council, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu thông tin Hội đồng.")
            return redirect(council)
    back = council.get_absolute_url()
    crumbs = _crumbs(request, (council.name, back))
    return _form_page(request, form, crumbs, title="Sửa thông tin Hội đồng", submit="Lưu", back=back)


@requires(Can.KEEP_COUNCILS)
def seat(request, pk):
    """Seat a member from a day on."""
    council = _fetch(request, pk)
    today = timezone.localdate()
    form = SeatForm(request.POST or None, initial={"valid_from": today}, actor=request.actor, today=today)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            row = councils.seat(council, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã thêm thành viên: {row.person}.")
            return redirect(council)
    back = council.get_absolute_url()
    crumbs = _crumbs(request, (council.name, back))
    return _form_page(request, form, crumbs, title="Thêm thành viên Hội đồng", submit="Thêm thành viên", back=back)


@requires(Can.KEEP_COUNCILS)
def seat_end(request, pk):
    """End a member's seat."""
    rows = Seat.objects.within(request.actor).select_related("council__commune", "person")
    row = get_object_or_404(rows, pk=pk)
    form = SeatEndForm(request.POST or None, initial={"valid_to": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            councils.end_seat(row, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi {row.person} thôi tham gia Hội đồng.")
            return redirect(row.council)
    back = row.council.get_absolute_url()
    crumbs = _crumbs(request, (row.council.name, back))
    return _form_page(
        request, form, crumbs, title="Ghi thôi tham gia Hội đồng", submit="Lưu", back=back, quotes=[str(row)],
        hint="Phiên họp đã triệu tập vẫn giữ danh sách thành viên khi triệu tập.",
    )  # fmt: skip


@requires(Can.SEE_SESSIONS)
def rules(request):
    """List the voting rules known to the commune, with what holds today and from where it comes."""
    today = timezone.localdate()
    rows = VotingRule.objects.known_to(request.actor.commune).order_by("award", "-valid_from", "-commune_id")
    in_force = [rule for _, rule in _in_force(request, today)]
    held = {rule.pk for rule in in_force}
    page = paginate(request, rows, per_page=50)
    facts = {
        "lines": [(row, _validity(row, today, held)) for row in page],
        "page": page,
        "unconfirmed": sum(not rule.confirmed for rule in in_force),
        "crumbs": _crumbs(request, ("Quy tắc biểu quyết", "")),
        "may_keep": request.actor.may(Can.KEEP_COUNCILS),
    }
    return render(request, "awards/voting_rule_list.html", facts)


def _validity(row: VotingRule, today, held: set[int]) -> tuple[str, str]:
    """Return whether a rule holds today, in a word with its tone."""
    if row.pk in held:
        return "Đang áp dụng", "success"
    if row.valid_from > today:
        return "Chưa áp dụng", "info"
    return ("Hết hiệu lực" if row.valid_to and row.valid_to < today else "Đã có quy tắc thay thế"), "muted"


@requires(Can.KEEP_COUNCILS)
def rule_create(request):
    """Record the council's own rule from a day on."""
    form = VotingRuleForm(request.POST or None, initial={"award": request.GET.get("award", "")})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            rule = councils.set_rule(**form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi quy tắc biểu quyết: {rule}.")
            return redirect(here(request.actor, "awards:voting-rules"))
    back = here(request.actor, "awards:voting-rules")
    crumbs = _crumbs(request, ("Quy tắc biểu quyết", back))
    return _form_page(request, form, crumbs, title="Ghi quy tắc biểu quyết", submit="Lưu quy tắc", back=back)


@requires(Can.KEEP_COUNCILS)
def rule_confirm(request, pk):
    """Confirm a rule, for the commune alone, after comparing it with its text."""
    rule = get_object_or_404(VotingRule.objects.known_to(request.actor.commune), pk=pk)
    form = ConfirmRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            mine = councils.confirm_rule(rule, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã xác nhận: {mine}.")
            return redirect(here(request.actor, "awards:voting-rules"))
    back = here(request.actor, "awards:voting-rules")
    crumbs = [*_crumbs(request, ("Quy tắc biểu quyết", back)), ("Xác nhận quy tắc biểu quyết", "")]
    facts = {"form": form, "rule": rule, "back": back, "crumbs": crumbs}
    return render(request, "awards/voting_rule_confirm.html", facts)
