"""Pages of standing: lists, forms, whole sheets, a subject's page; who sees what, and what a list costs."""

from datetime import date
from decimal import Decimal

import pytest

from awards.models import Assessment, Discipline, DossierRule, EarlierAward, Examination, Threshold
from awards.services import standing
from awards.tests.factories import make_decision, make_nomination
from awards.tests.standing_cases import assess, discipline, earlier_award, examine, make_initiative
from campaigns.tests.plan_cases import issued_of
from communes.addresses import here
from communes.tests.factories import PEOPLE, make_person

EXCELLENT, GOOD = "Hoàn thành xuất sắc", "Hoàn thành tốt"


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế."""
    return cast.unit("economy")


@pytest.fixture
def nomination(campaign, unit):
    """Phòng Kinh tế nominated."""
    return make_nomination(campaign, unit=unit, status="submitted")


@pytest.fixture
def mine(cast, campaign, unit):
    """A person of Phòng Kinh tế nominated."""
    person = make_person(cast.commune, "Lò Văn Bính", unit=unit, position="Chuyên viên")
    return make_nomination(campaign, unit=unit, subject="individual", person=person, status="submitted")


SEEN_BY = {
    "standing": {"officer", "leader", "clerk", "head", "member", "other_head", "chair", "vice", "secretary",
                 "councillor"},
    "initiatives": {"officer", "leader", "clerk", "head", "member", "other_head", "chair", "vice", "secretary",
                    "councillor"},
    "earlier-awards": {"officer", "leader", "clerk", "head", "member", "other_head", "chair", "vice", "secretary",
                       "councillor"},
    "disciplines": {"officer", "leader", "clerk", "chair", "vice", "secretary", "councillor"},
    "examinations": {"officer", "leader", "clerk", "chair", "vice", "secretary", "councillor"},
    "dossier-rules": {"officer", "leader", "clerk", "chair", "vice", "secretary", "councillor"},
    "standing-sheet": {"officer"},
    "assessment-add": {"officer"},
    "discipline-add": {"officer"},
    "examination-add": {"officer"},
    "earlier-award-add": {"officer"},
    "dossier-rule-set": {"officer"},
    "initiative-add": {"officer", "head", "member"} | {"other_head"},
}  # fmt: skip


@pytest.mark.parametrize("name", SEEN_BY)
def test_each_page_opens_for_those_it_is_for(go, cast, campaign, name):
    statuses = {part: go(cast.actor(part), name).status_code for part in PEOPLE}

    assert {part for part, status in statuses.items() if status == 200} == SEEN_BY[name]
    assert set(statuses.values()) <= {200, 403}


def test_a_unit_sees_its_own_results_alone(go, cast, campaign, nomination, head, officer):
    theirs = make_nomination(campaign, unit=cast.unit("service"))
    assess(nomination, "rating", 2026, level=EXCELLENT)
    assess(theirs, "rating", 2026, level="Hoàn thành")

    assert [row.unit for row in go(head, "standing").context["page"]] == [nomination.unit]
    assert len(go(officer, "standing").context["page"]) == 2
    assert "Sửa" not in go(head, "standing").content.decode()


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("", [2026, 2025, 2024]),
        ("?sort=year", [2024, 2025, 2026]),
        ("?year=2025", [2025]),
        ("?kind=rating&provisional=yes", [2026]),
        ("?of=person", [2024]),
    ],
)
def test_results_are_filtered_and_sorted(go, nomination, mine, officer, query, years):
    assess(nomination, "rating", 2026, level=EXCELLENT, provisional=True)
    assess(nomination, "rating", 2025, level=GOOD)
    assess(mine, "year", 2024, measure="năm phụ trách")

    page = go(officer, "standing", query=query)

    assert [row.year for row in page.context["page"]] == years


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("standing", 7), ("disciplines", 6), ("examinations", 6), ("earlier-awards", 6)]
)
def test_lists_cost_the_same_for_any_number(
    client, cast, campaign, officer, django_assert_num_queries, number, name, queries
):
    for each in range(number):
        person = make_person(cast.commune, f"Lò Văn {each}", unit=cast.unit("economy"))
        row = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", person=person)
        assess(row, "rating", 2026, level=EXCELLENT, provisional=True)
        discipline(person, date(2026, 3, 1))
        examine(row, date(2026, 3, 1))
        earlier_award(row, date(2024, 3, 1))
    client.force_login(officer.user)

    with django_assert_num_queries(queries):
        assert client.get(here(officer, f"awards:{name}")).status_code == 200


def test_a_result_is_added_corrected_and_taken_out_on_its_pages(go, campaign, unit, officer, clock):
    facts = {"person": "", "unit": unit.pk, "year": "2026", "level": GOOD, "document": "QĐ 9"}
    go(officer, "assessment-add", post=facts)
    row = Assessment.objects.get()
    go(officer, "assessment-edit", row.pk, post={"level": EXCELLENT, "document": "QĐ 9"})
    changed = Assessment.objects.get()
    shown = go(officer, "assessment-edit", row.pk).content.decode()
    go(officer, "assessment-clear", row.pk, post={"reason": "Ghi nhầm."})

    assert (row.level, row.unit, changed.level) == (GOOD, unit, EXCELLENT)
    assert "Sửa kết quả đánh giá" in shown
    assert not Assessment.objects.exists()


def test_the_result_asked_for_follows_the_chosen_measure(go, cast, unit, officer, clock):
    issued_of("KP", cast)
    about = "?about=grade:chỉ số CCHC của cơ quan"

    form = go(officer, "assessment-add", query=about).context["form"]
    go(officer, "assessment-add", query=about, post={"unit": unit.pk, "year": "2025", "level": "Tốt", "document": ""})

    assert "Khá" in dict(form.fields["level"].choices)
    row = Assessment.objects.get()
    assert (row.kind, row.measure, row.level) == ("grade", "chỉ số CCHC của cơ quan", "Tốt")


@pytest.mark.parametrize("chosen", [("", ""), ("person", "unit")])
def test_a_result_is_about_a_person_or_a_unit(go, campaign, mine, unit, officer, clock, chosen):
    facts = {"person": mine.person.pk if chosen[0] else "", "unit": unit.pk if chosen[1] else ""}

    page = go(officer, "assessment-add", post=facts | {"year": "2026", "level": GOOD})

    assert page.context["form"].errors["person"] == ["Chọn một người, hoặc một đơn vị."]
    assert not Assessment.objects.exists()


@pytest.mark.rule("DS-18")
def test_a_provisional_result_becomes_official_on_its_page_which_names_the_dossiers(go, nomination, officer, clock):
    row = assess(nomination, "rating", 2026, level=EXCELLENT, provisional=True)
    type(nomination).objects.filter(pk=nomination.pk).update(provisional=True)

    shown = go(officer, "assessment-official", row.pk).content.decode()
    go(officer, "assessment-official", row.pk, post={"level": GOOD, "document": "QĐ 12"})

    assert "Giấy khen – Phòng Kinh tế" in shown
    row.refresh_from_db()
    assert (row.level, row.provisional, row.document) == (GOOD, False, "QĐ 12")


def test_a_sheet_takes_every_participating_unit_at_once(go, cast, campaign, nomination, officer, clock):
    assess(nomination, "rating", 2026, level=GOOD)
    query = "?about=rating:&year=2026&unit="
    economy, service = cast.unit("economy").pk, cast.unit("service").pk

    page = go(officer, "standing-sheet", query=query)
    answer = go(officer, "standing-sheet", query=query, post={
        f"line-{economy}-level": GOOD, f"line-{service}-level": EXCELLENT, f"line-{service}-provisional": "on",
        f"line-{service}-document": "QĐ 9",
    })  # fmt: skip

    assert [str(line.subject) for line in page.context["lines"]] == [
        "Phòng Kinh tế", "Trung tâm Phục vụ hành chính công",
    ]  # fmt: skip
    assert answer.status_code == 302
    rows = Assessment.objects.order_by("pk").values_list("unit", "level", "provisional", "document")
    assert list(rows) == [(economy, GOOD, False, ""), (service, EXCELLENT, True, "QĐ 9")]


def test_a_sheet_of_a_units_people_says_which_line_is_wrong_and_keeps_what_was_typed(go, cast, mine, officer, clock):
    campaign = issued_of("DS", cast)
    measure = "năm trực tiếp phụ trách cải cách hành chính"
    query = f"?about=year:{measure}&year=2026&unit={mine.unit.pk}"
    key = f"line-{mine.person.pk}"

    wrong = go(officer, "standing-sheet", query=query, post={f"{key}-months_worked": "13"})
    nothing = Assessment.objects.exists()
    go(officer, "standing-sheet", query=query, post={f"{key}-months_worked": "6", f"{key}-maternity_months": "6"})

    words = wrong.content.decode()
    assert ("Có dòng chưa đúng" in words, 'value="13"' in words, nothing) == (True, True, False)
    row = Assessment.objects.get()
    assert (row.person, row.measure, row.months_worked, row.maternity_months) == (mine.person, measure, 6, 6)
    assert campaign.rounds.exists()


def test_discipline_is_recorded_and_ended_on_its_pages(go, mine, officer, clock):
    facts = {"kind": "reprimand", "decided_on": "01/03/2026", "document": "QĐ 9"}
    go(officer, "discipline-add", post=facts | {"person": mine.person.pk, "ended_on": ""})
    row = Discipline.objects.get()
    wrong = go(officer, "discipline-edit", row.pk, post=facts | {"ended_on": "01/02/2026"})
    go(officer, "discipline-edit", row.pk, post=facts | {"ended_on": "01/04/2026"})

    assert wrong.context["form"].errors["ended_on"] == ["Ngày chấm dứt phải từ ngày quyết định trở đi."]
    assert (row.unit, Discipline.objects.get().ended_on) == (mine.unit, date(2026, 4, 1))


def test_an_examination_is_recorded_and_cleared_on_its_pages(go, unit, campaign, officer, clock):
    go(officer, "examination-add", post={
        "person": "", "unit": unit.pk, "kind": "complaint", "since": "01/03/2026", "source": "Đơn",
    })  # fmt: skip
    row = Examination.objects.get()
    go(officer, "examination-clear", row.pk, post={"cleared_on": "01/05/2026", "conclusion": "Không có vi phạm."})

    row.refresh_from_db()
    assert (row.unit, row.cleared_on, row.conclusion) == (unit, date(2026, 5, 1), "Không có vi phạm.")


def test_an_earlier_award_is_recorded_and_corrected_on_its_pages(go, unit, campaign, officer, clock):
    facts = {"award": "bang_khen", "title": "Bằng khen", "merit": "", "authority": "Tỉnh", "decision_number": "77",
             "decision_on": "01/03/2024"}  # fmt: skip
    go(officer, "earlier-award-add", post=facts | {"person": "", "unit": unit.pk})
    row = EarlierAward.objects.get()
    go(officer, "earlier-award-edit", row.pk, post=facts | {"decision_number": "78"})

    assert (row.unit, row.decision_number, EarlierAward.objects.get().decision_number) == (unit, "77", "78")


@pytest.mark.rule("HP-05")
def test_thresholds_are_shown_with_their_clause_and_set(go, cast, officer, head, clock):
    campaign = issued_of("HP", cast, on=date(2024, 12, 5))
    query = "?subject=collective&criterion=hang-cao"

    before = go(officer, "thresholds", campaign.pk).content.decode()
    denied = go(head, "threshold-set", campaign.pk, query=query, post={"value": "3", "source": "Họp"})
    go(officer, "threshold-set", campaign.pk, query=query, post={"value": "3", "source": "Họp ngày 05/01"})
    unknown = go(officer, "threshold-set", campaign.pk, query="?subject=collective&criterion=khac")

    assert ("Chưa đặt" in before, "(mục IV của kế hoạch)" in before) == (True, True)
    assert (denied.status_code, unknown.status_code) == (403, 302)
    assert Threshold.objects.get().value == Decimal(3)
    assert "xếp thứ 3 trở lên" in go(head, "thresholds", campaign.pk).content.decode()


def test_papers_of_a_dossier_are_set_and_confirmed_on_their_pages(go, campaign, officer, clock):
    go(officer, "dossier-rule-set", post={
        "award": "giay_khen", "titles": "Tờ trình\n\nBiên bản họp", "valid_from": "01/05/2026", "source": "QĐ 86/2025",
    })  # fmt: skip
    row = DossierRule.objects.get()
    before = go(officer, "dossier-rules").content.decode()
    go(officer, "dossier-rule-confirm", row.pk, post={"source": "QĐ 86/2025, Điều 5"})

    assert ([part["title"] for part in row.parts], row.confirmed) == (["Tờ trình", "Biên bản họp"], False)
    assert ("Đang áp dụng" in before, "Cần xác nhận" in before) == (True, True)
    assert "Cần xác nhận" not in go(officer, "dossier-rules").content.decode()


def test_a_subjects_page_gathers_everything_and_discipline_for_few(go, campaign, mine, officer, head, other_head):
    assess(mine, "rating", 2026, level=EXCELLENT)
    make_initiative(mine)
    discipline(mine.person, date(2024, 3, 1), ended_on=date(2024, 9, 1))
    examine(mine, date(2026, 3, 2))
    earlier_award(mine, date(2024, 3, 1))
    make_decision(campaign, [mine], status="published")

    pages = [go(actor, "standing-person", mine.person.pk).content.decode() for actor in (officer, head)]

    for words in (EXCELLENT, "Trả kết quả tại nhà", "Bằng khen của Chủ tịch UBND tỉnh", "Quyết định số 05/QĐ-UBND"):
        assert [words in page for page in pages] == [True, True]
    for words in ("Khiển trách", "Đơn ngày 02/3"):
        assert [words in page for page in pages] == [True, False]
    assert go(other_head, "standing-person", mine.person.pk).status_code == 404


def test_a_units_page_shows_the_unit_as_a_body(go, nomination, mine, head, other_head):
    assess(nomination, "rating", 2026, level=EXCELLENT)
    assess(mine, "rating", 2026, level=GOOD)

    page = go(head, "standing-unit", nomination.unit.pk)

    assert [row.level for row in page.context["results"]] == [EXCELLENT]
    assert go(other_head, "standing-unit", nomination.unit.pk).status_code == 404


def test_neighbours_find_nothing_of_the_standing(go, campaign, nomination, mine, neighbour, officer, now):
    stranger = neighbour("officer")
    result = assess(mine, "rating", 2026, level=EXCELLENT, provisional=True).pk
    measure = discipline(mine.person, date(2026, 3, 1)).pk
    matter = examine(mine, date(2026, 3, 2)).pk
    award = earlier_award(mine, date(2024, 3, 1)).pk
    rule = standing.set_dossier_rule(
        "giay_khen", titles=["Tờ trình"], valid_from=date(2026, 1, 1), source="QĐ", by=officer, at=now
    )
    pages = {
        "assessment-edit": result, "assessment-official": result, "discipline-edit": measure,
        "examination-clear": matter, "earlier-award-edit": award, "dossier-rule-confirm": rule.pk,
        "standing-person": mine.person.pk, "standing-unit": nomination.unit.pk, "thresholds": campaign.pk,
        "threshold-set": campaign.pk,
    }  # fmt: skip

    answers = {name: go(stranger, name, pk).status_code for name, pk in pages.items()}
    answers["clear"] = go(stranger, "assessment-clear", result, post={"reason": "x"}).status_code

    assert set(answers.values()) == {404}
    assert Assessment.objects.filter(pk=result).exists()
