"""Files of awards: what is let in, who may open it, what stays."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import AwardFile, Decision, Session
from awards.models.nomination_records import NominationVersion
from awards.services import files
from awards.tests.factories import make_decision, make_nomination, make_session
from campaigns.models import UploadCheck
from campaigns.services import uploads
from campaigns.tests.factories import bytes_of, make_upload
from campaigns.tests.matrix import who_can
from communes.addresses import here
from communes.models import HistoryEntry

pytestmark = pytest.mark.usefixtures("law")


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty place for uploaded files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def draft(campaign, cast):
    """A draft of Phòng Kinh tế."""
    return make_nomination(campaign, unit=cast.unit("economy"))


def stored(store) -> list:
    """Return the files in the store."""
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_a_random_name_with_what_it_is(draft, member, now, store):
    kept = files.attach(draft, make_upload("Biên bản.pdf"), part_key="bien-ban", by=member, at=now)

    [path] = stored(store)
    assert (path.parent, len(path.stem), path.read_bytes()) == (
        store / "awards" / str(draft.commune_id), 32, bytes_of("Biên bản.pdf"),
    )  # fmt: skip
    assert (kept.name, kept.kind, kept.part_key, kept.owner, kept.unit) == (
        "Biên bản.pdf", "pdf", "bien-ban", draft, draft.unit,
    )  # fmt: skip
    assert HistoryEntry.objects.about(draft).get().label == "Đính kèm tệp: Biên bản.pdf"


def test_a_file_that_is_held_back_was_not_read(client, draft, officer, member, now):
    kept = files.attach(draft, make_upload("Biên bản.pdf"), part_key="bien-ban", by=member, at=now)
    UploadCheck.objects.create(commune=draft.commune, path=kept.file.name, outcome="infected", asked_at=now)
    client.force_login(member.user)

    assert client.get(here(member, "awards:file", kept.pk)).status_code == 403
    assert not HistoryEntry.objects.filter(action="awardfile.read").exists()


@pytest.mark.parametrize(
    ("upload", "facts", "refusal"),
    [
        (("a.exe", b"MZ"), {}, "chỉ nhận tệp"),
        (("a.pdf", b"<html>"), {}, "không đúng với đuôi"),
        (("a.pdf", b""), {}, "0 byte"),
        (("a.pdf",), {"part_key": "khac"}, "không có thành phần này"),
        (("a.pdf",), {"criterion": "tap-the/khac"}, "không có tiêu chuẩn này"),
    ],
)
def test_other_files_are_refused_and_leave_nothing(draft, member, now, store, upload, facts, refusal):
    with pytest.raises(ValidationError, match=refusal):
        files.attach(draft, make_upload(*upload), **facts, by=member, at=now)

    assert (AwardFile.objects.count(), stored(store)) == (0, [])


def test_the_same_file_twice_for_the_same_part_is_refused(draft, member, now):
    files.attach(draft, make_upload("a.pdf"), by=member, at=now)
    files.attach(draft, make_upload("a.pdf"), criterion="tap-the/tieu-bieu", by=member, at=now)

    with pytest.raises(ValidationError, match="đã được đính kèm ở đây rồi"):
        files.attach(draft, make_upload("b.pdf", bytes_of("a.pdf")), by=member, at=now)


def test_a_dossier_has_a_limit(draft, member, now, monkeypatch):
    monkeypatch.setattr(uploads, "RECORD_LIMIT", len(bytes_of("a.pdf")))
    files.attach(draft, make_upload("a.pdf"), by=member, at=now)

    with pytest.raises(ValidationError, match="tổng dung lượng"):
        files.attach(draft, make_upload("b.pdf"), by=member, at=now)


def test_a_row_that_fails_takes_the_bytes_with_it(draft, member, now, store, monkeypatch):
    def fail(*given, **facts):
        raise RuntimeError("no row")

    monkeypatch.setattr(AwardFile, "save", fail)

    with pytest.raises(RuntimeError):
        files.attach(draft, make_upload(), by=member, at=now)
    assert stored(store) == []


@pytest.mark.parametrize(("status", "allowed"), [("draft", {"head", "member"}), ("submitted", set())])
def test_who_may_add_files_to_a_dossier(cast, campaign, now, status, allowed):
    found = make_nomination(campaign, unit=cast.unit("economy"), status=status)

    assert who_can(cast, lambda actor: files.attach(found, make_upload("a.pdf"), by=actor, at=now)) == allowed


def test_the_agency_begins_with_the_scan(cast, draft, now):
    allowed = who_can(cast, lambda actor: files.attach(draft, make_upload(), is_scan=True, by=actor, at=now))

    assert allowed == {"head", "member", "officer"}


def test_who_may_add_files_to_papers_of_the_council_and_of_decisions(cast, campaign, council, draft, now):
    session, decision = make_session(council), make_decision(campaign)

    assert who_can(cast, lambda actor: files.attach(session, make_upload(), by=actor, at=now)) == {"secretary"}
    assert who_can(cast, lambda actor: files.attach(decision, make_upload(), by=actor, at=now)) == {"officer", "clerk"}


def test_what_belongs_to_a_finished_paper_stays(campaign, council, secretary, clerk, now):
    session, decision = make_session(council, status="minutes_signed"), make_decision(campaign, status="issued")
    scan = files.attach(session, make_upload("bien ban.pdf"), is_scan=True, by=secretary, at=now)
    paper = files.attach(decision, make_upload("qd.pdf"), is_scan=True, by=clerk, at=now)

    for file, by in ((scan, secretary), (paper, clerk)):
        with pytest.raises(PermissionDenied):
            files.remove(file, by=by, at=now)
    Session.objects.filter(pk=session.pk).update(status="draft")
    files.remove(AwardFile.objects.get(pk=scan.pk), by=secretary, at=now)
    assert AwardFile.objects.get(pk=scan.pk).removed_at == now
    assert Decision.objects.get().files.present().count() == 1


def test_removing_keeps_row_and_bytes(draft, member, now, store):
    kept = files.attach(draft, make_upload(), by=member, at=now)

    files.remove(kept, by=member, at=now)
    with pytest.raises(ValidationError, match="đã được bỏ"):
        files.remove(AwardFile.objects.get(), by=member, at=now)

    assert (AwardFile.objects.get().removed_at, len(stored(store))) == (now, 1)


def test_a_download_is_an_attachment_that_no_browser_guesses_anew(go, draft, member, now):
    kept = files.attach(draft, make_upload("Số liệu.pdf"), by=member, at=now)

    answer = go(member, "file", kept.pk)

    assert b"".join(answer.streaming_content) == bytes_of("Số liệu.pdf")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''S%E1%BB%91%20li%E1%BB%87u.pdf")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_is_seen_by_those_who_see_the_dossier(client, cast, draft, member, now, neighbour):
    kept = files.attach(draft, make_upload(), by=member, at=now)
    answers = {}
    for part in ("head", "officer", "leader", "other_head", "councillor", "reader", "administrator"):
        actor = cast.actor(part)
        client.force_login(actor.user)
        answers[part] = client.get(here(actor, "awards:file", kept.pk)).status_code

    assert answers == {"head": 200, "officer": 200, "leader": 404, "other_head": 404, "councillor": 404,
                       "reader": 403, "administrator": 403}  # fmt: skip
    for part in ("officer", "head"):
        client.force_login(neighbour(part).user)
        assert client.get(here(neighbour(part), "awards:file", kept.pk)).status_code == 404
        assert client.post(here(neighbour(part), "awards:file-remove", kept.pk)).status_code == 404


def test_files_of_the_council_are_not_for_units(go, council, secretary, head, leader, now):
    kept = files.attach(make_session(council), make_upload(), by=secretary, at=now)

    assert go(head, "file", kept.pk).status_code == 404
    assert go(leader, "file", kept.pk).status_code == 200


def test_a_removed_file_opens_only_where_a_dossier_was_handed_in_with_it(go, draft, member, officer, now):
    draft_only, handed_in = (files.attach(draft, make_upload(name), by=member, at=now) for name in ("a.pdf", "b.pdf"))
    files.remove(draft_only, by=member, at=now)
    NominationVersion.objects.create(
        nomination=draft, number=1, content=[], submitted_at=now.replace(hour=10), submitted_by="A"
    )
    files.remove(handed_in, by=member, at=now.replace(hour=11))

    assert go(officer, "file", draft_only.pk).status_code == 404
    assert go(officer, "file", handed_in.pk).status_code == 200


def test_removing_from_the_page(go, draft, member, other_head, now):
    kept = files.attach(draft, make_upload(), by=member, at=now)

    assert go(other_head, "file-remove", kept.pk, post={}).status_code == 404
    answer = go(member, "file-remove", kept.pk, post={})

    assert (answer.status_code, answer.url) == (302, draft.get_absolute_url())
    assert AwardFile.objects.get().removed_at is not None


def test_a_file_that_is_gone_from_the_store_is_not_found(go, draft, member, now, store):
    kept = files.attach(draft, make_upload(), by=member, at=now)
    [path] = stored(store)
    path.unlink()

    assert go(member, "file", kept.pk).status_code == 404
