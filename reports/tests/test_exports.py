"""Lists taken out as workbooks: at once or by a worker, under the rights, filters and order of their pages."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.conf import settings as django_settings
from django.contrib.messages import get_messages
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from awards.models import Session
from communes import history
from communes.models import HistoryEntry, Membership, Person
from communes.tests.factories import make_commune, make_number, make_person, make_unit
from reports import making
from reports.exports.base import CHUNK, LISTS, Asked, display
from reports.models import Document, LetterUnit
from reports.services import exports
from reports.tests.letter_cases import drafted, issued

TOP = 6


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, clock):
    """Keep files of the test apart, and let the clock stand."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def _few_at_once(monkeypatch):
    """Let two rows be a long list."""
    monkeypatch.setattr(exports, "AT_ONCE", 1)


def ask(client, actor, key, query="", pk=None, **said):
    """Ask for a list as an actor."""
    client.force_login(actor.user)
    name, keys = ("export", [key]) if pk is None else ("export-of", [key, pk])
    return client.post(reverse(f"reports:{name}", args=[actor.commune.slug, *keys]) + query, said)


def sheet_in(data: bytes):
    """Read a workbook."""
    return load_workbook(BytesIO(data)).active


def rows_of(sheet) -> list[tuple]:
    """Return the rows below the headings."""
    return [row for row in sheet.iter_rows(min_row=TOP + 1, values_only=True) if any(row)]


def rows_in(document: Document) -> list[tuple]:
    """Return the rows of a made workbook."""
    return rows_of(load_workbook(django_settings.MEDIA_ROOT / document.files["xlsx"]["path"]).active)


def made(document: Document, now) -> Document:
    """Let a worker make a queued document."""
    making.produce(making.claim(document.pk, worker="máy thử", at=now), now=lambda: now)
    document.refresh_from_db()
    return document


def test_a_short_list_comes_at_once_with_its_head_types_and_formats(client, officer, cast):
    make_person(cast.commune, "Tạ Thị Lành", unit=cast.unit("economy"), birth_year=1980, joined_on=date(2020, 3, 1))

    answer = ask(client, officer, "people", f"?q=lanh&unit={cast.unit('economy').pk}")

    assert (answer.status_code, answer["Content-Disposition"]) == (200, 'attachment; filename="con-nguoi.xlsx"')
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    sheet = sheet_in(answer.content)
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [
        "Con người",
        "Xã Đồng Tâm, tỉnh Thái Nguyên",
        "Lọc: Tìm theo tên: lanh; Đơn vị: Phòng Kinh tế; Tình trạng: Đang công tác",
        "Lập lúc 14/05/2026 09:30 bởi Nguyễn Thị Hạnh",
    ]
    assert [each.value for each in sheet[TOP]][:4] == ["Họ và tên", "Giới tính", "Năm sinh", "Chức vụ"]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Con người", "A7", "A6:I7")
    [row] = sheet.iter_rows(min_row=TOP + 1)
    assert [row[place].value for place in (0, 2, 4, 8)] == ["Tạ Thị Lành", 1980, "Phòng Kinh tế", "Chưa có"]
    assert (row[6].value.date(), row[6].number_format) == (date(2020, 3, 1), r"[$-42A]dd\/mm\/yyyy")
    assert not Document.objects.exists()


def test_a_list_comes_as_csv_for_other_programs(client, officer, cast):
    make_person(cast.commune, "=Lành", unit=cast.unit("economy"), birth_year=1980, joined_on=date(2020, 3, 1))

    answer = ask(client, officer, "people", "?q=lanh", form="csv")

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer["Content-Disposition"] == 'attachment; filename="con-nguoi.csv"'
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    head, row = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert head[:3] == ["Họ và tên", "Giới tính", "Năm sinh"]
    assert [row[place] for place in (0, 2, 4, 6)] == ["'=Lành", "1980", "Phòng Kinh tế", "2020-03-01"]
    assert HistoryEntry.objects.get(action="list.export").label == "Xuất CSV: Con người (01 dòng)"


def test_a_csv_that_would_be_too_long_is_refused_with_the_way_out(client, officer, cast, monkeypatch):
    monkeypatch.setattr(exports, "MOST_PLAIN", 1)
    make_person(cast.commune, "Tạ Thị Lành", unit=cast.unit("economy"))

    answer = ask(client, officer, "people", form="csv")

    assert (answer.status_code, answer.url) == (302, reverse("reports:documents", args=["dong-tam"]))
    assert "tệp CSV chỉ xuất đến 1 dòng" in " ".join(map(str, get_messages(answer.wsgi_request)))
    assert not HistoryEntry.objects.filter(action="list.export").exists()


def test_nobody_takes_out_as_csv_what_is_behind_other_rights(client, officer, head, reader):
    assert {ask(client, actor, key, form="csv").status_code
            for actor, key in [(officer, "accounts"), (head, "numbers"), (reader, "people")]} == {403}  # fmt: skip


def test_a_model_that_words_its_choices_itself_is_heard():
    session = Session(status="in_session", mode="written")

    assert display("status")(session) == session.get_status_display() != str(Session.Status.IN_SESSION.label)
    assert display("mode")(session) == session.get_mode_display()


def test_a_list_keeps_the_order_of_its_page(client, officer, cast):
    for number in (1, 2, 3):
        make_number(cast.commune, number=number, dated=date(2026, 1, number))

    ups, downs = (sheet_in(ask(client, officer, "numbers", f"?sort={sort}").content) for sort in ("dated", "-dated"))

    assert [row[0] for row in rows_of(ups)] == ["01/KH-UBND", "02/KH-UBND", "03/KH-UBND"]
    assert [row[0] for row in rows_of(downs)] == ["03/KH-UBND", "02/KH-UBND", "01/KH-UBND"]


def test_a_name_that_looks_like_a_formula_stays_text(client, officer, cast):
    make_person(cast.commune, '=HYPERLINK("http://a.vn")', unit=cast.unit("economy"))

    sheet = sheet_in(ask(client, officer, "people", "?q=hyperlink").content)

    found = sheet.cell(TOP + 1, 1)
    assert (found.value, found.data_type, found.quotePrefix) == ('=HYPERLINK("http://a.vn")', "s", True)


def test_history_tells_who_took_which_list_out_under_which_filters(client, officer, head, administrator):
    ask(client, officer, "people", "?q=hanh")

    line = HistoryEntry.objects.get(action="list.export")
    assert (line.label, line.actor_name) == ("Xuất Excel: Con người (01 dòng)", "Nguyễn Thị Hạnh")
    assert line.record_title == "Con người – Lọc: Tìm theo tên: hanh; Tình trạng: Đang công tác"
    assert line.facts == {
        "list": "people", "filters": ["Tìm theo tên: hanh", "Tình trạng: Đang công tác"], "rows": 1,
    }  # fmt: skip
    assert HistoryEntry.objects.within(administrator).filter(pk=line.pk).exists()


def test_history_of_a_list_in_confidence_is_for_those_who_may_know(client, officer, administrator):
    ask(client, officer, "nominations")

    lines = HistoryEntry.objects.filter(action="list.export")
    assert lines.within(officer).count() == 1
    assert not lines.within(administrator).exists()


def test_nobody_takes_out_a_list_behind_other_rights(client, officer, head, reader, administrator):
    refused = [(officer, "accounts"), (head, "numbers"), (head, "history"), (head, "certificates"),
               (administrator, "sessions"), (reader, "people")]  # fmt: skip

    assert {ask(client, actor, key).status_code for actor, key in refused} == {403}
    assert not HistoryEntry.objects.filter(action="list.export").exists()


def test_a_list_is_asked_for_by_post_at_its_own_address(client, officer, head):
    assert ask(client, officer, "nothing").status_code == 404
    assert ask(client, officer, "people", pk=1).status_code == 404
    assert ask(client, officer, "tracker").status_code == 404
    assert ask(client, officer, "tracker", pk=999_999).status_code == 404
    assert client.get(reverse("reports:export", args=["dong-tam", "people"])).status_code == 405


def test_the_neighbour_and_a_stranger_take_nothing_out(client, officer, neighbour, stranger):
    client.force_login(neighbour("officer").user)
    assert client.post(reverse("reports:export", args=["dong-tam", "people"])).status_code == 404

    client.force_login(stranger)
    assert client.post(reverse("reports:export", args=["dong-tam", "people"])).status_code == 404


def test_a_query_longer_than_anybody_types_is_refused_in_words(client, officer):
    answer = ask(client, officer, "people", "?q=" + "a" * 3_000)

    assert answer.url == reverse("reports:documents", args=["dong-tam"])
    assert "Điều kiện lọc quá dài" in client.get(answer.url).content.decode()


@pytest.mark.usefixtures("_few_at_once")
def test_a_long_list_is_made_by_a_worker_for_its_asker_alone(client, officer, leader, cast, now):
    answer = ask(client, officer, "people", "?sort=-name")

    document = Document.objects.get()
    assert answer.url == document.get_absolute_url()
    assert (document.form, document.kind, document.status) == ("workbook", "workbook", "queued")
    assert document.content["filters"] == ["Tình trạng: Đang công tác"]
    assert client.get(answer.url).status_code == 200

    document = made(document, now)

    assert (document.status, document.pages, list(document.files)) == ("ready", None, ["xlsx"])
    path = django_settings.MEDIA_ROOT / document.files["xlsx"]["path"]
    assert [row[0] for row in rows_in(document)] == [
        person.full_name for person in Person.objects.order_by("-sort_key", "pk")
    ]
    download = client.get(reverse("reports:document-download", args=["dong-tam", document.pk, "xlsx"]))
    assert b"".join(download.streaming_content) == path.read_bytes()
    assert (
        "Bảng tính" in client.get(reverse("reports:documents", args=["dong-tam"]) + "?kind=workbook").content.decode()
    )
    client.force_login(leader.user)
    assert client.get(document.get_absolute_url()).status_code == 404


@pytest.mark.usefixtures("_few_at_once")
def test_the_same_list_asked_twice_while_it_waits_is_made_once(client, officer, leader):
    ask(client, officer, "people")
    ask(client, officer, "people")
    assert Document.objects.count() == 1

    ask(client, officer, "people", "?state=all")
    assert Document.objects.count() == 2


@pytest.mark.usefixtures("_few_at_once")
@pytest.mark.parametrize("loss", ["role", "account", "right"])
def test_who_has_lost_the_right_meanwhile_gets_a_cause_and_no_file(client, administrator, officer, now, loss):
    ask(client, administrator, "accounts")
    if loss == "role":
        Membership.objects.filter(person=administrator.person).update(ends_on=date(2026, 5, 1))
    elif loss == "account":
        type(administrator.user).objects.filter(pk=administrator.user.pk).update(is_active=False)
    else:
        Membership.objects.filter(person=administrator.person).update(role="reader")

    document = made(Document.objects.get(), now)

    assert (document.status, document.files) == ("failed", {})
    assert document.cause.startswith("Người yêu cầu không còn quyền xem danh sách này")


@pytest.mark.usefixtures("_few_at_once")
def test_the_worker_shows_what_the_asker_may_see_now_not_what_was_seen_then(client, officer, head, cast, now):
    for name in ("Tạ Thị Lành", "Tạ Văn Lạc"):
        make_person(cast.commune, name, unit=cast.unit("economy"))
    ask(client, officer, "people")
    Membership.objects.filter(person=officer.person).update(role="unit_head", unit=cast.unit("service"))

    document = made(Document.objects.get(), now)

    assert document.status == "ready"
    assert rows_in(document) == []


@pytest.mark.usefixtures("_few_at_once")
def test_a_filter_that_no_longer_holds_fails_in_words_rather_than_widen_the_list(client, officer, head, cast, now):
    economy = cast.unit("economy")
    make_person(cast.commune, "Tạ Thị Lành", unit=economy)
    make_person(cast.commune, "Tạ Văn Lạc", unit=economy)
    ask(client, officer, "people", f"?unit={economy.pk}")
    Membership.objects.filter(person=officer.person).update(role="unit_head", unit=cast.unit("service"))

    document = made(Document.objects.get(), now)

    assert (document.status, document.files) == ("failed", {})
    assert document.cause.startswith("Điều kiện lọc không còn như lúc yêu cầu")


@pytest.mark.usefixtures("_few_at_once")
def test_a_worker_reads_the_rows_of_the_asker_s_commune_alone(client, officer, leader, now):
    make_person(make_commune("dai-son", "Đại Sơn"), "Người Xã Khác")
    ask(client, officer, "people")

    document = made(Document.objects.get(), now)

    names = [
        row[0] for row in rows_of(load_workbook(django_settings.MEDIA_ROOT / document.files["xlsx"]["path"]).active)
    ]
    assert sorted(names) == ["Nguyễn Thị Hạnh", "Trần Quốc Bảo"]


@pytest.mark.parametrize(("key", "queries"), [("people", 3), ("units", 3), ("numbers", 3), ("history", 3)])
def test_a_list_asks_the_database_as_often_for_many_rows_as_for_few(
    officer, cast, now, django_assert_num_queries, key, queries
):
    asked = Asked(officer, QueryDict(""))
    for few, many in ((1, 4), (4, 40)):
        for number in range(few, many):
            make_number(cast.commune, number=number)
            make_person(cast.commune, f"Người {number}", unit=make_unit(cast.commune, f"Đơn vị {number}"))
            history.record("x", officer.person, by=officer, at=now, label="Việc")
        with django_assert_num_queries(queries):
            exports.take_out(LISTS[key], asked, at=now)


def test_a_unit_takes_out_the_issued_letters_addressed_to_it_and_no_others(client, head, officer, reader, cast):
    letter = drafted(cast)
    LetterUnit.objects.filter(letter=letter).exclude(unit=cast.unit("economy")).delete()
    drafted(cast, "notice", campaign=letter.campaign)
    issued(letter, cast)

    lists = [ask(client, actor, "letters-received", query) for actor, query in
             ((head, ""), (head, "?kind=notice"), (cast.actor("other_head"), ""))]  # fmt: skip

    [one] = rows_of(sheet_in(lists[0].content))
    assert one[:5] == ("Công văn đôn đốc", letter.subject, letter.campaign.name, 5, "UBND-VHXH")
    assert one[5].date() == date(2026, 12, 5)
    assert [rows_of(sheet_in(each.content)) for each in lists[1:]] == [[], []]
    assert {ask(client, actor, "letters-received").status_code for actor in (officer, reader)} == {403}


def test_every_list_has_a_title_that_names_its_sheet_and_its_rights():
    assert len(LISTS) == 53
    assert all(each.key == key and each.can and len(each.title) <= 31 for key, each in LISTS.items())
    assert CHUNK <= exports.AT_ONCE
