"""Pictures of exemplars and the consent to show them in public."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.forms.adoptions import ConsentForm, PictureForm
from campaigns.models import Exemplar, ExemplarPicture
from campaigns.services import exemplar_pictures, exemplars
from campaigns.views.evidence import stored_file
from campaigns.views.field_work import fetch, form_page, frame
from communes.access import Can, requires
from kit.views import attempt, refusals

TAB = "campaigns:exemplars"


def _fetch(request, pk: int) -> ExemplarPicture:
    """Return a picture that the actor may see, or answer 404."""
    rows = ExemplarPicture.objects.within(request.actor).select_related("exemplar__campaign__commune", "exemplar__unit")
    return get_object_or_404(rows, pk=pk)


@require_safe
@requires(Can.SEE_CAMPAIGNS)
def picture(request, pk):
    """Show a picture; one that was removed is gone."""
    found = _fetch(request, pk)
    if found.removed_at:
        raise Http404
    return stored_file(request, found, as_attachment=False)


@requires(Can.REPORT_RESULTS, Can.PUBLISH_EXEMPLARS)
def add(request, pk):
    """Add a picture to an exemplar."""
    exemplar = fetch(request, Exemplar.objects.within(request.actor), pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            given = form.cleaned_data
            exemplar_pictures.add(
                exemplar, given["upload"], caption=given["caption"], by=request.actor, at=timezone.now()
            )
            messages.success(request, "Đã thêm ảnh.")
            return redirect(exemplar)
    title = "Thêm ảnh điển hình"
    facts = {"form": form, "title": title, "submit": "Thêm ảnh", "back": exemplar.get_absolute_url(), "files": True}
    facts |= {"kicker": exemplar.title, "below": title}
    return render(request, "campaigns/exemplar_form.html", frame(request, exemplar.campaign, TAB, **facts))


@require_POST
@requires(Can.REPORT_RESULTS, Can.PUBLISH_EXEMPLARS)
def remove(request, pk):
    """Take a picture off its exemplar."""
    found = _fetch(request, pk)
    with attempt(request, success="Đã bỏ ảnh."):
        exemplar_pictures.remove(found, by=request.actor, at=timezone.now())
    return redirect(found.exemplar)


@requires(Can.PUBLISH_EXEMPLARS)
def consent(request, pk):
    """Note who agreed that an exemplar stands on the public page."""
    exemplar = fetch(request, Exemplar.objects.within(request.actor), pk)
    initial = {"consented_on": exemplar.consented_on or timezone.localdate(), "consented_by": exemplar.consented_by}
    form = ConsentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            exemplars.note_consent(exemplar, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi đồng ý đăng công khai.")
            return redirect(exemplar)
    back = exemplar.get_absolute_url()
    return form_page(
        request, form, exemplar.campaign, TAB, title="Ghi đồng ý đăng công khai", submit="Ghi đồng ý", back=back
    )


@require_POST
@requires(Can.PUBLISH_EXEMPLARS)
def drop_consent(request, pk):
    """Note that the consent was taken back."""
    exemplar = fetch(request, Exemplar.objects.within(request.actor), pk)
    with attempt(request, success="Đã rút đồng ý; điển hình không còn trên trang công khai."):
        exemplars.drop_consent(exemplar, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(exemplar)
