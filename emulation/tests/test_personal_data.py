"""Every column that can hold personal data is in the register, or named here as one that does not."""

from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from communes.management.commands.retention import table
from communes.models import Person, User
from communes.personal_data import HOLDINGS, PASSING, SWEEPS

OURS = {"communes", "campaigns", "awards", "reports", "province", "operations", "account", "mfa", "socialaccount",
        "sessions"}  # fmt: skip
WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.GenericIPAddressField)
# Words about bodies, plans, rules and files, not about people. A new model or column joins one of both sides.
IMPERSONAL = (
    "socialaccount.SocialApp.*", "communes.Commune.*", "communes.Unit.*", "communes.DayOff.*",
    "communes.HistorySeal.*", "communes.RetentionTerm.s*", "campaigns.Campaign.*", "campaigns.PlanRemark.*",
    "campaigns.Duty.*", "campaigns.AwardRound.*", "campaigns.ContentArea.*", "campaigns.ContentItem.*",
    "campaigns.Target.*", "campaigns.Indicator.*", "campaigns.IndicatorValue.*", "campaigns.Deadline.*",
    "campaigns.LegalValue.*", "awards.VotingRule.*", "awards.DossierRule.*", "awards.AwardFund.*",
    "awards.Threshold.*", "reports.CertificateStock.*", "reports.PrinterOffset.*", "reports.Wording.*",
    "province.Province.*", "province.ProvinceSeal.*", "operations.Backup.*",
)  # fmt: skip


def columns() -> list[tuple[str, bool]]:
    """Return each column that could hold something about a person: words, or whatever is in a row about somebody."""
    found = []
    for model in (each for each in apps.get_models() if each._meta.app_label in OURS):
        fields = [each for each in model._meta.local_concrete_fields if each.name != "id"]
        of_somebody = model in (Person, User) or any(each.related_model in (Person, User) for each in fields)
        for field in fields:
            if of_somebody or isinstance(field, WORDS) and not field.choices:
                found.append(f"{model._meta.label}.{field.name}")
    return found


def test_each_column_that_can_hold_personal_data_is_in_the_register_or_named_as_impersonal():
    known = [*(pattern for holding in HOLDINGS for pattern in holding.fields), *IMPERSONAL]

    assert [each for each in columns() if not any(fnmatchcase(each, pattern) for pattern in known)] == []


def test_the_register_names_no_column_that_is_not_there():
    there = {f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.fields}

    for pattern in (pattern for holding in HOLDINGS for pattern in holding.fields):
        assert any(fnmatchcase(each, pattern) for each in there), pattern


def test_a_category_says_how_long_by_its_own_words_or_by_a_sweep_and_each_sweep_ends_one():
    assert [holding.title for holding in HOLDINGS if bool(holding.term) == bool(holding.sweep)] == []
    assert {holding.sweep for holding in HOLDINGS if holding.sweep} == set(SWEEPS)


def test_only_what_passes_by_is_no_reason_to_keep_a_name():
    assert {"communes.Membership", "reports.Notice", "reports.Mailing"} == PASSING


def test_the_document_shows_the_register_as_it_is():
    page = (Path(settings.BASE_DIR) / "docs/personal-data.md").read_text(encoding="utf-8")

    assert table() in page, "Write the output of `manage.py retention --register` into docs/personal-data.md."


@pytest.mark.parametrize("name", ["awards.BoxCount", "awards.BallotItem"])
def test_what_lies_in_a_ballot_box_names_nobody(name):
    assert not any(field.related_model in (Person, User) for field in apps.get_model(name)._meta.fields)
