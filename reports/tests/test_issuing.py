"""Issuing: the clerk gives a paper its number, and an official paper is made of the same words."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Obligation
from campaigns.tests.factories import report_of
from communes.models import HistoryEntry, RegisteredNumber, Unit
from communes.services import registers
from communes.tests.factories import make_number
from kit.workflow import Overtaken
from reports.documents.blocks import Annex, Letterhead, Paragraph, Recipients, Signature
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.models import Document, Letter
from reports.services import documents, issuing, letters
from reports.tests.cases import AT, product
from reports.tests.letter_cases import drafted, issued, paper_of, produced

ON = AT.date()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    """Keep the files of the test apart."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(cast) -> Document:
    """The paper of a reminder to all late units, in draft."""
    return paper_of(drafted(cast), cast)


def taken() -> list[int]:
    """Return the numbers that letters of the culture office took."""
    return list(RegisteredNumber.objects.filter(symbol="UBND-VHXH").order_by("number").values_list("number", flat=True))


def paper(*blocks) -> Paper:
    """Return a draft whose number and date are blank."""
    head = Letterhead.of(["UBND"], "QĐ-UBND", place="Đồng Tâm", year=2026)
    return Paper("Quyết định", (head, *blocks), draft=True)


@pytest.mark.rule("N-05")
@pytest.mark.parametrize(
    ("number", "on", "line", "day"),
    [
        (5, date(2026, 2, 5), "Số: 05/QĐ-UBND", "Đồng Tâm, ngày 05 tháng 02 năm 2026"),
        (123, date(2026, 12, 25), "Số: 123/QĐ-UBND", "Đồng Tâm, ngày 25 tháng 12 năm 2026"),
    ],
)
def test_number_and_date_fill_the_blanks_of_the_letterhead_and_the_draft_mark_goes(number, on, line, day):
    found = paper(Paragraph("Không.")).numbered(number, on)

    assert (found.letterhead.number_line, found.letterhead.date_line, found.draft) == (line, day, False)
    assert (found.number, found.symbol) == (f"{number:02d}", "QĐ-UBND")
    assert found.blocks[1:] == paper(Paragraph("Không.")).blocks[1:]


@pytest.mark.parametrize(
    ("attached", "filled"),
    [
        ("(Kèm theo Thông báo số\u00a0\u00a0\u00a0/QĐ-UBND ngày\u00a0\u00a0tháng\u00a0\u00a0năm 2026 của UBND xã)",
         "(Kèm theo Thông báo số 05/QĐ-UBND ngày 05 tháng 02 năm 2026 của UBND xã)"),
        ("Kèm theo Quyết định số      /QĐ-UBND ngày    tháng    năm     của UBND xã",
         "Kèm theo Quyết định số 05/QĐ-UBND ngày 05 tháng 02 năm 2026 của UBND xã"),
        ("(Kèm theo Quyết định số 07/QĐ-UBND ngày 01 tháng 01 năm 2025)",
         "(Kèm theo Quyết định số 07/QĐ-UBND ngày 01 tháng 01 năm 2025)"),
        ("(Kèm theo Giấy mời họp của Hội đồng)", "(Kèm theo Giấy mời họp của Hội đồng)"),
    ],
)  # fmt: skip
def test_the_blanks_under_an_annexs_title_are_filled_and_other_words_stay(attached, filled):
    found = paper(Annex("Danh sách", attached, (Paragraph("A"),))).numbered(5, date(2026, 2, 5))

    assert found.annexes[0].attached == filled


def test_minutes_without_a_place_get_no_date_line():
    found = Paper("Biên bản", (Letterhead.of(["UBND"], "BB-UBND"),)).numbered(5, ON)

    assert (found.letterhead.number_line, found.letterhead.date_line) == ("Số: 05/BB-UBND", "")


def test_the_signers_name_stands_under_the_last_signature_alone():
    signed = paper(Signature(("Thư ký",), "A"), Signature(("Chủ tịch",), ""), Recipients(()))

    assert (signed.signer, signed.signed("Thái Nam Sơn").signer) == ("", "Thái Nam Sơn")
    assert signed.signed("Thái Nam Sơn").blocks[1].name == "A"


def test_the_official_paper_has_the_words_of_the_draft_with_number_date_and_signer(cast, draft, clerk):
    official = issuing.issue(draft, number=5, on=ON, signer="Đặng Hữu Phúc", by=clerk, at=AT)

    before, after = Paper.from_json(draft.content), Paper.from_json(official.content)
    assert (before.draft, after.draft, after.signer) == (True, False, "Đặng Hữu Phúc")
    assert after.letterhead.number_line == "Số: 05/UBND-VHXH"
    assert after.letterhead.date_line == "Đồng Tâm, ngày 05 tháng 12 năm 2026"
    changed = [old for old, new in zip(before.blocks, after.blocks, strict=True) if old != new]
    assert [type(each) for each in changed] == [Letterhead, Signature]
    assert (official.number, official.symbol, official.issued_on) == (5, "UBND-VHXH", ON)
    assert (official.issued_from, official.official, official.status) == (draft, True, "queued")
    assert produced(official).status == "official"
    draft.refresh_from_db()
    assert (draft.number, draft.status) == (None, "ready")


def test_issuing_takes_the_number_writes_history_and_issues_the_letter(cast, clerk):
    letter = drafted(cast)

    official = issued(letter, cast)

    letter.refresh_from_db()
    assert (letter.status, letter.document) == ("issued", official)
    row = RegisteredNumber.objects.get(symbol="UBND-VHXH")
    assert (row.number, row.dated, row.title, row.veiled) == (5, ON, str(letter), False)
    entry = HistoryEntry.objects.get(action="document.issue")
    assert (entry.label, entry.actor_name) == ("Cấp số 05/UBND-VHXH: Công văn đôn đốc", clerk.name)
    assert HistoryEntry.objects.get(action="letter.issue").to_status == "issued"


@pytest.mark.parametrize("part", ["officer", "leader", "head", "administrator", "secretary"])
def test_only_the_clerk_gives_numbers(cast, draft, part):
    with pytest.raises(PermissionDenied):
        issuing.issue(draft, number=5, on=ON, by=cast.actor(part), at=AT)
    assert taken() == []


def test_a_second_press_issues_nothing(cast, draft, clerk):
    issuing.issue(draft, number=5, on=ON, by=clerk, at=AT)

    with pytest.raises(ValidationError, match="đã được cấp số"):
        issuing.issue(draft, number=6, on=ON, confirmed=True, by=clerk, at=AT)
    assert Document.objects.filter(issued_from=draft).count() == 1
    assert taken() == [5]


def test_two_presses_that_both_found_it_unissued_make_one(cast, draft, clerk, monkeypatch):
    issuing.issue(draft, number=5, on=ON, by=clerk, at=AT)
    monkeypatch.setattr(issuing, "blockers", lambda *_, **__: [])

    with pytest.raises(ValidationError, match="đã được cấp số"):
        issuing.issue(draft, number=6, on=ON, confirmed=True, by=clerk, at=AT)
    assert taken() == [5]


def test_a_number_that_is_taken_is_refused_with_the_next_one_and_nothing_is_made(cast, draft, clerk):
    make_number(cast.commune, symbol="UBND-VHXH", number=5, dated=date(2026, 12, 1))

    with pytest.raises(ValidationError, match="Số tiếp theo còn trống là 06"):
        issuing.issue(draft, number=5, on=ON, by=clerk, at=AT)
    assert not Document.objects.exclude(issued_from=None).exists()
    assert issuing.suggested(draft, year=2026) == 6


def test_a_number_that_leaves_others_out_is_refused_until_it_is_confirmed(cast, draft, clerk):
    make_number(cast.commune, symbol="UBND-VHXH", number=5, dated=ON)

    with pytest.raises(ValidationError, match="Số liền trước trong sổ UBND-VHXH là 05"):
        issuing.issue(draft, number=50, on=ON, by=clerk, at=AT)
    assert issuing.issue(draft, number=50, on=ON, confirmed=True, by=clerk, at=AT).number == 50


def test_a_date_before_the_last_number_is_refused_until_it_is_confirmed(cast, draft, clerk):
    make_number(cast.commune, symbol="UBND-VHXH", number=5, dated=ON)

    with pytest.raises(ValidationError, match="ở trước ngày 05/12/2026"):
        issuing.issue(draft, number=6, on=ON - timedelta(days=1), by=clerk, at=AT)
    confirmed = issuing.issue(draft, number=6, on=ON - timedelta(days=1), confirmed=True, by=clerk, at=AT)
    assert confirmed.issued_on == date(2026, 12, 4)


def test_a_date_after_that_of_a_later_number_is_refused_until_it_is_confirmed(cast, draft, clerk):
    make_number(cast.commune, number=7, symbol="UBND-VHXH", dated=ON - timedelta(days=3))

    with pytest.raises(ValidationError, match="Ngày 05/12/2026 ở sau ngày 02/12/2026 của số đã cấp tiếp theo"):
        issuing.issue(draft, number=6, on=ON, by=clerk, at=AT)

    assert issuing.issue(draft, number=6, on=ON, confirmed=True, by=clerk, at=AT).number == 6


def test_a_date_after_today_is_refused_even_if_confirmed(draft, clerk):
    with pytest.raises(ValidationError, match="không được sau hôm nay"):
        issuing.issue(draft, number=5, on=ON + timedelta(days=1), confirmed=True, by=clerk, at=AT)


def test_a_paper_that_is_not_made_yet_or_has_its_number_elsewhere_is_refused(cast, clerk):
    letter = drafted(cast)
    waiting = documents.request(KINDS["urging-letter"], letter, by=product(cast), at=AT)

    with pytest.raises(ValidationError, match="chưa tạo xong"):
        issuing.issue(waiting, number=5, on=ON, by=clerk, at=AT)
    plan = documents.request(KINDS["campaign-plan"], letter.campaign, by=product(cast), at=AT)
    with pytest.raises(ValidationError, match="không lấy số"):
        issuing.issue(plan, number=5, on=ON, by=clerk, at=AT)


def test_a_draft_whose_files_were_cleared_away_has_to_be_made_again(draft, clerk):
    Document.objects.filter(pk=draft.pk).update(status="expired")
    draft.refresh_from_db()

    assert issuing.blockers(draft, by=clerk, at=AT) == [
        "Bản dự thảo ở trạng thái “Đã hết hạn lưu”. Hãy tạo lại văn bản rồi cấp số."
    ]


def test_the_paper_of_a_letter_that_was_changed_since_is_refused(cast, draft, clerk, officer):
    letter = letters.Letter.objects.get(pk=draft.subject_id)
    assert issuing.changed(draft, by=clerk) is False

    letters.save(letter, revision=0, closing="Khác.", by=officer, at=AT)

    assert issuing.changed(draft, by=clerk) is True
    with pytest.raises(ValidationError, match="đã thay đổi sau khi tạo"):
        issuing.issue(draft, number=5, on=ON, confirmed=True, by=clerk, at=AT)


def test_a_letter_saved_while_the_clerk_issues_it_is_not_issued(cast, draft, clerk, officer, monkeypatch):
    letter, take = Letter.objects.get(), registers.take

    def saved_meanwhile(*given, **facts):
        letters.save(letter, revision=0, body="Lời mới.", by=officer, at=AT)
        return take(*given, **facts)

    monkeypatch.setattr(registers, "take", saved_meanwhile)
    with pytest.raises(Overtaken):
        issuing.issue(draft, number=5, on=ON, by=clerk, at=AT)

    letter.refresh_from_db()
    assert (letter.status, taken(), Document.objects.count()) == ("draft", [], 1)


def test_an_issued_letter_names_the_signer_of_its_paper(cast, draft, clerk):
    issuing.issue(draft, number=5, on=ON, signer="Hà Thị Ổn", by=clerk, at=AT)

    assert Letter.objects.get().signer == "Hà Thị Ổn"


def test_the_paper_of_an_issued_letter_is_the_issued_one_whatever_units_are_called_later(cast, clerk):
    letter = drafted(cast)
    official = issued(letter, cast)
    Unit.objects.filter(pk=cast.unit("economy").pk).update(name="Phòng Kinh tế - Hạ tầng")
    letter.refresh_from_db()

    again = documents.request(KINDS["urging-letter"], letter, by=cast.actor("officer"), at=AT)

    assert again.content == official.content


def test_a_reminder_is_not_issued_while_it_names_a_unit_that_handed_in(cast, draft, clerk):
    letter = letters.Letter.objects.get(pk=draft.subject_id)
    report = report_of(letter.campaign, cast.unit("economy"))
    Obligation.objects.filter(pk=report.pk).update(status="submitted", submitted_at=AT)

    with pytest.raises(ValidationError, match="Phòng Kinh tế không còn nợ"):
        issuing.issue(draft, number=5, on=ON, by=clerk, at=AT)


def test_what_a_paper_in_confidence_is_about_stays_veiled_in_the_register(draft, clerk):
    Document.objects.filter(pk=draft.pk).update(confidential=True)

    official = issuing.issue(draft, number=5, on=ON, by=clerk, at=AT)

    assert official.confidential
    assert RegisteredNumber.objects.get(symbol="UBND-VHXH").veiled


def test_each_series_counts_from_one_in_each_year(cast, draft):
    make_number(cast.commune, symbol="UBND-VHXH", number=8, year=2025, dated=date(2025, 12, 1))
    make_number(cast.commune, symbol="TB-UBND", number=4)

    assert (issuing.suggested(draft, year=2026), registers.next_number("TB-UBND", 2026)) == (1, 5)


def test_an_issued_paper_cannot_be_issued_again(cast, clerk):
    official = issued(drafted(cast), cast)

    assert issuing.may_be_issued(official) is False
    with pytest.raises(ValidationError):
        issuing.issue(official, number=6, on=ON, by=clerk, at=AT)


def test_issuing_asks_the_same_number_of_questions_for_few_and_many_units(cast, clerk):
    one = paper_of(drafted(cast, units=[cast.unit("economy").pk]), cast)
    two = paper_of(drafted(cast, campaign=one.campaign), cast)
    counts = []
    for number, each in enumerate((one, two), 1):
        with CaptureQueriesContext(connection) as asked:
            issuing.issue(each, number=number, on=ON, by=clerk, at=AT)
        counts.append(len(asked))

    assert counts[0] == counts[1]
