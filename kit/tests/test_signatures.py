"""Digital signatures of PDF files: whole, altered, expired, untrusted, several, none."""

import base64
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pikepdf import Encryption
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from kit import signatures
from kit.confined import Refused
from kit.tests import hostile
from kit.tests.signing_cases import PASSPHRASE, keys, root, signed

PAPER = hostile.pdf()


def told(content: bytes, *roots: str) -> list[dict]:
    """Return what is found in a file now."""
    return signatures.verify(BytesIO(content), roots=list(roots), at=datetime.now(UTC).isoformat())


def updated(content: bytes) -> bytes:
    """Return a signed PDF whose page was turned by a later revision."""
    writer, made = IncrementalPdfFileWriter(BytesIO(content)), BytesIO()
    page = writer.root["/Pages"]["/Kids"][0]
    page[generic.NameObject("/Rotate")] = generic.NumberObject(90)
    writer.update_container(page)
    writer.write(made)
    return made.getvalue()


def test_a_good_signature_tells_who_when_and_over_the_whole_file():
    (found,) = told(signed(PAPER), root())

    assert {name: found[name] for name in ("signer", "organisation", "issuer", "intact", "whole", "trust")} == {
        "signer": "Nguyễn Văn An", "organisation": "UBND xã Đồng Tâm", "issuer": "CA thử nghiệm",
        "intact": True, "whole": True, "trust": "trusted",
    }  # fmt: skip
    assert abs(datetime.fromisoformat(found["claimed_at"]) - datetime.now(UTC)).total_seconds() < 120


@pytest.mark.parametrize(
    ("roots", "days", "trust"),
    [
        ((), (-300, 700), "unknown"),
        (("CA khác",), (-300, 700), "untrusted"),
        (("CA thử nghiệm",), (-300, -2), "expired"),
    ],
    ids=["no roots", "other root", "expired"],
)
def test_trust_is_told_apart_from_being_whole(roots, days, trust):
    (found,) = told(signed(PAPER, days=days), *map(root, roots))

    assert (found["intact"], found["trust"]) == (True, trust)


def test_one_changed_byte_inside_is_found():
    content = signed(PAPER)
    place = content.index(b"/MediaBox")

    (found,) = told(content[:place] + b"/MediaBix" + content[place + 9 :], root())

    assert not found["intact"]


def test_a_change_written_behind_the_signature_is_found():
    (found,) = told(updated(signed(PAPER)), root())

    assert (found["intact"], found["whole"]) == (False, False)


def test_a_second_signature_does_not_break_the_first():
    first, second = told(signed(signed(PAPER), "Trần Thị Bình"), root())

    assert (first["signer"], first["intact"], first["whole"], first["later"]) == ("Nguyễn Văn An", True, False, True)
    assert (second["signer"], second["intact"], second["whole"]) == ("Trần Thị Bình", True, True)


def test_signs_that_nobody_sees_do_not_leave_a_file(monkeypatch):
    (found,) = told(signed(PAPER, "Nguyễn\x00 Văn\u200b An"))

    assert found["signer"] == "Nguyễn Văn An"
    assert signatures._plain("Điều\x00 1\ud800.\t Phạm  vi") == "Điều 1. Phạm vi"


def test_what_was_added_after_signing_is_told_by_its_kind():
    first, second = told(signed(signed(PAPER), "Trần Thị Bình"), root())

    assert (first["filled"], second["filled"]) == (True, False)


@pytest.mark.parametrize("content", [b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n"], ids=["words", "cut"])
def test_a_file_that_is_no_certificate_is_known(content):
    with pytest.raises(ValueError, match="."):
        signatures.certificates(BytesIO(content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (PAPER, "chưa có chữ ký số nào"),
        (hostile.pdf(encryption=Encryption(owner="a", user="")), "mật khẩu"),
        (b"%PDF-1.7\nrubbish", "hỏng"),
    ],
    ids=["not signed", "encrypted", "garbage"],
)
def test_what_bears_no_readable_signature_is_refused(content, words):
    with pytest.raises(Refused, match=words):
        told(content)


def test_a_wrong_passphrase_signs_nothing():
    given = base64.b64encode(keys()).decode()

    with pytest.raises(Refused, match="sai mật khẩu"):
        signatures.sign(BytesIO(PAPER), BytesIO(), keys=given, passphrase=PASSPHRASE + "x", reason="", visible=None)
