"""The page that sets nominees side by side."""

import pytest

from awards.tests.appraisal_cases import make_actor, make_appraisal, rate, under_appraisal
from awards.tests.factories import make_nomination

pytestmark = pytest.mark.usefixtures("law", "clock")


def words(answer):
    """Return a page as text."""
    return answer.content.decode()


def test_nominees_stand_side_by_side_with_their_differences_marked(campaign, cast, go, officer, now):
    first = under_appraisal(campaign, cast, now)
    rate(campaign, cast.unit("service"), now, "Hoàn thành")
    second = make_nomination(campaign, unit=cast.unit("service"), status="under_appraisal", summary=first.summary)

    answer = go(officer, "compare", query=f"?n={first.pk}&n={second.pk}")

    rows = {row.label: row for row in answer.context["rows"]}
    assert rows["Hoàn thành xuất sắc nhiệm vụ"].differs is True
    assert [cell.label for cell in rows["Hoàn thành xuất sắc nhiệm vụ"].cells] == ["Đạt", "Không đạt"]
    assert [rows[label].differs for label in ("Tóm tắt thành tích", "Không ai bị kỷ luật")] == [False, False]
    assert "Khác nhau" in words(answer)


def test_comparing_shows_a_second_appraiser_nothing_of_the_first(campaign, cast, go, officer, now):
    dossier, colleague = under_appraisal(campaign, cast, now), make_actor(cast)
    make_appraisal(dossier, officer, now, verdict="eligible")
    make_appraisal(dossier, colleague, now, order=2, typical="unknown")
    other = make_nomination(campaign, unit=cast.unit("service"), status="under_appraisal")

    page = words(go(colleague, "compare", query=f"?n={dossier.pk}&n={other.pk}"))

    assert f"Đánh giá của {officer.name}" not in page


@pytest.mark.parametrize(
    ("subjects", "message"),
    [
        (["collective"], "Chọn từ hai đến bốn hồ sơ"),
        (["collective", "individual"], "Chỉ so sánh hồ sơ cùng đối tượng"),
    ],
)
def test_only_like_is_compared_with_like(campaign, cast, go, officer, subjects, message):
    rows = [make_nomination(campaign, unit=cast.unit("economy"), subject=each, status="eligible") for each in subjects]

    answer = go(officer, "compare", query="?" + "&".join(f"n={each.pk}" for each in rows))

    assert message in words(answer)
    assert answer.context["rows"] == []
