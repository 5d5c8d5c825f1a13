"""What was read of a plan is told in Vietnamese words alone."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from campaigns.reading.in_words import CODES, NAMES, told
from campaigns.reading.reader import read

PLANS = sorted((Path(__file__).parent / "plans" / "first").glob("*.txt"))
CODE = re.compile(r"(?<![\w/@.-])[a-z]+_[a-z_]+(?![\w@-])|(?<!\d)\d{4}-\d\d(-\d\d)?(?!\d)| = ")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("abstract", "Phát động phong trào", "Phát động phong trào"),
        ("goal", None, "(để trống)"),
        ("issuer", {"kind": "xa", "name": "Đồng Tâm"}, "loại: xã; tên: Đồng Tâm"),
        ("bases", {"text": "Luật", "implements": True, "number": "", "issued_on": "2026-01-08"},
         "nội dung: Luật; là văn bản thực hiện: có; ngày văn bản: 08/01/2026"),
        ("targets", {"value": 1200, "unit": "ha", "comparator": "at_least"},
         "mức: 1.200; đơn vị tính: ha; so sánh: từ … trở lên"),
        ("responsibilities", {"unit": "Phòng Kinh tế", "tasks": ["đôn đốc", "tổng hợp"]},
         "đơn vị: Phòng Kinh tế; việc được giao: đôn đốc | tổng hợp"),
        ("deadlines", {"paper": "registration", "kind": "after_event", "days_after": 5, "inclusive": False},
         "văn bản: Đăng ký thi đua; loại: Sau một việc; số ngày sau việc đó: 5; tính cả ngày đó: không"),
        ("reviews", {"kind": "final", "when": "2026-12"}, "loại: Tổng kết; thời điểm: tháng 12/2026"),
        ("inspection", {"kinds": ["periodic", "unannounced"]}, "loại: Định kỳ | Đột xuất"),
        ("quotas", {"form": "giay_khen", "shape": "unstated", "round": "final"},
         "hình thức: Giấy khen; cách ghi: Kế hoạch không quy định; đợt khen: Khen thưởng tổng kết"),
    ],
)  # fmt: skip
def test_facts_are_told_by_name_and_closed_words_by_label(field, value, words):
    assert told(field, value) == words


def test_a_text_that_looks_like_a_closed_word_of_another_fact_stays_as_it_is():
    assert told("bases", {"text": "final"}) == "nội dung: final"


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_command_prints_no_name_of_the_program(path):
    printed = StringIO()

    call_command("read_plan", str(path), stdout=printed)

    assert CODE.findall(printed.getvalue()) == []


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_fact_of_a_reading_has_a_name_and_every_closed_word_a_label(path):
    unnamed, unlabelled = set(), set()
    for finding in read(path.read_text(encoding="utf-8")).findings:
        for name, value in finding.value.items() if isinstance(finding.value, dict) else ():
            unnamed |= {name} - NAMES.keys()
            values = value if isinstance(value, list) else [value]
            unlabelled |= {(name, each) for each in values if name in CODES and each and each not in CODES[name]}

    assert (unnamed, unlabelled) == (set(), set())
