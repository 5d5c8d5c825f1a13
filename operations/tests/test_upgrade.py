"""A database of the first release becomes one of today: no row is lost, its sums stand, and work goes on in it."""

import json
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from awards.models import Ballot, BallotItem, DecisionLine
from awards.rules import voting
from awards.services import ballots
from communes.models import Commune, HistoryEntry, HistorySeal, SearchEntry, Unit
from communes.services import registers, seals
from operations.services import loading
from operations.services.sums import canonical
from operations.services.tables import read, tables
from operations.tests import first_release
from operations.tests.conftest import BOTH
from operations.tests.pages_then import actor_of, open_pages
from reports import making
from reports.models import Document

pytestmark = pytest.mark.slow

# Columns that have another name today.
RENAMED = {("reports.Document", "paper"): "content"}
# Columns that were gathered into another one; `same_files` looks after them.
GATHERED = {("reports.Document", f"{form}{part}") for form in ("pdf", "docx") for part in ("", "_size", "_sha256")}
# Decisions whose awards bring money, in the words of that day.
OUT = {"issued", "published", "corrected", "partly_revoked"}


@BOTH
def test_the_first_release_is_upgraded_with_its_data(elsewhere, kind, request, tmp_path):
    if request.config.getoption("nomigrations"):
        pytest.skip("the migrations are what is tried")
    with elsewhere(kind):
        first_release.load()
        loading.forward()

        then = first_release.rows()
        every_row_is_there(then)
        same_files(then["reports.Document"])
        same_registers(then["communes.RegisteredNumber"])
        same_money(then)
        same_votes(then["awards.BallotItem"])
        history_is_sealed(then["communes.HistoryEntry"])
        open_pages()
        ballot_goes_on()
        papers_are_made(then["reports.Summary"], tmp_path)
        new_keys_follow_the_old(then["communes.Unit"])


def every_row_is_there(then):
    """Each row of that day stands in the same table with the same key, and every column says what it said."""
    here = {table.label: table for table in tables()}
    for label, rows in then.items():
        names = [column.name for column in here[label].columns]
        found = {}
        for batch in read(here[label], using="default"):
            found |= {row[names.index(here[label].key)]: dict(zip(names, row, strict=True)) for row in batch}
        texts = {column.name for column in here[label].columns if column.kind == "json"}
        for row in rows:
            for column, value in row.items():
                if (label, column) not in GATHERED:
                    name = RENAMED.get((label, column), column)
                    now = found[row[here[label].key]][name]
                    if name in texts and value is not None:
                        value, now = canonical(value), canonical(now)
                    assert now == value, (label, row[here[label].key], name)
    connection.check_constraints()


def same_files(then):
    """The two files of each paper stand in the one column that took the place of six."""
    found = {table.label: table for table in tables()}["reports.Document"]
    names = [column.name for column in found.columns]
    now = {row[names.index("id")]: row[names.index("files")] for batch in read(found, using="default") for row in batch}
    assert {row["status"] for row in then} == {"official", "queued"}
    for row in then:
        assert json.loads(now[row["id"]]) == {
            form: {"path": row[form], "size": row[f"{form}_size"], "sha256": row[f"{form}_sha256"]}
            for form in ("pdf", "docx")
            if row[form]
        }


def same_registers(then):
    """The number that each register gives next follows the last one of that day."""
    last = {}
    for row in then:
        register = row["commune_id"], row["symbol"], row["year"]
        last[register] = max(last.get(register, 0), row["number"])
    assert last
    for (commune, symbol, year), number in last.items():
        with scope(commune=Commune.objects.get(pk=commune)):
            assert registers.next_number(symbol, year) == number + 1


def same_money(then):
    """What the awards of each commune cost is what its decisions gave."""
    commune_of = {row["id"]: row["commune_id"] for row in then["awards.Decision"] if row["status"] in OUT}
    given = Counter()
    for row in then["awards.DecisionLine"]:
        if row["decision_id"] in commune_of and row["about_id"] is None and row["standing"] != "revoked":
            given[commune_of[row["decision_id"]]] += row["prize"]
    assert len(given) == Commune.objects.count()
    for pk, money in given.items():
        with scope(commune=Commune.objects.get(pk=pk)):
            assert DecisionLine.objects.paid().total() == money > 0


def same_votes(then):
    """Counted by the rules of today, every vote of that day has the result that was announced."""
    assert then
    for commune in Commune.objects.all():
        with scope(commune=commune):
            for row in BallotItem.objects.filter(ballot__status="announced").select_related("ballot__session"):
                presence = row.ballot.session.presence.filter(votes=True)
                result = voting.result(
                    row.voting_rule, row.count, total=presence.count(), present=row.count.cast, written=row.written
                )
                assert (result.adopted, result.words) == (row.adopted, row.words)


def history_is_sealed(then):
    """Every line of that day is in the chain of its commune, the chain fits, and no line can be changed."""
    seals.seal_everywhere(at=timezone.now())
    call_command("verify_audit", verbosity=0)
    assert HistorySeal._base_manager.filter(entry_id__in=[row["id"] for row in then]).count() == len(then)
    with pytest.raises(DatabaseError), transaction.atomic():
        HistoryEntry._base_manager.update(label="Khác")


def ballot_goes_on():
    """A secret ballot on which two of five had voted takes the other votes, and every vote is counted."""
    commune = Commune.objects.get(slug="dai-son")
    with scope(commune=commune):
        ballot = Ballot.objects.get(status="open")
        for name in ("phochutich", "uyvien", "uyvien2"):
            actor = actor_of(commune, name)
            mine = [row.pk for row in ballots.sheet_of(ballot) if actor.person.pk not in row.aside_ids]
            ballots.cast(ballot, dict.fromkeys(mine, "for"), by=actor, at=ballot.opened_at)
        ballots.close(ballot, by=actor_of(commune, "thuky"), at=ballot.opened_at)
        # On the first nominee a member stands aside; the secretary had voted against the others.
        told = ballot.items.order_by("item__position").values_list("votes_for", "votes_against", "adopted")
        assert list(told) == [(4, 0, True), (4, 1, True), (4, 1, True)]


def papers_are_made(then, folder):
    """A summary of that day becomes a paper, and a paper that was asked for is made of the words that were frozen."""
    call_command("make_paper", "summary-report", then[0]["id"], out=str(folder / "summary.pdf"))
    assert (folder / "summary.pdf").read_bytes().startswith(b"%PDF")
    queued = Document._base_manager.filter(status="queued").earliest("pk")
    with scopes_disabled():
        making.produce(making.claim(queued.pk, worker="then", at=timezone.now()), now=timezone.now)
    queued.refresh_from_db()
    assert (queued.status, queued.cause, set(queued.files)) == ("ready", "", {"pdf", "docx"})


def new_keys_follow_the_old(then):
    """A new row takes a key that no row had, and the search knows what was there before."""
    made = Unit._base_manager.create(commune_id=1, name="Tổ mới", kind_order=1)
    assert made.pk > max(row["id"] for row in then)
    assert SearchEntry._base_manager.filter(kind="unit").count() == len(then)
