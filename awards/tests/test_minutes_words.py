"""How minutes name a session and a post."""

import pytest

from awards.models import Session
from awards.services import minutes, minutes_words, ranking
from awards.tests.factories import SESSION_AT, adopt, make_nomination, make_session
from awards.tests.ranking_cases import put_votes, quota


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("Xét khen thưởng năm 2026", "xét khen thưởng năm 2026"),
        ("Phiên họp xét khen thưởng", "xét khen thưởng"),
        ("Họp: Xét khen thưởng", "xét khen thưởng"),
        ("TĐKT năm 2026", "TĐKT năm 2026"),
    ],
)
def test_a_session_is_named_inside_a_sentence(title, about):
    assert minutes_words.about_words(title) == about


@pytest.mark.parametrize(
    ("position", "role", "held"),
    [
        ("Thư ký Hội đồng Thi đua - Khen thưởng xã", "Thư ký", ""),
        ("Ủy viên Hội đồng Thi đua - Khen thưởng xã", "Ủy viên", ""),
        ("Chủ tịch UBND xã", "Chủ tịch Hội đồng", "Chủ tịch UBND xã"),
        ("Trưởng phòng Kinh tế", "Ủy viên", "Trưởng phòng Kinh tế"),
    ],
)
def test_the_seat_in_the_council_is_no_post_held(position, role, held):
    assert minutes_words.post_held(position, role) == held


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Đi công tác.", "đi công tác"),
        ("Phòng Kinh tế chưa giải trình", "Phòng Kinh tế chưa giải trình"),
        ("Nguyễn Văn An xin rút", "Nguyễn Văn An xin rút"),
        ("", ""),
    ],
)
def test_typed_words_stand_inside_a_sentence_and_names_keep_their_capitals(typed, printed):
    assert minutes_words.inside(typed) == printed


def discussed(**item):
    """Return the proposed discussion of one nominee."""
    one = {"award": "Giấy khen", "nominee": "Phòng Kinh tế", "result": "recommended", "reason": "", "discussion": "",
           "vote": {"secret": False}, "opinions": []} | item  # fmt: skip
    return minutes_words.discussion_words({"items": [one]}).split("\n")[1:]


OPINION = [{"name": "Phan Thị Quyên", "text": "Cần thêm số liệu."}]


@pytest.mark.rule("L-06")
def test_what_was_written_stands_in_the_discussion_but_for_a_secret_ballot():
    assert discussed() == ["Các thành viên không có ý kiến khác."]
    assert discussed(opinions=OPINION) == [
        "1. Giấy khen – Phòng Kinh tế: ý kiến bằng văn bản: Phan Thị Quyên: cần thêm số liệu."
    ]
    assert discussed(opinions=[OPINION[0] | {"choice": "không tán thành"}]) == [
        "1. Giấy khen – Phòng Kinh tế: ý kiến bằng văn bản: Phan Thị Quyên (không tán thành): cần thêm số liệu."
    ]
    assert discussed(opinions=OPINION, discussion="Thành tích rõ.", vote={"secret": True}) == [
        "1. Giấy khen – Phòng Kinh tế: Thành tích rõ; ý kiến bằng văn bản của Phan Thị Quyên."
    ]


@pytest.mark.rule("L-06")
@pytest.mark.parametrize(
    ("secret", "told"),
    [
        (False, "Đồng chí Phan Thị Quyên gửi ý kiến bằng văn bản về 02 hồ sơ, đều tán thành: thành tích rõ."),
        (True, "Đồng chí Phan Thị Quyên gửi ý kiến bằng văn bản về 02 hồ sơ."),
    ],
)
def test_what_was_written_alike_about_several_is_told_once(secret, told):
    opinion = {"name": "Phan Thị Quyên", "text": "Thành tích rõ.", "choice": "tán thành"}
    one = {"award": "Giấy khen", "nominee": "A", "result": "recommended", "reason": "", "discussion": "",
           "vote": {"secret": secret}, "opinions": [opinion]}  # fmt: skip

    assert minutes_words.discussion_words({"items": [one, one | {"nominee": "B"}]}).split("\n") == [
        "Hội đồng xem xét 02 hồ sơ đề nghị khen thưởng.",
        told,
        "Các thành viên không có ý kiến khác.",
    ]


@pytest.mark.rule("L-06")
@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("hands", "03 thành viên và 01 ý kiến bằng văn bản tán thành, đạt 04/04 (100%), cần 03/04"),
        ("paper", "04/04 (100%), cần 03/04; đã biểu quyết 03 phiếu và 01 ý kiến bằng văn bản"),
        ("written", "04/04 phiếu (100%), cần 03/04"),
    ],
)
def test_opinions_in_writing_are_counted_apart_from_the_votes_cast_there(cast, council, campaign, method, told):
    row = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = adopt(make_session(council, [row], status="in_session"), signed=False)
    session.ballots.update(method=method)
    session.ballots.get().items.update(written_for=1)

    assert minutes.figures(session)["items"][0]["vote"]["words"] == told


@pytest.mark.rule("KP-04")
def test_the_conclusion_parts_those_within_the_number_from_the_reserve_only_once_they_are_in_order(
    cast, council, campaign, secretary
):
    made = put_votes(cast, council, campaign, {"An": (8, {}), "Bình": (7, {})}, quota_key="ca-nhan")
    session = Session.objects.get()

    before = minutes_words.conclusion_words(minutes.figures(session)).split("\n")
    ranking.settle(campaign, *quota(campaign), by=secretary, at=SESSION_AT)
    after = minutes_words.conclusion_words(minutes.figures(session)).split("\n")

    assert {name: each.quota_key for name, each in made.items()} == {"An": "ca-nhan", "Bình": "ca-nhan"}
    assert before[0] == (
        "Cá nhân: tán thành 02 trường hợp, vượt 01 so với số lượng kế hoạch quy định (01); "
        "thứ tự xét, danh sách trong số lượng và dự bị được xếp sau:"
    )
    assert len(before) == 3
    assert after[0] == "Đề nghị Chủ tịch UBND xã Đồng Tâm quyết định khen thưởng:"
    assert after[2] == "Tán thành nhưng vượt số lượng kế hoạch quy định; xếp thứ tự, đưa vào danh sách dự bị:"
    assert after[3].endswith("; xếp thứ 2.")


@pytest.mark.rule("L-06")
@pytest.mark.parametrize(("method", "told"), [("secret", False), ("paper", False), ("hands", True), ("named", True)])
def test_what_an_absent_member_wrote_is_told_of_open_votes_alone(cast, council, campaign, vice, method, told):
    row = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = make_session(council, [row], status="in_session")
    session.presence.filter(person=vice.person).update(state="written")
    session.agenda.get().written_opinions.create(
        person=vice.person,
        choice="against",
        text="Cần thêm số liệu.",
        received_on=SESSION_AT.date(),
        recorded_by="Thư ký",
    )
    adopt(session, signed=False)
    session.ballots.update(method=method)

    kept = minutes.figures(session)
    words = minutes_words.discussion_words(kept)

    assert vice.name in words
    assert ("cần thêm số liệu" in words) is told
    assert ("Cần thêm số liệu" in str(kept)) is told
    assert ("written_against" in kept["items"][0]["vote"]) is told
