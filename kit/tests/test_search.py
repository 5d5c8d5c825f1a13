"""What is typed to find something, and what it fits."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.search import MOST_WORDS, Term, findable, numbers, parse, words_of

WORDS = st.text(alphabet='aăâbcdđeêhkmnoơptuưxyáàảãạấềỗợ AĐ059/-.“”"', max_size=40)


def fits(typed: str, text: str) -> bool:
    """Say whether a text holds everything typed."""
    query = parse(typed)
    return bool(query) and all(term.needle in findable(text) for term in query.terms)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Nguyễn Thị Hoà", " nguyen thi hoa "),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hòa"), " nguyen thi hoa "),
        ("05/QĐ-UBND", " 5 qd ubnd "),
        ("ngày 05/09/2026", " ngay 5 9 2026 "),
        ("“Dân vận khéo”", " dan van kheo "),
        ("Đội 007, tổ 00", " doi 7 to 0 "),
        (" – ", " "),
        ("", " "),
    ],
)
def test_a_text_is_found_by_words_between_blanks(text, line):
    assert findable(text) == line


def test_each_number_of_a_paper_stands_by_itself():
    assert numbers(["05/QĐ-UBND", "", "12/BC-UBND"]) == "| 5 qd ubnd | 12 bc ubnd |"
    assert numbers([]) == ""


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("nguyen thi hoa", [("nguyen", True), ("thi", True), ("hoa", False)]),
        ("  NGUYỄN  hò ", [("nguyen", True), ("ho", False)]),
        ("“cải cách” hành", [("cai cach", True), ("hanh", False)]),
        ('hành "cải cách"', [("hanh", True), ("cai cach", True)]),
        ("05/QĐ", [("5 qd", False)]),
        ("5/qđ-ubnd", [("5 qd ubnd", False)]),
        ("số 05/QĐ", [("5 qd", False)]),
        ("sổ vàng", [("so", True), ("vang", False)]),
        ("số", [("so", False)]),
        ("quý 1", [("quy", True), ("1", True)]),
        ("dân vận - khéo", [("dan", True), ("van", True), ("kheo", False)]),
        ('cải "cách', [("cai", True), ("cach", False)]),
        ('""', []),
        ("%_\\", []),
        ("", []),
    ],
)
def test_what_is_typed_is_read_as_terms(typed, terms):
    assert parse(typed).terms == tuple(Term(tuple(words.split()), whole) for words, whole in terms)


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("hoa thi nguyen", "Nguyễn Thị Hòa", True),
        ("nguyen thi h", "Nguyễn Thị Hòa", True),
        ("nguy hoa", "Nguyễn Thị Hòa", False),
        ("“hoa thi”", "Nguyễn Thị Hòa", False),
        ("“thi hoa”", "Nguyễn Thị Hòa", True),
        ("5/qđ-ubnd", "05/QĐ-UBND", True),
        ("05/QĐ", "05/QĐ-UBND", True),
        ("5/QĐ", "15/QĐ-UBND", False),
        ("5", "50/QĐ-UBND", False),
        ("QĐ-UBND 05", "05/QĐ-UBND", True),
        ("05/09/2026", "hạn 05/9/2026", True),
    ],
)
def test_what_is_typed_fits_or_not(typed, text, found):
    assert fits(typed, text) is found


@given(WORDS)
def test_a_text_of_few_words_is_found_by_itself_without_marks_and_by_its_words_turned_round(text):
    words = words_of(text)[:MOST_WORDS]
    if words and words[0] != "so":
        assert fits(" ".join(words), text)
        assert fits(" ".join(reversed(words)), text) or "so" in words


@given(WORDS)
def test_both_unicode_forms_are_asked_alike(text):
    assert parse(text) == parse(unicodedata.normalize("NFD", text))


@given(st.text())
def test_no_sign_that_a_database_reads_as_any_letter_is_left(text):
    assert not set("%_\\'") & set("".join(term.needle for term in parse(text).terms))
