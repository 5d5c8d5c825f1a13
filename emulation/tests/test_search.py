"""In a commune at work everything is found by those who may see it, and the index is what the records say."""

from collections import Counter

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from django_scopes import scope

from awards.models import Decision, Nomination
from awards.tests.factories import load_law
from campaigns.models import Obligation
from communes import search
from communes.access import Actor
from communes.models import Membership, Role, SearchEntry
from communes.models.finding import SOURCES
from kit.search import parse
from kit.vietnamese import fold
from reports.demo import filling, hoa_phong
from reports.models import Document, Letter
from reports.producers import PRODUCERS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("search")]


def index() -> dict[tuple, tuple]:
    """Return every entry of the open commune by its record."""
    rows = SearchEntry.objects.values_list("kind", "record_id", "title", "numbers", "words", "day")
    return {row[:2]: row[2:] for row in rows}


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker, tmp_path_factory):
    """One commune of the demo, led through its year by services alone; its papers stay without words."""

    def leave_blank(content, place, tell):
        place("pdf").write_bytes(b"%PDF-1.7")
        place("docx").write_bytes(b"PK")
        return 1

    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setitem(PRODUCERS, Document.Form.PAPER, leave_blank)
        load_law()
        commune = filling._fill(hoa_phong.PLACE, make_password("mat-khau"))
        search._flush()
        yield commune
        transaction.set_rollback(True)


@pytest.fixture
def commune(filled, db):
    """The commune at work, with its scope open."""
    with scope(commune=filled):
        yield filled


def actors(commune) -> dict[str, Actor]:
    """Return one person of each role that is held in the commune now."""
    held = Membership.objects.valid_on(timezone.localdate()).exclude(person__user=None).select_related("person__user")
    users = {row.role: row.person.user for row in held.order_by("-pk")}
    return {role: Actor.of_user(user, commune, on=timezone.localdate()) for role, user in users.items()}


def titles(typed: str, actor: Actor, kind: str = "") -> list[str]:
    """Return what somebody finds, of one kind or of all."""
    found = search.find(parse(typed), actor)
    return [hit.title for hit in search.hits(found.filter(kind=kind) if kind else found, actor)]


def test_a_year_of_work_leaves_the_index_as_if_it_were_made_anew(commune):
    kept = index()

    done = search.rebuild()

    assert index() == kept
    assert (done.stored, done.removed) == (0, 0)
    assert set(Counter(kind for kind, _ in kept)) == set(SOURCES)


def test_every_record_of_every_kind_is_found_by_its_own_title(commune):
    officer = actors(commune)[Role.OFFICER]
    missing = []
    for entry in SearchEntry.objects.within(officer):
        found = search.find(parse(f"“{entry.title}”"), officer)
        if not found.filter(pk=entry.pk, rank__lte=2).exists():
            missing.append(str(entry))

    assert missing == []


def test_papers_are_found_by_number_first(commune):
    officer = actors(commune)[Role.OFFICER]
    decision, letter = Decision.objects.get(), Letter.objects.filter(status="issued").order_by("pk")[0]
    number = decision.number_words

    for typed in (number, number.lower(), fold(number), number.split("-")[0], f"số {number}"):
        assert titles(typed, officer)[0] == decision.title, typed
    assert letter.subject in titles(letter.document.number_words, officer, "letter")


def test_names_in_a_decision_lead_to_it_and_a_report_is_found_by_unit_and_campaign(commune):
    officer = actors(commune)[Role.OFFICER]
    nomination = Nomination.objects.filter(status="awarded", subject="individual").order_by("pk")[0]
    report = Obligation.objects.filter(status="accepted").order_by("pk")[0]

    assert titles(fold(str(nomination.person)), officer, "decision") == [Decision.objects.get().title]
    assert nomination.nominee in titles(fold(nomination.nominee), officer, "nomination")
    assert str(report) in titles(f"{fold(str(report.unit))} {fold(report.campaign.name)}", officer, "report")


def test_everybody_finds_what_the_own_rights_show_and_every_hit_opens(commune):
    found, shut = {}, []
    for role, actor in actors(commune).items():
        client = Client()
        client.force_login(actor.user)
        entries = list(SearchEntry.objects.within(actor).order_by("kind", "-pk"))
        found[role] = {each.kind for each in entries}
        hits = search.hits(entries, actor)
        assert len(hits) == len(entries)
        some = {(hit.label, number): hit for number, hit in enumerate(hits)}
        for kind in SOURCES.values():
            for hit in [each for (label, _), each in some.items() if label == kind.label][:2]:
                answer = client.get(hit.url)
                if answer.status_code != 200:
                    shut.append((role, hit.url, answer.status_code))

    everybody = {"unit", "person", "campaign", "report", "decision"}
    assert shut == []
    assert found[Role.OFFICER] == set(SOURCES)
    assert found[Role.UNIT_HEAD] >= everybody and "session" not in found[Role.UNIT_HEAD]
    assert not found[Role.ADMINISTRATOR] & {"nomination", "session"}


def test_a_unit_finds_only_its_own_reports_dossiers_papers_and_people(commune):
    head = actors(commune)[Role.UNIT_HEAD]
    own = {
        "report": Obligation.objects.filter(unit__in=head.unit_ids),
        "nomination": Nomination.objects.filter(unit__in=head.unit_ids),
        "paper": Document.objects.within(head).exclude(form="workbook"),
    }

    found = SearchEntry.objects.within(head)

    for kind, rows in own.items():
        assert set(found.filter(kind=kind).values_list("record_id", flat=True)) == {row.pk for row in rows}
    assert found.filter(kind="report").exists()
    assert set(found.filter(kind="unit").values_list("record_id", flat=True)) == set(head.unit_ids)
