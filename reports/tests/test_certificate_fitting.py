"""How a text is set into its room."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.rendering import fonts
from reports.rendering.fitting import em, fit

pytestmark = pytest.mark.once

ROOM = 680.0
LETTERS = st.sampled_from([*fonts.VIETNAMESE, " ", "-", "W", "Ữ", "“"])


def widest(lines, size, bold=False, italic=False) -> float:
    """Return the width of the widest line in points."""
    return max(em(line, bold, italic) for line in lines) * size


def test_a_short_name_keeps_its_size():
    assert fit("Nguyễn Văn An", 22, ROOM, 2, bold=True) == (22, ("Nguyễn Văn An",))


def test_a_longer_name_becomes_smaller_before_it_takes_a_second_line():
    name = "Ban Chấp hành Hội Liên hiệp Phụ nữ xã Vĩnh Thủy và các chi hội tại mười hai thôn"

    size, lines = fit(name, 22, ROOM, 2, bold=True)

    assert lines == (name,)
    assert 22 * 0.6 <= size < 22
    assert widest(lines, size, bold=True) <= ROOM < widest(lines, size + 0.5, bold=True)


def test_a_name_too_long_for_the_least_size_is_balanced_on_two_lines():
    name = "Ban Chấp hành Hội Liên hiệp Phụ nữ xã Vĩnh Thủy và các chi hội trực thuộc " * 2

    size, lines = fit(name.strip(), 22, ROOM, 2, bold=True)

    one, two = (em(line, bold=True) * size for line in lines)
    assert (len(lines), " ".join(lines)) == (2, name.strip())
    assert size >= 22 * 0.6
    assert abs(one - two) < 0.25 * ROOM


def test_an_achievement_fills_its_lines_before_it_becomes_smaller():
    words = "Đã có thành tích xuất sắc trong phong trào thi đua chuyển đổi số " * 3

    size, lines = fit(words.strip(), 14, ROOM, 3, wraps=True)

    assert (size, len(lines)) == (14, 2)


def test_given_lines_stay_and_shrink_together():
    size, lines = fit("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN", 14, 150, 2, bold=True)

    assert lines == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN")
    assert widest(lines, size, bold=True) <= 150


def test_a_word_wider_than_the_sheet_is_cut():
    size, lines = fit("W" * 120, 22, 300, 2, bold=True)

    assert "".join(lines) == "W" * 120
    assert widest(lines, size, bold=True) <= 300.01


@settings(max_examples=150, deadline=None)
@given(
    st.text(LETTERS, min_size=1, max_size=160).filter(str.strip), st.integers(1, 3), st.booleans(), st.booleans(),
    st.booleans(), st.floats(60, 700),
)  # fmt: skip
def test_no_text_ever_leaves_its_room(text, most, bold, italic, wraps, room):
    size, lines = fit(text, 24, room, most, bold=bold, italic=italic, wraps=wraps)

    assert size <= 24
    assert len(lines) <= most
    assert widest(lines, size, bold, italic) <= room + 0.01
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("size", [6, 8, 13, 72])
def test_the_least_size_is_never_above_the_own_size(size):
    assert fit("An", size, ROOM, 1) == (size, ("An",))
