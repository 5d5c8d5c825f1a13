"""The law's numbers as dated data: what holds on a day in a commune, and who may add or confirm one."""

from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from campaigns.models import LegalValue
from campaigns.services import law
from communes.models import HistoryEntry

shipped = import_module("campaigns.migrations.0002_legal_values")
NEW_SALARY = {"value": Decimal(2800000), "valid_from": date(2026, 10, 1), "source": "Nghị định mới, Điều 3"}


@pytest.fixture(autouse=True)
def _values(db):
    """Store the numbers that the product starts with, however the database was made."""
    shipped.add(apps, None)


@pytest.fixture
def act_of_administrator(administrator, now):
    """Return the facts of an act of the administrator."""
    return {"by": administrator, "at": now}


@pytest.fixture
def abroad(neighbour):
    """Return the commune of xã Đại Sơn."""
    return neighbour("administrator").commune


@pytest.fixture
def today_is(monkeypatch):
    """Return a function that sets the day on which the page is read."""
    return lambda day: monkeypatch.setattr("campaigns.views.law.timezone.localdate", lambda *given: day)


def only(key, day, commune):
    """Return the value of a number on a day in a commune."""
    return law.value(key, day, commune=commune).value


def numbers(commune, day):
    """Return every number in force on a day in a commune, with its source and whether it is confirmed."""
    held = law.rules_on(day, commune=commune)
    return {key: (row.value, row.source, row.confirmed) for key, row in held.items()}


def rows():
    """Return everything that is stored."""
    return list(LegalValue.objects.order_by("pk").values())


@pytest.mark.rule("L-01")
@pytest.mark.parametrize(
    ("day", "salary"),
    [
        (date(2024, 7, 1), 2340000),
        (date(2026, 6, 30), 2340000),
        (date(2026, 7, 1), 2530000),
        (date(2030, 1, 1), 2530000),
    ],
)
def test_the_base_salary_is_that_of_the_day(commune, day, salary):
    assert only("base_salary", day, commune) == salary


@pytest.mark.rule("L-01")
@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("giay_khen.individual", "0.3"), ("giay_khen.collective", "0.6"), ("giay_khen.household", "0.45"),
        ("lao_dong_tien_tien", "0.3"), ("chien_si_thi_dua_co_so", "1"), ("tap_the_lao_dong_tien_tien", "0.8"),
        ("tap_the_lao_dong_xuat_sac", "1.5"), ("xa_phuong_dac_khu_tieu_bieu", "2"),
        ("bang_khen_tinh.individual", "1.5"), ("bang_khen_tinh.collective", "3"), ("chien_si_thi_dua_tinh", "3"),
    ],
)  # fmt: skip
def test_the_coefficients_are_those_of_the_decree(commune, key, expected):
    row = law.value(f"coefficient.{key}", date(2026, 7, 1), commune=commune)

    assert (row.value, row.confirmed, row.source.split(",")[0]) == (
        Decimal(expected), True, "Nghị định 152/2025/NĐ-CP",
    )  # fmt: skip


@pytest.mark.parametrize("day", [date(2024, 6, 30), date(2023, 12, 31)])
def test_a_day_without_a_known_number_is_an_error_that_names_it(commune, day):
    with pytest.raises(ValidationError, match=f"Chưa có Mức lương cơ sở áp dụng ngày {day:%d/%m/%Y}"):
        law.value("base_salary", day, commune=commune)


@pytest.mark.rule("L-01")
def test_after_the_decree_ends_its_coefficients_hold_no_longer(commune):
    assert "coefficient.giay_khen.individual" in law.rules_on(date(2027, 2, 28), commune=commune)
    assert "coefficient.giay_khen.individual" not in law.rules_on(date(2027, 3, 1), commune=commune)


def test_numbers_of_the_former_decree_wait_for_confirmation(commune):
    found = law.rules_on(date(2025, 6, 30), commune=commune)

    assert {key for key, row in found.items() if not row.confirmed} == {
        "coefficient.giay_khen.individual",
        "coefficient.giay_khen.collective",
        "coefficient.giay_khen.household",
    }


def test_the_shipped_numbers_are_stored_once_and_taken_away_without_those_of_communes(act_of_administrator):
    shipped.add(apps, None)
    assert LegalValue.objects.count() == len(shipped.VALUES)

    own = law.change("base_salary", **NEW_SALARY, **act_of_administrator)
    shipped.remove(apps, None)
    assert LegalValue.objects.get() == own


@pytest.mark.rule("L-01")
def test_a_new_number_leaves_the_rules_of_earlier_days_as_they_were(commune, act_of_administrator):
    received_on = date(2026, 9, 30)
    before, stored = numbers(commune, received_on), rows()

    row = law.change("base_salary", **NEW_SALARY, **act_of_administrator)

    assert numbers(commune, received_on) == before
    assert only("base_salary", date(2026, 10, 1), commune) == 2800000
    assert (row.commune, row.title, row.confirmed) == (commune, "Mức lương cơ sở", False)
    assert rows()[:-1] == stored
    line = HistoryEntry.objects.about(row).get()
    assert (line.action, line.facts) == (
        "legalvalue.change",
        {"value": "2800000", "source": "Nghị định mới, Điều 3"},
    )


@pytest.mark.rule("L-01")
@pytest.mark.parametrize("first_day", [date(2026, 7, 1), date(2026, 10, 1)])
def test_a_number_of_one_commune_leaves_the_other_as_it_was(commune, abroad, act_of_administrator, first_day):
    theirs = [numbers(abroad, day) for day in (first_day, date(2026, 12, 31))]

    law.change("base_salary", **{**NEW_SALARY, "valid_from": first_day}, **act_of_administrator)

    assert [numbers(abroad, day) for day in (first_day, date(2026, 12, 31))] == theirs
    assert [only("base_salary", first_day, each) for each in (commune, abroad)] == [2800000, 2530000]


def test_a_commune_that_has_only_numbers_of_another_knows_none(abroad, act_of_administrator):
    law.change("base_salary", **NEW_SALARY, **act_of_administrator)
    shipped.remove(apps, None)

    assert law.rules_on(date(2026, 12, 31), commune=abroad) == {}
    with pytest.raises(ValidationError, match="Chưa có mức theo quy định áp dụng ngày 31/12/2026"):
        law.value("base_salary", date(2026, 12, 31), commune=abroad)


def test_a_shipped_number_that_begins_later_holds_after_the_communes_own(commune, act_of_administrator):
    law.change("base_salary", **NEW_SALARY, **act_of_administrator)
    LegalValue.objects.create(
        key="base_salary", title="Mức lương cơ sở", value=3000000, valid_from=date(2027, 7, 1), source="Nghị định"
    )

    assert only("base_salary", date(2027, 6, 30), commune) == 2800000
    assert only("base_salary", date(2027, 7, 1), commune) == 3000000


def test_an_own_row_drops_the_shipped_one_of_its_key_and_first_day_alone(commune, act_of_administrator):
    before = list(LegalValue.objects.known_to(commune))
    own = law.change("base_salary", **{**NEW_SALARY, "valid_from": date(2026, 7, 1)}, **act_of_administrator)

    known = LegalValue.objects.known_to(commune)

    replaced = next(row for row in before if row.key == "base_salary" and row.valid_from == date(2026, 7, 1))
    assert set(known) == {*before, own}
    assert set(law.without_replaced(known)) == {*before, own} - {replaced}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"key": "khong_co"}, "Chưa có mức nào mang tên này."),
        ({"value": Decimal(0)}, "Giá trị phải lớn hơn 0."),
        ({"valid_from": date(2026, 10, 1)}, "Địa phương đã ghi mức áp dụng từ ngày 01/10/2026."),
        ({"source": " "}, law.SOURCE_MISSING),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(act_of_administrator, changes, reason):
    facts = {"key": "base_salary", "value": Decimal(1), "valid_from": date(2027, 1, 1), "source": "Nghị định"}
    law.change("base_salary", **NEW_SALARY, **act_of_administrator)
    before = rows()

    with pytest.raises(ValidationError) as refused:
        law.change(**{**facts, **changes}, **act_of_administrator)

    assert refused.value.messages == [reason]
    assert rows() == before


def test_a_communes_own_number_is_confirmed_once_with_the_text_it_was_compared_with(act_of_administrator):
    row = law.change("base_salary", **NEW_SALARY, **act_of_administrator)
    count = LegalValue.objects.count()

    with pytest.raises(ValidationError, match="Hãy ghi căn cứ"):
        law.confirm(row, source=" ", **act_of_administrator)
    confirmed = law.confirm(row, source=" Nghị định 300/2026/NĐ-CP, Điều 3 ", **act_of_administrator)

    row.refresh_from_db()
    assert confirmed == row
    assert (row.confirmed, row.source) == (True, "Nghị định 300/2026/NĐ-CP, Điều 3")
    assert LegalValue.objects.count() == count
    with pytest.raises(ValidationError, match="đã được xác nhận"):
        law.confirm(row, source="Nghị định khác", **act_of_administrator)


def test_confirming_a_shipped_number_makes_the_communes_own_copy(commune, abroad, act_of_administrator):
    day, source = date(2025, 1, 1), "Nghị định 98/2023/NĐ-CP, Điều 58"
    row, stored = law.value("coefficient.giay_khen.household", day, commune=commune), rows()
    theirs = numbers(abroad, day)

    own = law.confirm(row, source=source, **act_of_administrator)

    assert rows()[:-1] == stored
    assert law.value(row.key, day, commune=commune) == own
    assert (own.commune, own.title, own.value, own.valid_from, own.valid_to, own.source, own.confirmed) == (
        commune, row.title, row.value, row.valid_from, row.valid_to, source, True,
    )  # fmt: skip
    assert numbers(abroad, day) == theirs
    line = HistoryEntry.objects.about(own).get()
    assert (line.action, line.facts) == ("legalvalue.confirm", {"value": "0.4500", "source": source})
    with pytest.raises(ValidationError, match="Địa phương đã ghi mức áp dụng từ ngày 01/01/2024"):
        law.confirm(row, source=source, **act_of_administrator)
    with pytest.raises(ValidationError, match="đã được xác nhận"):
        law.confirm(law.value("base_salary", day, commune=commune), source=source, **act_of_administrator)


def test_the_number_of_another_commune_is_not_confirmed(neighbour, act_of_administrator, now):
    row = law.change("base_salary", **NEW_SALARY, **act_of_administrator)
    before = rows()

    with pytest.raises(PermissionDenied):
        law.confirm(row, source="Nghị định", by=neighbour("administrator"), at=now)

    assert rows() == before


@pytest.mark.parametrize("part", ["officer", "leader", "clerk", "head", "reader"])
def test_only_the_administrator_adds_and_confirms_numbers(cast, now, part):
    by = cast.actor(part)
    row = law.value("coefficient.giay_khen.household", date(2025, 1, 1), commune=by.commune)

    with pytest.raises(PermissionDenied):
        law.change("base_salary", value=Decimal(1), valid_from=date(2027, 1, 1), source="Nghị định", by=by, at=now)
    with pytest.raises(PermissionDenied):
        law.confirm(row, source="Nghị định", by=by, at=now)


def test_the_page_shows_numbers_with_their_dates_sources_and_doubts(client, officer):
    client.force_login(officer.user)

    page = client.get(reverse("campaigns:law", args=["dong-tam"]), {"all": "1"}).content.decode()

    assert "2.530.000 đồng" in page
    assert "Nghị định 161/2026/NĐ-CP" in page
    assert "từ 01/07/2024 đến hết 30/06/2026" in page
    assert page.count("Cần xác nhận") == 3
    assert "/confirm/" not in page


def page_of(client, actor, **asked):
    """Return the list of numbers as one reads it in their commune."""
    client.force_login(actor.user)
    return client.get(reverse("campaigns:law", args=[actor.commune.slug]), asked)


def salaries(answer):
    """Return the base salaries on a page with their words of validity."""
    return [(value, validity) for row, value, (validity, _) in answer.context["lines"] if row.key == "base_salary"]


def test_only_the_number_that_really_holds_is_said_to_be_in_force(client, officer, act_of_administrator, today_is):
    law.change("base_salary", **NEW_SALARY, **act_of_administrator)

    today_is(date(2026, 9, 30))
    assert salaries(page_of(client, officer)) == [
        ("2.800.000 đồng", "Chưa áp dụng"), ("2.530.000 đồng", "Đang áp dụng"),
    ]  # fmt: skip
    today_is(date(2026, 10, 1))
    assert salaries(page_of(client, officer)) == [("2.800.000 đồng", "Đang áp dụng")]
    assert salaries(page_of(client, officer, all="1")) == [
        ("2.800.000 đồng", "Đang áp dụng"), ("2.530.000 đồng", "Đã có mức thay thế"),
        ("2.340.000 đồng", "Hết hiệu lực"),
    ]  # fmt: skip


def test_a_neighbour_neither_sees_nor_opens_a_communes_own_number(
    client, administrator, neighbour, act_of_administrator, today_is
):
    today_is(date(2026, 10, 1))
    row = law.change("base_salary", **NEW_SALARY, **act_of_administrator)
    before = rows()
    theirs = neighbour("administrator")

    page = page_of(client, theirs, all="1")
    address = reverse("campaigns:law-confirm", args=["dai-son", row.pk])
    answers = [client.get(address), client.post(address, {"source": "Nghị định"})]

    assert salaries(page) == [("2.530.000 đồng", "Đang áp dụng"), ("2.340.000 đồng", "Hết hiệu lực")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert rows() == before
    assert "Địa phương ghi" not in page.content.decode()
    assert "Địa phương ghi" in page_of(client, administrator).content.decode()


def test_the_administrator_adds_and_confirms_on_the_pages(client, administrator):
    client.force_login(administrator.user)
    commune = administrator.commune
    doubtful = law.value("coefficient.giay_khen.household", date(2025, 1, 1), commune=commune)

    client.post(
        reverse("campaigns:law-add", args=["dong-tam"]),
        {"key": "base_salary", "value": "2.800.000", "valid_from": "01/01/2028", "source": "Nghị định, Điều 3"},
    )
    client.post(reverse("campaigns:law-confirm", args=["dong-tam", doubtful.pk]), {"source": "Nghị định 98/2023/NĐ-CP"})

    assert only("base_salary", date(2028, 1, 1), commune) == 2800000
    assert law.value(doubtful.key, date(2025, 1, 1), commune=commune).confirmed is True
    doubtful.refresh_from_db()
    assert doubtful.confirmed is False


def test_a_refused_number_comes_back_with_what_was_typed(client, administrator, act_of_administrator):
    law.change("base_salary", **NEW_SALARY, **act_of_administrator)
    client.force_login(administrator.user)

    typed = {"key": "base_salary", "value": "2.800.000", "valid_from": "01/10/2026", "source": "Nghị định, Điều 3"}
    page = client.post(reverse("campaigns:law-add", args=["dong-tam"]), typed).content.decode()

    assert "Địa phương đã ghi mức áp dụng từ ngày 01/10/2026." in page
    assert 'value="2.800.000"' in page


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_asks_the_same_number_of_queries(client, officer, django_assert_num_queries, more):
    for number in range(more):
        LegalValue.objects.create(
            key=f"share.{number}", title="Tỷ lệ", value=1, valid_from=date(2026, 1, 1), source="Nghị định"
        )
    client.force_login(officer.user)

    with django_assert_num_queries(6):
        client.get(reverse("campaigns:law", args=["dong-tam"]))
