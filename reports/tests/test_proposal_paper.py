"""Tờ trình to a higher authority: grounds, cases with the council's vote, papers attached, who signs."""

import pytest

from awards.models import Minutes, Proposal, ProposalLine
from awards.tests.factories import (
    ISSUED_ON,
    SESSION_AT,
    adopt,
    make_award_campaign,
    make_council,
    make_nomination,
    make_session,
)
from communes.models import Commune, Unit
from communes.tests.factories import make_person
from reports.documents import blocks as b
from reports.documents.base import plain
from reports.documents.registry import KINDS

KIND = KINDS["proposal-submission"]


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


@pytest.fixture
def nomination(cast, campaign):
    """A collective that the council recommended 4 to 0 for a Bằng khen, its minutes signed."""
    row = make_nomination(
        campaign, unit=cast.unit("economy"), status="on_agenda", award="bang_khen", authority="province"
    )
    adopt(make_session(make_council(cast), [row], status="voting_done"))
    item = {"nomination": row.pk, "vote": {"for": 3, "base": 4, "share": "75%"}}
    Minutes.objects.update(figures={"items": [item]}, paper_number="02/BB-HĐTĐKT")
    return row


def propose(campaign, *cases, **facts) -> Proposal:
    """Return a proposal about some cases, in draft unless told."""
    given = {
        "commune": campaign.commune, "campaign": campaign, "authority": "province",
        "to_body": "Chủ tịch UBND tỉnh Thái Nguyên (qua Sở Nội vụ)", "title": "Về việc đề nghị tặng Bằng khen",
        "reason": "Hội đồng thống nhất đề nghị.", "drafted_at": SESSION_AT, "drafted_by": "Nguyễn Thị Hạnh", **facts,
    }  # fmt: skip
    proposal = Proposal.objects.create(**given)
    for each in cases:
        ProposalLine.objects.create(proposal=proposal, nomination=each)
    return KIND.records().get(pk=proposal.pk) if cases else proposal


def sent(campaign, *cases, **facts) -> Proposal:
    """Return a proposal that was sent under a number."""
    known = {"status": "sent", "number": 7, "sent_on": ISSUED_ON, "signer_name": "Đặng Hữu Phúc"}
    return propose(campaign, *cases, **(known | facts))


def the(paper, kind):
    """Return the only block of a kind."""
    [found] = [block for block in paper.blocks if isinstance(block, kind)]
    return found


def told(paper) -> list[str]:
    """Return the paragraphs."""
    return [plain(block.text) for block in paper.blocks if isinstance(block, b.Paragraph)]


def test_a_draft_has_room_for_number_and_date_and_the_draft_mark(campaign, nomination):
    paper = KIND.build(propose(campaign, nomination))

    head = the(paper, b.Letterhead)
    assert head.number_line.replace("\u00a0", " ") == "Số:      /TTr-UBND"
    assert head.date_line.endswith("năm 2026")
    assert paper.draft is True


@pytest.mark.rule("L-13")
def test_a_sent_proposal_says_on_what_it_rests_and_how_the_council_voted(campaign, nomination):
    paper = KIND.build(sent(campaign, nomination))

    assert (the(paper, b.Letterhead).number_line, paper.draft) == ("Số: 07/TTr-UBND", False)
    assert the(paper, b.Addressees).names == ("Chủ tịch UBND tỉnh Thái Nguyên (qua Sở Nội vụ)",)
    grounds = the(paper, b.Grounds).items
    assert grounds[1] == "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
    assert grounds[-1].startswith(
        "Theo đề nghị của Hội đồng Thi đua - Khen thưởng xã Đồng Tâm tại Biên bản số 02/BB-HĐTĐKT họp"
    )
    assert told(paper)[:2] == [
        "UBND xã Đồng Tâm kính trình Chủ tịch UBND tỉnh Thái Nguyên xem xét, tặng Bằng khen cho 01 tập thể có thành "
        f"tích xuất sắc trong phong trào thi đua “{campaign.name}”, cụ thể như sau:",
        "Hội đồng thống nhất đề nghị.",
    ]
    assert the(paper, b.Table).rows == (
        (
            "1",
            "Phòng Kinh tế",
            "Xã Đồng Tâm",
            nomination.summary,
            "Bằng khen của Chủ tịch UBND tỉnh Thái Nguyên",
            "03/04 (75%)",
        ),
    )
    attached = [plain(item) for item in the(paper, b.Clauses).items]
    assert attached[0] == (
        "Biên bản số 02/BB-HĐTĐKT của Hội đồng Thi đua - Khen thưởng xã Đồng Tâm, ký ngày 14 tháng 5 năm 2026."
    )
    assert any("áo cáo thành tích" in each for each in attached)
    assert told(paper)[-1] == "UBND xã Đồng Tâm kính trình Chủ tịch UBND tỉnh Thái Nguyên xem xét, quyết định."


@pytest.mark.parametrize(
    ("province", "to_body", "named"),
    [
        ("Hưng Yên", "Chủ tịch UBND tỉnh (qua Sở Nội vụ)", "Chủ tịch UBND tỉnh Hưng Yên (qua Sở Nội vụ)"),
        ("thành phố Huế", "Chủ tịch UBND tỉnh", "Chủ tịch UBND thành phố Huế"),
        ("Cần Thơ", "Chủ tịch UBND tỉnh", "Chủ tịch UBND thành phố Cần Thơ"),
        ("", "Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh"),
        ("Hưng Yên", "Sở Nội vụ", "Sở Nội vụ"),
    ],
)
def test_the_chair_of_the_province_is_named_with_it(campaign, nomination, province, to_body, named):
    Commune.objects.update(province=province)

    paper = KIND.build(propose(campaign, nomination, to_body=to_body))

    assert the(paper, b.Addressees).names == (named,)
    assert f"kính trình {named.partition(' (')[0]} xem xét" in told(paper)[0]


def test_the_campaign_of_the_title_is_an_emulation_campaign_and_the_file_copy_is_the_agencys(campaign, nomination):
    Unit.objects.filter(name="Phòng Văn hóa - Xã hội").update(symbol="VHXH")
    title = f"Về việc đề nghị khen thưởng trong phong trào “{campaign.name}”"

    paper = KIND.build(propose(campaign, nomination, title=title))

    about = f"Về việc đề nghị khen thưởng trong phong trào thi đua “{campaign.name}”"
    assert (the(paper, b.Title).abstract, paper.title) == (about, about)
    assert the(paper, b.Recipients).items[-1] == "Lưu: VT, VHXH"


@pytest.mark.rule("N-09")
@pytest.mark.parametrize(
    ("position", "lines"),
    [
        ("Chủ tịch UBND xã", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Phó Chủ tịch UBND xã", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (None, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    ],
)
def test_the_committees_paper_is_signed_on_its_behalf(campaign, nomination, position, lines):
    if position:
        make_person(campaign.commune, "Hà Quang Vượng", position=position)

    paper = KIND.build(sent(campaign, nomination, signer_name="Hà Quang Vượng"))

    assert (the(paper, b.Signature).lines, the(paper, b.Signature).name) == (lines, "Hà Quang Vượng")


def test_a_case_without_a_vote_in_the_minutes_has_a_dash(campaign, nomination):
    Minutes.objects.update(figures={})

    assert the(KIND.build(propose(campaign, nomination)), b.Table).rows[0][-1] == "–"


def test_neither_a_cancelled_nor_an_empty_proposal_makes_a_paper(campaign, nomination, officer, head):
    made = propose(campaign, nomination)
    propose(campaign, title="Trống")
    ProposalLine.objects.create(
        proposal=propose(campaign, title="Bỏ", status="cancelled"), nomination=nomination
    )  # fmt: skip

    assert list(KIND.within(officer)) == [made]
    assert list(KIND.within(head)) == []
    assert KIND.confidential is True
