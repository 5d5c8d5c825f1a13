"""The page of the audit, its check and its export, and lines about reading."""

import json
from hashlib import sha256
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_scopes import scope

from communes import history
from communes.addresses import here
from communes.models import HistoryEntry
from communes.models.history import VEILED
from communes.services import audit_export, reads, seals
from communes.tests.audit_cases import check_history, write

pytestmark = pytest.mark.django_db
QUERIES = 13
SAVEPOINT = 2


@pytest.fixture
def lines(cast, officer, now):
    """Three lines about a unit."""
    return write(cast.unit("economy"), "Sửa tên", "Sửa loại", "Kết thúc", by=officer, at=now)


@pytest.fixture
def go(client, clock):
    """Open or send an address as somebody."""

    def visit(actor, name, query="", *, post=False):
        client.force_login(actor.user)
        url = here(actor, f"communes:{name}") + query
        return client.post(url) if post else client.get(url)

    return visit


def test_the_page_is_for_administrators_and_leaders_and_its_export_for_leaders(cast, go):
    got = {
        part: [go(cast.actor(part), name, post=name != "audit").status_code
               for name in ("audit", "audit-check", "audit-export")]
        for part in ("administrator", "leader", "officer", "inspector", "head")
    }  # fmt: skip

    nobody = [403, 403, 403]
    assert got == {"administrator": [200, 302, 403], "leader": [200, 302, 200],
                   "officer": nobody, "inspector": nobody, "head": nobody}  # fmt: skip


def test_what_is_not_announced_stays_veiled_reads_and_numbers_too(go, cast, administrator, leader, lines, now):
    secret = SimpleNamespace(pk=1, history_root=None, _meta=SimpleNamespace(label_lower="awards.decision"))
    history.record("decision.issue", secret, by=leader, at=now, label="Ký kín")
    reads.note("decision.read", secret, by=leader, at=now, label="Xem kín")
    seals.seal(administrator.commune, at=now)

    told = {actor.name: go(actor, "audit", "?lines=all").text for actor in (administrator, leader)}

    assert ["Ký kín" in text and "Xem kín" in text for text in told.values()] == [False, True]
    assert [seals.last_seal(leader.commune).digest in text for text in told.values()] == [False, True]
    assert 'class="num"' not in told[administrator.name]


@pytest.mark.parametrize(("query", "labels"), [
    ("", ["Kết thúc", "Sửa loại", "Sửa tên"]), ("?act=sửa", ["Sửa loại", "Sửa tên"]),
    ("?lines=reads", ["Xem nhật ký hệ thống"]), ("?sort=act", ["Kết thúc", "Sửa loại", "Sửa tên"]),
    ("?sort=-act", ["Sửa tên", "Sửa loại", "Kết thúc"]), ("?who=Hạnh&since=14/05/2026&until=14/05/2026",
     ["Kết thúc", "Sửa loại", "Sửa tên"]), ("?since=15/05/2026", []),
], ids=["plain", "act", "reads", "up", "down", "who", "later"])  # fmt: skip
def test_lines_are_filtered_and_ordered(go, administrator, lines, query, labels):
    answer = go(administrator, "audit", query)

    wanted = {line.pk for line in lines}
    assert [line.label for line in answer.context["page"] if line.pk in wanted or line.read_key] == labels


def test_the_page_takes_the_same_queries_whatever_there_is(go, leader, lines, cast, now, django_assert_num_queries):
    seals.seal(leader.commune, at=now)
    go(leader, "audit")
    with django_assert_num_queries(QUERIES):
        go(leader, "audit")
    write(cast.unit("economy"), *"defghij", by=leader, at=now)
    seals.seal(leader.commune, at=now)
    with django_assert_num_queries(QUERIES):
        go(leader, "audit")


def test_the_page_tells_of_a_check_from_the_request_to_the_result(go, administrator, lines):
    go(administrator, "audit-check", post=True)
    assert "Đang kiểm tra toàn bộ nhật ký" in go(administrator, "audit").text
    again = go(administrator, "audit-check", post=True)
    assert again.status_code == 302 and HistoryEntry.objects.filter(action="audit.ask").count() == 1

    check_history()

    assert "Nguyên vẹn" in go(administrator, "audit").text


def test_an_inspector_recomputes_the_export_with_nothing_but_json_and_sha256(go, leader, lines, now):
    def digest(told):
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode()).hexdigest()

    answer = go(leader, "audit-export", post=True)

    about, *found = map(json.loads, b"".join(answer.streaming_content).decode().splitlines())
    previous = ""
    for number, each in enumerate(found, start=1):
        assert (each["number"], each["previous"], each["digest"]) == (number, previous, digest(each["words"]))
        link = {"previous": previous, "number": number, "entry": each["digest"], "sealed_at": each["sealed_at"]}
        assert each["seal"] == digest(link)
        previous = each["seal"]
    assert (about["number"], about["seal"]) == (len(found), previous)
    assert len(found) == HistoryEntry.objects.count()
    assert found[-1]["words"]["label"] == "Xuất nhật ký cho thanh tra, kiểm tra"


def test_what_the_exporter_may_not_know_leaves_its_seal_alone(go, leader, lines, now, monkeypatch):
    monkeypatch.setitem(VEILED, "communes.unit", None)

    answer = go(leader, "audit-export", post=True)

    found = [json.loads(line) for line in b"".join(answer.streaming_content).decode().splitlines()[1:]]
    assert {each["words"] is None for each in found if each["digest"] in {line.digest for line in lines}} == {True}
    assert all(each["seal"] for each in found)


@pytest.mark.parametrize("more", [0, 40])
def test_the_export_takes_five_queries(commune, leader, cast, lines, now, more, django_assert_num_queries):
    write(cast.unit("economy"), *"x" * more, by=leader, at=now)

    with django_assert_num_queries(5 + SAVEPOINT):
        list(audit_export.take_out(commune, by=leader, at=now))


def test_a_look_at_somebody_else_is_noted_once_an_hour(client, officer, head, clock, monkeypatch, now):
    def look(actor, person):
        client.force_login(actor.user)
        assert client.get(person.get_absolute_url()).status_code == 200

    def noted():
        found = HistoryEntry.objects.exclude(read_key=None)
        return [(line.actor_name, line.record_title, line.label) for line in found]

    look(officer, head.person)
    look(officer, head.person)
    look(head, head.person)
    assert noted() == [(officer.name, head.name, "Xem hồ sơ cá nhân")]

    monkeypatch.setattr(timezone, "now", lambda: now.replace(hour=now.hour + 1))
    look(officer, head.person)
    assert len(noted()) == 2


def test_two_looks_at_once_leave_one_line(cast, officer, head, now, monkeypatch):
    reads.note("person.read", head.person, by=officer, at=now, label="Xem")
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda rows: False)

    reads.note("person.read", head.person, by=officer, at=now, label="Xem")

    assert HistoryEntry.objects.exclude(read_key=None).count() == 1


def test_a_look_takes_two_queries_and_is_no_act(cast, officer, head, now, django_assert_num_queries):
    with django_assert_num_queries(2):
        reads.note("person.read", head.person, by=officer, at=now, label="Xem")
    with django_assert_num_queries(1):
        reads.note("person.read", head.person, by=officer, at=now, label="Xem")

    assert list(HistoryEntry.objects.under(head.person)) == list(HistoryEntry.objects.about(head.person)) == []


def test_another_commune_sees_nothing_of_it(go, neighbour, administrator, lines):
    other = neighbour("administrator")
    with scope(commune=other.commune):
        assert "Sửa tên" not in go(other, "audit", "?lines=all").text


@pytest.mark.parametrize("typed", ["đặt lại", "Đặt lại", "ĐẶT LẠI", "mật khẩu"])
def test_an_act_is_found_whatever_the_case_of_what_is_typed(go, administrator, head, now, typed):
    history.record("account.reset", head.person, by=administrator, at=now, label="Đặt lại mật khẩu")

    found = go(administrator, "audit", query=f"?act={typed}").context["page"]

    assert [line.label for line in found] == ["Đặt lại mật khẩu"]
