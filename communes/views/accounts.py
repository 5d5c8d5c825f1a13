"""Accounts and roles, for administrators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from communes import throttle
from communes.access import Can, requires
from communes.forms.filters import AccountFilter
from communes.forms.people import AccountForm, MembershipForm
from communes.forms.places import EndForm
from communes.forms.sign_in_policy import SingleSignOnForm
from communes.models import Membership, Person
from communes.reauth import confirmed
from communes.services import accounts
from kit.views import attempt, filtered, paginate, refusals, sort

SORTS = {"name": "sort_key", "username": "user__username", "seen": "user__last_login"}


def _person(request, pk) -> Person:
    """Return a person of the commune with the account, or answer 404."""
    person = get_object_or_404(Person.objects.within(request.actor).select_related("user", "unit"), pk=pk)
    person.commune = request.actor.commune
    return person


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    held = Membership.objects.valid_on(timezone.localdate()).select_related("unit").order_by("pk")
    rows = (
        Person.objects.within(request.actor)
        .filter(user__isnull=False)
        .select_related("user", "unit")
        .prefetch_related(Prefetch("memberships", held, to_attr="roles_today"))
    )
    found = filtered(request, AccountFilter, rows)
    return found, sort(request, found.qs, allowed=SORTS, default="name")


@requires(Can.MANAGE_ACCOUNTS)
def account_list(request):
    """List the accounts with the roles held today, and who waits after too many wrong passwords."""
    found, rows = listed(request)
    page = paginate(request, rows)
    waiting = throttle.waiting([person.user.username for person in page])
    return render(request, "communes/account_list.html", {"page": page, "filter": found, "waiting": waiting})


@never_cache
@requires(Can.MANAGE_ACCOUNTS)
@confirmed
def account_create(request, pk):
    """Make an account for a person and show its first password once."""
    person = _person(request, pk)
    suggestion = {"username": accounts.suggest_username(person.full_name)}
    form = AccountForm(request.POST or None, initial=suggestion)
    if request.method == "POST" and form.is_valid():
        try:
            _, password = accounts.create_account(
                person, username=form.cleaned_data["username"], by=request.actor, at=timezone.now()
            )
            return _show_password(request, person, password)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    return render(request, "communes/account_form.html", {"form": form, "person": person})


@never_cache
@require_POST
@requires(Can.MANAGE_ACCOUNTS)
@confirmed
def account_reset(request, pk):
    """Give an account a new first password and show it once."""
    person = _person(request, pk)
    with attempt(request) as outcome:
        password = accounts.reset_password(person, by=request.actor, at=timezone.now())
    return _show_password(request, person, password) if outcome.ok else redirect(person)


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
@confirmed
def account_lock(request, pk):
    """Close an account."""
    person = _person(request, pk)
    with attempt(request, success=f"Đã khóa tài khoản của {person}."):
        accounts.lock(person, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(person)


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def account_unlock(request, pk):
    """Open a closed account."""
    person = _person(request, pk)
    with attempt(request, success=f"Đã mở khóa tài khoản của {person}."):
        accounts.unlock(person, by=request.actor, at=timezone.now())
    return redirect(person)


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def account_lift_throttle(request, pk):
    """Let somebody try again who mistyped the password too often."""
    person = _person(request, pk)
    with attempt(request, success=f"{person} có thể đăng nhập lại ngay."):
        accounts.lift_throttle(person, by=request.actor, at=timezone.now())
    return redirect(person)


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
@confirmed
def account_remove_second_factor(request, pk):
    """Remove the codes and passkeys of somebody who lost the device."""
    person = _person(request, pk)
    with attempt(request, success=f"Đã gỡ xác thực hai bước của {person}."):
        accounts.remove_second_factor(person, by=request.actor, at=timezone.now())
    return redirect(person)


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def account_end_sessions(request, pk):
    """End every session of an account."""
    person = _person(request, pk)
    with attempt(request, success=f"Đã kết thúc mọi phiên của {person}."):
        accounts.end_sessions(person, by=request.actor, at=timezone.now())
    return redirect(person)


@requires(Can.MANAGE_ACCOUNTS)
@confirmed
def account_single_sign_on(request, pk):
    """Say under which name an account comes from the province's single sign-on."""
    person = _person(request, pk)
    if person.user is None:
        raise Http404
    form = SingleSignOnForm(request.POST or None, initial={"name": person.user.single_sign_on})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            accounts.link_single_sign_on(person, form.cleaned_data["name"], by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu tên trên hệ thống của tỉnh.")
            return redirect(person)
    title = f"Tên trên hệ thống của tỉnh: {person}"
    return render(request, "communes/end_form.html", {"form": form, "title": title, "submit": "Lưu", "back": person})


@requires(Can.MANAGE_ACCOUNTS)
@confirmed
def role_create(request, pk):
    """Give a person a role."""
    person = _person(request, pk)
    form = MembershipForm(request.POST or None, actor=request.actor, initial={"unit": person.unit_id})
    if request.method == "POST" and form.is_valid():
        try:
            held = accounts.grant(person, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã giao vai trò {held.get_role_display()} cho {person}.")
            return redirect(person)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    return render(request, "communes/role_form.html", {"form": form, "person": person})


@requires(Can.MANAGE_ACCOUNTS)
def role_end(request, pk):
    """Set the last day of a role."""
    held = get_object_or_404(Membership.objects.within(request.actor).select_related("person__commune"), pk=pk)
    form = EndForm(request.POST or None, label="Giữ vai trò đến hết ngày")
    if request.method == "POST" and form.is_valid():
        try:
            accounts.end_role(held, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi ngày kết thúc vai trò {held.get_role_display()} của {held.person}.")
            return redirect(held.person)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    title = f"Kết thúc vai trò {held.get_role_display()}"
    facts = {"form": form, "title": title, "submit": "Kết thúc vai trò", "back": held.person}
    return render(request, "communes/end_form.html", facts)


def _show_password(request, person, password):
    """Show a first password; the page is kept nowhere and cannot be opened again."""
    facts = {
        "name": person.full_name,
        "username": person.user.username,
        "password": password,
        "back": person.get_absolute_url(),
        "back_label": "Về trang của người này",
    }
    return render(request, "communes/first_password.html", facts)
