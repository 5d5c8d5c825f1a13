"""The year calendar on paper: one sheet A3 across, however full the year is."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from campaigns.models import PeakDrive
from campaigns.tests.factories import make_campaign
from communes.models import Unit
from communes.tests.factories import make_unit
from kit.vietnamese import nfc

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

A3 = (420, 297)
NAME = "Tháng cao điểm giải quyết hồ sơ đất đai tồn đọng và trả kết quả đúng hẹn cho người dân"

# How many of a month's dates lie wholly inside its frame, above what is said of the rest.
WHOLE = """(month) => {
  const rest = month.querySelector(".unprinted");
  const last = rest ? rest.getBoundingClientRect().top : month.getBoundingClientRect().bottom;
  const lines = Array.from(month.querySelectorAll(".agenda li"));
  return lines.filter((line) => line.getBoundingClientRect().bottom <= last).length;
}"""


def fill(cast, number: int) -> None:
    """Let drives with long names begin in March, and twice as many in August."""
    campaign = make_campaign(cast)
    for place in range(number):
        unit = make_unit(cast.commune, f"Ban nhân dân thôn Thượng Sơn số {place + 1}", Unit.Kind.RESIDENTIAL)
        for first in (date(2026, 3, 1), date(2026, 8, 1), date(2026, 8, 2)):
            day = first + timedelta(days=place % 28)
            PeakDrive.objects.create(campaign=campaign, unit=unit, name=NAME, status="launched", starts_on=day,
                                     ends_on=day + timedelta(days=29))  # fmt: skip


@pytest.mark.parametrize(("number", "told"), [(0, 0), (2, 2), (5, 5), (30, 16)])
def test_the_poster_is_one_sheet_and_says_what_it_leaves_out(office, number, told):
    fill(office.cast, number)
    page = office.sit("reader")
    page.goto(office.url("reports:calendar-year", 2026))

    paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))

    [sheet] = paper.pages
    assert tuple(round(float(side) / 72 * 25.4) for side in (sheet.mediabox.width, sheet.mediabox.height)) == A3
    words = nfc(sheet.extract_text())
    assert all(f"Tháng {month}" in words for month in range(1, 13))
    assert (f"và {number - 16} thời hạn khác" in words) == (number > 16)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1497, "height": 1050})
    assert page.locator(".month").nth(2).evaluate(WHOLE) >= told
