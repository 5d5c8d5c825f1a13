"""Writing a dossier: sections, autosave, two people at once, files, checking, handing in."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import AwardFile, Nomination
from awards.services import appraisals, nominations, writing
from awards.tests.dossier_cases import again, make_complete
from awards.tests.factories import award_plan, make_nomination
from campaigns.tests.factories import make_campaign, make_upload
from campaigns.tests.matrix import who_can
from communes.models import HistoryEntry
from kit.saving import SavedMeanwhile

pytestmark = pytest.mark.usefixtures("law", "clock")


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế, whose head and member write."""
    return cast.unit("economy")


@pytest.fixture
def draft(campaign, unit):
    """A draft of Phòng Kinh tế."""
    return make_nomination(campaign, unit=unit)


def text(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


def test_sections_add_up_and_say_who_saved(draft, head, member, now):
    writing.save(draft, revision=0, report={"profile": "12 người."}, by=member, at=now)
    writing.save(again(draft), revision=1, report={"achievement": "Vượt chỉ tiêu."}, by=head, at=now)

    stored = again(draft)
    assert stored.report == {"profile": "12 người.", "achievement": "Vượt chỉ tiêu."}
    assert (stored.revision, stored.saved_by, stored.saved_at) == (2, "Phạm Văn Dũng", now)
    assert [line.label for line in HistoryEntry.objects.about(draft)] == ["Sửa hồ sơ", "Sửa hồ sơ"]


def test_what_is_saved_while_typing_leaves_no_line(draft, head, now):
    writing.save(draft, revision=0, summary="Đang gõ", keep_line=False, by=head, at=now)

    assert (again(draft).summary, HistoryEntry.objects.about(draft).count()) == ("Đang gõ", 0)


def test_a_save_on_top_of_a_newer_one_is_refused(draft, head, member, now):
    writing.save(draft, revision=0, summary="Của chị Én", by=member, at=now)

    with pytest.raises(SavedMeanwhile, match="Vũ Thị Én đã lưu hồ sơ này lúc 09:30 ngày 14/05/2026"):
        writing.save(again(draft), revision=0, summary="Của anh Dũng", by=head, at=now)
    assert again(draft).summary == "Của chị Én"


def test_a_dossier_that_moved_on_meanwhile_is_not_written(draft, head, now):
    Nomination.objects.filter(pk=draft.pk).update(status="withdrawn")

    with pytest.raises(ValidationError, match="vừa chuyển sang trạng thái “Đã rút”"):
        writing.save(draft, revision=0, summary="Muộn", by=head, at=now)


@pytest.mark.parametrize("status", Nomination.Status.values)
def test_a_dossier_is_written_only_while_it_lies_with_the_unit(cast, campaign, unit, now, status):
    found = make_nomination(campaign, unit=unit, status=status)

    def write(actor):
        try:
            writing.save(again(found), revision=0, summary="Mới", by=actor, at=now)
        except ValidationError as problem:
            raise PermissionDenied from problem

    assert who_can(cast, write) == ({"head", "member"} if status in ("draft", "returned") else set())


def test_a_unit_that_may_not_know_the_status_is_not_told_it_by_a_refusal(campaign, unit, head, now):
    found = make_nomination(campaign, unit=unit, status="recommended")

    with pytest.raises(ValidationError) as refused:
        writing.save(found, revision=0, summary="Mới", by=head, at=now)

    assert refused.value.messages == ["Hồ sơ đang ở trạng thái “Đang xem xét” nên không sửa được."]


def test_the_agency_writes_for_a_unit_only_after_the_scan(draft, officer, now):
    with pytest.raises(ValidationError, match="chưa đính kèm bản chụp"):
        writing.save(draft, revision=0, summary="Theo bản giấy", by=officer, at=now)


def test_a_section_that_the_report_does_not_have_is_refused(draft, head, now):
    with pytest.raises(ValidationError, match="không có phần này"):
        writing.save(draft, revision=0, report={"khac": "…"}, by=head, at=now)
    with pytest.raises(TypeError):
        writing.save(draft, revision=0, status="awarded", by=head, at=now)


def test_a_unit_judges_itself_by_the_plans_standards(draft, head, now):
    writing.judge_self(draft, {"tap-the/tieu-bieu": ("met", "Có giấy khen năm trước.")}, by=head, at=now)
    writing.judge_self(again(draft), {"tap-the/tieu-bieu": ("unmet", "")}, by=head, at=now)

    [said] = draft.judgements.all()
    assert (said.path, said.verdict, said.note, said.by) == ("tap-the/tieu-bieu", "unmet", "", "Phạm Văn Dũng")
    assert again(draft).revision == 2


@pytest.mark.parametrize("given", [{"khac": ("met", "")}, {"tap-the/tieu-bieu": ("rat_tot", "")}])
def test_only_the_plans_standards_and_the_known_verdicts_count(draft, head, now, given):
    with pytest.raises(ValidationError):
        writing.judge_self(draft, given, by=head, at=now)


def test_a_unit_without_standards_has_no_such_section(go, cast, head):
    plan = award_plan()
    campaign = make_campaign(cast, document=plan.__class__(**{**_parts(plan), "rounds": _bare(plan)}))
    found = make_nomination(campaign, unit=cast.unit("economy"))

    assert go(head, "nomination-section", found.pk, "standards").status_code == 404
    assert [each["name"] for each in go(head, "nomination", found.pk).context["tasks"]][-1] == "notes"


def _parts(plan) -> dict:
    """Return the parts of a plan by name."""
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}


def _bare(plan) -> tuple:
    """Return the plan's rounds without standards."""
    return tuple(each.__class__(**{**_parts(each), "standards": ()}) for each in plan.rounds)


def test_a_section_is_written_from_the_page_and_leads_to_the_next(go, draft, member):
    page = go(member, "nomination-section", draft.pk, "profile")
    answer = go(
        member, "nomination-section", draft.pk, "profile", post={"version": 0, "text": "12 người.", "next": "1"}
    )
    stay = go(member, "nomination-section", draft.pk, "achievement", post={"version": 1, "text": "Vượt.", "stay": "1"})

    assert "Báo cáo thành tích: Sơ lược tập thể" in text(page)
    assert answer.url.endswith(f"/nominations/{draft.pk}/sections/achievement/")
    assert stay.url.endswith(f"/nominations/{draft.pk}/sections/achievement/")
    assert again(draft).report == {"profile": "12 người.", "achievement": "Vượt."}


def test_facts_of_the_proposal_are_written_from_the_page(go, draft, head):
    post = {"version": 0, "citation": "Đã có thành tích", "summary": "Tóm tắt.", "women_share": "72,5"}
    go(head, "nomination-section", draft.pk, "citation", post=post)

    stored = again(draft)
    assert (stored.citation, stored.summary, stored.women_share) == ("Đã có thành tích", "Tóm tắt.", 72.5)


def test_a_person_tells_of_direct_work_and_a_deed_of_its_day(go, campaign, unit, head):
    found = make_nomination(campaign, unit=unit, subject="individual", basis="ad_hoc")
    post = {"version": 0, "deed": "Cứu người.", "deed_on": "12/05/2026", "direct_worker": "on", "citation": "C"}

    form = go(head, "nomination-section", found.pk, "citation").context["form"]
    go(head, "nomination-section", found.pk, "citation", post=post)

    assert list(form.fields) == ["version", "citation", "summary", "deed", "deed_on", "direct_worker"]
    assert (again(found).direct_worker, f"{again(found).deed_on:%d/%m/%Y}") == (True, "12/05/2026")


def test_standards_are_judged_from_the_page(go, draft, head):
    page = go(head, "nomination-section", draft.pk, "standards")
    go(head, "nomination-section", draft.pk, "standards", post={"version": 0, "verdict-2": "met", "note-2": "Có."})

    assert [block["node"].key for block in page.context["blocks"]] == ["xuat-sac", "ky-luat", "tieu-bieu"]
    assert [(each.path, each.verdict) for each in draft.judgements.all()] == [("tap-the/tieu-bieu", "met")]
    assert again(draft).revision == 1


def test_typing_saves_and_answers_with_the_time_and_the_revision(go, draft, head):
    answer = go(head, "nomination-save", draft.pk, "profile", post={"version": 0, "text": "Đang gõ"})
    late = go(head, "nomination-save", draft.pk, "profile", post={"version": 0, "text": "Trên bản cũ"})
    wrong = go(head, "nomination-save", draft.pk, "citation", post={"version": 1, "women_share": "rất nhiều"})

    assert (answer.status_code, answer.json()) == (200, {"saved_at": "09:30", "version": 1})
    assert (late.status_code, wrong.status_code) == (409, 422)
    assert late.json()["url"].endswith(f"/nominations/{draft.pk}/sections/profile/")
    assert again(draft).report == {"profile": "Đang gõ"}


def test_both_texts_stand_side_by_side_when_two_people_write(go, draft, head, member, now):
    writing.save(draft, revision=0, report={"profile": "Của chị Én"}, by=member, at=now)

    clash = go(head, "nomination-section", draft.pk, "profile", post={"version": 0, "text": "Của anh Dũng"})
    [difference] = clash.context["differences"]
    go(head, "nomination-section", draft.pk, "profile", post={"version": 1, "text": "Của anh Dũng"})

    assert (clash.status_code, "Hai người cùng sửa" in text(clash)) == (409, True)
    assert (difference["typed"], difference["stored"]) == ("Của anh Dũng", "Của chị Én")
    assert again(draft).report["profile"] == "Của anh Dũng"


def test_who_cannot_write_is_led_to_the_dossier(go, campaign, unit, head, officer, draft):
    handed_in = make_nomination(campaign, unit=unit, subject="individual", status="submitted")

    assert go(head, "nomination-section", handed_in.pk, "profile").url == handed_in.get_absolute_url()
    assert go(head, "nomination-check", handed_in.pk).url == handed_in.get_absolute_url()
    assert go(officer, "nomination-section", draft.pk, "profile").url.endswith(f"/nominations/{draft.pk}/files/")


def test_files_are_added_from_the_page_as_parts_of_the_dossier(go, draft, head):
    go(head, "nomination-files", draft.pk, post={"files": [make_upload("bien ban.pdf")], "part_key": "bien-ban"})

    [file] = AwardFile.objects.all()
    page = go(head, "nomination-files", draft.pk)
    assert (file.name, file.part_key, file.is_scan, file.nomination) == ("bien ban.pdf", "bien-ban", False, draft)
    assert [each["state"][0] for each in page.context["parts"]] == ["Có", "Có", "Đang soạn"]
    assert "Chọn ít nhất một tệp" in text(go(head, "nomination-files", draft.pk, post={"part_key": ""}))


def test_the_check_page_names_what_is_missing_with_change_links(go, draft, head, member):
    page = go(head, "nomination-check", draft.pk)

    places = {lacking: url.partition("/dong-tam/")[2] for lacking, url in page.context["blockers"]}
    assert places["Thiếu: Biên bản họp của đơn vị."] == f"campaigns/{draft.campaign_id}/reviews/"
    assert places["Thiếu: Báo cáo thành tích."] == f"nominations/{draft.pk}/sections/profile/"
    urls = {each["key"]: each["url"].rpartition("sections/")[2] for each in page.context["passages"]}
    assert (urls["citation"], urls["report-profile"], urls["standard-tap-the/tieu-bieu"], urls["award"]) == (
        "citation/", "profile/", "standards/", "",
    )  # fmt: skip
    assert "Thủ trưởng đơn vị nộp hồ sơ" in text(go(member, "nomination-check", draft.pk))


def test_a_dossier_is_handed_in_with_a_declaration(go, campaign, unit, head):
    found = make_complete(campaign, unit=unit)

    refused = go(head, "nomination-submit", found.pk, post={"version": 0})
    answer = go(head, "nomination-submit", found.pk, post={"version": 0, "declared": "on"})
    receipt = go(head, "nomination-submitted", found.pk)

    assert "Đánh dấu vào ô cam đoan" in text(refused)
    assert (answer.status_code, answer.url) == (302, receipt.request["PATH_INFO"])
    assert again(found).status == "submitted"
    assert "Hồ sơ nộp đúng hạn" in text(receipt)
    assert "Hạn đến hết ngày 31/05/2026" in text(receipt)
    assert (
        go(head, "nomination-submit", found.pk, post={"version": 0, "declared": "on"}).url == found.get_absolute_url()
    )


def test_a_member_writes_but_does_not_hand_in(go, campaign, unit, member):
    found = make_complete(campaign, unit=unit)

    assert go(member, "nomination-submit", found.pk, post={"version": 0, "declared": "on"}).status_code == 403
    assert again(found).status == "draft"


def test_the_agency_enters_a_units_paper(go, campaign, unit, officer):
    found = make_complete(campaign, unit=unit)

    assert "Nhập hộ đơn vị" in text(go(officer, "nomination-files", found.pk))
    go(officer, "nomination-files", found.pk, post={"files": [make_upload("giay.pdf")], "is_scan": "on"})
    assert "Ghi nhận nộp hồ sơ" in text(go(officer, "nomination-check", found.pk))
    go(officer, "nomination-submit", found.pk, post={"version": 0, "declared": "on"})

    assert (again(found).status, again(found).submitted_by) == ("submitted", "Nguyễn Thị Hạnh")


def test_a_returned_dossier_shows_what_changed_before_it_goes_back(go, campaign, unit, head, officer, now):
    found = make_complete(campaign, unit=unit)
    nominations.submit(found, by=head, at=now)
    appraisals.take(again(found), by=officer, at=now)
    appraisals.return_(again(found), reason="Thiếu số.", items=["Bổ sung số."], by=officer, at=now)
    post = {"version": 0, "explanation": "Đã rõ.", "change_note": "Bổ sung số liệu."}
    go(head, "nomination-section", found.pk, "notes", post=post)

    page = go(head, "nomination-check", found.pk)
    go(head, "nomination-submit", found.pk, post={"version": 1, "declared": "on"})

    assert [each["label"] for each in page.context["changes"]] == ["Giải trình của đơn vị"]
    assert "Nộp lại hồ sơ" in text(page)
    assert again(found).status == "submitted"
    assert again(found).versions.get(number=2).change_note == "Bổ sung số liệu."


def test_the_writer_is_told_apart(draft, head, member, officer, leader, other_head):
    assert [writing.writer(draft, actor) for actor in (head, member, officer, leader, other_head)] == [
        "unit", "unit", "agency", "", "",
    ]  # fmt: skip
