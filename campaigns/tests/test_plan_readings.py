"""Plans brought in as text: read, confirmed section by section, drafted, and never a plan before that."""

import io

import docx
import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import Campaign, PlanReading
from campaigns.services import plan_readings
from campaigns.tests.plan_texts import PLAN_TEXT
from communes.models import HistoryEntry
from kit import clamav
from kit.saving import SavedMeanwhile


@pytest.fixture
def reading(cast, officer, now):
    """A short plan, read and not yet looked at."""
    return plan_readings.begin("ke-hoach.docx", PLAN_TEXT, by=officer, at=now)


def confirm_all(reading, by, at):
    """Confirm every section as it was read."""
    for section in reading.sections:
        plan_readings.confirm(reading, section, reading.document, revision=reading.revision, by=by, at=at)


def address(actor_commune, name, *args):
    """Return an address of the app in a commune."""
    return reverse(f"campaigns:{name}", args=[actor_commune.slug, *args])


def test_a_text_becomes_a_proposal_with_the_source_of_each_row(reading):
    document = reading.document

    assert document["facts"]["name"] == "Đường làng sáng, xanh, sạch"
    assert document["facts"]["ends_on"] == "2026-11-30"
    assert [each["text"] for each in document["objectives"]] == [
        "Nâng cao ý thức giữ gìn đường làng, ngõ xóm của Nhân dân."
    ]
    assert [(each["paper"], each["on"], each["inclusive"]) for each in document["deadlines"]] == [
        ("dossier", "2026-12-05", True),
        ("unit_report", "2026-11-25", False),
    ]
    quotas = document["rounds"][0]["quotas"]
    assert [(each["subject"], each["shape"], each["count"]) for each in quotas] == [
        ("collective", "fixed", 3),
        ("individual", "ceiling", 5),
    ]
    assert [each["rule"]["op"] for each in document["rounds"][0]["standards"]] == ["all", "any"]
    assert document["signature"] == {"lines": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "name": "Lê Văn Thông"}
    note = reading.notes["objectives/#0"]
    assert PLAN_TEXT.splitlines()[note["lines"][0] - 1].endswith("ngõ xóm của Nhân dân.")


def test_no_plan_stands_before_every_section_is_confirmed(reading, officer, now):
    with pytest.raises(ValidationError, match="phần chưa xác nhận"):
        plan_readings.draft(reading, by=officer, at=now)
    assert not Campaign.objects.exists()


def test_a_confirmed_reading_becomes_a_draft_once(reading, officer, now):
    confirm_all(reading, officer, now)
    campaign = plan_readings.draft(reading, by=officer, at=now)

    assert (campaign.status, campaign.name) == ("draft", "Đường làng sáng, xanh, sạch")
    assert [row.text for row in campaign.draft_version.plan.objectives] == [
        "Nâng cao ý thức giữ gìn đường làng, ngõ xóm của Nhân dân."
    ]
    reading.refresh_from_db()
    assert (reading.status, reading.campaign) == ("drafted", campaign)
    with pytest.raises(ValidationError, match="đã lập dự thảo"):
        plan_readings.draft(reading, by=officer, at=now)
    assert Campaign.objects.count() == 1


def test_a_plan_without_a_last_day_waits_for_a_person(officer, now):
    text = PLAN_TEXT.replace("đến hết ngày 30/11/2026", "đến khi kết thúc đợt vận động").replace(
        "năm 2026\n\nCăn", "\n\nCăn"
    )
    reading = plan_readings.begin("a.docx", text, by=officer, at=now)
    confirm_all(reading, officer, now)

    assert reading.blockers_to_draft() == ["Chưa có ngày kết thúc phong trào: nhập ở phần “Thông tin chung”."]


def test_a_second_save_over_a_newer_one_is_refused(reading, officer, now):
    plan_readings.confirm(reading, "objectives", reading.document, revision=1, by=officer, at=now)
    with pytest.raises(SavedMeanwhile, match=f"{officer.name} đã lưu bản đọc này lúc 09:30 ngày 14/05/2026"):
        plan_readings.confirm(reading, "requirements", reading.document, revision=1, by=officer, at=now)
    reading.refresh_from_db()
    assert list(reading.confirmed) == ["objectives"]


def test_every_step_leaves_a_line_of_history(reading, officer, now):
    confirm_all(reading, officer, now)
    plan_readings.draft(reading, by=officer, at=now)

    labels = list(
        HistoryEntry.objects.filter(record_type="campaigns.planreading").order_by("pk").values_list("label", flat=True)
    )
    count = len(reading.sections)
    assert labels == ["Đọc văn bản kế hoạch", *["Xác nhận một phần"] * count, "Lập dự thảo từ văn bản đã đối chiếu"]


def test_only_those_who_plan_may_bring_plans_in(member, now):
    with pytest.raises(PermissionDenied):
        plan_readings.begin("a.docx", PLAN_TEXT, by=member, at=now)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("ke-hoach.docx", b"not a word file", "nội dung tệp không đúng"),
        ("ke-hoach.doc", b"old", "chỉ đọc được tệp Word"),
        ("ke-hoach.pdf", b"%PDF-1.4 broken", "hỏng"),
        ("ke-hoach.txt", b"\xff\x00\xfe rubbish", "bảng mã"),
        ("rong.txt", b"   ", "không có chữ"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(name, content, words):
    with pytest.raises(ValidationError, match=words):
        plan_readings.text_from(SimpleUploadedFile(name, content))


def test_a_plan_in_which_a_virus_was_found_is_not_read(db, settings, monkeypatch):
    settings.CLAMAV = "127.0.0.1:1"
    monkeypatch.setattr(clamav, "scan", lambda file, address, *, seconds: clamav.Verdict(clamav.INFECTED, "Win.Test"))
    monkeypatch.setattr(plan_readings, "text_apart", lambda upload, kind: pytest.fail("it was read"))

    with pytest.raises(ValidationError, match="phát hiện vi-rút"):
        plan_readings.text_from(SimpleUploadedFile("ke-hoach.txt", b"KE HOACH"))


def test_the_automatic_numbers_of_word_are_read(tmp_path):
    document = docx.Document()
    document.add_paragraph("Mục một", style="List Number")
    document.add_paragraph("Mục hai", style="List Number")
    document.add_paragraph("Ý gạch đầu dòng", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Tiêu chí", "Điểm"
    file = io.BytesIO()
    document.save(file)

    name, text = plan_readings.text_from(SimpleUploadedFile("Kế hoạch.docx", file.getvalue()))

    assert name == "Kế hoạch.docx"
    assert text.split("\n") == ["1. Mục một", "2. Mục hai", "- Ý gạch đầu dòng", "Tiêu chí\tĐiểm"]


def test_pasting_reading_confirming_and_drafting_goes_through_the_pages(client, officer, cast):
    client.force_login(officer.user)
    answer = client.post(address(cast.commune, "plan-reading-new"), {"text": PLAN_TEXT})
    reading = PlanReading.objects.get()
    assert answer.url == reading.get_absolute_url()

    page = client.get(address(cast.commune, "plan-reading-section", reading.pk, "objectives")).content.decode()
    assert "Nâng cao ý thức giữ gìn đường làng, ngõ xóm của Nhân dân." in page
    assert "Dòng 17" in page
    answer = client.post(
        address(cast.commune, "plan-reading-section", reading.pk, "objectives"),
        {
            "revision": reading.revision, "rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 1, "rows-MIN_NUM_FORMS": 0,
            "rows-MAX_NUM_FORMS": 200, "rows-0-was": "#0", "rows-0-ORDER": 1, "rows-0-text": "Giữ đường làng sạch.",
            "rows-0-clause": "I.1",
        },
    )  # fmt: skip
    reading.refresh_from_db()
    following = reading.sections[reading.sections.index("objectives") + 1]
    assert answer.url == address(cast.commune, "plan-reading-section", reading.pk, following)
    [said] = get_messages(answer.wsgi_request)
    assert str(said) == f"Đã xác nhận phần “Mục đích”. Còn {len(reading.sections) - 1:02d} phần."
    assert reading.document["objectives"] == [{"text": "Giữ đường làng sạch.", "clause": "I.1"}]
    assert reading.confirmed["objectives"]["by"] == officer.name

    refused = client.post(address(cast.commune, "plan-reading-act", reading.pk, "draft"), follow=True)
    assert "phần chưa xác nhận" in refused.content.decode()
    assert not Campaign.objects.exists()


def test_of_two_who_confirm_one_section_the_second_sees_both_texts_and_decides(client, officer, cast, now):
    reading = plan_readings.begin("a.docx", PLAN_TEXT, by=officer, at=now)
    client.force_login(officer.user)
    page = address(cast.commune, "plan-reading-section", reading.pk, "objectives")
    typed = {
        "revision": reading.revision, "rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 1, "rows-MIN_NUM_FORMS": 0,
        "rows-MAX_NUM_FORMS": 200, "rows-0-was": "#0", "rows-0-ORDER": 1, "rows-0-text": "Lời của tôi.",
        "rows-0-clause": "I.1",
    }  # fmt: skip
    plan_readings.confirm(reading, "objectives", reading.document, revision=reading.revision, by=officer, at=now)

    refused = client.post(page, typed)
    again = client.post(page, typed | {"revision": refused.context["revision"]})

    assert f"{officer.name} đã lưu bản đọc này" in refused.content.decode()
    assert [change.after for change in refused.context["clash"]] == ["Lời của tôi."]
    reading.refresh_from_db()
    assert (again.status_code, reading.document["objectives"][0]["text"]) == (302, "Lời của tôi.")


def test_pages_name_what_was_not_understood_and_why(client, officer, cast, now):
    text = PLAN_TEXT.replace("- Mỗi tuần quét", "- Từ 12/3/2026 mỗi tuần quét")
    reading = plan_readings.begin("a.docx", text, by=officer, at=now)
    client.force_login(officer.user)
    page = client.get(address(cast.commune, "plan-reading-section", reading.pk, "leftovers")).content.decode()
    assert "Từ 12/3/2026 mỗi tuần quét dọn đường làng ít nhất 01 lần." in page
    assert "chưa rõ là thời hạn của việc gì" in page


def test_beside_a_section_stands_every_line_that_gave_it_each_once(client, officer, cast, reading):
    client.force_login(officer.user)

    def beside(section):
        context = client.get(address(cast.commune, "plan-reading-section", reading.pk, section)).context
        flagged = next(each["flagged"] for each in context["sections"] if each["name"] == section)
        return [(each["lines"], each["source"]) for each in context["sources"]], flagged, context["sources"]

    lines = PLAN_TEXT.splitlines()
    rounds, _, _ = beside("rounds")
    assert rounds[0] == ((37, 39), "\n".join(lines[36:39]))
    assert [spot for spot, _ in rounds] == [(37, 39), (40, 42), (44, 44)]
    assert beside("content")[0][0][1].endswith("Phấn đấu từ 95% hộ phân loại rác tại nguồn trở lên.")
    head, flagged, marked = beside("facts")
    assert [spot for spot, _ in head].count((3, 3)) == 1
    assert flagged == sum(bool(each["warnings"]) for each in marked) == 1


def test_a_second_list_for_the_same_people_is_shown_beside_the_round_too(client, officer, cast, now):
    more = "b) Đối với tập thể các trường học: Đạt các tiêu chuẩn sau:\n- Trồng hoa ở cổng trường;\n- Không có rác.\n"
    text = PLAN_TEXT.replace("b) Đối với cá nhân", f"{more}c) Đối với cá nhân")
    reading = plan_readings.begin("a.docx", text, by=officer, at=now)
    client.force_login(officer.user)

    page = client.get(address(cast.commune, "plan-reading-section", reading.pk, "rounds"))

    assert "Trồng hoa ở cổng trường;" in "\n".join(each["source"] for each in page.context["sources"])


def test_neither_file_nor_text_is_an_error_that_keeps_the_page(client, officer, cast):
    client.force_login(officer.user)
    answer = client.post(address(cast.commune, "plan-reading-new"), {"text": ""})
    assert answer.status_code == 200
    assert "Hãy chọn tệp kế hoạch hoặc dán nội dung vào ô bên dưới." in answer.content.decode()


def test_a_plan_that_never_names_the_commune_is_said_to_speak_of_another(officer, now):
    theirs = PLAN_TEXT + "\nUBND xã Kim Phượng. Mặt trận xã Kim Phượng. Toàn xã Kim Phượng."

    reading = plan_readings.begin("a.docx", theirs.replace("Đồng Tâm", "Kim Phượng"), by=officer, at=now)

    assert reading.warnings[0].startswith("Văn bản nói về Kim Phượng, không có chỗ nào nói về Đồng Tâm.")
