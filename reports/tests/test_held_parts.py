"""A bundle leaves out the file that the virus scanner stands against, and says so."""

import pytest

from campaigns.models import UploadCheck
from reports import making
from reports.documents.bundle_parts import FILE, LACKING, PAPER


@pytest.mark.parametrize(("outcome", "kind"), [("infected", LACKING), ("clean", FILE), ("unscanned", FILE)])
def test_an_infected_file_is_listed_as_lacking_with_the_reason(cast, now, outcome, kind):
    UploadCheck.objects.create(commune=cast.commune, path="evidence/1/a.pdf", outcome=outcome, asked_at=now)
    parts = [{"kind": PAPER, "title": "Báo cáo"}, {"kind": FILE, "title": "Biên bản", "path": "evidence/1/a.pdf"}]

    first, second = making._without_held(parts)

    assert (first, second["kind"]) == (parts[0], kind)
    assert ("phát hiện vi-rút" in second.get("reason", "")) == (kind == LACKING)
