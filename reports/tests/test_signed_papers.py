"""Signed PDFs of issued papers: who may bring them, what is shown of them, what takes whose place."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.models import UploadCheck
from communes.addresses import here
from communes.models import HistoryEntry
from kit.tests import hostile
from kit.tests.signing_cases import PASSPHRASE, authority, keys, signed
from reports.models import Document, SignedPaper
from reports.rendering.pdf import render_pdf
from reports.services import signed_papers
from reports.tests.bundle_samples import words_pdf
from reports.tests.cases import made
from reports.tests.paper_samples import shortest

OURS = words_pdf("Tang Giay khen")


@pytest.fixture
def paper(cast, settings, tmp_path):
    """An issued paper whose PDF lies in an empty store."""
    settings.MEDIA_ROOT = tmp_path / "media"
    document = made(cast)
    place = Path(settings.MEDIA_ROOT) / "documents" / "a.pdf"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(OURS)
    files = {"pdf": {"path": "documents/a.pdf", "size": len(OURS), "sha256": "0" * 64}}
    facts = {
        "official": True,
        "status": "official",
        "number": 5,
        "symbol": "KH-UBND",
        "issued_on": timezone.localdate(),
    }
    Document.objects.filter(pk=document.pk).update(files=files, unit=None, **facts)
    return Document.objects.get(pk=document.pk)


def sent(content: bytes, name: str = "van-ban.pdf") -> SimpleUploadedFile:
    """Return an upload."""
    return SimpleUploadedFile(name, content)


def shown(client, actor, document) -> str:
    """Return the page of a paper."""
    client.force_login(actor.user)
    return client.get(document.get_absolute_url()).content.decode()


@pytest.fixture
def trusting(settings, tmp_path):
    """Let the installation trust our authority."""
    folder = tmp_path / "roots"
    folder.mkdir()
    (folder / "ca.pem").write_bytes(authority("CA thử nghiệm")[1].public_bytes(Encoding.PEM))
    settings.SIGNING_ROOTS = str(folder)


def test_the_clerk_brings_the_signed_file_and_the_page_tells_what_it_is(client, clerk, reader, paper, trusting):
    client.force_login(clerk.user)
    content = signed(OURS)

    client.post(here(clerk, "reports:document-signed", paper.pk), {"file": sent(content)})

    kept = SignedPaper.objects.get()
    page = shown(client, reader, paper)
    for words in ("Nguyễn Văn An, UBND xã Đồng Tâm", "Toàn bộ tệp nguyên vẹn từ khi ký.", "Chuỗi chứng thư đã xác minh",
                  "Lời văn khớp với bản của phần mềm", kept.sha256):  # fmt: skip
        assert words in page
    answer = client.get(kept.get_absolute_url())
    assert (b"".join(answer.streaming_content), answer["Content-Disposition"].startswith("attachment")) == (
        content,
        True,
    )
    assert [line.label for line in HistoryEntry.objects.about(paper)][0] == "Tải lên bản ký số"


def test_without_roots_nothing_is_called_verified(client, clerk, paper, now):
    signed_papers.receive(paper, sent(signed(OURS)), by=clerk, at=now)

    page = shown(client, clerk, paper)
    assert "Chưa xác minh được chuỗi chứng thư." in page
    assert "đã xác minh" not in page


def test_an_altered_file_and_other_words_are_warned_of(client, clerk, paper, now):
    content = signed(words_pdf("Tang Bang khen"))
    place = content.index(b"/MediaBox")

    signed_papers.receive(paper, sent(content[:place] + b"/MediaBix" + content[place + 9 :]), by=clerk, at=now)

    page = shown(client, clerk, paper)
    assert "Tệp đã bị sửa sau khi ký" in page
    assert SignedPaper.objects.get().intact is False


def test_another_text_is_shown_line_by_line(client, clerk, paper, now):
    signed_papers.receive(paper, sent(signed(words_pdf("Tang Bang khen"))), by=clerk, at=now)

    page = shown(client, clerk, paper)
    assert all(words in page for words in ("Lời văn khác", "<li>Tang Giay khen</li>", "<li>Tang Bang khen</li>"))


def test_another_file_takes_the_place_only_with_a_reason_and_nothing_is_lost(client, clerk, paper, now):
    first = signed_papers.receive(paper, sent(signed(OURS)), by=clerk, at=now)
    again = signed(OURS, "Trần Thị Bình")
    with pytest.raises(ValidationError, match="lý do thay"):
        signed_papers.receive(paper, sent(again), by=clerk, at=now)
    with pytest.raises(ValidationError, match="đúng tệp này"):
        signed_papers.receive(paper, sent(first.file.open().read()), reason="Nhầm", by=clerk, at=now)

    second = signed_papers.receive(paper, sent(again), reason="Ký lại", by=clerk, at=now + timedelta(hours=1))

    assert signed_papers.in_force(paper) == second
    assert signed_papers.earlier(paper) == [first]
    assert Path(first.file.path).is_file()
    assert "Bản ký số trước đây (1)" in shown(client, clerk, paper)


def test_lines_that_were_added_are_shown_though_none_is_lacking(client, clerk, paper, now, monkeypatch):
    found = {"compared": True, "lacking": [], "added": ["Kèm theo 50.000.000 đồng"]}
    monkeypatch.setattr(signed_papers, "differences", lambda ours, theirs: found)
    signed_papers.receive(paper, sent(signed(OURS)), by=clerk, at=now)

    page = shown(client, clerk, paper)

    assert "có thêm các dòng khác" in page and "<li>Kèm theo 50.000.000 đồng</li>" in page
    assert "Lời văn khớp" not in page and "mà bản ký số không có" not in page


def test_what_could_not_be_compared_is_not_called_a_scan(client, clerk, paper, now, settings):
    (Path(settings.MEDIA_ROOT) / "documents" / "a.pdf").unlink()

    signed_papers.receive(paper, sent(signed(OURS)), by=clerk, at=now)

    assert "Máy chủ chưa so được lời văn" in shown(client, clerk, paper)
    with pytest.raises(ValidationError, match="không còn tệp PDF"):
        signed_papers.sign(paper, sent(keys(), "ky.p12"), passphrase=PASSPHRASE, reason="Lại", by=clerk, at=now)


def test_a_paper_that_came_meanwhile_is_not_replaced_unseen(clerk, paper, now, monkeypatch):
    compared, first = signed_papers._compared, []

    def compare(*args):
        if not first:
            first.append(None)
            first[0] = signed_papers.receive(paper, sent(signed(OURS, "Trần Thị Bình")), by=clerk, at=now)
        return compared(*args)

    monkeypatch.setattr(signed_papers, "_compared", compare)

    with pytest.raises(ValidationError, match="Vừa có bản ký số khác"):
        signed_papers.receive(paper, sent(signed(OURS)), by=clerk, at=now)

    assert (signed_papers.in_force(paper), signed_papers.earlier(paper)) == (first[0], [])


def test_a_bad_root_is_logged_and_the_others_hold(clerk, paper, trusting, settings, now, caplog):
    (Path(settings.SIGNING_ROOTS) / "bad.crt").write_bytes(b"no certificate")

    kept = signed_papers.receive(paper, sent(signed(OURS)), by=clerk, at=now)

    assert kept.signatures[0]["trust"] == "trusted"
    assert "bad.crt cannot be read" in caplog.text
    settings.SIGNING_ROOTS = "/nowhere"
    assert signed_papers.trusted_roots() == []


def test_nothing_of_a_training_ground_is_signed(clerk, paper, commune, now):
    type(commune).objects.filter(pk=commune.pk).update(training_for=commune.pk)

    with pytest.raises(ValidationError, match="Chỉ văn bản đã ban hành"):
        signed_papers.receive(Document.objects.get(pk=paper.pk), sent(signed(OURS)), by=clerk, at=now)


@pytest.mark.parametrize(
    ("content", "words"),
    [(OURS, "chưa có chữ ký số"), (b"%PDF-1.7\nrubbish", "hỏng"), (hostile.pdf(hostile.script), "mã lệnh")],
    ids=["not signed", "garbage", "script"],
)
def test_what_is_no_signed_paper_leaves_nothing(clerk, paper, now, content, words, settings):
    with pytest.raises(ValidationError, match=words):
        signed_papers.receive(paper, sent(content), by=clerk, at=now)

    assert SignedPaper.objects.count() == 0
    assert not (Path(settings.MEDIA_ROOT) / "signed").exists()


def test_only_who_issues_papers_signs_and_only_issued_papers_are_signed(client, officer, clerk, paper, neighbour, now):
    with pytest.raises(PermissionDenied):
        signed_papers.receive(paper, sent(signed(OURS)), by=officer, at=now)
    kept = signed_papers.receive(paper, sent(signed(OURS)), by=clerk, at=now)
    client.force_login(neighbour("clerk").user)
    assert client.get(here(neighbour("clerk"), "reports:signed-paper", kept.pk)).status_code == 404

    Document.objects.filter(pk=paper.pk).update(official=False, status="ready")
    with pytest.raises(ValidationError, match="Chỉ văn bản đã ban hành"):
        signed_papers.receive(Document.objects.get(pk=paper.pk), sent(signed(OURS)), by=clerk, at=now)


def test_an_infected_signed_file_is_not_handed_out(client, clerk, paper, now):
    kept = signed_papers.receive(paper, sent(signed(OURS)), by=clerk, at=now)
    UploadCheck.objects.create(commune=paper.commune, path=kept.file.name, outcome="infected", asked_at=now)
    client.force_login(clerk.user)

    assert client.get(kept.get_absolute_url()).status_code == 403


def test_our_own_paper_is_signed_with_a_key_that_is_not_kept(client, clerk, paper, settings):
    place = Path(settings.MEDIA_ROOT) / "documents" / "a.pdf"
    place.write_bytes(render_pdf(shortest()).data)
    client.force_login(clerk.user)
    given = {"file": sent(keys(), "ky.p12"), "passphrase": PASSPHRASE, "visible": "on"}

    client.post(here(clerk, "reports:document-sign", paper.pk), given)

    kept = SignedPaper.objects.get()
    (found,) = kept.signatures
    assert (found["signer"], found["intact"], kept.differs) == ("Nguyễn Văn An", True, False)
    stored = [each for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()]
    assert not [each for each in stored if each.suffix == ".p12" or keys() in each.read_bytes()]


def test_a_wrong_passphrase_is_told_on_the_page(client, clerk, paper):
    client.force_login(clerk.user)
    given = {"file": sent(keys(), "ky.p12"), "passphrase": "sai"}

    page = client.post(here(clerk, "reports:document-sign", paper.pk), given).content.decode()

    assert "sai mật khẩu" in page
    assert SignedPaper.objects.count() == 0


def test_the_key_of_the_installation_signs_without_being_asked_for(client, clerk, paper, settings, tmp_path, now):
    (tmp_path / "ky.p12").write_bytes(keys())
    (tmp_path / "mat-khau").write_text(f"{PASSPHRASE}\n")
    settings.SIGNING_PKCS12, settings.SIGNING_PASSPHRASE_FILE = str(tmp_path / "ky.p12"), str(tmp_path / "mat-khau")
    client.force_login(clerk.user)
    page = here(clerk, "reports:document-sign", paper.pk)
    assert "passphrase" not in client.get(page).content.decode()

    client.post(page, {"visible": ""})

    assert SignedPaper.objects.get().signatures[0]["intact"]


def test_a_scan_cannot_be_compared():
    assert signed_papers.differences(["Điều 1"], []) == {"compared": False, "lacking": [], "added": []}


def test_a_key_and_its_passphrase_are_carried_by_no_page(client, clerk, paper, settings):
    settings.REAUTH_MINUTES = -1
    client.force_login(clerk.user)
    given = {"file": sent(keys(), "ky.p12"), "passphrase": PASSPHRASE}

    answer = client.post(here(clerk, "reports:document-sign", paper.pk), given)
    without = client.post(here(clerk, "reports:document-sign", paper.pk), {"passphrase": PASSPHRASE})

    assert (answer.status_code, "next=" in answer["Location"]) == (302, True)
    assert PASSPHRASE not in without.text


def test_lines_are_named_once():
    assert signed_papers.differences(["Điều 1", "Điều 1", "a"], ["a", "b", "b"]) == {
        "compared": True, "lacking": ["Điều 1"], "added": ["b"],
    }  # fmt: skip


def test_signing_asks_who_it_is_after_a_while(client, clerk, paper, settings):
    settings.REAUTH_MINUTES = -1
    client.force_login(clerk.user)

    answer = client.get(here(clerk, "reports:document-sign", paper.pk))

    assert (answer.status_code, "next=" in answer["Location"]) == (302, True)


@pytest.mark.parametrize(("confidential", "lines"), [(True, 1), (False, 0)])
def test_fetching_the_signed_copy_of_a_paper_in_confidence_leaves_a_line(
    client, clerk, paper, now, confidential, lines
):
    kept = signed_papers.receive(paper, sent(signed(OURS)), by=clerk, at=now)
    Document.objects.filter(pk=paper.pk).update(confidential=confidential)
    client.force_login(clerk.user)

    answer = client.get(here(clerk, "reports:signed-paper", kept.pk))

    assert answer.status_code == 200
    assert HistoryEntry.objects.filter(action="document.read").count() == lines
