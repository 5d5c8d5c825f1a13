"""Yearly results, discipline, examinations, earlier awards, thresholds, papers of a dossier: what is kept and how."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Assessment, Discipline, DossierRule, EarlierAward, Examination, Threshold
from awards.services import standing
from awards.services.standing import Line, Measure
from awards.tests.factories import make_nomination
from awards.tests.standing_cases import assess, discipline, examine
from campaigns.tests.plan_cases import issued_of
from communes.models import HistoryEntry
from communes.tests.factories import PEOPLE, make_person

EXCELLENT, GOOD = "Hoàn thành xuất sắc", "Hoàn thành tốt"


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế."""
    return cast.unit("economy")


@pytest.fixture
def person(cast, unit):
    """Lò Văn Bính of Phòng Kinh tế."""
    return make_person(cast.commune, "Lò Văn Bính", unit=unit)


@pytest.fixture
def nomination(campaign, unit):
    """Phòng Kinh tế nominated."""
    return make_nomination(campaign, unit=unit, status="submitted")


def again(row):
    """Read a row anew."""
    return type(row).objects.get(pk=row.pk)


def lines(row):
    """Return the actions in a record's history, the first one first."""
    return [line.action for line in reversed(HistoryEntry.objects.about(row))]


def test_a_result_is_recorded_under_the_persons_unit(person, unit, officer, now):
    row = standing.record_assessment(
        kind="rating", year=2026, person=person, level=EXCELLENT, measure="bỏ qua", document="QĐ 9", by=officer, at=now
    )

    row = again(row)
    assert (row.person, row.unit, row.measure, row.level, row.provisional, row.recorded_by) == (
        person, unit, "", EXCELLENT, False, "Nguyễn Thị Hạnh",
    )  # fmt: skip
    assert (lines(row), str(row)) == (["assessment.record"], "Mức hoàn thành nhiệm vụ năm 2026: Lò Văn Bính")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"level": ""}, "Hãy ghi mức xếp loại hoặc thứ hạng"),
        ({"year": 26}, "năm gồm bốn chữ số"),
        ({"unit": None}, "chọn người hoặc đơn vị"),
        ({"kind": "grade"}, "chọn nội dung đánh giá"),
        ({"kind": "rank", "measure": "PAR INDEX"}, "Hãy ghi mức xếp loại hoặc thứ hạng"),
        ({"kind": "year", "measure": "năm", "maternity_months": 13}, "không quá 12"),
    ],
)
def test_a_result_that_says_nothing_clear_is_refused(unit, officer, now, facts, message):
    given = {"kind": "rating", "year": 2026, "unit": unit, "level": EXCELLENT} | facts
    given |= {"level": ""} if given["kind"] in ("rank", "year") else {}

    with pytest.raises(ValidationError, match=message):
        standing.record_assessment(**given, by=officer, at=now)

    assert not Assessment.objects.exists()


def test_a_year_is_recorded_once(unit, officer, now):
    standing.record_assessment(kind="rating", year=2026, unit=unit, level=EXCELLENT, by=officer, at=now)

    with pytest.raises(ValidationError, match="Năm này đã ghi kết quả"):
        standing.record_assessment(kind="rating", year=2026, unit=unit, level=GOOD, by=officer, at=now)

    assert Assessment.objects.get().level == EXCELLENT


ACTS = {
    "assess": lambda n, by, at: standing.record_assessment(
        kind="rating", year=2020, unit=n.unit, level=GOOD, by=by, at=at
    ),
    "sheet": lambda n, by, at: standing.record_sheet(kind="rating", year=2026, lines=[], by=by, at=at),
    "discipline": lambda n, by, at: standing.record_discipline(
        by.person, kind="reprimand", decided_on=date(2026, 1, 1), document="9", by=by, at=at
    ),
    "examination": lambda n, by, at: standing.record_examination(
        unit=n.unit, kind="press", since=date(2026, 1, 1), source="Báo", by=by, at=at
    ),
    "earlier award": lambda n, by, at: standing.record_earlier_award(
        unit=n.unit, title="Bằng khen", authority="Tỉnh", decision_number="1", decision_on=at.date(), by=by, at=at
    ),
    "dossier rule": lambda n, by, at: standing.set_dossier_rule(
        "giay_khen", titles=["Tờ trình"], valid_from=at.date(), source="QĐ", by=by, at=at
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_only_the_standing_agency_keeps_standing(cast, nomination, now, act):
    through = set()
    for part in PEOPLE:
        try:
            ACTS[act](nomination, cast.actor(part), now)
            through.add(part)
        except PermissionDenied:
            continue

    assert through == {"officer"}


@pytest.mark.rule("DS-18")
def test_a_provisional_result_is_replaced_by_the_official_one_and_history_keeps_both(nomination, officer, now):
    row = assess(nomination, "rating", 2026, level=EXCELLENT, provisional=True)

    standing.make_official(row, level=GOOD, document="QĐ 12", by=officer, at=now)

    row = again(row)
    assert (row.level, row.provisional, row.document) == (GOOD, False, "QĐ 12")
    [line] = HistoryEntry.objects.about(row)
    assert (line.facts, line.reason) == ({"before": EXCELLENT, "after": GOOD}, "QĐ 12")
    with pytest.raises(ValidationError, match="đã là chính thức"):
        standing.make_official(row, document="QĐ 13", by=officer, at=now)


def test_an_official_result_needs_its_paper(nomination, officer, now):
    row = assess(nomination, "rating", 2026, level=EXCELLENT, provisional=True)

    with pytest.raises(ValidationError, match="văn bản công nhận"):
        standing.make_official(row, document=" ", by=officer, at=now)

    assert again(row).provisional


def test_the_dossiers_that_rest_on_a_provisional_result_are_named(campaign, nomination, cast):
    row = assess(nomination, "rating", 2026, level=EXCELLENT, provisional=True)
    type(nomination).objects.filter(pk=nomination.pk).update(provisional=True)
    make_nomination(campaign, unit=cast.unit("service"), provisional=True)

    assert list(standing.resting_on(row)) == [nomination]


def test_a_result_entered_by_mistake_goes_and_history_says_what_it_was(nomination, officer, now):
    row = assess(nomination, "rating", 2026, level=EXCELLENT, document="QĐ 9")
    pk = row.pk

    with pytest.raises(ValidationError, match="lý do bỏ"):
        standing.clear_assessment(row, reason="", by=officer, at=now)
    standing.clear_assessment(row, reason="Ghi nhầm đơn vị.", by=officer, at=now)

    assert not Assessment.objects.exists()
    line = HistoryEntry.objects.get(record_type="awards.assessment", record_id=pk)
    assert (line.reason, line.facts) == ("Ghi nhầm đơn vị.", {"result": EXCELLENT, "document": "QĐ 9"})


def test_a_sheet_adds_changes_and_leaves_alone(cast, nomination, officer, now):
    known = assess(nomination, "rating", 2026, level=GOOD)
    given = [
        Line(unit=cast.unit("economy"), level=EXCELLENT, provisional=True),
        Line(unit=cast.unit("service"), level=GOOD, document="QĐ 9"),
        Line(unit=cast.unit("front")),
    ]

    counts = [standing.record_sheet(kind="rating", year=2026, lines=given, by=officer, at=now) for _ in range(2)]

    assert counts == [(1, 1), (0, 0)]
    rows = Assessment.objects.order_by("pk").values_list("unit__name", "level", "provisional", "document")
    assert list(rows) == [
        ("Phòng Kinh tế", EXCELLENT, True, ""),
        ("Trung tâm Phục vụ hành chính công", GOOD, False, "QĐ 9"),
    ]
    assert lines(known) == ["assessment.change"]


def test_a_sheet_with_one_wrong_line_changes_nothing(cast, unit, officer, now):
    given = [Line(unit=unit, position=1), Line(unit=cast.unit("service"), months_worked=3, position=None, level="x")]

    with pytest.raises(ValidationError):
        standing.record_sheet(
            kind="year", measure="năm", year=2026, by=officer, at=now,
            lines=[Line(unit=unit, months_worked=12), replace(given[1], months_worked=13)],
        )  # fmt: skip

    assert not Assessment.objects.exists()


def test_a_sheet_of_ranks_and_one_of_years_keep_their_own_figures(unit, person, officer, now):
    standing.record_sheet(
        kind="rank", measure="PAR", year=2026, lines=[Line(unit=unit, position=3)], by=officer, at=now
    )
    standing.record_sheet(
        kind="year", measure="năm phụ trách", year=2026, by=officer, at=now,
        lines=[Line(person=person, months_worked=6, maternity_months=6)],
    )  # fmt: skip

    assert [row.result for row in Assessment.objects.order_by("pk")] == ["Thứ 3", "06 tháng, nghỉ thai sản 06 tháng"]


def test_what_is_measured_comes_from_the_plans(cast):
    issued_of("KP", cast)
    issued_of("HP", cast, on=date(2024, 12, 5))

    known = standing.measures()

    assert [(each.kind, each.words) for each in known] == [
        ("rating", ""),
        ("grade", "kết quả đánh giá, phân loại CCHC của bộ phận"),
        ("grade", "chỉ số CCHC của cơ quan"),
        ("rank", "thứ hạng kết quả dân vận chính quyền"),
    ]
    assert known[0].levels == ("Không hoàn thành", "Hoàn thành", GOOD, EXCELLENT)


def test_without_plans_the_yearly_rating_has_the_laws_levels(commune):
    assert standing.measures() == [Measure("rating", "", ("Không hoàn thành", "Hoàn thành", GOOD, EXCELLENT))]


def test_discipline_stays_with_the_unit_of_its_day(cast, person, unit, officer, now):
    row = standing.record_discipline(
        person, kind="reprimand", decided_on=date(2026, 3, 1), document="QĐ 9", by=officer, at=now
    )
    type(person).objects.filter(pk=person.pk).update(unit=cast.unit("service"))

    standing.change_discipline(row, ended_on=date(2026, 4, 1), by=officer, at=now)

    row = again(row)
    assert (row.unit, row.ended_on, lines(row)) == (unit, date(2026, 4, 1), ["discipline.record", "discipline.change"])


def test_what_lies_ahead_is_not_recorded(person, unit, officer, now):
    ahead = date(2026, 5, 15)

    with pytest.raises(ValidationError, match="không được sau hôm nay"):
        standing.record_discipline(person, kind="reprimand", decided_on=ahead, document="9", by=officer, at=now)
    with pytest.raises(ValidationError, match="không được sau hôm nay"):
        standing.record_examination(unit=unit, kind="press", since=ahead, source="Báo", by=officer, at=now)

    assert not Discipline.objects.exists()
    assert not Examination.objects.exists()


def test_an_examination_ends_once_with_words(nomination, officer, now):
    row = examine(nomination, date(2026, 3, 2))

    for facts, message in (
        ({"cleared_on": date(2026, 5, 1), "conclusion": ""}, "Hãy ghi kết luận"),
        ({"cleared_on": date(2026, 3, 1), "conclusion": "x"}, "từ ngày bắt đầu"),
        ({"cleared_on": date(2026, 5, 15), "conclusion": "x"}, "sau hôm nay"),
    ):
        with pytest.raises(ValidationError, match=message):
            standing.clear_examination(row, **facts, by=officer, at=now)
    standing.clear_examination(row, cleared_on=date(2026, 5, 1), conclusion="Không có vi phạm.", by=officer, at=now)

    row = again(row)
    assert (row.cleared_on, row.conclusion, lines(row)) == (
        date(2026, 5, 1), "Không có vi phạm.", ["examination.clear"],
    )  # fmt: skip
    with pytest.raises(ValidationError, match="đã có kết luận"):
        standing.clear_examination(row, cleared_on=date(2026, 5, 2), conclusion="x", by=officer, at=now)


def test_an_earlier_award_is_recorded_and_corrected(person, unit, officer, now):
    row = standing.record_earlier_award(
        person=person, title="Bằng khen", authority="Chủ tịch UBND tỉnh", decision_number="77",
        decision_on=date(2024, 3, 1), by=officer, at=now,
    )  # fmt: skip

    standing.change_earlier_award(row, decision_number="78", by=officer, at=now)

    row = EarlierAward.objects.get()
    assert (row.person, row.unit, row.decision_number) == (person, unit, "78")
    assert lines(row) == ["earlieraward.record", "earlieraward.change"]


@pytest.mark.rule("HP-05")
def test_a_threshold_is_set_where_the_plan_leaves_it_open_and_nowhere_else(cast, officer, head, now):
    campaign = issued_of("HP", cast, on=date(2024, 12, 5))
    facts = {"subject": "collective", "value": Decimal(3), "source": "Họp ngày 05/01", "at": now}

    asked = [(each.subject, each.node.key, len(each.rounds)) for each in standing.thresholds_asked(campaign)]
    with pytest.raises(PermissionDenied):
        standing.set_threshold(campaign, leaf_key="hang-cao", **facts, by=head)
    with pytest.raises(ValidationError, match="không để địa phương đặt ngưỡng"):
        standing.set_threshold(campaign, leaf_key="nhan-rong", **facts, by=officer)
    with pytest.raises(ValidationError, match="Hãy ghi căn cứ"):
        standing.set_threshold(campaign, leaf_key="hang-cao", **facts | {"source": " "}, by=officer)
    standing.set_threshold(campaign, leaf_key="hang-cao", **facts, by=officer)
    standing.set_threshold(campaign, leaf_key="hang-cao", **facts | {"value": Decimal(2)}, by=officer)

    assert asked == [("collective", "hang-cao", 2), ("collective", "vuot-bac", 2)]
    row = Threshold.objects.get()
    assert (row.leaf_key, row.value, row.set_by) == ("hang-cao", Decimal(2), "Nguyễn Thị Hạnh")
    newest = HistoryEntry.objects.about(row)[0]
    assert newest.facts == {"before": "3", "after": "2"}


def test_the_papers_of_a_dossier_are_dated_and_confirmed_apart(officer, now):
    facts = {"source": "QĐ 86/2025", "by": officer, "at": now}
    titles = ["Tờ trình", "Biên bản họp", "Bản sao bằng cấp", " "]

    first = standing.set_dossier_rule("giay_khen", titles=titles, valid_from=date(2026, 1, 1), **facts)
    later = standing.set_dossier_rule("giay_khen", titles=["Tờ trình"], valid_from=date(2026, 6, 1), **facts)
    standing.confirm_dossier_rule(first, source="QĐ 86/2025, Điều 5", by=officer, at=now)

    assert [(part["key"], part["made_here"]) for part in first.parts] == [
        ("to-trinh", True), ("bien-ban-hop", True), ("ban-sao-bang-cap", False),
    ]  # fmt: skip
    assert [DossierRule.objects.for_award("giay_khen", day) for day in (date(2026, 5, 31), date(2026, 6, 1))] == [
        first, later,
    ]  # fmt: skip
    first = again(first)
    assert (first.confirmed, first.source, again(later).confirmed) == (True, "QĐ 86/2025, Điều 5", False)
    with pytest.raises(ValidationError, match="đã được xác nhận"):
        standing.confirm_dossier_rule(first, source="x", by=officer, at=now)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"titles": [" "]}, "ít nhất một giấy tờ"),
        ({"titles": ["Tờ trình", "tờ trình"]}, "chỉ ghi một lần"),
        ({"source": ""}, "Hãy ghi căn cứ"),
        ({"valid_from": date(2026, 1, 1)}, "Đã có danh mục"),
    ],
)
def test_a_list_of_papers_that_is_not_clear_is_refused(officer, now, facts, message):
    standing.set_dossier_rule(
        "giay_khen", titles=["Tờ trình"], valid_from=date(2026, 1, 1), source="QĐ", by=officer, at=now
    )
    given = {"titles": ["Biên bản"], "valid_from": date(2026, 2, 1), "source": "QĐ"} | facts

    with pytest.raises(ValidationError, match=message):
        standing.set_dossier_rule("giay_khen", **given, by=officer, at=now)

    assert DossierRule.objects.count() == 1


def test_the_history_of_discipline_and_results_is_kept_from_units(nomination, person, officer, head, now):
    standing.change_discipline(discipline(person, date(2026, 3, 1)), ended_on=date(2026, 4, 1), by=officer, at=now)
    standing.record_assessment(kind="rating", year=2026, unit=nomination.unit, level=GOOD, by=officer, at=now)

    kinds = ("awards.discipline", "awards.assessment")
    rows = HistoryEntry.objects.filter(record_type__in=kinds)
    assert [rows.within(actor).count() for actor in (officer, head)] == [2, 0]
