"""The register of personal data, and what is kept about one person: who may read it, what it holds, what it hides."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from communes import history
from communes.addresses import here
from communes.models import HistoryEntry
from communes.personal_data import HOLDINGS, OTHERS_KNOW, PARTS, SWEEPS, told
from communes.services import retention
from communes.tests.factories import make_person

pytestmark = pytest.mark.django_db
ASIDE = "Đứng ngoài biểu quyết, gửi ý kiến"


@pytest.fixture
def go(client, clock):
    """Open an address as somebody who has just signed in."""

    def visit(actor, name, *args):
        client.force_login(actor.user)
        return client.get(here(actor, f"communes:{name}", *args))

    return visit


def of(parts, title):
    """Return one part."""
    return next(part for part in parts if part.title == title)


def test_everybody_reads_the_register_and_what_waits_for_confirmation_says_so(reader, administrator, go):
    page, own = go(reader, "personal-data"), go(administrator, "personal-data")

    assert all(holding.title in page.text for holding in HOLDINGS)
    assert page.text.count("Cần xác nhận") == len(SWEEPS) + sum(holding.doubtful for holding in HOLDINGS)
    assert ["Đặt thời hạn<" in each.text for each in (page, own)] == [False, True]


def test_a_term_that_was_confirmed_is_told_with_its_ground_in_both_tables(administrator, go, now):
    before = go(administrator, "personal-data").text.count("Cần xác nhận")

    retention.set_term("sheets", months=6, source="Quy chế số 05/QC-UBND", by=administrator, at=now)

    text = go(administrator, "personal-data").text
    assert (before - text.count("Cần xác nhận"), text.count("Quy chế số 05/QC-UBND")) == (2, 2)


def test_the_standing_agency_tells_who_stood_aside(administrator, officer, member):
    parts = {actor.name: of(told(member.person, actor), ASIDE) for actor in (administrator, officer)}

    assert [bool(parts[actor.name].closed) for actor in (administrator, officer)] == [True, False]


@pytest.mark.parametrize(
    ("name", "officer"), [("person-data", 200), ("person-data-file", 200), ("retention", 403), ("retention-term", 403)]
)
def test_who_opens_what_is_kept_about_others(cast, go, member, name, officer):
    args = {"retention": (), "retention-term": ("sheets",)}.get(name, (member.person.pk,))

    got = {
        part: go(cast.actor(part), name, *args).status_code for part in ("administrator", "officer", "leader", "head")
    }

    assert got == {"administrator": 200, "officer": officer, "leader": 403, "head": 403}


def test_the_officer_is_told_of_awards_and_the_administrator_of_the_account(administrator, officer, member):
    closed = {
        actor.name: {part.title for part in told(member.person, actor) if part.closed}
        for actor in (administrator, officer)
    }

    assert {"Hồ sơ đề nghị", "Ý kiến về người này"} <= closed[administrator.name] - closed[officer.name]
    assert {"Tài khoản", "Phiên đang mở"} <= closed[officer.name] - closed[administrator.name]


def test_a_person_reads_the_own_data_and_nobody_elses(member, officer, go):
    text = go(member, "my-data").text

    assert "Vũ Thị Én" in text and member.user.username in text
    assert officer.person.full_name not in text


def test_each_look_at_somebody_else_is_noted_and_at_oneself_is_not(administrator, member, go):
    for _ in range(2):
        go(administrator, "person-data", member.person.pk)
        go(administrator, "person-data-file", member.person.pk)
    go(administrator, "person-data", administrator.person.pk)
    go(member, "my-data")

    noted = HistoryEntry.objects.exclude(read_key=None).order_by("pk").values_list("action", "record_id", "user")
    assert list(noted) == [
        ("person.data_read", member.person.pk, administrator.user.pk),
        ("person.data_taken", member.person.pk, administrator.user.pk),
    ]


def test_an_old_session_is_led_to_the_question_first(administrator, member, go, monkeypatch):
    monkeypatch.setattr("communes.reauth.is_recent", lambda request: False)

    answers = [go(administrator, "person-data", member.person.pk), go(member, "my-data"), go(member, "my-data-file")]

    assert [(each.status_code, "next=" in each.url) for each in answers] == [(302, True)] * 3


def test_a_part_that_the_reader_may_not_know_is_closed_whether_it_holds_anything_or_not(administrator, member):
    parts = told(member.person, administrator)

    closed = {part.title for part in parts if part.closed == OTHERS_KNOW}
    assert closed == {part.title for part in PARTS if not administrator.may(part.can)}
    assert not any(part.rows for part in parts if part.closed)


def test_what_somebody_did_is_told_and_only_its_beginning_stands_on_the_page(administrator, member, go, now):
    for number in range(3):
        history.record("unit.changed", member.person.unit, by=member, at=now, label=f"Việc thứ {number}")

    few = of(told(member.person, administrator, most=2), "Việc đã làm, ghi trong lịch sử")
    whole = of(told(member.person, administrator), "Việc đã làm, ghi trong lịch sử")

    assert ([row.what for row in few.rows], few.more) == (["Việc thứ 2", "Việc thứ 1"], True)
    assert (len(whole.rows), whole.more) == (3, False)


def test_the_workbook_holds_what_the_page_shows(administrator, member, go):
    answer = go(administrator, "person-data-file", member.person.pk)

    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content)).active.iter_rows()]
    told_of = {row[0] for row in rows[4:]}
    assert {part.title for part in PARTS} <= told_of
    assert ["Tài khoản", "Tên đăng nhập", member.user.username] in [row[:3] for row in rows]
    assert "no-store" in answer["Cache-Control"]


def test_the_page_asks_as_much_for_somebody_with_much_as_for_somebody_with_nothing(
    administrator, member, commune, now, django_assert_max_num_queries
):
    for _ in range(30):
        history.record("unit.changed", member.person.unit, by=member, at=now, label="Việc")
    nobody = make_person(commune, "Lò Văn Không")

    for person in (nobody, member.person):
        with django_assert_max_num_queries(30):
            told(person, administrator, most=50)
