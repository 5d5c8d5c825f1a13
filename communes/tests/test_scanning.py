"""Tables and plans meet the virus scanner before anybody reads them."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from communes.services import scanning, sheets
from communes.tests.sheet_cases import workbook_of
from kit import clamav, workbooks
from kit.clamav import CLEAN, INFECTED, UNSCANNED, Verdict


@pytest.fixture
def scanner(db, settings, monkeypatch):
    """Name a scanner that says one thing of every file; return how it is told what, and what it was sent."""
    settings.CLAMAV, settings.CLAMAV_REQUIRED = "127.0.0.1:1", False
    cache.delete(scanning.SILENT)
    sent = []

    def say(outcome, *, answered=True):
        def scan(file, address, *, seconds):
            file.seek(0)
            sent.append(file.read())
            return Verdict(outcome, "Win.Test", answered)

        monkeypatch.setattr(clamav, "scan", scan)
        return sent

    yield say
    cache.delete(scanning.SILENT)


def test_a_table_is_scanned_whole_and_then_read(scanner):
    upload = workbook_of(("Lò Thị Mai",))
    whole = upload.read()
    sent = scanner(CLEAN)

    assert sheets.opened(upload).content == whole
    assert sent == [whole]


def test_an_infected_table_is_refused_before_it_is_read(scanner, monkeypatch):
    scanner(INFECTED)
    monkeypatch.setattr(workbooks, "read_apart", lambda content: pytest.fail("it was read"))

    with pytest.raises(ValidationError, match="phát hiện vi-rút"):
        sheets.opened(workbook_of(("Lò Thị Mai",)))


@pytest.mark.parametrize("required", [False, True], ids=["optional", "required"])
def test_a_silent_scanner_is_asked_once_a_minute_and_closes_the_door_only_where_scanning_is_demanded(
    scanner, settings, required
):
    settings.CLAMAV_REQUIRED = required
    sent = scanner(UNSCANNED, answered=False)

    for _ in range(3):
        if required:
            with pytest.raises(ValidationError, match="chưa quét vi-rút được"):
                sheets.opened(workbook_of(("Lò Thị Mai",)))
        else:
            assert sheets.opened(workbook_of(("Lò Thị Mai",))).sheets
    assert len(sent) == 1


def test_without_a_scanner_nobody_is_asked(scanner, settings):
    sent = scanner(INFECTED)
    settings.CLAMAV = ""

    assert sheets.opened(workbook_of(("Lò Thị Mai",))).sheets
    assert sent == []
