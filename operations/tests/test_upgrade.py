"""A database of the first release becomes one of today with everything in it."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django_scopes import scope

from awards.models import Decision, Nomination
from campaigns.models import Campaign, Obligation
from communes.models import Commune, HistoryEntry, Unit
from communes.services import audit, seals
from operations.services import loading
from operations.tests.conftest import BOTH

AT = datetime(2026, 5, 14, 2, 30, 0, 123456, tzinfo=UTC)
OURS = ("communes", "campaigns", "awards", "reports")
pytestmark = pytest.mark.slow


def first_release():
    """Bring an empty database to the first migrations of our rooms; return its models."""
    executor = MigrationExecutor(connection)
    nodes = [(app, "0002_history_is_append_only" if app == "communes" else "0001_initial") for app in OURS]
    executor.migrate(nodes)
    return executor.loader.project_state(nodes).apps


def filled(model, **facts):
    """Make a row of a model of that day: what is not given gets the least that its column takes."""
    least = {"CharField": "x", "TextField": "x", "JSONField": {}, "DateField": date(2026, 5, 14), "DateTimeField": AT,
             "BooleanField": False, "DecimalField": 0, "SlugField": "x"}  # fmt: skip
    for field in model._meta.local_concrete_fields:
        given = field.name in facts or field.attname in facts
        if not (given or field.primary_key or field.null or field.has_default() or field.remote_field):
            facts[field.name] = "" if field.blank and field.empty_strings_allowed else least.get(
                field.get_internal_type(), 1
            )  # fmt: skip
    return model._base_manager.create(**facts)


@BOTH
def test_the_first_release_is_upgraded_with_its_data(elsewhere, kind, request):
    if request.config.getoption("nomigrations"):
        pytest.skip("the migrations are what is tried")
    with elsewhere(kind):
        then = first_release()
        commune = filled(then.get_model("communes", "Commune"), slug="dong-tam", name="Đồng Tâm")
        unit = filled(then.get_model("communes", "Unit"), commune=commune, name="Trạm Y tế", kind_order=1)
        campaign = filled(
            then.get_model("campaigns", "Campaign"), commune=commune, name="Xanh, sạch, đẹp", status="draft"
        )
        deadline = filled(then.get_model("campaigns", "Deadline"), campaign=campaign)
        report = filled(then.get_model("campaigns", "Obligation"), campaign=campaign, unit=unit, deadline=deadline,
                        status="not_started")  # fmt: skip
        nomination = filled(then.get_model("awards", "Nomination"), commune=commune, campaign=campaign, unit=unit,
                            status="draft", subject="collective", collective=unit, basis="ad_hoc",
                            deed_on=date(2026, 5, 1))  # fmt: skip
        decision = filled(then.get_model("awards", "Decision"), commune=commune, campaign=campaign, kind="award",
                          status="draft", title="Về việc tặng Giấy khen")  # fmt: skip
        line = filled(then.get_model("communes", "HistoryEntry"), commune=commune, record_type="communes.unit",
                      record_id=unit.pk, label="Thành lập", reason="", facts={"b": 1.5, "a": "Ấp"})  # fmt: skip

        loading.forward()

        with scope(commune=Commune.objects.get()):
            assert Unit.objects.get(pk=unit.pk).name == "Trạm Y tế"
            assert Campaign.objects.get(pk=campaign.pk).name == "Xanh, sạch, đẹp"
            assert Obligation.objects.get(pk=report.pk).status == "not_started"
            assert Nomination.objects.get(pk=nomination.pk).unit_id == unit.pk
            assert Decision.objects.get(pk=decision.pk).status == "draft"
            entry = HistoryEntry.objects.get(pk=line.pk)
            assert (entry.at, entry.facts, entry.label) == (AT, {"b": 1.5, "a": "Ấp"}, "Thành lập")
            seals.seal(Commune.objects.get(), at=AT)
            assert audit.verify(Commune.objects.get()).wrong is None
            with pytest.raises(DatabaseError), transaction.atomic():
                HistoryEntry._base_manager.update(label="Khác")
