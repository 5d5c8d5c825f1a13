"""Every field that takes a file leads to the one judge of uploads; a new one fails until it is listed with its door."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.services import plan_readings, uploads
from communes.services import sheets
from kit.tests import hostile

OURS = ("kit", "communes", "campaigns", "awards", "reports", "operations", "province")
FIELD = re.compile(r"\b(?:forms\.)?(?:Clearable)?(?:File|Files|Image)Field\(")
# By module of forms: the doors to which its fields lead, one for each field. Keys are read once and not kept.
DOORS = {
    "awards/forms/minutes.py": ["uploads"],
    "awards/forms/nominations.py": ["uploads"],
    "campaigns/forms/adoptions.py": ["uploads"],
    "campaigns/forms/plan_readings.py": ["plans"],
    "campaigns/forms/report_forms.py": ["sheets"],
    "campaigns/forms/unit_plans.py": ["uploads"] * 2,
    "campaigns/forms/unit_reports.py": ["uploads"] * 3,
    "communes/forms/sheets.py": ["sheets"],
    "reports/forms/certificates.py": ["uploads"],
    "reports/forms/signed_papers.py": ["uploads", "keys"],
}
OPENED_BY = {
    "uploads": lambda upload: uploads.check(upload, kept=0),
    "plans": plan_readings.text_from,
    "sheets": sheets.opened,
}


def test_every_field_that_takes_a_file_is_known_with_its_door():
    found = {}
    for path in (path for name in OURS for path in (settings.BASE_DIR / name).rglob("*.py")):
        place = str(path.relative_to(settings.BASE_DIR))
        if not {"tests", "migrations", "models"} & set(path.parts) and place != "kit/forms.py":
            lines = [line for line in path.read_text().splitlines() if not line.startswith("class ")]
            if number := len(FIELD.findall("\n".join(lines))):
                found[place] = number

    assert found == {place: len(doors) for place, doors in DOORS.items()}
    assert {door for doors in DOORS.values() for door in doors} == {*OPENED_BY, "keys"}


@pytest.mark.parametrize("door", OPENED_BY)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", hostile.office({"xl/vbaProject.bin": b"x"}, kind="xlsx")),
        ("a.docx", hostile.office({"word/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'})),
        ("a.pdf", hostile.pdf(hostile.script)),
        ("a.svg", b"<svg/>"),
        ("a.exe", b"MZ"),
        ("a.pdf", b""),
    ],
    ids=["macros", "entity", "script", "svg", "program", "empty"],
)
def test_no_door_lets_a_hostile_file_in(door, name, content):
    with pytest.raises(ValidationError, match=f"“{name}”"):
        OPENED_BY[door](SimpleUploadedFile(name, content))
