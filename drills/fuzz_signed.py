"""Signed PDFs that were whole once, brought as the signed copy of a paper: python -m drills fuzz.

Whatever comes, the page takes it or refuses it in words; and nothing is called whole whose signed bytes are not those
that were signed, or whose page was changed behind the signature.
"""

import json
import os
import re
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from communes.addresses import here
from drills.fuzz_files import BYTES, bent
from kit import signatures
from kit.tests import hostile
from kit.tests.signing_cases import root, signed
from reports.models import SignedPaper
from reports.tests.test_signed_papers import OURS, paper, trusting  # noqa: F401 - fixtures

SEED = int(os.environ.get("FUZZ_SEED", "1"))
MINUTES = float(os.environ.get("FUZZ_MINUTES", "5"))
TOLD = os.environ.get("FUZZ_TOLD", "")
A_ROUND = 20
RANGE = re.compile(rb"/ByteRange\s*\[([^\]]*)\]")
WHOLE = signed(OURS)
OTHER = signed(hostile.pdf(), "Trần Thị Bình")
tried = {"verified whole": 0, "bent": 0, "refused": 0, "brought to the page": 0}


@pytest.fixture(scope="module", autouse=True)
def _tell():
    yield
    if TOLD:
        Path(TOLD).write_text(json.dumps(tried), encoding="utf-8")


def hole(content: bytes) -> tuple[int, int]:
    """Return where the signature itself lies, which it cannot cover."""
    _, start, end, _ = map(int, RANGE.search(content)[1].split())
    return start, end


def later(change) -> bytes:
    """Return the signed PDF with one revision more, in which something was changed."""
    writer, made = IncrementalPdfFileWriter(BytesIO(WHOLE)), BytesIO()
    page = writer.root["/Pages"]["/Kids"][0]
    change(writer, page)
    writer.update_container(page)
    writer.write(made)
    return made.getvalue()


def _other_words(writer, page) -> None:
    stream = writer.add_object(generic.StreamObject(stream_data=b"BT /F1 12 Tf 72 700 Td (50.000.000) Tj ET"))
    page[generic.NameObject("/Contents")] = stream


def _note(writer, page) -> None:
    box = generic.ArrayObject(map(generic.NumberObject, (10, 10, 300, 300)))
    note = generic.DictionaryObject({"/Type": generic.NameObject("/Annot"), "/Subtype": generic.NameObject("/FreeText"),
                                     "/Contents": generic.TextStringObject("Đã hủy"), "/Rect": box})  # fmt: skip
    page[generic.NameObject("/Annots")] = generic.ArrayObject([writer.add_object(note)])


def _smaller(writer, page) -> None:
    page[generic.NameObject("/MediaBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 9, 9)))


def encrypted() -> bytes:
    """Return the signed PDF under a password."""
    kept = BytesIO()
    with pikepdf.open(BytesIO(WHOLE)) as opened:
        opened.save(kept, encryption=pikepdf.Encryption(owner="a", user=""))
    return kept.getvalue()


def with_hole(inside: bytes) -> bytes:
    """Return the signed PDF with something else in the place of its signature."""
    start, end = hole(WHOLE)
    return WHOLE[:start] + b"<" + inside + b">" + WHOLE[end:]


CHANGED = {"other words": later(_other_words), "a note": later(_note), "a smaller page": later(_smaller)}
KNOWN = {
    **CHANGED, "encrypted": encrypted(), "signature of another": with_hole(OTHER[slice(*hole(OTHER))][1:-1]),
    "huge signature": with_hole(b"30" * 4_000_000), "empty signature": with_hole(b""), "no hex": with_hole(b"zz" * 900),
}  # fmt: skip
NUMBERS = st.one_of(st.integers(-(2**33), 2**33), st.sampled_from([0, *hole(WHOLE), len(WHOLE), 10**30]))
RANGES = st.lists(NUMBERS, min_size=0, max_size=6)
FLIPS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from(b"0123456789abcdefg")), max_size=8)
BENT = st.one_of(
    st.tuples(st.just("known"), st.sampled_from(sorted(KNOWN))), st.tuples(st.just("bytes"), BYTES),
    st.tuples(st.just("range"), RANGES), st.tuples(st.just("signature"), FLIPS),
    st.tuples(st.just("behind"), st.binary(max_size=200)),
)  # fmt: skip


def made_of(how: str, what) -> bytes:
    """Return the signed PDF bent in one of the ways."""
    if how == "known":
        return KNOWN[what]
    if how == "bytes":
        return bent(WHOLE, what)
    if how == "behind":
        return WHOLE + what
    start, end = hole(WHOLE)
    if how == "signature":
        inside, length = bytearray(WHOLE), (end - start - 2) // 4
        for where, digit in what:
            inside[start + 1 + int(where * length)] = digit
        return bytes(inside)
    words = " ".join(map(str, what)).encode()
    return RANGE.sub(lambda found: b"/ByteRange [" + words.ljust(len(found[1])) + b"]", WHOLE, count=1)


def law(content: bytes, found: list[dict]) -> None:
    """Fail where a file is called whole whose signed bytes are others, or somebody else's name stands on it."""
    tried["bent"] += 1
    if not all(each["intact"] for each in found):
        return
    start, end = hole(WHOLE)
    same = content[:start] == WHOLE[:start] and content[end : len(WHOLE)] == WHOLE[end:]
    assert same, "called whole, though signed bytes are others"
    assert content not in CHANGED.values(), "called whole, though the page was changed behind the signature"
    assert [each["signer"] for each in found] == ["Nguyễn Văn An"]
    tried["verified whole"] += 1


def in_rounds(share: float, one) -> None:
    """Try one bent file after the other for a share of the time, each round with a seed of its own."""
    until, number = time.monotonic() + 60 * MINUTES * share, 0

    def anything(how):
        if time.monotonic() < until:
            one(made_of(*how))

    while time.monotonic() < until:
        one_round = settings(max_examples=A_ROUND, deadline=None, database=None, phases=(Phase.generate,),
                             suppress_health_check=list(HealthCheck))  # fmt: skip
        seed(SEED * 10_000 + number)(one_round(given(how=BENT)(anything)))()
        number += 1


def test_nothing_bent_is_called_whole():
    at = datetime.now(UTC).isoformat()
    assert [each["intact"] for each in signatures.verify(BytesIO(WHOLE), roots=[root()], at=at)] == [True]

    def read(content):
        try:
            found = signatures.verify(BytesIO(content), roots=[root()], at=at)
        except Exception:  # noqa: BLE001 - the page asks a process of its own, which answers that the file is broken
            tried["refused"] += 1
        else:
            law(content, found)

    for content in KNOWN.values():
        read(content)
    in_rounds(0.5, read)


@pytest.mark.django_db
def test_whatever_is_brought_the_page_takes_it_or_says_why_not(client, clerk, paper, trusting):  # noqa: F811
    client.force_login(clerk.user)

    def bring(content):
        tried["brought to the page"] += 1
        SignedPaper.objects.all().delete()
        file = SimpleUploadedFile("van-ban.pdf", content)
        answer = client.post(here(clerk, "reports:document-signed", paper.pk), {"file": file}, follow=True)
        assert answer.status_code == 200
        kept = SignedPaper.objects.first()
        if kept is not None:
            law(content, kept.signatures)
        else:
            assert "alert" in answer.text or "invalid-feedback" in answer.text, "refused without a word"

    for content in KNOWN.values():
        bring(content)
    in_rounds(0.5, bring)
