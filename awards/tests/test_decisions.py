"""Decisions from the draft to publication: who stands in them, who acts, what is frozen."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Certificate, Decision, DecisionLine, Nomination
from awards.services import decision_lines, decisions
from awards.services.decision_words import frozen_words
from awards.tests.decision_cases import recommend, recommend_two, through
from awards.tests.factories import ISSUED_ON, make_award_campaign, make_nomination
from communes.models import HistoryEntry, RegisteredNumber
from communes.tests.factories import make_person
from kit.workflow import Overtaken, Unlawful


@pytest.fixture
def nominations(law, cast, campaign, council):
    """A collective and a person of Phòng Kinh tế, recommended by the council in signed minutes."""
    return recommend_two(cast, campaign, council)


@pytest.fixture
def draft(campaign, nominations, officer, now):
    """A draft with both of them, by the officer."""
    return decisions.draft(campaign, nominations, by=officer, at=now)


def test_a_draft_holds_the_recommended_in_order_with_what_the_records_say(draft, campaign, officer, now):
    lines = list(draft.lines.order_by("position"))

    assert [(each.position, each.subject, each.nominee_name, each.nominee_place) for each in lines] == [
        (1, "collective", "Phòng Kinh tế", ""),
        (2, "individual", "Trịnh Thị Ân", "Chuyên viên, Phòng Kinh tế"),
    ]
    assert [(each.gender, each.birth_year, each.citation) for each in lines] == [
        ("", None, lines[0].nomination.citation),
        ("female", 1990, lines[1].nomination.citation),
    ]
    assert (draft.status, draft.drafted_by_user, draft.drafted_on, draft.base_salary) == (
        "draft", officer.user, now.date(), 2_340_000,
    )  # fmt: skip
    assert draft.title == (
        "Về việc tặng Giấy khen cho tập thể, cá nhân có thành tích xuất sắc trong phong trào thi đua “Đẩy mạnh cải "
        "cách hành chính năm 2026”"
    )
    assert draft.merit == ("đã có thành tích xuất sắc trong phong trào thi đua “Đẩy mạnh cải cách hành chính năm 2026”")
    assert draft.grounds[0] == "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
    assert draft.grounds[-1] == (
        "Theo đề nghị của Hội đồng Thi đua - Khen thưởng xã Đồng Tâm tại Biên bản họp ngày 14 tháng 5 năm 2026"
    )
    assert f"số {campaign.number:02d}/KH-UBND" in draft.grounds[-2]


def test_people_stand_in_the_vietnamese_order_of_their_names_households_before_them(law, cast, council, officer, now):
    campaign = make_award_campaign(cast, key="nhieu-ho-so", quota=9)
    unit, rows = cast.unit("economy"), []
    for name, subject in (
        ("Nguyễn Văn Ước", "individual"), ("Lê Thị Ánh Đào", "individual"), ("Trần Văn Ân", "individual"),
        ("Bùi Văn Ba", "household"),
    ):  # fmt: skip
        person = make_person(cast.commune, name, unit=unit, gender="male")
        rows.append(make_nomination(campaign, unit=unit, subject=subject, status="on_agenda", person=person))
    rows.append(make_nomination(campaign, unit=cast.unit("service"), status="on_agenda"))
    rows.append(make_nomination(campaign, unit=unit, status="on_agenda"))

    decision = decisions.draft(campaign, recommend(council, rows), by=officer, at=now)

    assert [each.nominee_name for each in decision.lines.order_by("position")] == [
        "Phòng Kinh tế", "Trung tâm Phục vụ hành chính công", "Hộ gia đình ông Bùi Văn Ba", "Trần Văn Ân",
        "Lê Thị Ánh Đào", "Nguyễn Văn Ước",
    ]  # fmt: skip


@pytest.mark.rule("L-12")
@pytest.mark.rule("HP-12")
def test_a_bang_khen_never_stands_in_a_decision_of_the_commune(campaign, nominations, officer, now):
    Nomination.objects.filter(pk=nominations[1].pk).update(award="bang_khen", authority="province")

    with pytest.raises(ValidationError, match="không có thẩm quyền quyết định Bằng khen; chỉ được trình cấp trên"):
        decisions.draft(campaign, Nomination.objects.all(), by=officer, at=now)

    assert Decision.objects.count() == 0


@pytest.mark.rule("L-13")
@pytest.mark.parametrize("state", ["minutes_draft", "voting_done"])
def test_nothing_is_drafted_before_the_minutes_are_signed(campaign, nominations, officer, now, state):
    session = nominations[0].agenda_items.get().session
    type(session).objects.filter(pk=session.pk).update(status=state)

    with pytest.raises(ValidationError, match="biên bản họp Hội đồng về hồ sơ này chưa được ký"):
        decisions.draft(campaign, nominations, by=officer, at=now)


@pytest.mark.rule("DS-13")
@pytest.mark.parametrize("status", ["submitted", "eligible", "on_agenda", "not_recommended", "reserve", "deferred"])
def test_only_what_the_council_recommended_can_be_decided(campaign, nominations, officer, now, status):
    Nomination.objects.filter(pk=nominations[0].pk).update(status=status)

    with pytest.raises(ValidationError, match="không phải “Hội đồng tán thành”"):
        decisions.draft(campaign, Nomination.objects.all(), by=officer, at=now)


@pytest.mark.rule("KP-04")
def test_a_second_collective_over_the_quota_is_refused_at_once(cast, campaign, council, draft, officer, now):
    second = make_nomination(campaign, unit=cast.unit("service"), status="on_agenda")
    [second] = recommend(council, [second])

    with pytest.raises(ValidationError, match="Vượt số lượng khen thưởng: 02 tập thể, kế hoạch cho 01"):
        decision_lines.add_line(draft, second, by=officer, at=now)

    assert draft.lines.count() == 2


def test_a_nomination_stands_in_one_living_decision_only(cast, campaign, draft, nominations, officer, now):
    with pytest.raises(ValidationError, match="đã có trong “Về việc tặng Giấy khen"):
        decisions.draft(campaign, nominations, by=officer, at=now)

    decisions.cancel(draft, reason="Lập lại.", by=officer, at=now)
    again = decisions.draft(campaign, nominations, by=officer, at=now)

    assert (draft.status, set(draft.lines.values_list("released_at", flat=True))) == ("cancelled", {now})
    assert again.lines.count() == 2


def test_a_nomination_of_another_campaign_is_refused(cast, nominations, officer, now):
    other = make_award_campaign(cast, key="khac")

    with pytest.raises(ValidationError, match="thuộc phong trào khác"):
        decisions.draft(other, nominations, by=officer, at=now)


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_nothing_is_drafted_for_a_campaign_that_is_over(campaign, nominations, officer, now, status):
    type(campaign).objects.filter(pk=campaign.pk).update(status=status)
    campaign.refresh_from_db()

    with pytest.raises(ValidationError, match="không ở giai đoạn thực hiện hoặc tổng kết"):
        decisions.draft(campaign, nominations, by=officer, at=now)


def test_lines_are_moved_edited_dropped_and_put_back(draft, nominations, officer, now):
    first, second = draft.lines.order_by("position")

    decision_lines.move_line(second, up=True, by=officer, at=now)
    decision_lines.save_line(second, citation=" Sửa nhanh hồ sơ. ", nominee_place="Nơi khác", by=officer, at=now)
    decision_lines.drop_line(first, by=officer, at=now)

    [left] = draft.lines.all()
    assert (left.position, left.citation, left.nominee_place) == (1, "Sửa nhanh hồ sơ.", "Chuyên viên, Phòng Kinh tế")
    decision_lines.add_line(draft, nominations[1], by=officer, at=now)
    assert [each.nominee_name for each in draft.lines.order_by("position")] == ["Phòng Kinh tế", "Trịnh Thị Ân"]
    assert [each.label for each in HistoryEntry.objects.about(draft)] == [
        "Thêm Giấy khen – Phòng Kinh tế",
        "Bỏ dòng: Phòng Kinh tế",
        "Sửa dòng: Trịnh Thị Ân",
        "Chuyển dòng lên: Trịnh Thị Ân",
        "Lập dự thảo quyết định",
    ]


@pytest.mark.parametrize(("position", "up", "where"), [(1, True, "đầu"), (2, False, "cuối")])
def test_a_line_at_the_end_of_the_list_stays_there(draft, officer, now, position, up, where):
    line = draft.lines.get(position=position)

    with pytest.raises(ValidationError, match=f"đã ở {where} danh sách"):
        decision_lines.move_line(line, up=up, by=officer, at=now)


def test_a_draft_knows_what_it_would_cost(draft, officer, now):
    assert [each.prize for each in draft.lines.order_by("position")] == [1_410_000, 710_000]

    decision_lines.drop_line(draft.lines.get(position=1), by=officer, at=now)

    assert draft.lines.total() == 710_000


def test_words_are_saved_only_over_the_text_that_was_read(draft, officer, now):
    words = {"title": "Về việc khen thưởng", "grounds": ["Luật;", " ", "Kế hoạch."], "merit": "đã có thành tích"}

    decisions.save(draft, **words, revision=0, by=officer, at=now)
    with pytest.raises(Overtaken, match="vừa sửa dự thảo này"):
        decisions.save(draft, **{**words, "title": "Khác"}, revision=0, by=officer, at=now)

    draft.refresh_from_db()
    assert (draft.title, draft.grounds, draft.revision) == ("Về việc khen thưởng", ["Luật", "Kế hoạch"], 1)


def test_what_was_checked_is_not_edited_any_more(cast, draft, officer, now):
    through(draft, cast, now, to="checked")

    with pytest.raises(Overtaken, match="đang là dự thảo"):
        decision_lines.drop_line(draft.lines.first(), by=officer, at=now)

    assert draft.lines.count() == 2


@pytest.mark.parametrize("part", ["leader", "clerk", "head", "chair", "reader", "administrator"])
def test_only_those_who_prepare_decisions_write_them(cast, campaign, nominations, draft, now, part):
    actor = cast.actor(part)

    with pytest.raises(PermissionDenied):
        decisions.draft(campaign, nominations, by=actor, at=now)
    with pytest.raises(PermissionDenied):
        decisions.save(draft, title="a", grounds=["b"], merit="c", by=actor, at=now)
    with pytest.raises(PermissionDenied):
        decision_lines.drop_line(draft.lines.first(), by=actor, at=now)

    assert (Decision.objects.count(), draft.lines.count()) == (1, 2)


def test_nobody_checks_what_he_drafted_or_edited(cast, draft, officer, clerk, now):
    with pytest.raises(ValidationError, match="cần người thứ hai"):
        decisions.check(draft, note="Đúng.", by=officer, at=now)
    HistoryEntry.objects.create(
        commune=cast.commune, record_type="awards.decision", record_id=draft.pk, root_type="awards.decision",
        root_id=draft.pk, record_title="", action="decision.lines", label="Sửa", user=clerk.user, at=now,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="cần người thứ hai"):
        decisions.check(draft, note="Đúng.", by=clerk, at=now)

    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_check_covers_only_the_text_that_was_read(draft, officer, clerk, now):
    seen = Decision.objects.get(pk=draft.pk)
    decision_lines.move_line(draft.lines.get(position=2), up=True, by=officer, at=now)

    with pytest.raises(Overtaken):
        decisions.check(seen, note="Đúng.", by=clerk, at=now)
    with pytest.raises(Overtaken):
        decisions.check(Decision.objects.get(pk=draft.pk), revision=0, note="Đúng.", by=clerk, at=now)

    draft.refresh_from_db()
    assert draft.status == "draft"


def test_the_signer_stands_on_the_decision_with_name_and_position(cast, draft, leader, now):
    through(draft, cast, now, to="signed")

    draft.refresh_from_db()
    assert (draft.status, draft.signed_at, draft.signer_name, draft.signer_title) == (
        "awaiting_signature", now, "Trần Quốc Bảo", "Phó Chủ tịch UBND xã",
    )  # fmt: skip
    with pytest.raises(ValidationError, match="đã được ký"):
        decisions.sign(draft, by=leader, at=now)


def test_a_returned_decision_loses_check_and_signature(cast, draft, leader, now):
    through(draft, cast, now, to="signed")

    decisions.return_(draft, reason="Sửa căn cứ.", by=leader, at=now)

    draft.refresh_from_db()
    assert (draft.status, draft.checked_at, draft.checked_by, draft.sent_at, draft.signed_at, draft.signer_name) == (
        "draft", None, "", None, None, "",
    )  # fmt: skip
    assert HistoryEntry.objects.about(draft)[0].reason == "Sửa căn cứ."


def test_a_clerk_with_an_old_page_does_not_issue_what_was_returned_meanwhile(cast, draft, leader, clerk, now):
    through(draft, cast, now, to="signed")
    old = Decision.objects.get(pk=draft.pk)
    decisions.return_(draft, reason="Sửa.", by=leader, at=now)
    through(draft, cast, now, to="awaiting_signature")

    with pytest.raises(ValidationError, match="chưa được ký"):
        decisions.issue(old, number=5, issued_on=ISSUED_ON, by=clerk, at=now)

    assert RegisteredNumber.objects.filter(symbol="QĐ-UBND").count() == 0


def test_an_issued_decision_awards_numbers_and_registers(cast, draft, nominations, clerk, now):
    through(draft, cast, now, number=12)

    draft.refresh_from_db()
    assert (draft.status, draft.number_words, draft.issued_on, draft.issued_at, draft.published_at) == (
        "issued", "12/QĐ-UBND", ISSUED_ON, now, None,
    )  # fmt: skip
    assert set(Nomination.objects.values_list("status", flat=True)) == {"awarded"}
    number = RegisteredNumber.objects.get(symbol="QĐ-UBND")
    assert (number.year, number.number, number.title, number.taken_by) == (2026, 12, draft.title, "Lê Thị Ánh")
    assert [(each.status, each.registered_at) for each in Certificate.objects.all()] == [("registered", now)] * 2
    assert [(each.prize, each.prize_words) for each in draft.lines.order_by("position")] == [
        (1_410_000, "0,6 × 2.340.000 đồng = 1.404.000 đồng, làm tròn 1.410.000 đồng"),
        (710_000, "0,3 × 2.340.000 đồng = 702.000 đồng, làm tròn 710.000 đồng"),
    ]


@pytest.mark.rule("L-13")
@pytest.mark.parametrize(
    ("issued_on", "words"),
    [
        (date(2026, 5, 13), "ở trước ngày ký biên bản họp Hội đồng (14/05/2026)"),
        (date(2026, 5, 21), "không được sau hôm nay"),
    ],
)
def test_the_date_lies_between_the_minutes_and_today(cast, draft, clerk, now, issued_on, words):
    later = now + timedelta(days=6)
    through(draft, cast, later, to="signed")

    with pytest.raises(ValidationError) as refusal:
        decisions.issue(draft, number=5, issued_on=issued_on, by=clerk, at=later)

    assert words in refusal.value.messages[-1]
    assert Nomination.objects.filter(status="awarded").count() == 0


@pytest.mark.rule("L-13")
def test_a_decision_waits_while_the_minutes_are_being_corrected(cast, draft, clerk, now):
    through(draft, cast, now, to="signed")
    session = draft.lines.first().nomination.agenda_items.get().session
    type(session).objects.filter(pk=session.pk).update(status="minutes_draft")

    with pytest.raises(ValidationError, match="biên bản họp Hội đồng về hồ sơ này chưa được ký"):
        decisions.issue(draft, number=5, issued_on=ISSUED_ON, by=clerk, at=now)


def test_a_number_that_is_taken_is_refused_and_nothing_happens(cast, campaign, draft, clerk, now):
    RegisteredNumber.objects.create(
        commune=cast.commune, year=2026, symbol="QĐ-UBND", number=5, title="Khác", dated=ISSUED_ON, taken_by="a",
        taken_at=now,
    )  # fmt: skip
    through(draft, cast, now, to="signed")

    with pytest.raises(ValidationError, match="Số 05/QĐ-UBND năm 2026 đã cấp cho văn bản khác.*là 06"):
        decisions.issue(draft, number=5, issued_on=ISSUED_ON, by=clerk, at=now)

    draft.refresh_from_db()
    assert (draft.status, draft.number, Certificate.objects.count()) == ("awaiting_signature", None, 0)
    decisions.issue(draft, number=6, issued_on=ISSUED_ON, by=clerk, at=now)
    assert draft.number_words == "06/QĐ-UBND"


def test_numbers_begin_again_with_the_year(cast, draft, now):
    RegisteredNumber.objects.create(
        commune=cast.commune, year=2025, symbol="QĐ-UBND", number=5, title="Năm trước", dated=date(2025, 5, 1),
        taken_by="a", taken_at=now,
    )  # fmt: skip

    through(draft, cast, now, number=5)

    assert list(RegisteredNumber.objects.filter(symbol="QĐ-UBND").order_by("year").values_list("year", "number")) == [
        (2025, 5), (2026, 5),
    ]  # fmt: skip


def test_a_decision_of_a_cancelled_campaign_is_not_issued(cast, campaign, draft, clerk, now):
    through(draft, cast, now, to="signed")
    type(campaign).objects.filter(pk=campaign.pk).update(status="cancelled")

    with pytest.raises(ValidationError, match="Phong trào đã kết thúc hoặc đã hủy"):
        decisions.issue(draft, number=5, issued_on=ISSUED_ON, by=clerk, at=now)


def test_a_decision_is_issued_once(cast, draft, clerk, now):
    old = Decision.objects.get(pk=draft.pk)
    through(draft, cast, now)

    with pytest.raises(Unlawful):
        decisions.issue(old, number=6, issued_on=ISSUED_ON, by=clerk, at=now)

    assert RegisteredNumber.objects.filter(symbol="QĐ-UBND").count() == 1


def test_nobody_outside_learns_of_it_before_publication(cast, draft, nominations, head, reader, councillor, now):
    through(draft, cast, now)
    shown = {part: Decision.objects.within(part).count() for part in (head, reader, councillor)}
    assert (shown[head], shown[reader], shown[councillor]) == (0, 0, 1)
    assert DecisionLine.objects.within(head).count() == 0
    awarded = Nomination.objects.get(pk=nominations[0].pk)
    assert awarded.shown_status(head) == ("Đang xem xét", "info")

    decisions.publish(draft, by=cast.actor("officer"), at=now)

    assert (Decision.objects.within(head).count(), DecisionLine.objects.within(reader).count()) == (1, 2)
    assert Nomination.objects.get(pk=nominations[0].pk).shown_status(head) == ("Được khen thưởng", "success")


def test_the_frozen_words_say_what_the_paper_will_say(cast, draft, now):
    through(draft, cast, now, number=12)

    words = frozen_words(draft)

    assert (words["number_words"], words["issued_on"], words["total"]) == ("12/QĐ-UBND", "2026-05-14", 2_120_000)
    assert words["authority"] == "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐỒNG TÂM"
    assert words["articles"][0] == (
        "Tặng Giấy khen cho 01 tập thể, 01 cá nhân đã có thành tích xuất sắc trong phong trào thi đua “Đẩy mạnh cải "
        "cách hành chính năm 2026” (có danh sách kèm theo)."
    )
    assert "tổng số 2.120.000 đồng" in words["articles"][1]
    assert [(each["position"], each["name"], each["prize"]) for each in words["lines"]] == [
        (1, "Phòng Kinh tế", 1_410_000),
        (2, "Trịnh Thị Ân", 710_000),
    ]
    assert (words["signer_name"], words["signer_title"]) == ("Trần Quốc Bảo", "Phó Chủ tịch UBND xã")
