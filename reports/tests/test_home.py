"""The home page: four groups for every role, what comes next where nothing waits, and what the menu counts."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Council, Decision
from awards.tests.factories import make_award_campaign, make_council, make_decision, make_nomination, make_session
from campaigns.models import Campaign, Deadline, Difficulty, Finding, Obligation, PeakDrive, UnitPlan
from campaigns.services import inspections
from campaigns.tests.factories import make_campaign, plan_document, report_of
from communes import history
from communes.models import Unit
from communes.navigation import menu
from communes.tests.factories import PEOPLE, make_membership, make_person, make_unit
from reports.tests.cases import HERE
from reports.waiting.counts import by_page
from reports.waiting.home import divided, home
from reports.waiting.tasks import SHOWN, Task

# The moment of the fixture `now`.
TODAY = date(2026, 5, 14)
AT = datetime(2026, 5, 14, 9, 30, tzinfo=HERE)


def task(title: str, last_day: date | None = None) -> Task:
    """Return a task to be done by a day."""
    return Task(title=title, action="Mở", url="/", last_day=last_day)


@pytest.mark.parametrize(
    ("days", "group"),
    [(None, 0), (-400, 0), (-1, 0), (0, 0), (3, 0), (4, 1), (30, 1), (31, 2), (366, 2)],
)
def test_a_task_stands_in_the_group_of_its_day(days, group):
    one = task("x", None if days is None else TODAY + timedelta(days=days))

    assert [len(found) for found in divided([one], TODAY)] == [int(place == group) for place in range(3)]


def test_what_is_overdue_comes_first_then_what_has_no_day_of_its_own():
    tasks = [task("không hạn"), task("hôm nay", TODAY), task("quá hạn lâu", TODAY - timedelta(days=9)),
             task("quá hạn", TODAY - timedelta(days=1))]  # fmt: skip

    now, soon, later = divided(tasks, TODAY)

    assert [each.title for each in now] == ["quá hạn lâu", "quá hạn", "hôm nay", "không hạn"]
    assert (soon, later) == ([], [])


def said(tasks) -> list[tuple]:
    """Return title, who is awaited and the day of tasks."""
    return [(each.title, each.waits_for, each.due) for each in tasks]


def titles(tasks) -> list[str]:
    """Return the titles of tasks."""
    return [each.title for each in tasks]


@pytest.fixture
def campaign(cast):
    """A campaign whose report falls due on 30/11/2026."""
    return make_campaign(cast)


def due(campaign, unit, day: date, status: str = "not_started", **facts) -> Obligation:
    """Let a unit's report fall due on another day."""
    report = report_of(campaign, unit)
    moment = datetime.combine(day + timedelta(days=1), datetime.min.time(), HERE)
    Obligation.objects.filter(pk=report.pk).update(late_from=moment, status=status, **facts)
    report.refresh_from_db()
    return report


def raised(campaign, unit, title: str, **facts) -> Difficulty:
    """Let a unit raise a difficulty."""
    usual = {"text": "…", "raised_by": "Vũ Thị Én", "raised_at": AT}
    return Difficulty.objects.create(campaign=campaign, unit=unit, title=title, **usual | facts)


def read(client, actor, name: str = "reports:home") -> str:
    """Return a page as an actor reads it."""
    client.force_login(actor.user)
    return client.get(reverse(name, args=["dong-tam"])).content.decode()


@pytest.mark.parametrize(
    ("day", "group"), [(date(2026, 5, 10), "now"), (date(2026, 5, 30), "soon"), (date(2026, 11, 30), "later")]
)
def test_a_report_stands_where_its_last_day_puts_it(campaign, cast, head, day, group):
    due(campaign, cast.unit("economy"), day)

    found = home(head, at=AT)

    assert {name: titles(getattr(found, name)) for name in ("now", "soon", "later")} == {
        "now": [], "soon": [], "later": [], group: ["Bắt đầu báo cáo kết quả phong trào"],
    }  # fmt: skip


def test_a_unit_waits_for_those_who_handle_what_it_handed_in(campaign, cast, head, other_head):
    due(campaign, cast.unit("economy"), date(2026, 6, 1), "submitted", submitted_at=AT - timedelta(days=2))
    raised(campaign, cast.unit("economy"), "Thiếu máy quét", status="forwarded", raised_at=AT - timedelta(days=5))

    assert said(home(head, at=AT).others) == [
        ("Tiếp nhận báo cáo kết quả phong trào", "cơ quan thường trực", "Từ 12/05/2026"),
        ("Trả lời vướng mắc: Thiếu máy quét", "lãnh đạo duyệt, ký", "Từ 09/05/2026"),
    ]
    assert home(other_head, at=AT).others == ()


def test_the_agency_waits_for_late_units_and_reports_that_went_back(campaign, cast, officer):
    due(campaign, cast.unit("economy"), date(2026, 5, 1))
    returned = due(campaign, cast.unit("service"), date(2026, 6, 1), "returned", return_reason="Thiếu số liệu.")
    history.record("obligation.return", returned, by=officer, at=AT - timedelta(days=1), label="Trả lại báo cáo",
                   from_status="received", to_status="returned")  # fmt: skip

    assert said(home(officer, at=AT).others) == [
        (f"Nộp báo cáo quá hạn: {campaign}", "01 đơn vị", "Quá hạn từ 01/05/2026"),
        ("Bổ sung báo cáo kết quả phong trào", "Trung tâm Phục vụ hành chính công", "Từ 13/05/2026"),
    ]


def test_nobody_tracks_campaigns_that_another_office_tracks(campaign, cast, officer):
    due(campaign, cast.unit("economy"), date(2026, 5, 1))
    campaign.duties.filter(part__in=("tracks", "leads")).update(unit=cast.unit("council_office"))

    assert home(officer, at=AT).others == ()


@pytest.mark.parametrize(
    ("status", "part", "whom"),
    [
        ("in_review", "officer", "lãnh đạo duyệt, ký"),
        ("approved", "officer", "văn thư"),
        ("approved", "leader", "văn thư"),
    ],
)
def test_a_plan_waits_with_others_since_it_was_sent(cast, status, part, whom):
    plan = make_campaign(cast, status=status)
    by = cast.actor("officer")
    history.record("campaign.submit", plan, by=by, at=AT - timedelta(days=20), label="Trình", to_status=status)
    history.record("campaign.submit", plan, by=by, at=AT - timedelta(days=3), label="Trình", to_status=status)

    [found] = [each for each in said(home(cast.actor(part), at=AT).others) if str(plan) in each[0]]

    assert found[1:] == (whom, "Từ 11/05/2026")


@pytest.mark.parametrize("status", ["submitted", "under_appraisal", "eligible", "on_agenda", "recommended", "awarded"])
def test_a_unit_waits_for_its_dossier_until_the_result_is_published(cast, head, status):
    campaign = make_award_campaign(cast)
    made = make_nomination(campaign, unit=cast.unit("economy"), status=status)
    if status == "awarded":
        make_decision(campaign, [made], status="issued")

    assert titles(home(head, at=AT).others) == [f"Xét hồ sơ {made}"]

    if status == "awarded":
        Decision.objects.update(status="published", published_at=AT)
        assert home(head, at=AT).others == ()


@pytest.mark.parametrize("one", ["on_agenda", "recommended", "not_recommended", "deferred", "reserve", "not_awarded"])
def test_a_waiting_dossier_reads_alike_whatever_was_decided(cast, head, one):
    campaign = make_award_campaign(cast)
    made = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    before = home(head, at=AT)

    type(made).objects.update(status=one)

    assert home(head, at=AT) == before


@pytest.mark.parametrize("part", ["leader", "officer"])
def test_a_signed_decision_waits_for_the_clerk(cast, part):
    make_decision(make_award_campaign(cast), status="awaiting_signature", sent_at=AT, signed_at=AT, title="Khen")

    assert said(home(cast.actor(part), at=AT).others) == [("Cấp số quyết định: Khen", "văn thư", "Từ 14/05/2026")]


def test_a_decision_on_the_desk_waits_for_the_leader(cast, officer, clerk, leader):
    make_decision(make_award_campaign(cast), status="awaiting_signature", sent_at=AT, title="Khen")

    for actor in (officer, clerk):
        assert said(home(actor, at=AT).others) == [("Ký quyết định: Khen", "lãnh đạo duyệt, ký", "Từ 14/05/2026")]
    assert home(leader, at=AT).others == ()


def test_an_administrator_opens_accounts_and_waits_for_the_first_sign_in(cast, administrator):
    new = make_person(cast.commune, "Lò Thị Mai", unit=cast.unit("economy"))
    make_membership(new, "unit_member", cast.unit("economy"))
    cast.actor("head").user.must_change_password = True
    cast.actor("head").user.save()

    found = home(administrator, at=AT)

    assert [(each.title, each.action, each.url) for each in found.now] == [
        ("Lập tài khoản cho Lò Thị Mai", "Lập tài khoản", f"/dong-tam/people/{new.pk}/account/")
    ]
    assert [each[:2] for each in said(found.others)] == [("Đăng nhập, đổi mật khẩu lần đầu", "Phạm Văn Dũng")]


def test_units_carry_out_what_an_inspection_advised_and_the_team_waits_for_it(campaign, cast, head, inspector):
    unit = cast.unit("economy")
    who = {"by": cast.actor("officer"), "at": AT}
    inspection = inspections.plan(campaign, unit, kind="periodic", inspected_on=date(2026, 5, 4), team="Đoàn", **who)
    item = campaign.areas.get(key="thu-tuc").items.get(key="dung-han")
    Finding.objects.create(inspection=inspection, item=item, found="…", verdict="differs",
                           recommendation="Niêm yết lại", due_on=date(2026, 5, 12))  # fmt: skip
    assert "Thực hiện kiến nghị kiểm tra: Niêm yết lại" not in titles(home(head, at=AT).now)

    type(inspection).objects.update(status="concluded", conclusion="Đạt.", concluded_at=AT)

    assert "Thực hiện kiến nghị kiểm tra: Niêm yết lại" in titles(home(head, at=AT).now)
    assert said(home(inspector, at=AT).others) == [
        ("Thực hiện kiến nghị kiểm tra: Niêm yết lại", "Phòng Kinh tế", "Quá hạn từ 12/05/2026")
    ]


def test_a_head_adopts_the_units_plan_and_ends_a_drive_that_is_over(campaign, cast, head, member):
    UnitPlan.objects.create(campaign=campaign, unit=cast.unit("economy"), saved_at=AT, saved_by="Vũ Thị Én")
    PeakDrive.objects.create(campaign=campaign, unit=cast.unit("economy"), name="30 ngày", status="launched",
                             starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 30))  # fmt: skip

    assert titles(home(head, at=AT).now) == [
        "Ghi kết quả, kết thúc đợt cao điểm: 30 ngày", "Ban hành kế hoạch của Phòng Kinh tế"
    ]  # fmt: skip
    assert home(member, at=AT).now == ()


def test_the_agency_sets_the_dates_that_a_plan_leaves_open(cast, officer):
    later = replace(plan_document().deadlines[0], key="ho-so", kind="later_plan", on=None, paper="dossier",
                    title="Hồ sơ khen thưởng")  # fmt: skip
    make_campaign(cast)
    campaign = Campaign.objects.get()
    Deadline.objects.create(campaign=campaign, key=later.key, paper="dossier", kind="later_plan", title=later.title)

    assert titles(home(officer, at=AT).now) == ["Ấn định ngày: Hồ sơ khen thưởng"]


def test_own_acts_of_the_week_stand_under_lately_done_with_a_way_back(campaign, cast, officer):
    for days in (8, 2):
        history.record("campaign.issue", campaign, by=officer, at=AT - timedelta(days=days), label="Ban hành kế hoạch",
                       to_status="issued")  # fmt: skip
    history.record("campaign.issue", campaign, by=cast.actor("clerk"), at=AT, label="Ban hành", to_status="issued")

    [done] = home(officer, at=AT).done

    assert (done.title, done.url, done.due) == (
        f"Ban hành kế hoạch: {campaign}", f"/dong-tam/campaigns/{campaign.pk}/", "12/05/2026 09:30"
    )  # fmt: skip


def test_a_unit_reads_what_was_decided_about_its_work(campaign, cast, head):
    due(campaign, cast.unit("economy"), date(2026, 6, 1), "accepted", submitted_at=AT, accepted_at=AT)
    due(campaign, cast.unit("service"), date(2026, 6, 1), "accepted", submitted_at=AT, accepted_at=AT)

    assert said(home(head, at=AT).done) == [("Đã duyệt báo cáo kết quả phong trào", "", "Duyệt 14/05/2026")]


@pytest.mark.parametrize("part", PEOPLE)
def test_every_role_meets_the_four_groups_and_the_next_thing_due(client, cast, campaign, part, clock):
    page = read(client, cast.actor(part))

    for title in ("Cần làm ngay", "Sắp đến hạn", "Đang chờ người khác", "Vừa xong"):
        assert f">{title}</h2>" in page
    assert "Thời hạn tiếp theo trong Lịch năm:" in page
    assert "30/11/2026" in page


def test_an_empty_home_says_so_without_a_next_day_where_there_is_none(client, reader, clock):
    page = read(client, reader)

    for words in ("Không có việc nào đang chờ.", "Không có việc nào của đồng chí đến hạn trong 30 ngày tới.",
                  "Không chờ việc của ai.", "Chưa có việc nào vừa xong."):  # fmt: skip
        assert words in page
    assert "Thời hạn tiếp theo" not in page


def fill(cast, rows: int) -> None:
    """Let as many things of each sort wait in the commune."""
    campaign = make_award_campaign(cast, key=f"phong-trao-{rows}")
    council = Council.objects.first() or make_council(cast)
    for place in range(rows):
        unit = make_unit(cast.commune, f"Xóm {rows}.{place}", Unit.Kind.RESIDENTIAL)
        head = cast.unit("economy") if place == 0 else unit
        for status in ("draft", "submitted", "under_appraisal", "eligible", "on_agenda", "returned"):
            make_nomination(campaign, unit=head, subject="individual", status=status,
                            person=make_person(cast.commune, f"Người {rows} {place} {status}"))  # fmt: skip
        for status in ("raised", "taken", "forwarded", "answered"):
            raised(campaign, head, f"Việc {place}", status=status, answer="Rồi.", answered_at=AT,
                   owner=cast.actor("officer").person)  # fmt: skip
        make_session(council, status="draft", title=f"Phiên {rows} {place}")
        make_decision(campaign, status="awaiting_signature", sent_at=AT, title=f"Khen {rows} {place}")
        make_decision(campaign, status="draft", title=f"Dự thảo {rows} {place}")
        history.record("campaign.issue", campaign, by=cast.actor("officer"), at=AT - timedelta(hours=2 * place),
                       label=f"Ban hành {place}", to_status="issued")  # fmt: skip
        for which in ("in_review", "approved"):
            make_campaign(cast, key=f"{which}-{rows}-{place}".replace("_", "-"), status=which)


@pytest.mark.parametrize("part", ["officer", "leader", "clerk", "head", "chair", "secretary", "administrator"])
def test_home_asks_the_same_number_of_questions_however_much_waits(client, cast, part, clock):
    fill(cast, 1)
    client.force_login(cast.actor(part).user)
    address = reverse("reports:home", args=["dong-tam"])

    def asked() -> list[int]:
        """Return how many questions a process asks that knows nothing yet, and then the next time."""
        caches["process"].clear()
        found = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        return found

    client.get(address)
    few = asked()
    fill(cast, 3)

    assert asked() == few
    assert few[1] <= 14


def test_what_is_not_shown_is_counted_with_its_list(client, cast, officer, clock):
    campaign = make_campaign(cast)
    for place in range(SHOWN + 3):
        raised(campaign, cast.unit("economy"), f"Việc {place}")

    page = read(client, officer)

    assert page.count("Nhận xử lý: Việc") == 2 * SHOWN
    assert 'Còn 3 việc: <a href="/dong-tam/campaigns/">Vướng mắc mới phản ánh</a>.' in page
    assert f"{SHOWN + 3} việc đang chờ" in page


def test_the_menu_counts_what_waits_behind_each_entry_in_two_queries_and_once_until_something_is_recorded(
    cast, officer, counted_menu, clock, django_assert_num_queries
):
    fill(cast, 2)

    with django_assert_num_queries(2):
        counts = by_page(officer)
    with django_assert_num_queries(1):
        assert by_page(officer) == counts

    shown = {item["label"]: item["count"] for group in menu(officer, "/") for item in group["items"]}
    assert {label: number for label, number in shown.items() if number} == {
        "Việc của tôi": 10, "Phong trào": 4, "Thẩm định": 4, "Quyết định": 2,
    }  # fmt: skip
    assert counts["reports:home"] == 10


def test_the_menu_counts_anew_what_was_recorded_since(cast, officer, counted_menu, clock):
    fill(cast, 1)
    before = by_page(officer)

    new = raised(Campaign.objects.filter(status="issued").earliest("pk"), cast.unit("economy"), "Việc")
    assert by_page(officer) == before
    history.record("difficulty.raise", new, label="Nêu khó khăn", by=cast.actor("head"), at=AT)

    assert by_page(officer)["reports:home"] == before["reports:home"] + 1


def test_what_the_menu_counts_is_what_home_says(cast, counted_menu, clock):
    fill(cast, 2)

    for part in PEOPLE:
        actor = cast.actor(part)
        assert by_page(actor).get("reports:home", 0) == home(actor, at=AT).waiting


def test_a_page_counts_once_and_a_piece_of_it_not_at_all(client, cast, officer, counted_menu):
    client.force_login(officer.user)
    page = reverse("campaigns:campaigns", args=["dong-tam"])

    with CaptureQueriesContext(connection) as asked:
        client.get(page)

    assert sum("waiting_0" in each["sql"] for each in asked) == 1


def test_the_menu_says_the_number_in_words(client, cast, officer, counted_menu, clock):
    raised(make_campaign(cast), cast.unit("economy"), "Việc")

    page = read(client, officer, "communes:units")

    assert '<span class="count">1<span class="visually-hidden"> việc đang chờ</span></span>' in page
