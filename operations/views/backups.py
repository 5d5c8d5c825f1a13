"""Backups: how they stand, for a commune's administrator; the archives themselves, for whoever runs the machine."""

import logging
from functools import wraps
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from communes.access import Can, requires
from communes.reauth import confirmed_to_open
from kit.views import filtered, paginate, sort
from operations.forms.backups import BackupFilter
from operations.models import LATE, Backup
from operations.services import fetching
from operations.waiting import told

logger = logging.getLogger(__name__)

SORTS = {"started": "started_at", "status": "status", "size": "size", "rows": "rows", "files": "files"}
LATEST = 10


def for_operators(view):
    """Let in who runs the installation: staff and superusers; nobody gets so far by a role in a commune."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not (request.user.is_staff or request.user.is_superuser):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@requires(Can.MANAGE_COMMUNE)
def state(request):
    """Show when the installation was last backed up, without a way to the archives."""
    now = timezone.now()
    last = Backup.objects.good(at=now).first()
    facts = {
        "last": last,
        "told": told(last and last.finished_at, now),
        "late": last is None or last.finished_at < now - LATE,
        "latest": Backup.objects.order_by("-started_at")[:LATEST],
    }
    return render(request, "operations/backup_state.html", facts)


@for_operators
@confirmed_to_open
def backup_list(request):
    """List the backups, the newest first."""
    found = filtered(request, BackupFilter, Backup.objects.all())
    rows = sort(request, found.qs, allowed=SORTS, default="-started")
    return render(request, "operations/backup_list.html", {"page": paginate(request, rows), "filter": found})


@for_operators
@confirmed_to_open
def download(request, pk):
    """Hand out one archive, once the password was given in the last minutes; every commune is told of it."""
    backup = get_object_or_404(Backup, pk=pk, status=Backup.Status.GOOD)
    try:
        archive = Path(backup.path).open("rb")  # noqa: SIM115 - closed with the answer
    except OSError as problem:
        raise Http404 from problem
    fetching.note(backup, user=request.user, at=timezone.now())
    logger.warning("The archive %s was fetched by account %s.", backup.path, request.user.pk)
    return FileResponse(archive, as_attachment=True, filename=backup.file_name)
