"""How minutes name a session and a post."""

import pytest

from awards.services import minutes_words


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
