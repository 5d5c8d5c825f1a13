"""The calendar of days off: kept by people, proposed by the law, never filled by itself."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communes.addresses import here
from communes.models import DayOff, HistoryEntry
from communes.services import days_off


@pytest.fixture
def make_day(commune, officer, now):
    """Return a maker of days of the calendar."""

    def make(day, kind="holiday", name="Giỗ Tổ Hùng Vương"):
        return days_off.add(day=day, kind=kind, name=name, by=officer, at=now)

    return make


@pytest.fixture
def go(client):
    """Return what opens a page as somebody, or sends a form."""

    def ask(actor, name, *args, sent=None, query=None):
        client.force_login(actor.user)
        url = here(actor, f"communes:{name}", *args)
        return client.get(url, query or {}) if sent is None else client.post(url, sent)

    return ask


def test_the_calendar_of_the_commune_follows_its_rows(make_day):
    make_day(date(2026, 4, 27), "made_up")
    make_day(date(2026, 5, 9), "worked", "Làm bù")

    workdays = DayOff.objects.workdays()

    assert [workdays.is_working_day(date(2026, *day)) for day in ((4, 27), (4, 28), (5, 9), (5, 10))] == [
        False, True, True, False
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "kind", "problem"),
    [
        (date(2026, 5, 8), "worked", "thứ Bảy hoặc Chủ nhật"),
        (date(2026, 5, 9), "made_up", "từ thứ Hai đến thứ Sáu"),
    ],
)
def test_a_day_is_refused_that_says_nothing(make_day, day, kind, problem):
    with pytest.raises(ValidationError, match=problem):
        make_day(day, kind)


def test_only_those_with_the_right_keep_the_calendar(make_day, head, now):
    row = make_day(date(2026, 4, 27))

    with pytest.raises(PermissionDenied):
        days_off.remove(row, by=head, at=now)
    with pytest.raises(PermissionDenied):
        days_off.add(day=date(2026, 4, 28), kind="holiday", name="x", by=head, at=now)


def test_a_day_is_added_changed_and_removed_with_its_history(go, officer):
    go(officer, "day-off-create", sent={"day": "27/04/2026", "kind": "made_up", "name": "Nghỉ bù  Giỗ Tổ"})
    row = DayOff.objects.get()
    assert (row.day, row.name, row.confirmed_by) == (date(2026, 4, 27), "Nghỉ bù Giỗ Tổ", "Nguyễn Thị Hạnh")

    go(officer, "day-off-edit", row.pk, sent={"day": "28/04/2026", "kind": "made_up", "name": row.name})
    row.refresh_from_db()
    assert row.day == date(2026, 4, 28)

    go(officer, "day-off-remove", row.pk, sent={})

    assert not DayOff.objects.exists()
    labels = HistoryEntry.objects.filter(record_type="communes.dayoff").order_by("pk").values_list("label", flat=True)
    assert list(labels) == [
        "Thêm nghỉ bù 27/04/2026", "Sửa ngày 27/04/2026 trong lịch", "Bỏ nghỉ bù 28/04/2026"
    ]  # fmt: skip


def test_a_day_known_already_is_refused_on_the_form(go, officer, make_day):
    make_day(date(2026, 4, 27))

    answer = go(officer, "day-off-create", sent={"day": "27/04/2026", "kind": "holiday", "name": "Lại"})

    assert "Ngày này đã có trong lịch." in answer.text
    assert DayOff.objects.count() == 1


def test_two_communes_may_have_the_same_day(make_day, neighbour, now):
    make_day(date(2026, 4, 27))
    theirs = neighbour("officer")

    days_off.add(day=date(2026, 4, 27), kind="holiday", name="Giỗ Tổ", by=theirs, at=now)

    assert DayOff.objects.count() == 1


def test_looking_at_the_proposal_stores_nothing_and_ticks_nothing(go, officer, clock):
    answer = go(officer, "days-off-propose", 2026)

    assert "Cần xác nhận" in answer.text
    assert "Thứ Sáu, 01/05/2026: Ngày Quốc tế lao động 01/5" in answer.text
    assert "checked" not in answer.text.split("<main")[1]
    assert not DayOff.objects.exists()


def test_only_the_ticked_days_are_stored(go, officer, clock):
    nothing = go(officer, "days-off-propose", 2026, sent={})
    assert "Chọn ít nhất một ngày để xác nhận." in nothing.text

    go(officer, "days-off-propose", 2026, sent={"days": ["2026-01-01", "2026-09-02"]})
    forged = go(officer, "days-off-propose", 2026, sent={"days": ["2026-07-07"]})

    assert forged.status_code == 200
    assert list(DayOff.objects.order_by("day").values_list("day", "name", "kind", "confirmed_by")) == [
        (date(2026, 1, 1), "Tết Dương lịch", "holiday", "Nguyễn Thị Hạnh"),
        (date(2026, 9, 2), "Quốc khánh 02/9", "holiday", "Nguyễn Thị Hạnh"),
    ]
    again = go(officer, "days-off-propose", 2026)
    assert "Tết Dương lịch" not in again.text


def test_the_day_after_national_day_can_be_chosen(go, officer):
    assert "01/09/2026: Nghỉ liền kề" in go(officer, "days-off-propose", 2026).text
    assert "03/09/2026: Nghỉ liền kề" in go(officer, "days-off-propose", 2026, query={"beside": "2026-09-03"}).text
    assert "01/09/2026: Nghỉ liền kề" in go(officer, "days-off-propose", 2026, query={"beside": "2026-10-03"}).text


@pytest.mark.parametrize("year", [1900, 2101])
def test_no_days_are_proposed_of_a_year_far_away(go, officer, year):
    assert go(officer, "days-off-propose", year).status_code == 404


def test_the_list_shows_this_year_and_is_filtered_and_sorted(go, officer, make_day, clock):
    make_day(date(2026, 4, 27), "made_up", "Nghỉ bù")
    make_day(date(2026, 1, 1), "holiday", "Tết Dương lịch")
    make_day(date(2025, 9, 2), "holiday", "Quốc khánh")

    def shown(**query):
        return [row.name for row in go(officer, "days-off", query=query).context["page"]]

    assert shown() == ["Tết Dương lịch", "Nghỉ bù"]
    assert shown(year="2025") == ["Quốc khánh"]
    assert shown(year="") == ["Tết Dương lịch", "Nghỉ bù"]
    assert shown(kind="made_up") == ["Nghỉ bù"]
    assert shown(sort="-day") == ["Nghỉ bù", "Tết Dương lịch"]
    assert shown(year="x" * 9) == ["Tết Dương lịch", "Nghỉ bù"]
    assert "Chưa có ngày nào của năm này." in go(officer, "days-off", query={"year": "2030"}).text
    assert "Không có ngày nào khớp" in go(officer, "days-off", query={"kind": "worked"}).text
    years = go(officer, "days-off", query={"year": "2030"}).context["years"]
    assert [(each["label"], each["current"]) for each in years] == [
        ("2025", False), ("2026", False), ("2027", False), ("2030", True)
    ]  # fmt: skip


def test_the_list_takes_the_same_queries_for_one_day_and_for_three(
    client, officer, make_day, clock, django_assert_max_num_queries
):
    client.force_login(officer.user)
    make_day(date(2026, 4, 27))
    with django_assert_max_num_queries(12) as first:
        client.get(here(officer, "communes:days-off"))
    make_day(date(2026, 4, 28))
    make_day(date(2026, 4, 29))
    with django_assert_max_num_queries(len(first)):
        client.get(here(officer, "communes:days-off"))


def test_units_do_not_open_the_calendar(go, head, leader):
    assert [go(actor, "days-off").status_code for actor in (head, leader)] == [403, 403]
