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
from communes.tests.factories import Cast, make_commune  # noqa: E402
from reports.documents.registry import KINDS  # noqa: E402

COLLECTIVES = 10


def seed(lines: int) -> Commune:
    """Make a commune with a published decision on that many nominees, nine of ten of them people."""
    commune = make_commune(f"decision-{lines}", f"Quyết Định {lines}")
    with scope(commune=commune), transaction.atomic():
        cast = Cast(commune)
        campaign, unit = make_award_campaign(cast), cast.unit("economy")
        rows = [
            make_nomination(
                campaign,
                unit=unit,
                subject="collective" if number < lines // COLLECTIVES else "individual",
                status="awarded",
                summary=f"Dẫn đầu về giải quyết hồ sơ đúng hạn trong tháng {number % 12 + 1}.",
            )
            for number in range(lines)
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
