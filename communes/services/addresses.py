"""The address to which a person's letters go."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from communes import history
from communes.access import Actor


@transaction.atomic
def set_address(address: str, *, by: Actor, at: datetime) -> bool:
    """Store where the actor's own letters go, nothing for no letters; return whether it changed."""
    if by.commune.is_training:
        raise ValidationError("Khu tập huấn không gửi thư; hãy đặt địa chỉ nhận thư ở trang của địa phương.")
    if by.user.email == address:
        return False
    by.user.email = address
    by.user.full_clean(exclude=["password"])
    by.user.save(update_fields=["email"])
    label = "Đặt địa chỉ nhận thư nhắc việc" if address else "Thôi nhận thư nhắc việc"
    history.record("account.address", by.person, by=by, at=at, label=label)
    return True
