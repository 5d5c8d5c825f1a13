"""Opening and closing the pages that anybody may read."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from communes import history
from communes.access import Actor, Can
from communes.models import PublicPage

ALREADY_CLOSED = "Trang này đang đóng."
NOT_IN_TRAINING = "Khu tập huấn không có trang công khai; chỉ xem trước được."


@transaction.atomic
def open_page(key: str, *, unlisted: bool, reviewed: bool, by: Actor, at: datetime) -> PublicPage:
    """Open a public page, or change whether search machines may list it; somebody has to have read it before."""
    _demand(by)
    if by.commune.is_training:
        raise ValidationError(NOT_IN_TRAINING)
    if not reviewed:
        raise ValidationError("Hãy xem trước trang và xác nhận đã rà soát nội dung.")
    facts = {"is_open": True, "unlisted": unlisted, "changed_at": at, "changed_by": by.name}
    page, _ = PublicPage.objects.update_or_create(commune=by.commune, key=PublicPage.Key(key), defaults=facts)
    label = f"Mở trang công khai: {page.get_key_display()}"[:160]
    history.record("public_page.open", page, by=by, at=at, label=label, unlisted=unlisted)
    return page


@transaction.atomic
def close_page(key: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Close a public page: from now on its addresses answer as if they had never been."""
    _demand(by)
    if not reason.strip():
        raise ValidationError("Đóng trang: hãy ghi rõ lý do.")
    page = PublicPage.objects.opened().filter(key=key).first()
    if page is None:
        raise ValidationError(ALREADY_CLOSED)
    page.is_open, page.changed_at, page.changed_by = False, at, by.name
    page.save(update_fields=["is_open", "changed_at", "changed_by"])
    label = f"Đóng trang công khai: {page.get_key_display()}"[:160]
    history.record("public_page.close", page, by=by, at=at, label=label, reason=reason.strip())


def _demand(by: Actor) -> None:
    """Refuse who may not open public pages."""
    if not by.may(Can.OPEN_PUBLIC_PAGES):
        raise PermissionDenied
