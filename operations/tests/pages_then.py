"""Pages of the first release's records, opened after the upgrade by the people of that time."""

from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from awards import models as awards
from campaigns import models as campaigns
from communes.access import Actor
from communes.models import Commune, Person, Unit, User
from reports.models import Document, Summary

# Who opens what: the second word of a user name, pages of the whole commune, and records, one in each of their states.
PEOPLE = {
    "canbo": (
        ("reports:home", "campaigns:campaigns", "communes:history", "awards:nominations", "awards:appraisals"),
        (campaigns.Campaign, campaigns.PlanVersion, campaigns.Obligation, campaigns.UnitPlan, campaigns.Inspection,
         campaigns.Difficulty, campaigns.Exemplar, campaigns.PeakDrive, Summary, Document),
    ),
    "thutruong": (
        ("reports:home", "campaigns:my-reports", "campaigns:my-unit", "awards:nominations"),
        (campaigns.Campaign, campaigns.Obligation, awards.Nomination),
    ),
    "chutich": (
        ("reports:home", "awards:sessions", "awards:decisions", "awards:book", "awards:book-statistics",
         "awards:board"),
        (awards.Nomination, awards.Session, awards.Ballot, awards.Minutes, awards.Decision, awards.Proposal),
    ),
    "vanthu": (("reports:home", "communes:numbers", "awards:certificates"), (awards.Certificate,)),
    "quantri": (("reports:home", "communes:people", "communes:units", "communes:audit"), (Person, Unit)),
    "xem": (("reports:home", "campaigns:campaigns", "awards:book"), ()),
}  # fmt: skip


def actor_of(commune: Commune, name: str) -> Actor:
    """Return who signs in to a commune with that second word of the user name."""
    user = User.objects.get(username=f"{commune.slug.replace('-', '')}.{name}")
    return Actor.of_user(user, commune, on=timezone.localdate())


def open_pages() -> None:
    """Open the pages of every commune, and of every model a record in each state that it has anywhere."""
    opened = set()
    for commune in Commune.objects.order_by("pk"):
        for name, (pages, models) in PEOPLE.items():
            actor = actor_of(commune, name)
            urls = [reverse(page, args=[commune.slug]) for page in pages]
            with scope(commune=commune):
                for model in models:
                    for status, record in _in_each_state(model, actor).items():
                        if (name, model, status) not in opened:
                            opened.add((name, model, status))
                            urls.append(record.get_absolute_url())
            client = Client()
            client.force_login(actor.user)
            for url in urls:
                assert client.get(url).status_code == 200, (name, url)
    assert {each[:2] for each in opened} == {(name, model) for name, (_, models) in PEOPLE.items() for model in models}


def _in_each_state(model: type[Model], actor: Actor) -> dict[str, Model]:
    """Return by its state the newest record that the actor may see; of a model without states the newest one."""
    rows = model.objects.within(actor).order_by("pk")
    return {getattr(record, "status", ""): record for record in rows}
