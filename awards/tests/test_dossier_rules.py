"""What a complete dossier holds, and what is still missing."""

from dataclasses import replace

import pytest

from awards.rules import dossier
from awards.rules.dossier import DOING, DONE, MISSING, SECTIONS, Maker
from campaigns.planfile.schema import DossierPart
from campaigns.planfile.words import Subject
from campaigns.tests.five_plans import plan

TYPED = {Maker.SUBMISSION: (True, ""), Maker.REVIEW_MINUTES: (True, ""), Maker.ACHIEVEMENT_REPORT: (True, "")}


@pytest.mark.rule("KP-05")
def test_the_three_papers_of_kim_phuong_are_made_from_what_was_typed():
    assert [(part.key, dossier.maker_of(part)) for part in plan("KP").dossier] == [
        ("to-trinh", Maker.SUBMISSION),
        ("bien-ban", Maker.REVIEW_MINUTES),
        ("bao-cao-thanh-tich", Maker.ACHIEVEMENT_REPORT),
    ]


def test_a_paper_that_the_product_does_not_make_is_uploaded():
    part = plan("KP").dossier[0]

    assert dossier.maker_of(replace(part, made_here=False)) == Maker.UPLOAD
    assert dossier.maker_of(DossierPart(key="anh", title="Ảnh tư liệu", made_here=True)) == Maker.UPLOAD
    assert dossier.maker_of(DossierPart(key="tt", title="TỜ TRÌNH đề nghị", made_here=True)) == Maker.SUBMISSION
    minutes = DossierPart(key="bb", title="Biên bản bình xét kèm Tờ trình", made_here=True)
    assert dossier.maker_of(minutes) == Maker.REVIEW_MINUTES


@pytest.mark.rule("KP-05")
@pytest.mark.parametrize(
    ("maker", "named"),
    [
        (Maker.SUBMISSION, "Thiếu: Tờ trình khen thưởng của cơ quan."),
        (Maker.REVIEW_MINUTES, "Thiếu: Biên bản họp của cơ quan."),
        (Maker.ACHIEVEMENT_REPORT, "Thiếu: Báo cáo thành tích tập thể, cá nhân."),
    ],
)
def test_one_missing_paper_is_named(maker, named):
    typed = {**TYPED, maker: (False, "Chưa xong")}

    assert dossier.missing(dossier.checklist(plan("KP").dossier, typed=TYPED, uploaded=())) == []
    assert dossier.missing(dossier.checklist(plan("KP").dossier, typed=typed, uploaded=())) == [named]


@pytest.mark.rule("KP-05")
def test_every_missing_paper_is_named():
    assert dossier.missing(dossier.checklist(plan("KP").dossier, typed={}, uploaded=())) == [
        "Thiếu: Tờ trình khen thưởng của cơ quan.",
        "Thiếu: Biên bản họp của cơ quan.",
        "Thiếu: Báo cáo thành tích tập thể, cá nhân.",
    ]


def test_each_paper_says_where_it_stands_and_a_scan_always_suffices():
    typed = {Maker.SUBMISSION: (False, "Chưa ghi tóm tắt thành tích"), Maker.ACHIEVEMENT_REPORT: (True, "")}
    parts = (*plan("KP").dossier, DossierPart(key="anh", title="Ảnh tư liệu"))

    found = dossier.checklist(parts, typed=typed, uploaded={"bien-ban"})

    assert [(each.part.key, each.state, each.words) for each in found] == [
        ("to-trinh", DOING, "Chưa ghi tóm tắt thành tích"),
        ("bien-ban", DONE, "Đã tải lên"),
        ("bao-cao-thanh-tich", DONE, "Đã soạn xong"),
        ("anh", MISSING, "Chưa tải lên"),
    ]
    scanned = dossier.checklist(parts, typed=typed, uploaded={"to-trinh", "bien-ban", "anh"})
    assert dossier.missing(scanned) == []


@pytest.mark.rule("DT-06")
def test_a_plan_without_a_dossier_list_demands_no_paper():
    assert dossier.checklist(plan("DT").dossier, typed={}, uploaded=()) == []


@pytest.mark.parametrize("subject", list(Subject))
def test_an_achievement_report_has_its_sections_with_the_campaigns_own_result_required(subject):
    sections = SECTIONS[subject]

    assert len({each.key for each in sections}) == len(sections)
    assert [each.key for each in sections if each.required] == ["profile", "achievement", "campaign_result"]
    assert all(each.title and each.hint for each in sections)


@pytest.mark.parametrize("subject", list(Subject))
def test_without_a_list_of_parts_each_untold_required_section_is_named(subject):
    told = {each.key: "Đã ghi." for each in SECTIONS[subject]}

    assert dossier.unreported(subject, told) == []
    assert dossier.unreported(subject, told | {"achievement": "  ", "earlier_awards": ""}) == [
        "Báo cáo thành tích: chưa ghi “Thành tích đạt được”."
    ]
    assert len(dossier.unreported(subject, {})) == 3
