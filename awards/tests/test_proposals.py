"""Proposals to a higher authority: what may be proposed, to whom, under which quota, and what came of it."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Nomination, Proposal, ProposalLine, Session
from awards.services import proposals
from awards.tests.decision_cases import prove
from awards.tests.factories import adopt, award_plan, make_nomination, make_session
from campaigns.planfile import words as w
from campaigns.planfile.schema import Quota
from campaigns.tests.factories import make_campaign
from campaigns.tests.matrix import flow_cases, who_can
from communes.models import HistoryEntry, RegisteredNumber

TODAY = date(2026, 5, 14)
PROVINCE = "Chủ tịch UBND tỉnh Thái Nguyên"
HIGHER = {"award": "bang_khen", "authority": "province", "quota_key": "bang-khen"}


def higher_plan(*, key: str = "trinh-cap-tren", proposes_higher: bool = True):
    """Return the small plan whose final round also lets at most one Bằng khen be proposed to the province."""
    plan = award_plan(key=key)
    quota = Quota(
        key="bang-khen", form=w.AwardForm.BANG_KHEN, authority=w.Authority.PROVINCE, shape=w.QuotaShape.CEILING,
        count=1, words="không quá 01", clause="V.3.a",
    )  # fmt: skip
    [final] = plan.rounds
    return replace(plan, rounds=(replace(final, quotas=(*final.quotas, quota), proposes_higher=proposes_higher),))


@pytest.fixture
def campaign(cast):
    """A campaign whose plan lets one Bằng khen be proposed to the province."""
    return make_campaign(cast, document=higher_plan())


@pytest.fixture
def recommend(cast, campaign, council):
    """Return a maker of nominations that the council recommended, its minutes signed unless told."""

    def make(unit="economy", *, signed=True, **facts):
        nomination = make_nomination(campaign, unit=cast.unit(unit), status="on_agenda", **(HIGHER | facts))
        prove(council, nomination)
        adopt(make_session(council, [nomination], status="voting_done"), signed=signed)
        nomination.refresh_from_db()
        return nomination

    return make


@pytest.fixture
def draft(campaign, recommend, officer, now):
    """A draft to the province about one recommended collective."""
    return proposals.draft(campaign, [recommend()], "province", PROVINCE, by=officer, at=now)


@pytest.fixture
def sent(draft, clerk, now):
    """The same, sent under number 12 on 14/5/2026."""
    proposals.send(draft, number=12, sent_on=TODAY, signer_name="Đặng Hữu Phúc", by=clerk, at=now)
    return draft


def awarded(line, *, by, at, **facts):
    """Record that the province awards."""
    given = {"outcome": "awarded", "outcome_number": "1250/QĐ-UBND", "outcome_on": TODAY, **facts}
    proposals.record_outcome(line, **given, by=by, at=at)


@pytest.mark.rule("DS-11", "VT-07")
def test_what_the_council_recommends_beyond_the_commune_is_proposed_and_followed_to_its_outcome(
    campaign, recommend, officer, clerk, now
):
    nomination = recommend()

    proposal = proposals.draft(campaign, [nomination], "province", PROVINCE, reason="Dẫn đầu.", by=officer, at=now)
    proposals.send(proposal, number=12, sent_on=TODAY, signer_name="Đặng Hữu Phúc", by=clerk, at=now)
    nomination.refresh_from_db()
    assert nomination.status == "forwarded_up"
    line = proposal.lines.get()
    assert not line.known
    awarded(line, by=officer, at=now)
    proposals.answer(proposal, by=officer, at=now)

    proposal.refresh_from_db()
    found = ProposalLine.objects.sent().get(nomination=nomination)
    assert (proposal.status, proposal.number, proposal.sent_on, proposal.signer_name) == (
        "answered", 12, TODAY, "Đặng Hữu Phúc",
    )  # fmt: skip
    assert (found.outcome, found.decision_words) == ("awarded", "số 1250/QĐ-UBND ngày 14/05/2026")
    assert [entry.label for entry in HistoryEntry.objects.under(proposal)] == [
        "Nhận kết quả của cấp trên",
        "Ghi kết quả của cấp trên: Phòng Kinh tế",
        "Gửi tờ trình cấp trên",
        "Thêm Bằng khen – Phòng Kinh tế",
        "Lập tờ trình cấp trên",
    ]
    entry = HistoryEntry.objects.about(nomination).get()
    assert (entry.actor_name, entry.label, entry.from_status, entry.to_status) == (
        "Lê Thị Ánh", "Trình cấp trên khen thưởng", "recommended", "forwarded_up",
    )  # fmt: skip


@pytest.mark.rule("L-12")
@pytest.mark.parametrize("award", ["giay_khen", "lao_dong_tien_tien"])
def test_what_the_chair_decides_is_not_proposed_upward(campaign, recommend, officer, now, award):
    facts = {"award": award, "authority": "commune", "quota_key": "", "subject": "individual"}
    nomination = recommend(**facts)

    with pytest.raises(ValidationError, match="Chủ tịch UBND xã có thẩm quyền quyết định"):
        proposals.draft(campaign, [nomination], "province", PROVINCE, by=officer, at=now)

    assert not Proposal.objects.exists()
    assert proposals.candidates(campaign) == []


@pytest.mark.rule("L-12")
def test_nothing_is_proposed_to_the_commune_itself(campaign, recommend, officer, now):
    with pytest.raises(ValidationError, match="cấp cao hơn"):
        proposals.draft(campaign, [recommend()], "commune", "Chủ tịch UBND xã", by=officer, at=now)


@pytest.mark.rule("L-12")
def test_a_case_goes_to_the_authority_that_decides_it(campaign, recommend, officer, now):
    title = recommend(award="tap_the_lao_dong_xuat_sac", authority="commune", quota_key="")
    unnamed = recommend("service", authority="higher", quota_key="")
    proposal = proposals.draft(campaign, [title, unnamed], "province", PROVINCE, by=officer, at=now)

    with pytest.raises(ValidationError, match="thẩm quyền là Chủ tịch UBND tỉnh, thành phố, không phải"):
        proposals.draft(campaign, [recommend("culture")], "higher", "Thủ tướng Chính phủ", by=officer, at=now)

    assert [line.nomination for line in proposals.lines_of(proposal)] == [title, unnamed]


@pytest.mark.rule("HP-03")
@pytest.mark.parametrize(("day", "refused"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True)])
def test_nothing_is_proposed_to_the_district_once_it_has_ended(day, refused):
    found = proposals.authority_blockers("district", day)

    assert bool(found) == refused
    assert not refused or "hết thẩm quyền từ ngày 01/7/2025" in found[0]


@pytest.mark.rule("HP-03")
def test_a_case_meant_for_the_district_cannot_be_proposed(campaign, recommend, officer, now):
    nomination = recommend(authority="district", quota_key="")

    with pytest.raises(ValidationError, match="hết thẩm quyền từ ngày 01/7/2025"):
        proposals.draft(campaign, [nomination], "district", "Chủ tịch UBND thị xã", by=officer, at=now)
    with pytest.raises(ValidationError, match="thẩm quyền là Chủ tịch UBND huyện, thị xã"):
        proposals.draft(campaign, [nomination], "province", PROVINCE, by=officer, at=now)

    assert not Proposal.objects.exists()


@pytest.mark.rule("HP-12")
def test_more_cases_than_the_plan_lets_be_proposed_are_not_sent(campaign, recommend, officer, clerk, now):
    both = [recommend(), recommend("service")]
    proposal = proposals.draft(campaign, both, "province", PROVINCE, by=officer, at=now)
    over = "Khen thưởng cuối năm: Vượt số lượng khen thưởng: 02 trường hợp, kế hoạch cho 01."

    with pytest.raises(ValidationError) as refusal:
        proposals.send(proposal, number=12, sent_on=TODAY, signer_name="A", by=clerk, at=now)

    assert refusal.value.messages == [over]
    assert proposals.offers_for(proposal, clerk, now)[0].blockers == (over,)
    assert set(Nomination.objects.values_list("status", flat=True)) == {"recommended"}


@pytest.mark.rule("HP-12")
def test_what_went_up_before_counts_against_the_quota(campaign, sent, recommend, officer, clerk, now):
    second = proposals.draft(campaign, [recommend("service")], "province", PROVINCE, by=officer, at=now)

    with pytest.raises(ValidationError, match="02 trường hợp, kế hoạch cho 01"):
        proposals.send(second, number=13, sent_on=TODAY, signer_name="A", by=clerk, at=now)

    second.refresh_from_db()
    assert (second.status, second.number) == ("draft", None)
    assert not RegisteredNumber.objects.filter(number=13).exists()


@pytest.mark.rule("L-13")
def test_nothing_goes_up_without_signed_minutes(campaign, recommend, officer, clerk, now):
    proposal = proposals.draft(campaign, [recommend(signed=False)], "province", PROVINCE, by=officer, at=now)

    with pytest.raises(ValidationError) as refusal:
        proposals.send(proposal, number=12, sent_on=TODAY, signer_name="A", by=clerk, at=now)

    assert refusal.value.messages == ["Bằng khen – Phòng Kinh tế: biên bản họp Hội đồng chưa được ký."]
    Session.objects.update(status="minutes_signed")
    proposals.send(proposal, number=12, sent_on=TODAY, signer_name="A", by=clerk, at=now)
    assert proposal.status == "sent"


@pytest.mark.parametrize("status", sorted(set(Nomination.Status.values) - {"recommended", "reserve"}))
def test_only_what_the_council_recommends_or_keeps_in_reserve_is_proposed(cast, campaign, officer, now, status):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status=status, **HIGHER)

    with pytest.raises(ValidationError, match="tán thành hoặc dự bị"):
        proposals.draft(campaign, [nomination], "province", PROVINCE, by=officer, at=now)

    assert proposals.candidates(campaign) == []


def test_a_case_stands_in_one_open_proposal_alone(campaign, draft, officer, now):
    nomination = draft.lines.get().nomination

    with pytest.raises(ValidationError, match="đã có trong"):
        proposals.draft(campaign, [nomination], "province", PROVINCE, by=officer, at=now)
    proposals.cancel(draft, reason="Sai cấp.", by=officer, at=now)

    assert proposals.draft(campaign, [nomination], "province", PROVINCE, by=officer, at=now).lines.count() == 1


def test_a_case_of_another_campaign_is_refused(cast, draft, officer, now):
    other = make_campaign(cast, document=higher_plan(key="khac"))
    nomination = make_nomination(other, unit=cast.unit("economy"), status="recommended", **HIGHER)

    with pytest.raises(ValidationError, match="không thuộc phong trào"):
        proposals.add(draft, nomination, by=officer, at=now)


@pytest.mark.rule("HP-12")
def test_number_date_and_signer_go_into_the_register(sent):
    taken = RegisteredNumber.objects.get(symbol="TTr-UBND")

    assert (taken.number, taken.year, taken.dated, taken.title) == (
        12, 2026, TODAY, "Về việc đề nghị khen thưởng trong phong trào thi đua “Đẩy mạnh cải cách hành chính năm 2026”",
    )  # fmt: skip
    assert str(sent) == "Tờ trình số 12/TTr-UBND"


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"sent_on": date(2026, 5, 15)}, "không được sau hôm nay"),
        ({"signer_name": " "}, "người ký"),
        ({"number": 7}, "đã cấp cho văn bản khác"),
    ],
)
def test_a_proposal_is_not_sent_in_the_future_unsigned_or_under_a_number_in_use(
    commune, draft, clerk, now, facts, refusal
):
    RegisteredNumber.objects.create(
        commune=commune, year=2026, symbol="TTr-UBND", number=7, title="Khác", dated=TODAY, taken_by="A", taken_at=now
    )
    given = {"number": 12, "sent_on": TODAY, "signer_name": "Đặng Hữu Phúc", **facts}

    with pytest.raises(ValidationError, match=refusal):
        proposals.send(draft, **given, by=clerk, at=now)

    draft = Proposal.objects.get()
    assert (draft.status, draft.number) == ("draft", None)
    assert draft.lines.get().nomination.status == "recommended"
    assert RegisteredNumber.objects.filter(symbol="TTr-UBND").count() == 1


def test_a_sent_proposal_is_not_changed_any_more(campaign, sent, recommend, officer, now):
    for change in (
        lambda: proposals.add(sent, recommend("service"), by=officer, at=now),
        lambda: proposals.drop(sent.lines.get(), by=officer, at=now),
        lambda: proposals.save(sent, to_body="Sở", title="Khác", reason="", by=officer, at=now),
    ):
        with pytest.raises(ValidationError, match="nên không sửa được"):
            change()

    sent.refresh_from_db()
    assert (sent.to_body, sent.lines.count()) == (PROVINCE, 1)


def test_the_words_of_a_draft_are_saved_with_what_changed(draft, officer, now):
    proposals.save(draft, to_body="Sở Nội vụ", title=draft.title, reason="Lý do.", by=officer, at=now)
    with pytest.raises(ValidationError) as refusal:
        proposals.save(draft, to_body=" ", title="", reason="", by=officer, at=now)

    draft.refresh_from_db()
    assert (draft.to_body, draft.reason) == ("Sở Nội vụ", "Lý do.")
    assert HistoryEntry.objects.about(draft)[0].facts == {"changed": ["kính gửi", "nội dung đề nghị"]}
    assert refusal.value.messages == ["Chưa ghi nơi kính gửi.", "Chưa ghi trích yếu."]


@pytest.mark.rule("HP-12")
@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"outcome_number": " "}, "số quyết định"),
        ({"outcome": "refused", "outcome_number": "", "outcome_words": " "}, "nội dung trả lời"),
        ({"outcome_on": date(2026, 5, 13)}, "từ ngày gửi"),
        ({"outcome_on": date(2026, 5, 15)}, "đến hôm nay"),
    ],
)
def test_an_outcome_carries_its_decision_or_words_and_a_day_after_the_sending(sent, officer, now, facts, refusal):
    with pytest.raises(ValidationError, match=refusal):
        awarded(sent.lines.get(), by=officer, at=now, **facts)

    assert sent.lines.get().outcome == ""


@pytest.mark.rule("HP-12")
def test_a_proposal_is_answered_only_when_every_case_is_known(draft, recommend, officer, clerk, now):
    proposals.add(draft, recommend("service", quota_key=""), by=officer, at=now)
    proposals.send(draft, number=12, sent_on=TODAY, signer_name="A", by=clerk, at=now)
    first, second = draft.lines.order_by("pk")
    awarded(first, by=officer, at=now)

    with pytest.raises(ValidationError) as refusal:
        proposals.answer(draft, by=officer, at=now)
    assert refusal.value.messages == ["Chưa ghi kết quả của Trung tâm Phục vụ hành chính công."]
    words = {"outcome": "refused", "outcome_number": "", "outcome_words": "Chưa đủ thành tích."}
    awarded(second, by=officer, at=now, **words)
    proposals.answer(draft, by=officer, at=now)

    assert draft.status == "answered"
    with pytest.raises(ValidationError, match="chưa kết thúc"):
        awarded(second, by=officer, at=now)


@pytest.mark.rule("DS-11")
def test_a_case_that_came_back_may_be_proposed_again_under_the_same_quota(campaign, sent, officer, clerk, now):
    line = sent.lines.get()
    assert proposals.candidates(campaign) == []
    awarded(line, by=officer, at=now, outcome="returned", outcome_number="", outcome_words="Bổ sung biên bản.")
    proposals.answer(sent, by=officer, at=now)

    assert proposals.candidates(campaign) == [line.nomination]
    again = proposals.draft(campaign, [line.nomination], "province", PROVINCE, by=officer, at=now)
    proposals.send(again, number=15, sent_on=TODAY, signer_name="A", by=clerk, at=now)

    nomination = Nomination.objects.get()
    assert (again.status, nomination.status) == ("sent", "forwarded_up")
    assert not again.lines.get().known
    assert proposals.candidates(campaign) == []


@pytest.mark.rule("DS-11")
@pytest.mark.parametrize(
    ("quota_key", "proposes_higher", "words"),
    [
        ("bang-khen", False, "Kế hoạch quy định đề nghị cấp trên khen thưởng (mục V.3.a)."),
        ("", True, "Kế hoạch quy định đề nghị cấp trên khen thưởng (mục V)."),
        ("", False, "Kế hoạch không quy định đề nghị cấp trên khen thưởng ở Khen thưởng cuối năm."),
    ],
)
def test_the_page_can_say_where_the_plan_provides_for_it(cast, quota_key, proposes_higher, words):
    campaign = make_campaign(cast, document=higher_plan(proposes_higher=proposes_higher))
    facts = HIGHER | {"quota_key": quota_key}
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="recommended", **facts)

    assert proposals.plan_words(nomination) == words


ACTS = {
    "send": lambda row, by, at: proposals.send(row, number=40, sent_on=TODAY, signer_name="A", by=by, at=at),
    "answer": lambda row, by, at: proposals.answer(row, by=by, at=at),
    "cancel": lambda row, by, at: proposals.cancel(row, reason="Sai cấp.", by=by, at=at),
}


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(Proposal))
def test_each_act_on_a_proposal_is_for_whom_the_table_names(cast, draft, now, status, action, allowed):
    away = status in Proposal.AWAY
    Proposal.objects.update(status=status, number=39 if away else None, sent_on=TODAY if away else None)
    if away:
        draft.lines.update(outcome="awarded", outcome_on=TODAY, outcome_number="1/QĐ")
        Nomination.objects.update(status="forwarded_up")

    assert who_can(cast, lambda actor: ACTS[action](Proposal.objects.get(), actor, now)) == allowed


@pytest.mark.parametrize("part", ["clerk", "leader", "head", "secretary", "chair", "administrator", "reader"])
def test_only_who_prepares_decisions_drafts_and_records_outcomes(campaign, sent, recommend, cast, part, now):
    actor, line = cast.actor(part), sent.lines.get()

    with pytest.raises(PermissionDenied):
        proposals.draft(campaign, [recommend("service")], "province", PROVINCE, by=actor, at=now)
    with pytest.raises(PermissionDenied):
        proposals.save(sent, to_body="A", title="B", reason="", by=actor, at=now)
    with pytest.raises(PermissionDenied):
        awarded(line, by=actor, at=now)

    assert (Proposal.objects.count(), sent.lines.get().outcome) == (1, "")
