"""Every reader of files, given files that were whole once: python -m drills fuzz.

Bytes are changed, cut, doubled; parts of packages are replaced; hostile words stand in a cell or a paragraph. A reader
takes what comes or refuses it in words. What fails is written down with the file (drills/found.py).
"""

import json
import os
import re
import time
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import BadZipFile, ZipFile

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from campaigns.services import plan_readings, report_forms, uploads
from campaigns.tests.factories import make_campaign, pdf_of, report_of
from campaigns.tests.plan_texts import PLAN_TEXT
from communes.services import sheets
from communes.tests.sheet_cases import workbook_of
from drills import found
from drills.fuzz_words import DAYS, NUMBERS, WORDS
from kit.tests import hostile
from province.services import sheets as province_sheets
from province.tests.factories import make_member, make_province, visitor_of
from province.tests.test_sheets import GOOD, upload_of

SEED = int(os.environ.get("FUZZ_SEED", "1"))
MINUTES = float(os.environ.get("FUZZ_MINUTES", "5"))
TOLD = os.environ.get("FUZZ_TOLD", "")
A_ROUND = 25
# A file that failed is written down whole where it is no larger.
LARGEST = 200_000
tried: dict[str, int] = {}


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="module", autouse=True)
def _tell():
    yield
    if TOLD:
        Path(TOLD).write_text(json.dumps(tried), encoding="utf-8")


def plan_docx() -> bytes:
    """Return a plan as a Word file."""
    made, kept = docx.Document(), BytesIO()
    for line in PLAN_TEXT.splitlines():
        made.add_paragraph(line)
    made.add_table(2, 2).cell(0, 0).text = "Biểu"
    made.save(kept)
    return kept.getvalue()


def people_xlsx() -> bytes:
    """Return a list of people as a workbook."""
    return workbook_of(("Lò Thị Mai", "Nữ", 1990, "Phòng Kinh tế", "Chuyên viên", "", "")).read()


BYTES = st.lists(
    st.tuples(st.sampled_from(["change", "cut", "double", "zero"]), st.floats(0, 1), st.binary(min_size=1, max_size=8)),
    max_size=6,
)
WAYS = ["gone", "empty", "broken", "deep", "text", "digits", "swapped", "cell", "cell", "cell"]
# As a workbook writes what XML cannot hold.
ODD = ["_x0000_", "a_x0000_b", "_xD800_", "_x0001_", "1900-01-00", "#REF!", "Ế" * 40_000]
TEXTS = st.one_of(st.text(max_size=20), st.sampled_from([*ODD, *WORDS, *NUMBERS, *DAYS]))
PARTS = st.lists(st.tuples(st.floats(0, 1), st.sampled_from(WAYS), TEXTS), max_size=3)
CELL = re.compile(rb"(<(?:w:)?t\b[^>]*>)([^<]*)(</)")
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def bent(content: bytes, changes) -> bytes:
    """Return content with some bytes changed, cut away, doubled or emptied."""
    for how, where, what in changes:
        place = int(where * len(content))
        if how == "change":
            content = content[:place] + what + content[place + len(what) :]
        elif how == "cut":
            content = content[:place] + content[place + 64 * len(what) :]
        elif how == "double":
            content = content[:place] + content[max(0, place - 200) :]
        else:
            content = content[:place] + b"\0" * 40 + content[place + 40 :]
    return content


def with_words(part: bytes, where: float, words: str) -> bytes:
    """Return a part in which one cell or one run of a paragraph holds other words."""
    cells = list(CELL.finditer(part))
    if not cells:
        return part
    one = cells[min(int(where * 997) % len(cells), len(cells) - 1)]
    return part[: one.start(2)] + escape(NOT_IN_XML.sub("", words)).encode() + part[one.end(2) :]


def repacked(content: bytes, changes) -> bytes:
    """Return a package with some of its parts replaced."""
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except BadZipFile:
        return content
    names = sorted(parts)
    for where, how, words in changes:
        name = names[min(int(where * len(names)), len(names) - 1)]
        old = parts.get(name, b"")
        other = parts.get(names[0], b"")
        if how == "cell":
            name = next((each for each in names if CELL.search(parts.get(each, b""))), name)
            old = parts.get(name, b"")
        new = {
            "cell": with_words(old, where, words), "empty": b"", "swapped": other, "broken": old[: len(old) // 2],
            "deep": b"<a>" * 3000 + b"</a>" * 3000, "digits": old.replace(b"1", b"99999999999999999999"),
            "text": old.replace(b"</", words[:100].encode("utf-8", "replace") + b"</", 5),
        }  # fmt: skip
        if how == "gone":
            parts.pop(name, None)
        else:
            parts[name] = new[how]
    kept = BytesIO()
    with ZipFile(kept, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return kept.getvalue()


def fault_of(read, content: bytes) -> str:
    """Let a reader read; return what is wrong with how it took that, or nothing."""
    try:
        read(content)
    except ValidationError as problem:
        return "" if all(problem.messages) else "refused without a word"
    except Exception as problem:  # noqa: BLE001 - whatever a reader lets through is what is looked for
        return found.told(problem)
    return ""


def laws(name: str, read, whole: bytes, share: float) -> None:
    """Let a reader read what was bent, for its share of the time, in rounds with a seed of their own."""
    until, number = time.monotonic() + 60 * MINUTES * share, 0
    packed = whole.startswith(b"PK")
    tried.setdefault(name, 0)

    def anything(parts, changes):
        if time.monotonic() > until:
            return
        tried[name] += 1
        content = repacked(whole, parts) if packed and parts else bent(whole, changes)
        fault = fault_of(read, content)
        if fault:
            file = found.file_of("file", content) if len(content) <= LARGEST else {}
            found.tell(database=connection.vendor, reader=name, fault=fault, parts=repr(parts), **file)
            pytest.fail(fault)

    while time.monotonic() < until:
        given_all = given(parts=PARTS, changes=BYTES)(anything)
        one_round = settings(max_examples=A_ROUND, deadline=None, database=None, phases=(Phase.generate,),
                             suppress_health_check=list(HealthCheck))  # fmt: skip
        seed(SEED * 10_000 + number)(one_round(given_all))()
        number += 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["docx", "pdf", "txt"])
def test_a_bent_plan_is_read_or_refused_in_words(kind, officer, now):
    def read(content):
        name, text = plan_readings.text_from(SimpleUploadedFile(f"ke-hoach.{kind}", content))
        plan_readings.begin(name, text, by=officer, at=now)

    whole = {"docx": plan_docx, "pdf": lambda: pdf_of("Kế hoạch"), "txt": PLAN_TEXT.encode}[kind]()
    laws(f"plan {kind}", read, whole, 0.13)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["people", "units", "earlier-awards"])
def test_a_bent_workbook_is_read_or_refused_in_words(kind, cast, now):
    by = cast.actor("administrator" if kind != "earlier-awards" else "officer")

    def read(content):
        with transaction.atomic():
            book = sheets.opened(SimpleUploadedFile("bang.xlsx", content))
            reading = sheets.receive(sheets.KINDS[kind], book, by=by, at=now)
            sheets.apply(reading, by=by, at=now)
            transaction.set_rollback(True)

    whole = people_xlsx() if kind == "people" else sheets.template(sheets.KINDS[kind], by=by, at=now)
    laws(f"workbook {kind}", read, whole, 0.1)


@pytest.mark.django_db
def test_a_bent_list_of_communes_is_read_or_refused_in_words(now):
    by = visitor_of(make_member(make_province(), "administrator"))

    def read(content):
        with transaction.atomic():
            book = sheets.opened(SimpleUploadedFile("xa.xlsx", content))
            sheet = province_sheets.receive(by.province, book, by=by, at=now)
            province_sheets.apply(sheet, by=by, at=now)
            transaction.set_rollback(True)

    laws("workbook communes", read, upload_of(GOOD).read(), 0.1)


@pytest.mark.django_db
def test_a_bent_report_form_is_read_or_refused_in_words(cast, now, clock):
    campaign = make_campaign(cast)
    report, head = report_of(campaign, cast.unit("economy")), cast.actor("head")

    def read(content):
        book = sheets.opened(SimpleUploadedFile("bao-cao.xlsx", content))
        report_forms.receive(book, expected=report, by=head, at=now)

    laws("report form", read, report_forms.form(report, at=now), 0.1)


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "jpg"])
def test_a_bent_upload_is_taken_or_refused_in_words(kind):
    whole = {"pdf": hostile.pdf(), "docx": plan_docx(), "xlsx": people_xlsx(), "jpg": hostile.picture(size=(64, 64))}

    def read(content):
        uploads.check(SimpleUploadedFile(f"tep.{kind}", content), kept=0)

    laws(f"upload {kind}", read, whole[kind], 0.03)
