"""The plan on its pages: what it says in words, its doubts, its issue and its amendments."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Campaign, PlanRemark
from campaigns.services import plans
from campaigns.tests.factories import make_campaign, plan_document, report_of
from campaigns.tests.plan_cases import draft_of, issued_of, sent
from campaigns.views.plan_reading import reading_of
from communes.addresses import here

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(client):
    """Return the words of a page as one of the cast reads it."""

    def read(actor, name, *args):
        client.force_login(actor.user)
        answer = client.get(here(actor, f"campaigns:{name}", *args))
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return read


def test_blockers_stand_beside_the_button(cast, officer, text):
    campaign = make_campaign(cast, status="draft", objectives=())

    page = text(officer, "campaign", campaign.pk)

    assert "Chưa có mục đích, yêu cầu." in page
    assert "disabled" in page


def test_the_clerk_issues_with_the_next_number(client, cast, clerk):
    make_campaign(cast, key="truoc", number=7)
    campaign = make_campaign(cast, status="approved")
    client.force_login(clerk.user)
    url = here(clerk, "campaigns:campaign-issue", campaign.pk)
    suggested = client.get(url).context["form"].initial

    client.post(url, {"number": "8", "issued_on": "20/01/2026", "signed_by": "Trần Quốc Bảo"})

    campaign.refresh_from_db()
    assert suggested["signed_by"] == "Trần Quốc Bảo"
    assert (campaign.status, campaign.number, campaign.issued_on) == ("issued", 8, date(2026, 1, 20))
    assert (campaign.starts_on, campaign.signed_by) == (date(2026, 1, 20), "Trần Quốc Bảo")


def test_a_taken_number_is_refused_on_the_page(client, cast, clerk):
    make_campaign(cast, key="truoc", number=7)
    campaign = make_campaign(cast, status="approved")
    client.force_login(clerk.user)

    answer = client.post(
        here(clerk, "campaigns:campaign-issue", campaign.pk), {"number": "7", "issued_on": "20/01/2026"}
    )

    campaign.refresh_from_db()
    assert campaign.status == "approved"
    assert "Số tiếp theo còn trống là 08." in answer.content.decode()


@pytest.mark.rule("VT-08")
def test_a_term_that_began_before_the_issue_is_warned_of_and_kept_as_a_remark(client, cast, clerk):
    document = plan_document()
    early = replace(document, facts=replace(document.facts, starts_on=date(2026, 1, 1)))
    campaign = make_campaign(cast, status="approved", document=early)
    client.force_login(clerk.user)
    url = here(clerk, "campaigns:campaign-issue", campaign.pk)
    warned = client.get(url).content.decode()

    client.post(url, {"number": "9", "issued_on": "15/01/2026"})

    campaign.refresh_from_db()
    words = "Thời gian thi đua tính từ 01/01/2026, trước ngày ban hành kế hoạch 15/01/2026."
    assert "Phong trào bắt đầu trước ngày ban hành" in warned
    assert (campaign.status, campaign.starts_on) == ("issued", date(2026, 1, 1))
    assert campaign.remarks.get(code="starts_before_issue").message == words
    assert words in client.get(here(clerk, "campaigns:campaign-plan", campaign.pk)).content.decode()


@pytest.mark.rule("DT-06")
def test_the_gaps_of_a_plan_are_shown_and_not_filled(cast, officer, text):
    campaign = issued_of("DT", cast, on=date(2025, 9, 5))

    for name in ("campaign", "campaign-plan"):
        page = text(officer, name, campaign.pk)
        assert "Kế hoạch không quy định thành phần hồ sơ đề nghị khen thưởng." in page
    assert campaign.plan.dossier == ()
    assert "áp dụng thẩm quyền riêng của Chủ tịch UBND xã" in page


@pytest.mark.rule("HP-02")
def test_a_doubtful_quota_stays_marked_until_somebody_states_the_reading(client, cast, officer, text):
    campaign = issued_of("HP", cast)
    client.force_login(officer.user)
    doubts = campaign.remarks.filter(code="ambiguous_quota").order_by("pk")
    url = here(officer, "campaigns:remark-settle", doubts[0].pk)
    before = text(officer, "campaign-plan", campaign.pk).count("Chưa rõ, chờ xác định cách hiểu")

    refused = client.post(url, {"settlement": "Theo hướng dẫn của tỉnh."})
    still_open = doubts[0].settled_at is None
    client.post(url, {"settlement": "Theo hướng dẫn của tỉnh.", "reading": "in_all"})

    after = text(officer, "campaign-plan", campaign.pk)
    assert (refused.status_code, still_open) == (422, True)
    assert (before, after.count("Chưa rõ, chờ xác định cách hiểu")) == (2, 1)
    assert "Đã xác định: Tất cả 01, gồm cả tập thể và cá nhân." in after


@pytest.mark.rule("HP-04")
def test_a_contradiction_of_the_plan_is_shown_until_it_is_settled_with_a_word(client, cast, leader, text):
    campaign = issued_of("HP", cast)
    remark = campaign.remarks.filter(code="level_mismatch").order_by("pk")[0]
    client.force_login(leader.user)
    url = here(leader, "campaigns:remark-settle", remark.pk)
    shown = [remark.message in text(leader, name, campaign.pk) for name in ("campaign", "campaign-plan")]

    without_word = client.post(url, {"settlement": "  "}).status_code
    client.post(url, {"settlement": "Hiểu là Chủ tịch UBND xã theo tên điểm c."})

    remark.refresh_from_db()
    assert shown == [True, True]
    assert without_word == 422
    assert (remark.settlement, remark.settled_by) == ("Hiểu là Chủ tịch UBND xã theo tên điểm c.", leader.name)
    assert remark.message not in text(leader, "campaign-plan", campaign.pk)


@pytest.mark.rule("HP-03")
@pytest.mark.parametrize(("on", "unusable", "gone"), [(date(2025, 6, 30), 0, 0), (date(2025, 7, 1), 4, 1)])
def test_the_ended_level_cannot_be_used_from_the_first_of_july(cast, officer, on, unusable, gone):
    campaign = issued_of("HP", cast)

    shown = reading_of(campaign, campaign.plan, on=on, actor=officer, editable=False)

    quotas = [line for each in shown["rounds"] for line in each["quotas"]]
    assert (sum(line.unusable is not None for line in quotas), len(shown["gone"])) == (unusable, gone)


@pytest.mark.rule("HP-03")
def test_the_plan_page_flags_the_ended_level_and_its_office(cast, officer, text):
    campaign = issued_of("HP", cast)

    page = text(officer, "campaign-plan", campaign.pk)

    assert (page.count("Không dùng được</span>"), page.count("Không còn hoạt động</span>")) == (4, 1)
    assert "không còn thẩm quyền từ ngày 01/7/2025" in page


@pytest.mark.rule("KP-06")
def test_the_plan_page_says_that_the_last_day_counts(cast, officer, text):
    campaign = issued_of("KP", cast)

    page = text(officer, "campaign-plan", campaign.pk)

    assert "Chậm nhất ngày 05/12/2025: tính cả ngày này, nộp đến hết ngày 05/12/2025 vẫn đúng hạn." in page


@pytest.mark.rule("DS-02")
def test_the_plan_page_says_that_the_named_day_is_too_late(cast, officer, text):
    campaign = issued_of("DS", cast, on=date(2026, 6, 20))

    page = text(officer, "campaign-plan", campaign.pk)

    assert "Hằng năm, trước ngày 20/11: không tính ngày 20/11, ngày cuối còn hạn là 19/11." in page


def test_criteria_are_read_in_words(cast, officer, text):
    campaign = draft_of("DS", cast)

    page = text(officer, "campaign-plan", campaign.pk)

    assert "Đạt tất cả 04 tiêu chuẩn:" in page
    assert "Bắt buộc đạt đủ 03 điều kiện:" in page
    assert "và đạt một trong 03 tiêu chuẩn:" in page
    assert "từ 3 năm trở lên" in page


@pytest.mark.rule("DS-17")
def test_an_amendment_shows_what_changed_and_whom_it_touches_and_then_moves_the_dates(client, cast, officer, leader):
    campaign = make_campaign(cast)
    client.force_login(officer.user)
    client.post(here(officer, "campaigns:amendment-start", campaign.pk))
    section = here(officer, "campaigns:section-edit", campaign.pk, "deadlines")
    from_page = client.get(section)

    client.post(section, sent(from_page, **{"rows-0-on": "10/12/2026"}))
    unchanged = report_of(campaign, cast.unit("economy")).last_day
    client.force_login(leader.user)
    page = client.get(here(leader, "campaigns:amendment", campaign.pk))
    client.post(
        here(leader, "campaigns:amendment", campaign.pk), {"reason": "Dời hạn theo chỉ đạo.", "issued_on": "01/06/2026"}
    )

    campaign = Campaign.objects.get(pk=campaign.pk)
    assert unchanged == date(2026, 11, 30)
    assert [(each.before, each.after, each.reports) for each in page.context["impact"].moved] == [
        (date(2026, 11, 30), date(2026, 12, 10), 2)
    ]
    assert "Có 02 báo cáo của đơn vị thay đổi thời hạn." in page.content.decode()
    assert (campaign.version_in_force.number, campaign.version_in_force.reason) == (2, "Dời hạn theo chỉ đạo.")
    assert report_of(campaign, cast.unit("economy")).last_day == date(2026, 12, 10)
    compared = client.get(here(leader, "campaigns:version-compare", campaign.pk)).context["changes"]
    assert [(change.section, change.before, change.after) for change in compared] == [
        ("Thời hạn", "30/11/2026", "10/12/2026")
    ]


def test_an_amendment_can_be_dropped(client, cast, officer, now):
    campaign = make_campaign(cast)
    plans.start_amendment(campaign, by=officer, at=now)
    client.force_login(officer.user)

    client.post(here(officer, "campaigns:amendment-drop", campaign.pk))

    assert list(campaign.versions.values_list("number", flat=True)) == [1]


def test_a_unit_reads_issued_versions_alone(client, cast, head, officer, now):
    campaign = make_campaign(cast)
    plans.start_amendment(campaign, by=officer, at=now)
    client.force_login(head.user)

    listed = client.get(here(head, "campaigns:versions", campaign.pk)).context["pairs"]
    status = client.get(here(head, "campaigns:version", campaign.pk, 2)).status_code

    assert ([version.number for version, _ in listed], status) == ([1], 404)


def test_the_overview_shows_a_unit_its_own_reports_alone(client, cast, head, officer):
    campaign = make_campaign(cast)

    def owed(actor):
        client.force_login(actor.user)
        return client.get(here(actor, "campaigns:campaign", campaign.pk)).context["owed"]

    assert (owed(officer), owed(head)) == (2, 1)


def test_a_settled_doubt_is_not_settled_twice(cast, officer, now):
    campaign = issued_of("HP", cast)
    remark = PlanRemark.objects.filter(campaign=campaign, code="level_mismatch")[0]
    plans.settle_remark(remark, settlement="Đã rõ.", by=officer, at=now)

    with pytest.raises(ValidationError, match="đã có người giải quyết"):
        plans.settle_remark(remark, settlement="Lần nữa.", by=officer, at=now)


@pytest.mark.parametrize("part", ["officer", "leader"])
def test_the_neighbours_cannot_settle_a_doubt(client, cast, neighbour, part):
    remark = issued_of("HP", cast).remarks.filter(settled_at=None)[0]
    actor = neighbour(part)
    client.force_login(actor.user)

    answer = client.post(here(actor, "campaigns:remark-settle", remark.pk), {"settlement": "Đã rõ."})

    remark.refresh_from_db()
    assert (answer.status_code, remark.settled_at) == (404, None)
