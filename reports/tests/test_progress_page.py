"""The state of a paper that is being made: told once, in words."""

import pytest
from django.urls import reverse

from reports.models import Document
from reports.tests.cases import queued


@pytest.mark.parametrize(
    ("status", "told", "untold"),
    [("queued", "Chờ tạo", "Đang tạo văn bản"), ("running", "<strong>40%</strong>", "Chờ tạo")],
)
def test_a_paper_in_the_making_tells_one_state(client, cast, officer, settings, tmp_path, status, told, untold):
    settings.MEDIA_ROOT = tmp_path
    document = queued(cast)
    Document.objects.filter(pk=document.pk).update(status=status, progress=40)
    client.force_login(officer.user)

    page = client.get(reverse("reports:document-progress", args=["dong-tam", document.pk])).content.decode()

    assert told in page
    assert untold not in page and "40/100" not in page
