"""What people do in a drill, each in a process of its own: python -m reports.tests.drill_acts VERB [NUMBER…]

Every verb answers with one line of JSON.
"""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_scopes import scope  # noqa: E402

from benchmarks.seeding import seed, summary_of  # noqa: E402
from communes.access import Actor  # noqa: E402
from communes.models import Commune  # noqa: E402
from reports.documents.registry import KINDS  # noqa: E402
from reports.models import Document, Summary  # noqa: E402
from reports.services import documents  # noqa: E402
from reports.tasks import take_turn  # noqa: E402

SLUG = "dien-tap"
UNITS = 40


def prepare() -> None:
    """Make a campaign that is being summed up."""
    call_command("createcachetable", verbosity=0)
    seeded = seed(SLUG, units=UNITS, deadlines=1)
    with scope(commune=seeded.commune):
        summary_of(seeded.campaign)


def ask_summary(repeats: int = 0) -> int:
    """Ask for the summary, a paper that takes a while, with more turns than papers; return the document's key."""
    pk = _asked("summary-report", Summary.objects.select_related("campaign__commune").get()).pk
    for _ in range(repeats):
        take_turn.delay()
    return pk


def ask_reports(first: int, count: int) -> list[int]:
    """Ask for the papers of some units' reports; return the documents' keys."""
    records = KINDS["unit-report"].records().filter(status="accepted").order_by("pk")[first : first + count]
    return [_asked("unit-report", record).pk for record in records]


def _asked(kind: str, record) -> Document:
    return documents.request(KINDS[kind], record, by=_by(), at=timezone.now())


def retry(pk: int) -> None:
    """Press “Tạo lại”."""
    documents.retry(Document.objects.get(pk=pk), by=_by(), at=timezone.now())


def _by() -> Actor:
    return Actor.of_product(Commune.objects.get(slug=SLUG))


VERBS = {verb.__name__: verb for verb in (ask_summary, ask_reports, retry)}

if __name__ == "__main__":
    name, *numbers = sys.argv[1:]
    if name == "prepare":
        told = prepare()
    else:
        with scope(commune=Commune.objects.get(slug=SLUG)):
            told = VERBS[name](*map(int, numbers))
    sys.stdout.write(json.dumps(told))
