"""Letters: who is reminded of what, in whose words, and who may read them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from campaigns.models import Obligation, Participation
from campaigns.tests.factories import DUE_ON, make_campaign, report_of
from communes.models import HistoryEntry, Unit
from kit.saving import SavedMeanwhile
from kit.workflow import Overtaken
from reports.documents.letters import addressees
from reports.models import Letter, Wording
from reports.services import letters
from reports.tests.cases import AT
from reports.tests.letter_cases import drafted, issued, late_campaign

ECONOMY, SERVICE = "Phòng Kinh tế", "Trung tâm Phục vụ hành chính công"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    """Keep the files of the test apart."""
    settings.MEDIA_ROOT = tmp_path


def named(letter) -> list[str]:
    """Return the units in the table of a reminder."""
    return [row["name"] for row in letter.rows]


def test_a_reminder_about_the_report_of_one_year_names_the_campaign_once(cast):
    campaign = late_campaign(cast)
    campaign.deadlines.update(title="Báo cáo kết quả phong trào", year=2026)

    letter = drafted(cast, campaign=campaign)

    assert letter.subject == f"đôn đốc gửi báo cáo kết quả năm 2026 phong trào thi đua “{campaign}”"


def test_a_reminder_to_all_freezes_each_late_unit_its_report_last_day_clause_and_days(cast):
    letter = drafted(cast)

    assert [(row["name"], row["what"], row["due"], row["clause"], row["days"]) for row in letter.rows] == [
        (ECONOMY, "Báo cáo kết quả phong trào", "30/11/2026", "VI.2", 5),
        (SERVICE, "Báo cáo kết quả phong trào", "30/11/2026", "VI.2", 5),
    ]
    assert (letter.status, letter.counted_on, letter.symbol) == ("draft", AT.date(), "UBND-VHXH")
    assert addressees(letter) == [ECONOMY, SERVICE]
    assert HistoryEntry.objects.filter(action="letter.draft", record_id=letter.pk).count() == 1


def test_a_reminder_to_one_unit_names_that_one_alone(cast):
    letter = drafted(cast, units=[cast.unit("service").pk])

    assert (named(letter), addressees(letter)) == ([SERVICE], [SERVICE])


@pytest.mark.parametrize("status", ["submitted", "received", "accepted", "waived"])
def test_who_handed_in_or_was_let_off_is_never_named(cast, status):
    campaign = late_campaign(cast)
    report = report_of(campaign, cast.unit("economy"))
    Obligation.objects.filter(pk=report.pk).update(status=status, submitted_at=AT, waive_reason="Sáp nhập.")

    assert named(drafted(cast, campaign=campaign)) == [SERVICE]


def test_who_left_the_campaign_or_exists_no_more_is_never_named(cast):
    campaign = late_campaign(cast)
    Participation.objects.filter(campaign=campaign, unit=cast.unit("economy")).update(left_on=DUE_ON)
    Unit.objects.filter(pk=cast.unit("service").pk).update(valid_to=DUE_ON)

    with pytest.raises(ValidationError, match="Không có đơn vị nào còn báo cáo quá hạn"):
        drafted(cast, campaign=campaign)
    assert not Letter.objects.exists()


def test_a_notice_goes_to_who_takes_part_and_exists_today(cast):
    campaign = late_campaign(cast)
    tomorrow = AT.date() + timedelta(days=1)
    Participation.objects.filter(campaign=campaign, unit=cast.unit("economy")).update(left_on=tomorrow)
    Unit.objects.filter(pk=cast.unit("service").pk).update(valid_to=DUE_ON)

    assert addressees(drafted(cast, "notice", campaign=campaign)) == [ECONOMY]
    Participation.objects.filter(campaign=campaign).update(left_on=AT.date())
    assert addressees(drafted(cast, "notice", campaign=campaign)) == []


def test_the_last_day_itself_is_not_late(cast):
    campaign = late_campaign(cast)

    with pytest.raises(ValidationError, match="quá hạn"):
        letters.draft("urging", campaign=campaign, by=cast.actor("officer"), at=AT.replace(month=11, day=30))


@pytest.mark.parametrize("status", ["draft", "closed", "cancelled"])
def test_no_letter_is_drafted_about_a_campaign_that_is_not_under_way(cast, status):
    with pytest.raises(ValidationError, match="đang thực hiện"):
        letters.draft("notice", campaign=make_campaign(cast, status=status), by=cast.actor("officer"), at=AT)


@pytest.mark.parametrize("part", ["clerk", "leader", "head", "inspector", "reader"])
def test_nobody_but_an_officer_drafts_edits_or_gives_up_a_letter(cast, part):
    letter, by = drafted(cast), cast.actor(part)

    with pytest.raises(PermissionDenied):
        letters.draft("notice", campaign=letter.campaign, by=by, at=AT)
    with pytest.raises(PermissionDenied):
        letters.save(letter, revision=0, subject="Khác", by=by, at=AT)
    with pytest.raises(PermissionDenied):
        letters.recount(letter, by=by, at=AT)
    with pytest.raises(PermissionDenied):
        letters.cancel(letter, reason="Thôi.", by=by, at=AT)


def test_a_letter_begins_with_the_communes_own_words(cast):
    Wording.objects.create(
        commune=cast.commune, kind="urging-letter", text="closing", version=1,
        words="Nộp ngay về {nơi nhận báo cáo}.", made_at=AT, made_by="Đỗ Minh Tuệ",
    )  # fmt: skip

    letter = drafted(cast)

    assert letter.closing == "Nộp ngay về Phòng Văn hóa - Xã hội."
    assert letter.body.startswith("Thực hiện Kế hoạch số ")
    assert "Tính đến ngày 05/12/2026, còn 02 báo cáo chưa được gửi" in letter.body


def test_a_letter_takes_the_authority_of_the_plan_and_its_drafter(cast):
    letter = drafted(cast, "invitation")

    assert (letter.authority, letter.drafted_in) == ("chair", cast.unit("culture"))
    assert letter.recipients == "Chủ tịch, các Phó Chủ tịch UBND xã Đồng Tâm\nLưu: VT, VHXH"
    assert addressees(letter) == [ECONOMY, SERVICE]


def test_a_notice_needs_no_campaign_but_a_reminder_does(cast):
    letter = letters.draft("notice", by=cast.actor("officer"), at=AT)

    assert (letter.campaign, letter.subject, letter.body) == (None, "", "")
    assert letter.closing == "UBND xã Đồng Tâm thông báo để các cơ quan, đơn vị biết, thực hiện."
    with pytest.raises(ValidationError, match="phải về một phong trào"):
        letters.draft("urging", by=cast.actor("officer"), at=AT)


def test_saving_over_a_newer_save_is_refused_and_changes_nothing(cast):
    letter, officer = drafted(cast, "notice"), cast.actor("officer")
    stale = Letter.objects.get(pk=letter.pk)
    letters.save(letter, revision=0, subject="Bản một", units=[cast.unit("service")], by=officer, at=AT)

    with pytest.raises(SavedMeanwhile):
        letters.save(stale, revision=0, subject="Bản hai", units=[], by=officer, at=AT)

    letter.refresh_from_db()
    assert (letter.subject, letter.revision, addressees(letter)) == ("Bản một", 1, [SERVICE])


def test_counting_anew_drops_who_handed_in_and_keeps_what_a_person_wrote(cast):
    letter, officer = drafted(cast), cast.actor("officer")
    report = report_of(letter.campaign, cast.unit("economy"))
    Obligation.objects.filter(pk=report.pk).update(status="submitted", submitted_at=AT)

    assert letters.problems(letter, at=AT) == [
        f"{ECONOMY} không còn nợ “Báo cáo kết quả phong trào”. Hãy lập lại bảng."
    ]
    letters.recount(letter, by=officer, at=AT)
    assert (named(letter), addressees(letter), letters.problems(letter, at=AT)) == ([SERVICE], [SERVICE], [])
    assert "còn 01 báo cáo" in letter.body
    assert f"đề nghị {SERVICE} hoàn thành" in letter.closing

    letters.save(letter, revision=letter.revision, body="Lời riêng.", closing="Lời cuối.", by=officer, at=AT)
    letters.recount(letter, by=officer, at=AT)
    assert (letter.body, letter.closing) == ("Lời riêng.", "Lời cuối.")


def test_counting_anew_never_overwrites_what_somebody_saved_meanwhile(cast):
    letter, officer = drafted(cast), cast.actor("officer")
    stale = Letter.objects.get(pk=letter.pk)
    letters.save(letter, revision=0, body="Lời riêng.", by=officer, at=AT)

    with pytest.raises(Overtaken):
        letters.recount(stale, by=officer, at=AT)

    letter.refresh_from_db()
    assert (letter.body, letter.revision) == ("Lời riêng.", 1)


def test_counting_anew_is_a_save_of_which_who_saves_next_is_told(cast):
    letter, officer = drafted(cast), cast.actor("officer")
    stale = Letter.objects.get(pk=letter.pk)
    letters.recount(letter, by=officer, at=AT)

    with pytest.raises(SavedMeanwhile, match=f"{officer.name} đã lưu văn bản này lúc"):
        letters.save(stale, revision=0, body="Lời riêng.", by=officer, at=AT)


@pytest.mark.parametrize("kind", ["invitation", "notice"])
def test_only_a_reminder_has_a_table_to_count_anew(cast, kind):
    letter = drafted(cast, kind)

    with pytest.raises(ValidationError, match="Chỉ công văn đôn đốc có bảng"):
        letters.recount(letter, by=cast.actor("officer"), at=AT)

    letter.refresh_from_db()
    assert (letter.rows, letter.revision) == ([], 0)


def test_a_cancelled_letter_keeps_its_reason_and_takes_no_more_words(cast):
    letter, officer = drafted(cast, "notice"), cast.actor("officer")
    with pytest.raises(ValidationError, match="lý do"):
        letters.cancel(letter, reason=" ", by=officer, at=AT)

    letters.cancel(letter, reason="Đã nhắc qua điện thoại.", by=officer, at=AT)

    assert letter.status == "cancelled"
    assert HistoryEntry.objects.get(action="letter.cancel").reason == "Đã nhắc qua điện thoại."
    with pytest.raises(ValidationError, match="còn là dự thảo"):
        letters.save(letter, revision=0, subject="Khác", by=officer, at=AT)


def test_what_a_letter_lacks_is_named_before_it_is_issued(cast):
    letter = drafted(cast, "invitation")
    letter.addressed.all().delete()
    letter.authority = "order"

    assert letter.blockers_to_issue() == [
        "Chưa chọn nơi nhận ở mục Kính gửi, Kính mời.",
        "Chưa ghi đủ thời gian, địa điểm họp.",
        "Chưa ghi chức vụ người ký.",
    ]


def test_a_unit_sees_issued_letters_to_itself_and_the_office_sees_all(cast, head, other_head, reader):
    mine = drafted(cast, units=[cast.unit("economy").pk])
    draft = drafted(cast, "notice", campaign=mine.campaign)
    issued(mine, cast)

    assert list(Letter.objects.within(head)) == [mine]
    assert list(Letter.objects.within(other_head)) == []
    assert set(Letter.objects.within(reader)) == {mine, draft}


def test_the_database_holds_no_issued_letter_without_its_paper_nor_a_reminder_about_nothing(cast):
    letter = drafted(cast, "notice")
    for facts in ({"status": "issued"}, {"kind": "urging", "campaign": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**facts)
