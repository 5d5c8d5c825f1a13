"""The form by which a learner chooses whom to play."""

from django import forms

from communes.models import Person, User
from kit.forms import KitForm


def title_of(person: Person) -> str:
    """Return a character as the choice names it: the roles, the unit of a unit's own role, the name."""
    roles = dict.fromkeys(
        f"{held.get_role_display()} ({held.unit})" if held.role.startswith("unit_") else held.get_role_display()
        for held in person.roles
    )
    return f"{', '.join(roles)} – {person}"


class PlayForm(KitForm):
    """Whom to play; who is played by somebody else already is not offered."""

    person = forms.TypedChoiceField(label="Vai", coerce=int)

    def __init__(self, *args, characters: list[Person], user: User, **kwargs):
        """Offer the characters who are free, and the one whom the user plays."""
        super().__init__(*args, **kwargs)
        free = [each for each in characters if each.user_id in (None, user.pk)]
        self.fields["person"].choices = [(each.pk, title_of(each)) for each in free]
