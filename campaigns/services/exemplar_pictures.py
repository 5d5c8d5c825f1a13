"""Pictures of exemplars: checked like every upload, drawn anew without what else the file carried."""

import hashlib
import io
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from PIL import Image, ImageOps

from campaigns.models import Exemplar, ExemplarPicture
from campaigns.models.exemplar_pictures import picture_path
from campaigns.services import exemplars, uploads
from campaigns.services.field_work import require_text
from communes import history
from communes.access import Actor, Can
from kit.forms import clean_text

MOST = 6
LONGEST_EDGE = 1600
QUALITY = 85
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
    found = uploads.check(upload, kept=present.aggregate(total=Sum("size"))["total"] or 0)
    if found.kind not in uploads.SHOWN_INLINE:
        raise ValidationError(f"“{found.name}”: chỉ nhận ảnh JPG hoặc PNG.")
    content, (width, height) = _drawn_anew(upload, found.name)
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


def _drawn_anew(upload: UploadedFile, name: str) -> tuple[bytes, tuple[int, int]]:
    """Return a picture as JPEG of moderate size, upright, without place, camera and comments, and its measures."""
    try:
        with Image.open(upload, formats=("JPEG", "PNG")) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            drawn = Image.new("RGB", upright.size, "white")
            drawn.paste(upright, mask=upright.getchannel("A"))
            kept = io.BytesIO()
            drawn.save(kept, "JPEG", quality=QUALITY, optimize=True)
    except (OSError, SyntaxError, ValueError):
        raise ValidationError(f"“{name}”: không đọc được ảnh; hãy lưu lại ảnh rồi gửi.") from None
    return kept.getvalue(), drawn.size


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
