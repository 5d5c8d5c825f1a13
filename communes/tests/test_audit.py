"""The check of the chain: whatever was done to the rows, the first line that does not fit is named."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from communes.models import HistoryEntry, HistorySeal
from communes.rules import chain
from communes.services import audit, seals
from communes.tests.audit_cases import check_history, tamper, write

ENTRY, SEAL = "communes_historyentry", "communes_historyseal"


@pytest.fixture
def lines(cast, officer, now, commune):
    """Five sealed lines about a unit, all of the history there is."""
    made = write(cast.unit("economy"), *"abcde", by=officer, at=now)
    seals.seal(commune, at=now)
    return made


def number(line) -> int:
    """Return the number of a line in the chain."""
    return HistorySeal.objects.get(entry=line).number


def forged(line, **words) -> str:
    """Return the digest that a line would have with other words."""
    return chain.digest_of(line.words | words)


def test_a_chain_that_nobody_touched_is_whole(commune, lines, cast, officer, now):
    write(cast.unit("economy"), "f", "g", by=officer, at=now)

    found = audit.verify(commune)

    assert (found.wrong, found.number, found.unsealed) == (None, HistoryEntry.objects.count() - 2, 2)
    assert found.digest == seals.last_seal(commune).digest


@pytest.mark.parametrize(("column", "value"), [
    ("label", "khác"), ("actor_name", "Ai đó"), ("reason", ""), ("to_status", "issued"), ("facts", '{"part": 0.6}'),
    ("at", "2026-05-14 02:30:00.000001+00:00"), ("read_key", "x"), ("user_id", None), ("digest", "0" * 64),
    ("digest", ""),
], ids=lambda value: value if isinstance(value, str) and value.isidentifier() else "v")  # fmt: skip
def test_a_line_of_which_one_word_was_changed_is_named(commune, lines, column, value):
    tamper((f"UPDATE {ENTRY} SET {column} = %s WHERE id = %s", [value, lines[2].pk]))

    wrong = audit.verify(commune).wrong

    assert (wrong.number, wrong.entry) == (number(lines[2]), lines[2])
    assert "không khớp mã băm" in wrong.told
    assert "14/05/2026 09:30" in wrong.told and "Phòng Kinh tế" in wrong.told


def test_a_line_changed_together_with_its_digest_breaks_its_seal(commune, lines):
    lie = forged(lines[2], label="khác")
    tamper((f"UPDATE {ENTRY} SET label = 'khác', digest = %s WHERE id = %s", [lie, lines[2].pk]))

    wrong = audit.verify(commune).wrong

    assert (wrong.number, wrong.why) == (number(lines[2]), "dấu niêm phong không khớp với dòng")


def test_a_line_changed_with_digest_and_seal_breaks_the_next_seal(commune, lines):
    seal = HistorySeal.objects.get(entry=lines[2])
    lie = forged(lines[2], label="khác")
    link = chain.seal_of(previous=seal.previous, number=seal.number, entry=lie, sealed_at=seal.sealed_at)
    tamper(
        (f"UPDATE {ENTRY} SET label = 'khác', digest = %s WHERE id = %s", [lie, lines[2].pk]),
        (f"UPDATE {SEAL} SET digest = %s WHERE id = %s", [link, seal.pk]),
    )

    wrong = audit.verify(commune).wrong

    assert (wrong.number, wrong.why) == (seal.number + 1, "dấu niêm phong không nối với dấu liền trước")


@pytest.mark.parametrize("with_seal", [True, False], ids=["line and seal", "line alone"])
@pytest.mark.parametrize("place", [0, 2, 4], ids=["first", "middle", "last"])
def test_a_line_that_was_removed_is_named(commune, lines, place, with_seal):
    if with_seal and place == 4:
        pytest.skip("A chain cut short is seen by a seal that was noted elsewhere alone.")
    gone = number(lines[place])
    removals = [(f"DELETE FROM {SEAL} WHERE number = %s", [gone])] if with_seal else []
    with transaction.atomic():
        tamper(*removals, (f"DELETE FROM {ENTRY} WHERE id = %s", [lines[place].pk]))
        wrong = audit.verify(commune).wrong
        transaction.set_rollback(True)

    assert (wrong.number, wrong.entry, wrong.why) == (gone, None, "không còn trong nhật ký")


def test_a_line_put_in_between_breaks_the_seal_after_it(commune, lines, now):
    place = number(lines[2])
    [put] = write(lines[2].unit or commune, "chen", by=audit.Actor.of_product(commune), at=now)
    previous = HistorySeal.objects.get(number=place - 1).digest
    link = chain.seal_of(previous=previous, number=place, entry=put.digest, sealed_at=now)
    tamper(
        (f"UPDATE {SEAL} SET number = number + 1000 WHERE number >= %s", [place]),
        (f"UPDATE {SEAL} SET number = number - 999 WHERE number >= 1000", []),
        (
            f"INSERT INTO {SEAL} (commune_id, number, entry_id, previous, digest, sealed_at) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            [commune.pk, place, put.pk, previous, link, now],
        ),
    )

    wrong = audit.verify(commune).wrong

    assert (wrong.number, wrong.entry) == (place + 1, lines[2])


def test_two_lines_that_changed_places_are_named(commune, lines):
    first, second = (HistorySeal.objects.get(entry=line) for line in lines[1:3])
    tamper(
        (f"UPDATE {SEAL} SET entry_id = -1 WHERE id = %s", [first.pk]),
        (f"UPDATE {SEAL} SET entry_id = %s WHERE id = %s", [lines[1].pk, second.pk]),
        (f"UPDATE {SEAL} SET entry_id = %s WHERE id = %s", [lines[2].pk, first.pk]),
    )

    assert audit.verify(commune).wrong.number == first.number


@pytest.mark.parametrize(("column", "value"), [
    ("digest", "0" * 64), ("previous", "0" * 64), ("sealed_at", "2026-05-14 02:31:00+00:00"),
], ids=["digest", "previous", "sealed_at"])  # fmt: skip
def test_a_seal_that_was_changed_is_named(commune, lines, column, value):
    tamper((f"UPDATE {SEAL} SET {column} = %s WHERE entry_id = %s", [value, lines[1].pk]))

    assert audit.verify(commune).wrong.number == number(lines[1])


def test_a_line_changed_before_it_was_sealed_is_named(commune, lines, cast, officer, now):
    [fresh] = write(cast.unit("economy"), "f", by=officer, at=now)
    tamper((f"UPDATE {ENTRY} SET label = 'khác' WHERE id = %s", [fresh.pk]))

    wrong = audit.verify(commune).wrong

    assert (wrong.number, wrong.entry) == (None, fresh)
    assert wrong.told.startswith("Dòng chưa niêm phong")


def test_a_line_whose_digest_was_wiped_before_it_was_sealed_is_named(commune, lines, cast, officer, now):
    [fresh] = write(cast.unit("economy"), "f", by=officer, at=now)
    tamper((f"UPDATE {ENTRY} SET digest = '' WHERE id = %s", [fresh.pk]))
    seals.seal(commune, at=now)

    wrong = audit.verify(commune).wrong

    assert (wrong.number, wrong.entry, wrong.why) == (number(fresh), fresh, audit.CHANGED)


@pytest.mark.parametrize(("drop", "lie", "fits"), [(0, "", True), (2, "", False), (0, "0" * 64, False)],
                         ids=["as noted", "cut short", "another"])  # fmt: skip
def test_a_seal_noted_elsewhere_shows_a_chain_cut_short_or_written_anew(commune, lines, drop, lie, fits):
    last = seals.last_seal(commune)
    for line in lines[len(lines) - drop :]:
        tamper(
            (f"DELETE FROM {SEAL} WHERE entry_id = %s", [line.pk]), (f"DELETE FROM {ENTRY} WHERE id = %s", [line.pk])
        )
    assert audit.verify(commune).wrong is None

    assert (audit.verify(commune, noted={last.number: lie or last.digest}).wrong is None) == fits


def test_the_command_tells_what_it_found_and_ends_with_it(commune, lines, capsys):
    call_command("verify_audit")
    told = capsys.readouterr().out
    assert told.startswith("xã Đồng Tâm: nguyên vẹn") and seals.last_seal(commune).digest in told

    tamper((f"UPDATE {ENTRY} SET label = 'khác' WHERE id = %s", [lines[2].pk]))
    with pytest.raises(SystemExit, match="1"):
        call_command("verify_audit", "--commune", "dong-tam", "--json")
    found = json.loads(capsys.readouterr().out)
    assert (found["ok"], found["wrong"]["number"], found["wrong"]["entry"]) == (False, number(lines[2]), lines[2].pk)


@pytest.mark.parametrize("words", [["--commune", "khong-co"], ["--noted", "5:xyz", "--commune", "dong-tam"],
                                   ["--noted", f"5:{'0' * 64}"]], ids=["commune", "form", "whose"])  # fmt: skip
def test_the_command_refuses_what_it_does_not_understand(commune, words):
    with pytest.raises(CommandError):
        call_command("verify_audit", *words)


def test_checking_takes_the_same_queries_whatever_there_is(
    commune, lines, cast, officer, now, django_assert_num_queries
):
    with django_assert_num_queries(3):
        audit.verify(commune)
    write(cast.unit("economy"), *"fghij", by=officer, at=now)
    seals.seal(commune, at=now)
    with django_assert_num_queries(3):
        audit.verify(commune)


def test_a_check_that_was_asked_for_is_made_once_and_its_result_is_a_line(commune, lines, administrator, clock, now):
    audit.ask(commune, by=administrator, at=now)
    assert audit.standing(commune, actor=administrator, at=now).under_way

    check_history()
    check_history()

    [line] = HistoryEntry.objects.filter(action="audit.check")
    assert (line.actor_name, line.label) == (administrator.name, "Kiểm tra nhật ký: nguyên vẹn")
    assert line.facts["number"] == seals.last_seal(commune).number
    standing = audit.standing(commune, actor=administrator, at=now)
    assert (standing.under_way, standing.unanswered, standing.ending) == (False, None, "whole")


def test_a_check_names_the_line_to_those_who_may_know_of_it(commune, lines, administrator, leader, clock, now):
    tamper((
        f"UPDATE {ENTRY} SET root_type = 'awards.decision', record_title = 'Kín' WHERE id = %s", [lines[2].pk],
    ))  # fmt: skip
    audit.ask(commune, by=leader, at=now)

    check_history()

    told = {part: audit.standing(commune, actor=part, at=now) for part in (administrator, leader)}
    assert [told[part].ending for part in told] == ["wrong", "wrong"]
    assert [told[part].wrong for part in told] == [None, lines[2]]


def test_a_check_that_fails_says_so(commune, lines, administrator, clock, now, monkeypatch):
    audit.ask(commune, by=administrator, at=now)
    monkeypatch.setattr(audit, "verify", lambda commune: 1 / 0)

    check_history()

    assert audit.standing(commune, actor=administrator, at=now).ending == "failed"


def test_one_check_at_a_time_until_it_is_given_up(commune, lines, administrator, officer, now):
    with pytest.raises(PermissionDenied):
        audit.ask(commune, by=officer, at=now)
    audit.ask(commune, by=administrator, at=now)

    with pytest.raises(ValidationError, match="Đang kiểm tra"):
        audit.ask(commune, by=administrator, at=now)
    later = now + 2 * audit.PATIENCE
    assert audit.standing(commune, actor=administrator, at=later).unanswered.action == "audit.ask"
    audit.ask(commune, by=administrator, at=later)


def test_without_a_request_the_alarm_clock_asks_once(commune, lines, django_assert_num_queries):
    with django_assert_num_queries(1):
        audit.check_one_asked(clock=timezone.now)
