"""People and communes of a province, for its administrator."""

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from communes import throttle
from communes.forms.sign_in_policy import SignInPolicyForm
from communes.reauth import confirmed
from communes.services.signing_in import has_second_step
from kit import digits
from kit.views import attempt, filtered, paginate, refusals, sort
from province.access import May, requires
from province.forms.filters import MemberFilter
from province.forms.members import CommuneChoiceForm, MemberForm
from province.models import ProvinceCommune, ProvinceMember, ProvinceRole
from province.services import communes as places
from province.services import members as people
from province.views.shared import here, page

SORTS = {"name": "full_name", "role": "role", "from": "starts_on", "to": "ends_on"}


def _member(request, pk: int) -> ProvinceMember:
    """Return somebody of the visitor's province, or answer 404."""
    rows = ProvinceMember.objects.filter(province=request.visitor.province)
    return get_object_or_404(rows.select_related("user", "province"), pk=pk)


@requires(May.MANAGE)
def members(request):
    """List the people of the province."""
    rows = ProvinceMember.objects.filter(province=request.visitor.province).select_related("user")
    rows = rows.annotate(second_step=has_second_step("user"))
    found = filtered(request, MemberFilter, rows)
    shown = paginate(request, sort(request, found.qs, allowed=SORTS, default="name"))
    waiting = throttle.waiting(each.user.username for each in shown)
    return page(request, "province/member_list.html", {"page": shown, "filter": found, "waiting": waiting})


@never_cache
@requires(May.MANAGE)
@confirmed
def member_add(request):
    """Make an account for somebody of the province and show its first password once."""
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            given = {**form.cleaned_data, "by": request.visitor, "at": timezone.now()}
            member, password = people.add(request.visitor.province, **given)
            return _shown(request, member, password)
    return page(request, "province/form.html", _form(request, form, "Thêm người của tỉnh", "Lập tài khoản", "members"))


def _form(request, form, title: str, submit: str, back: str) -> dict:
    """Return what the page of a form shows."""
    return {"form": form, "title": title, "submit": submit, "back": here(request, back)}


def _shown(request, member: ProvinceMember, password: str):
    """Answer the page that shows a first password."""
    facts = {
        "name": member.full_name,
        "username": member.user.username,
        "password": password,
        "back": here(request, "members"),
        "back_label": "Về danh sách",
    }
    return page(request, "communes/first_password.html", facts)


@never_cache
@require_POST
@requires(May.MANAGE)
@confirmed
def member_reset(request, pk):
    """Give an account a new first password and show it once."""
    member = _member(request, pk)
    with attempt(request) as outcome:
        password = people.reset(member, by=request.visitor, at=timezone.now())
    return _shown(request, member, password) if outcome.ok else redirect(here(request, "members"))


@require_POST
@requires(May.MANAGE)
@confirmed
def member_end(request, pk):
    """Close an account of the province."""
    member = _member(request, pk)
    with attempt(request, success=f"Đã kết thúc vai trò và khóa tài khoản của {member}."):
        people.end(member, by=request.visitor, at=timezone.now())
    return redirect(here(request, "members"))


@require_POST
@requires(May.MANAGE)
def member_lift_throttle(request, pk):
    """Let somebody try again who mistyped the password too often."""
    member = _member(request, pk)
    with attempt(request, success=f"{member} có thể đăng nhập lại ngay."):
        people.lift_throttle(member, by=request.visitor, at=timezone.now())
    return redirect(here(request, "members"))


@require_POST
@requires(May.MANAGE)
@confirmed
def member_remove_second_step(request, pk):
    """Remove the codes and passkeys of somebody who lost the device."""
    member = _member(request, pk)
    with attempt(request, success=f"Đã gỡ xác thực hai bước của {member}."):
        people.remove_second_step(member, by=request.visitor, at=timezone.now())
    return redirect(here(request, "members"))


@requires(May.MANAGE)
@confirmed
def sign_in_policy(request):
    """Say which roles need a second step, and see who holds one without."""
    province = request.visitor.province
    given = {"offered": ProvinceRole, "initial": {"roles": province.second_step_roles}}
    form = SignInPolicyForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            people.demand_second_step(province, form.cleaned_data["roles"], by=request.visitor, at=timezone.now())
            return redirect(here(request, "sign-in-policy"))
    held = people.without_second_step(province, on=timezone.localdate())
    facts = {"form": form, "without": [(each.full_name, each.get_role_display(), "") for each in held]}
    return page(request, "communes/sign_in_policy.html", facts)


@requires(May.MANAGE)
def commune_add(request):
    """Take in communes that name the province in their own settings."""
    province = request.visitor.province
    offered = places.candidates(province)
    form = CommuneChoiceForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["communes"])
        with attempt(request, success="Đã đưa vào danh sách theo dõi."):
            for each in offered:
                if each.pk in chosen:
                    places.take_in(province, each, by=request.visitor, at=timezone.now())
        return redirect(here(request, "communes"))
    facts = _form(request, form, "Thêm địa phương", "Đưa vào danh sách", "communes")
    return page(request, "province/commune_add.html", {**facts, "offered": offered})


@require_POST
@requires(May.MANAGE)
def commune_leave(request, pk):
    """Stop looking after a commune."""
    rows = ProvinceCommune.objects.filter(province=request.visitor.province).select_related("commune", "province")
    row = get_object_or_404(rows, pk=pk)
    with attempt(request, success=f"Đã thôi theo dõi {row.commune}."):
        places.leave_out(row, by=request.visitor, at=timezone.now())
    return redirect(here(request, "communes"))


@never_cache
@requires(May.MANAGE)
@confirmed
def hand_over(request):
    """Show the new communes whose administrator has not signed in; on demand give some of them first passwords."""
    rows = places.to_hand_over(request.visitor.province)
    ticked = None
    if request.method == "POST":
        ticked = set(digits.numbers(request.POST.getlist("row")))
        with attempt(request) as outcome:
            given = places.hand_over(rows.filter(pk__in=ticked), by=request.visitor, at=timezone.now())
        if outcome.ok:
            return page(request, "province/handed_over.html", {"given": given})
    shown = paginate(request, rows, per_page=places.AT_ONCE)
    if ticked is None:
        ticked = {row.pk for row in [each for each in shown if not each.given][: places.AT_ONCE]}
    return page(request, "province/hand_over.html", {"page": shown, "ticked": ticked, "most": places.AT_ONCE})
