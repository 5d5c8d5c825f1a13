"""Nobody learns from any address what was not announced: neither results before publication nor anybody's vote."""

from datetime import datetime

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from django_scopes import scope

from awards.models import AgendaItem, Ballot, Decision, Minutes, Posting, Proposal, Session
from awards.services import ballots
from communes import search
from communes.access import GRANTS
from communes.models import Role
from communes.tests.factories import Cast, make_commune
from emulation.tests.confidences import EVERYBODY_VOTES, FAMILIES, FATES, NUMBERS, SECRETS, Confidences
from emulation.tests.walks import NOUNS, Walk, borrowed, may_tell, noun_of, open_addresses
from kit.search import parse

pytestmark = pytest.mark.xdist_group("unannounced")

OUTSIDERS = ("head", "member", "other_head", "administrator", "reader", "inspector")
# Who opens no address of campaigns that the head of a unit or the administrator does not open as well.
FOLLOWERS = ("member", "other_head", "reader")
# They ask the database nothing that the others do not ask it, so one database is enough for them.
WALKERS = [pytest.param(part, marks=pytest.mark.once) if part in FOLLOWERS else part for part in OUTSIDERS]
UNIT_OF = {"head": "economy", "member": "economy", "other_head": "service"}
# Words of the dossiers themselves: a unit knows its own, the commune's other readers none.
DOSSIER_WORDS = ("Lời khen dành cho", "Việc làm của", "Sáng kiến của")
INSIDERS = ("chair", "secretary", "officer", "administrator")

VOTE_NOUNS = ("campaigns", "sessions", "agenda-items", "ballots", "nominations", "papers")
VOTE_LISTS = (
    "awards:appraisals", "awards:board", "awards:decisions", "awards:nominations", "awards:sessions",
    "communes:history", "reports:documents", "reports:home",
)  # fmt: skip
# On whose pages those who make the awards read what others must not.
TELLING = (AgendaItem, Ballot, Decision, Minutes, Posting, Proposal, Session)
TELLING_TOO = ("awards:nominations", "awards:initiatives", "awards:examinations", "awards:ranking", "awards:appraise")


class _Undo(Exception):
    """Takes a rehearsal back."""


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """The commune full of secrets, built once; what a test changes in it is taken back."""
    now = datetime(2026, 5, 14, 9, 30, tzinfo=timezone.get_default_timezone())
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now)
        with transaction.atomic():
            commune = make_commune()
            with scope(commune=commune):
                secrets = Confidences(Cast(commune), now)
                for record in sorted(borrowed()):
                    secrets.world.record(record)
                search.rebuild()
            yield secrets
            transaction.set_rollback(True)


@pytest.fixture
def secrets(built, db):
    """The commune full of secrets, with its scope open."""
    with scope(commune=built.cast.commune):
        yield built


@pytest.fixture(scope="module")
def walked():
    """What each outsider has seen of the commune as it was built: {part: (walk, {url: address}, {url: words})}."""
    return {}


def walk_as(part: str, secrets: Confidences, walked: dict) -> tuple:
    """Return the walk of an outsider through the product, walked once.

    Where somebody else with more rights goes the same way, only what could tell of awards is walked again.
    """
    if part not in walked:
        walk = Walk(secrets.cast.actor(part), secrets, unit=UNIT_OF.get(part, "economy"))
        urls = walk.urls(may_tell if part in FOLLOWERS else None)
        walked[part] = walk, urls, walk.look(urls)
    return walked[part]


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


def differing(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return where two looks differ, each with the words around the first difference."""
    found = []
    for url, words in after.items():
        if words != before[url]:
            pairs = enumerate(zip(before[url], words, strict=False))
            first = next((place for place, (old, new) in pairs if old != new), 0)
            around = slice(max(0, first - 60), first + 90)
            found.append((url, before[url][around], words[around]))
    return found


def words_hidden_from(part: str, address) -> list[str]:
    """Return the words that tell an outsider something, names of other units' nominees among them.

    The register of papers names every number, lists of people everybody who works here.
    """
    words = [word for word in SECRETS if address.name != "communes:numbers" or word not in NUMBERS]
    if part in UNIT_OF:
        return words + [name for unit, name in FAMILIES.items() if unit != UNIT_OF[part]]
    known_anyway = address.name.startswith("communes:") or address.name == "awards:book-person"
    return [*words, *DOSSIER_WORDS, *([] if known_anyway else FAMILIES.values())]


def test_every_address_with_a_key_has_records_to_walk():
    nouns = {noun_of(each) for each in open_addresses()} - {""}

    assert nouns >= set(NOUNS)
    assert borrowed()


def test_who_follows_another_has_no_further_rights():
    assert GRANTS[Role.UNIT_MEMBER] <= GRANTS[Role.UNIT_HEAD]
    assert GRANTS[Role.READER] <= GRANTS[Role.ADMINISTRATOR]


@pytest.mark.parametrize("part", WALKERS)
def test_an_outsider_reads_nothing_anywhere_that_was_not_announced(secrets, walked, part):
    _, urls, seen = walk_as(part, secrets, walked)

    found = [(url, word) for url, text in seen.items() for word in words_hidden_from(part, urls[url]) if word in text]
    assert found == []
    assert len([text for text in seen.values() if text.startswith("200")]) > 50


@pytest.mark.parametrize("part", ["head", "administrator"])
def test_every_page_list_filter_order_and_file_is_the_same_as_if_nobody_had_decided_anything(secrets, walked, part):
    walk, urls, seen = walk_as(part, secrets, walked)
    answered = [url for url, text in seen.items() if text[0] in "23" and may_tell(urls[url])]

    def unsay():
        secrets.unsay()
        search.rebuild()

    assert differing(seen, rehearse(unsay, lambda: walk.look(answered))) == []


@pytest.mark.parametrize("part", [*OUTSIDERS, "officer"])
def test_no_words_lead_an_outsider_to_what_was_not_announced(secrets, part):
    actor = secrets.cast.actor(part)
    words = [*SECRETS, *(f"{family} {FATES[fate]}" for family in FAMILIES.values() for fate in FATES)]
    found = {word: [hit.url for hit in search.hits(search.find(parse(word), actor), actor)] for word in words}

    told = [word for word in found if found[word]]
    hidden = [f"{name} {FATES[fate]}" for unit, name in FAMILIES.items() if unit != UNIT_OF.get(part) for fate in FATES]
    if part == "officer":
        assert {"Trích yếu kín", "Phiên kín thứ nhất", "61/QĐ-UBND", *hidden} <= set(told)
    else:
        own = ("/people/", "/nominations/", "/papers/", "/initiatives/")
        open_here = own if part in UNIT_OF else ("/people/",)
        urls = [url for word in told for url in found[word]]
        assert set(told) & set(SECRETS) == set()
        assert part not in UNIT_OF or set(told) & set(hidden) == set()
        assert [url for url in urls if not any(each in url for each in open_here)] == []


def look_at_the_vote(secrets, part: str) -> dict[str, str]:
    """Return what somebody sees at every address that has to do with the open ballot, and of the lists around it."""
    walk = Walk(secrets.cast.actor(part), secrets, rows=secrets.rows_of_the_vote)
    return walk.look([url for url in walk.urls(touches_the_vote) if "?" not in url])


def touches_the_vote(address) -> bool:
    """Say whether an address shows a record that has to do with the ballot, or a list of such records."""
    return address.name in VOTE_LISTS or (noun_of(address) in VOTE_NOUNS and may_tell(address))


@pytest.mark.parametrize("part", INSIDERS)
def test_before_closing_no_address_tells_anybody_anything_of_the_choices(secrets, part):
    before = look_at_the_vote(secrets, part)

    after = rehearse(secrets.exchange_choices, lambda: look_at_the_vote(secrets, part))

    assert list(after) == list(before)
    assert differing(before, after) == []


def test_once_closed_the_choices_are_seen_as_totals(secrets):
    """Show that the looks above would see them: pages differ as soon as there are totals."""
    chair, page = Walk(secrets.cast.actor("chair"), secrets), secrets.session.ballots.get().get_absolute_url()

    def close_and_look():
        ballots.close(secrets.session.ballots.get(), **secrets.secretary)
        return chair.look([page])

    before, after = rehearse(lambda: None, close_and_look), rehearse(secrets.exchange_choices, close_and_look)

    assert ["3/4 phiếu (75%)" in each[page] for each in (before, after)] == [True, False]


def test_of_a_secret_ballot_not_even_members_ever_see_who_chose_what(secrets):
    some = dict(zip(EVERYBODY_VOTES, ("for", "for", "for", "against"), strict=True))
    others = dict(zip(EVERYBODY_VOTES, ("against", "for", "for", "for"), strict=True))
    ballot = secrets.open_anew()

    seen = [
        rehearse(lambda choices=choices: secrets.vote(ballot, choices), lambda: look_at_the_vote(secrets, "councillor"))
        for choices in (some, others)
    ]

    assert differing(*seen) == []
    assert any("3/4 phiếu" in text for text in seen[0].values())


def test_those_who_make_the_awards_do_see_every_secret(secrets):
    """Show that each word above stands on some page, so that its absence elsewhere says something."""
    told = [
        *secrets.of("reserve", "not_awarded", "deferred", "awarded"),
        *(row for model in TELLING for row in secrets.rows(model, "economy")),
    ]
    officer = Walk(secrets.cast.actor("officer"), secrets)
    others = [url for url, each in officer.urls(lambda each: each.name in TELLING_TOO).items() if "?" not in url]

    seen = officer.look([*(row.get_absolute_url() for row in told), *others])

    everything = " ".join(seen.values())
    assert [word for word in (*SECRETS, *DOSSIER_WORDS, *FAMILIES.values()) if word not in everything] == []


def test_a_published_decision_is_told_to_the_unit_and_stands_in_everybodys_book(secrets):
    ours, theirs = secrets.of("awarded")
    head = Walk(secrets.cast.actor("head"), secrets)
    page, listed, book = (
        ours.get_absolute_url(), "/dong-tam/nominations/?status=awarded", "/dong-tam/award-book/"
    )  # fmt: skip
    before = head.look([page, listed, book])

    secrets.publish()

    after = head.look([page, listed, book, theirs.get_absolute_url()])
    assert ["Đang xem xét" in before[page], "Đang xem xét" in after[page]] == [True, False]
    assert [ours.nominee in each[listed] for each in (before, after)] == [False, True]
    assert after[theirs.get_absolute_url()].startswith("404")
    for part in OUTSIDERS:
        shown = Walk(secrets.cast.actor(part), secrets).look([book])[book]
        assert [word in shown for word in (ours.nominee, theirs.nominee, "61/QĐ-UBND")] == [True] * 3
        assert "62/QĐ-UBND" not in shown
    assert "61/QĐ-UBND" not in before[book]
