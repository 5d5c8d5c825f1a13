"""The pages of communes, units, people, accounts, numbers and history."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from communes import history
from communes.addresses import here
from communes.models import HistoryEntry, Person, Role, Unit
from communes.tests.factories import make_membership, make_number, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
EVERYBODY = {
    "administrator", "officer", "leader", "clerk", "head", "member", "other_head", "inspector", "reader",
    "chair", "vice", "secretary", "councillor",
}  # fmt: skip
COUNCIL = {"chair", "vice", "secretary", "councillor"}
UNIT_PEOPLE = {"head", "member", "other_head"}


def text_of(answer):
    """Return the words of a page, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("communes:units", EVERYBODY),
        ("communes:people", EVERYBODY),
        ("communes:numbers", EVERYBODY - UNIT_PEOPLE),
        ("communes:history", EVERYBODY - UNIT_PEOPLE - COUNCIL - {"reader"}),
        ("communes:accounts", {"administrator"}),
        ("communes:settings", {"administrator"}),
        ("communes:unit-create", {"administrator"}),
        ("communes:person-create", {"administrator", "officer"}),
    ],
)
def test_a_page_opens_for_those_whose_role_grants_it(client, cast, name, parts):
    opened = set()
    for part in EVERYBODY:
        actor = cast.actor(part)
        client.force_login(actor.user)
        status = client.get(here(actor, name)).status_code
        assert status in {200, 403}
        opened |= {part} if status == 200 else set()

    assert opened == parts


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("person", EVERYBODY - {"other_head"}),
        ("person-edit", {"administrator", "officer"}),
        ("person-end", {"administrator", "officer"}),
        ("account-create", {"administrator"}),
        ("role-create", {"administrator"}),
    ],
)
def test_a_persons_page_opens_for_those_whose_role_and_unit_grant_it(client, cast, name, parts):
    person = make_person(cast.commune, unit=cast.unit("economy"))
    opened = set()
    for part in EVERYBODY:
        actor = cast.actor(part)
        client.force_login(actor.user)
        if client.get(here(actor, f"communes:{name}", person.pk)).status_code == 200:
            opened.add(part)

    assert opened == parts


ACTS = [
    "account-reset",
    "account-lock",
    "account-unlock",
    "account-lift-throttle",
    "account-remove-second-factor",
]


@pytest.mark.parametrize("act", ACTS)
def test_only_an_administrator_acts_on_accounts_and_only_by_post(client, cast, administrator, officer, head, act):
    address = here(head, f"communes:{act}", head.person.pk)

    client.force_login(officer.user)
    assert client.post(address).status_code == 403
    client.force_login(administrator.user)
    assert client.get(address).status_code == 405
    assert HistoryEntry.objects.count() == 0


@pytest.mark.parametrize("name", ["person", "person-edit", "person-end", "account-create", "role-create", *ACTS])
def test_the_neighbours_person_is_a_404(client, administrator, neighbour, name):
    stranger = neighbour("head").person
    client.force_login(administrator.user)

    answer = client.post(here(administrator, f"communes:{name}", stranger.pk))

    assert answer.status_code in ({404, 405} if name == "person" else {404})
    assert client.get(here(administrator, "communes:person", stranger.pk)).status_code == 404


@pytest.mark.parametrize("name", ["unit", "unit-edit", "unit-end"])
def test_the_neighbours_unit_is_a_404(client, administrator, neighbour, name):
    unit = neighbour("head").memberships[0].unit
    client.force_login(administrator.user)

    assert client.get(here(administrator, f"communes:{name}", unit.pk)).status_code == 404


def test_the_neighbours_role_is_a_404(client, administrator, neighbour):
    held = neighbour("head").memberships[0]
    client.force_login(administrator.user)

    answer = client.post(here(administrator, "communes:role-end", held.pk), {"on": "01/06/2026"})

    held.refresh_from_db()
    assert (answer.status_code, held.ends_on) == (404, None)


def grow(commune, count):
    """Add rows of every kind that a list shows."""
    for number in range(count):
        stamp = f"{count}{number}"
        parent = make_unit(commune, f"Cụm {stamp}")
        unit = make_unit(commune, f"Xóm {stamp}", Unit.Kind.RESIDENTIAL, parent=parent)
        person = make_person(commune, f"Người {stamp}", unit=unit, user=make_user(f"nguoi{stamp}"))
        make_membership(person, Role.UNIT_HEAD, unit)
        make_number(commune, number=int(stamp))


@pytest.mark.parametrize(
    ("name", "queries"), [("units", 5), ("people", 6), ("accounts", 6), ("numbers", 5), ("history", 5)]
)
def test_a_list_takes_the_same_queries_for_one_row_and_for_three(
    client, administrator, settings, django_assert_num_queries, name, queries
):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    client.force_login(administrator.user)
    address = here(administrator, f"communes:{name}")
    for count in (1, 3):
        grow(administrator.commune, count)
        history.record("unit.seen", Unit.objects.first(), by=administrator, at=timezone.now(), label="Xem")
        with django_assert_num_queries(queries):
            answer = client.get(address)
            assert answer.status_code == 200


def rows_of(answer):
    """Return the rows that a list shows, as text."""
    return [str(row) for row in answer.context["page"]]


def test_units_are_filtered_sorted_and_paged(client, officer):
    make_unit(officer.commune, "Xóm Đầm", Unit.Kind.RESIDENTIAL)
    make_unit(officer.commune, "Trạm Y tế")
    make_unit(officer.commune, "Phòng Nội vụ huyện", Unit.Kind.OUTSIDE, valid_to=date(2025, 6, 30))
    client.force_login(officer.user)
    address = here(officer, "communes:units")

    assert rows_of(client.get(address)) == ["Phòng Văn hóa - Xã hội", "Trạm Y tế", "Xóm Đầm"]
    assert rows_of(client.get(address, {"sort": "-name"})) == [
        "Xóm Đầm",
        "Trạm Y tế",
        "Phòng Văn hóa - Xã hội",
    ]
    assert rows_of(client.get(address, {"q": "dam"})) == ["Xóm Đầm"]
    assert rows_of(client.get(address, {"kind": "service"})) == ["Trạm Y tế"]
    assert rows_of(client.get(address, {"state": "ended"})) == ["Phòng Nội vụ huyện"]
    assert len(rows_of(client.get(address, {"state": "all"}))) == 4
    assert "Bỏ lọc Loại: Trung tâm, đơn vị sự nghiệp" in text_of(client.get(address, {"kind": "service"}))
    assert "Không có đơn vị nào khớp" in client.get(address, {"q": "zzz"}).text


def test_people_are_found_without_diacritics_and_stand_in_vietnamese_order(client, cast, officer):
    for name in ("Trần Văn Đạt", "Lê Thị Dung", "Vũ Thị An"):
        make_person(officer.commune, name, unit=cast.unit("economy"))
    make_person(officer.commune, "Tạ Văn Già", category="cadre", left_on=date(2026, 1, 1))
    client.force_login(officer.user)
    address = here(officer, "communes:people")

    assert rows_of(client.get(address)) == ["Vũ Thị An", "Lê Thị Dung", "Trần Văn Đạt", "Nguyễn Thị Hạnh"]
    assert rows_of(client.get(address, {"q": "TRAN van dat"})) == ["Trần Văn Đạt"]
    assert rows_of(client.get(address, {"unit": cast.unit("culture").pk})) == ["Nguyễn Thị Hạnh"]
    assert rows_of(client.get(address, {"category": "cadre", "state": "left"})) == ["Tạ Văn Già"]


def test_a_units_people_see_their_own_unit_alone(client, cast, head, officer):
    client.force_login(head.user)

    assert rows_of(client.get(here(head, "communes:people"))) == ["Phạm Văn Dũng"]
    assert rows_of(client.get(here(head, "communes:units"))) == ["Phòng Kinh tế"]
    assert client.get(here(head, "communes:unit", cast.unit("culture").pk)).status_code == 404
    assert client.get(here(head, "communes:person", officer.person.pk)).status_code == 404


def test_an_administrator_changes_the_communes_names(client, administrator):
    client.force_login(administrator.user)
    sent = {"kind": "phuong", "name": "Đồng Tâm", "province": "tỉnh Thái Nguyên", "place_name": "Đồng Tâm"}

    client.post(here(administrator, "communes:settings"), sent)

    administrator.commune.refresh_from_db()
    assert administrator.commune.committee == "UBND phường Đồng Tâm"
    assert "Sửa thông tin địa phương" in text_of(client.get(here(administrator, "communes:settings")))


def test_an_administrator_adds_changes_and_ends_a_unit(client, administrator):
    client.force_login(administrator.user)
    sent = {"name": "Xóm Đầm", "kind": "residential", "position": "0", "valid_from": "01/07/2025"}

    answer = client.post(here(administrator, "communes:unit-create"), sent)
    unit = Unit.objects.get(name="Xóm Đầm")
    assert (answer.url, unit.valid_from, unit.folded) == (
        unit.get_absolute_url(),
        date(2025, 7, 1),
        "xom dam",
    )

    client.post(here(administrator, "communes:unit-edit", unit.pk), {**sent, "name": "Xóm Đầm Sen"})
    client.post(here(administrator, "communes:unit-end", unit.pk), {"on": "31/12/2026", "reason": "Nhập xóm"})

    unit.refresh_from_db()
    assert (unit.name, unit.valid_to) == ("Xóm Đầm Sen", date(2026, 12, 31))
    shown = text_of(client.get(unit.get_absolute_url()))
    assert "Kết thúc hoạt động của đơn vị Lý do: Nhập xóm" in shown


def test_a_unit_name_taken_already_is_refused_on_the_form(client, administrator, cast):
    cast.unit("economy")
    client.force_login(administrator.user)

    answer = client.post(
        here(administrator, "communes:unit-create"),
        {"name": "Phòng Kinh tế", "kind": "office", "position": "0"},
    )

    assert answer.status_code == 200
    assert "Đã có đơn vị mang tên này." in answer.text
    assert Unit.objects.filter(name="Phòng Kinh tế").count() == 1


def test_an_officer_adds_and_changes_a_person(client, cast, officer):
    client.force_login(officer.user)
    sent = {
        "full_name": "Lê Thị  Dung",
        "unit": cast.unit("economy").pk,
        "category": "cadre",
        "birth_year": "1985",
    }

    answer = client.post(here(officer, "communes:person-create"), sent)
    person = Person.objects.get(full_name="Lê Thị Dung")
    assert (answer.url, person.unit, person.birth_year) == (
        person.get_absolute_url(),
        cast.unit("economy"),
        1985,
    )

    client.post(here(officer, "communes:person-edit", person.pk), {**sent, "position": "Phó Trưởng phòng"})

    person.refresh_from_db()
    assert person.position == "Phó Trưởng phòng"


def test_adding_somebody_whose_name_is_known_warns_first_and_loses_nothing(client, cast, officer, neighbour):
    make_person(cast.commune, "Lê Thị Hòa", unit=cast.unit("economy"), birth_year=1980)
    client.force_login(officer.user)
    sent = {"full_name": "LÊ THỊ HOÀ", "birth_year": "1991", "position": "Chuyên viên"}

    asked = client.post(here(officer, "communes:person-create"), sent)

    assert "Đã có người tên Lê Thị Hòa ở đơn vị" in asked.text and "sinh năm 1980" in asked.text
    assert 'type="checkbox" name="another"' in asked.text
    assert [asked.context["form"][name].value() for name in sent] == list(sent.values())
    assert Person.objects.named("Lê Thị Hòa").count() == 1
    added = client.post(here(officer, "communes:person-create"), {**sent, "another": "on"})
    person = Person.objects.get(birth_year=1991)
    assert (added.url, person.position) == (person.get_absolute_url(), "Chuyên viên")
    assert Person.objects.named("le thi hoa").count() == 2


def test_a_name_is_asked_about_once_and_only_in_the_own_commune(client, cast, officer, neighbour):
    make_person(neighbour("head").commune, "Lê Thị Hòa")
    client.force_login(officer.user)
    page = client.get(here(officer, "communes:person-create"))

    assert 'type="checkbox" name="another"' not in page.text
    client.post(here(officer, "communes:person-create"), {"full_name": "Lê Thị Hòa"})
    one = Person.objects.get(full_name="Lê Thị Hòa", commune=cast.commune)
    make_person(cast.commune, "Lê Thị Hoa")
    changed = client.post(
        here(officer, "communes:person-edit", one.pk), {"full_name": one.full_name, "position": "Kế toán"}
    )
    assert changed.url == one.get_absolute_url()


def test_a_person_cannot_be_put_into_the_neighbours_unit(client, officer, neighbour):
    foreign = neighbour("head").memberships[0].unit
    client.force_login(officer.user)

    answer = client.post(here(officer, "communes:person-create"), {"full_name": "Lê Thị Dung", "unit": foreign.pk})

    assert "Giá trị đã chọn không có trong danh sách." in answer.text
    assert not Person.objects.filter(full_name="Lê Thị Dung").exists()


def test_a_year_of_birth_is_a_year(client, officer):
    client.force_login(officer.user)

    answer = client.post(here(officer, "communes:person-create"), {"full_name": "Lê Thị Dung", "birth_year": "85"})

    assert "Nhập năm sinh gồm bốn chữ số" in answer.text


def test_an_officer_records_that_a_person_leaves(client, officer, head):
    client.force_login(officer.user)

    client.post(here(officer, "communes:person-end", head.person.pk), {"on": "01/11/2026"})

    head.person.refresh_from_db()
    assert head.person.left_on == date(2026, 11, 1)


def test_accounts_are_filtered_by_role_and_lock(client, administrator, head, officer):
    head.user.is_active = False
    head.user.save()
    client.force_login(administrator.user)
    address = here(administrator, "communes:accounts")

    assert rows_of(client.get(address, {"role": "officer"})) == ["Nguyễn Thị Hạnh"]
    assert rows_of(client.get(address, {"locked": "yes"})) == ["Phạm Văn Dũng"]
    assert rows_of(client.get(address, {"q": "tam.adm"})) == ["Đỗ Minh Tuệ"]


def test_the_register_is_filtered_by_year_and_symbol(client, clerk):
    for year, symbol in ((2025, "KH-UBND"), (2026, "KH-UBND"), (2026, "BC-UBND")):
        make_number(clerk.commune, year=year, symbol=symbol, dated=date(year, 2, 1))
    client.force_login(clerk.user)
    address = here(clerk, "communes:numbers")

    assert [row.year for row in client.get(address).context["page"]] == [2026, 2026, 2025]
    assert rows_of(client.get(address, {"year": "2026", "symbol": "kh"})) == ["03/KH-UBND"]
    assert rows_of(client.get(address, {"q": "khen"})) == []


def test_history_is_filtered_by_person_and_days_of_the_office(client, officer, leader, cast):
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    first = datetime(2026, 5, 14, 0, 0, tzinfo=zone)
    for actor, at in (
        (officer, first),
        (leader, first + timedelta(hours=23, minutes=59)),
        (leader, first - timedelta(minutes=1)),
    ):
        history.record("unit.seen", cast.unit("economy"), by=actor, at=at, label="Xem")
    client.force_login(officer.user)
    address = here(officer, "communes:history")

    def found(**asked):
        return [line.actor_name for line in client.get(address, asked).context["page"]]

    assert found() == ["Trần Quốc Bảo", "Trần Quốc Bảo", "Nguyễn Thị Hạnh"]
    assert found(since="14/05/2026", until="14/05/2026") == ["Trần Quốc Bảo", "Nguyễn Thị Hạnh"]
    assert found(who="Hạnh") == ["Nguyễn Thị Hạnh"]
    assert found(what="Kinh tế", until="13/05/2026") == ["Trần Quốc Bảo"]


def test_the_list_of_what_was_done_tells_every_act_with_its_own_time(client, officer, cast):
    first = datetime(2026, 5, 14, 8, 10, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    for minutes in (0, 10, 32):
        at = first + timedelta(minutes=minutes)
        history.record("unit.seen", cast.unit("economy"), by=officer, at=at, label="Xem đơn vị")
    client.force_login(officer.user)

    page = text_of(client.get(here(officer, "communes:history")))

    assert page.count("Xem đơn vị") == 3
    assert all(f"14/05/2026 {moment}" in page for moment in ("08:10", "08:20", "08:42"))


def test_the_history_of_the_neighbours_is_not_shown(client, officer, neighbour):
    theirs = neighbour("officer")
    history.record("commune.seen", theirs.commune, by=theirs, at=timezone.now(), label="Xem")
    client.force_login(officer.user)

    assert rows_of(client.get(here(officer, "communes:history"))) == []
