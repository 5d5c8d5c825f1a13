"""A pile of papers of several communes: python -m drills.pile lay COMMUNES PAPERS | plans PAPERS | ask | tell.

Answers with JSON.
"""

import hashlib
import json
import sys
import time
from collections import Counter
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402

from campaigns.models import Campaign  # noqa: E402
from campaigns.tests.factories import make_campaign  # noqa: E402
from communes.access import Actor  # noqa: E402
from communes.models import Commune, User  # noqa: E402
from communes.tests.factories import Cast, make_commune  # noqa: E402
from reports.documents.registry import KINDS  # noqa: E402
from reports.documents.workbook import KEY, Workbook  # noqa: E402
from reports.exports.base import LISTS, Asked  # noqa: E402
from reports.models import Document  # noqa: E402
from reports.services import documents  # noqa: E402

OTHER = "xa-khac"
LIST = "people"
BATCH = 1000


def lay(communes: int, papers: int) -> int:
    """Queue tiny workbooks of several communes, each as its officer asks for it; make one commune that asks later."""
    rows = []
    for number in range(communes):
        cast = Cast(make_commune(f"dong-{number}", f"Đông {number}"))
        with scope(commune=cast.commune):
            officer = cast.actor("officer")
            filters = LISTS[LIST].find(Asked(officer, QueryDict(""))).words
        for place in range(papers // communes):
            title = f"Danh sách {place}"
            wish = Workbook(title, LIST, cast.commune.pk, officer.user.pk, "", filters)
            rows.append(
                Document(
                    commune=cast.commune, kind=KEY, subject_id=place + 1, title=title, file_stem=f"danh-sach-{place}",
                    form=Document.Form.WORKBOOK, content=wish.to_json(), requested_by=officer.user,
                    requested_name=officer.name, requested_at=timezone.now(),
                )
            )  # fmt: skip
    with scopes_disabled():
        for document in Document.objects.bulk_create(rows, batch_size=BATCH):
            documents.send(document)
    other = Cast(make_commune(OTHER, "Khác"))
    with scope(commune=other.commune):
        other.actor("officer")
        make_campaign(other)
    return len(rows)


def plans(papers: int) -> list[int]:
    """Queue one commune's plan so many times, as PDF and Word; return the keys."""
    cast = Cast(make_commune(f"xa-{time.time_ns()}", "Nhiều văn bản"))
    with scope(commune=cast.commune):
        officer, campaign = cast.actor("officer"), make_campaign(cast)
        first = documents.request(KINDS["campaign-plan"], campaign, by=officer, at=timezone.now())
        fields = [each.attname for each in Document._meta.concrete_fields if not each.primary_key]
        facts = {name: getattr(first, name) for name in fields}
        more = Document.objects.bulk_create([Document(**facts) for _ in range(papers - 1)], batch_size=BATCH)
        for document in more:
            documents.send(document)
    return [first.pk, *(each.pk for each in more)]


def ask() -> int:
    """Let the officer of the other commune ask for one paper as the page does."""
    commune = Commune.objects.get(slug=OTHER)
    with scope(commune=commune):
        user = User.objects.get(username=f"{OTHER}.officer")
        by = Actor.of_user(user, commune, on=timezone.localdate())
        record = Campaign.objects.select_related("commune").get()
        return documents.request(KINDS["campaign-plan"], record, by=by, at=timezone.now()).pk


def tell() -> dict:
    """Say how every paper ended, which files are not what their rows say, and how long each took to be made."""
    with scopes_disabled():
        rows = list(Document.objects.values("pk", "status", "attempt", "files", "requested_at", "finished_at"))
    wrong = []
    for row in rows:
        for file in row["files"].values():
            path = Path(settings.MEDIA_ROOT) / file["path"]
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
                wrong.append(f"a file of paper {row['pk']}")
    found = [f"paper {row['pk']} was made {row['attempt']} times" for row in rows if row["attempt"] != 1]
    lost = [f"paper {row['pk']} is {row['status']}" for row in rows if row["status"] != "ready"]
    ended = [row for row in rows if row["finished_at"]]
    longest = max(((row["finished_at"] - row["requested_at"]).total_seconds() for row in ended), default=0)
    kept = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    if len(kept) != sum(len(row["files"]) for row in rows):
        wrong.append(f"{len(kept)} files of {sum(len(row['files']) for row in rows)}")
    return {"ended": dict(Counter(row["status"] for row in rows)), "faults": lost + found + wrong,
            "longest s": round(longest)}  # fmt: skip


if __name__ == "__main__":
    verb, *numbers = sys.argv[1:]
    made = {"lay": lay, "plans": plans, "ask": ask, "tell": tell}[verb](*map(int, numbers))
    sys.stdout.write(json.dumps(made))
