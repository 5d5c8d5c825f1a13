"""The judge of a day: python -m drills.judge LEDGER. Looks into the database and the folder of files; answers JSON."""

import hashlib
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402

from awards.models import (  # noqa: E402
    Ballot,
    BoxCount,
    Certificate,
    CertificatePrint,
    Decision,
    Judgement,
    Nomination,
    Voter,
)
from campaigns.models import Evidence, Obligation, ReportVersion  # noqa: E402
from communes.models import Commune, HistoryEntry, Person, RegisteredNumber  # noqa: E402
from communes.services import audit, seals  # noqa: E402
from drills import judging  # noqa: E402
from drills.ledger import TAKEN, UNKNOWN  # noqa: E402
from drills.people import TEXTS  # noqa: E402
from reports.models import Document, Notice, Reminder, SignedPaper  # noqa: E402

TOTALS = {"for": "votes_for", "against": "votes_against", "blank": "votes_blank"}
# What is typed into a dossier, besides what the unit says about each criterion.
WORDS = ("report", "summary", "citation", "deed", "explanation", "change_note")
# What leaves exactly one line of history about its record.
ACTS = (
    "obligation.begin", "obligation.resume", "obligation.submit", "obligation.receive", "obligation.return",
    "obligation.accept", "ballot.close", "decision.issue", "document.signed", "document.printed",
)  # fmt: skip


def look(lines: list[dict]) -> dict:
    """Compare; return the faults by what they are about, and what the house holds."""
    counted = {
        (action, pk): n
        for action, pk, n in HistoryEntry.objects.filter(action__in=ACTS).values_list("action", "record_id")
        .annotate(n=Count("pk")).order_by()
    }  # fmt: skip
    began = min((line["about"] for line in lines if line["what"] == "obligation.begin"), default=0)
    mine = {line["about"] for line in lines if line["what"].startswith("obligation.")} if began else set()
    counted = {key: n for key, n in counted.items() if not key[0].startswith("obligation.") or key[1] in mine}
    given = dict(Decision.objects.filter(status__in=Decision.OUT).values_list("pk", "number"))
    stored = {(row.pk, name): getattr(row, name) for row in Obligation.objects.all() for name in TEXTS}
    rows = Evidence.objects.present().values_list("obligation_id", "name", "sha256")
    faults = {
        "acts": judging.acts(lines, counted, ACTS),
        "texts": judging.texts(lines, stored) + versions(lines),
        "files": judging.files(lines, rows) + missing(),
        "votes": judging.votes(lines, *ballots()),
        "numbers": judging.numbers(lines, given) + registered(given),
        "awards": awards(given),
        "nominations": judging.acts(lines, nominated(), ("nomination.create",)),
        "dossiers": dossiers(lines),
        "papers": papers(lines),
        "lists from Excel": judging.imports(lines, Counter(Person.objects.values_list("full_name", flat=True))),
        "signed copies": judging.signed(lines, copies()),
        "printed certificates": printed_twice(),
        "reminders": reminders(),
        "history": chain(),
    }
    held = {
        "reports handed in": ReportVersion.objects.count(),
        "files": Evidence.objects.count(),
        "votes": Voter.objects.filter(voted=True).count(),
        "decisions issued": len(given),
        "papers": dict(Document.objects.values_list("status").annotate(n=Count("pk")).order_by()),
        "signed copies": SignedPaper.objects.count(),
        "certificates printed": CertificatePrint.objects.count(),
        "papers made at a second attempt": Document.objects.filter(attempt__gt=1).count(),
        "reminders": Reminder.objects.count(),
        "lines of history": HistoryEntry.objects.count(),
    }
    return {"faults": faults, "held": held}


def versions(lines: list[dict]) -> list[str]:
    """Name the handed-in reports without the last words that were taken before they were handed in."""
    kept = defaultdict(list)
    for pk, content in ReportVersion.objects.order_by("number").values_list("obligation_id", "content"):
        kept[pk].append(json.dumps(content, ensure_ascii=False))
    problems, last = [], {}
    for line in lines:
        if line["what"] == "text":
            key = (line["about"], line["field"])
            if line["outcome"] == TAKEN:
                last[key] = [line["text"]]
            elif line["outcome"] == UNKNOWN:
                last.setdefault(key, [""]).append(line["text"])
        elif line["what"] == "obligation.submit" and line["outcome"] == TAKEN:
            for (pk, field), allowed in last.items():
                if pk == line["about"] and not any(text in each for text in allowed for each in kept[pk]):
                    problems.append(f"a version of report {pk} lacks “{allowed[0]}” ({field})")
    return problems


def missing() -> list[str]:
    """Name what rows call theirs and the folder does not hold whole; and what was left half-written."""
    problems = []
    named = [(each.file.name, each.sha256) for rows in (Evidence, SignedPaper) for each in rows.objects.all()]
    for each in Document.objects.filter(status__in=Document.FINISHED):
        named += [(file["path"], file["sha256"]) for file in each.files.values()]
    for path, digest in named:
        file = Path(settings.MEDIA_ROOT) / path
        if not file.is_file():
            problems.append(f"{path} is not there")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            problems.append(f"{path} is not what its row says")
    return problems + [f"{each} was left" for each in Path(settings.MEDIA_ROOT).rglob("*.part")]


def ballots() -> tuple[dict, dict]:
    """Return who voted by ballot, and what each box holds or held when it was closed."""
    voted, box = defaultdict(set), defaultdict(lambda: defaultdict(Counter))
    for ballot, name in Voter.objects.filter(voted=True).values_list("ballot_id", "person__user__username"):
        voted[ballot].add(name)
    for row in BoxCount.objects.select_related("ballot_item"):
        box[row.ballot_item.ballot_id][f"item_{row.ballot_item_id}"][row.choice] += row.count
    for ballot in Ballot.objects.filter(status="closed", method="secret"):
        for row in ballot.items.all():
            for choice, field in TOTALS.items():
                box[ballot.pk][f"item_{row.pk}"][choice] = getattr(row, field)
    return voted, box


def registered(given: dict[int, int]) -> list[str]:
    """Name the numbers of decisions that the register does not hold."""
    there = set(RegisteredNumber.objects.values_list("number", flat=True))
    return [f"the number {number} of decision {pk} is not in the register" for pk, number in given.items()
            if number not in there]  # fmt: skip


def awards(given: dict[int, int]) -> list[str]:
    """Name the lines of issued decisions without exactly one certificate, and dossiers awarded twice."""
    live = Counter(Certificate.objects.exclude(status__in=("replaced", "revoked")).values_list("line_id", flat=True))
    lines = Decision.lines.rel.related_model.objects.filter(decision__in=given).values_list("pk", flat=True)
    problems = [f"line {pk}: {live[pk]} certificates" for pk in lines if live[pk] != 1]
    twice = HistoryEntry.objects.filter(action="nomination.award").values_list("record_id").annotate(n=Count("pk"))
    return problems + [f"dossier {pk} was awarded {n} times" for pk, n in twice.filter(n__gt=1).order_by()]


def nominated() -> dict:
    """Count the dossiers that units made on pages, by person."""
    made = HistoryEntry.objects.filter(action="nomination.create").values_list("record_id", flat=True)
    people = Nomination.objects.filter(pk__in=made).values_list("person_id", flat=True)
    return {("nomination.create", pk): n for pk, n in Counter(people).items()}


def dossiers(lines: list[dict]) -> list[str]:
    """Name the dossiers whose last words that were taken are not there."""
    notes: dict[int, list[str]] = defaultdict(list)
    for nomination, note in Judgement.objects.filter(appraisal=None).values_list("nomination_id", "note"):
        notes[nomination].append(note)
    kept = {row.pk: json.dumps([[getattr(row, name) for name in WORDS], notes[row.pk]], ensure_ascii=False)
            for row in Nomination.objects.all()}  # fmt: skip
    last: dict[tuple[int, str], list[str]] = {}
    for line in lines:
        if line["what"] == "dossier" and line["outcome"] in (TAKEN, UNKNOWN):
            for field, text in line["texts"].items():
                key = (line["about"], field)
                last[key] = [text] if line["outcome"] == TAKEN else [*last.get(key, [""]), text]
    return [
        f"dossier {pk}: {field} is not “{allowed[0]}”"
        for (pk, field), allowed in last.items()
        if not any(text in kept[pk] for text in allowed)
    ]


def papers(lines: list[dict]) -> list[str]:
    """Name the papers that are lost, or that neither ended nor say why not."""
    there = dict(Document.objects.values_list("pk", "status"))
    asked = {line["about"] for line in lines if line["what"] == "paper.kept"}
    problems = [f"paper {pk} is lost" for pk in sorted(asked - set(there))]
    problems += [f"paper {pk} is still {status}" for pk, status in there.items() if status in Document.UNFINISHED]
    silent = Document.objects.filter(status="failed", cause="")
    failed = Document.objects.filter(status="failed").values_list("pk", "cause")
    return problems + [f"paper {each.pk} failed without a word" for each in silent] + [
        f"paper {pk} failed: {cause}" for pk, cause in failed
    ]  # fmt: skip


def copies() -> list[tuple[int, str, bool]]:
    """Return the signed copies: of which paper, digest, whether it stands."""
    rows = SignedPaper.objects.values_list("document_id", "sha256", "replaced_at")
    return [(paper, digest, replaced_at is None) for paper, digest, replaced_at in rows]


def printed_twice() -> list[str]:
    """Name the certificates that were printed twice without a word on why."""
    rows = CertificatePrint.objects.filter(note="").values_list("certificate_id").annotate(n=Count("pk"))
    return [f"certificate {pk} was printed {n} times" for pk, n in rows.filter(n__gt=1).order_by()]


def reminders() -> list[str]:
    """Name the reminders that were given twice."""
    same = ("about", "record_id", "person_id", "unit_id", "kind", "day")
    twice = Reminder.objects.values_list(*same).annotate(n=Count("pk")).filter(n__gt=1).order_by()
    told = Notice.objects.values_list("reminder_id", "person_id").annotate(n=Count("pk")).filter(n__gt=1).order_by()
    return [f"reminder {each}" for each in twice] + [f"notice {each}" for each in told if each[0]]


def chain() -> list[str]:
    """Seal what is not sealed, check every line; return the first that does not fit."""
    wrong = []
    for commune in Commune.objects.all():
        with scope(commune=commune):
            seals.seal(commune, at=timezone.now())
            if found := audit.verify(commune).wrong:
                wrong.append(found.told)
    return wrong


if __name__ == "__main__":
    with scopes_disabled():
        found = look(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    sys.stdout.write(json.dumps(found, ensure_ascii=False))
