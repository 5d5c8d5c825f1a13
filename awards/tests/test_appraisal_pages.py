"""Pages of appraisal: the queue and its order, one dossier, going on to the next; who sees nothing."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages

from awards.models import Appraisal, AwardFile, Judgement, Nomination, Posting
from awards.services import appraisal_queue
from awards.tests.appraisal_cases import TYPICAL, make_actor, make_appraisal, rate, under_appraisal
from awards.tests.factories import SUBMITTED_AT, make_award_campaign, make_nomination
from campaigns.models import Duty, Inspection, Obligation
from campaigns.planfile.schema import InspectionRule
from campaigns.planfile.words import Part
from communes.addresses import here
from communes.models import HistoryEntry

pytestmark = pytest.mark.usefixtures("law", "clock")


@pytest.fixture
def colleague(cast):
    """A second officer of the standing agency."""
    return make_actor(cast)


@pytest.fixture
def dossier(campaign, cast, now):
    """A dossier of Phòng Kinh tế under appraisal, its rating on record."""
    return under_appraisal(campaign, cast, now)


def said(typical="met", verdict="", note="", **extra):
    """Return what an appraiser posts."""
    return {
        f"verdict:{TYPICAL}": typical,
        f"note:{TYPICAL}": "Theo số liệu.",
        "verdict": verdict,
        "note": note,
        **extra,
    }


def words(answer):
    """Return the text of a page."""
    return answer.content.decode()


def test_the_queue_begins_with_what_others_looked_at_least(campaign, cast, go, officer, colleague, now):
    rows = [
        make_nomination(
            campaign, unit=cast.unit("economy"), subject="individual", status="under_appraisal",
            submitted_at=SUBMITTED_AT + timedelta(hours=number),
        )
        for number in range(3)
    ]  # fmt: skip
    make_appraisal(rows[0], colleague, now, verdict="eligible")
    make_appraisal(rows[1], officer, now)
    waiting = make_nomination(campaign, unit=cast.unit("service"), status="submitted")
    make_nomination(campaign, unit=cast.unit("economy"), status="eligible")

    assert list(go(officer, "appraisals", query="?view=all").context["page"]) == [waiting, rows[1], rows[2], rows[0]]
    assert list(go(officer, "appraisals").context["page"]) == [waiting, rows[1], rows[2]]
    assert list(go(colleague, "appraisals").context["page"]) == [rows[0], waiting, rows[2]]


def test_the_queue_keeps_its_order_and_numbers_while_one_works_through_it(campaign, cast, go, officer, now):
    rows = [
        make_nomination(
            campaign, unit=cast.unit("economy"), subject="individual", status="submitted",
            submitted_at=SUBMITTED_AT + timedelta(hours=number),
        )
        for number in range(3)
    ]  # fmt: skip
    make_appraisal(rows[0], officer, now)
    before = [appraisal_queue.place(each, officer).words for each in rows]

    go(officer, "appraise", rows[0].pk, post={"verdict": "ineligible", "note": "Thiếu số liệu."})
    Appraisal.objects.update(verdict="ineligible", given_at=now)

    assert [appraisal_queue.place(each, officer).words for each in rows] == before == ["1/3", "2/3", "3/3"]
    assert list(go(officer, "appraisals").context["page"]) == rows
    assert appraisal_queue.place(rows[0], officer).next_pk == rows[1].pk
    assert appraisal_queue.place(rows[2], officer).next_pk == rows[1].pk


@pytest.mark.parametrize(("due", "overdue"), [("2026-05-13", True), ("2026-05-14", False)])
def test_a_returned_dossier_past_its_day_is_marked_in_the_queue(campaign, cast, go, officer, due, overdue):
    returned = make_nomination(campaign, unit=cast.unit("economy"), status="returned", return_due_on=due)

    everything, mine = go(officer, "appraisals", query="?view=all"), go(officer, "appraisals")

    assert ([*everything.context["page"]], [*mine.context["page"]]) == ([returned], [])
    assert ("Quá hạn bổ sung" in words(everything)) == overdue
    assert ("đã quá ngày phải bổ sung mà đơn vị chưa nộp lại" in words(mine)) == overdue
    assert ("đã quá hạn" in words(go(officer, "appraise", returned.pk))) == overdue


@pytest.mark.parametrize(("due", "late"), [("2026-05-11", True), ("2026-05-12", False)])
def test_a_dossier_completed_after_its_day_is_marked_in_the_queue(campaign, cast, go, officer, due, late):
    make_nomination(campaign, unit=cast.unit("economy"), status="submitted", return_due_on=due)

    assert ("Bổ sung quá hạn" in words(go(officer, "appraisals"))) == late


def test_the_queue_counts_what_is_done(campaign, cast, go, officer, now):
    for number in range(2):
        each = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="under_appraisal")
        make_appraisal(each, officer, now, verdict="eligible" if number else "")

    answer = go(officer, "appraisals")

    assert (answer.context["done"], answer.context["total"]) == (1, 2)


@pytest.mark.rule("HP-08")
def test_who_has_no_duty_in_a_campaign_has_none_of_its_dossiers_to_appraise(campaign, cast, go, officer):
    make_nomination(campaign, unit=cast.unit("economy"), status="submitted")
    Duty.objects.filter(campaign=campaign, part=Part.APPRAISES).update(unit=cast.unit("council_office"))

    assert list(go(officer, "appraisals").context["page"]) == []
    assert len(go(officer, "appraisals", query="?view=all").context["page"]) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_asks_the_same_number_of_queries(campaign, cast, go, officer, now, rows, django_assert_num_queries):
    for _ in range(rows):
        each = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="under_appraisal")
        make_appraisal(each, officer, now, verdict="eligible")
    go(officer, "appraisals")

    with django_assert_num_queries(14):
        go(officer, "appraisals")


def test_a_dossier_shows_what_was_found_and_needed_with_its_clause(go, dossier, officer, now):
    dossier.explanation = "Đã khắc phục."
    dossier.save()
    Judgement.objects.create(nomination=dossier, path=TYPICAL, verdict="met", note="Đứng đầu khối.", by="Dũng", at=now)

    page = words(go(officer, "appraise", dossier.pk))

    for text in (
        "Hoàn thành xuất sắc nhiệm vụ", "mục V.1.a", "hiện đạt mức “Hoàn thành xuất sắc” năm 2026",
        "Đơn vị đã tự đánh giá: đạt; Đứng đầu khối.", "Đã khắc phục.", "data-ctrl-enter", "Lưu và sang hồ sơ tiếp theo",
    ):  # fmt: skip
        assert text in page


def test_saving_the_first_time_takes_the_dossier_and_keeps_what_was_judged(campaign, cast, go, officer, now):
    rate(campaign, cast.unit("economy"), now)
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")

    answer = go(officer, "appraise", nomination.pk, post=said())

    assert answer.status_code == 302
    appraisal = Appraisal.objects.get(nomination=nomination)
    assert Nomination.objects.get(pk=nomination.pk).status == "under_appraisal"
    assert (appraisal.appraiser, appraisal.verdict) == (officer.person, "")
    assert [(each.path, each.verdict, each.note) for each in appraisal.judgements.all()] == [
        (TYPICAL, "met", "Theo số liệu.")
    ]


def test_a_refused_conclusion_says_why_and_changes_nothing(go, dossier, officer, now):
    make_appraisal(dossier, officer, now)

    answer = go(officer, "appraise", dossier.pk, post=said(typical="unknown", verdict="eligible"))

    appraisal = Appraisal.objects.get()
    assert answer.status_code == 200
    assert "Không kết luận “đủ điều kiện” được." in words(answer)
    assert (appraisal.verdict, appraisal.judgements.get().verdict) == ("", "met")
    assert answer.context["form"][f"verdict:{TYPICAL}"].value() == "unknown"


@pytest.mark.parametrize(
    "given", [said(typical="unknown", verdict="eligible"), said(verdict="ineligible"), said(verdict="khong-ro")]
)
def test_a_refused_form_does_not_take_the_dossier(campaign, cast, go, officer, now, given):
    rate(campaign, cast.unit("economy"), now)
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")

    answer = go(officer, "appraise", nomination.pk, post=given)

    assert answer.status_code == 200
    assert "Lưu lần đầu là nhận thẩm định hồ sơ này." in words(answer)
    assert (Appraisal.objects.count(), Judgement.objects.count()) == (0, 0)
    assert Nomination.objects.get(pk=nomination.pk).status == "submitted"
    assert not HistoryEntry.objects.about(nomination).exists()


def test_saving_and_going_on_leads_to_the_next_then_to_what_is_to_confirm(campaign, cast, go, dossier, officer, now):
    make_appraisal(dossier, officer, now)
    rate(campaign, cast.unit("service"), now)
    second = make_nomination(campaign, unit=cast.unit("service"), status="submitted")
    assert appraisal_queue.place(dossier, officer).words == "1/2"

    first_answer = go(officer, "appraise", dossier.pk, post=said(verdict="eligible", next="1"))
    assert first_answer.url.endswith(f"/nominations/{second.pk}/appraise/")
    assert appraisal_queue.place(second, officer).words == "2/2"

    last = go(officer, "appraise", second.pk, post=said(verdict="eligible", next="1"))
    assert last.url.endswith(f"/nominations/{dossier.pk}/appraise/#confirm")
    told = [str(each) for each in get_messages(last.wsgi_request)]
    assert "Không còn hồ sơ nào chờ đồng chí kết luận. Còn 02 hồ sơ đã có đủ kết luận, chờ xác nhận" in told[-1]
    Nomination.objects.filter(pk=dossier.pk).update(status="eligible")
    Duty.objects.filter(part__in=(Part.APPRAISES, Part.LEADS, Part.TRACKS)).delete()
    Duty.objects.create(campaign=campaign, part=Part.APPRAISES, unit=cast.unit("economy"))
    assert not appraisal_queue.to_confirm(officer).exists()
    assert set(Appraisal.objects.values_list("verdict", flat=True)) == {"eligible"}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("submitted", "Chưa có người nhận thẩm định hồ sơ. Hãy nhận thẩm định trước, rồi mời người thẩm định thứ hai."),
        ("eligible", "Hồ sơ đang ở trạng thái “Đủ điều kiện”. Chỉ mời người thẩm định thứ hai khi"),
    ],
)
def test_before_and_after_the_appraisal_asking_a_second_is_refused_with_what_to_do(
    go, campaign, cast, officer, colleague, status, told
):
    waiting = make_nomination(campaign, unit=cast.unit("economy"), status=status)

    page = words(go(officer, "nomination-second", waiting.pk))
    posted = go(officer, "nomination-second", waiting.pk, post={"person": colleague.person.pk})

    assert told in page and "<select" not in page
    assert posted.url.endswith(f"/nominations/{waiting.pk}/appraise/")
    assert told in words(go(officer, "appraise", waiting.pk))
    assert not Appraisal.objects.exists()


def test_the_second_appraiser_reads_nothing_of_the_first_on_any_page(go, dossier, officer, colleague, now):
    make_appraisal(dossier, officer, now, verdict="eligible")
    Appraisal.objects.update(note="Bí mật thứ nhất.")
    go(officer, "nomination-second", dossier.pk, post={"person": colleague.person.pk})

    for name, args in (("appraise", [dossier.pk]), ("nomination", [dossier.pk]), ("appraisals", [])):
        page = words(go(colleague, name, *args))
        assert "Bí mật thứ nhất." not in page
        assert f"Đánh giá của {officer.name}" not in page
    assert "Chưa hiện trước khi đồng chí kết luận" in words(go(colleague, "appraise", dossier.pk))

    go(colleague, "appraise", dossier.pk, post=said(typical="unmet", verdict="ineligible", note="Thiếu số liệu."))
    page = words(go(colleague, "appraise", dossier.pk))
    assert "Bí mật thứ nhất." in page
    assert "Điểm hai người thẩm định đánh giá khác nhau" in page


def test_a_unit_reads_nothing_of_an_appraisal_before_it_is_confirmed(go, dossier, officer, head, now):
    make_appraisal(dossier, officer, now, verdict="ineligible", typical="unmet")

    page = words(go(head, "nomination", dossier.pk))

    assert f"Đánh giá của {officer.name}" not in page
    assert f"Nhận xét của {officer.name}" not in page


def test_confirming_shows_the_unit_its_sentence(go, dossier, officer, colleague, head, now):
    make_appraisal(dossier, officer, now, verdict="ineligible", typical="unmet")

    go(colleague, "nomination-find-ineligible", dossier.pk, post={})

    stored = Nomination.objects.get(pk=dossier.pk)
    assert stored.status == "ineligible"
    assert stored.verdict == (
        f"Chưa đủ điều kiện: chưa đạt “Thành tích tiêu biểu” (mục V.1.a): Đánh giá của {officer.name}."
    )
    assert stored.shown_status(head) == ("Không đủ điều kiện", "warning")
    assert "chưa đạt “Thành tích tiêu biểu” (mục V.1.a)" in words(go(head, "nomination", dossier.pk))


def test_the_only_appraiser_finds_the_reason_beside_the_disabled_button(go, dossier, officer, colleague, now):
    make_appraisal(dossier, officer, now, verdict="eligible")

    page = words(go(officer, "appraise", dossier.pk))
    answer = go(officer, "nomination-find-eligible", dossier.pk, post={}, follow=True)

    reason = f"Người thẩm định duy nhất không tự xác nhận; người xác nhận được: {colleague.name}."
    assert reason in page and reason in words(answer)
    assert Nomination.objects.get(pk=dossier.pk).status == "under_appraisal"


def test_a_dossier_is_returned_with_reason_items_and_date(go, dossier, officer, now):
    make_appraisal(dossier, officer, now)
    asked = {"reason": "Thiếu số liệu.", "items": "Số hồ sơ\n\nBiên bản", "due_on": "20/05/2026"}

    go(officer, "nomination-return", dossier.pk, post=asked)

    stored = Nomination.objects.get(pk=dossier.pk)
    assert (stored.status, stored.return_items, f"{stored.return_due_on:%d/%m/%Y}") == (
        "returned", ["Số hồ sơ", "Biên bản"], "20/05/2026",
    )  # fmt: skip


def test_a_leader_excepts_a_condition_on_its_page(campaign, cast, go, leader, now):
    nomination = under_appraisal(campaign, cast, now, late=True)

    page = words(go(leader, "nomination-exempt", nomination.pk))
    go(
        leader, "nomination-exempt", nomination.pk,
        post={"check_key": "deadline", "reason": "Mưa bão.", "leader_name": "Trần Quốc Bảo"},
    )  # fmt: skip

    assert "Thời hạn nộp hồ sơ" in page
    assert [(each.check_key, each.reason) for each in nomination.exemptions.all()] == [("deadline", "Mưa bão.")]
    assert "Mưa bão." in words(go(leader, "appraise", nomination.pk))


@pytest.mark.rule("VT-05")
def test_the_appraiser_sees_that_report_and_inspection_come_before_the_council(cast, go, officer, now):
    rule = InspectionRule(required=True, words="Kiểm tra trước khi xét.", clause="VII")
    campaign = make_award_campaign(cast, inspection=rule)
    nomination = under_appraisal(campaign, cast, now)

    assert "Chưa theo đúng trình tự" in words(go(officer, "appraise", nomination.pk))

    Obligation.objects.filter(campaign=campaign, unit=cast.unit("economy")).update(
        status="accepted", submitted_at=now, received_at=now, accepted_at=now
    )
    Inspection.objects.create(
        campaign=campaign, unit=cast.unit("economy"), kind="periodic", inspected_on=now.date(), team="Thọ",
        status="concluded", concluded_at=now,
    )  # fmt: skip
    page = words(go(officer, "appraise", nomination.pk))
    assert "Đã theo đúng trình tự" in page
    assert "Kiểm tra định kỳ" in page


@pytest.mark.parametrize("files", [1, 3])
@pytest.mark.parametrize(
    ("part", "verdict", "queries"), [("officer", "", 29), ("officer", "eligible", 30), ("leader", "eligible", 27)]
)
def test_the_page_asks_the_same_number_of_queries(
    client, cast, go, dossier, officer, now, files, part, verdict, queries, django_assert_num_queries
):
    make_appraisal(dossier, officer, now, verdict=verdict)
    for number in range(files):
        AwardFile.objects.create(
            commune=dossier.commune, unit=dossier.unit, nomination=dossier, name=f"Tệp {number}.pdf", kind="pdf",
            size=10, sha256=str(number), uploaded_at=now, uploaded_by="Dũng", file=f"awards/{number}.pdf",
        )  # fmt: skip
    reader = cast.actor(part)
    go(reader, "appraise", dossier.pk)

    with django_assert_num_queries(queries):
        client.get(here(reader, "awards:appraise", dossier.pk))


def test_an_opinion_is_asked_and_answered_on_the_pages(campaign, cast, go, officer, now):
    nominee = make_nomination(campaign, unit=cast.unit("economy"), status="eligible")

    go(officer, "opinion-ask", nominee.pk, post={"body": "Công an xã", "asked_on": "12/05/2026"})
    opinion = nominee.opinions.get()
    go(officer, "opinion-answer", opinion.pk, post={"answer": "agrees", "answered_on": "13/05/2026"})

    opinion.refresh_from_db()
    assert (opinion.body, opinion.answer) == ("Công an xã", "agrees")


PAGES = (
    ("appraise", "nomination"), ("nomination-take", "nomination"), ("nomination-return", "nomination"),
    ("nomination-find-eligible", "nomination"), ("nomination-find-ineligible", "nomination"),
    ("nomination-reappraise", "nomination"), ("nomination-second", "nomination"), ("opinion-ask", "nomination"),
    ("appraisal-release", "appraisal"), ("posting", "posting"), ("posting-edit", "posting"),
    ("posting-close", "posting"), ("posting-remark", "posting"), ("posting-create", "campaign"),
)  # fmt: skip


def test_neighbours_find_nothing(campaign, cast, go, officer, neighbour, dossier, now):
    appraisal = make_appraisal(dossier, officer, now)
    posting = Posting.objects.create(
        commune=campaign.commune, campaign=campaign, starts_on=now.date(), ends_on=now.date(), place="a", posted_by="H"
    )
    keys = {"nomination": dossier.pk, "appraisal": appraisal.pk, "posting": posting.pk, "campaign": campaign.pk}
    stranger = neighbour("officer")

    found = {name: go(stranger, name, keys[kind], post={}).status_code for name, kind in PAGES}
    found["nomination-exempt"] = go(neighbour("leader"), "nomination-exempt", dossier.pk, post={}).status_code

    assert set(found.values()) == {404}, found


@pytest.mark.parametrize("part", ["head", "member", "reader", "administrator", "inspector"])
def test_who_may_not_know_is_refused(go, cast, dossier, part):
    actor = cast.actor(part)

    found = [go(actor, name, *args).status_code for name, args in (
        ("appraisals", []), ("appraise", [dossier.pk]), ("compare", []), ("postings", []),
        ("nomination-exempt", [dossier.pk]),
    )]  # fmt: skip

    assert set(found) == {403}
