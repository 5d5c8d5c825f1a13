"""The year calendar: every date once, each to those who may know of it, month by month, the same number of queries."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Nomination, Posting, Session
from awards.tests.factories import make_council, make_nomination, make_session
from campaigns.models import Campaign, Finding, Obligation, PeakDrive
from campaigns.planfile.schema import Review
from campaigns.services import inspections
from campaigns.tests.factories import make_campaign, plan_document, report_of
from communes.models import DayOff
from communes.tests.factories import PEOPLE
from reports.dates import entries, next_entry
from reports.tests.cases import HERE

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
AT = datetime(2026, 5, 14, 9, 30, tzinfo=HERE)


def told(actor, first=FIRST, last=LAST) -> list[tuple]:
    """Return day and title of what an actor's calendar holds."""
    return [(f"{each.day:%d/%m}", each.title) for each in entries(actor, first=first, last=last)]


def titles(actor) -> set[str]:
    """Return the titles of what an actor's calendar of 2026 holds."""
    return {title for _, title in told(actor)}


@pytest.fixture
def campaign(cast):
    """A campaign from 15/01 to 31/12/2026 with reports due on 30/11 and a review on 20/6."""
    reviews = (Review(kind="interim", on=date(2026, 6, 20)),)
    return make_campaign(cast, document=plan_document(reviews=reviews))


def test_the_commune_reads_beginning_review_deadline_and_end(campaign, reader):
    assert told(reader) == [
        ("15/01", "Bắt đầu phong trào"), ("20/06", "Sơ kết"), ("30/11", "Hạn cuối: Báo cáo kết quả phong trào"),
        ("31/12", "Kết thúc phong trào"),
    ]  # fmt: skip


def test_a_unit_reads_its_own_report_by_its_own_day(campaign, cast, head, other_head):
    moved = datetime(2026, 12, 11, tzinfo=HERE)
    Obligation.objects.filter(pk=report_of(campaign, cast.unit("economy")).pk).update(late_from=moved)

    assert ("10/12", "Phòng KT nộp báo cáo kết quả phong trào") in told(head)
    assert ("30/11", "TT PVHCC nộp báo cáo kết quả phong trào") in told(other_head)
    assert not any(title.startswith("Hạn cuối") for title in titles(head))


@pytest.mark.parametrize(("status", "done"), [("not_started", False), ("returned", False), ("submitted", True),
                                              ("accepted", True)])  # fmt: skip
def test_a_report_that_was_handed_in_is_done(campaign, cast, head, status, done):
    Obligation.objects.filter(pk=report_of(campaign, cast.unit("economy")).pk).update(
        status=status, submitted_at=AT, return_reason="Thiếu."
    )

    assert [each.done for each in entries(head, first=FIRST, last=LAST) if each.kind == "deadline"] == [done]


def test_a_waived_report_and_a_cancelled_campaign_stand_nowhere(campaign, cast, head, reader):
    report_of(campaign, cast.unit("economy"))
    Obligation.objects.update(status="waived", waive_reason="Nghỉ.")
    assert not any("nộp báo cáo" in title for title in titles(head))

    Campaign.objects.update(status="cancelled")

    assert told(reader) == []


@pytest.mark.parametrize("status", ["draft", "in_review", "approved"])
def test_a_plan_in_the_making_has_no_dates_yet(cast, status, officer, head):
    make_campaign(cast, status=status)

    assert told(officer) == told(head) == []


def mend(campaign, unit) -> None:
    """Send a dossier back until 27/5."""
    facts = {"basis": "ad_hoc", "round": None, "deed": "Cứu người.", "deed_on": date(2026, 4, 1)}
    make_nomination(campaign, unit=unit, status="returned", **facts)
    Nomination.objects.filter(campaign=campaign).update(return_due_on=date(2026, 5, 27))


def everything(cast, campaign) -> None:
    """Put one date of each kind into May 2026."""
    unit = cast.unit("economy")
    who = {"by": cast.actor("officer"), "at": AT}
    make_session(make_council(cast), status="convened", title="Phiên họp kín",
                 planned_at=datetime(2026, 5, 20, 14, tzinfo=HERE))  # fmt: skip
    Posting.objects.create(commune=cast.commune, campaign=campaign, starts_on=date(2026, 5, 21),
                           ends_on=date(2026, 5, 28), place="Trụ sở", posted_by="An")  # fmt: skip
    inspections.plan(campaign, unit, kind="unannounced", inspected_on=date(2026, 5, 22), team="Đoàn", **who)
    over = inspections.plan(campaign, unit, kind="periodic", inspected_on=date(2026, 5, 4), team="Đoàn", **who)
    item = campaign.areas.get(key="thu-tuc").items.get(key="dung-han")
    Finding.objects.create(inspection=over, item=item, found="…", verdict="differs", recommendation="Niêm yết",
                           due_on=date(2026, 5, 25))  # fmt: skip
    type(over).objects.filter(pk=over.pk).update(status="concluded", conclusion="Đạt.", concluded_at=AT)
    PeakDrive.objects.create(campaign=campaign, unit=unit, name="30 ngày", status="launched",
                             starts_on=date(2026, 5, 26), ends_on=date(2026, 6, 24))  # fmt: skip
    make_nomination(
        campaign,
        unit=unit,
        status="returned",
        basis="ad_hoc",
        deed_on=date(2026, 4, 1),
        deed="Cứu người.",
        return_due_on=date(2026, 5, 27),
        return_reason="Thiếu.",
    )


MAY = {
    "meeting": ("20/05", "Họp: Phiên họp kín"),
    "posting": ("21/05", "Công khai danh sách đề nghị"),
    "secret visit": ("22/05", "Kiểm tra đột xuất Phòng Kinh tế"),
    "visit": ("04/05", "Kiểm tra định kỳ Phòng Kinh tế"),
    "advice": ("25/05", "Phòng Kinh tế thực hiện xong kiến nghị kiểm tra"),
    "drive": ("26/05", "Đợt cao điểm: 30 ngày – Phòng Kinh tế"),
    "mending": ("27/05", "Bổ sung hồ sơ Giấy khen – Phòng Kinh tế"),
}
OPEN = {"visit", "advice", "drive"}
KNOWN = {
    "officer": set(MAY),
    "leader": set(MAY) - {"mending"},
    "clerk": OPEN | {"meeting", "posting", "secret visit"},
    "councillor": OPEN | {"meeting", "posting", "secret visit"},
    "inspector": OPEN | {"secret visit"},
    "reader": OPEN | {"secret visit"},
    "administrator": OPEN | {"secret visit"},
    "head": OPEN | {"mending"},
    "member": OPEN | {"mending"},
    "other_head": set(),
}


@pytest.mark.parametrize("part", KNOWN)
def test_each_role_reads_the_dates_of_which_it_may_know(campaign, cast, part):
    everything(cast, campaign)

    found = told(cast.actor(part), date(2026, 5, 1), date(2026, 5, 31))

    assert {key for key, line in MAY.items() if line in found} == KNOWN[part]
    assert len(found) == len(KNOWN[part])


def test_a_draft_session_is_known_to_those_who_prepare_it(cast, secretary, councillor, head):
    make_session(make_council(cast), status="draft", planned_at=AT, title="Phiên kín")

    assert [bool(told(actor)) for actor in (secretary, councillor, head)] == [True, False, False]
    for without_a_day in ("adjourned", "cancelled"):
        Session.objects.update(status=without_a_day, convened_at=AT)
        assert told(secretary) == []


def test_the_edges_of_a_span_are_in_it_and_their_neighbours_are_not(campaign, reader):
    day = date(2026, 11, 30)
    one = timedelta(days=1)

    assert [len(told(reader, *span)) for span in ((day, day), (day + one, day + one), (day - one, day - one))] == [
        1,
        0,
        0,
    ]


def test_the_next_thing_due_is_the_first_that_asks_for_something(campaign, reader):
    assert [str(next_entry(reader, on=day).day) for day in (FIRST, date(2026, 6, 21), date(2026, 12, 1))] == [
        "2026-06-20", "2026-11-30", "2026-12-31",
    ]  # fmt: skip
    assert next_entry(reader, on=date(2027, 1, 1)) is None


def test_keys_are_unique_and_stay(campaign, cast, officer):
    everything(cast, campaign)

    keys = [each.key for each in entries(officer, first=FIRST, last=LAST)]

    assert len(set(keys)) == len(keys)
    assert keys == [each.key for each in entries(officer, first=FIRST, last=LAST)]


def page(client, actor, address="2026/") -> str:
    """Return the calendar page of an actor."""
    client.force_login(actor.user)
    return client.get(f"/dong-tam/calendar/{address}").content.decode()


def test_the_page_shows_twelve_months_with_links(client, campaign, reader, clock):
    shown = page(client, reader)

    assert shown.count('<section class="month') == 12
    assert shown.count("month is-current") == 1
    assert "Lịch thi đua, khen thưởng năm 2026" in shown
    assert f'<a href="/dong-tam/campaigns/{campaign.pk}/deadlines/">Hạn cuối: Báo cáo kết quả phong trào</a>' in shown
    assert f"xã Đồng Tâm · {campaign} · 4 thời hạn" in shown


def test_the_calendar_opens_at_the_present_year(client, reader, clock):
    client.force_login(reader.user)

    answer = client.get("/dong-tam/calendar/")

    assert answer.status_code == 200
    assert "2026" in answer.content.decode().partition("<h1")[2].partition("</h1>")[0]


@pytest.mark.parametrize(("year", "status"), [(1989, 404), (1990, 200), (2100, 200), (2101, 404), (0, 404)])
def test_years_out_of_reach_are_not_found(client, reader, year, status):
    client.force_login(reader.user)

    assert client.get(f"/dong-tam/calendar/{year}/").status_code == status


def test_a_year_without_dates_says_so(client, campaign, reader):
    assert "Không có thời hạn nào trong năm này." in page(client, reader, "2031/")


def test_one_campaign_or_one_kind_can_be_asked_for(client, cast, campaign, reader):
    make_campaign(cast, key="khac")
    other = Campaign.objects.get(key="khac")

    assert f"/campaigns/{campaign.pk}/" not in page(client, reader, f"2026/?campaign={other.pk}").split("</form>")[-1]
    shown = page(client, reader, "2026/?kind=review")
    assert "Sơ kết</a>" in shown and "Hạn cuối: Báo cáo" not in shown
    assert f"xã Đồng Tâm · {campaign} · 1 thời hạn" in shown


def test_a_filter_that_is_none_shows_everything(client, campaign, reader):
    assert "4 thời hạn" in page(client, reader, "2026/?kind=xyz&campaign=999999")


def test_a_neighbours_campaign_cannot_be_asked_for(client, campaign, neighbour):
    client.force_login(neighbour("reader").user)
    shown = client.get(f"/dai-son/calendar/2026/?campaign={campaign.pk}").content.decode()

    assert str(campaign) not in shown
    assert client.get("/dong-tam/calendar/2026/").status_code == 404


@pytest.mark.parametrize("part", ["officer", "head", "councillor", "reader"])
def test_the_calendar_asks_the_same_number_of_questions_however_much_it_holds(client, cast, campaign, part, clock):
    everything(cast, campaign)
    client.force_login(cast.actor(part).user)
    address = reverse("reports:calendar-year", args=["dong-tam", 2026])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        another = make_campaign(cast, key=f"them-{number}")
        PeakDrive.objects.create(campaign=another, unit=cast.unit("economy"), name="30 ngày", status="launched",
                                 starts_on=date(2026, 5, 26), ends_on=date(2026, 6, 24))  # fmt: skip
        mend(another, cast.unit("economy"))

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


@pytest.mark.parametrize("part", PEOPLE)
def test_everybody_opens_the_calendar_and_follows_every_link_on_it(client, cast, campaign, part):
    everything(cast, campaign)
    client.force_login(cast.actor(part).user)

    links = {each.url for each in entries(cast.actor(part), first=FIRST, last=LAST)}

    assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)


def test_days_off_stand_red_and_named_and_a_worked_saturday_does_not(client, cast, commune, reader, now):
    days = [(16, "holiday", "Tết"), (17, "holiday", "Tết"), (18, "made_up", "Nghỉ bù Tết"), (28, "worked", "Làm bù")]
    for day, kind, name in days:
        DayOff.objects.create(commune=commune, day=date(2026, 2, day), kind=kind, name=name,
                              confirmed_by="Hạnh", confirmed_at=now)  # fmt: skip
    client.force_login(reader.user)

    page = client.get(reverse("reports:calendar-year", args=["dong-tam", 2026]))

    february = page.context["months"][1]
    off = {each["day"].day for week in february["weeks"] for each in week if each and each["off"]}
    assert off == {1, 7, 8, 14, 15, 16, 17, 18, 21, 22}
    assert february["off"] == ["16–17/02: Tết", "18/02: Nghỉ bù Tết", "28/02: Làm bù (làm việc)"]
    assert "16–17/02: Tết; 18/02: Nghỉ bù Tết; 28/02: Làm bù (làm việc)" in page.text
