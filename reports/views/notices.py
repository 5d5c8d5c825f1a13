"""Everybody's own notices."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from communes.access import Can, requires
from communes.addresses import here
from communes.services import addresses
from kit.views import filtered, paginate, refusals, sort
from reports.forms.reminders import AddressForm, NoticeFilter
from reports.models import Notice
from reports.services import notices, reminders

SORTS = {"at": "at", "due": "due_on", "text": "text"}


@requires(Can.ENTER)
def notice_list(request):
    """List the actor's own notices, the newest first, with where letters go."""
    return _listing(request, AddressForm(initial={"address": request.actor.user.email}))


def listed(request):
    """Return the filters of the list and the actor's own notices in the order asked for."""
    found = filtered(request, NoticeFilter, Notice.objects.within(request.actor))
    return found, sort(request, found.qs, allowed=SORTS, default="-at")


def _listing(request, form, status: int = 200):
    """Render the list with the form of the address, or the refused one."""
    found, rows = listed(request)
    facts = {
        "page": paginate(request, rows),
        "filter": found,
        "unread": notices.unread(request.actor),
        "address_form": form if reminders.terms_of(request.actor.commune).mail_on else None,
    }
    return render(request, "reports/notice_list.html", facts, status=status)


@require_POST
@requires(Can.ENTER)
def notice_open(request, pk):
    """Mark a notice as read and go to where it is done."""
    notice = get_object_or_404(Notice.objects.within(request.actor), pk=pk)
    notices.read(notice, at=timezone.now())
    return redirect(notice.link)


@require_POST
@requires(Can.ENTER)
def notice_read(request, pk):
    """Mark a notice as read."""
    notice = get_object_or_404(Notice.objects.within(request.actor), pk=pk)
    notices.read(notice, at=timezone.now())
    return redirect(here(request.actor, "reports:notices"))


@require_POST
@requires(Can.ENTER)
def notices_read(request):
    """Mark all of the actor's notices as read."""
    notices.read_all(by=request.actor, at=timezone.now())
    messages.success(request, "Đã đánh dấu đọc hết.")
    return redirect(here(request.actor, "reports:notices"))


@require_POST
@requires(Can.ENTER)
def address(request):
    """Set where the actor's letters go."""
    form = AddressForm(request.POST)
    if form.is_valid():
        with refusals(form):
            addresses.set_address(form.cleaned_data["address"], by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu địa chỉ nhận thư.")
            return redirect(here(request.actor, "reports:notices"))
    return _listing(request, form, status=422)
