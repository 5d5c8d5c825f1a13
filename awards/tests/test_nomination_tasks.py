"""What a unit finds to do on its dossier: the next section first, buttons that say what follows, done work folded."""

import pytest
from django.core.exceptions import ValidationError

from awards.models import DossierRule, Nomination
from awards.services import nominations
from awards.tests.dossier_cases import again, full_report, make_complete
from awards.tests.factories import award_plan, make_nomination
from campaigns.tests.factories import make_campaign

pytestmark = pytest.mark.usefixtures("law", "clock")


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế, whose head writes."""
    return cast.unit("economy")


def text(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


def test_the_first_thing_to_do_is_the_first_section_that_is_not_done(go, campaign, unit, head):
    found = make_nomination(campaign, unit=unit, report={"profile": "12 người."})

    page = go(head, "nomination", found.pk)

    assert [each["name"] for each in page.context["undone"]] == ["achievement", "campaign_result", "standards"]
    assert text(page).index("Soạn tiếp") < text(page).index("Các phần của hồ sơ")


def test_of_a_returned_dossier_what_was_mended_comes_first_and_a_passed_day_is_told(go, campaign, unit, head, now):
    found = make_nomination(campaign, unit=unit, status="returned", report=full_report("collective"))

    page = go(head, "nomination", found.pk)
    assert [each["title"] for each in page.context["undone"]][0] == "Nội dung đã sửa, giải trình"
    assert "Đã quá hạn" not in text(page)
    for day, told in ((now.date(), False), (now.date().replace(day=13), True)):
        Nomination.objects.filter(pk=found.pk).update(return_due_on=day)
        assert ("Đã quá hạn" in text(go(head, "nomination", found.pk))) is told


def test_complete_papers_are_folded(go, campaign, unit, head):
    draft = make_nomination(campaign, unit=unit, subject="individual")
    whole = make_complete(campaign, unit=unit)

    assert "Đủ 3/3 thành phần" in text(go(head, "nomination", whole.pk))
    page = text(go(head, "nomination", draft.pk))
    assert "Đủ 3/3 thành phần" not in page
    assert "Thiếu một thành phần thì chưa nộp được." in page


def test_acts_of_weight_are_asked_about_before_they_are_done(go, campaign, unit, head):
    found = make_complete(campaign, unit=unit, status="submitted")

    page = text(go(head, "nomination", found.pk))

    assert 'data-confirm="Rút lại hồ sơ để sửa?' in page
    assert 'data-confirm="Rút hồ sơ đề nghị này?' in page


def test_ending_without_an_award_is_asked_about(go, campaign, unit, leader):
    found = make_nomination(campaign, unit=unit, status="reserve")

    assert 'data-confirm="Kết thúc hồ sơ này, không khen thưởng?"' in text(go(leader, "nomination", found.pk))


def test_without_a_list_of_parts_no_page_demands_parts(go, cast, unit, head):
    campaign = make_campaign(cast, document=award_plan(parts=()))
    found = make_nomination(campaign, unit=unit)

    page = text(go(head, "nomination", found.pk))
    assert "Thiếu một thành phần" not in page
    assert "Kế hoạch không quy định thành phần hồ sơ; địa phương cũng chưa đặt danh mục riêng." in page
    assert "part_key" not in go(head, "nomination-files", found.pk).context["form"].fields
    checked = go(head, "nomination-check", found.pk)
    places = {lacking: url.partition("/dong-tam/")[2] for lacking, url in checked.context["blockers"]}
    lacking = "Báo cáo thành tích: chưa ghi “Thành tích đạt được”."
    assert places[lacking] == f"nominations/{found.pk}/sections/achievement/"


def test_the_communes_own_list_is_cited_as_such_and_not_as_a_clause_of_the_plan(go, cast, unit, head):
    campaign = make_campaign(cast, document=award_plan(parts=()))
    DossierRule.objects.create(
        commune=cast.commune, award="giay_khen", valid_from="2026-01-01", source="Quy chế xã",
        parts=[{"key": "bao-cao", "title": "Báo cáo thành tích", "made_here": True}],
    )  # fmt: skip

    page = text(go(head, "nomination", make_nomination(campaign, unit=unit).pk))

    assert "(theo Quy chế xã)" in page
    assert "mục Quy chế xã" not in page


def test_a_receipt_without_a_deadline_does_not_claim_punctuality(go, cast, unit, head, now):
    plan = award_plan()
    campaign = make_campaign(cast, document=plan.__class__(
        **{name: getattr(plan, name) for name in plan.__dataclass_fields__} | {"deadlines": plan.deadlines[:-1]}
    ))  # fmt: skip
    found = make_complete(campaign, unit=unit)
    go(head, "nomination-submit", found.pk, post={"version": 0, "declared": "on"})

    receipt = text(go(head, "nomination-submitted", found.pk))

    assert again(found).status == "submitted"
    assert "đúng hạn" not in receipt
    assert "Kế hoạch không quy định hạn nộp hồ sơ." in receipt


@pytest.mark.rule("L-01")
def test_a_list_of_parts_that_changes_binds_what_is_handed_in_later_and_not_what_was_received(cast, unit, head, now):
    campaign = make_campaign(cast, document=award_plan(parts=()))
    DossierRule.objects.create(
        commune=cast.commune, award="giay_khen", valid_from=now.date(), source="Quy chế xã",
        parts=[{"key": "anh", "title": "Ảnh tư liệu", "made_here": False}],
    )  # fmt: skip
    facts = {"report": full_report("collective"), "explanation": "Chờ xếp loại."}
    draft = make_nomination(campaign, unit=unit, created_at="2026-01-05T08:00:00+07:00", **facts)
    received = make_nomination(campaign, unit=unit, subject="individual", status="submitted", **facts)

    with pytest.raises(ValidationError) as refused:
        nominations.submit(again(draft), by=head, at=now)

    assert refused.value.messages == ["Thiếu: Ảnh tư liệu."]
    assert again(received).parts == ()
