"""One decision with a list, in a process of its own: python -m benchmarks.decisions LINES. Answers with JSON.

The database, which has its tables already, gets a commune of its own with one nominee for each line.
"""

import json
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402
from django_scopes import scope  # noqa: E402

from awards.models import Decision  # noqa: E402
from awards.tests.factories import make_award_campaign, make_decision, make_nomination  # noqa: E402
from benchmarks.papers import made  # noqa: E402
from communes.models import Commune  # noqa: E402
from communes.tests.factories import Cast, make_commune, make_unit  # noqa: E402
from reports.documents.registry import KINDS  # noqa: E402


@transaction.atomic
def seed(lines: int) -> Commune:
    """Make a commune with a published decision on that many nominees, nine of ten of them people."""
    commune = make_commune(f"decision-{lines}", f"Quyết Định {lines}")
    with scope(commune=commune):
        campaign = make_award_campaign(Cast(commune))
        units = [make_unit(commune, f"Thôn số {number}", "residential") for number in range(1, lines // 10 + 1)]
        rows = [make_nomination(campaign, unit=unit, status="awarded") for unit in units]
        rows += [
            make_nomination(campaign, unit=units[number % len(units)], subject="individual", status="awarded")
            for number in range(lines - len(units))
        ]
        make_decision(campaign, rows, status="published")
    return commune


def main(lines: int) -> dict:
    """Make the decision with its list step by step, as the request and its worker do."""
    commune = Commune.objects.filter(slug=f"decision-{lines}").first() or seed(lines)
    with scope(commune=commune):
        decision = Decision.objects.select_related("campaign__commune", "commune", "amends").get()
        return made({"build": lambda _: KINDS["award-decision"].build(decision).to_json()})


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
