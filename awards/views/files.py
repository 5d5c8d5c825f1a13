"""Opening and removing the files of awards."""

from http import HTTPStatus

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.models import AwardFile
from awards.services import files
from campaigns.views.evidence import stored_file
from communes.access import Can, requires
from communes.services import reads
from kit.views import attempt


def _fetch(request, pk: int) -> AwardFile:
    """Return a file that the actor may open, or answer 404."""
    owners = ("nomination__campaign", "session__council__commune", "decision__commune", "proposal__commune")
    rows = AwardFile.objects.within(request.actor).select_related("commune", "nomination__commune", *owners)
    file = get_object_or_404(rows, pk=pk)
    if not files.may_open(file):
        raise Http404
    return file


@require_safe
@requires(Can.SEE_NOMINATIONS)
def download(request, pk):
    """Hand a file over as a download."""
    file = _fetch(request, pk)
    answer = stored_file(request, file, as_attachment=True)
    if answer.status_code == HTTPStatus.OK:
        reads.note("awardfile.read", file, by=request.actor, at=timezone.now(), label="Tải tệp hồ sơ khen thưởng")
    return answer


@require_POST
@requires(Can.SEE_NOMINATIONS)
def remove(request, pk):
    """Take a file out of its record."""
    file = _fetch(request, pk)
    with attempt(request, success=f"Đã bỏ tệp “{file.name}”."):
        files.remove(file, by=request.actor, at=timezone.now())
    return redirect(file.owner)
