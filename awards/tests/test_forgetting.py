"""Drafts never handed in, and who sent remarks, are erased after their term; nothing else of awards is."""

from datetime import timedelta

import pytest

from awards.models import AwardFile, Nomination, Posting, PostingRemark
from awards.services import files
from awards.tests.factories import make_nomination
from campaigns.tests.factories import make_upload
from communes.personal_data import SWEEPS
from communes.services import retention
from communes.tests.factories import make_person

LONG = timedelta(days=900)


@pytest.fixture
def draft(campaign, cast, now, law):
    """A dossier that was begun long ago and never handed in."""
    person = make_person(cast.commune, "Lò Văn Páo", unit=cast.unit("economy"))
    made = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", person=person, status="draft")
    Nomination.objects.filter(pk=made.pk).update(submitted_at=None, saved_at=now - LONG, created_at=now - LONG)
    return Nomination.objects.get(pk=made.pk)


def erased(key, by, at):
    """Erase what one sweep shows; return how many."""
    return retention.act({key: retention.due_of(key, at=at).mark}, by=by, at=at)[key]


def test_a_draft_goes_with_its_files(draft, administrator, now, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    files.attach(draft, make_upload("a.pdf"), by=administrator.of_product(administrator.commune), at=now - LONG)

    assert erased("drafts", administrator, now) == 1

    assert not Nomination.objects.filter(pk=draft.pk).exists() and not AwardFile.objects.exists()


@pytest.mark.parametrize("name", ["saved_at", "submitted_at"])
def test_a_draft_that_lives_or_was_handed_in_once_is_not_touched(draft, now, name):
    Nomination.objects.filter(pk=draft.pk).update(**{name: now})

    assert retention.due_of("drafts", at=now).number == 0


@pytest.mark.parametrize("handled", ["sent in", "taken off"])
def test_a_draft_whose_files_were_handled_lately_is_in_use(draft, administrator, now, settings, tmp_path, handled):
    settings.MEDIA_ROOT = tmp_path
    by, sent_at = administrator.of_product(administrator.commune), now if handled == "sent in" else now - LONG
    file = files.attach(draft, make_upload("a.pdf"), by=by, at=sent_at)
    if handled == "taken off":
        AwardFile.objects.filter(pk=file.pk).update(removed_at=now)

    assert retention.due_of("drafts", at=now).number == 0


def test_a_draft_on_which_something_rests_stays(draft, campaign, now):
    posting = Posting.objects.create(
        commune=draft.commune,
        campaign=campaign,
        starts_on=now.date(),
        ends_on=now.date(),
        place="Trụ sở",
        posted_by="Cán bộ",
    )
    posting.nominations.add(draft)

    assert retention.due_of("drafts", at=now).number == 0


def test_who_sent_a_remark_is_forgotten_and_what_it_said_is_not(draft, campaign, administrator, now):
    posting = Posting.objects.create(
        commune=draft.commune,
        campaign=campaign,
        starts_on=now.date(),
        ends_on=now.date(),
        place="Trụ sở",
        posted_by="Cán bộ",
    )
    facts = {"posting": posting, "nomination": draft, "received_on": (now - LONG).date(), "text": "Chưa xứng đáng"}
    told = {"settlement": "Đã xác minh", "settled_at": now - LONG, "sender": "Bà Lường", "contact": "0912"}
    settled = PostingRemark.objects.create(**facts, **told)
    waiting = PostingRemark.objects.create(**facts, sender="Ông Tòng", contact="0913")

    assert "Bà Lường" not in str(retention.due_of("remarks", at=now).names)
    assert erased("remarks", administrator, now) == 1

    settled.refresh_from_db()
    waiting.refresh_from_db()
    assert (settled.sender, settled.contact, settled.text) == ("Đã xóa", "", "Chưa xứng đáng")
    assert waiting.sender == "Ông Tòng"


def test_somebody_whom_a_dossier_names_keeps_the_name(draft, administrator, now):
    type(draft.person).objects.filter(pk=draft.person.pk).update(left_on=(now - 3 * LONG).date())

    assert retention.due_of("people", at=now).number == 0
    erased("drafts", administrator, now)
    assert retention.due_of("people", at=now).names == ("Lò Văn Páo",)


def test_what_awards_erase_is_these_two_alone():
    assert {key for key, sweep in SWEEPS.items() if sweep.due.__module__.startswith("awards.")} == {"drafts", "remarks"}
