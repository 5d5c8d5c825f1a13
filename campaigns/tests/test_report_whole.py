"""A report on one page, as it is written on a phone."""

import pytest

from campaigns.services import unit_reports
from campaigns.services.report_sheet import sheet_of
from campaigns.tests.factories import again, make_upload
from communes.addresses import here


@pytest.fixture(autouse=True)
def _clock_and_store(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def begun(report, member, now):
    """The report of Phòng Kinh tế, being written."""
    unit_reports.begin(report, by=member, at=now)
    return again(report)


def answers(report, **more) -> dict:
    """Return what is typed into the page of a report: every result, the words, nothing else."""
    sheet = sheet_of(report)
    first, second, third = (item for area in sheet.areas for item in area.items)
    return {
        "version": report.revision,
        "overview": "Đã phân công từng người.",
        f"text-i{first.item.pk}": "Đúng hạn 1.200 hồ sơ.",
        f"value-t{first.targets[0].target.pk}": "97,5",
        f"text-i{second.item.pk}": "Niêm yết tại trụ sở.",
        f"yes-t{second.targets[0].target.pk}": "yes",
        f"text-i{third.item.pk}": "Được xếp loại tốt.",
        f"remark-i{third.item.pk}": "Theo quyết định của huyện.",
        f"grade-t{third.targets[0].target.pk}": "Tốt",
        **more,
    }


def test_one_page_takes_every_part_of_a_report_and_leads_to_the_check(go, begun, head):
    page = go(head, "report-section", begun.pk, "whole").content.decode()
    for words in ("1. Cải cách thủ tục hành chính", "2. Cải cách chế độ công vụ", "Công tác lãnh đạo, chỉ đạo"):
        assert words in page
    assert page.count('type="radio"') == 3 + 5

    photos = [make_upload("Bàn tiếp dân.png"), make_upload("Bảng niêm yết.png")]
    answer = go(head, "report-section", begun.pk, "whole", post=answers(begun, files=photos, next="1"))

    assert answer.url == here(head, "campaigns:report-check", begun.pk)
    stored = sheet_of(again(begun))
    lines = [(item.text, item.line.remark, item.targets[0].result) for area in stored.areas for item in area.items]
    assert lines == [
        ("Đúng hạn 1.200 hồ sơ.", "", "97,5 %"),
        ("Niêm yết tại trụ sở.", "", "Có"),
        ("Được xếp loại tốt.", "Theo quyết định của huyện.", "Tốt"),
    ]
    assert stored.obligation.overview == "Đã phân công từng người."
    assert [file.name for file in stored.whole_evidence] == ["Bàn tiếp dân.png", "Bảng niêm yết.png"]
    assert again(begun).blockers_to_submit() == []


def test_photos_that_come_with_a_wrong_figure_are_kept_and_shown(go, begun, head):
    wrong = {name: "rất nhiều" for name in answers(begun) if name.startswith("value-t")}

    page = go(head, "report-section", begun.pk, "whole", post=answers(begun, files=[make_upload("Bàn.png")], **wrong))

    words = page.content.decode()
    assert page.status_code == 200 and "Có mục cần sửa" in words and "Đã đính kèm “Bàn.png”." in words
    assert [file.name for file in again(begun).evidence.present()] == ["Bàn.png"]
    assert 'value="rất nhiều"' in words
    assert again(begun).overview == ""


def test_what_is_not_saved_on_the_way_is_named_with_its_place(go, begun, head):
    wrong = {name: "rất nhiều" for name in answers(begun) if name.startswith("value-t")}

    answer = go(head, "report-save", begun.pk, "whole", post=answers(begun, **wrong))

    assert answer.json()["message"].startswith("Chưa lưu được. Tỷ lệ hồ sơ giải quyết đúng hạn – Kết quả (%): ")


def test_what_is_typed_is_saved_on_the_way(go, begun, head):
    answer = go(head, "report-save", begun.pk, "whole", post=answers(begun))

    assert answer.json()["version"] == again(begun).revision
    assert [area.answered for area in sheet_of(again(begun)).areas] == [4, 2]


def test_a_page_that_somebody_else_overtook_shows_both_texts(go, begun, head, member):
    go(member, "report-section", begun.pk, "general", post={"version": begun.revision, "overview": "Bản của chị Én."})

    answer = go(head, "report-section", begun.pk, "whole", post=answers(begun))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Hai người cùng sửa" in page
    assert "Bản của chị Én." in page
    assert "Đã phân công từng người." in page
    assert again(begun).overview == "Bản của chị Én."


def test_a_wrong_figure_stays_on_the_page_with_its_reason(go, begun, head):
    given = answers(begun)
    figure = next(name for name in given if name.startswith("value-"))

    page = go(head, "report-section", begun.pk, "whole", post=given | {figure: "chín mươi"}).content.decode()

    assert "Tỷ lệ hồ sơ giải quyết đúng hạn – Kết quả (%): Nhập một số" in page
    assert "Đúng hạn 1.200 hồ sơ." in page
    assert sheet_of(again(begun)).areas[0].answered == 0


def test_another_unit_finds_no_such_page(go, begun, other_head):
    assert go(other_head, "report-section", begun.pk, "whole").status_code == 404
