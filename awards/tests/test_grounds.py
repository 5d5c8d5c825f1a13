"""Which texts a decision may cite on its day."""

from datetime import date

import pytest

from awards.rules import grounds


@pytest.mark.parametrize(
    ("ground", "on", "problem"),
    [
        ("Nghị định số 152/2025/NĐ-CP của Chính phủ", date(2027, 2, 28), None),
        ("Nghị định số 152/2025/NĐ-CP của Chính phủ", date(2027, 3, 1), "Căn cứ hết hiệu lực sau ngày 28/02/2027"),
        ("Nghị định số 152/2025/NĐ-CP của Chính phủ", date(2025, 6, 30), "Căn cứ chưa có hiệu lực vào ngày 30/06/2025"),
        ("Nghị định số 98/2023/NĐ-CP của Chính phủ", date(2025, 6, 30), None),
        ("Nghị định số 98/2023/NĐ-CP của Chính phủ", date(2025, 7, 1), "Căn cứ hết hiệu lực sau ngày 30/06/2025"),
        ("Kế hoạch số 05/KH-UBND ngày 15 tháng 01 năm 2026", date(2026, 1, 14), "Căn cứ ghi ngày 15/01/2026, sau ngày"),
        ("Biên bản họp ngày 14/5/2026", date(2026, 5, 13), "Căn cứ ghi ngày 14/05/2026, sau ngày 13/05/2026"),
        ("Biên bản họp ngày 14/5/2026", date(2026, 5, 14), None),
        ("Công văn ngày 31/02/2026", date(2026, 1, 1), None),
    ],
)
def test_a_ground_is_cited_only_while_it_holds(ground, on, problem):
    found = grounds.out_of_time([ground], on)

    assert [words.startswith(problem) for words in found] == ([True] if problem else [])


def test_a_long_ground_is_named_by_its_beginning_and_one_mark_at_its_end():
    long = "Quyết định số 301/QĐ-UBND ngày 18 tháng 11 năm 2026 của Chủ tịch UBND xã Hòa Phong về việc tặng Giấy khen"

    [cut], [whole] = (grounds.out_of_time([each], date(2026, 11, 17)) for each in (long, long.partition(" của")[0]))

    assert cut.endswith("về…") and whole.endswith("năm 2026.")


@pytest.mark.parametrize(
    ("on", "decree"),
    [(date(2025, 6, 30), "98/2023/NĐ-CP"), (date(2025, 7, 1), "152/2025/NĐ-CP"), (date(2027, 3, 1), None)],
)
def test_a_draft_cites_the_decree_of_its_day(on, decree):
    cited = " ".join(grounds.in_force(on))

    assert [each for each in ("98/2023/NĐ-CP", "152/2025/NĐ-CP") if each in cited] == ([decree] if decree else [])


def test_the_amended_law_is_cited_from_the_day_it_holds():
    assert len(grounds.in_force(date(2026, 10, 1))) == len(grounds.in_force(date(2026, 9, 30))) + 1
