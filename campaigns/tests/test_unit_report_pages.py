"""The pages of unit reports, through the browser's eyes."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from campaigns.services import evidence, unit_reports
from campaigns.tests.factories import HERE, again, make_campaign, make_report, make_upload

WHY = "Đơn vị đề nghị."


@pytest.fixture(autouse=True)
def _clock_and_store(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path


def text(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


def test_the_list_shows_all_units_to_the_officer_and_a_unit_its_own(go, campaign, officer, head):
    everything, own = text(go(officer, "reports", campaign.pk)), text(go(head, "reports", campaign.pk))

    assert "Trung tâm Phục vụ hành chính công</a>" in everything
    assert "Phòng Kinh tế</a>" in everything
    assert "Hết ngày 30/11/2026" in own
    assert "Trung tâm Phục vụ hành chính công</a>" not in own


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("", {"economy", "service"}),
        ("?status=accepted", {"economy"}),
        ("?late=on_time", {"economy"}),
        ("?late=late", set()),
        ("?late=overdue", {"service"}),
        ("?year=2026", {"economy", "service"}),
        ("?year=2027", set()),
    ],
)
def test_the_list_is_narrowed(go, cast, campaign, officer, monkeypatch, query, units):
    make_report(campaign, cast.unit("economy"))
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 12, 3, 9, 0, tzinfo=HERE))

    page = go(officer, "reports", campaign.pk, query=query).context["page"]

    assert {row.unit for row in page} == {cast.unit(key) for key in units}


def test_the_list_is_narrowed_by_unit_and_sorted(go, cast, campaign, officer):
    unit = cast.unit("service")

    assert [row.unit for row in go(officer, "reports", campaign.pk, query=f"?unit={unit.pk}").context["page"]] == [unit]
    for query, first in (("?sort=unit", "economy"), ("?sort=-unit", "service")):
        assert go(officer, "reports", campaign.pk, query=query).context["page"][0].unit == cast.unit(first)


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_keeps_its_query_count(go, cast, officer, client, units, django_assert_num_queries):
    chosen = [cast.unit(key) for key in ("economy", "service", "front")][:units]
    campaign = make_campaign(cast, units=chosen)
    go(officer, "reports", campaign.pk)

    with django_assert_num_queries(12):
        page = go(officer, "reports", campaign.pk)

    assert len(page.context["page"]) == units


@pytest.mark.parametrize("campaigns", [1, 3])
def test_the_units_own_list_keeps_its_query_count(go, cast, head, campaigns, django_assert_num_queries):
    for number in range(campaigns):
        make_campaign(cast, key=f"phong-trao-{number}")
    go(head, "my-reports")

    with django_assert_num_queries(12):
        page = go(head, "my-reports")

    assert len(page.context["page"]) == campaigns


@pytest.mark.parametrize("files", [1, 3])
def test_a_report_page_keeps_its_query_count(go, report, member, officer, now, files, django_assert_num_queries):
    for number in range(files):
        evidence.attach(report, make_upload(f"{number}.pdf"), by=member, at=now)
    go(officer, "report", report.pk)

    with django_assert_num_queries(19):
        page = go(officer, "report", report.pk)

    assert text(page).count(".pdf</a>") == files


def test_the_units_own_list_puts_overdue_first(go, cast, head, monkeypatch):
    soon = make_campaign(cast, key="sap-den", due_on=date(2026, 5, 20))
    late = make_campaign(cast, key="qua-han", due_on=date(2026, 5, 12))
    done = make_report(make_campaign(cast, key="xong", due_on=date(2026, 5, 11)), cast.unit("economy"))

    page = go(head, "my-reports")

    assert [row.campaign for row in page.context["page"]] == [late, soon, done.campaign]
    assert (page.context["overdue_count"], page.context["waiting_count"]) == (1, 2)
    assert "quá 2 ngày" in text(page)


def test_a_report_page_shows_the_plans_clause_and_the_buttons_of_the_reader(go, report, head, officer, leader):
    pages = {actor.name: text(go(actor, "report", report.pk)) for actor in (head, officer, leader)}

    assert all("mục III.1.a của kế hoạch" in page for page in pages.values())
    assert "gửi báo cáo chậm nhất ngày 30/11/2026 (mục VI.2)" in pages[head.name]
    assert "Bắt đầu soạn" in pages[head.name]
    assert "Bắt đầu soạn" not in pages[officer.name]
    assert "Nhập hộ đơn vị" in pages[officer.name]
    assert "Miễn báo cáo" in pages[leader.name]
    assert "Miễn báo cáo" not in pages[officer.name]


def test_a_returned_report_says_why_who_when_and_what(go, campaign, cast, officer, head):
    report = make_report(campaign, cast.unit("economy"), status="received")
    data = {"reason": "Thiếu số liệu", "items": "Tỷ lệ đúng hạn\nMinh chứng", "new_due_on": "20/05/2026"}

    assert go(officer, "report-return", report.pk, post=data).url == report.get_absolute_url()

    page = text(go(head, "report", report.pk))
    for words in ("Thiếu số liệu", "<li>Tỷ lệ đúng hạn</li>", "<li>Minh chứng</li>", "<strong>20/05/2026</strong>",
                  "Nguyễn Thị Hạnh (Chuyên viên Phòng Văn hóa - Xã hội) trả lại lúc 14/05/2026 09:30"):  # fmt: skip
        assert words in page
    assert go(head, "report-resume", report.pk, post={}).url.endswith("/edit/")
    assert "Nội dung đã sửa" in text(go(head, "report-section", report.pk, "general"))


def test_a_return_without_a_date_keeps_what_was_typed(go, campaign, cast, officer):
    report = make_report(campaign, cast.unit("economy"), status="received")

    page = text(
        go(officer, "report-return", report.pk, post={"reason": "Thiếu", "items": "Số liệu", "new_due_on": "x"})
    )

    assert "Nhập ngày theo mẫu 05/12/2025." in page
    assert "Số liệu" in page
    assert again(report).status == "received"


@pytest.mark.parametrize(
    ("status", "part", "action", "data", "after"),
    [
        ("submitted", "head", "recall", {}, "draft"),
        ("submitted", "officer", "receive", {}, "received"),
        ("received", "officer", "accept", {}, "accepted"),
        ("accepted", "leader", "reopen", {"reason": WHY}, "received"),
        ("draft", "leader", "waive", {"reason": WHY}, "waived"),
        ("draft", "leader", "waive", {"reason": ""}, "draft"),
        ("waived", "leader", "restore", {"reason": WHY}, "not_started"),
    ],
)
def test_each_act_has_its_address(go, cast, campaign, status, part, action, data, after):
    report = make_report(campaign, cast.unit("economy"), status=status)

    answer = go(cast.actor(part), f"report-{action}", report.pk, post=data)

    assert (answer.url, again(report).status) == (report.get_absolute_url(), after)


def test_late_is_shown_with_its_days_and_accepted_with_its_reason(go, cast, campaign, officer):
    at = datetime(2026, 12, 3, 9, 0, tzinfo=HERE)
    report = make_report(campaign, cast.unit("economy"), status="received", at=at)

    page = text(go(officer, "report", report.pk))
    assert "Nộp lúc 03/12/2026 09:00, trễ 3 ngày." in page
    assert "Nhận báo cáo trễ hạn…" in page

    go(officer, "report-accept", report.pk, post={})
    assert again(report).status == "received"
    go(officer, "report-accept-late", report.pk, post={"reason": WHY})
    assert (again(report).status, again(report).accepted_late_reason) == ("accepted", WHY)


def test_an_extension_is_given_on_its_page(go, report, officer):
    refused = text(go(officer, "report-extend", report.pk, post={"last_day": "01/11/2026", "reason": WHY}))
    assert "phải sau hạn hiện nay (30/11/2026)" in refused

    answer = go(officer, "report-extend", report.pk, post={"last_day": "10/12/2026", "reason": WHY})

    assert answer.url == report.get_absolute_url()
    assert again(report).extension_reason == WHY
    assert "hết ngày 10/12/2026" in text(go(officer, "report", report.pk))


def test_two_versions_stand_side_by_side(go, cast, campaign, head, now):
    report = make_report(campaign, cast.unit("economy"), status="submitted")
    unit_reports.recall(report, by=head, at=now)
    unit_reports.save(report, revision=report.revision, overview="Viết lại", by=head, at=now)
    unit_reports.submit(report, by=head, at=now)

    first, second = (text(go(head, "report-version", report.pk, number)) for number in (1, 2))

    assert "Viết lại" not in first
    assert "Viết lại" in second
    assert "Đã quán triệt đến từng người." in second
    assert second.count("Đã sửa</span>") == 1
    assert go(head, "report-version", report.pk, 3).status_code == 404


ADDRESSES = [
    ("reports", "officer", ()),
    ("report", "officer", ()),
    ("report-version", "officer", (1,)),
    ("report-begin", "head", ()),
    ("report-edit", "head", ()),
    ("report-exemplars", "head", ()),
    ("report-section", "head", ("general",)),
    ("report-save", "head", ("general",)),
    ("report-exemplar-remove", "head", ()),
    ("report-check", "head", ()),
    ("report-submit", "head", ()),
    ("report-submitted", "head", ()),
    ("report-recall", "head", ()),
    ("report-receive", "officer", ()),
    ("report-return", "officer", ()),
    ("report-resume", "head", ()),
    ("report-accept", "officer", ()),
    ("report-accept-late", "officer", ()),
    ("report-reopen", "leader", ()),
    ("report-waive", "leader", ()),
    ("report-restore", "leader", ()),
    ("report-extend", "officer", ()),
    ("report-enter-on-behalf", "officer", ()),
    ("report-scan", "officer", ()),
]


@pytest.mark.parametrize(("name", "part", "more"), ADDRESSES)
def test_a_neighbour_who_holds_the_same_role_finds_nothing(
    go, cast, campaign, report, neighbour, member, now, name, part, more
):
    story = {"kind": "initiative", "title": "Sổ tay", "story": "x"}
    exemplar = unit_reports.add_exemplar(report, **story, by=member, at=now)
    pk = {"reports": campaign.pk, "report-exemplar-remove": exemplar.pk}.get(name, report.pk)

    statuses = {go(neighbour(part), name, pk, *more, post=post).status_code for post in (None, {"version": 1})}

    assert statuses in ({404}, {404, 405})
