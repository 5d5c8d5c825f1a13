"""Minutes: every figure of the session, edited with revisions, two signatures, corrections linked to the signed."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Conflict, Minutes, Nomination, WrittenOpinion
from awards.services import minutes, sessions
from awards.tests.factories import HERE, SESSION_AT, adopt, make_ballot, make_nomination, make_session
from communes.models import HistoryEntry, RegisteredNumber
from communes.services import registers
from kit.saving import SavedMeanwhile

ENDED_AT = datetime(2026, 5, 14, 11, 5, tzinfo=HERE)


@pytest.fixture
def voted(cast, campaign, council, chair, councillor, vice):
    """A session after its voting: one adopted, one refused, one deferred, one for a higher level; one absent."""
    rows = [
        make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda"),
        make_nomination(campaign, unit=cast.unit("service"), status="on_agenda"),
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="on_agenda"),
        make_nomination(campaign, unit=cast.unit("front"), status="on_agenda", award="bang_khen", authority="province"),
    ]
    session = make_session(
        council, rows, status="in_session", chaired_by=chair.person, guests="Hội Nông dân xã\n\nHội Phụ nữ xã"
    )
    session.presence.filter(person=vice.person).update(state="written", reason="Đi công tác")
    first, second, third, _ = session.agenda.order_by("position")
    make_ballot(session, method="hands", status="voided", void_reason="Đếm nhầm.")
    WrittenOpinion.objects.create(
        item=first, person=vice.person, choice="for", received_on=SESSION_AT.date(), recorded_by="Lý Văn Ước"
    )
    Conflict.objects.create(item=second, person=councillor.person, kind="declared", words="Có liên quan.")
    adopt(session, signed=False)
    ballot = session.ballots.get(status="confirmed")
    ballot.items.filter(item=first).update(written_for=1)
    ballot.items.filter(item=second).update(
        adopted=False, votes_for=1, votes_against=2, votes_blank=0, votes_invalid=1, words="1/4 phiếu (25%), cần 3/4"
    )
    ballot.items.filter(item=third).delete()
    session.agenda.filter(pk=second.pk).update(result="not_recommended")
    session.agenda.filter(pk=third.pk).update(result="deferred", result_reason="Cần xác minh.")
    session.agenda.filter(pk=first.pk).update(discussion="Các đồng chí nhất trí cao.")
    type(session).objects.filter(pk=session.pk).update(status="voting_done", ended_at=ENDED_AT)
    session.refresh_from_db()
    return session


@pytest.fixture
def drafted(voted, secretary, now):
    """Minutes drafted from the session."""
    return minutes.draft(voted, by=secretary, at=now)


@pytest.mark.rule("L-13")
def test_the_minutes_name_who_was_there_and_who_was_not(drafted):
    kept = drafted.figures

    assert kept["members"] == {
        "all": 4, "total": 4, "needed": 3, "taking_part": 3, "present": 3, "absent": 1, "written": 1,
        "words": "Có mặt 03/04 thành viên, cần ít nhất 03: đủ thành phần; "
        "01 thành viên vắng mặt gửi ý kiến bằng văn bản.",
    }  # fmt: skip
    assert [
        (each["name"], each["words"], each["reason"]) for each in kept["presence"] if each["state"] != "present"
    ] == [("Phan Thị Quyên", "Vắng mặt, gửi ý kiến bằng văn bản", "Đi công tác")]
    assert (kept["chair"]["name"], kept["secretary"]["name"], kept["guests"]) == (
        "Đặng Hữu Phúc",
        "Lý Văn Ước",
        ["Hội Nông dân xã", "Hội Phụ nữ xã"],
    )
    assert (kept["opened"], kept["ended"], kept["place"]) == (
        "08 giờ 00 phút, ngày 14 tháng 5 năm 2026",
        "11 giờ 05 phút, ngày 14 tháng 5 năm 2026",
        "Phòng họp UBND xã",
    )


@pytest.mark.rule("L-13")
def test_the_minutes_name_the_vote_on_each_nominee(drafted):
    first, second, third, fourth = drafted.figures["items"]

    assert {key: first["vote"][key] for key in first["vote"] if key not in ("rule", "words")} == {
        "ballot": 2, "method": "Giơ tay", "for": 4, "against": 0, "blank": 0, "invalid": 0, "written_for": 1,
        "written_against": 0, "written_blank": 0, "base": 4, "needed": 3, "share": "100%", "adopted": True,
        "secret": False, "sheets": False,
    }  # fmt: skip
    assert first["vote"]["rule"] == {
        "threshold": "1/2", "strict": True, "denominator": "total", "source": "Quy chế làm việc", "confirmed": False,
    }  # fmt: skip
    assert (second["vote"]["for"], second["vote"]["against"], second["vote"]["invalid"], second["vote"]["share"]) == (
        1,
        2,
        1,
        "25%",
    )
    assert (third["vote"], third["result"], third["reason"]) == (None, "deferred", "Cần xác minh.")
    assert [each["result"] for each in (first, second, third, fourth)] == [
        "recommended",
        "not_recommended",
        "deferred",
        "recommended",
    ]
    assert drafted.figures["results"] == {"recommended": 2, "not_recommended": 1, "deferred": 1, "taken_off": 0}


@pytest.mark.rule("L-06")
def test_the_minutes_name_who_sent_a_written_opinion(drafted):
    assert [each["written_by"] for each in drafted.figures["items"]] == [["Phan Thị Quyên"], [], [], []]


@pytest.mark.rule("L-07")
def test_the_minutes_name_who_stood_aside(drafted):
    assert [each["conflicts"] for each in drafted.figures["items"]] == [
        [],
        [
            {
                "name": "Mai Thị Oanh",
                "kind": "Tự khai báo có liên quan",
                "abstains": True,
                "words": "Có liên quan.",
            }
        ],
        [],
        [],
    ]


@pytest.mark.rule("L-13")
def test_a_voided_ballot_stands_in_the_minutes_with_its_reason(drafted):
    assert drafted.figures["voided"] == [{"number": 1, "method": "Giơ tay", "reason": "Đếm nhầm."}]


@pytest.mark.rule("VT-07")
def test_the_conclusion_tells_what_is_decided_here_from_what_goes_upward(drafted):
    assert drafted.conclusion.split("\n") == [
        "Đề nghị Chủ tịch UBND xã Đồng Tâm quyết định khen thưởng:",
        "- Giấy khen – Phòng Kinh tế: 03 thành viên và 01 ý kiến bằng văn bản tán thành, đạt 04/04 (100%), cần 03/04.",
        "Đề nghị Chủ tịch UBND xã Đồng Tâm trình cấp trên khen thưởng:",
        "- Bằng khen – Ủy ban Mặt trận Tổ quốc Việt Nam xã: 04/04 thành viên (100%), cần 03/04.",
        "Không đề nghị khen thưởng:",
        "- Giấy khen – Trung tâm Phục vụ hành chính công: 01/04 thành viên (25%), cần 03/04.",
        "Hoãn xét:",
        f"- Giấy khen – {drafted.figures['items'][2]['nominee']}, Chuyên viên, Phòng Kinh tế: cần xác minh.",
    ]


@pytest.mark.rule("KP-04")
def test_the_conclusion_tells_whom_the_plans_number_leaves_in_reserve(voted, secretary, now):
    first = voted.agenda.order_by("position").first().nomination
    Nomination.objects.filter(pk=first.pk).update(status="reserve", rank=2)

    written = minutes.draft(voted, by=secretary, at=now)

    assert [each["reserve"] for each in written.figures["items"]] == [2, None, None, None]
    assert (lines := written.conclusion.split("\n"))[2:4] == [
        "Tán thành nhưng vượt số lượng kế hoạch quy định; xếp thứ tự, đưa vào danh sách dự bị:",
        "- Giấy khen – Phòng Kinh tế: 03 thành viên và 01 ý kiến bằng văn bản tán thành, đạt 04/04 (100%), cần 03/04; "
        "xếp thứ 2.",
    ]
    assert not [line for line in lines if "quyết định khen thưởng" in line]


def test_several_of_one_conclusion_end_with_semicolons_and_the_last_with_a_stop(voted, secretary, now):
    voted.agenda.filter(position=2).update(result="recommended")

    lines = minutes.draft(voted, by=secretary, at=now).conclusion.split("\n")

    assert [line[-1] for line in lines[:3]] == [":", ";", "."]


def test_words_are_proposed_from_the_records_alone(drafted):
    assert drafted.opening.split("\n")[1:] == [
        "Vắng mặt: Phan Thị Quyên (đi công tác).",
        "Chủ trì: đồng chí Đặng Hữu Phúc, Chủ tịch UBND xã.",
        "Thư ký: đồng chí Lý Văn Ước, Trưởng phòng Văn hóa - Xã hội.",
        "Khách mời (không biểu quyết): Hội Nông dân xã; Hội Phụ nữ xã.",
    ]
    assert drafted.discussion.split("\n") == [
        "Hội đồng xem xét 04 hồ sơ đề nghị khen thưởng.",
        "1. Giấy khen – Phòng Kinh tế: Các đồng chí nhất trí cao.",
        f"2. Giấy khen – {drafted.figures['items'][2]['nominee']}: hoãn xét; cần xác minh.",
        "Các thành viên không có ý kiến khác.",
    ]


def test_a_save_counts_revisions_and_refuses_to_overwrite(drafted, secretary, now):
    assert minutes.save(drafted, revision=0, conclusion="Nhất trí.", by=secretary, at=now) == 1

    with pytest.raises(SavedMeanwhile, match="Lý Văn Ước đã lưu biên bản này lúc 09:30 ngày 14/05/2026"):
        minutes.save(drafted, revision=0, conclusion="Khác.", by=secretary, at=now)

    drafted.refresh_from_db()
    assert (drafted.conclusion, drafted.revision) == ("Nhất trí.", 1)


@pytest.mark.rule("L-13")
def test_the_secretary_signs_then_the_chair_and_then_nothing_changes(drafted, secretary, chair, now):
    with pytest.raises(ValidationError, match="Thư ký chưa ký biên bản"):
        minutes.sign_as_chair(drafted, by=chair, at=now)
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    with pytest.raises(ValidationError, match="Thư ký đã ký biên bản nên không sửa được"):
        minutes.save(drafted, revision=0, conclusion="Khác.", by=secretary, at=now)

    minutes.sign_as_chair(drafted, by=chair, at=now)

    drafted.refresh_from_db()
    assert (drafted.secretary, drafted.secretary_signed_at, drafted.chair, drafted.chair_signed_at) == (
        secretary.person,
        now,
        chair.person,
        now,
    )
    assert (drafted.locked, drafted.session.status) == (True, "minutes_signed")
    with pytest.raises(ValidationError):
        minutes.save(drafted, revision=0, conclusion="Khác.", by=secretary, at=now)


@pytest.mark.rule("L-13")
def test_without_signed_minutes_nothing_can_be_decided(drafted, secretary, chair, now):
    nomination = Nomination.objects.get(pk=drafted.figures["items"][0]["nomination"])
    unsigned = "Biên bản họp Hội đồng về hồ sơ này chưa được ký."

    assert unsigned in nomination.blockers_to_award()
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    assert unsigned in nomination.blockers_to_award()
    minutes.sign_as_chair(drafted, by=chair, at=now)

    assert unsigned not in nomination.blockers_to_award()


@pytest.mark.rule("N-05")
@pytest.mark.parametrize(("typed", "given"), [("", "05/BB-HĐTĐKT"), ("15", "15/BB-HĐTĐKT"), ("7/BB", "07/BB-HĐTĐKT")])
def test_signed_minutes_bear_a_number_of_the_register(drafted, secretary, chair, now, typed, given):
    registers.take(minutes.SYMBOL, number=4, dated=now.date(), title="Biên bản trước", by=secretary, at=now)
    minutes.save(drafted, revision=0, paper_number=typed, by=secretary, at=now)
    minutes.sign_as_secretary(drafted, by=secretary, at=now)

    minutes.sign_as_chair(drafted, by=chair, at=now)

    drafted.refresh_from_db()
    assert drafted.paper_number == given
    taken = RegisteredNumber.objects.get(number=int(given[:2]))
    assert (str(taken), taken.dated, taken.veiled) == (given, now.date(), True)


@pytest.mark.rule("N-05")
@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("4", "Số 04/BB-HĐTĐKT năm 2026 đã cấp cho văn bản khác."),
        ("BB 15", "Số biên bản phải bắt đầu bằng chữ số, ví dụ 15."),
    ],
)
def test_minutes_with_a_number_that_cannot_be_theirs_are_not_signed(drafted, secretary, now, typed, refusal):
    registers.take(minutes.SYMBOL, number=4, dated=now.date(), title="Biên bản trước", by=secretary, at=now)
    minutes.save(drafted, revision=0, paper_number=typed, by=secretary, at=now)

    with pytest.raises(ValidationError) as refused:
        minutes.sign_as_secretary(drafted, by=secretary, at=now)

    assert refused.value.messages == [refusal]


@pytest.mark.rule("N-05")
def test_a_number_given_away_meanwhile_keeps_the_chair_from_signing(drafted, secretary, chair, now):
    minutes.save(drafted, revision=0, paper_number="4", by=secretary, at=now)
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    registers.take(minutes.SYMBOL, number=4, dated=now.date(), title="Biên bản khác", by=secretary, at=now)

    with pytest.raises(ValidationError, match="Số tiếp theo còn trống là 05"):
        minutes.sign_as_chair(drafted, by=chair, at=now)

    drafted.refresh_from_db()
    assert (drafted.locked, drafted.session.status) == (False, "minutes_draft")


@pytest.mark.rule("L-13")
def test_the_minutes_tell_that_the_session_opened_on_another_day(voted, secretary, now):
    type(voted).objects.filter(pk=voted.pk).update(planned_at=SESSION_AT - timedelta(days=2))
    voted.refresh_from_db()

    kept = minutes.draft(voted, by=secretary, at=now).figures

    assert kept["other_day"] == "Phiên họp triệu tập vào ngày 12/05/2026, khai mạc ngày 14/05/2026."


def test_the_signature_is_taken_back_to_mend_the_words(drafted, secretary, chair, councillor, now):
    minutes.sign_as_secretary(drafted, by=secretary, at=now)

    with pytest.raises(PermissionDenied):
        minutes.withdraw_signature(drafted, reason="a", by=councillor, at=now)
    with pytest.raises(ValidationError, match="ghi lý do"):
        minutes.withdraw_signature(drafted, reason=" ", by=chair, at=now)
    minutes.withdraw_signature(drafted, reason="Ghi thiếu khách mời.", by=chair, at=now)

    drafted.refresh_from_db()
    assert drafted.secretary_signed_at is None
    assert HistoryEntry.objects.about(drafted)[0].reason == "Ghi thiếu khách mời."
    assert minutes.save(drafted, revision=0, conclusion="Đủ.", by=secretary, at=now) == 1


def test_nobody_signs_what_changed_since_it_was_read(drafted, secretary, now):
    minutes.save(drafted, revision=0, conclusion="Mới.", by=secretary, at=now)

    with pytest.raises(SavedMeanwhile):
        minutes.sign_as_secretary(drafted, revision=0, by=secretary, at=now)

    assert Minutes.objects.get(pk=drafted.pk).secretary_signed_at is None


def test_minutes_without_a_conclusion_are_not_signed(drafted, secretary, now):
    minutes.save(drafted, revision=0, conclusion=" ", opening="", by=secretary, at=now)

    with pytest.raises(ValidationError) as refusal:
        minutes.sign_as_secretary(drafted, by=secretary, at=now)

    assert refusal.value.messages == ["Biên bản chưa ghi khai mạc, thành phần.", "Biên bản chưa ghi kết luận."]


def test_who_did_not_preside_does_not_sign_as_chair(drafted, secretary, vice, now):
    minutes.sign_as_secretary(drafted, by=secretary, at=now)

    with pytest.raises(ValidationError, match="do người chủ trì phiên họp ký: Đặng Hữu Phúc"):
        minutes.sign_as_chair(drafted, by=vice, at=now)

    assert Minutes.objects.get(pk=drafted.pk).chair_signed_at is None


def test_one_person_does_not_sign_twice(drafted, secretary, chair, now):
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    Minutes.objects.filter(pk=drafted.pk).update(secretary=chair.person)
    drafted.refresh_from_db()

    with pytest.raises(ValidationError, match="phải là hai người"):
        minutes.sign_as_chair(drafted, by=chair, at=now)


@pytest.mark.rule("L-13")
def test_signed_minutes_are_corrected_by_further_minutes_that_name_them(drafted, secretary, chair, now):
    minutes.save(drafted, revision=0, paper_number="15/BB-HĐ", conclusion="Kết luận cũ.", by=secretary, at=now)
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    minutes.sign_as_chair(drafted, by=chair, at=now)

    with pytest.raises(ValidationError, match="lý do"):
        minutes.correct(drafted, reason=" ", by=secretary, at=now)
    second = minutes.correct(drafted, reason="Ghi nhầm chức vụ.", by=secretary, at=now)
    minutes.save(second, revision=0, conclusion="Kết luận đúng.", by=secretary, at=now)

    drafted.refresh_from_db()
    assert (drafted.conclusion, drafted.locked) == ("Kết luận cũ.", True)
    assert (second.number, second.corrects, second.correction_reason, second.paper_number, second.conclusion) == (
        2,
        drafted,
        "Ghi nhầm chức vụ.",
        "",
        "Kết luận đúng.",
    )
    assert second.figures == drafted.figures
    minutes.sign_as_secretary(second, by=secretary, at=now)
    minutes.sign_as_chair(second, by=chair, at=now)
    sessions.close(second.session, by=secretary, at=now)
    assert second.session.status == "closed"


@pytest.mark.parametrize("part", ["chair", "councillor", "officer", "head", "administrator"])
def test_only_the_secretary_writes_and_signs_as_secretary(cast, voted, drafted, part, now):
    actor = cast.actor(part)

    for act in (
        lambda: minutes.save(drafted, revision=0, conclusion="a", by=actor, at=now),
        lambda: minutes.sign_as_secretary(drafted, by=actor, at=now),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert Minutes.objects.get(pk=drafted.pk).revision == 0


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("secretary", True, True),
        ("chair", True, True),
        ("councillor", False, True),
        ("officer", False, True),
        ("leader", False, True),
        ("head", False, False),
        ("reader", False, False),
        ("administrator", False, False),
    ],
)
def test_members_read_the_minutes_once_they_are_signed(cast, drafted, now, part, before, after):
    actor = cast.actor(part)
    seen_before = Minutes.objects.within(actor).exists()
    Minutes.objects.update(secretary_signed_at=now, chair_signed_at=now)

    assert (seen_before, Minutes.objects.within(actor).exists()) == (before, after)
