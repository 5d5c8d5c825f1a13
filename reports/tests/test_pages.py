"""The pages of papers, summaries and the home page, through the client."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Obligation
from campaigns.tests.factories import make_campaign, report_of
from communes.access import Can
from communes.addresses import here
from kit.vietnamese import vn_date
from reports.documents.registry import KINDS
from reports.models import SECTIONS, Document, Summary
from reports.services import documents
from reports.tests.cases import AT, at_status, drafted, made, product, queued, summing_up
from reports.waiting.home import home


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep every file of these tests in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def url(name: str, *args) -> str:
    """Return an address in Đồng Tâm."""
    return reverse(f"reports:{name}", args=["dong-tam", *args])


def test_a_paper_is_asked_for_by_a_button_and_shows_that_it_waits(client, cast, officer):
    campaign = make_campaign(cast)
    client.force_login(officer.user)

    answer = client.post(url("document-request", "campaign-plan", campaign.pk), follow=True)

    document = Document.objects.get()
    assert answer.redirect_chain[-1][0] == url("document", document.pk)
    assert "Chờ tạo" in answer.content.decode()
    assert url("document-progress", document.pk) in answer.content.decode()


def test_what_stands_in_the_way_of_a_paper_is_told_in_its_own_words(client, cast, officer, monkeypatch):
    def refuse(campaign):
        raise ValidationError("Kế hoạch chưa có nội dung thi đua. Hãy nhập nội dung trước.")

    monkeypatch.setitem(KINDS, "campaign-plan", replace(KINDS["campaign-plan"], build=refuse))
    client.force_login(officer.user)

    answer = client.post(url("document-request", "campaign-plan", make_campaign(cast).pk), follow=True)

    assert answer.redirect_chain[-1][0] == url("documents")
    assert "Kế hoạch chưa có nội dung thi đua. Hãy nhập nội dung trước." in answer.content.decode()
    assert Document.objects.count() == 0


def test_asking_by_get_makes_nothing(client, cast, officer):
    campaign = make_campaign(cast)
    client.force_login(officer.user)

    assert client.get(url("document-request", "campaign-plan", campaign.pk)).status_code == 405
    assert Document.objects.count() == 0


def test_a_finished_paper_is_fetched_as_an_attachment(client, cast, officer):
    document = made(cast)
    client.force_login(officer.user)

    answer = client.get(url("document-download", document.pk, "pdf"))

    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_a_paper_that_is_not_made_yet_cannot_be_fetched(client, cast, officer):
    document = queued(cast)
    client.force_login(officer.user)

    assert client.get(url("document-download", document.pk, "pdf")).status_code == 403


def test_a_reader_may_look_but_not_ask_for_papers(client, cast, reader):
    campaign = make_campaign(cast)
    client.force_login(reader.user)

    assert client.get(url("documents")).status_code == 200
    assert client.post(url("document-request", "campaign-plan", campaign.pk)).status_code == 403


def test_a_unit_sees_its_own_papers_and_nobody_elses(client, cast, head, other_head):
    campaign = make_campaign(cast)
    for unit in ("economy", "service"):
        report = report_of(campaign, cast.unit(unit))
        Obligation.objects.filter(pk=report.pk).update(status="draft")
        documents.request(KINDS["unit-report"], report_of(campaign, cast.unit(unit)), by=product(cast), at=AT)
    own, other = Document.objects.order_by("pk")
    client.force_login(head.user)

    assert client.get(url("document", own.pk)).status_code == 200
    assert client.get(url("document", other.pk)).status_code == 404
    page = client.get(url("documents")).content.decode()
    assert (own.title in page, other.title in page) == (True, False)
    assert client.post(url("document-request", "unit-report", other.subject_id)).status_code == 404


def test_a_unit_may_have_the_issued_plan_made_but_not_one_that_is_still_in_the_making(client, cast, head):
    issued = make_campaign(cast)
    drafted_plan = make_campaign(cast, key="sang-nam", status="in_review")
    client.force_login(head.user)

    answer = client.post(url("document-request", "campaign-plan", issued.pk), follow=True)
    refused = client.post(url("document-request", "campaign-plan", drafted_plan.pk))

    assert (answer.status_code, refused.status_code) == (200, 404)
    assert [document.subject_id for document in Document.objects.all()] == [issued.pk]


def test_a_failed_paper_says_why_and_can_be_made_again(client, cast, officer):
    document = queued(cast)
    Document.flow.move(document, "fail", cause="Ổ đĩa của máy chủ đã đầy.")
    client.force_login(officer.user)

    page = client.get(url("document", document.pk)).content.decode()
    client.post(url("document-act", document.pk, "retry"))

    document.refresh_from_db()
    assert "Ổ đĩa của máy chủ đã đầy." in page
    assert "Tạo lại" in page
    assert document.status == "queued"


def test_the_page_says_when_no_worker_was_heard_of(client, cast, officer):
    document = queued(cast)
    client.force_login(officer.user)

    assert "Máy xử lý chưa trả lời" in client.get(url("document", document.pk)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_papers_keeps_its_number_of_queries(client, cast, officer, django_assert_num_queries, rows):
    document = queued(cast)
    for _ in range(rows - 1):
        document.pk = None
        document.save()
    client.force_login(officer.user)
    client.get(url("documents"))

    with django_assert_num_queries(5):
        assert client.get(url("documents")).content.decode().count("<tr>") == rows + 1


def test_an_officer_starts_a_summary_and_edits_it(client, cast, officer):
    campaign = summing_up(cast)
    client.force_login(officer.user)

    client.post(url("summary-start", campaign.pk), {"kind": "final", "year": ""})
    summary = Summary.objects.get()
    typed = {key: f"Nội dung {key}" for key in SECTIONS}
    client.post(url("summary-edit", summary.pk), {**typed, "version": 0})

    summary.refresh_from_db()
    assert summary.sections == typed
    assert (summary.revision, summary.saved_by) == (1, officer.name)


def test_a_wrong_choice_when_starting_a_summary_is_told_on_the_page(client, cast, officer):
    campaign = summing_up(cast)
    client.force_login(officer.user)

    answer = client.post(url("summary-start", campaign.pk), {"kind": "final", "year": "1999"})

    assert answer.status_code == 422
    assert "Giá trị đã chọn không có trong danh sách." in answer.content.decode()
    assert Summary.objects.count() == 0


def test_autosave_answers_with_the_time_and_refuses_an_old_version(client, cast, officer):
    summary = drafted(cast)
    client.force_login(officer.user)

    first = client.post(url("summary-save", summary.pk), {"lessons": "Một.", "version": 0})
    second = client.post(url("summary-save", summary.pk), {"lessons": "Hai.", "version": 0})

    assert (first.status_code, first.json()["version"]) == (200, 1)
    assert (second.status_code, "đã lưu báo cáo này" in second.json()["message"]) == (409, True)
    summary.refresh_from_db()
    assert summary.sections["lessons"] == "Một."


def test_a_refused_edit_keeps_what_was_typed(client, cast, officer):
    summary = drafted(cast)
    client.force_login(officer.user)
    client.post(url("summary-save", summary.pk), {"lessons": "Của người khác.", "version": 0})

    refused = client.post(url("summary-edit", summary.pk), {"lessons": "Của tôi.", "version": 0})

    page = refused.content.decode()
    assert "<td>Của tôi.</td><td>Của người khác.</td>" in page
    assert "đã lưu báo cáo này" in page
    assert refused.context["form"]["version"].value() == "1"


def test_the_clerk_issues_with_the_next_number_filled_in(client, cast, clerk):
    summary = at_status(cast, "approved")
    client.force_login(clerk.user)

    form = client.get(url("summary-issue", summary.pk)).context["form"]
    facts = {"number": 3, "issued_on": vn_date(timezone.localdate()), "signed_by": "Lê Văn Ký"}
    client.post(url("summary-issue", summary.pk), facts)

    summary.refresh_from_db()
    assert form["number"].value() == 1
    assert (summary.status, summary.number, summary.signed_by) == ("issued", 3, "Lê Văn Ký")


def test_a_summary_whose_date_is_refused_is_shown_as_it_stands(client, cast, clerk):
    summary = at_status(cast, "approved")
    client.force_login(clerk.user)
    facts = {"number": 3, "issued_on": vn_date(timezone.localdate() + timedelta(days=1)), "signed_by": "Lê Văn Ký"}

    page = client.post(url("summary-issue", summary.pk), facts)

    assert "không được sau hôm nay" in page.content.decode()
    assert (page.context["summary"].status, page.context["summary"].number) == ("approved", None)


def test_every_figure_of_a_summary_opens_its_rows(client, cast, officer):
    summary = drafted(cast)
    client.force_login(officer.user)

    page = client.get(url("summary", summary.pk)).content.decode()

    reports = reverse("campaigns:reports", args=["dong-tam", summary.campaign_id])
    assert f'href="{reports}?status=accepted"' in page
    assert f'href="{reverse("campaigns:difficulties", args=["dong-tam", summary.campaign_id])}"' in page


def test_differences_since_the_issue_are_shown(client, cast, officer):
    summary = at_status(cast, "issued")
    Obligation.objects.filter(status="accepted").update(late=True)
    client.force_login(officer.user)

    page = client.get(url("summary", summary.pk)).content.decode()

    assert "Số liệu đã thay đổi sau khi ban hành" in page
    assert "Số báo cáo nộp trễ hạn" in page


@pytest.mark.parametrize("action", ["approve", "return"])
def test_the_leader_decides_about_a_summary(client, cast, leader, action):
    summary = at_status(cast, "in_review")
    client.force_login(leader.user)

    client.post(url("summary-act", summary.pk, action), {"reason": "Bổ sung số liệu."})

    summary.refresh_from_db()
    assert summary.status == {"approve": "approved", "return": "draft"}[action]


def test_a_return_without_a_reason_is_refused_in_words(client, cast, leader):
    summary = at_status(cast, "in_review")
    client.force_login(leader.user)

    page = client.post(url("summary-act", summary.pk, "return"), {"reason": " "}, follow=True).content.decode()

    summary.refresh_from_db()
    assert summary.status == "in_review"
    assert "hãy ghi rõ lý do" in page


def test_a_draft_is_put_aside_on_a_page_that_says_what_goes_with_it(client, cast, officer, leader):
    summary = at_status(cast, "in_review")
    client.force_login(officer.user)

    waited = str(home(leader, at=AT).now)
    asked = client.get(url("summary-cancel", summary.pk)).content.decode()
    refused = client.post(url("summary-cancel", summary.pk), {"reason": " "}).content.decode()
    shown = client.post(url("summary-cancel", summary.pk), {"reason": "Lập nhầm."}, follow=True).content.decode()

    assert "Bài học kinh nghiệm" in asked
    assert "không còn chờ lãnh đạo duyệt" in asked
    assert "Nêu lý do." in refused
    assert "Đã bỏ dự thảo" in shown
    assert url("document-request", "summary-report", summary.pk) not in shown
    assert url("summary-cancel", summary.pk) not in shown
    assert "Duyệt báo cáo" in waited
    assert "Duyệt báo cáo" not in f"{home(leader, at=AT)} {home(officer, at=AT).others}"


@pytest.mark.parametrize(("status", "may"), [("draft", True), ("approved", False), ("issued", False)])
def test_only_what_nobody_approved_can_be_put_aside(client, cast, officer, status, may):
    summary = at_status(cast, status)
    client.force_login(officer.user)

    shown, asked = (client.get(url(name, summary.pk)).content.decode() for name in ("summary", "summary-cancel"))
    client.post(url("summary-cancel", summary.pk), {"reason": "Lập nhầm."})

    summary.refresh_from_db()
    assert (summary.status == "cancelled") is may
    assert (url("summary-cancel", summary.pk) in shown) is may
    assert ("Báo cáo này không bỏ được." in asked) is not may


def test_a_unit_never_reaches_the_summaries(client, cast, head):
    summary = drafted(cast)
    client.force_login(head.user)

    assert client.get(url("summary", summary.pk)).status_code == 403
    assert client.get(url("summaries", summary.campaign_id)).status_code == 403


@pytest.mark.parametrize(
    ("part", "kept", "task"),
    [
        ("head", Can.SUBMIT_REPORTS, "Bắt đầu báo cáo kết quả phong trào"),
        ("officer", Can.RECEIVE_REPORTS, "Tiếp nhận báo cáo kết quả phong trào"),
        ("leader", Can.APPROVE_CAMPAIGNS, "Duyệt kế hoạch: "),
        ("clerk", Can.ISSUE_PAPERS, "Ban hành kế hoạch: "),
    ],
)
def test_home_shows_each_role_what_waits_for_it(client, cast, part, kept, task):
    campaign = make_campaign(cast)
    Obligation.objects.filter(pk=report_of(campaign, cast.unit("service")).pk).update(
        status="submitted", submitted_at=AT
    )
    make_campaign(cast, key="cho-duyet", status="in_review")
    make_campaign(cast, key="cho-so", status="approved")
    actor = cast.actor(part)
    client.force_login(actor.user)

    page = client.get(url("home")).content.decode()

    assert actor.may(kept)
    assert task in page


@pytest.mark.parametrize("name", ["reports:home", "campaigns:my-unit"])
def test_a_report_is_begun_where_it_is_named_in_one_press(client, cast, head, name):
    report = report_of(make_campaign(cast), cast.unit("economy"))
    client.force_login(head.user)
    begin = here(head, "campaigns:report-begin", report.pk)

    before = client.get(here(head, name)).content.decode()
    answer = client.post(begin)
    after = client.get(here(head, name)).content.decode()

    assert f'<form method="post" action="{begin}">' in before
    assert f'<a href="{report.get_absolute_url()}">' in before
    assert answer.url == here(head, "campaigns:report-edit", report.pk)
    assert begin not in after
    assert f'href="{answer.url}">Soạn tiếp<' in after


def test_home_says_so_when_nothing_waits(client, cast, reader):
    client.force_login(reader.user)

    assert "Không có việc nào đang chờ." in client.get(url("home")).content.decode()


def test_a_unit_follows_the_plan_that_it_asked_for_and_no_other_paper_of_the_commune(client, cast, head):
    plan = queued(cast)
    summary = Document.objects.create(
        commune=cast.commune, kind="summary-report", subject_id=1, title="Báo cáo", file_stem="bao-cao", content={},
        requested_by=head.user, requested_name=head.name, requested_at=AT,
    )  # fmt: skip
    client.force_login(head.user)

    answer = client.post(url("document-request", "campaign-plan", plan.subject_id))

    asked = Document.objects.exclude(pk=plan.pk).get(kind="campaign-plan")
    assert answer.url == url("document", asked.pk)
    assert client.get(answer.url).status_code == 200
    assert [client.get(url("document", other.pk)).status_code for other in (plan, summary)] == [404, 404]
