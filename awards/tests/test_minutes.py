"""Minutes as drafted: every figure of the session, the words and the conclusion proposed from them."""

from datetime import timedelta

import pytest

from awards.models import Nomination
from awards.services import minutes
from awards.tests.factories import SESSION_AT
from awards.tests.minutes_cases import make_voted


@pytest.fixture
def voted(cast, campaign, council, chair, councillor, vice):
    """A session after its voting."""
    return make_voted(cast, campaign, council, chair=chair, councillor=councillor, vice=vice)


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


@pytest.mark.rule("L-13")
def test_the_minutes_tell_that_the_session_opened_on_another_day(voted, secretary, now):
    type(voted).objects.filter(pk=voted.pk).update(planned_at=SESSION_AT - timedelta(days=2))
    voted.refresh_from_db()

    kept = minutes.draft(voted, by=secretary, at=now).figures

    assert kept["other_day"] == "Phiên họp triệu tập vào ngày 12/05/2026, khai mạc ngày 14/05/2026."
