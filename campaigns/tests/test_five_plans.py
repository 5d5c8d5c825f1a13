"""The five plan files that come with the product: term, content, deadlines, parts, recipients, signatures."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.planfile.checking import walk
from campaigns.planfile.reading import read_document
from campaigns.planfile.writing import to_plain
from campaigns.tests.five_plans import FILES, due, file_of, items_per_area, parts, plan, remarks


@pytest.mark.parametrize("code", FILES)
def test_a_plan_is_stored_and_read_back_the_same(code):
    assert read_document(to_plain(plan(code))) == plan(code)


@pytest.mark.parametrize("code", FILES)
def test_every_part_of_a_plan_names_its_clause(code):
    document = plan(code)
    parts_with_clause = [
        *document.objectives, *document.requirements, *document.goal, *document.audience, *document.content,
        *(item for _, item in document.areas_and_items()), *document.methods, *document.principles,
        *document.priorities, *document.rounds, *document.dossier, *document.routes, *document.reviews,
        *document.responsibilities, *(each for each in document.deadlines if each.kind != "unstated"),
        *(q for each in document.rounds for q in each.quotas),
        *(node for each in document.rounds for standard in each.standards for node in walk(standard.rule)),
    ]  # fmt: skip

    assert [each for each in parts_with_clause if not each.clause] == []
    assert [each for each in parts_with_clause if len(each.clause) > 60] == []


@pytest.mark.parametrize(
    ("code", "slug", "name", "kind_count"),
    [
        (
            "DT",
            "dong-tam",
            "Đồng Tâm",
            {"party": 1, "committee": 1, "front": 1, "office": 1, "service": 1, "outside": 2},
        ),
        (
            "DS",
            "dai-son",
            "Đại Sơn",
            {"party": 1, "office": 3, "service": 2, "front": 1, "committee": 1, "outside": 1},
        ),
        ("HP", "hoa-phong", "Hòa Phong", {"committee": 1, "office": 1, "party": 1, "outside": 2}),
        ("VT", "vinh-thuy", "Vĩnh Thủy", {"office": 1, "service": 1, "committee": 2, "outside": 1}),
        (
            "KP",
            "kim-phuong",
            "Kim Phượng",
            {"party": 1, "committee": 1, "office": 2, "front": 1, "outside": 1},
        ),
    ],
)
def test_a_file_names_its_commune_and_the_units_of_its_plan(code, slug, name, kind_count):
    found = {}
    for unit in file_of(code).units:
        found[unit.kind] = found.get(unit.kind, 0) + 1

    assert (file_of(code).commune.slug, file_of(code).commune.name, found) == (slug, name, kind_count)


@pytest.mark.parametrize(
    ("code", "starts_on", "ends_on", "dated"),
    [
        pytest.param("DT", None, date(2025, 12, 31), None, marks=pytest.mark.rule("DT-01")),
        pytest.param("DS", date(2026, 1, 1), date(2030, 12, 31), None),
        pytest.param("HP", None, date(2026, 12, 31), None, marks=pytest.mark.rule("HP-11")),
        pytest.param("VT", date(2025, 7, 1), date(2025, 12, 31), None, marks=pytest.mark.rule("VT-08")),
        pytest.param("KP", date(2025, 1, 1), date(2025, 12, 31), date(2025, 2, 18)),
    ],
)
def test_the_term_is_as_the_plan_says_and_open_where_it_waits_for_the_issue(code, starts_on, ends_on, dated):
    facts = plan(code).facts

    assert (facts.starts_on, facts.ends_on, facts.dated) == (starts_on, ends_on, dated)


@pytest.mark.rule("DT-01")
def test_number_and_date_of_dong_tam_are_blank():
    assert "blank_number" in [each.code for each in plan("DT").remarks]
    assert "blank_date" in [each.code for each in plan("DT").remarks]


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        pytest.param("DT", [4, 5, 2, 3], marks=pytest.mark.rule("DT-03")),
        ("DS", [1, 6, 1, 1, 1, 1]),
        ("HP", [1, 1, 1, 1, 1, 1]),
        pytest.param("VT", [5, 4, 1, 4, 5, 6], marks=pytest.mark.rule("VT-01")),
        pytest.param("KP", [1, 2, 1, 1, 1, 1, 1, 1], marks=pytest.mark.rule("KP-01")),
    ],
)
def test_content_has_the_areas_and_items_of_the_plan(code, counts):
    assert items_per_area(code) == counts


@pytest.mark.parametrize(
    ("code", "targets", "peaks", "merge", "clause"),
    [
        pytest.param("DT", True, True, False, "IV.1, VI.1", marks=pytest.mark.rule("DT-04")),
        pytest.param("DS", False, False, True, "IV.1", marks=pytest.mark.rule("DS-14")),
        pytest.param("HP", False, False, False, "IV", marks=pytest.mark.rule("HP-07")),
        pytest.param("VT", True, False, False, "II.3", marks=pytest.mark.rule("VT-01")),
    ],
)
def test_units_make_plans_of_their_own_where_the_plan_says_so(code, targets, peaks, merge, clause):
    rule = plan(code).unit_plans

    assert (rule.expected, rule.own_targets, rule.peak_drives, rule.may_merge, rule.clause) == (
        True, targets, peaks, merge, clause,
    )  # fmt: skip


@pytest.mark.rule("VT-02")
def test_targets_of_vinh_thuy_are_a_percentage_and_references_to_other_plans():
    targets = [target for _, item in plan("VT").areas_and_items() for target in item.targets]

    assert [(t.key, str(t.kind), t.value, t.unit_label, t.reference, t.clause) for t in targets] == [
        ("muc-tieu-148", "reference", None, "", "148/KH-UBND ngày 23/7/2025", "II.1, II.3.2"),
        ("ke-hoach-705", "reference", None, "", "705/QĐ-UBND ngày 15/8/2025", "II.3.2"),
        ("phan-bo-von", "percent", Decimal(100), "%", "", "II.3.5"),
    ]


@pytest.mark.rule("DT-10")
def test_par_index_and_sipas_are_followed():
    assert [(each.name, each.higher_is_better, each.clause) for each in plan("DT").indicators] == [
        ("PAR INDEX", True, "I.1"),
        ("SIPAS", True, "I.1"),
    ]


@pytest.mark.parametrize(
    ("code", "key", "expected"),
    [
        pytest.param("DT", "bao-cao-don-vi",
                     ("unit_report", "end_of_campaign", None, True, "UBND xã", "Phòng Văn hóa - Xã hội", "VI.1"),
                     marks=pytest.mark.rule("DT-05")),
        pytest.param("DS", "ho-so-tong-ket",
                     ("dossier", "later_plan", None, True, "UBND xã", "Phòng Văn hóa - Xã hội", "III.3.2"),
                     marks=pytest.mark.rule("DS-12")),
        pytest.param("DS", "ho-so-dot-xuat", ("dossier", "at_once", None, True, "", "", "III.3.1"),
                     marks=pytest.mark.rule("DS-08")),
        pytest.param("DS", "ho-so-nam",
                     ("dossier", "unstated", None, True, "UBND xã", "Phòng Văn hóa - Xã hội", "III.3.1")),
        pytest.param("VT", "bao-cao-phong-trao",
                     ("unit_report", "on_date", date(2025, 11, 30), False,
                      "Thường trực Hội đồng Thi đua - Khen thưởng xã", "Phòng Văn hóa - Xã hội", "II.4"),
                     marks=pytest.mark.rule("VT-03")),
        pytest.param("VT", "bao-cao-thanh-tich",
                     ("achievement_report", "on_date", date(2025, 11, 30), False,
                      "Thường trực Hội đồng Thi đua - Khen thưởng xã", "Phòng Văn hóa - Xã hội", "II.5"),
                     marks=pytest.mark.rule("VT-03")),
        pytest.param("KP", "ho-so", ("dossier", "on_date", date(2025, 12, 5), True, "UBND xã", "", "III.3"),
                     marks=pytest.mark.rule("KP-06")),
        pytest.param("KP", "bao-cao-don-vi", ("unit_report", "unstated", None, True, "", "", "")),
        pytest.param("HP", "bao-cao-don-vi",
                     ("unit_report", "unstated", None, True, "UBND xã", "Công chức Văn phòng UBND xã", "IV")),
    ],
)  # fmt: skip
def test_deadlines_are_as_the_plan_sets_them(code, key, expected):
    found = due(code, key)

    assert (
        str(found.paper),
        str(found.kind),
        found.on,
        found.inclusive,
        found.to,
        found.through,
        found.clause,
    ) == expected


@pytest.mark.rule("DS-02")
def test_the_yearly_report_of_dai_son_is_due_before_the_20th_of_november():
    found = due("DS", "bao-cao-nam")

    assert (str(found.paper), str(found.kind), found.day, found.month, found.inclusive, found.clause) == (
        "unit_report", "yearly", 20, 11, False, "IV.1",
    )  # fmt: skip


@pytest.mark.rule("HP-03")
@pytest.mark.parametrize(("code", "text"), [("HP", "Phòng Nội vụ thị xã Mỹ Hào"), ("KP", "Phòng Nội vụ")])
def test_bodies_of_the_ended_district_level_carry_their_last_day(code, text):
    assert [(each.text, each.until) for each in plan(code).recipients if each.until] == [(text, date(2025, 6, 30))]
    assert {unit.name: unit.valid_to for unit in file_of(code).units}[text] == date(2025, 6, 30)


@pytest.mark.rule("DT-09")
def test_a_difficulty_of_dong_tam_goes_through_its_office_to_the_chair():
    route = next(each for each in plan("DT").routes if each.paper == "difficulty")

    assert route.steps == ("Cơ quan, đơn vị", "Phòng Văn hóa - Xã hội", "UBND xã", "Chủ tịch UBND xã")


@pytest.mark.rule("DT-07")
def test_the_parts_of_dong_tam_are_with_its_culture_office_and_its_service_centre():
    assert parts("DT")[2:] == [
        ("VI.3", ("Phòng Văn hóa - Xã hội",), ("leads", "tracks", "inspects", "appraises", "proposes")),
        ("VI.4", ("Trung tâm Dịch vụ tổng hợp xã",), ("publicises",)),
    ]


@pytest.mark.rule("HP-08")
def test_in_hoa_phong_the_council_plans_and_proposes_and_the_clerk_appraises():
    assert parts("HP") == [
        ("VI.1", ("Hội đồng Thi đua - Khen thưởng xã",), ("plans", "proposes")),
        ("VI.2", ("Công chức Văn phòng UBND xã",), ("tracks", "appraises", "publicises")),
    ]


@pytest.mark.rule("KP-08")
def test_in_kim_phuong_one_office_publicises_and_the_other_tracks():
    assert parts("KP")[1:] == [
        ("IV.2", ("Bộ phận Văn hóa - xã hội",), ("publicises",)),
        ("IV.3", ("Bộ phận Văn phòng - thống kê",), ("tracks", "inspects")),
    ]


@pytest.mark.rule("DS-16")
def test_in_dai_son_the_service_centre_publicises_exemplars():
    assert ("IV.4", ("Trung tâm Dịch vụ sự nghiệp công",), ("publicises",)) in parts("DS")
    assert len(parts("DS")) == 7


@pytest.mark.rule("VT-05")
def test_vinh_thuy_inspects_before_the_council_meets():
    inspection = plan("VT").inspection
    route = next(each for each in plan("VT").routes if each.paper == "achievement_report")

    assert (inspection.required, [str(kind) for kind in inspection.kinds]) == (
        True,
        ["periodic", "unannounced"],
    )
    assert route.steps[-2:] == ("UBND xã kiểm tra, đánh giá", "Hội đồng Thi đua - Khen thưởng xã")


@pytest.mark.parametrize("code", ["DT", "DS", "HP", "KP"])
def test_the_other_plans_demand_no_inspection_before_the_council(code):
    assert plan(code).inspection.required is False


@pytest.mark.parametrize(
    ("code", "reviews"),
    [
        pytest.param("VT", [("interim", ""), ("final", "")], marks=pytest.mark.rule("VT-06")),
        pytest.param("DT", [("final", "Sở Nội vụ")], marks=pytest.mark.rule("DT-08")),
        ("DS", [("interim", ""), ("final", "")]),
        ("KP", []),
    ],
)
def test_reviews_are_those_of_the_plan(code, reviews):
    assert [(str(each.kind), each.to) for each in plan(code).reviews] == reviews


@pytest.mark.parametrize(
    ("code", "lines", "name"),
    [
        ("DT", ("CHỦ TỊCH",), ""),
        ("DS", ("CHỦ TỊCH",), "Đào Văn Soái"),
        pytest.param("HP", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "",
                     marks=pytest.mark.rule("HP-10")),
        pytest.param("VT", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Thái Nam Sơn", marks=pytest.mark.rule("VT-09")),
        pytest.param("KP", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Trương Anh Tú", marks=pytest.mark.rule("KP-09")),
    ],
)  # fmt: skip
def test_plans_are_signed_as_printed(code, lines, name):
    assert (plan(code).signature.lines, plan(code).signature.name) == (lines, name)


@pytest.mark.parametrize("code", ["DT", "DS"])
def test_a_bare_chair_under_a_committees_plan_is_in_doubt(code):
    assert remarks(code, "signature_authority") == ["signature"]


@pytest.mark.parametrize(
    ("code", "recipients"),
    [
        ("DT", ["UBND tỉnh", "Sở Nội vụ", "TT. Đảng ủy xã", "CT, các PCT UBND xã", "UBMTTQVN và các Hội, Đoàn thể xã",
                "Các cơ quan, đơn vị thuộc xã", "Phòng VH-XH", "LĐVP, CVVX", "Lưu: VT"]),
        ("DS", ["Sở Nội vụ (để b/c)", "TT Đảng ủy xã", "Chủ tịch, các PCT.UBND xã", "Các cơ quan đơn vị có liên quan",
                "Lưu: VT"]),
        ("HP", ["Phòng Nội vụ thị xã Mỹ Hào", "Thường trực Đảng ủy xã", "Chủ tịch, các Phó Chủ tịch UBND xã",
                "Hội đồng thi đua khen thưởng xã", "Các ban ngành, đoàn thể xã", "Công chức chuyên môn UBND xã",
                "Lưu: VT"]),
        ("VT", ["Sở Nội vụ (B/c)", "CT, các Phó CT UBND xã", "Các phòng CM, Trung tâm PVHCC",
                "Trang Thông tin điện tử xã", "Lưu: VT, VHXH"]),
        pytest.param("KP", ["Phòng Nội vụ", "TT Đảng ủy, HĐND xã", "TT UBND xã", "Các bộ phận CM, đoàn thể xã",
                            "14 xóm", "Lưu: VP"], marks=[pytest.mark.rule("KP-07"), pytest.mark.rule("KP-09")]),
    ],
)  # fmt: skip
def test_recipients_are_as_printed_and_the_last_line_is_the_archive(code, recipients):
    found = plan(code).recipients

    assert [each.text for each in found] == recipients
    assert [each.archive for each in found] == [False] * (len(found) - 1) + [True]


@pytest.mark.parametrize(
    ("code", "bases"),
    [
        ("DT", [(False, False, date(2025, 7, 8)), (True, True, date(2025, 8, 26))]),
        ("DS", [(True, True, date(2026, 6, 9)), (True, False, date(2026, 4, 24))]),
        ("HP", [(True, True, date(2024, 11, 29))]),
        ("VT", [(True, False, date(2025, 7, 23))]),
        ("KP", [(False, False, date(2025, 1, 7))]),
    ],
)
def test_bases_tell_what_the_plan_carries_out_and_what_it_follows(code, bases):
    assert [(each.implements, each.parent, each.issued_on) for each in plan(code).bases] == bases


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("DT", {"blank_number", "blank_date", "no_award", "no_criteria", "no_dossier_list", "no_deadline",
                "authority_doubt", "duplicate_word", "unexplained_term", "markup_residue", "signature_authority"}),
        ("DS", {"blank_number", "blank_date", "missing_header", "starts_before_issue", "level_mismatch",
                "signature_authority", "authority_doubt", "no_deadline", "period_conflict", "no_dossier_list",
                "no_criteria", "no_award", "duplicate_word", "name_variant", "lost_word", "markup_residue"}),
        ("HP", {"missing_header", "blank_number", "blank_date", "period_conflict", "ambiguous_quota", "level_mismatch",
                "abolished_body", "authority_doubt", "logic_not_stated", "unexplained_term", "no_dossier_list",
                "no_deadline", "lost_word", "markup_residue", "outdated_term", "name_variant", "signature_authority"}),
        pytest.param("VT", {"missing_header", "blank_number", "blank_date", "starts_before_issue", "period_conflict",
                "no_award", "no_criteria", "no_dossier_list", "no_deadline", "authority_doubt", "abolished_body",
                "duplicate_word", "lost_word", "markup_residue", "name_variant"}, marks=pytest.mark.rule("VT-08")),
        ("KP", {"blank_number", "missing_header", "starts_before_issue", "period_conflict", "abolished_body",
                "logic_not_stated", "unexplained_term", "authority_doubt", "no_criteria", "no_deadline", "name_variant",
                "lost_word", "markup_residue"}),
    ],
)  # fmt: skip
def test_the_contradictions_of_a_plan_are_kept_as_doubts(code, codes):
    assert {str(each.code) for each in plan(code).remarks} == codes
