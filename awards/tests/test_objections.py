"""A campaign is not closed over open nominations, nor cancelled over an issued decision."""

import pytest

from awards.tests.factories import make_decision, make_nomination


@pytest.mark.parametrize(
    ("status", "reasons"),
    [
        ("draft", []),
        ("reserve", ["Còn 01 hồ sơ đề nghị khen thưởng chưa có kết luận cuối cùng."]),
        ("returned", ["Còn 01 hồ sơ đề nghị khen thưởng chưa có kết luận cuối cùng."]),
        ("not_awarded", []),
        ("forwarded_up", []),
    ],
)
def test_an_open_nomination_keeps_the_campaign_open(campaign, cast, status, reasons):
    before = set(campaign.blockers_to_close())

    make_nomination(campaign, unit=cast.unit("economy"), status=status)

    assert [each for each in campaign.blockers_to_close() if each not in before] == reasons


def test_a_decision_in_the_making_keeps_the_campaign_open(campaign):
    make_decision(campaign, status="draft")

    assert "Còn 01 quyết định khen thưởng chưa ban hành." in campaign.blockers_to_close()


def test_a_campaign_with_an_issued_decision_is_not_cancelled(campaign, cast):
    assert campaign.blockers_to_cancel() == []

    make_decision(campaign, [make_nomination(campaign, unit=cast.unit("economy"), status="awarded")], status="issued")

    assert campaign.blockers_to_cancel() == ["Phong trào đã có quyết định khen thưởng ban hành; không hủy được."]
