"""How minutes name a session and a post."""

import pytest

from awards.services import minutes, minutes_words
from awards.tests.factories import SESSION_AT, adopt, make_nomination, make_session


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
    assert discussed(opinions=OPINION, discussion="Thành tích rõ.", vote={"secret": True}) == [
        "1. Giấy khen – Phòng Kinh tế: Thành tích rõ; ý kiến bằng văn bản của Phan Thị Quyên."
    ]


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

    words = minutes_words.discussion_words(minutes.figures(session))

    assert vice.name in words
    assert ("cần thêm số liệu" in words) is told
