"""Nobody learns from any address what was not announced: neither results before publication nor anybody's vote."""

from datetime import datetime

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from django_scopes import scope

from awards.models import Nomination
from communes.tests.factories import Cast, make_commune
from emulation.tests.confidences import FAMILIES, FATES, SECRET_WORDS, Confidences
from emulation.tests.walks import NOUNS, Walk, noun_of, open_addresses

OUTSIDERS = ("head", "member", "other_head", "administrator", "reader", "inspector")


class _Undo(Exception):
    """Takes a rehearsal back."""


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """The commune full of secrets, built once; what a test changes in it is taken back."""
    now = datetime(2026, 5, 14, 9, 30, tzinfo=timezone.get_default_timezone())
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now)
        with transaction.atomic():
            commune = make_commune()
            with scope(commune=commune):
                secrets = Confidences(Cast(commune), now)
            yield secrets
            transaction.set_rollback(True)


@pytest.fixture
def secrets(built, db):
    """The commune full of secrets, with its scope open."""
    with scope(commune=built.cast.commune):
        yield built


def rehearse(perform, look):
    """Do something, look at what it left, and take it back."""
    seen = None
    try:
        with transaction.atomic():
            perform()
            seen = look()
            raise _Undo
    except _Undo:
        return seen


@pytest.mark.parametrize("part", OUTSIDERS)
def test_time(secrets, part):
    import time
    from collections import Counter

    t = time.time()
    walk = Walk(secrets.cast.actor(part), lambda model: model.objects.order_by("pk"))
    urls = walk.urls()
    t1 = time.time()
    seen = walk.look(urls)
    print(part, len(urls), t1 - t, time.time() - t1, Counter(v[:3] for v in seen.values()))
    for url, text in seen.items():
        found = [w for w in SECRET_WORDS if w in text]
        fam = [f for f in FAMILIES.values() if f in text]
        if found:
            print("  LEAK", url, found)
    other = rehearse(secrets.unsay, lambda: walk.look(urls))
    import difflib

    for url in urls:
        if seen[url] != other[url]:
            a, b = seen[url], other[url]
            i = next((k for k in range(min(len(a), len(b))) if a[k] != b[k]), 0)
            print("  DIFF", url, "|", a[max(0, i - 80) : i + 120], "|||", b[max(0, i - 20) : i + 120])
