"""The council's submission to the chair: how it voted, whom it proposes, what that costs."""

import pytest
from django.urls import reverse

from awards.models import AwardFund
from awards.tests.factories import (
    adopt,
    make_award_campaign,
    make_council,
    make_decision,
    make_nomination,
    make_session,
)
from reports.documents import blocks as b
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
        ("1", "Phòng Kinh tế", "4/4", "760.000 đồng"),
        ("2", "Nguyễn Văn Số 2", "4/4", "760.000 đồng"),
        ("", "Cộng", "", "1.520.000 đồng"),
    ]
    assert the(paper, b.Recipients).items[0] == "Như trên"


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
