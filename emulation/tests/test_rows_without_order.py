"""Tests on SQLite see rows that nobody asked to be ordered from their end (conftest.py)."""

import pytest
from django.db import connection

from communes.models import User
from communes.tests.factories import make_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="What SQLite alone can be told."),
]


def test_rows_that_nobody_ordered_come_from_the_end():
    first, second = make_user("mot"), make_user("hai")

    assert list(User.objects.all()) == [second, first]
    assert list(User.objects.order_by("pk")) == [first, second]
