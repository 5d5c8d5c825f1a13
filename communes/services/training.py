"""Training grounds: a commune beside the real one, with its own rows and numbers, in which everybody is invented."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from communes import history
from communes.access import Actor, Can
from communes.models import Commune, Membership, Person, User

SUFFIX = "-tap-huan"
COPIED = ("kind", "name", "province", "superior_body", "place_name", "upward_recipient")
INSIDE = "Đang ở khu tập huấn. Hãy về trang của địa phương để mở, làm lại hoặc đóng khu tập huấn."
NONE_OPEN = "Chưa mở khu tập huấn."
TAKEN = "Vai này đang có người khác đóng. Hãy chọn vai khác."
NO_ROLE = "Vai này không có trong khu tập huấn đang mở."
NOBODY = "Vai này không có ai đang đóng."


def open_ground(commune: Commune) -> Commune | None:
    """Return the open training ground of a commune; of a training ground itself, the ground while it is open."""
    if commune.is_training:
        return None if commune.training_closed_at else commune
    return commune.training_grounds.filter(training_closed_at=None).select_related("training_for").first()


def demand_keeper(by: Actor) -> None:
    """Refuse who may not keep training grounds, and everybody inside one."""
    if not by.may(Can.KEEP_TRAINING):
        raise PermissionDenied
    if by.commune.is_training:
        raise ValidationError(INSIDE)


@transaction.atomic
def found(real: Commune, *, at: datetime) -> Commune:
    """Add the next training ground of a commune, named on papers as the commune itself is."""
    ground = Commune(
        slug=_free_slug(real), training_for=real, **{name: getattr(real, name) for name in COPIED}
    )  # fmt: skip
    ground.full_clean()
    ground.save()
    with scope(commune=ground):
        history.record("commune.added", ground, by=Actor.of_product(ground), at=at, label="Lập khu tập huấn")
    return ground


def _free_slug(real: Commune) -> str:
    """Return the address of the next ground: -tap-huan, -tap-huan-2, …"""
    stem = f"{real.slug[:44]}{SUFFIX}"
    taken = set(Commune.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)


@transaction.atomic
def close(ground: Commune, *, by: Actor, at: datetime) -> None:
    """Close a ground for good: nobody plays anybody there any more, and every role ended yesterday."""
    if not Commune.objects.filter(pk=ground.pk, training_closed_at=None).update(training_closed_at=at):
        raise ValidationError(NONE_OPEN)
    ground.training_closed_at = at
    with scope(commune=ground):
        Membership.objects.update(ends_on=timezone.localdate(at) - timedelta(days=1))
        Person.objects.exclude(user=None).update(user=None)
        keeper = Actor(user=by.user, commune=ground, person=by.person, memberships=by.memberships)
        history.record("training.close", ground, by=keeper, at=at, label="Đóng khu tập huấn")


def characters(ground: Commune, *, at: datetime) -> list[Person]:
    """Return the people of a ground who can be played, with the roles they hold, in the order they were added."""
    held: dict[int, Person] = {}
    with scope(commune=ground):
        rows = Membership.objects.valid_on(timezone.localdate(at)).select_related("person__user", "unit")
        for each in rows.order_by("person_id", "pk"):
            person = held.setdefault(each.person_id, each.person)
            person.roles = [*getattr(person, "roles", ()), each]
    return list(held.values())


def learners(ground: Commune, characters: list[Person]) -> dict[int, str]:
    """Return who plays the characters: {account id: the name borne in the real commune}."""
    users = [each.user_id for each in characters if each.user_id]
    with scope(commune=ground.training_for):
        return dict(Person.objects.filter(user__in=users).values_list("user_id", "full_name")) if users else {}


@transaction.atomic
def play(ground: Commune, person_id: int, *, by: Actor, at: datetime) -> Person:
    """Let the actor play a person of the ground, and nobody else there; a person is played by one user at a time."""
    _demand_learner(ground, by)
    if ground.training_closed_at:
        raise ValidationError(NONE_OPEN)
    person = next((each for each in characters(ground, at=at) if each.pk == person_id), None)
    if person is None:
        raise ValidationError(NO_ROLE)
    if person.user_id == by.user.pk:
        return person
    with scope(commune=ground):
        Person.objects.filter(user=by.user).update(user=None)
        if not _taken_up(person, by.user):
            raise ValidationError(TAKEN)
        person.user = by.user
        part = Actor(user=by.user, commune=ground, person=person, memberships=tuple(person.roles))
        history.record("training.play", person, by=part, at=at, label="Nhận đóng vai", learner=by.user.get_username())
    return person


def _taken_up(person: Person, user: User) -> bool:
    """Put a user in the place of a person; False where somebody, or the user elsewhere, was quicker."""
    try:
        with transaction.atomic():
            return bool(Person.objects.filter(pk=person.pk, user=None).update(user=user))
    except IntegrityError:
        return False


@transaction.atomic
def leave(ground: Commune, *, by: Actor) -> None:
    """Give back the person whom the actor plays, so that somebody else may."""
    _demand_learner(ground, by)
    with scope(commune=ground):
        Person.objects.filter(user=by.user).update(user=None)


@transaction.atomic
def give_back(ground: Commune, person_id: int, *, by: Actor, at: datetime) -> Person:
    """Free a part for a keeper of the ground, whoever plays it: that user went home and others wait."""
    demand_keeper(by)
    if by.commune.pk != ground.training_for_id:
        raise PermissionDenied
    with scope(commune=ground):
        person = Person.objects.filter(pk=person_id).exclude(user=None).select_related("user").first()
        if person is None or not Person.objects.filter(pk=person.pk, user=person.user).update(user=None):
            raise ValidationError(NOBODY)
        keeper = Actor(user=by.user, commune=ground, person=by.person, memberships=by.memberships)
        history.record(
            "training.give_back", person, by=keeper, at=at, label="Trả lại vai", learner=person.user.get_username()
        )
    return person


def give_all_back() -> int:
    """Give every part back for the next day, so that nobody who went home keeps one; return how many."""
    with scopes_disabled():
        return Person.objects.filter(user__isnull=False, commune__training_for__isnull=False).update(user=None)


def _demand_learner(ground: Commune, by: Actor) -> None:
    """Refuse who holds no role in the commune that the ground belongs to."""
    if by.user is None or by.commune.pk not in (ground.pk, ground.training_for_id):
        raise PermissionDenied
