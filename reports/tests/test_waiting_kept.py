"""What a process keeps of what waits: how long, until when, and in one place."""

from datetime import timedelta

from django.core.cache import caches

from reports.tests.letter_cases import drafted, paper_of
from reports.waiting.counts import by_page
from reports.waiting.kept import BRIEFLY, KEPT, Standing, kept


def test_what_was_found_is_kept_briefly_while_the_newest_act_is_young(officer, now, monkeypatch):
    lasting = []
    monkeypatch.setattr(caches["process"], "set", lambda key, value, seconds: lasting.append(seconds))

    for age in (0, 59, 60, 3600):
        kept("x", officer, Standing(1, now - timedelta(seconds=age), None), now, list)

    assert lasting == [BRIEFLY, BRIEFLY, KEPT, KEPT]


def test_what_was_found_is_found_anew_at_another_standing_or_day_and_takes_one_place(officer, now, monkeypatch):
    places, found = set(), iter(range(9))
    keep = caches["process"].set
    monkeypatch.setattr(caches["process"], "set", lambda key, *facts: (places.add(key), keep(key, *facts)))
    first, second = Standing(1, None, None), Standing(1, None, now)

    def told(standing, moment=now) -> int:
        return kept("x", officer, standing, moment, lambda: next(found))

    assert [told(first), told(first), told(second), told(second, now + timedelta(days=1))] == [0, 0, 1, 2]
    assert len(places) == 1


def test_a_paper_that_was_made_is_told_at_once_though_no_history_says_so(cast, now):
    clerk, letter = cast.actor("clerk"), drafted(cast)
    assert by_page(clerk)["reports:letters"] == 0

    paper_of(letter, cast)

    assert by_page(clerk)["reports:letters"] == 1
