"""Who takes part in a campaign and who may be nominated."""

import pytest

from campaigns.planfile.schema import AudienceGroup, Facts, PlanDocument
from campaigns.planfile.words import Subject
from campaigns.rules.audience import covers, participates
from campaigns.tests.five_plans import plan


def plan_for(*groups):
    """Return a plan with nothing but an audience."""
    return PlanDocument(facts=Facts(key="a", name="A", abstract="A"), audience=groups)


@pytest.mark.rule("DT-02")
@pytest.mark.parametrize(
    ("kind", "name", "takes_part"),
    [
        ("party", "Đảng ủy xã", True),
        ("front", "Hội Nông dân xã", True),
        ("office", "Phòng Kinh tế", True),
        ("service", "Trung tâm Dịch vụ tổng hợp xã", True),
        ("committee", "Hội đồng nhân dân xã", True),
        ("committee", "Ủy ban nhân dân xã", False),
        ("residential", "Thôn 1", False),
        ("outside", "Sở Nội vụ", False),
    ],
)
def test_the_collectives_of_dong_tam_are_its_bodies_and_nobody_else(kind, name, takes_part):
    assert participates(plan("DT"), kind, name) is takes_part


@pytest.mark.rule("DT-02")
@pytest.mark.parametrize(
    ("kind", "category", "covered"),
    [
        ("office", "civil_servant", True),
        ("party", "cadre", True),
        ("service", "public_employee", True),
        ("service", "worker", True),
        ("office", "resident", False),
        ("office", "part_time", False),
        ("residential", "civil_servant", False),
        ("outside", "civil_servant", False),
        ("office", "", False),
    ],
)
def test_individuals_are_the_staff_of_those_bodies(kind, category, covered):
    assert covers(plan("DT"), Subject.INDIVIDUAL, kind, "Đơn vị", category) is covered


@pytest.mark.rule("KP-07")
def test_a_hamlet_may_be_a_unit_and_receives_the_plan_without_taking_part():
    document = plan("KP")

    assert "14 xóm" in [each.text for each in document.recipients]
    assert not participates(document, "residential", "Xóm Bãi")
    assert participates(document, "office", "Bộ phận Văn phòng - thống kê")


@pytest.mark.parametrize(
    ("kind", "name", "takes_part"),
    [
        ("office", "Phòng Kinh tế", True),
        ("service", "Trung tâm Phục vụ hành chính công", True),
        ("service", "Trạm Y tế", False),
        ("front", "Hội Phụ nữ xã", False),
    ],
)
def test_a_service_takes_part_in_vinh_thuy_only_where_the_plan_names_it(kind, name, takes_part):
    assert participates(plan("VT"), kind, name) is takes_part


def test_units_are_known_by_name_whatever_the_letters_look_like():
    document = plan_for(AudienceGroup(text="A", subject=Subject.COLLECTIVE, units=("Trạm Y tế",)))

    assert participates(document, "service", "TRẠM  Y TẾ")


def test_a_group_that_names_no_unit_reaches_every_unit_of_the_commune():
    document = plan_for(AudienceGroup(text="Mọi tập thể", subject=Subject.COLLECTIVE))

    assert participates(document, "residential", "Thôn 1")
    assert not participates(document, "outside", "Sở Nội vụ")
    assert not covers(document, Subject.INDIVIDUAL, "office", "Phòng Kinh tế", "cadre")


def test_without_stated_categories_everybody_of_the_unit_is_covered():
    document = plan("KP")

    assert covers(document, Subject.INDIVIDUAL, "office", "Bộ phận Văn hóa - xã hội", "part_time")
