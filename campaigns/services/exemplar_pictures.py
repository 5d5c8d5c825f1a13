"""Pictures of exemplars: checked like every upload, drawn anew without what else the file carried."""

import hashlib
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from campaigns.models import Exemplar, ExemplarPicture
from campaigns.models.exemplar_pictures import picture_path
from campaigns.services import exemplars, uploads
from campaigns.services.field_work import require_text
from communes import history
from communes.access import Actor, Can
from kit.forms import clean_text

MOST = 6
LONGEST_EDGE = 1600
ACCEPT = ".jpg,.jpeg,.png"


def may_change(exemplar: Exemplar, by: Actor) -> bool:
    """Say whether an actor may add and remove pictures: the unit until it is made known, the agency always."""
    if exemplar.status == Exemplar.Status.DECLINED:
        return False
    if exemplar.status == Exemplar.Status.PUBLISHED:
        return by.may(Can.PUBLISH_EXEMPLARS, exemplar.unit_id)
    return exemplars.may_find(exemplar.unit, by)


def add(exemplar: Exemplar, upload: UploadedFile, *, caption: str, by: Actor, at: datetime) -> ExemplarPicture:
    """Check a picture, draw it anew and keep it with its caption; a refusal leaves neither row nor bytes."""
    if not may_change(exemplar, by):
        raise PermissionDenied
    require_text(caption=(caption, "chú thích ảnh"))
    present = exemplar.pictures.present()
    if present.count() >= MOST:
        raise ValidationError(f"Mỗi điển hình có nhiều nhất {MOST:02d} ảnh.")
    found = uploads.check(upload, kept=present.aggregate(total=Sum("size"))["total"] or 0, kinds=uploads.SHOWN_INLINE)
    content, (width, height) = uploads.picture_anew(upload, found.name, longest=LONGEST_EDGE)
    picture = ExemplarPicture(
        exemplar=exemplar, name=f"{found.name.rpartition('.')[0]}.jpg", caption=clean_text(caption).strip()[:200],
        width=width, height=height, size=len(content), sha256=hashlib.sha256(content).hexdigest(), uploaded_at=at,
        uploaded_by=by.name,
    )  # fmt: skip
    path = picture_path(picture, picture.name)
    with uploads.storing(path, found.name):
        if present.filter(sha256=picture.sha256).exists():
            raise ValidationError(f"“{found.name}”: ảnh này đã có ở đây rồi.")
        picture.file.name = uploads.store(path, ContentFile(content))
        picture.save()
        label = f"Thêm ảnh: {picture.caption}"[:160]
        history.record("exemplar.picture", exemplar, by=by, at=at, label=label, sha256=picture.sha256)
    return picture


@transaction.atomic
def remove(picture: ExemplarPicture, *, by: Actor, at: datetime) -> None:
    """Take a picture off its exemplar; the row and the bytes stay for what was made known."""
    if not may_change(picture.exemplar, by):
        raise PermissionDenied
    if not ExemplarPicture.objects.filter(pk=picture.pk, removed_at=None).update(removed_at=at):
        raise ValidationError("Ảnh này đã được bỏ rồi.")
    picture.removed_at = at
    label = f"Bỏ ảnh: {picture.caption}"[:160]
    history.record("exemplar.picture_remove", picture.exemplar, by=by, at=at, label=label)
