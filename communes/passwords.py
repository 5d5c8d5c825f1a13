"""Which passwords are refused besides those on Django's own lists (setting AUTH_PASSWORD_VALIDATORS)."""

import logging
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

from communes.models import Person
from communes.rules import passwords

logger = logging.getLogger(__name__)

OF_THE_PLACE = (
    "Mật khẩu này gần như chỉ gồm tên người, tên địa phương, từ ngữ cơ quan hoặc năm, rất dễ đoán. "
    "Hãy thêm vài từ chỉ riêng mình biết."
)
LISTED = "Mật khẩu này có trong danh sách mật khẩu đã bị lộ trên mạng. Hãy đặt mật khẩu khác."


class LongEnough(MinimumLengthValidator):
    """Django's least length, with a refusal in Vietnamese where Django has none."""

    def get_error_message(self) -> str:
        """Say how long a password has to be."""
        return f"Mật khẩu quá ngắn. Phải có ít nhất {self.min_length} ký tự."


class PlaceWords:
    """Refuses a password made of the names of its owner, of the place, or of the office."""

    def validate(self, password, user=None) -> None:
        """Raise where hardly anything else is left."""
        if passwords.is_of_the_place(password, words_about(user)):
            raise ValidationError(OF_THE_PLACE, code="of_the_place")

    def get_help_text(self) -> str:
        """Say what is refused."""
        return "Không dùng tên mình, tên xã, phường, tên cơ quan kèm số hoặc năm."


class BreachedPasswords:
    """Refuses a password that stands in the file named by BREACHED_PASSWORDS; without one, nothing."""

    def validate(self, password, user=None) -> None:
        """Raise where the list holds it; a list that cannot be read is a matter for the operator."""
        if not settings.BREACHED_PASSWORDS:
            return
        try:
            listed = passwords.is_listed(password, Path(settings.BREACHED_PASSWORDS))
        except OSError:
            logger.exception("BREACHED_PASSWORDS cannot be read; a password was accepted without it.")
            return
        if listed:
            raise ValidationError(LISTED, code="listed")

    def get_help_text(self) -> str:
        """Say what is refused."""
        return "Không dùng mật khẩu đã bị lộ trên mạng hoặc đang dùng ở nơi khác."


def words_about(user) -> set[str]:
    """Return the words that everybody around an account knows: its owner's, the commune's, the unit's."""
    if user is None:
        return set()
    texts = [user.get_username(), user.get_full_name(), user.email.partition("@")[0], user.single_sign_on]
    if user.pk is not None:
        people = Person.objects.with_scopes_disabled().filter(user=user).select_related("commune", "unit")
        for person in people:
            place = person.commune
            texts += [person.full_name, place.name, str(place), place.slug, place.province_in_words, place.province]
            if person.unit:
                texts += [person.unit.name, person.unit.short_name, person.unit.symbol]
    return passwords.plain_words(*texts)
