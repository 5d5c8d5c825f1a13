"""How quotas are read, when they cannot be used, and what a plan does not regulate."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaigns.planfile.schema import Quota
from campaigns.planfile.words import Authority, AwardForm, QuotaReading, QuotaShape, Subject
from campaigns.rules import quotas
from campaigns.rules.quotas import Base, Limit
from campaigns.tests.five_plans import plan


def quota(shape, **facts):
    """Return a quota of the commune's own Giấy khen."""
    return Quota(
        **{
            "key": "mot",
            "form": AwardForm.GIAY_KHEN,
            "authority": Authority.COMMUNE,
            "shape": shape,
            "words": "lời văn",
            **facts,
        }
    )


@pytest.mark.rule("HP-03")
@pytest.mark.parametrize(
    ("authority", "on", "allowed"),
    [
        (Authority.DISTRICT, date(2025, 6, 30), True),
        (Authority.DISTRICT, date(2025, 7, 1), False),
        (Authority.COMMUNE, date(2025, 7, 1), True),
        (Authority.PROVINCE, date(2026, 12, 31), True),
        (Authority.HIGHER, date(2026, 12, 31), True),
    ],
)
def test_the_district_quota_ends_with_the_district_level(authority, on, allowed):
    reason = quotas.usable(quota(QuotaShape.FIXED, authority=authority, count=1, subject=Subject.COLLECTIVE), on)

    assert (reason is None) == allowed
    assert allowed or "từ ngày 01/7/2025" in reason


@pytest.mark.rule("HP-03")
@pytest.mark.parametrize(
    ("on", "flagged"), [(date(2025, 6, 30), []), (date(2025, 7, 1), ["Phòng Nội vụ thị xã Mỹ Hào"])]
)
def test_an_office_of_the_ended_level_is_flagged_among_the_recipients(on, flagged):
    found = quotas.flagged_recipients(plan("HP"), on)

    assert [each.text for each in found] == flagged


@pytest.mark.rule("HP-02")
@pytest.mark.parametrize(
    ("settled", "clear", "numbers"),
    [
        (None, False, (None, None, None)),
        ("", False, (None, None, None)),
        (QuotaReading.IN_ALL, True, (None, None, 1)),
        (QuotaReading.EACH, True, (1, 1, None)),
    ],
)
def test_a_shared_pool_is_unclear_until_a_person_states_the_reading(settled, clear, numbers):
    pool = plan("HP").rounds[0].quotas[0]

    limit = quotas.reading(pool, settled)

    assert (limit.clear, (limit.collectives, limit.individuals, limit.together)) == (clear, numbers)


@pytest.mark.parametrize(
    ("found", "limit"),
    [
        (
            quota(QuotaShape.FIXED, count=2, subject=Subject.INDIVIDUAL),
            Limit(True, "02 cá nhân.", individuals=2),
        ),
        (
            quota(QuotaShape.FIXED, count=1, subject=Subject.COLLECTIVE),
            Limit(True, "01 tập thể.", collectives=1),
        ),
        (
            quota(QuotaShape.FIXED, count=2, subject=Subject.HOUSEHOLD),
            Limit(True, "02 hộ gia đình.", households=2),
        ),
        (
            quota(QuotaShape.CEILING, count=5, subject=Subject.INDIVIDUAL),
            Limit(True, "Không quá 05 cá nhân.", individuals=5),
        ),
        (
            quota(QuotaShape.CEILING, count=3),
            Limit(True, "Không quá 03, gồm cả tập thể và cá nhân.", together=3),
        ),
        (
            quota(QuotaShape.NOT_FIXED),
            Limit(True, "Không ấn định số lượng; căn cứ kết quả và kinh phí khen thưởng."),
        ),
        (quota(QuotaShape.UNSTATED), Limit(True, "Kế hoạch không quy định số lượng.")),
        (quota(QuotaShape.PER_BODY, count=1), Limit(False, "lời văn")),
        (quota(QuotaShape.UNCLEAR, words=""), Limit(False, "Chưa rõ, chờ xác định")),
    ],
)
def test_every_shape_of_quota_is_read(found, limit):
    assert quotas.reading(found) == limit


@pytest.mark.parametrize(
    ("found", "base", "limit"),
    [
        (
            quota(QuotaShape.PER_BODY, count=1, subject=Subject.INDIVIDUAL),
            Base(bodies=5),
            Limit(True, "Mỗi đơn vị 01, 05 đơn vị: 05 cá nhân.", individuals=5, each_body=1),
        ),
        (
            quota(QuotaShape.PER_BODY, count=2),
            Base(bodies=3),
            Limit(True, "Mỗi đơn vị 02, 03 đơn vị: 06 tập thể, cá nhân.", together=6, each_body=2),
        ),
        (
            quota(QuotaShape.PERCENTAGE, percent=Decimal(10), subject=Subject.COLLECTIVE),
            Base(collectives=45),
            Limit(True, "Không quá 10% của 45 tập thể: 04.", collectives=4),
        ),
        (
            quota(QuotaShape.PERCENTAGE, percent=Decimal("0.1"), subject=Subject.INDIVIDUAL),
            Base(individuals=3000),
            Limit(True, "Không quá 0,1% của 3000 cá nhân: 03.", individuals=3),
        ),
        (
            quota(QuotaShape.PERCENTAGE, percent=Decimal(5), subject=Subject.HOUSEHOLD),
            Base(households=19),
            Limit(True, "Không quá 5% của 19 hộ gia đình: 00.", households=0),
        ),
        (
            quota(QuotaShape.PERCENTAGE, percent=Decimal(10)),
            Base(collectives=5, individuals=15),
            Limit(True, "Không quá 10% của 20 tập thể, cá nhân: 02.", together=2),
        ),
        (quota(QuotaShape.PERCENTAGE, percent=Decimal(10)), Base(collectives=5), Limit(False, "lời văn")),
        (quota(QuotaShape.PERCENTAGE, subject=Subject.COLLECTIVE), Base(collectives=5), Limit(False, "lời văn")),
        (quota(QuotaShape.PER_BODY, count=1), Base(collectives=5), Limit(False, "lời văn")),
    ],
)
def test_a_number_by_unit_or_a_percentage_is_read_once_what_it_is_taken_of_is_known(found, base, limit):
    assert quotas.reading(found, base=base) == limit


@pytest.mark.parametrize(
    ("limit", "allowed"),
    [
        (Limit(True, "", collectives=1), (1, None, None)),
        (Limit(True, "", together=3), (3, 3, 3)),
        (Limit(True, "", 1, 1, households=0), (1, 1, 0)),
    ],
)
def test_a_limit_tells_how_many_of_each_subject_it_allows(limit, allowed):
    assert tuple(limit.allowed(subject) for subject in Subject) == allowed


@pytest.mark.rule("HP-02")
def test_households_count_against_a_shared_pool_and_have_no_number_of_their_own_in_it():
    pool = plan("HP").rounds[0].quotas[0]
    in_all, each = (quotas.reading(pool, settled) for settled in (QuotaReading.IN_ALL, QuotaReading.EACH))

    assert quotas.over(in_all, collectives=0, individuals=0, households=1) is None
    assert quotas.over(in_all, collectives=1, individuals=0, households=1) == (
        "Vượt số lượng khen thưởng: 02 trường hợp, kế hoạch cho 01."
    )
    assert quotas.over(each, collectives=1, individuals=1, households=1) == (
        "Vượt số lượng khen thưởng: 01 hộ gia đình, kế hoạch cho 00."
    )


@pytest.mark.rule("KP-04")
@pytest.mark.parametrize(
    ("collectives", "individuals", "refusal"),
    [
        (1, 0, None),
        (0, 0, None),
        (2, 0, "Vượt số lượng khen thưởng: 02 tập thể, kế hoạch cho 01."),
    ],
)
def test_awards_over_the_quota_are_refused(collectives, individuals, refusal):
    limit = quotas.reading(plan("KP").rounds[0].quotas[0])

    assert quotas.over(limit, collectives=collectives, individuals=individuals) == refusal


@pytest.mark.rule("HP-02")
@pytest.mark.parametrize(
    ("settled", "collectives", "individuals", "refused"),
    [
        (None, 1, 0, True),
        (QuotaReading.IN_ALL, 1, 0, False),
        (QuotaReading.IN_ALL, 1, 1, True),
        (QuotaReading.EACH, 1, 1, False),
        (QuotaReading.EACH, 1, 2, True),
    ],
)
def test_the_reading_of_a_shared_pool_decides_what_it_allows(settled, collectives, individuals, refused):
    limit = quotas.reading(plan("HP").rounds[1].quotas[0], settled)

    assert (quotas.over(limit, collectives=collectives, individuals=individuals) is not None) == refused


@pytest.mark.rule("DT-06")
@pytest.mark.parametrize(
    ("code", "gaps"),
    [
        (
            "DT",
            [
                "Kế hoạch không quy định hình thức và số lượng khen thưởng (Khen thưởng khi kết thúc phong trào).",
                "Kế hoạch không quy định tiêu chuẩn khen thưởng (Khen thưởng khi kết thúc phong trào).",
                "Kế hoạch không quy định thành phần hồ sơ đề nghị khen thưởng.",
                "Kế hoạch không quy định thời hạn nộp hồ sơ đề nghị khen thưởng.",
            ],
        ),
        (
            "VT",
            [
                "Kế hoạch không quy định hình thức và số lượng khen thưởng (Khen thưởng tổng kết phong trào).",
                "Kế hoạch không quy định tiêu chuẩn khen thưởng (Khen thưởng tổng kết phong trào).",
            ],
        ),
        (
            "KP",
            [
                "Kế hoạch không quy định thời hạn nộp báo cáo của đơn vị.",
                "Kế hoạch không quy định sơ kết, tổng kết.",
            ],
        ),
        (
            "HP",
            [
                "Kế hoạch không quy định thành phần hồ sơ đề nghị khen thưởng.",
                "Kế hoạch không quy định thời hạn nộp báo cáo của đơn vị.",
                "Kế hoạch không quy định thời hạn nộp hồ sơ đề nghị khen thưởng.",
                "Kế hoạch không quy định việc kiểm tra.",
            ],
        ),
        (
            "DS",
            [
                "Kế hoạch không quy định hình thức và số lượng khen thưởng (Khen thưởng đột xuất).",
                "Kế hoạch không quy định tiêu chuẩn khen thưởng (Khen thưởng đột xuất).",
                "Kế hoạch không quy định thành phần hồ sơ đề nghị khen thưởng.",
                "Kế hoạch không quy định thời hạn nộp hồ sơ đề nghị khen thưởng hằng năm.",
            ],
        ),
    ],
)
def test_what_a_plan_does_not_regulate_is_said(code, gaps):
    assert quotas.silences(plan(code)) == gaps


def test_a_plan_without_rounds_says_so():
    document = replace(plan("DT"), rounds=(), reviews=(), deadlines=())

    assert quotas.silences(document) == [
        "Kế hoạch không quy định đợt khen thưởng.",
        "Kế hoạch không quy định thành phần hồ sơ đề nghị khen thưởng.",
        "Kế hoạch không quy định thời hạn nộp báo cáo của đơn vị.",
        "Kế hoạch không quy định thời hạn nộp hồ sơ đề nghị khen thưởng.",
        "Kế hoạch không quy định sơ kết, tổng kết.",
    ]


@pytest.mark.rule("DT-06")
def test_where_a_plan_names_no_award_the_chairs_own_authority_applies():
    found = quotas.in_force(plan("DT").rounds[0])

    assert [(each.form, each.authority, each.shape, each.subject, each.count) for each in found] == [
        ("giay_khen", "commune", "unstated", "collective", None),
        ("giay_khen", "commune", "unstated", "individual", None),
    ]


def test_a_plan_that_names_its_awards_keeps_them():
    award_round = plan("KP").rounds[0]

    assert quotas.in_force(award_round) == award_round.quotas
