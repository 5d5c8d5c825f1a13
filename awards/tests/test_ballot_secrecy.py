"""Secret means secret: no table, version of a row, page or line of history joins a choice with a person.

The strongest form of it: whoever chose what, as long as the totals are the same, everything stored is the same.
"""

import re
from itertools import permutations

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from awards.models import BoxCount, CountEntry, NamedVote, Voter
from awards.services import ballots
from awards.tests.ballot_cases import give, make_nominees, make_sitting, open_now, sheet
from awards.tests.factories import RULE
from communes.addresses import here
from communes.models import HistoryEntry, Person, User

ONLOOKERS = ("administrator", "officer", "secretary", "chair", "leader")
SHEETS = (("for", "for"), ("for", "against"), ("against", "blank"))
# Pages that somebody could look at while a ballot is open: (address, record).
PAGES = (
    ("awards:ballot", "ballot"),
    ("awards:ballot-progress", "ballot"),
    ("awards:session-projector", "session"),
    ("awards:session-projector-now", "session"),
    ("awards:session", "session"),
    ("awards:sessions", None),
    ("awards:session-item", "item"),
    ("awards:nomination", "nomination"),
    ("awards:nominations", None),
    ("communes:history", None),
)


class _Undo(Exception):
    """Takes a rehearsal back."""


@pytest.fixture
def session(cast, campaign):
    """A council of four that sits over two nominees; everybody who may look on is there."""
    for part in ONLOOKERS:
        cast.actor(part)
    return make_sitting(cast, make_nominees(cast, campaign, 2))[0]


@pytest.fixture
def members(cast, session):
    """The four members."""
    return [cast.actor(part) for part in ("chair", "vice", "secretary", "councillor")]


@pytest.fixture
def ballot(session, secretary, now):
    """A secret ballot on both nominees, open."""
    return open_now(session, by=secretary, at=now)


def rehearse(perform, look):
    """Do something, look at what it left, and take it back."""
    seen = None
    try:
        with transaction.atomic():
            perform()
            seen = look()
            raise _Undo
    except _Undo:
        return seen


def everything() -> dict[str, list]:
    """Return every row of every table; lines of history without their keys, in their order."""
    return {
        model._meta.label: [
            tuple(value for name, value in row.items() if (model, name) != (HistoryEntry, "id"))
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
    }


def test_the_tables_of_a_secret_vote_have_no_column_that_could_join_them():
    columns = {model: {field.column for field in model._meta.fields} for model in (BoxCount, Voter)}

    assert columns == {
        BoxCount: {"id", "ballot_item_id", "choice", "count"},
        Voter: {"id", "ballot_id", "person_id", "voted"},
    }


def test_only_votes_that_are_not_secret_stand_in_one_row_with_a_person():
    """Look at every table that keeps what a member said, and at every table that points to a person or an account."""
    told = {
        model.__name__
        for model in apps.get_app_config("awards").get_models()
        if any(set(dict(field.flatchoices)) == {"for", "against", "blank"} for field in model._meta.fields)
    }
    with_people = {
        model.__name__
        for model in apps.get_models()
        if any(isinstance(field, models.ForeignKey) and field.related_model in (Person, User)
               for field in model._meta.fields)
    }  # fmt: skip

    assert told == {"BoxCount", "NamedVote", "WrittenOpinion"}
    assert told & with_people == {"NamedVote", "WrittenOpinion"}


def test_a_secret_vote_leaves_no_row_that_is_not_secret(ballot, members, now):
    before = set(BoxCount.objects.values_list("pk", flat=True))

    give(ballot, members, *SHEETS, at=now)

    assert NamedVote.objects.count() == 0
    assert set(BoxCount.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("closed", [False, True])
def test_whoever_chose_what_every_row_of_every_table_is_the_same(ballot, members, secretary, now, closed):
    def vote(sheets):
        give(ballot, members, *sheets, at=now)
        if closed:
            ballots.close(ballot, by=secretary, at=now)

    found = [rehearse(lambda sheets=sheets: vote(sheets), everything) for sheets in permutations(SHEETS)]

    assert len(found) == 6 and all(each == found[0] for each in found)
    assert len(found[0]["awards.BoxCount"]) == (0 if closed else 6)


def test_in_whatever_order_they_voted_only_the_lines_of_history_change_places(ballot, members, now):
    def vote(order):
        for place in order:
            ballots.cast(ballot, sheet(ballot, *SHEETS[place]), by=members[place], at=now)

    found = [rehearse(lambda order=order: vote(order), everything) for order in permutations(range(3))]

    for each in found:
        each["communes.HistoryEntry"] = sorted(each["communes.HistoryEntry"], key=repr)
    assert all(each == found[0] for each in found)


def test_a_vote_turns_its_voter_adds_to_the_box_and_leaves_one_line(ballot, chair, now):
    before = everything()

    ballots.cast(ballot, sheet(ballot, "for", "against"), by=chair, at=now)

    after = everything()
    changed = {label for label in after if after[label] != before[label]}
    assert changed == {"awards.Voter", "awards.BoxCount", "communes.HistoryEntry"}
    [line] = HistoryEntry.objects.filter(action="ballot.cast").values("label", "facts", "reason", "record_title")
    assert line == {"label": "Bỏ phiếu", "facts": {}, "reason": "", "record_title": str(ballot)}


def test_one_statement_rewrites_every_count_whatever_is_chosen(ballot, chair, vice, now):
    def versions() -> list:
        """Return what the database itself knows of each count's last change."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT DISTINCT xmin::text FROM awards_boxcount")
                return cursor.fetchall()
            return [BoxCount.objects.count()]

    ballots.cast(ballot, sheet(ballot, "for", "for"), by=vice, at=now)
    with CaptureQueriesContext(connection) as asked:
        ballots.cast(ballot, sheet(ballot, "for", "against"), by=chair, at=now)

    updates = [each["sql"] for each in asked if each["sql"].startswith('UPDATE "awards_boxcount"')]
    [only] = updates
    condition = only.rpartition("WHERE")[2]
    assert '"choice"' not in condition and '"count"' not in condition
    assert BoxCount.objects.filter(ballot_item__ballot=ballot).count() == 6
    assert len(versions()) == 1


def test_after_closing_no_row_of_a_voter_is_as_old_as_one_vote(ballot, members, secretary, now):
    give(ballot, members, *SHEETS, at=now)

    with CaptureQueriesContext(connection) as asked:
        ballots.close(ballot, by=secretary, at=now)

    written = [each["sql"] for each in asked]
    [rewritten] = [sql for sql in written if sql.startswith('UPDATE "awards_voter"')]
    assert "person" not in rewritten.rpartition("WHERE")[2]
    assert any(sql.startswith('DELETE FROM "awards_boxcount"') for sql in written)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM awards_voter")
            assert cursor.fetchone() == (1,)
    assert list(ballot.voters.order_by("pk").values_list("voted", flat=True)).count(True) == 3


def page_of(client, url: str) -> str:
    """Return a page as one of the cast sees it, without what changes with every request."""
    answer = client.get(url)
    assert answer.status_code in (200, 403), (url, answer.status_code)
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|data-served=")[^"]+', r"\1", answer.content.decode())


def pages(client, session, ballot, cast, viewers) -> dict:
    """Return every page of PAGES as each of the viewers sees it."""
    item = session.agenda.order_by("position").first()
    records = {"ballot": ballot, "session": session, "item": item, "nomination": item.nomination}
    seen = {}
    for part in viewers:
        client.cookies.clear()
        client.force_login(cast.actor(part).user)
        for name, key in PAGES:
            url = here(cast.actor(part), name, *([records[key].pk] if key else []))
            seen[part, name] = page_of(client, url)
    return seen


@pytest.mark.parametrize("method", ["secret", "named"])
def test_before_closing_every_page_is_the_same_for_everybody_whatever_was_chosen(
    client, cast, session, members, secretary, now, clock, method
):
    ballot = open_now(session, method, by=secretary, at=now)

    def look():
        return pages(client, session, ballot, cast, ONLOOKERS)

    most = rehearse(lambda: give(ballot, members[:3], *[("for", "for")] * 3, at=now), look)
    none = rehearse(lambda: give(ballot, members[:3], *[("against", "blank")] * 3, at=now), look)

    assert most == none
    assert "3/4" in most["officer", "awards:session-projector"]


@pytest.mark.parametrize("method", ["hands", "paper"])
def test_what_counters_entered_shows_on_no_page_before_closing(
    client, cast, session, secretary, vice, now, clock, method
):
    ballot = open_now(session, method, by=secretary, at=now)
    counter = secretary if method == "hands" else vice

    def enter(*found):
        rows = ballot.items.values_list("pk", flat=True)
        ballots.enter_counts(ballot, counter.person, dict.fromkeys(rows, found), by=counter, at=now)

    def look():
        assert CountEntry.objects.count() == 2
        return pages(client, session, ballot, cast, ONLOOKERS)

    assert rehearse(lambda: enter(4, 0, 0, 0), look) == rehearse(lambda: enter(1, 2, 1, 0), look)


def test_history_holds_no_figure_before_closing(session, ballot, members, secretary, vice, now):
    give(ballot, members, *SHEETS, at=now)
    lines = HistoryEntry.objects.under(session).values_list("action", "facts")

    assert dict(lines) == {
        "ballot.cast": {},
        "ballot.open": {"voters": 4},
        "ballot.prepare": {
            "method": "Bỏ phiếu kín trên máy",
            "items": [str(each.nomination) for each in session.agenda.order_by("position")],
        },
    }


def test_the_administrator_sees_no_ballot_before_or_after_closing(
    client, cast, session, ballot, members, administrator, now
):
    give(ballot, members, *SHEETS, at=now)
    ballots.close(ballot, by=cast.actor("secretary"), at=now)

    found = pages(client, session, ballot, cast, ["administrator"])

    assert not any("/4 phiếu" in page or "Lượt biểu quyết" in page for page in found.values())


def test_neither_the_members_session_nor_an_error_report_keeps_the_sheet(go, client, ballot, chair, clock):
    go(chair, "ballot-vote", ballot.pk)
    before = set(client.session.keys())

    answer = go(chair, "ballot-vote", ballot.pk, post={f"item_{pk}": said for pk, said in
                sheet(ballot, "for", "against").items()})  # fmt: skip

    assert set(client.session.keys()) == before
    assert answer.wsgi_request.sensitive_post_parameters == "__ALL__"
    assert "item_" not in answer.url


def test_a_voided_box_is_never_counted(ballot, members, chair, now):
    give(ballot, members, *SHEETS, at=now)

    ballots.void(ballot, reason="Mất điện.", by=chair, at=now)

    assert BoxCount.objects.count() == 0
    assert set(ballot.items.values_list("votes_for", "words", "adopted")) == {(None, "", None)}
    assert ballot.items.first().rule == RULE
