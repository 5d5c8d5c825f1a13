"""Texts of papers: their own words pass their own checks, and their fields are filled however they are typed."""

import unicodedata

import pytest

from communes.models import Commune
from reports.documents.registry import KINDS
from reports.documents.wording import CommuneWords, Text, UnknownField

ELSEWHERE = Commune(kind="phuong", name="Bến Thủy")
CLOSING = next(text for text in KINDS["unit-plan"].texts if text.key == "closing")


def every_text() -> list:
    """Return each text of each kind as a case of a test."""
    return [pytest.param(text, id=f"{kind.key}-{text.key}") for kind in KINDS.values() for text in kind.texts]


@pytest.mark.parametrize("text", every_text())
def test_the_products_own_words_pass_its_own_checks_and_say_something_with_samples(text):
    sample = text.sample(text.default, ELSEWHERE)

    assert text.problems(text.default) == []
    assert sample.strip()
    assert not {"{", "}"} & set(sample)
    folded = {unicodedata.normalize("NFC", name).casefold() for name in text.fields}
    assert len(folded) == len(text.fields)


@pytest.mark.parametrize("text", every_text())
def test_samples_name_the_readers_own_commune_and_no_other(text):
    samples = text.samples(ELSEWHERE)

    assert list(samples) == list(text.fields)
    assert [words for words in samples.values() if "xã" in words or "Đồng Tâm" in words] == []
    assert {name: words.replace("phường Bến Thủy", "xã Đồng Tâm") for name, words in samples.items()} == text.fields


def test_a_sample_speaks_of_the_readers_own_committee():
    text = next(each for each in KINDS["chair-submission"].texts if each.key == "closing")

    assert text.sample(text.default, ELSEWHERE) == (
        "Hội đồng Thi đua - Khen thưởng phường Bến Thủy kính trình Chủ tịch UBND phường Bến Thủy xem xét, quyết định."
    )


def test_texts_of_a_kind_have_different_keys_and_titles():
    for kind in KINDS.values():
        assert len({text.key for text in kind.texts}) == len(kind.texts), kind.key
        assert len({text.title for text in kind.texts}) == len(kind.texts), kind.key


@pytest.mark.parametrize(
    "written",
    ["{tên đơn vị}", "{Tên Đơn Vị}", "{ TÊN  ĐƠN VỊ }", unicodedata.normalize("NFD", "{tên đơn vị}"), "{ten don vi}"],
)
def test_a_field_is_known_however_its_name_is_typed(written):
    assert CLOSING.unknown(written) == []
    assert CLOSING.filled(f"Của {written}.", {"tên đơn vị": "Phòng Kinh tế"}) == "Của Phòng Kinh tế."


def test_tone_marks_may_stand_in_the_old_or_the_new_place():
    text = Text("a", "A", "{thoả thuận hoà giải}", {"thoả thuận hoà giải": "x"})

    assert text.unknown("{thỏa thuận hòa giải}") == []


def test_what_a_record_says_is_never_read_as_a_field():
    told = {**CLOSING.fields, "tên đơn vị": "Tổ {tên phong trào}\n- một", "tên phong trào": "P"}

    assert CLOSING.filled("Của {tên đơn vị}.", told) == "Của Tổ {tên phong trào} - một."


def test_a_paper_that_leaves_a_field_unfilled_is_found_at_once(commune):
    texts = (Text("a", "A", "Không có trường.", {"tên đơn vị": "x"}),)

    with pytest.raises(UnknownField, match="ten don vi"):
        CommuneWords(commune, "thu", texts).of("a")
