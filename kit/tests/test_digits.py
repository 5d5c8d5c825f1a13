"""Whole numbers as an address or a form sends them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import digits


@pytest.mark.parametrize(
    ("text", "found"),
    [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1), ("1" * 19, None), ("9" * 5000, None), ("", None), ("-1", None),
     ("1.5", None), ("²", None), (" 1", None), ("1\x00", None)],
)  # fmt: skip
def test_only_as_many_digits_as_a_key_has_are_a_number(text, found):
    assert digits.number(text) == found


@given(st.lists(st.text() | st.integers().map(str)))
def test_whatever_is_sent_a_database_can_hold_what_is_read_of_it(texts):
    found = digits.numbers(texts)

    assert all(0 <= each < 2**63 for each in found)
    assert len(set(found)) == len(found)
