"""The second look at a draft: quota, what changed since, earlier awards, names, legal grounds, money."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from awards.models import (
    Assessment,
    AwardFund,
    Decision,
    EarlierAward,
    Examination,
    Exemption,
    Nomination,
)
from awards.services import decision_checks, decision_lines, decisions, eligibility, quotas
from awards.tests.decision_cases import recommend, recommend_two, through
from awards.tests.factories import ISSUED_ON, award_plan, make_decision, make_nomination
from campaigns.models import LegalValue
from campaigns.tests.factories import HERE, make_campaign
from communes.models import HistoryEntry

TITLES = {
    "quota": "Số lượng khen thưởng", "eligibility": "Điều kiện tại thời điểm quyết định",
    "earlier": "Khen thưởng đã nhận", "names": "Họ tên, đơn vị", "grounds": "Căn cứ pháp lý", "money": "Tiền thưởng",
    "authority": "Thẩm quyền", "recommended": "Hội đồng tán thành, biên bản đã ký",
}  # fmt: skip


@pytest.fixture
def nominations(law, cast, campaign, council):
    """A person of Phòng Kinh tế and the office itself, recommended by the council in signed minutes."""
    return recommend_two(cast, campaign, council)


@pytest.fixture
def draft(campaign, nominations, officer, now):
    """A draft with both of them, by the officer."""
    return decisions.draft(campaign, nominations, by=officer, at=now)


def looked_at(decision, now, what: str, *, on: date = ISSUED_ON):
    """Return what one look finds: refusals and warnings."""
    [found] = [each for each in decision_checks.examine(decision, on=on, at=now) if each.title == TITLES[what]]
    return found.refusals, found.warnings


def refused(decision, now, by, words: str) -> None:
    """Assert that the second person cannot confirm a draft, because of these words."""
    with pytest.raises(ValidationError, match=words):
        decisions.check(decision, note="Đã xem.", by=by, at=now)
    assert Decision.objects.get(pk=decision.pk).status == "draft"


def test_a_sound_draft_is_confirmed_without_a_word(draft, clerk, now):
    examined = decision_checks.examine(draft, on=ISSUED_ON, at=now)

    assert [(each.refusals, each.warnings) for each in examined] == [((), ())] * 8
    decisions.check(draft, by=clerk, at=now)
    draft.refresh_from_db()
    assert (draft.status, draft.checked_at, draft.checked_by, draft.check_note) == ("checked", now, "Lê Thị Ánh", "")


@pytest.mark.rule("KP-04")
def test_a_draft_that_has_come_over_the_quota_is_refused_at_every_step(
    cast, campaign, council, draft, officer, clerk, leader, now
):
    through(draft, cast, now, to="signed")
    make_nomination(campaign, unit=cast.unit("service"), status="awarded")

    with pytest.raises(ValidationError, match="Vượt số lượng khen thưởng: 02 tập thể, kế hoạch cho 01"):
        decisions.issue(draft, number=5, issued_on=ISSUED_ON, by=clerk, at=now)
    decisions.return_(draft, reason="Vượt số lượng.", by=leader, at=now)
    refused(draft, now, clerk, "Vượt số lượng khen thưởng")

    assert Nomination.objects.filter(status="awarded").count() == 1


@pytest.mark.rule("KP-04")
def test_a_case_without_a_line_of_quota_does_not_slip_past_the_numbers(draft, nominations, clerk, now):
    Nomination.objects.filter(pk=nominations[0].pk).update(quota_key="")

    refused(draft, now, clerk, "Trịnh Thị Ân: hồ sơ chưa gắn với dòng số lượng nào của kế hoạch")


@pytest.mark.rule("DT-06")
def test_where_the_plan_names_no_award_the_chairs_own_authority_applies(law, cast, council, officer, clerk, now):
    plan = award_plan(key="khong-quy-dinh")
    plan = replace(plan, rounds=(replace(plan.rounds[0], quotas=(), standards=()),))
    campaign = make_campaign(cast, document=plan)
    own = {
        each.subject: each
        for each in quotas.quotas_of(campaign.rounds.get(), campaign.plan)
        if (each.form, each.authority, each.shape) == ("giay_khen", "commune", "unstated")
    }
    made = [
        make_nomination(campaign, unit=cast.unit(unit), status="on_agenda", quota_key=own["collective"].key)
        for unit in ("economy", "service")
    ]

    draft = decisions.draft(campaign, recommend(council, made), by=officer, at=now)

    [look] = [each for each in decision_checks.examine(draft, on=ISSUED_ON, at=now) if each.title == TITLES["quota"]]
    assert (look.refusals, look.words) == (
        (), "Kế hoạch không quy định số lượng; áp dụng thẩm quyền của Chủ tịch UBND xã.",
    )  # fmt: skip
    through(draft, cast, now)
    assert Nomination.objects.filter(status="awarded").count() == 2


@pytest.mark.rule("L-12")
@pytest.mark.rule("HP-12")
def test_an_award_beyond_the_chairs_authority_is_refused_however_it_came_in(draft, nominations, clerk, now):
    Nomination.objects.filter(pk=nominations[1].pk).update(award="bang_khen", authority="province")

    refused(draft, now, clerk, "không có thẩm quyền quyết định Bằng khen; chỉ được trình cấp trên")


@pytest.mark.rule("DS-18")
@pytest.mark.parametrize("provisional", [True, False])
def test_a_provisional_rating_must_be_official_before_the_decision(cast, draft, nominations, clerk, now, provisional):
    Assessment.objects.filter(person=None, unit=cast.unit("economy")).update(provisional=provisional)

    if provisional:
        refused(draft, now, clerk, "phải có kết quả chính thức trước khi quyết định")
    else:
        decisions.check(draft, by=clerk, at=now)
        assert draft.status == "checked"


def test_a_rating_that_got_worse_stops_the_decision(cast, draft, clerk, now):
    Assessment.objects.filter(person=None, unit=cast.unit("economy")).update(level="Hoàn thành")

    refused(draft, now, clerk, "Giấy khen – Phòng Kinh tế: Chưa đủ điều kiện")


@pytest.mark.rule("KP-02", "DS-18")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.delete(), "Chưa kết luận được: còn thiếu kết quả của tiêu chuẩn “Hoàn thành xuất sắc"),
        (lambda rows: rows.update(level="Hoàn thành"), "Chưa đủ điều kiện: "),
        (lambda rows: rows.update(provisional=True), "phải có kết quả chính thức trước khi quyết định"),
    ],
)
@pytest.mark.parametrize("reached", ["draft", "checked", "awaiting_signature", "signed"])
def test_a_rating_taken_away_or_changed_stops_every_later_step_by_the_name_of_the_dossier(
    cast, draft, officer, leader, clerk, now, reached, change, words
):
    if reached != "draft":
        through(draft, cast, now, to=reached)
    change(Assessment.objects.filter(person=None, unit=cast.unit("economy")))
    steps = {
        "draft": lambda: decisions.check(draft, note="Đã xem.", by=clerk, at=now),
        "checked": lambda: decisions.send(draft, by=officer, at=now),
        "awaiting_signature": lambda: decisions.sign(draft, by=leader, at=now),
        "signed": lambda: decisions.issue(draft, number=5, issued_on=ISSUED_ON, by=clerk, at=now),
    }

    with pytest.raises(ValidationError) as refusal:
        steps[reached]()

    [said] = refusal.value.messages
    assert said.startswith("Giấy khen – Phòng Kinh tế: ") and words in said
    draft.refresh_from_db()
    assert (draft.status, bool(draft.signed_at), draft.number) == (
        {"signed": "awaiting_signature"}.get(reached, reached), reached == "signed", None,
    )  # fmt: skip


@pytest.mark.rule("KP-02", "DS-18")
def test_a_judgement_set_aside_after_the_check_stops_the_decision(draft, nominations, cast, officer, now):
    through(draft, cast, now, to="checked")
    nominations[1].appraisals.update(set_aside_at=now)

    with pytest.raises(ValidationError, match="Giấy khen – Phòng Kinh tế: Chưa kết luận được.*Thành tích tiêu biểu"):
        decisions.send(draft, by=officer, at=now)

    assert Decision.objects.get(pk=draft.pk).status == "checked"


@pytest.mark.rule("L-03")
def test_an_examination_opened_meanwhile_stops_the_decision_and_its_end_lets_it_go_on(
    cast, draft, nominations, clerk, now
):
    opened = Examination.objects.create(
        commune=cast.commune, person=nominations[0].person, unit=cast.unit("economy"), kind="complaint",
        since=date(2026, 5, 12), source="Đơn số 12", recorded_at=now, recorded_by="a",
    )  # fmt: skip

    refused(draft, now, clerk, "Đang bị xem xét, chưa được đề nghị khen thưởng")
    opened.cleared_on, opened.conclusion = date(2026, 5, 13), "Không vi phạm."
    opened.save()

    decisions.check(draft, by=clerk, at=now)
    assert draft.status == "checked"


@pytest.mark.rule("L-03")
def test_an_examination_opened_after_the_signature_stops_the_number(cast, draft, nominations, clerk, now):
    through(draft, cast, now, to="signed")
    Examination.objects.create(
        commune=cast.commune, person=nominations[0].person, unit=cast.unit("economy"), kind="inspection",
        since=ISSUED_ON, source="Quyết định thanh tra", recorded_at=now, recorded_by="a",
    )  # fmt: skip

    with pytest.raises(ValidationError, match="Đang bị xem xét"):
        decisions.issue(draft, number=5, issued_on=ISSUED_ON, by=clerk, at=now)

    draft.refresh_from_db()
    assert draft.status == "awaiting_signature"


@pytest.fixture
def twice(cast, campaign, draft, nominations, now):
    """The person was awarded for the same round already, by decision 03/QĐ-UBND."""
    first = make_nomination(
        campaign, unit=cast.unit("economy"), subject="individual", status="award_revoked", person=nominations[0].person,
        quota_key="",
    )  # fmt: skip
    decision = make_decision(campaign, [first], status="published", number=3)
    Nomination.objects.filter(pk=nominations[0].pk).update(authority="commune", award="lao_dong_tien_tien")
    Nomination.objects.filter(pk=first.pk).update(status="awarded")
    return decision


@pytest.mark.rule("DS-07")
def test_a_second_award_for_one_achievement_is_refused_with_the_earlier_decision(twice, draft, clerk, now):
    refused(draft, now, clerk, "Thành tích này đã được khen: Giấy khen theo .*03/QĐ-UBND")


@pytest.mark.rule("DS-07")
def test_a_lawful_exception_needs_the_second_persons_word(twice, draft, nominations, clerk, now):
    [check] = [
        each
        for each in eligibility.read(nominations[0], at=now, stage="decision").checks
        if each.key == "one_achievement"
    ]
    Exemption.objects.create(
        nomination=nominations[0], check_key=check.key, title=check.title,
        conflicts=[each.ref for each in check.conflicts], granted_for=check.words,
        reason="Danh hiệu và hình thức khen cùng năm", leader_name="Trần Quốc Bảo", granted_at=now,
    )  # fmt: skip
    assert looked_at(draft, now, "earlier") == (
        (),
        ("Trịnh Thị Ân: đã được tặng Giấy khen theo Quyết định số 03/QĐ-UBND ngày 14 tháng 5 năm 2026 của Chủ tịch "
         "UBND xã Đồng Tâm.",),
    )  # fmt: skip

    with pytest.raises(ValidationError, match="Hãy ghi kết quả kiểm tra về các điểm cần lưu ý"):
        decisions.check(draft, note=" ", by=clerk, at=now)
    decisions.check(draft, note="Có ngoại lệ do lãnh đạo cho phép.", by=clerk, at=now)

    assert (draft.status, draft.check_note) == ("checked", "Có ngoại lệ do lãnh đạo cho phép.")
    assert len(HistoryEntry.objects.about(draft)[0].facts["warnings"]) == 1


def test_an_award_known_from_elsewhere_is_named(cast, draft, nominations, now):
    facts = {"commune": cast.commune, "title": "Giấy khen của Giám đốc Sở", "authority": "Sở Nội vụ",
             "decision_number": "9/QĐ-SNV", "recorded_at": now, "recorded_by": "a"}  # fmt: skip
    EarlierAward.objects.create(person=nominations[0].person, decision_on=date(2025, 3, 2), **facts)
    EarlierAward.objects.create(person=nominations[0].person, decision_on=date(2026, 12, 2), **facts)

    assert looked_at(draft, now, "earlier") == (
        (),
        ("Trịnh Thị Ân: đã được tặng Giấy khen của Giám đốc Sở theo Quyết định số 9/QĐ-SNV ngày 02/12/2026.",),
    )


def test_a_name_that_differs_from_the_record_is_refused_until_taken_anew(draft, nominations, officer, clerk, now):
    person = nominations[0].person
    person.full_name, person.birth_year = "Trịnh Thị Ẩn", 1991
    person.save()
    assert looked_at(draft, now, "names") == (
        ("Dòng 2: ghi “Trịnh Thị Ân”, hồ sơ hiện ghi “Trịnh Thị Ẩn”.",),
        ("Dòng 2, Trịnh Thị Ân: giới tính hoặc năm sinh khác hồ sơ hiện nay.",),
    )
    refused(draft, now, clerk, "hồ sơ hiện ghi “Trịnh Thị Ẩn”")

    assert decision_lines.refresh_names(draft, by=officer, at=now) == 1

    assert looked_at(draft, now, "names") == ((), ())
    line = draft.lines.get(position=2)
    assert (line.nominee_name, line.birth_year, line.folded) == ("Trịnh Thị Ẩn", 1991, "trinh thi an")


def test_a_changed_position_only_warns(draft, nominations, now):
    person = nominations[0].person
    person.position = "Phó Trưởng phòng"
    person.save()

    assert looked_at(draft, now, "names") == (
        (),
        ("Dòng 2, Trịnh Thị Ân: ghi “Chuyên viên, Phòng Kinh tế”, hồ sơ hiện ghi “Phó Trưởng phòng, Phòng Kinh tế”.",),
    )


def test_a_ground_out_of_its_time_refuses_the_decision(draft, officer, clerk, now):
    words = {"title": draft.title, "merit": draft.merit}
    decisions.save(draft, grounds=["Nghị định số 98/2023/NĐ-CP"], **words, by=officer, at=now)

    refused(draft, now, clerk, "Căn cứ hết hiệu lực sau ngày 30/06/2025: Nghị định số 98/2023/NĐ-CP.")


def test_a_draft_without_grounds_or_merit_is_not_confirmed(draft, officer, clerk, now):
    decisions.save(draft, title=draft.title, grounds=[], merit=" ", by=officer, at=now)

    with pytest.raises(ValidationError) as refusal:
        decisions.check(draft, note="a", by=clerk, at=now)

    assert refusal.value.messages == ["Chưa ghi căn cứ pháp lý.", "Chưa ghi thành tích tại Điều 1."]


@pytest.mark.rule("L-02")
def test_a_base_salary_that_changed_since_the_draft_needs_a_word(draft, clerk):
    later = datetime(2026, 7, 1, 9, 0, tzinfo=HERE)
    assert looked_at(draft, later, "money", on=later.date()) == (
        (),
        ("Mức lương cơ sở đã thay đổi từ 2.340.000 đồng thành 2.530.000 đồng sau khi lập dự thảo; tiền thưởng tính "
         "theo mức tại ngày ban hành quyết định.",),
    )  # fmt: skip

    with pytest.raises(ValidationError, match="Mức lương cơ sở đã thay đổi"):
        decisions.check(draft, by=clerk, at=later)

    assert Decision.objects.get().status == "draft"


@pytest.mark.rule("L-02")
def test_the_money_follows_the_day_of_the_decision_not_of_the_draft(cast, draft):
    later = datetime(2026, 7, 1, 9, 0, tzinfo=HERE)
    assert [each.prize for each in draft.lines.order_by("position")] == [1_410_000, 710_000]

    through(draft, cast, later, issued_on=date(2026, 7, 1))

    assert [each.prize for each in draft.lines.order_by("position")] == [1_520_000, 760_000]


@pytest.mark.parametrize(
    ("amount", "warned"),
    [(2_120_000, False), (2_119_999, True)],
)
def test_a_fund_that_does_not_suffice_needs_a_word(cast, draft, now, amount, warned):
    AwardFund.objects.create(
        commune=cast.commune, year=2026, amount=amount, source="QĐ giao dự toán", set_at=now, set_by="a"
    )

    words = "Quỹ khen thưởng năm 2026 còn 2.119.999 đồng, quyết định này cần 2.120.000 đồng."
    assert looked_at(draft, now, "money") == ((), (words,) if warned else ())


def test_the_fund_left_is_what_issued_decisions_have_not_spent(cast, campaign, draft, now):
    spent = make_nomination(campaign, unit=cast.unit("service"), status="awarded", quota_key="khac")
    make_decision(campaign, [spent], status="issued", number=3)
    AwardFund.objects.create(
        commune=cast.commune, year=2026, amount=2_500_000, source="QĐ giao dự toán", set_at=now, set_by="a"
    )

    assert looked_at(draft, now, "money")[1] == (
        "Quỹ khen thưởng năm 2026 còn 1.740.000 đồng, quyết định này cần 2.120.000 đồng.",
    )


def test_a_number_of_the_law_that_nobody_confirmed_needs_a_word(draft, now):
    LegalValue.objects.filter(key="coefficient.giay_khen.individual").update(confirmed=False)

    [warned] = looked_at(draft, now, "money")[1]

    assert warned.startswith("Mức chưa được xác nhận với văn bản: Hệ số tiền thưởng: Giấy khen")


@pytest.mark.rule("L-11")
def test_a_form_that_brings_a_collective_no_more_than_a_person_needs_a_word(draft, now):
    LegalValue.objects.filter(key="coefficient.giay_khen.collective").update(value="0.3")

    assert looked_at(draft, now, "money") == (
        (),
        (
            "Giấy khen: Hệ số tiền thưởng của tập thể (0,3) phải cao hơn của cá nhân (0,3) "
            "trong cùng một hình thức khen thưởng.",
        ),
    )


def test_without_a_coefficient_of_the_day_nothing_is_decided(draft, clerk, now):
    LegalValue.objects.filter(key="coefficient.giay_khen.individual").update(valid_to=date(2026, 5, 1))

    refused(draft, now, clerk, "Chưa có hệ số tiền thưởng của Giấy khen, cá nhân áp dụng ngày 14/05/2026")
