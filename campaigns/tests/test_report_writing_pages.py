"""The pages on which a report is written, through the browser's eyes."""

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Evidence, Exemplar
from campaigns.services import evidence, unit_reports
from campaigns.services.report_sheet import sheet_of
from campaigns.tests.factories import again, fill_report, make_campaign, make_report, make_upload, report_of
from communes.access import Actor
from communes.addresses import here


@pytest.fixture(autouse=True)
def _clock_and_store(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path


def text(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


def area_of(report, place=0):
    """Return one content area of a report."""
    return sheet_of(report).areas[place]


def test_a_member_writes_an_area_and_the_head_hands_it_in(go, report, member, head):
    assert go(member, "report-begin", report.pk, post={}).url.endswith(f"/unit-reports/{report.pk}/edit/")
    assert "Cải cách thủ tục hành chính" in text(go(member, "report-edit", report.pk))
    area = area_of(report)
    first, second = area.items
    page = text(go(member, "report-section", report.pk, area.section))
    assert "Phải đạt: từ 95 % trở lên." in page

    answer = go(
        member,
        "report-section",
        report.pk,
        area.section,
        post={
            "version": 0,
            f"text-i{first.item.pk}": "Đúng hạn 1.200 hồ sơ.",
            f"value-t{first.targets[0].target.pk}": "97,5",
            f"yes-t{second.targets[0].target.pk}": "yes",
            f"files-i{first.item.pk}": make_upload("Số liệu.pdf"),
            "next": "1",
        },
    )

    assert answer.url.endswith(f"/edit/{area_of(report, 1).section}/")
    stored = area_of(report)
    assert [(item.text, item.targets[0].result, item.targets[0].outcome) for item in stored.items] == [
        ("Đúng hạn 1.200 hồ sơ.", "97,5 %", "met"),
        ("", "Có", "met"),
    ]
    assert [file.name for file in stored.items[0].evidence] == ["Số liệu.pdf"]

    grade = area_of(report, 1).items[0].targets[0].target
    go(
        member,
        "report-section",
        report.pk,
        area_of(report, 1).section,
        post={"version": 1, f"grade-t{grade.pk}": "Khá"},
    )
    check = text(go(head, "report-check", report.pk))
    assert "Báo cáo đủ điều kiện nộp" in check
    assert "<strong>2/3</strong>" in check
    assert "Nộp báo cáo</button>" in check
    assert "Nộp báo cáo</button>" not in text(go(member, "report-check", report.pk))

    refused = go(head, "report-submit", report.pk, post={"version": again(report).revision})
    assert "Đánh dấu vào ô cam đoan trước khi nộp" in text(refused)
    done = go(head, "report-submit", report.pk, post={"version": again(report).revision, "declared": "on"})
    assert done.url.endswith(f"/unit-reports/{report.pk}/submitted/")
    assert "Phòng Văn hóa - Xã hội tiếp nhận báo cáo" in text(go(head, "report-submitted", report.pk))
    assert (again(report).status, again(report).targets_met) == ("submitted", 2)


def test_an_error_keeps_what_was_typed_and_saves_nothing(go, report, member):
    area = area_of(report)
    first = area.items[0]
    data = {"version": 0, f"text-i{first.item.pk}": "Đã gõ", f"value-t{first.targets[0].target.pk}": "gần đủ"}

    page = text(go(member, "report-section", report.pk, area.section, post=data))

    assert "Lỗi:" in page
    assert "Nhập một số, ví dụ 1.250 hoặc 12,5." in page
    assert "Đã gõ" in page
    assert "gần đủ" in page
    assert again(report).status == "not_started"


def test_a_refused_file_does_not_lose_the_words(go, report, member):
    area = area_of(report)
    item = area.items[0].item
    data = {"version": 0, f"text-i{item.pk}": "Đã gõ", f"files-i{item.pk}": make_upload("a.exe", b"MZ"), "next": "1"}

    answer = go(member, "report-section", report.pk, area.section, post=data)

    assert answer.url.endswith(f"/edit/{area.section}/")
    page = text(go(member, "report-section", report.pk, area.section))
    assert "chỉ nhận tệp PDF, DOCX, XLSX, JPG hoặc PNG" in page
    assert "Đã gõ" in page
    assert Evidence.objects.count() == 0


def test_words_that_a_changed_state_refuses_stay_on_the_page_and_their_files_are_not_attached(
    go, report, member, monkeypatch
):
    def handed_in_meanwhile(obligation, **facts):
        raise ValidationError("Báo cáo vừa chuyển sang trạng thái “Đã nộp” nên không lưu được.")

    monkeypatch.setattr(unit_reports, "save", handed_in_meanwhile)
    area = area_of(report)
    item = area.items[0].item
    data = {"version": 0, f"text-i{item.pk}": "Đã gõ", f"files-i{item.pk}": make_upload("a.pdf")}

    page = text(go(member, "report-section", report.pk, area.section, post=data))

    assert "Báo cáo vừa chuyển sang trạng thái" in page
    assert "Đã gõ" in page
    assert not Evidence.objects.exists()


def test_a_file_known_from_elsewhere_is_let_in_with_a_warning(go, cast, campaign, report, member, officer, now):
    other = report_of(campaign, cast.unit("service"))
    product = Actor.of_product(cast.commune)
    evidence.attach(other, make_upload("a.pdf"), by=product, at=now)
    data = {"version": 0, "files": make_upload("a.pdf")}

    go(member, "report-section", report.pk, "general", post=data)

    page = text(go(member, "report-section", report.pk, "general"))
    assert "trùng nội dung với tệp ở: hồ sơ của một đơn vị khác trong xã" in page
    assert "Tệp trùng nội dung" in text(go(officer, "report", report.pk))


def test_a_file_is_taken_out_with_a_button_of_the_section(go, report, member, now):
    kept = evidence.attach(report, make_upload(), by=member, at=now)
    data = {"version": 0, "overview": "Còn giữ", "remove": kept.pk}

    go(member, "report-section", report.pk, "general", post=data)

    assert (Evidence.objects.get().removed_at, again(report).overview) == (now, "Còn giữ")


def test_two_who_write_at_once_see_both_texts(go, report, member, head, now):
    unit_reports.save(report, revision=0, overview="Chữ của chuyên viên", by=member, at=now)

    answer = go(head, "report-section", report.pk, "general", post={"version": 0, "overview": "Chữ của trưởng phòng"})

    page = text(answer)
    assert answer.status_code == 409
    assert "Vũ Thị Én đã lưu lúc 14/05/2026 09:30" in page
    assert "Chữ của chuyên viên" in page
    assert "Chữ của trưởng phòng" in page
    assert again(report).overview == "Chữ của chuyên viên"

    go(head, "report-section", report.pk, "general", post={"version": 1, "overview": "Chữ của trưởng phòng"})
    assert again(report).overview == "Chữ của trưởng phòng"


def test_autosave_answers_with_the_time_or_the_reason(go, report, member, head, now):
    saved = go(member, "report-save", report.pk, "general", post={"version": 0, "overview": "Tự lưu"})
    assert (saved.status_code, saved.json()) == (200, {"saved_at": "09:30", "version": 1})

    clash = go(head, "report-save", report.pk, "general", post={"version": 0, "overview": "Khác"})
    assert clash.status_code == 409
    assert "Vũ Thị Én đã lưu báo cáo này" in clash.json()["message"]
    assert clash.json()["url"] == here(head, "campaigns:report-section", report.pk, "general")

    area = area_of(report)
    wrong = {"version": 1, f"value-t{area.items[0].targets[0].target.pk}": "x"}
    answer = go(member, "report-save", report.pk, area.section, post=wrong)
    assert (answer.status_code, "Nhập một số" in answer.json()["message"]) == (422, True)
    assert (again(report).overview, again(report).revision) == ("Tự lưu", 1)


def test_check_answers_links_what_is_lacking_to_where_it_is_mended(go, report, head, now):
    unit_reports.begin(report, by=head, at=now)

    page = text(go(head, "report-check", report.pk))

    url = here(head, "campaigns:report-section", report.pk, area_of(report, 1).section)
    assert f'<a href="{url}">Chưa có kết quả: Xếp loại cải cách hành chính của đơn vị</a>' in page
    assert "disabled>Nộp báo cáo</button>" in page


def test_handing_in_what_changed_meanwhile_is_refused_on_the_page(go, campaign, cast, head, member, now):
    report = make_report(campaign, cast.unit("economy"), status="draft")
    checked = report.revision
    unit_reports.save(report, revision=checked, overview="Khác", by=member, at=now)

    page = go(head, "report-submit", report.pk, post={"version": checked, "declared": "on"})

    assert "Vũ Thị Én đã lưu báo cáo này" in text(page)
    assert again(report).status == "draft"


def test_the_officer_enters_a_paper_report_for_a_unit(go, report, officer):
    sent_away = go(officer, "report-section", report.pk, "general")
    assert sent_away.url.endswith(f"/unit-reports/{report.pk}/on-behalf/")
    empty = text(go(officer, "report-scan", report.pk, post={}))
    assert "Chọn tệp chụp báo cáo giấy." in empty

    go(officer, "report-scan", report.pk, post={"files": make_upload("giay.pdf")})
    go(officer, "report-section", report.pk, "general", post={"version": 0, "overview": "Theo bản giấy"})
    assert "Đã có báo cáo của đơn vị gửi" in text(go(officer, "report-enter-on-behalf", report.pk))
    go(officer, "report-enter-on-behalf", report.pk, post={"reason": "Đơn vị mất mạng"})

    stored = again(report)
    assert (stored.status, stored.on_behalf, stored.overview) == ("submitted", True, "Theo bản giấy")
    assert "Cơ quan thường trực nhập hộ đơn vị" in text(go(officer, "report", report.pk))


def test_exemplars_are_added_and_removed_on_their_page(go, report, member):
    data = {"kind": "initiative", "title": "Sổ tay điện tử", "story": "Giảm nửa thời gian."}
    go(member, "report-exemplars", report.pk, post=data)
    [exemplar] = Exemplar.objects.all()
    assert (exemplar.title, exemplar.obligation) == ("Sổ tay điện tử", report)

    assert "Mục này không được để trống" in text(go(member, "report-exemplars", report.pk, post=data | {"story": ""}))

    go(member, "report-exemplar-remove", exemplar.pk, post={})
    assert Exemplar.objects.count() == 0


def test_pages_of_writing_lead_back_when_there_is_nothing_to_write(go, cast, campaign, head, other_head, inspector):
    report = make_report(campaign, cast.unit("economy"), status="submitted")

    for name, args in (("report-edit", ()), ("report-section", ("general",)), ("report-check", ())):
        assert go(head, name, report.pk, *args).url == report.get_absolute_url()
        assert go(inspector, name, report.pk, *args).status_code == 403
        assert go(other_head, name, report.pk, *args).status_code == 404
    assert go(head, "report-section", fill_report_of(cast, campaign).pk, "khac").status_code == 404


def fill_report_of(cast, campaign):
    """Return another report of Phòng Kinh tế, half written."""
    other = make_campaign(cast, key="khac-nua")
    return fill_report(report_of(other, cast.unit("economy")))


def test_the_general_part_is_saved_without_reading_the_rest_of_the_report(
    go, campaign, cast, member, django_assert_num_queries
):
    report = make_report(campaign, cast.unit("economy"), status="draft")
    go(member, "report-edit", report.pk)

    with django_assert_num_queries(12):
        go(member, "report-section", report.pk, "general", post={"version": report.revision, "overview": "Đã họp."})

    assert again(report).overview == "Đã họp."
