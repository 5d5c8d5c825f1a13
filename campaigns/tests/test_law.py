"""The law's numbers as dated data: what holds on a day, and who may add or confirm one."""

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


@pytest.fixture(autouse=True)
def _values(db):
    """Store the numbers that the product starts with, however the database was made."""
    shipped.add(apps, None)


@pytest.fixture
def act_of_administrator(administrator, now):
    """Return the facts of an act of the administrator."""
    return {"by": administrator, "at": now}


def only(key, day):
    """Return the value of a number on a day."""
    return law.value(key, day).value


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
def test_the_base_salary_is_that_of_the_day(day, salary):
    assert only("base_salary", day) == salary


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
def test_the_coefficients_are_those_of_the_decree(key, expected):
    row = law.value(f"coefficient.{key}", date(2026, 7, 1))

    assert (row.value, row.confirmed, row.source.split(",")[0]) == (
        Decimal(expected), True, "Nghị định 152/2025/NĐ-CP",
    )  # fmt: skip


@pytest.mark.parametrize("day", [date(2024, 6, 30), date(2023, 12, 31)])
def test_a_day_without_a_known_number_is_an_error_that_names_it(day):
    with pytest.raises(ValidationError, match=f"Chưa có Mức lương cơ sở áp dụng ngày {day:%d/%m/%Y}"):
        law.value("base_salary", day)


@pytest.mark.rule("L-01")
def test_after_the_decree_ends_its_coefficients_hold_no_longer():
    assert "coefficient.giay_khen.individual" in law.rules_on(date(2027, 2, 28))
    assert "coefficient.giay_khen.individual" not in law.rules_on(date(2027, 3, 1))


def test_numbers_of_the_former_decree_wait_for_confirmation():
    found = law.rules_on(date(2025, 6, 30))

    assert {key for key, row in found.items() if not row.confirmed} == {
        "coefficient.giay_khen.individual",
        "coefficient.giay_khen.collective",
        "coefficient.giay_khen.household",
    }


def test_the_shipped_numbers_are_stored_once_and_can_be_taken_away():
    shipped.add(apps, None)
    assert LegalValue.objects.count() == len(shipped.VALUES)

    shipped.remove(apps, None)
    assert not LegalValue.objects.exists()


@pytest.mark.rule("L-01")
def test_a_new_number_leaves_the_rules_of_earlier_days_as_they_were(act_of_administrator):
    received_on = date(2026, 9, 30)
    before = {key: row.value for key, row in law.rules_on(received_on).items()}

    row = law.change(
        "base_salary",
        value=Decimal(2800000),
        valid_from=date(2026, 10, 1),
        source="Nghị định mới, Điều 3",
        **act_of_administrator,
    )

    assert {key: row.value for key, row in law.rules_on(received_on).items()} == before
    assert only("base_salary", date(2026, 10, 1)) == 2800000
    assert (row.title, row.confirmed) == ("Mức lương cơ sở", False)
    assert LegalValue.objects.get(key="base_salary", valid_from=date(2026, 7, 1)).valid_to == date(2026, 9, 30)
    assert LegalValue.objects.get(key="base_salary", valid_from=date(2024, 7, 1)).valid_to == date(2026, 6, 30)
    line = HistoryEntry.objects.about(row).get()
    assert (line.action, line.facts) == (
        "legalvalue.change",
        {"value": "2800000", "source": "Nghị định mới, Điều 3"},
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"key": "khong_co"}, "Chưa có mức nào mang tên này."),
        ({"value": Decimal(0)}, "Giá trị phải lớn hơn 0."),
        ({"valid_from": date(2026, 7, 1)}, "Đã có mức áp dụng từ ngày 01/07/2026."),
        ({"source": " "}, law.SOURCE_MISSING),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(act_of_administrator, changes, reason):
    facts = {"key": "base_salary", "value": Decimal(1), "valid_from": date(2027, 1, 1), "source": "Nghị định"}
    rows = list(LegalValue.objects.order_by("pk").values())

    with pytest.raises(ValidationError) as refused:
        law.change(**{**facts, **changes}, **act_of_administrator)

    assert refused.value.messages == [reason]
    assert list(LegalValue.objects.order_by("pk").values()) == rows


def test_a_number_is_confirmed_once_with_the_text_it_was_compared_with(act_of_administrator):
    row = law.value("coefficient.giay_khen.household", date(2025, 1, 1))

    with pytest.raises(ValidationError, match="Hãy ghi căn cứ"):
        law.confirm(row, source=" ", **act_of_administrator)
    law.confirm(row, source="Nghị định 98/2023/NĐ-CP, Điều 58", **act_of_administrator)

    assert (row.confirmed, row.source) == (True, "Nghị định 98/2023/NĐ-CP, Điều 58")
    with pytest.raises(ValidationError, match="đã được xác nhận"):
        law.confirm(row, source="Nghị định khác", **act_of_administrator)


@pytest.mark.parametrize("part", ["officer", "leader", "clerk", "head", "reader"])
def test_only_the_administrator_adds_and_confirms_numbers(cast, now, part):
    by = cast.actor(part)
    row = law.value("coefficient.giay_khen.household", date(2025, 1, 1))

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


def test_the_administrator_adds_and_confirms_on_the_pages(client, administrator):
    client.force_login(administrator.user)
    doubtful = law.value("coefficient.giay_khen.household", date(2025, 1, 1))

    client.post(
        reverse("campaigns:law-add", args=["dong-tam"]),
        {"key": "base_salary", "value": "2.800.000", "valid_from": "01/01/2028", "source": "Nghị định, Điều 3"},
    )
    client.post(reverse("campaigns:law-confirm", args=["dong-tam", doubtful.pk]), {"source": "Nghị định 98/2023/NĐ-CP"})

    doubtful.refresh_from_db()
    assert (only("base_salary", date(2028, 1, 1)), doubtful.confirmed) == (2800000, True)


def test_a_refused_number_comes_back_with_what_was_typed(client, administrator):
    client.force_login(administrator.user)

    typed = {"key": "base_salary", "value": "2.800.000", "valid_from": "01/07/2026", "source": "Nghị định, Điều 3"}
    page = client.post(reverse("campaigns:law-add", args=["dong-tam"]), typed).content.decode()

    assert "Đã có mức áp dụng từ ngày 01/07/2026." in page
    assert 'value="2.800.000"' in page


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_asks_the_same_number_of_queries(client, officer, django_assert_num_queries, more):
    for number in range(more):
        LegalValue.objects.create(
            key=f"share.{number}", title="Tỷ lệ", value=1, valid_from=date(2026, 1, 1), source="Nghị định"
        )
    client.force_login(officer.user)

    with django_assert_num_queries(8):
        client.get(reverse("campaigns:law", args=["dong-tam"]))
