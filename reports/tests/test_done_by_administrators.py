"""What an administrator did to accounts stands under lately done, though no record changes its status."""

from datetime import datetime

import pytest

from communes import history
from communes.services import accounts
from reports.tests.cases import HERE
from reports.waiting.home import home

AT = datetime(2026, 5, 14, 9, 30, tzinfo=HERE)


@pytest.mark.django_db
def test_an_administrator_reads_whose_account_was_closed_but_not_every_line(cast, administrator, head):
    accounts.lock(head.person, reason="Nghỉ việc", by=administrator, at=AT)
    history.record("person.changed", head.person, by=administrator, at=AT, label="Sửa thông tin người")

    [done] = home(administrator, at=AT).done

    assert (done.title, done.url) == (f"Khóa tài khoản: {head.person}", f"/dong-tam/people/{head.person.pk}/")
