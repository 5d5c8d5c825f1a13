"""Councils: seats with dates, and the rules by which they vote, dated and with their source."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Council, Seat, VotingRule
from awards.services import councils
from communes.models import HistoryEntry
from communes.tests.factories import make_person

DAY = date(2026, 5, 14)
RULE = {
    "award": "giay_khen", "quorum": "4/5", "threshold": "2/3", "strict": False, "denominator": "present",
    "method": "secret", "head_votes_on_unit": False, "written_counts": True, "source": "Quy chế số 05, Điều 7",
}  # fmt: skip


@pytest.fixture
def facts(cast):
    """What a decision that founds a council says."""
    return {
        "name": "Hội đồng Thi đua - Khen thưởng xã Đồng Tâm",
        "decision_number": "12/QĐ-UBND",
        "decision_on": date(2026, 1, 5),
        "standing_agency": cast.unit("culture"),
        "valid_from": date(2026, 1, 5),
    }


def test_the_officer_records_a_council_that_was_founded(facts, officer, now):
    council = councils.found(**facts, by=officer, at=now)

    assert (council.commune, council.decision_number, council.valid_to) == (officer.commune, "12/QĐ-UBND", None)
    assert HistoryEntry.objects.about(council).get().action == "council.found"


def test_two_councils_do_not_exist_side_by_side(facts, officer, now):
    first = councils.found(**facts, by=officer, at=now)

    with pytest.raises(ValidationError, match="hãy ghi ngày kết thúc trước"):
        councils.found(**facts | {"valid_from": date(2026, 6, 1)}, by=officer, at=now)
    councils.change(first, **facts, valid_to=date(2026, 5, 31), by=officer, at=now)
    councils.found(**facts | {"valid_from": date(2026, 6, 1)}, by=officer, at=now)

    assert list(Council.objects.order_by("valid_from").values_list("valid_from", "valid_to")) == [
        (date(2026, 1, 5), date(2026, 5, 31)),
        (date(2026, 6, 1), None),
    ]


@pytest.mark.parametrize("part", ["leader", "clerk", "secretary", "chair", "head", "administrator"])
def test_only_the_standing_agency_keeps_councils(cast, council, facts, part, now):
    actor, row = cast.actor(part), council.seats.first()

    for act in (
        lambda: councils.found(**facts, by=actor, at=now),
        lambda: councils.change(council, **facts, by=actor, at=now),
        lambda: councils.seat(council, row.person, role="member", valid_from=DAY, by=actor, at=now),
        lambda: councils.end_seat(row, valid_to=DAY, reason="Nghỉ.", by=actor, at=now),
        lambda: councils.set_rule(**RULE, valid_from=DAY, by=actor, at=now),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert (Council.objects.count(), Seat.objects.filter(valid_to=None).count()) == (1, 4)


def test_a_seat_begins_and_ends_with_dates_and_a_reason(cast, council, officer, now):
    person = make_person(cast.commune, "Tạ Thị Lành")

    row = councils.seat(council, person, role="member", valid_from=DAY, by=officer, at=now)
    councils.end_seat(row, valid_to=date(2026, 9, 1), reason="Nghỉ hưu.", by=officer, at=now)

    row.refresh_from_db()
    assert (row.valid_from, row.valid_to, row.ended_reason) == (DAY, date(2026, 9, 1), "Nghỉ hưu.")
    assert row in council.seats.held_on(date(2026, 9, 1))
    assert row not in council.seats.held_on(date(2026, 9, 2))
    assert [line.action for line in HistoryEntry.objects.under(council)] == ["seat.end", "seat.begin"]


@pytest.mark.parametrize(
    ("role", "on", "message"),
    [
        ("chair", DAY, "Chủ tịch Hội đồng đang là Đặng Hữu Phúc"),
        ("secretary", DAY, "Thư ký đang là Lý Văn Ước"),
        ("member", date(2026, 1, 4), "trong thời gian tồn tại"),
    ],
)
def test_a_seat_that_is_taken_or_out_of_term_is_refused(cast, council, officer, now, role, on, message):
    person = make_person(cast.commune, "Tạ Thị Lành")

    with pytest.raises(ValidationError, match=message):
        councils.seat(council, person, role=role, valid_from=on, by=officer, at=now)

    assert not council.seats.filter(person=person).exists()


def test_nobody_sits_twice_and_nobody_who_has_left(cast, council, officer, now):
    gone = make_person(cast.commune, "Tạ Thị Lành", left_on=date(2026, 3, 1))

    with pytest.raises(ValidationError, match="đã thôi công tác"):
        councils.seat(council, gone, role="member", valid_from=DAY, by=officer, at=now)
    with pytest.raises(ValidationError, match="là thành viên Hội đồng vào ngày này"):
        councils.seat(council, cast.actor("chair").person, role="member", valid_from=DAY, by=officer, at=now)

    assert council.seats.count() == 4


@pytest.mark.parametrize(
    ("valid_to", "reason", "message"),
    [(date(2026, 9, 1), " ", "lý do"), (date(2026, 1, 1), "Nghỉ.", "từ 05/01/2026 trở đi")],
)
def test_a_seat_ends_after_it_began_and_for_a_reason(council, officer, now, valid_to, reason, message):
    row = council.seats.first()

    with pytest.raises(ValidationError, match=message):
        councils.end_seat(row, valid_to=valid_to, reason=reason, by=officer, at=now)

    assert council.seats.filter(valid_to=None).count() == 4


@pytest.mark.rule("L-05")
def test_the_shipped_rules_ask_for_ballot_and_four_fifths_where_the_decree_did(law, cast):
    found = {
        award: councils.rule_for(award, DAY, cast.commune)
        for award in ("giay_khen", "chien_si_thi_dua_co_so", "chien_si_thi_dua_tinh")
    }

    assert {award: (rule.threshold, rule.strict, rule.method, rule.confirmed) for award, rule in found.items()} == {
        "giay_khen": ("1/2", True, "either", False),
        "chien_si_thi_dua_co_so": ("4/5", False, "secret", False),
        "chien_si_thi_dua_tinh": ("9/10", False, "secret", False),
    }


@pytest.mark.rule("L-05")
def test_the_communes_own_rule_takes_the_place_of_the_shipped_one_from_its_day_on(law, cast, officer, now):
    councils.set_rule(**RULE, valid_from=DAY, by=officer, at=now)

    held = {on: councils.rule_for("giay_khen", on, cast.commune) for on in (date(2026, 5, 13), DAY)}

    assert {on: (rule.threshold, rule.denominator, rule.commune_id) for on, rule in held.items()} == {
        date(2026, 5, 13): ("1/2", "total", None),
        DAY: ("2/3", "present", cast.commune.pk),
    }


@pytest.mark.rule("L-05")
def test_a_rule_for_all_awards_does_not_lower_what_one_award_demands(law, cast, officer, now):
    councils.set_rule(**RULE | {"award": "", "threshold": "1/2"}, valid_from=DAY, by=officer, at=now)

    fighter = councils.rule_for("chien_si_thi_dua_co_so", DAY, cast.commune)

    assert (fighter.threshold, fighter.denominator, fighter.commune) == ("4/5", "total", None)
    assert councils.rule_for("giay_khen", DAY, cast.commune).denominator == "present"


def test_a_neighbours_rule_is_not_ours(law, cast, neighbour, now):
    councils.set_rule(**RULE, valid_from=DAY, by=neighbour("officer"), at=now)

    assert councils.rule_for("giay_khen", DAY, cast.commune).commune is None


def test_a_new_rule_ends_the_one_before_it(law, officer, now):
    first = councils.set_rule(**RULE, valid_from=date(2026, 1, 1), by=officer, at=now)

    councils.set_rule(**RULE, valid_from=DAY, by=officer, at=now)

    first.refresh_from_db()
    assert first.valid_to == date(2026, 5, 13)
    with pytest.raises(ValidationError, match="đã ghi quy tắc áp dụng từ ngày 14/05/2026"):
        councils.set_rule(**RULE, valid_from=DAY, by=officer, at=now)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"source": " "}, "căn cứ"),
        ({"threshold": "4/3"}, "tán thành phải lớn hơn 0 và không quá 1"),
        ({"threshold": "0/3"}, "tán thành phải lớn hơn 0 và không quá 1"),
        ({"quorum": "5/4"}, "có mặt phải lớn hơn 0 và không quá 1"),
        ({"threshold": "1/0"}, "Mẫu số"),
        ({"threshold": "hai phần ba"}, "phân số"),
        ({"threshold": "1/1", "strict": True}, "quá toàn bộ"),
    ],
)
def test_a_rule_without_source_or_with_an_impossible_share_is_refused(officer, now, changes, message):
    with pytest.raises(ValidationError, match=message):
        councils.set_rule(**RULE | changes, valid_from=DAY, by=officer, at=now)

    assert not VotingRule.objects.filter(commune=officer.commune).exists()


def test_confirming_a_shipped_rule_gives_the_commune_its_own_confirmed_copy(law, cast, officer, now):
    shipped = councils.rule_for("giay_khen", DAY, cast.commune)

    mine = councils.confirm_rule(shipped, source="Quy chế số 05, Điều 7", by=officer, at=now)

    shipped.refresh_from_db()
    assert (shipped.confirmed, shipped.commune) == (False, None)
    assert (mine.confirmed, mine.commune, mine.threshold, mine.source) == (
        True,
        cast.commune,
        "1/2",
        "Quy chế số 05, Điều 7",
    )
    assert councils.rule_for("giay_khen", DAY, cast.commune) == mine
    with pytest.raises(ValidationError, match="đã được xác nhận"):
        councils.confirm_rule(mine, source="Quy chế", by=officer, at=now)
    with pytest.raises(ValidationError, match="đã ghi quy tắc"):
        councils.confirm_rule(shipped, source="Quy chế", by=officer, at=now)


def test_nobody_confirms_a_neighbours_rule(law, officer, neighbour, now):
    theirs = councils.set_rule(**RULE, valid_from=DAY, by=neighbour("officer"), at=now)

    with pytest.raises(PermissionDenied):
        councils.confirm_rule(theirs, source="Quy chế", by=officer, at=now)

    theirs.refresh_from_db()
    assert not theirs.confirmed


def test_without_any_rule_there_is_no_vote(cast):
    VotingRule.objects.all().delete()

    with pytest.raises(ValidationError, match="Chưa có quy tắc biểu quyết áp dụng ngày 14/05/2026"):
        councils.rule_for("giay_khen", DAY, cast.commune)
