"""A plan of another commune is told by the names in it."""

import unicodedata

import pytest

from campaigns.reading.elsewhere import other_commune

THEIRS = "ỦY BAN NHÂN DÂN\nXÃ KIM PHƯỢNG\nPhát động trong toàn xã Kim Phượng. UBND xã Kim Phượng yêu cầu các đơn vị."


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        (THEIRS, "Đồng Tâm", "Kim Phượng"),
        (THEIRS, "Kim Phượng", ""),
        (THEIRS, "KIM PHƯỢNG", ""),
        (unicodedata.normalize("NFD", THEIRS), "Đồng Tâm", "Kim Phượng"),
        (THEIRS + " Học tập kinh nghiệm của Đồng Tâm.", "Đồng Tâm", ""),
        ("UBND xã Kim Phượng gửi báo cáo.", "Đồng Tâm", ""),
        ("Các đơn vị trong xã nộp báo cáo về UBND xã trước ngày 30.", "Đồng Tâm", ""),
        *((f"UBND xã Kim Phượng {word} đó. " * 3, "Đồng Tâm", "Kim Phượng") for word in ("đã", "ở", "ước", "về")),
        ("Các xã đã, ở xã ước định, xã và xã đăng ký. " * 3, "Đồng Tâm", ""),
        ("", "Đồng Tâm", ""),
    ],
)
def test_the_commune_a_plan_was_written_for(text, name, found):
    assert other_commune(text, name) == found
