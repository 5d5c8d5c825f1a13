"""Uploaded files: what is let in, how it is stored, who may open it."""

import unicodedata
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError
from PIL import Image

from campaigns.models import Evidence, Inspection, UnitPlan
from campaigns.services import evidence, unit_reports, uploads
from campaigns.tests.factories import bytes_of, make_report, make_upload, report_of
from communes import history
from communes.addresses import here
from communes.models import HistoryEntry


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty place for uploaded files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def stored(store: Path) -> list[Path]:
    """Return the files in the store."""
    return [path for path in store.rglob("*") if path.is_file()]


def archive(*members: str) -> bytes:
    """Return a zip with empty members."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as written:
        for member in members:
            written.writestr(member, "")
    return buffer.getvalue()


def picture(kind: str, size=(4, 4)) -> bytes:
    """Return a picture."""
    buffer = BytesIO()
    Image.new("1", size).convert("L").save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.xlsx", "a.jpg", "A.JPEG", "a.png"])
def test_a_file_of_an_allowed_kind_is_kept_under_a_random_name(report, member, now, store, name):
    content = bytes_of(name)
    kept = evidence.attach(report, make_upload(name, content), by=member, at=now)

    [path] = stored(store)
    kind = {"jpeg": "jpg"}.get(name.rpartition(".")[2].lower(), name.rpartition(".")[2].lower())
    assert path.read_bytes() == content
    assert (kept.name, kept.kind, kept.size, kept.uploaded_by) == (name, kind, path.stat().st_size, "Vũ Thị Én")
    assert path.relative_to(store) == Path(kept.file.name)
    assert path.parent == store / "evidence" / str(report.campaign.commune_id)
    assert len(path.stem) == 32
    assert "a" + path.suffix != path.name


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.exe", b"MZ....", "chỉ nhận tệp"),
        ("a.html", b"<script>", "chỉ nhận tệp"),
        ("a.zip", archive("x"), "chỉ nhận tệp"),
        ("a", bytes_of("a.pdf"), "chỉ nhận tệp"),
        ("a.pdf.html", bytes_of("a.pdf"), "chỉ nhận tệp"),
        ("a.pdf", b"<html><script>alert(1)</script>", "không đúng với đuôi"),
        ("a.pdf", bytes_of("a.png"), "không đúng với đuôi"),
        ("a.png", bytes_of("a.jpg"), "không đúng với đuôi"),
        ("a.docx", bytes_of("a.xlsx"), "không đúng với đuôi"),
        ("a.docx", archive("word/document.xml"), "không đúng với đuôi"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macro"),
        ("a.xlsx", b"PK\x03\x04 cut off", "không đúng với đuôi"),
        ("a.png", bytes_of("a.png")[:20], "bị hỏng"),
        ("a.png", picture("PNG", (10_000, 7_000)), "quá lớn"),
        ("a.png", picture("PNG", (20_000, 10_000)), "quá lớn"),
        ("a.pdf", b"", "0 byte"),
    ],
    ids=[
        "program", "page", "archive", "no ending", "two endings", "page as pdf", "picture as pdf", "jpg as png",
        "xlsx as docx", "half a docx", "macros", "cut archive", "cut picture", "large picture", "bomb", "empty",
    ],
)  # fmt: skip
def test_other_files_are_refused_and_leave_nothing(report, member, now, store, name, content, refusal):
    with pytest.raises(ValidationError, match=refusal):
        evidence.attach(report, make_upload(name, content), by=member, at=now)

    assert (Evidence.objects.count(), stored(store)) == (0, [])


def test_limits_hold_for_a_file_and_for_the_whole_report(report, member, now, monkeypatch):
    size = len(bytes_of("a.pdf"))
    monkeypatch.setattr(uploads, "FILE_LIMIT", size)
    monkeypatch.setattr(uploads, "RECORD_LIMIT", 2 * size)

    with pytest.raises(ValidationError, match="tệp lớn hơn"):
        evidence.attach(report, make_upload("dai.pdf"), by=member, at=now)
    first = evidence.attach(report, make_upload("a.pdf"), by=member, at=now)
    evidence.attach(report, make_upload("b.pdf"), by=member, at=now)
    with pytest.raises(ValidationError, match="tổng dung lượng"):
        evidence.attach(report, make_upload("c.pdf"), by=member, at=now)

    evidence.remove(first, by=member, at=now)
    evidence.attach(report, make_upload("c.pdf"), by=member, at=now)
    assert list(report.evidence.present().order_by("pk").values_list("name", flat=True)) == ["b.pdf", "c.pdf"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/Báo cáo.pdf", "Báo cáo.pdf"),
        ("C:\\Users\\an\\Báo cáo.pdf", "Báo cáo.pdf"),
        (unicodedata.normalize("NFD", "Tổng hợp số liệu.pdf"), "Tổng hợp số liệu.pdf"),
        ("a\x00b\u202e\n.pdf", "ab .pdf"),
        ("..pdf", "pdf"),
        ("", "tep"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
    ],
)
def test_names_are_cleaned(given, kept):
    assert evidence.clean_name(given) == kept


def test_the_same_file_twice_in_a_report_is_refused(report, member, now):
    evidence.attach(report, make_upload("a.pdf"), by=member, at=now)

    with pytest.raises(ValidationError, match="đã được đính kèm ở đây rồi"):
        evidence.attach(report, make_upload("b.pdf", bytes_of("a.pdf")), by=member, at=now)


def test_the_same_file_elsewhere_is_known_by_its_hash(campaign, cast, report, member, other_head, officer, now):
    other = report_of(campaign, cast.unit("service"))
    evidence.attach(other, make_upload("a.pdf"), by=other_head, at=now)
    mine = evidence.attach(report, make_upload("b.pdf", bytes_of("a.pdf")), by=member, at=now)
    alone = evidence.attach(report, make_upload("c.pdf"), by=member, at=now)

    assert evidence.seen_elsewhere([mine, alone], member) == {mine.pk: ["hồ sơ của một đơn vị khác trong xã"]}
    assert evidence.seen_elsewhere([mine, alone], officer) == {
        mine.pk: ["Báo cáo kết quả phong trào – Trung tâm Phục vụ hành chính công, tải lên ngày 14/05/2026"]
    }


def test_a_full_disk_leaves_no_row_and_no_half_file(report, member, now, store, monkeypatch):
    def half(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half)

    with pytest.raises(ValidationError, match="máy chủ không ghi được tệp"):
        evidence.attach(report, make_upload(), by=member, at=now)

    assert (Evidence.objects.count(), stored(store), list(HistoryEntry.objects.about(report))) == (0, [], [])
    assert report_of(report.campaign, report.unit).status == "not_started"


def test_a_database_without_room_leaves_no_file_either(report, member, now, store, monkeypatch):
    def full(*given, **facts):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(Evidence, "save", full)

    with pytest.raises(ValidationError, match="máy chủ không ghi được tệp"):
        evidence.attach(report, make_upload(), by=member, at=now)

    assert (Evidence.objects.count(), stored(store)) == (0, [])


def test_a_transaction_that_fails_takes_the_file_with_it(report, member, now, store, monkeypatch):
    real = history.record

    def fail(action, *given, **facts):
        if action == "evidence.attach":
            raise RuntimeError("no history")
        return real(action, *given, **facts)

    monkeypatch.setattr(history, "record", fail)

    with pytest.raises(RuntimeError):
        evidence.attach(report, make_upload(), by=member, at=now)

    assert (Evidence.objects.count(), stored(store)) == (0, [])


def test_removing_keeps_row_and_bytes(report, member, now, store):
    kept = evidence.attach(report, make_upload(), by=member, at=now)

    evidence.remove(kept, by=member, at=now)
    with pytest.raises(ValidationError, match="đã được bỏ"):
        evidence.remove(Evidence.objects.get(pk=kept.pk), by=member, at=now)

    assert (Evidence.objects.get().removed_at, len(stored(store))) == (now, 1)
    assert [line.label for line in HistoryEntry.objects.about(report)] == [
        "Bỏ tệp: Báo cáo.pdf",
        "Đính kèm tệp: Báo cáo.pdf",
        "Bắt đầu soạn báo cáo",
    ]


@pytest.mark.parametrize("status", ["submitted", "received", "returned", "accepted", "waived"])
def test_the_unit_changes_files_only_while_it_writes(campaign, cast, member, now, status):
    report = make_report(campaign, cast.unit("economy"), status=status)

    with pytest.raises(PermissionDenied):
        evidence.attach(report, make_upload("moi.pdf"), by=member, at=now)
    for kept in report.evidence.all():
        with pytest.raises(PermissionDenied):
            evidence.remove(kept, by=member, at=now)


def test_plans_of_units_and_inspections_keep_files_too(campaign, cast, member, other_head, inspector, officer, now):
    unit = cast.unit("economy")
    plan = UnitPlan.objects.create(campaign=campaign, unit=unit)
    visit = Inspection.objects.create(
        campaign=campaign, unit=unit, kind="periodic", inspected_on=now.date(), team="Đoàn kiểm tra"
    )

    assert evidence.attach(plan, make_upload("a.pdf"), by=member, at=now).owner == plan
    assert evidence.attach(visit, make_upload("a.pdf"), by=inspector, at=now).owner == visit
    for owner, stranger in ((plan, other_head), (plan, officer), (visit, member)):
        with pytest.raises(PermissionDenied):
            evidence.attach(owner, make_upload("b.pdf"), by=stranger, at=now)


@pytest.fixture
def pdf(report, member, now):
    """A file of the report."""
    return evidence.attach(report, make_upload("Số liệu.pdf"), by=member, at=now)


def open_as(client, actor, file, name="campaigns:evidence"):
    """Return what one of the cast gets at a file's address."""
    client.force_login(actor.user)
    return client.get(here(actor, name, file.pk))


def test_a_download_is_an_attachment_that_no_browser_guesses_anew(client, member, pdf):
    answer = open_as(client, member, pdf)

    assert b"".join(answer.streaming_content) == bytes_of("Số liệu.pdf")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''S%E1%BB%91%20li%E1%BB%87u.pdf")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_is_for_its_unit_and_for_those_who_see_all_units(client, cast, pdf, neighbour, stranger):
    answers = {part: open_as(client, cast.actor(part), pdf).status_code for part in ("head", "officer", "reader")}
    assert answers == {"head": 200, "officer": 200, "reader": 200}
    assert open_as(client, cast.actor("other_head"), pdf).status_code == 404
    assert open_as(client, neighbour("officer"), pdf).status_code == 404
    client.force_login(stranger)
    assert client.get(pdf.get_absolute_url()).status_code == 404
    client.logout()
    assert client.get(pdf.get_absolute_url()).status_code == 302


def test_only_pictures_are_shown_in_the_browser(client, report, member, pdf, now):
    drawn = evidence.attach(report, make_upload("a.png"), by=member, at=now)

    answer = open_as(client, member, drawn, "campaigns:evidence-preview")
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("inline")
    assert open_as(client, member, pdf, "campaigns:evidence-preview").status_code == 404


def test_a_removed_file_opens_only_where_a_version_names_it(client, campaign, cast, report, member, head, officer, now):
    draft_only = evidence.attach(report, make_upload("a.pdf"), by=member, at=now)
    handed_in = evidence.attach(report, make_upload("b.pdf"), by=member, at=now)
    evidence.remove(draft_only, by=member, at=now)
    unit_reports.save(report, revision=0, missing_reason="Chưa đủ.", by=head, at=now)
    report = report_of(campaign, report.unit)
    from_now = now.replace(hour=10)
    unit_reports.submit(report, by=head, at=from_now)
    unit_reports.recall(report, by=head, at=from_now)
    evidence.remove(handed_in, by=head, at=from_now.replace(hour=11))

    assert open_as(client, officer, draft_only).status_code == 404
    assert open_as(client, officer, handed_in).status_code == 200


def test_a_file_that_is_gone_from_the_store_is_not_found(client, member, pdf, store):
    [path] = stored(store)
    path.unlink()

    assert open_as(client, member, pdf).status_code == 404


def test_removing_from_the_page(client, member, other_head, neighbour, pdf, now):
    client.force_login(other_head.user)
    assert client.post(here(other_head, "campaigns:evidence-remove", pdf.pk)).status_code == 404
    client.force_login(neighbour("head").user)
    assert client.post(here(neighbour("head"), "campaigns:evidence-remove", pdf.pk)).status_code == 404
    client.force_login(member.user)

    answer = client.post(here(member, "campaigns:evidence-remove", pdf.pk))

    assert (answer.status_code, answer.url) == (302, pdf.obligation.get_absolute_url())
    assert Evidence.objects.get().removed_at is not None


def test_the_agency_touches_a_units_files_only_after_the_paper_report_was_scanned(report, head, officer, now):
    own = evidence.attach(report, make_upload("Của đơn vị.pdf"), by=head, at=now)

    with pytest.raises(PermissionDenied):
        evidence.remove(own, by=officer, at=now)
    with pytest.raises(PermissionDenied):
        evidence.attach(report, make_upload("Thêm.pdf"), by=officer, at=now)
    evidence.attach(report, make_upload("Bản giấy.pdf"), is_scan=True, by=officer, at=now)
    evidence.attach(report, make_upload("Thêm.pdf"), by=officer, at=now)
    evidence.remove(own, by=officer, at=now)

    assert set(report.evidence.present().values_list("name", flat=True)) == {"Bản giấy.pdf", "Thêm.pdf"}
