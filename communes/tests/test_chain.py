"""The digest of a line and the seal on it: what they rest on, and that nothing can be changed beside them."""

import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.rules import chain, reads

HANOI = timezone(timedelta(hours=7))
AT = datetime(2026, 5, 14, 9, 30, 0, 250, tzinfo=HANOI)
LINE = {
    "commune_id": 1, "record_type": "communes.unit", "record_id": 7, "root_type": "communes.unit", "root_id": 7,
    "record_title": "Phòng Kinh tế", "action": "unit.changed", "label": "Sửa", "from_status": "", "to_status": "",
    "user_id": 3, "actor_name": "Nguyễn Thị Hạnh", "acting_as": "", "unit_id": None, "at": AT, "reason": "",
    "facts": {"changes": [["tên", "A", "B"]]}, "read_key": None,
}  # fmt: skip


def test_a_digest_is_what_anybody_computes_from_the_words():
    words = {**LINE, "at": "2026-05-14T02:30:00.000250+00:00"}
    text = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert chain.digest_of(LINE) == sha256(text.encode()).hexdigest()
    assert chain.digest_of({**LINE, "digest": "x", "id": 5}) == chain.digest_of(LINE)


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (AT, AT.astimezone(UTC)), ((1, 2), [1, 2]), (3.0, 3), (1e30, 10**30), (-0.0, 0), ({10: "a", 9: "b"},
        {"10": "a", "9": "b"}), ({"b": 1, "a": [2.50]}, {"a": [2.5], "b": 1}), (True, True),
    ],
    ids=["moment", "tuple", "whole", "large", "zero", "keys", "order", "truth"],
)  # fmt: skip
def test_what_a_database_gives_back_in_another_shape_has_the_same_digest(stored, read):
    assert chain.digest_of({**LINE, "facts": {"x": stored}}) == chain.digest_of({**LINE, "facts": {"x": read}})


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = {name: TEXT for name in chain.WORDS if isinstance(LINE[name], str)} | {
    name: st.integers() for name in ("commune_id", "record_id", "root_id", "user_id", "unit_id")
} | {"at": st.datetimes(timezones=st.just(HANOI)), "facts": st.dictionaries(TEXT, PLAIN, max_size=2),
     "read_key": st.none() | TEXT}  # fmt: skip


@given(st.sampled_from(chain.WORDS).flatmap(lambda name: st.tuples(st.just(name), VALUES[name])))
def test_whatever_word_is_changed_the_digest_changes(change):
    name, value = change
    changed = {**LINE, name: value}
    same = chain.plain(changed) == chain.plain(LINE) and repr(value) == repr(LINE[name])

    assert (chain.digest_of(changed) == chain.digest_of(LINE)) == same


@given(PLAIN)
def test_what_went_through_json_has_the_same_digest(value):
    facts = {"x": value}

    assert chain.digest_of({**LINE, "facts": json.loads(json.dumps(facts))}) == chain.digest_of(
        {**LINE, "facts": facts}
    )


@pytest.mark.parametrize("change", [
    {"previous": "b" * 64}, {"number": 3}, {"entry": "d" * 64}, {"sealed_at": AT + timedelta(microseconds=1)},
], ids=["previous", "number", "entry", "moment"])  # fmt: skip
def test_a_seal_rests_on_the_one_before_its_number_the_line_and_the_moment(change):
    told = {"previous": "a" * 64, "number": 2, "entry": "c" * 64, "sealed_at": AT}

    assert chain.seal_of(**told) == chain.seal_of(**told | {"sealed_at": AT.astimezone(UTC)})
    assert chain.seal_of(**told) != chain.seal_of(**told | change)


@pytest.mark.parametrize(
    ("user", "record", "minutes", "same"),
    [(3, 7, 29, True), (3, 7, 30, False), (4, 7, 0, False), (3, 8, 0, False)],
    ids=["same hour", "next hour", "another user", "another record"],
)
def test_looks_of_one_user_at_one_record_within_an_hour_are_one(user, record, minutes, same):
    first = reads.key(3, "communes.person", 7, "person.read", AT)

    assert (reads.key(user, "communes.person", record, "person.read", AT + timedelta(minutes=minutes)) == first) == same
