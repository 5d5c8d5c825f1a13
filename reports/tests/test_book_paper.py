"""Sổ khen thưởng of a year: the office's full book and the one that everybody may read."""

from datetime import date

import pytest
from django.urls import reverse

from awards.models import Certificate, DecisionLine
from awards.services import book_years
from awards.tests.factories import SESSION_AT, make_award_campaign, make_decision, make_nomination
from communes.tests.factories import make_person
from reports.documents import blocks as b
from reports.documents.base import plain
from reports.documents.registry import KINDS
from reports.models import Document
from reports.services import documents
from reports.tests.cases import AT

FULL, PUBLIC = KINDS["award-book"], KINDS["award-book-public"]
CITATION = "Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính năm 2026"


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


@pytest.fixture
def decision(cast, campaign):
    """A published decision about an office and a person, the person's money received."""
    unit = cast.unit("economy")
    person = make_person(cast.commune, "Trịnh Thị Ân", unit=unit, position="Chuyên viên")
    rows = [
        make_nomination(campaign, unit=unit, status="awarded"),
        make_nomination(campaign, unit=unit, subject="individual", person=person, status="awarded"),
    ]
    made = make_decision(campaign, rows, status="published")
    made.lines.filter(position=2).update(birth_year=1990, gender="female", received_on=date(2026, 5, 20))
    return made


@pytest.fixture
def book(decision):
    """The book of the decision's year."""
    return book_years.ensure(decision, at=SESSION_AT)


def tables(paper) -> list:
    """Return the counts of the front sheet, and the list across the wide pages."""
    [annex] = paper.annexes
    assert annex.landscape
    return [block for block in (*paper.body, *annex.blocks) if isinstance(block, b.Table)]


def rows_of(paper) -> tuple:
    """Return the lines of the list."""
    return tables(paper)[-1].rows


def revoke(decision, position: int, *, status: str = "published", number: int = 9):
    """Put a decision into the book that takes a line back."""
    line = decision.lines.get(position=position)
    later = make_decision(
        decision.campaign, status=status, number=number, kind="revocation", amends=decision, reason="Kê khai sai."
    )
    DecisionLine.objects.filter(pk=line.pk).update(standing="revoked")
    DecisionLine.objects.create(
        decision=later, position=1, nomination=line.nomination, about=line, award=line.award, subject=line.subject,
        nominee_name=line.nominee_name, citation=line.citation,
    )  # fmt: skip


def test_the_book_holds_each_line_with_what_was_received(book, decision, campaign):
    Certificate.objects.create(
        line=decision.lines.get(position=2), code="SO7K2M9QXA", status="handed_over", registered_at=SESSION_AT,
        handed_on=date(2026, 5, 19), handed_to="Trịnh Thị Ân",
    )  # fmt: skip
    paper = FULL.build(book)

    merit = CITATION if campaign.name in CITATION else f"{campaign.name}. {CITATION}"
    assert rows_of(paper) == (
        ("1", "05/QĐ-UBND\nngày 14/05/2026", "Phòng Kinh tế", "", "", "Giấy khen", merit, "01", "760.000", "", ""),
        ("2", "05/QĐ-UBND\nngày 14/05/2026", "Trịnh Thị Ân", "Chuyên viên, Phòng Kinh tế", "1990\nNữ", "Giấy khen",
         merit, "02", "760.000", "Giấy khen: 19/05/2026\nTiền thưởng: 20/05/2026", ""),
        ("", "", "Cộng", "", "", "", "", "", "1.520.000", "", ""),
    )  # fmt: skip
    assert tables(paper)[0].rows == (
        ("1", "Giấy khen", "1", "0", "1", "2", "1.520.000 đồng"),
        ("", "Tổng số", "1", "0", "1", "2", "1.520.000 đồng"),
    )
    assert (paper.title, paper.draft) == ("Sổ khen thưởng năm 2026", False)


@pytest.mark.rule("L-09")
def test_a_revoked_line_stays_with_a_note_and_counts_no_more(book, decision):
    revoke(decision, 2)

    paper = FULL.build(book)

    assert [row[-1] for row in rows_of(paper)] == [
        "", "Thu hồi theo Quyết định số 09/QĐ-UBND ngày 14/05/2026",
        "Thu hồi Giấy khen số sổ vàng 02 tại Quyết định số 05/QĐ-UBND ngày 14/05/2026", "",
    ]  # fmt: skip
    assert [(row[5], row[7]) for row in rows_of(paper)[1:3]] == [("Giấy khen", "02"), ("Thu hồi Giấy khen", "–")]
    assert rows_of(paper)[-1][8] == "760.000"
    assert tables(paper)[0].rows[-1][1:] == ("Tổng số", "1", "0", "0", "1", "760.000 đồng")
    told = [plain(block.text) for block in paper.body if isinstance(block, b.Paragraph)]
    assert told[1] == (
        "Sổ có 03 dòng của 02 quyết định, ngày 14 tháng 5 năm 2026; trong đó 02 trường hợp "
        "khen thưởng, 00 trường hợp đính chính, 01 trường hợp thu hồi."
    )


def test_a_replaced_certificate_is_noted(book, decision):
    line = decision.lines.get(position=1)
    Certificate.objects.create(
        line=line, code="SO7K2M9QXB", status="replaced", registered_at=SESSION_AT, replaced_reason="Rách góc."
    )

    assert rows_of(FULL.build(book))[0][-1] == "Cấp đổi: Rách góc."


def test_the_public_book_tells_neither_money_nor_facts_of_persons_nor_what_waits(book, decision, campaign, cast):
    row = make_nomination(campaign, unit=cast.unit("culture"), status="awarded")
    make_decision(campaign, [row], status="issued", number=6)
    revoke(decision, 2, status="issued")

    full, public = FULL.build(book), PUBLIC.build(book)

    assert [row[2] for row in rows_of(full)] == [
        "Phòng Kinh tế", "Trịnh Thị Ân", row.nominee, "Trịnh Thị Ân", "Cộng",
    ]  # fmt: skip
    assert rows_of(full)[2][-1] == "Chưa công bố"
    assert [row[2] for row in rows_of(public)] == ["Phòng Kinh tế", "Trịnh Thị Ân"]
    words = str(public.to_json())
    for kept in ("1990", "Nữ", "760", "đồng", "Thu hồi theo", "Chưa công bố", row.nominee, "09/QĐ-UBND"):
        assert kept not in words.replace("cộng đồng", ""), kept


def test_other_years_stand_in_other_books(book, campaign, cast):
    row = make_nomination(campaign, unit=cast.unit("culture"), status="awarded")
    later = make_decision(campaign, [row], status="published", number=1, issued_on=date(2027, 1, 6))

    assert [row[2] for row in rows_of(PUBLIC.build(book_years.ensure(later, at=AT)))] == [row.nominee]
    assert row.nominee not in str(FULL.build(book).to_json())


def test_the_full_book_is_made_and_read_in_confidence_alone(book, officer, cast):
    document = documents.request(FULL, book, by=officer, at=AT)
    told = documents.request(PUBLIC, book, by=officer, at=AT)
    administrator = cast.actor("administrator")

    assert list(Document.objects.within(administrator)) == [told]
    assert document in Document.objects.within(cast.actor("leader"))


def test_a_unit_gets_the_public_book_that_it_asks_for_and_no_other_unit_does(client, book, head, other_head):
    client.force_login(head.user)

    answer = client.post(reverse("reports:document-request", args=["dong-tam", PUBLIC.key, book.pk]), follow=True)

    made = Document.objects.get()
    assert (answer.status_code, answer.context["document"]) == (200, made)
    assert [list(Document.objects.within(each)) for each in (head, other_head)] == [[made], []]


def test_before_anything_is_published_there_is_no_public_book(campaign, cast, officer):
    row = make_nomination(campaign, unit=cast.unit("economy"), status="awarded")
    book = book_years.ensure(make_decision(campaign, [row], status="issued"), at=SESSION_AT)

    assert list(FULL.within(officer)) == [book]
    assert list(PUBLIC.within(officer)) == []
