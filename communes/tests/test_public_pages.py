"""Opening and closing public pages: closed at first, opened by the right people, each change in the history."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django_scopes import scope

from communes.models import HistoryEntry, PublicPage
from communes.services import public_pages
from communes.tests.factories import PEOPLE


def open_page(by, at, key="ke-hoach", **facts):
    """Open a page."""
    return public_pages.open_page(key, **{"unlisted": True, "reviewed": True, **facts}, by=by, at=at)


def test_nothing_is_open_at_first(commune):
    assert not PublicPage.objects.opened().exists()


def test_a_page_is_opened_changed_and_closed_with_a_line_of_history_each(officer, now):
    page = open_page(officer, now)
    open_page(officer, now, unlisted=False)
    public_pages.close_page("ke-hoach", reason="Rà soát lại.", by=officer, at=now)

    page.refresh_from_db()
    assert (page.is_open, page.unlisted, page.changed_by, page.changed_at) == (False, False, officer.name, now)
    assert [(line.action, line.reason) for line in HistoryEntry.objects.about(page)] == [
        ("public_page.close", "Rà soát lại."), ("public_page.open", ""), ("public_page.open", ""),
    ]  # fmt: skip
    assert PublicPage.objects.count() == 1


@pytest.mark.parametrize("part", PEOPLE)
def test_only_the_standing_agency_opens_and_closes(cast, now, part):
    actor = cast.actor(part)
    if part == "officer":
        open_page(actor, now)
        public_pages.close_page("ke-hoach", reason="Xong.", by=actor, at=now)
        return
    with pytest.raises(PermissionDenied):
        open_page(actor, now)
    with pytest.raises(PermissionDenied):
        public_pages.close_page("ke-hoach", reason="Xong.", by=actor, at=now)


def test_who_opens_a_page_has_read_it(officer, now):
    with pytest.raises(ValidationError, match="xác nhận đã rà soát"):
        open_page(officer, now, reviewed=False)

    assert PublicPage.objects.count() == 0


@pytest.mark.parametrize(("reason", "message"), [("", "ghi rõ lý do"), ("Xong.", "đang đóng")])
def test_closing_needs_a_reason_and_an_open_page(officer, now, reason, message):
    with pytest.raises(ValidationError, match=message):
        public_pages.close_page("ke-hoach", reason=reason, by=officer, at=now)


def test_each_commune_opens_its_own(officer, neighbour, now):
    open_page(officer, now)

    with scope(commune=neighbour("officer").commune):
        assert not PublicPage.objects.opened().exists()


def test_only_the_known_pages_exist(officer, now):
    with pytest.raises(IntegrityError, match="public_page_of_a_known_kind"), transaction.atomic():
        PublicPage.objects.create(commune=officer.commune, key="bi-mat", changed_at=now, changed_by="Ai đó")
