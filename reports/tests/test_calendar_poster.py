"""The calendar of a year as a sheet for the wall: the dates of the page, to its asker alone, on one sheet of A3."""

import io
from datetime import date

import pypdf
import pytest
from django.urls import reverse
from docx import Document as Word

from awards.tests.factories import make_award_campaign, make_council, make_nomination, make_session
from campaigns.models import Campaign, Inspection, PeakDrive
from campaigns.tests.factories import make_campaign
from communes.access import Can
from communes.models import DayOff
from communes.tests.factories import PEOPLE
from reports.dates import entries
from reports.documents import calendar_poster
from reports.documents.blocks import Box, Poster
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.models import Document
from reports.rendering import layout
from reports.rendering.docx import render_docx
from reports.rendering.pdf import render_pdf
from reports.services import documents
from reports.tests.cases import AT
from reports.tests.measuring import MM, Measured, bare

KIND = KINDS["calendar-poster"]
A3 = (297 * MM, 420 * MM)


@pytest.fixture
def campaign(cast):
    """A campaign with its first and last day and a deadline in 2026, and a drive of Phòng Kinh tế."""
    campaign = make_campaign(cast)
    PeakDrive.objects.create(campaign=campaign, unit=cast.unit("economy"), name="30 ngày", status="launched",
                             starts_on=date(2026, 5, 26), ends_on=date(2026, 6, 24))  # fmt: skip
    return campaign


def address(year: int, query: str = "") -> str:
    """Return where the sheet of a year is asked for."""
    return reverse("reports:calendar-poster", args=["dong-tam", year]) + query


def poster_of(*lines: int, across: int = 6) -> Paper:
    """Return a poster whose boxes hold so many dates."""
    day = ("T2 05/01", "Hạn cuối: Báo cáo kết quả phong trào, hồ sơ đề nghị khen thưởng", "Phong trào cải cách")
    boxes = tuple(Box(f"Tháng {place}", (day,) * count) for place, count in enumerate(lines, 1))
    return Paper("Lịch", (Poster("Lịch năm", "UBND xã Đồng Tâm", boxes, "In ngày 01/01/2026.", across),))


@pytest.mark.django_db
@pytest.mark.parametrize("part", PEOPLE)
def test_the_sheet_holds_each_date_of_which_the_asker_knows_in_its_month(cast, campaign, part, clock):
    asker = cast.actor(part)

    [poster] = KIND.content(asker.person, asker).blocks

    found = entries(asker, first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert [box.title for box in poster.boxes] == [f"Tháng {month}" for month in range(1, 13)]
    assert [
        (month, line[0][3:], line[1]) for month, box in enumerate(poster.boxes, 1) for line in box.lines
    ] == [(each.day.month, f"{each.day:%d/%m}", each.told) for each in found]  # fmt: skip
    assert poster.subtitle == f"UBND xã Đồng Tâm · {campaign} · {len(found):02d} thời hạn"


@pytest.mark.django_db
def test_a_date_is_told_with_its_day_of_the_week_and_its_campaign_where_there_are_several(cast, campaign, clock):
    make_campaign(cast, key="khac")
    Campaign.objects.filter(key="khac").update(name="Dân vận khéo")
    asker = cast.actor("head")

    [poster] = KIND.content(asker.person, asker).blocks

    assert ("T3 26/05", "Đợt cao điểm: 30 ngày – Phòng Kinh tế (đến hết 24/06)", str(campaign)) in poster.boxes[4].lines


@pytest.mark.django_db
def test_days_off_stand_before_the_dates_of_their_month(cast, campaign, clock, now):
    facts = {"commune": cast.commune, "kind": "holiday", "confirmed_by": "Hạnh", "confirmed_at": now}
    for day in (16, 17):
        DayOff.objects.create(day=date(2026, 2, day), name="Tết Nguyên đán", **facts)
    asker = cast.actor("head")

    [poster] = KIND.content(asker.person, asker).blocks

    assert poster.boxes[1].lines[0] == ("16–17/02", "Nghỉ: Tết Nguyên đán", "")


@pytest.mark.django_db
def test_the_page_asks_for_the_sheet_of_its_year_as_it_is_narrowed(client, cast, campaign, clock):
    head = cast.actor("head")
    client.force_login(head.user)

    page = client.get(reverse("reports:calendar-year", args=["dong-tam", 2026]) + "?kind=drive").content.decode()
    answer = client.post(address(2026, "?kind=drive"))

    assert f'action="{address(2026, "?kind=drive")}"' in page
    made = Document.objects.within(head).get()
    assert answer.url == made.get_absolute_url()
    assert (made.title, made.confidential) == ("Lịch thi đua, khen thưởng năm 2026", False)
    [poster] = Paper.from_json(made.content).blocks
    assert [line[1] for box in poster.boxes for line in box.lines] == [
        "Đợt cao điểm: 30 ngày – Phòng Kinh tế (đến hết 24/06)"
    ]
    assert "chỉ gồm: Đợt cao điểm;" in poster.note


@pytest.mark.django_db
def test_the_wall_does_not_tell_what_was_not_told_to_all(cast, campaign, clock):
    facts = {"campaign": campaign, "unit": cast.unit("economy"), "team": "Hạnh", "inspected_on": date(2026, 6, 2)}
    for kind, status in (("periodic", "planned"), ("unannounced", "planned"), ("unannounced", "concluded")):
        Inspection.objects.create(kind=kind, status=status, **facts)
    awarding = make_award_campaign(cast, key="khen")
    make_nomination(awarding, unit=cast.unit("economy"), status="returned", return_due_on=date(2026, 6, 3))
    make_session(make_council(cast), status="draft", planned_at=AT)
    asker = cast.actor("officer")
    known = [each.title for each in entries(asker, first=date(2026, 1, 1), last=date(2026, 12, 31))]

    [poster] = KIND.content(asker.person, asker).blocks

    printed = [line[1] for box in poster.boxes for line in box.lines]
    assert sum(each.startswith("Kiểm tra") for each in known) == 3
    assert [each for each in printed if each.startswith("Kiểm tra đột xuất")] == ["Kiểm tra đột xuất Phòng Kinh tế"]
    assert any(each.startswith("Kiểm tra định kỳ") for each in printed)
    for words in ("Bổ sung hồ sơ", "Họp:"):
        assert any(words in each for each in known)
        assert not any(words in each for each in printed)


@pytest.mark.django_db
def test_the_sheet_of_another_year_is_another_paper_and_the_same_asked_for_twice_is_one(cast, campaign):
    head = cast.actor("head")
    asked = [
        documents.request(calendar_poster.of_year(year, lambda entry: True), head.person, by=head, at=AT)
        for year in (2026, 2026, 2027)
    ]

    assert asked[0] == asked[1] != asked[2]
    assert [each.title[-4:] for each in asked] == ["2026", "2026", "2027"]


@pytest.mark.django_db
@pytest.mark.parametrize("part", PEOPLE)
def test_whoever_may_make_papers_has_the_sheet_made_and_nobody_else_opens_it(client, cast, campaign, part, clock):
    actor = cast.actor(part)
    client.force_login(actor.user)
    may = actor.may(Can.MAKE_PAPERS)

    offered = address(2026) in client.get(reverse("reports:calendar-year", args=["dong-tam", 2026])).content.decode()
    answer = client.post(address(2026))

    assert (offered, answer.status_code) == (may, 302 if may else 403)
    assert Document.objects.within(actor).count() == may
    others = (cast.actor(other) for other in PEOPLE if other != part)
    assert not any(Document.objects.within(other).exists() for other in others)


@pytest.mark.django_db
@pytest.mark.parametrize("year", [1989, 2101])
def test_there_is_no_sheet_of_a_year_out_of_reach(client, cast, year):
    client.force_login(cast.actor("officer").user)

    assert client.post(address(year)).status_code == 404
    assert client.get(address(2026)).status_code == 405


@pytest.mark.parametrize(
    "lines", [(0,) * 12, (8,) * 12, (0,) * 11 + (14,), (10,) + (0,) * 10 + (8,)],
    ids=["none", "eight", "one month", "two months"],
)  # fmt: skip
def test_the_sheet_is_one_page_of_a3_with_all_its_words_in_black(lines):
    paper = poster_of(*lines)
    printed = Measured(render_pdf(paper).data)

    assert [(page.height, page.width) for page in printed.pages] == [pytest.approx(A3, abs=0.5)]
    marks = [char for char in printed.chars[0] if char["text"].strip()]
    assert min(char["x0"] for char in marks) >= 20 * MM - 0.6
    assert max(char["x1"] for char in marks) <= A3[1] - 20 * MM + 1
    assert {char["non_stroking_color"] for char in marks} == {(0.0, 0.0, 0.0)}
    assert {char["fontname"].partition("+")[2] for char in marks} <= {"Tinos", "Tinos-Bold", "Tinos-Italic"}
    assert bare(pypdf.PdfReader(io.BytesIO(printed.data)).pages[0].extract_text()) == bare(
        "".join(layout.paper_words(paper))
    )


@pytest.mark.parametrize(("lines", "size"), [(1, 16), (5, 11), (40, 7)])
def test_letters_are_as_large_as_the_fullest_months_let_them(lines, size):
    [sheet] = layout.compose(poster_of(*[lines] * 12))

    assert sheet.pieces[0].block.size == size


def test_what_one_sheet_cannot_take_goes_on_and_nothing_is_left_out():
    paper = poster_of(*[60] * 12)
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(paper).data)).pages

    assert len(pages) > 1
    assert sum(bare(page.extract_text()).count(bare("Hạn cuối:")) for page in pages) == 60 * 12


def test_word_lays_the_sheet_on_a3_as_well():
    [section] = Word(io.BytesIO(render_docx(poster_of(*[1] * 12)))).sections

    assert (round(section.page_width.mm), round(section.page_height.mm), round(section.left_margin.mm)) == (
        420, 297, 20,
    )  # fmt: skip
