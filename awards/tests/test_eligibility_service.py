"""Eligibility from the records: what is asked of the database, who judged, what is kept, who sees what."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import EligibilityRun
from awards.services import eligibility
from awards.services.eligibility import Stage
from awards.tests.factories import make_decision, make_nomination
from awards.tests.standing_cases import (
    appraise,
    assess,
    check,
    discipline,
    earlier_award,
    examine,
    judge,
    leaf,
    make_initiative,
)
from campaigns.rules.results import MET, UNKNOWN, UNMET
from communes.models import HistoryEntry
from communes.tests.factories import make_person

EXCELLENT = "Hoàn thành xuất sắc"


@pytest.fixture
def nomination(cast, campaign):
    """Phòng Kinh tế nominated for Giấy khen, handed in."""
    return make_nomination(campaign, unit=cast.unit("economy"), status="submitted")


def read(nomination, now, **facts):
    """Read a nomination afresh."""
    return eligibility.read(nomination, at=now, **facts)


@pytest.mark.parametrize("number", [1, 3])
def test_readings_cost_the_same_number_of_queries_however_many_they_are(
    cast, campaign, now, django_assert_num_queries, number
):
    people = [make_person(cast.commune, f"Lò Văn {name}", unit=cast.unit("economy")) for name in "ABC"[:number]]
    rows = [
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", person=person, status="submitted")
        for person in people
    ]
    for row in rows:
        assess(row, "rating", 2026, level=EXCELLENT)
        make_initiative(row, title=f"Sáng kiến của {row.person}")
        appraise(row, cast.actor("officer").person, MET)

    with django_assert_num_queries(13):
        readings = eligibility.read_many(rows, now)

    assert [readings[row.pk].verdict.state for row in rows] == [MET] * number


def test_one_nomination_is_read_with_twelve_queries(nomination, now, django_assert_num_queries):
    with django_assert_num_queries(12):
        read(nomination, now)


@pytest.mark.rule("DT-06")
def test_an_empty_draft_is_not_called_eligible_where_the_plan_sets_no_standards(cast, campaign, now):
    facts = {"unit": cast.unit("economy"), "basis": "ad_hoc"}
    empty = make_nomination(campaign, **facts, summary="", citation="")
    handed_in = make_nomination(campaign, **facts, status="submitted", citation="", deed_on=date(2026, 3, 2))

    found, complete = read(empty, now).verdict, read(handed_in, now).verdict

    assert found.state == UNKNOWN
    assert found.sentence.startswith("Kế hoạch không quy định tiêu chuẩn riêng; hồ sơ chưa đủ: ")
    assert "chưa ghi nội dung khen thưởng" in found.sentence
    assert (complete.state, complete.sentence[:39]) == (MET, "Kế hoạch không quy định tiêu chuẩn; đạt")
    assert eligibility.problems(empty, "submit", now) == eligibility.problems(handed_in, "submit", now) == []


def test_the_units_own_word_is_shown_and_decides_nothing(nomination, now):
    judge(nomination, "tap-the/tieu-bieu", MET, note="Dẫn đầu toàn xã")

    found = leaf(read(nomination, now), "tieu-bieu")

    assert (found.state, found.found.found) == (
        UNKNOWN, "đơn vị đã tự đánh giá là đạt (“Dẫn đầu toàn xã”), chờ người thẩm định kết luận",
    )  # fmt: skip


def test_a_judgement_counts_once_every_appraiser_has_concluded(cast, nomination, now):
    first = appraise(nomination, cast.actor("officer").person, MET)
    alone = leaf(read(nomination, now), "tieu-bieu").state
    second = appraise(nomination, cast.actor("secretary").person, MET, given=False)

    waiting = leaf(read(nomination, now), "tieu-bieu").state
    own = [leaf(read(nomination, now, appraisal=each), "tieu-bieu").found.judged_by for each in (first, second)]
    type(second).objects.filter(pk=second.pk).update(verdict="eligible", given_at=now)
    both = leaf(read(nomination, now), "tieu-bieu")

    assert (alone, waiting) == (MET, UNKNOWN)
    assert own == ["Nguyễn Thị Hạnh", "Lý Văn Ước"]
    assert (both.state, both.found.judged_by) == (MET, "Nguyễn Thị Hạnh, Lý Văn Ước")


def test_appraisers_who_differ_leave_a_standard_open(cast, nomination, now):
    appraise(nomination, cast.actor("officer").person, MET)
    appraise(nomination, cast.actor("secretary").person, UNMET)

    found = leaf(read(nomination, now), "tieu-bieu")

    assert (found.state, found.found.found) == (
        UNKNOWN,
        "người thẩm định đánh giá khác nhau (Nguyễn Thị Hạnh: đạt; Lý Văn Ước: không đạt)",
    )


def test_an_appraisal_that_was_set_aside_counts_no_longer(cast, nomination, now):
    appraisal = appraise(nomination, cast.actor("officer").person, MET)
    type(appraisal).objects.filter(pk=appraisal.pk).update(set_aside_at=now)

    assert leaf(read(nomination, now), "tieu-bieu").state == UNKNOWN


def test_a_file_attached_to_a_standard_stands_as_its_evidence(nomination, now):
    nomination.files.create(
        commune=nomination.commune, unit=nomination.unit, criterion="tap-the/tieu-bieu", file="awards/1/a.pdf",
        name="Bảng tổng hợp.pdf", kind="pdf", size=1, sha256="0" * 64, uploaded_at=now, uploaded_by="Dũng",
    )  # fmt: skip

    assert leaf(read(nomination, now), "tieu-bieu").found.evidence == ("Bảng tổng hợp.pdf",)


def test_a_late_dossier_is_handed_in_and_needs_an_exception_to_be_eligible(cast, nomination, leader, now):
    type(nomination).objects.filter(pk=nomination.pk).update(late=True)
    assess(nomination, "rating", 2026, level=EXCELLENT)
    appraise(nomination, cast.actor("officer").person, MET)

    late = check(read(nomination, now), "deadline")
    against = eligibility.problems(nomination, "find_eligible", now)
    nomination.exemptions.create(
        check_key="deadline", title=late.title, reason="Mưa lũ", leader_name="Trần Quốc Bảo", granted_at=now,
        conflicts=[each.ref for each in late.conflicts],
    )  # fmt: skip

    assert (late.state, late.words, late.source) == (
        UNMET,
        "Nộp ngày 12/05/2026, trễ hạn (chậm nhất ngày 31/05/2026).",
        "mục V.4 của kế hoạch",
    )
    assert eligibility.problems(nomination, "submit", now) == []
    assert against == ["Chưa đủ điều kiện: nộp ngày 12/05/2026, trễ hạn (chậm nhất ngày 31/05/2026)."]
    assert eligibility.problems(nomination, "find_eligible", now) == []


def test_a_kept_evaluation_is_shown_later_exactly_as_it_was(cast, nomination, officer, now):
    assess(nomination, "rating", 2026, level=EXCELLENT, provisional=True)
    appraise(nomination, officer.person, MET)
    before = read(nomination, now)

    kept = eligibility.run(nomination, Stage.APPRAISAL, by=officer, at=now)
    nomination.collective.assessments.update(level="Hoàn thành")

    kept = EligibilityRun.objects.get(pk=kept.pk)
    shown = eligibility.stored(kept)
    assert (shown.outcome, shown.checks, shown.verdict.sentence) == (before.outcome, before.checks, kept.sentence)
    assert (kept.stage, kept.state, kept.provisional, kept.by, kept.at) == (
        "appraisal", MET, True, "Nguyễn Thị Hạnh", now,
    )  # fmt: skip
    nomination.refresh_from_db()
    assert (nomination.verdict, nomination.provisional) == (kept.sentence, True)
    assert read(nomination, now).verdict.state == UNMET


def test_the_verdict_that_a_unit_reads_names_neither_discipline_nor_examination(cast, nomination, officer, head, now):
    examine(nomination, date(2026, 3, 1))
    discipline(make_person(cast.commune, "Lò Văn Bính", unit=cast.unit("economy")), date(2026, 2, 1))

    kept = eligibility.run(nomination, Stage.SUBMISSION, by=officer, at=now)

    nomination.refresh_from_db()
    assert "Đơn ngày 02/3" in kept.sentence
    assert "Lò Văn Bính" in kept.sentence
    assert nomination.verdict == (
        "Chưa đủ điều kiện: chưa đề nghị khen thưởng được; liên hệ cơ quan thường trực để biết lý do; "
        "không được có người bị kỷ luật (mục V.1.a)."
    )
    assert eligibility.seen_by(eligibility.stored(kept), nomination, head).verdict.sentence == nomination.verdict
    assert eligibility.seen_by(eligibility.stored(kept), nomination, officer).verdict.sentence == kept.sentence


def test_a_decision_not_yet_published_is_not_named(nomination, campaign, cast, now):
    make_decision(campaign, [nomination], status="issued", number=5)
    type(nomination).objects.filter(pk=nomination.pk).update(status="awarded")
    second = make_nomination(campaign, unit=nomination.unit, award="bang_khen", authority="province")

    found = check(read(second, now), "one_achievement")

    assert found.state == UNMET
    assert "QĐ-UBND" not in found.words
    assert "Giấy khen theo hồ sơ đề nghị đang xét, nộp ngày 12/05/2026" in found.words


def test_a_household_is_not_its_head_and_an_ad_hoc_award_is_not_the_rounds(campaign, cast, now):
    person = make_person(cast.commune, "Lò Văn Bính", unit=cast.unit("economy"))
    mine = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", person=person, status="submitted")
    make_nomination(campaign, unit=cast.unit("economy"), subject="household", person=person, status="submitted",
                    award="giay_khen", authority="province")  # fmt: skip
    make_nomination(campaign, unit=cast.unit("economy"), subject="individual", person=person, status="submitted",
                    basis="ad_hoc")  # fmt: skip

    assert check(read(mine, now), "one_achievement").state == MET


@pytest.mark.parametrize(("action", "expected"), [("recall", []), ("withdraw", []), ("take", [])])
def test_other_acts_ask_nothing_of_the_records(nomination, now, action, expected):
    examine(nomination, date(2026, 3, 1))

    assert eligibility.problems(nomination, action, now) == expected


def test_the_agency_looks_again_and_history_tells_it(nomination, officer, head, now):
    with pytest.raises(PermissionDenied):
        eligibility.check_again(nomination, by=head, at=now)

    kept = eligibility.check_again(nomination, by=officer, at=now)

    line = HistoryEntry.objects.about(nomination)[0]
    assert (kept.stage, line.action, line.facts) == ("submission", "nomination.check_again", {"verdict": kept.sentence})


def test_a_unit_knows_the_evaluations_until_its_appraisal(nomination, officer, head, now):
    for stage in Stage.values:
        eligibility.run(nomination, stage, by=officer, at=now)

    assert [row.stage for row in eligibility.runs_for(nomination, officer)] == [*reversed(Stage.values)]
    assert [row.stage for row in eligibility.runs_for(nomination, head)] == ["appraisal", "submission"]


def test_award_history_holds_the_book_and_what_was_recorded_as_far_as_the_reader_may_know(
    nomination, campaign, officer, head, now
):
    earlier_award(nomination, date(2025, 3, 3))
    other = make_nomination(campaign, unit=nomination.unit, award="tap_the_lao_dong_tien_tien", status="awarded")
    make_decision(campaign, [other], status="issued", number=7)

    def told(actor):
        return [(each.title, each.published) for each in eligibility.award_history(nomination, actor)]

    assert told(officer) == [("Tập thể lao động tiên tiến", False), ("Bằng khen của Chủ tịch UBND tỉnh", True)]
    assert told(head) == [("Bằng khen của Chủ tịch UBND tỉnh", True)]


@pytest.mark.parametrize(("published", "told"), [(False, ("Có hiệu lực", True)), (True, ("Đã thu hồi", False))])
def test_a_revocation_stands_in_the_award_history_once_it_is_published(
    nomination, campaign, officer, head, published, told
):
    other = make_nomination(campaign, unit=nomination.unit, award="tap_the_lao_dong_tien_tien", status="award_revoked")
    line = make_decision(campaign, [other], status="published", number=7).lines.get()
    status = "published" if published else "issued"
    later = make_decision(
        campaign, status=status, number=8, kind="revocation", amends=line.decision, reason="Khai sai."
    )
    later.lines.create(
        position=1, nomination=other, about=line, award=line.award, subject=line.subject,
        nominee_name=line.nominee_name, citation=line.citation,
    )  # fmt: skip
    line.standing = "revoked"
    line.save()

    def standing(actor):
        [past] = eligibility.award_history(nomination, actor)
        return past.standing, past.in_force

    assert standing(officer) == ("Đã thu hồi", False)
    assert standing(head) == told


def test_a_unit_learns_no_judgement_before_the_appraisal_is_confirmed(go, nomination, officer, head, clock, now):
    assess(nomination, "rating", 2026, level=EXCELLENT)
    appraise(nomination, officer.person, MET)
    nomination.status = "under_appraisal"
    nomination.save()

    states = [go(actor, "eligibility", nomination.pk).context["reading"].verdict.state for actor in (officer, head)]

    assert states == [MET, UNKNOWN]


def test_the_page_explains_each_standard_by_word_and_clause(go, cast, nomination, officer, clock, now):
    assess(nomination, "rating", 2026, level=EXCELLENT, provisional=True, document="QĐ 9")
    appraise(nomination, officer.person, MET)
    eligibility.run(nomination, Stage.APPRAISAL, by=officer, at=now)

    page = go(officer, "eligibility", nomination.pk)

    words = page.content.decode()
    for said in ("Đủ điều kiện", "Hoàn thành xuất sắc nhiệm vụ", "(mục V.1.a của kế hoạch)", "Tạm tính", "QĐ 9",
                 "hiện đạt mức “Hoàn thành xuất sắc” năm 2026 (tạm tính)", "Người đánh giá:", "Nguyễn Thị Hạnh",
                 "Một thành tích, một lần khen", "Chưa ghi nhận lần khen thưởng nào."):  # fmt: skip
        assert said in words
    kept = nomination.runs.get()
    assert kept.sentence in go(officer, "eligibility-kept", kept.pk).content.decode()


def test_the_page_tells_a_unit_nothing_of_an_examination(go, nomination, officer, head, clock, now):
    examine(nomination, date(2026, 3, 1))

    assert "Đơn ngày 02/3" in go(officer, "eligibility", nomination.pk).content.decode()
    shown = go(head, "eligibility", nomination.pk).content.decode()
    assert "Đơn ngày 02/3" not in shown
    assert "liên hệ cơ quan thường trực để biết lý do" in shown


def test_an_evaluation_before_the_council_is_not_for_the_unit(go, nomination, officer, head, other_head, now):
    kept = eligibility.run(nomination, Stage.COUNCIL, by=officer, at=now)

    answers = [go(actor, "eligibility-kept", kept.pk).status_code for actor in (officer, head, other_head)]

    assert answers == [200, 404, 404]


def test_evaluating_anew_is_for_the_agency(go, nomination, officer, head, clock):
    refused = go(head, "eligibility-run", nomination.pk, post={})
    done = go(officer, "eligibility-run", nomination.pk, post={})

    assert (refused.status_code, done.status_code) == (403, 302)
    assert [row.stage for row in nomination.runs.all()] == ["submission"]


def test_neighbours_find_no_page_of_eligibility(go, nomination, officer, neighbour, now):
    kept = eligibility.run(nomination, Stage.SUBMISSION, by=officer, at=now)
    stranger = neighbour("officer")

    answers = [
        go(stranger, "eligibility", nomination.pk), go(stranger, "eligibility-kept", kept.pk),
        go(stranger, "eligibility-run", nomination.pk, post={}),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404, 404, 404]
