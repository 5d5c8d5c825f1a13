"""Whatever a text holds: reading never fails, drops no line, and does not run away."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.reading.reader import read

TEXTS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "plans").glob("*/*.txt"))]
LINES = sorted({line for text in TEXTS for line in text.split("\n")})
BREAKS = ("\n", "\n\n", "\r\n", "\r", "\n\f", "\n \n")
WORDS = (
    *(
        "thi đua ",
        "trước ngày ",
        "không quá ",
        "gửi về ",
        "a) ",
        "01 tập thể ",
        "Ủy ban nhân dân ",
        "1.",
        "và ",
        "đạt ",
    ),
    *("(", "“", "-", "ngày 1/", "đề nghị ", "qua ", "có ", "hồ sơ ", "I. ", "Phần I ", "được xét ", "tổng kết ", "từ "),
)
texts = st.lists(st.sampled_from(LINES), max_size=60).flatmap(
    lambda lines: st.sampled_from(BREAKS).map(lambda ends: ends.join(lines))
)


def unaccounted(text):
    """Return the numbers of the lines with words that a reading neither understood nor handed back."""
    reading = read(text)
    known = reading.covered() | {
        number for left in reading.leftovers for number in range(left.lines[0], left.lines[1] + 1)
    }
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [number for number, line in enumerate(lines, 1) if line.replace("\f", " ").strip() and number not in known]


@pytest.mark.parametrize("text", TEXTS)
def test_every_line_of_a_plan_is_understood_or_handed_back(text):
    assert unaccounted(text) == []


@settings(max_examples=60, deadline=None)
@given(texts)
def test_lines_of_plans_in_any_order_are_understood_or_handed_back(text):
    assert unaccounted(text) == []


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(TEXTS), st.integers(0, 12_000), st.integers(0, 12_000))
def test_a_text_cut_anywhere_is_understood_or_handed_back(text, start, end):
    assert unaccounted(text[start : start + end]) == []


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_letters_without_meaning_are_handed_back(text):
    assert unaccounted(text.replace("\x0b", " ").replace("\x85", " ")) == []


@pytest.mark.parametrize("text", TEXTS)
def test_decomposed_letters_and_other_line_ends_change_nothing(text):
    plain = read(unicodedata.normalize("NFC", text)).to_json()["fields"]
    other = read(unicodedata.normalize("NFD", text).replace("\n", "\r\n")).to_json()["fields"]
    assert [each["value"] for each in other] == [each["value"] for each in plain]


@pytest.mark.parametrize("word", WORDS)
def test_one_word_a_thousand_times_on_a_line_is_read_to_its_end(word):
    text = f"KẾ HOẠCH\nI. KHEN THƯỞNG\n{word * (6_000 // len(word))}"
    assert unaccounted(text) == []


def test_a_reading_says_where_each_of_its_words_stands():
    for text in TEXTS:
        lines = text.split("\n")
        for finding in read(text).findings:
            first, last = finding.lines
            assert 1 <= first <= last <= len(lines)
