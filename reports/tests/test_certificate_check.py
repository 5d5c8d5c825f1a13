"""The check of certificates by code: what stands on the sheet, after publication, and nothing more."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from awards.models import Certificate, Decision
from awards.services.certificates import CODE_LENGTH, SIGNS, new_code
from awards.tests.factories import ISSUED_ON, SESSION_AT, make_award_campaign, make_decision, make_nomination
from reports.documents import certificates
from reports.services import certificate_check
from reports.services.certificate_check import Answer
from reports.tests.test_exports import ask, rows_of, sheet_in

CODE, NEW = "ABCDEFGH23", "ABCDEFGH45"
# What is known of the honoured and of the making, and stands on no certificate.
SECRETS = ("1987", "Nữ", "760.000", "034187001234", "Rách góc", "Nguyễn Thị Hạnh", "Kê khai không đúng")


@pytest.fixture(autouse=True)
def _fresh(db):
    """No look-ups counted yet."""
    cache.clear()


@pytest.fixture
def campaign(cast):
    """A small issued campaign with an award round."""
    return make_award_campaign(cast)


@pytest.fixture
def make_line(cast, campaign):
    """Return a maker of lines of decisions: at first an award of one person, then what a later decision says of it."""

    def make(status="published", *, about=None, **facts):
        number = Decision.objects.count() + 5
        if about is None:
            nomination = make_nomination(
                campaign, unit=cast.unit("economy"), subject="individual", status="awarded", citation="Làm tốt."
            )
            line = make_decision(campaign, [nomination], status=status, number=number).lines.get()
            line.birth_year, line.gender = 1987, "Nữ"
            line.save()
            return line
        decision = make_decision(
            campaign, status=status, number=number, amends=about.decision, reason="Kê khai không đúng.", **facts
        )
        return decision.lines.create(
            position=1, nomination=about.nomination, about=about, award=about.award, subject=about.subject,
            nominee_name=about.nominee_name, nominee_place=about.nominee_place, citation=about.citation,
        )  # fmt: skip

    return make


def enter(line, code=CODE, status="handed_over", **facts):
    """Enter a certificate into the register at a status."""
    handed = {"handed_on": ISSUED_ON, "handed_to": "Trần Nhận Thay, số 034187001234"}
    given = {"line": line, "code": code, "status": status, "registered_at": SESSION_AT}
    given |= handed if status == "handed_over" else {}
    given |= {"replaced_reason": "Rách góc"} if status == "replaced" else {}
    return Certificate.objects.create(**given, **facts)


def look(client, code=CODE):
    """Return the page that answers for a code, as words, and its status."""
    answer = client.get(reverse("check-code", args=[code]))
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()), answer.status_code


@pytest.mark.parametrize("status", ["registered", "printed", "handed_over"])
def test_a_certificate_that_stands_is_valid_and_says_what_is_printed_on_it(client, make_line, status):
    line = make_line()
    certificate = enter(line, status=status)

    words, answered = look(client)

    sheet = certificates.build_one(certificate, base="").lines[0]["texts"]
    assert answered == 200
    assert "Giấy khen có trong sổ và đang có hiệu lực" in words
    for part in ("name", "place", "decision_number", "decision_date", "roll_number"):
        assert sheet[part] in words
    assert "xã Đồng Tâm" in words and "Giấy khen" in words
    assert [secret for secret in SECRETS if secret in words] == []


def test_the_finding_holds_nothing_but_words_of_the_sheet_and_what_took_its_place():
    assert set(certificate_check.Finding.__dataclass_fields__) == {
        "answer", "code", "name", "place", "award", "decision", "roll", "commune", "new_code", "by_decision", "by_date",
    }  # fmt: skip


def test_a_replaced_certificate_names_the_one_in_its_place(client, make_line):
    line = make_line()
    old = enter(line, status="replaced")
    enter(line, NEW, replaces=old)

    words, _ = look(client)
    newer, _ = look(client, NEW)

    assert f"đã được thay bằng giấy khen khác Giấy khen thay thế mang mã {NEW}" in words
    assert "đang có hiệu lực" in newer
    assert [secret for secret in SECRETS if secret in words] == []


def test_of_several_replacements_the_last_is_named(make_line):
    line = make_line()
    first = enter(line, status="replaced")
    second = enter(line, "ABCDEFGH34", status="replaced", replaces=first)
    enter(line, NEW, replaces=second)

    assert certificate_check.check(CODE).new_code == NEW


def test_a_revoked_certificate_names_the_decision(client, make_line):
    line = make_line()
    enter(line, status="revoked")
    make_line(about=line, kind="revocation")

    words, answered = look(client)

    assert answered == 200
    assert "Giấy khen này đã bị thu hồi Thu hồi theo Quyết định số 06/QĐ-UBND ngày 14/05/2026." in words
    assert [secret for secret in SECRETS if secret in words] == []


def test_a_revocation_counts_for_the_certificate_of_a_correction_too(make_line):
    first = make_line()
    corrected = make_line(about=first, kind="correction")
    enter(corrected, status="revoked")
    make_line(about=corrected, kind="revocation")

    assert certificate_check.check(CODE).answer == Answer.REVOKED


@pytest.mark.parametrize("kind", ["revocation", "correction"])
def test_what_was_decided_and_not_published_changes_no_answer(make_line, kind):
    line = make_line()
    old = enter(line, status="revoked" if kind == "revocation" else "replaced")
    later = make_line("issued", about=line, kind=kind)
    if kind == "correction":
        enter(later, NEW, replaces=old)

    assert certificate_check.check(CODE).answer == Answer.VALID
    assert certificate_check.check(NEW).answer == Answer.UNKNOWN


def test_before_publication_a_certificate_is_as_unknown_as_one_that_never_was(
    client, make_line, django_assert_num_queries
):
    enter(make_line("issued"), status="printed")

    pages = {}
    for code in (CODE, NEW):
        with django_assert_num_queries(1):
            assert certificate_check.check(code) == certificate_check.Finding(Answer.UNKNOWN)
        pages[code] = look(client, code)

    assert pages[CODE] == pages[NEW]
    assert pages[CODE][1] == 404
    assert "Không tìm thấy giấy khen mang mã này" in pages[CODE][0]


def test_codes_of_every_commune_are_answered(client, make_line, neighbour):
    enter(make_line())
    client.force_login(neighbour("officer").user)

    assert "xã Đồng Tâm" in look(client)[0]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (CODE, CODE),
        (" abcde-fgh23 ", CODE),
        ("ABCDE FGH23", CODE),
        ("ABCDEFGH2", ""),
        ("ABCDEFGH234", ""),
        ("ABCDEFGHO1", ""),
        ("' OR 1=1 --", ""),
        ("", ""),
        ("ÁBCDEFGH23", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, code):
    assert certificate_check.code_of(typed) == code


@given(st.text())
def test_whatever_is_typed_gives_a_code_of_the_register_or_none(typed):
    code = certificate_check.code_of(typed)

    assert code == "" or (len(code) == CODE_LENGTH and set(code) <= set(SIGNS))


def test_codes_cannot_be_guessed_in_a_lifetime(db):
    made = {new_code() for _ in range(200)}

    assert len(made) == 200
    assert len(set(SIGNS)) ** CODE_LENGTH > 2**49
    assert all(certificate_check.code_of(code) == code for code in made)


def test_looking_up_too_often_is_slowed_down(client, make_line):
    enter(make_line())
    statuses = [look(client)[1] for _ in range(31)]

    assert statuses == [200] * 30 + [429]
    assert "Đã tra cứu quá nhiều lần" in look(client)[0]
    assert client.get(reverse("check-code", args=[CODE]), REMOTE_ADDR="203.0.113.9").status_code == 200


def test_the_form_leads_to_the_answer_and_the_printed_address_too(client, db):
    asked = client.get(reverse("check"), {"ma": " abcde fgh23 "})
    printed = client.get(f"/tra-cuu/{CODE}/")

    assert (asked.status_code, asked.url) == (302, f"/kiem-tra/{CODE}/")
    assert (printed.status_code, printed.url) == (302, f"/kiem-tra/{CODE}/")


@pytest.mark.parametrize(
    ("typed", "told"), [("abc", "mười chữ và số"), ("", "không được để trống"), ("<b>", "mười chữ và số")]
)
def test_what_is_no_code_is_said_at_the_field(client, db, typed, told):
    page = client.get(reverse("check"), {"ma": typed}).content.decode()

    assert told in page and "<b>" not in page.replace("<b></b>", "")


def test_the_page_is_kept_by_nobody_and_listed_nowhere(client, make_line):
    enter(make_line())

    for url in (reverse("check"), reverse("check-code", args=[CODE]), reverse("check-code", args=["x"])):
        answer = client.get(url)
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]
    assert client.post(reverse("check")).status_code == 405


def test_the_number_in_the_book_is_written_alike_on_paper_page_workbook_and_check(client, cast, make_line):
    line, officer = make_line(), cast.actor("officer")
    certificate = enter(line)
    checked, _ = look(client)
    client.force_login(officer.user)

    sheet = certificates.build_one(certificate, base="").lines[0]["texts"]
    page = client.get(reverse("awards:certificate", args=["dong-tam", certificate.pk])).content.decode()
    rows = rows_of(sheet_in(ask(client, officer, "certificates").content))

    assert (sheet["roll"], sheet["roll_number"]) == ("Số sổ vàng: 01", "01")
    assert "Số sổ vàng 01" in checked
    assert ">01</a>" in page
    assert "01" in rows[-1]
