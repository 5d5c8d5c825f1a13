"""The council's submission to the chair: how it voted, whom it proposes, what that costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.models import AwardFund
from awards.tests.factories import (
    ISSUED_ON,
    SESSION_AT,
    SUBMITTED_AT,
    adopt,
    make_award_campaign,
    make_council,
    make_decision,
    make_nomination,
    make_session,
)
from communes import history
from reports.documents import blocks as b
from reports.documents.base import plain
from reports.documents.registry import KINDS
from reports.tests.cases import AT
from reports.tests.test_award_papers import the, words_of

SUBMISSION = KINDS["chair-submission"]


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


@pytest.fixture
def drafted(campaign, cast):
    """A draft decision on two whom the council recommended in a session with signed minutes."""
    rows = [
        make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda"),
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="on_agenda"),
    ]
    session = adopt(make_session(make_council(cast), rows, status="in_session"))
    session.minutes.update(paper_number="03/BB-HĐTĐKT")
    return make_decision(campaign, rows)


def set_fund(cast, amount: int) -> None:
    """Enter the money of the year."""
    AwardFund.objects.create(
        commune=cast.commune, year=2026, amount=amount, source="Dự toán", set_at=AT, set_by="Nguyễn Thị Hạnh"
    )


@pytest.mark.rule("N-10")
def test_it_goes_to_the_chair_with_the_votes_and_the_minutes(drafted):
    paper = SUBMISSION.build(drafted)

    words = words_of(paper)
    assert the(paper, b.Addressees).names == ("Chủ tịch UBND xã Đồng Tâm",)
    assert "tặng Giấy khen cho 01 tập thể, 01 cá nhân đã có thành tích xuất sắc, cụ thể như sau:" in words
    assert "Phiên họp ngày 14 tháng 5 năm 2026: 04/04 thành viên có mặt; Biên bản số 03/BB-HĐTĐKT" in words
    table = the(the(paper, b.Annex), b.Table)
    assert [(row[0], row[1], row[5], row[6]) for row in table.rows] == [
        ("1", "Phòng Kinh tế", "04/04", "760.000 đồng"),
        ("2", "Nguyễn Văn Số 2", "04/04", "760.000 đồng"),
        ("", "Cộng", "", "1.520.000 đồng"),
    ]
    assert the(paper, b.Recipients).items == ("Như trên", "Thành viên Hội đồng", "Lưu: VT, VHXH")
    assert the(paper, b.Title).abstract == "Về việc đề nghị tặng Giấy khen"
    assert [plain(marked)[:3] for marked in the(paper, b.Points).marked] == ["a) ", "b) ", "c) ", "d) "]


@pytest.mark.rule("N-05")
def test_its_number_is_the_councils_own_and_stays_blank_until_given(drafted):
    paper = SUBMISSION.build(drafted)

    assert the(paper, b.Letterhead).number_line.replace("\u00a0", " ") == "Số:      /TTr-HĐTĐKT"
    assert the(paper, b.Letterhead).issuer == ("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG XÃ ĐỒNG TÂM",)
    assert (SUBMISSION.symbol, paper.draft) == ("TTr-HĐTĐKT", True)


@pytest.mark.rule("N-09")
def test_a_vice_chair_signs_for_the_council_since_its_chair_decides(drafted, cast):
    signature = the(SUBMISSION.build(drafted), b.Signature)

    assert signature.lines[:3] == ("TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert signature.name == cast.actor("vice").person.full_name


@pytest.mark.rule("DS-09")
@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (5_000_000, "Còn lại sau lần khen thưởng này: 2.720.000 đồng"),
        (2_000_000, "Quỹ còn thiếu: 280.000 đồng"),
    ],
)
def test_it_tells_the_fund_before_and_after(drafted, campaign, cast, amount, told):
    set_fund(cast, amount)
    earlier = make_nomination(campaign, unit=cast.unit("service"), status="awarded", quota_key="")
    make_decision(campaign, [earlier], status="published")

    words = words_of(SUBMISSION.build(drafted))

    assert "đã chi theo các quyết định trước: 760.000 đồng" in words
    assert told in words


@pytest.mark.rule("KP-04")
def test_it_tells_each_quota_what_was_decided_and_what_is_proposed(drafted, campaign, cast):
    make_nomination(campaign, unit=cast.unit("service"), status="awarded")

    words = words_of(SUBMISSION.build(drafted))

    assert "kế hoạch quy định “01 tập thể”; đã quyết định 01; đề nghị lần này 01" in words
    assert "kế hoạch quy định “01 cá nhân”; đã quyết định 00; đề nghị lần này 01" in words
    assert "chưa ghi dự toán" in words


@pytest.mark.rule("DS-09")
@pytest.mark.rule("L-09")
@pytest.mark.parametrize(
    ("revoked_at", "decided", "spent"),
    [
        (SUBMITTED_AT + timedelta(hours=1), "00", "0 đồng"),
        (SESSION_AT + timedelta(days=3), "01", "760.000 đồng"),
    ],
)
def test_made_again_it_counts_only_what_was_revoked_before_its_own_day(
    drafted, campaign, cast, revoked_at, decided, spent
):
    set_fund(cast, 5_000_000)
    other = make_nomination(campaign, unit=cast.unit("service"), status="award_revoked")
    earlier = make_decision(campaign, [other], status="published", number=3, issued_at=SUBMITTED_AT)
    revoking = make_decision(
        campaign, status="published", number=9, kind="revocation", amends=earlier, reason="Kê khai sai.",
        issued_at=revoked_at,
    )  # fmt: skip
    line = earlier.lines.get()
    revoking.lines.create(
        position=1, nomination=other, about=line, award=line.award, subject=line.subject,
        nominee_name=line.nominee_name, citation=line.citation,
    )  # fmt: skip
    earlier.lines.update(standing="revoked")
    type(drafted).objects.filter(pk=drafted.pk).update(
        status="issued",
        number=5,
        issued_on=ISSUED_ON,
        issued_at=SESSION_AT,
        signer_name="Đặng Hữu Phúc",
        signer_title="Chủ tịch UBND xã",
    )
    drafted.refresh_from_db()

    words = words_of(SUBMISSION.build(drafted))

    assert f"kế hoạch quy định “01 tập thể”; đã quyết định {decided}; đề nghị lần này 01" in words
    assert f"đã chi theo các quyết định trước: {spent}" in words


@pytest.mark.rule("KP-04")
def test_it_tells_whom_the_plans_number_leaves_in_reserve(campaign, cast, officer):
    first, second = (
        make_nomination(campaign, unit=cast.unit(key), status="on_agenda") for key in ("economy", "service")
    )
    adopt(make_session(make_council(cast), [first, second], status="in_session"))
    type(second).objects.filter(pk=second.pk).update(status="reserve", rank=2)
    decision = make_decision(campaign, [first])

    told = (
        "01 trường hợp được Hội đồng tán thành nhưng vượt số lượng kế hoạch quy định; xếp thứ tự, đưa vào danh sách dự "
        "bị: Trung tâm Phục vụ hành chính công (Giấy khen, xếp thứ 2)"
    )
    assert told in words_of(SUBMISSION.build(decision))

    type(second).objects.filter(pk=second.pk).update(status="recommended")
    type(decision).objects.filter(pk=decision.pk).update(
        status="issued",
        number=5,
        issued_on=ISSUED_ON,
        issued_at=SESSION_AT,
        signer_name="Đặng Hữu Phúc",
        signer_title="Chủ tịch UBND xã",
    )
    decision.refresh_from_db()
    assert told not in words_of(SUBMISSION.build(decision))
    for at, status in ((SUBMITTED_AT, "reserve"), (SESSION_AT + timedelta(days=1), "recommended")):
        history.record("nomination.move", second, by=officer, at=at, label="Chuyển", to_status=status)
    assert told in words_of(SUBMISSION.build(decision))


@pytest.mark.rule("L-13")
def test_without_signed_minutes_it_says_so(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="recommended")

    words = words_of(SUBMISSION.build(make_decision(campaign, [nomination])))

    assert "Chưa có biên bản họp Hội đồng đã ký." in words
    assert "Biên bản kiểm phiếu" not in words


def test_it_is_made_of_awarding_decisions_that_were_not_given_up(drafted, campaign):
    cancelled = make_decision(campaign, status="cancelled")
    revoking = make_decision(campaign, kind="revocation", amends=drafted, reason="Kê khai không đúng.")

    found = set(SUBMISSION.records().values_list("pk", flat=True))

    assert found & {drafted.pk, cancelled.pk, revoking.pk} == {drafted.pk}


def test_the_page_of_the_decision_offers_it_to_those_in_confidence(client, drafted, cast, officer):
    address = reverse("awards:decision", args=[cast.commune.slug, drafted.pk])

    client.force_login(officer.user)

    assert "/chair-submission/" in client.get(address).content.decode()
    assert not SUBMISSION.within(cast.actor("reader")).exists()
