"""Pages of councils and of the rules they vote by."""

from datetime import date

import pytest

from awards.models import Council, VotingRule
from awards.tests.factories import make_council, make_session
from communes.addresses import here
from communes.tests.factories import make_person

pytestmark = pytest.mark.usefixtures("clock", "law")


def words(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


def test_the_officer_records_a_council_and_its_members(go, cast, officer):
    facts = {
        "name": "Hội đồng TĐKT xã", "decision_number": "12/QĐ-UBND", "decision_on": "05/01/2026",
        "standing_agency": cast.unit("culture").pk, "valid_from": "05/01/2026",
    }  # fmt: skip
    person = cast.actor("chair").person

    go(officer, "council-new", post=facts)
    council = Council.objects.get()
    seat = {"person": person.pk, "role": "chair", "votes": "on", "valid_from": "05/01/2026"}
    go(officer, "council-seat", council.pk, post=seat)
    go(officer, "council-edit", council.pk, post=facts | {"name": "Hội đồng Thi đua - Khen thưởng"})
    ending = {"valid_to": "13/05/2026", "reason": "Nghỉ hưu"}
    go(officer, "seat-end", council.seats.get().pk, post=ending)

    council.refresh_from_db()
    row = council.seats.get()
    assert (council.name, row.person, row.role, row.votes, row.valid_to) == (
        "Hội đồng Thi đua - Khen thưởng",
        person,
        "chair",
        True,
        date(2026, 5, 13),
    )
    page = words(go(officer, "council", council.pk))
    assert "Đã thôi tham gia: 1 người" in page
    assert "Nghỉ hưu" in page


def test_a_refused_seat_is_told_on_the_form(go, council, officer):
    seat = {"person": council.seats.get(role="chair").person_id, "role": "member", "valid_from": "14/05/2026"}

    answer = go(officer, "council-seat", council.pk, post=seat)

    assert answer.status_code == 200
    assert "là thành viên Hội đồng vào ngày này" in words(answer)


def test_members_without_a_role_in_the_product_are_marked(go, cast, council, officer):
    council.seats.create(person=make_person(cast.commune, "Tạ Thị Lành"), role="member", valid_from=date(2026, 1, 5))

    page = go(officer, "council", council.pk)

    assert words(page).count("Chưa có vai trò Hội đồng") == 1


@pytest.mark.rule("L-05")
def test_rules_are_shown_with_source_and_need_for_confirmation_and_confirmed(go, officer, councillor):
    shipped = VotingRule.objects.get(award="chien_si_thi_dua_co_so")
    page = words(go(councillor, "voting-rules"))
    assert "Tán thành từ 4/5 tổng số thành viên Hội đồng" in page
    assert page.count("Cần xác nhận") == 3
    assert "Nghị định 98/2023/NĐ-CP" in page

    go(officer, "voting-rule-confirm", shipped.pk, post={"source": "Quy chế số 05, Điều 7"})
    own = {
        "award": "giay_khen", "quorum": "4/5", "threshold": "2/3", "denominator": "present", "method": "secret",
        "valid_from": "14/05/2026", "source": "Quy chế số 05", "confirmed": "on",
    }  # fmt: skip
    go(officer, "voting-rule-new", post=own)

    rows = VotingRule.objects.filter(commune=officer.commune).order_by("pk")
    assert [(row.award, row.threshold, row.confirmed, row.source) for row in rows] == [
        ("chien_si_thi_dua_co_so", "4/5", True, "Quy chế số 05, Điều 7"),
        ("giay_khen", "2/3", True, "Quy chế số 05"),
    ]
    assert go(councillor, "voting-rule-new").status_code == 403


def test_a_neighbours_rule_is_not_found(go, neighbour, officer):
    theirs = VotingRule.objects.create(
        commune=officer.commune, award="giay_khen", quorum="2/3", threshold="1/2", valid_from=date(2026, 1, 1),
        source="Quy chế",
    )  # fmt: skip

    assert go(neighbour("officer"), "voting-rule-confirm", theirs.pk).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_council_asks_the_same_number_of_queries(
    client, cast, council, officer, rows, django_assert_num_queries
):
    for number in range(rows):
        make_session(council, title=f"Phiên {number}")
        person = make_person(cast.commune, f"Ủy Viên {number}")
        council.seats.create(person=person, role="member", valid_from=date(2026, 1, 5))

    client.force_login(officer.user)
    address = here(officer, "awards:council", council.pk)

    with django_assert_num_queries(9):
        assert client.get(address).status_code == 200


def test_the_present_council_comes_first(go, cast, council, officer):
    Council.objects.filter(pk=council.pk).update(valid_from=date(2025, 7, 1), valid_to=date(2026, 1, 4))
    later = make_council(cast)

    assert list(go(officer, "councils").context["page"]) == [later, council]
