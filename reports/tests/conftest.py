"""What tests of every kind of paper share: the contents, built once before the first of them, and the records."""

import pytest
from django.db import transaction
from django_scopes import scope

from reports.tests.every_kind import frozen, make_commune_of_records


@pytest.fixture(scope="session")
def every_paper(django_db_setup, django_db_blocker):
    """The content of every kind of paper; the database is as it was afterwards."""
    with django_db_blocker.unblock():
        return frozen()


@pytest.fixture(scope="module")
def every_record(django_db_setup, django_db_blocker):
    """The commune with every record, in its scope, for all tests of a module; they put back what they change."""
    with django_db_blocker.unblock(), transaction.atomic():
        commune = make_commune_of_records()
        with scope(commune=commune):
            yield commune
        transaction.set_rollback(True)


@pytest.fixture
def changing(every_record):
    """Let a test change the records of every kind: afterwards they are as before."""
    with transaction.atomic():
        yield every_record
        transaction.set_rollback(True)
