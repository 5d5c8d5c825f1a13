"""The pages of letters and of issuing, through the client."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Obligation
from campaigns.tests.factories import report_of
from communes.models import Unit
from communes.tests.factories import make_number
from reports.documents.letters import addressees
from reports.models import Document, Letter
from reports.services import letters
from reports.tests.cases import AT, queued
from reports.tests.letter_cases import drafted, issued, late_campaign, paper_of, produced


@pytest.fixture(autouse=True)
def _here(settings, tmp_path, monkeypatch):
    """Keep files apart, and let the clock stand after the last day."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: AT)


def url(name: str, *args) -> str:
    """Return an address in Đồng Tâm."""
    return reverse(f"reports:{name}", args=["dong-tam", *args])


@pytest.fixture
def go(client):
    """Return what opens a page as somebody, or sends a form."""

    def ask(actor, address, sent=None, **more):
        client.force_login(actor.user)
        return client.get(address, **more) if sent is None else client.post(address, sent, **more)

    return ask


def text(answer) -> str:
    """Return the words of an answer."""
    return answer.content.decode()


def typed(letter: Letter, **changes) -> dict:
    """Return what a browser sends when a letter is saved."""
    told = {name: getattr(letter, name) for name in ("subject", "body", "closing", "authority", "signer", "recipients")}
    return {**told, "version": letter.revision, "drafted_in": letter.drafted_in_id or "", **changes}


def test_the_tracker_offers_the_reminder_to_all_and_to_each_late_unit(go, cast, officer, reader):
    campaign = late_campaign(cast)
    tracker = reverse("campaigns:tracker", args=["dong-tam", campaign.pk])
    new = url("letter-new", campaign.pk, "urging")

    page = text(go(officer, tracker))

    assert f'action="{new}"' in page
    assert [f'action="{new}?unit={cast.unit(key).pk}"' in page for key in ("economy", "service")] == [True, True]
    assert new not in text(go(reader, tracker))
    report = report_of(campaign, cast.unit("economy"))
    Obligation.objects.filter(pk=report.pk).update(status="submitted", submitted_at=AT)
    page = text(go(officer, tracker))
    assert [f"?unit={cast.unit(key).pk}" in page for key in ("economy", "service")] == [False, True]


def test_a_reminder_is_drafted_by_a_button_edited_and_shown(go, cast, officer):
    campaign = late_campaign(cast)

    answer = go(officer, url("letter-new", campaign.pk, "urging") + f"?unit={cast.unit('service').pk}", {})

    letter = Letter.objects.get()
    assert answer.url == url("letter-edit", letter.pk)
    page = text(go(officer, answer.url))
    assert 'name="units"' not in page
    assert 'name="place"' not in page
    saved = go(officer, answer.url, typed(letter, closing="Nộp trước ngày 10/12/2026.", others="Đảng ủy xã"))
    letter.refresh_from_db()
    assert (saved.url, letter.closing) == (url("letter", letter.pk), "Nộp trước ngày 10/12/2026.")
    page = text(go(officer, saved.url))
    assert "Trung tâm Phục vụ hành chính công; Đảng ủy xã" in page
    assert "Phòng Kinh tế" not in page


def test_when_nobody_is_late_the_reason_is_told_and_nothing_is_drafted(go, cast, officer):
    campaign = late_campaign(cast)
    Obligation.objects.filter(campaign=campaign).update(status="waived", waive_reason="Sáp nhập.")

    answer = go(officer, url("letter-new", campaign.pk, "urging"), {}, follow=True)

    assert "Không có đơn vị nào còn báo cáo quá hạn chưa gửi." in text(answer)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("asked", ["999999", "x", "-1", "9" * 40])
def test_a_unit_that_is_not_there_is_not_reminded(go, cast, officer, asked):
    assert go(officer, url("letter-new", late_campaign(cast).pk, "urging") + f"?unit={asked}", {}).status_code == 404
    assert not Letter.objects.exists()


def test_an_invitation_takes_units_day_hour_and_place(go, cast, officer):
    letter = drafted(cast, "invitation")
    units = [cast.unit("culture").pk, cast.unit("service").pk]
    sent = typed(letter, units=units, day="15/12/2026", hour="14:30", place="Hội trường", chaired_by="Chủ tịch")

    assert go(officer, url("letter-edit", letter.pk), {**sent, "hour": ""}).status_code == 200
    go(officer, url("letter-edit", letter.pk), sent)

    letter.refresh_from_db()
    assert addressees(letter) == ["Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công"]
    assert f"{timezone.localtime(letter.meets_at):%d/%m/%Y %H:%M}" == "15/12/2026 14:30"
    assert "Chưa ghi đủ thời gian" not in text(go(officer, url("letter", letter.pk)))


def test_who_signs_by_order_tells_the_position(go, cast, officer):
    letter = drafted(cast, "notice")

    answer = go(officer, url("letter-edit", letter.pk), typed(letter, authority="order"))

    assert "Ghi chức vụ người ký TL. hoặc TUQ." in text(answer)


def test_somebody_elses_newer_save_is_told(go, cast, officer):
    letter = drafted(cast, "notice")
    letters.save(letter, revision=0, subject="Mới", by=officer, at=AT)

    answer = go(officer, url("letter-edit", letter.pk), typed(letter, version=0, subject="Cũ"))

    letter.refresh_from_db()
    assert "đã lưu văn bản này" in text(answer)
    assert "Cũ</textarea>" in text(answer)
    assert letter.subject == "Mới"
    again = answer.context["form"]["version"].value()
    go(officer, url("letter-edit", letter.pk), typed(letter, version=again, subject="Cũ"))
    letter.refresh_from_db()
    assert letter.subject == "Cũ"


def test_the_drafting_unit_stays_chosen_after_it_was_merged(go, cast, officer):
    letter = drafted(cast)
    Unit.objects.filter(pk=letter.drafted_in_id).update(valid_to=AT.date() - timedelta(days=1))

    chosen = go(officer, url("letter-edit", letter.pk)).context["form"]["drafted_in"]
    go(officer, url("letter-edit", letter.pk), typed(letter, subject="Mới"))

    letter.refresh_from_db()
    assert f'<option value="{letter.drafted_in_id}" selected>' in str(chosen)
    assert (letter.subject, letter.symbol) == ("Mới", "UBND-VHXH")


def test_the_form_on_the_list_starts_a_notice_without_a_campaign_but_no_reminder(go, cast, officer, clerk):
    go(officer, url("letter-start"), {"kind": "notice", "campaign": ""})
    refused = go(officer, url("letter-start"), {"kind": "urging", "campaign": ""}, follow=True)

    assert Letter.objects.get().campaign is None
    assert "phải về một phong trào" in text(refused)
    assert go(officer, url("letter-start"), {"kind": "x"}).status_code == 422
    assert go(clerk, url("letter-start"), {"kind": "notice"}).status_code == 403
    assert "Soạn văn bản" not in text(go(clerk, url("letters")))


def test_a_draft_is_given_up_with_a_reason_and_counted_anew_by_a_button(go, cast, officer):
    letter = drafted(cast)
    report = report_of(letter.campaign, cast.unit("economy"))
    Obligation.objects.filter(pk=report.pk).update(status="submitted", submitted_at=AT)
    assert "Phòng Kinh tế không còn nợ" in text(go(officer, url("letter", letter.pk)))

    go(officer, url("letter-act", letter.pk, "recount"), {})
    letter.refresh_from_db()
    assert len(letter.rows) == 1
    go(officer, url("letter-act", letter.pk, "cancel"), {"reason": "Đã nhắc."})
    letter.refresh_from_db()
    assert letter.status == "cancelled"
    assert go(officer, url("letter-act", letter.pk, "issue"), {}).status_code == 404
    assert go(officer, url("letter-edit", letter.pk)).url == url("letter", letter.pk)


def test_counting_anew_says_when_the_words_before_the_table_were_left_as_written(go, cast, officer):
    letter = drafted(cast)
    kept = "Lời dẫn trước bảng giữ nguyên"

    assert kept not in text(go(officer, url("letter-act", letter.pk, "recount"), {}, follow=True))
    letters.save(letter, revision=1, body="Còn 05 báo cáo.", by=officer, at=AT)
    assert kept in text(go(officer, url("letter-act", letter.pk, "recount"), {}, follow=True))


def test_another_draft_of_an_issued_letter_is_neither_issued_nor_made_anew(go, cast, clerk, officer):
    letter = drafted(cast)
    first = paper_of(letter, cast)
    letters.save(letter, revision=0, body="Lời mới.", by=officer, at=AT)
    assert go(clerk, url("document", first.pk)).context["anew"]

    issued(letter, cast)

    page = go(clerk, url("document", first.pk))
    assert (page.context["may_issue"], page.context["anew"]) == (False, False)


def test_the_clerk_issues_the_paper_and_its_units_fetch_it(go, cast, clerk, officer, head, other_head):
    letter = drafted(cast, units=[cast.unit("economy").pk])
    draft = paper_of(letter, cast)
    assert url("document-issue", draft.pk) in text(go(clerk, url("document", draft.pk)))
    assert url("document-issue", draft.pk) not in text(go(officer, url("document", draft.pk)))
    page = text(go(clerk, url("document-issue", draft.pk)))
    assert "Số: 01/UBND-VHXH" in page
    assert "Đồng Tâm, ngày 05 tháng 12 năm 2026" in page

    answer = go(clerk, url("document-issue", draft.pk), {"number": "1", "on": "05/12/2026", "signer": "Đặng Hữu Phúc"})

    official = Document.objects.get(issued_from=draft)
    assert answer.url == url("document", official.pk)
    assert url("document", draft.pk) in text(go(clerk, answer.url))
    assert "văn bản số 01/UBND-VHXH" in text(go(clerk, url("document", draft.pk)))
    assert "Tệp đang được tạo." in text(go(head, url("letter", letter.pk)))
    produced(official)
    sent = go(head, url("letter-download", letter.pk, "pdf"))
    assert b"".join(sent.streaming_content).startswith(b"%PDF")
    assert go(head, url("letter-download", letter.pk, "xlsx")).status_code == 404
    assert go(other_head, url("letter-download", letter.pk, "pdf")).status_code == 404
    assert go(other_head, url("letter", letter.pk)).status_code == 404


def test_pressing_twice_leads_to_the_one_official_paper(go, cast, clerk):
    draft = paper_of(drafted(cast), cast)
    sent = {"number": "1", "on": "05/12/2026"}
    go(clerk, url("document-issue", draft.pk), sent)

    again = go(clerk, url("document-issue", draft.pk), sent, follow=True)

    official = Document.objects.get(issued_from=draft)
    assert again.redirect_chain[-1][0] == url("document", official.pk)
    assert "Văn bản này đã được cấp số 01/UBND-VHXH." in text(again)


def test_a_doubtful_date_asks_for_a_tick_and_a_refusal_stays_on_the_page(go, cast, clerk):
    draft = paper_of(drafted(cast), cast)
    make_number(cast.commune, symbol="UBND-VHXH", number=5, dated=AT.date())
    sent = {"number": "6", "on": "04/12/2026"}
    assert "Tôi đã kiểm tra, vẫn cấp số này" not in text(go(clerk, url("document-issue", draft.pk)))

    asked = text(go(clerk, url("document-issue", draft.pk), sent))
    assert "Tôi đã kiểm tra, vẫn cấp số này" in asked
    assert "ở trước ngày 05/12/2026" in asked
    assert "Số tiếp theo còn trống là 06" in text(go(clerk, url("document-issue", draft.pk), {**sent, "number": "5"} |
                                                     {"confirmed": "on", "on": "05/12/2026"}))  # fmt: skip
    go(clerk, url("document-issue", draft.pk), {**sent, "confirmed": "on"})
    assert Document.objects.get(issued_from=draft).number == 6


def test_a_changed_letter_is_told_on_its_paper_and_the_paper_is_offered_anew(go, cast, clerk, officer):
    letter = drafted(cast)
    draft = paper_of(letter, cast)
    assert "đã thay đổi sau khi tạo" not in text(go(clerk, url("document", draft.pk)))

    letters.save(letter, revision=0, closing="Khác.", by=officer, at=AT)

    page = text(go(clerk, url("document", draft.pk)))
    assert "Hồ sơ đã thay đổi sau khi tạo bản dự thảo này" in page
    assert url("document-request", "urging-letter", letter.pk) in page
    refused = text(go(clerk, url("document-issue", draft.pk)))
    assert "Hãy tạo lại văn bản" in refused
    assert 'name="number"' not in refused


@pytest.mark.parametrize("part", ["officer", "leader", "head", "reader"])
def test_the_page_of_issuing_is_the_clerks(go, cast, part):
    draft = paper_of(drafted(cast), cast)

    assert go(cast.actor(part), url("document-issue", draft.pk)).status_code == 403


def test_a_paper_with_a_number_of_its_own_has_no_page_of_issuing(go, cast, clerk):
    assert go(clerk, url("document-issue", queued(cast).pk)).status_code == 404


def test_the_list_of_papers_shows_numbers_and_keeps_those_with_or_without(go, cast, clerk):
    letter = drafted(cast)
    official = issued(letter, cast)
    waiting = paper_of(drafted(cast, "notice", campaign=letter.campaign), cast)

    found = {each: list(go(clerk, url("documents") + f"?numbered={each}").context["page"]) for each in ("yes", "no")}

    assert found == {"yes": [official], "no": [waiting]}
    assert "05/UBND-VHXH, 05/12/2026" in text(go(clerk, url("documents")))


def test_a_unit_lists_the_issued_letters_to_itself_alone(go, cast, head, other_head, officer):
    letter = drafted(cast, units=[cast.unit("economy").pk])
    drafted(cast, "notice", campaign=letter.campaign)
    issued(letter, cast)

    assert list(go(head, url("letters-received")).context["page"]) == [letter]
    assert list(go(other_head, url("letters-received")).context["page"]) == []
    assert go(head, url("letters")).status_code == 403
    assert len(go(officer, url("letters") + "?kind=notice").context["page"]) == 1
    assert len(go(officer, url("letters") + "?status=issued&sort=-number").context["page"]) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_of_letters_keep_their_number_of_queries(
    client, cast, officer, head, django_assert_num_queries, rows
):  # fmt: skip
    campaign = late_campaign(cast)
    for number in range(1, rows + 1):
        issued(drafted(cast, campaign=campaign), cast, number=number)
    for actor, name, number in ((officer, "letters", 8), (head, "letters-received", 5)):
        client.force_login(actor.user)
        client.get(url(name))
        with django_assert_num_queries(number):
            assert text(client.get(url(name))).count("<tr>") == rows + 1


def test_the_menu_names_the_list_for_the_office_and_for_a_unit(go, officer, head):
    home = reverse("reports:home", args=["dong-tam"])

    assert "Công văn, giấy mời, thông báo" in text(go(officer, home))
    page = text(go(head, home))
    assert ("Công văn đến đơn vị" in page, url("letters") + '"' in page) == (True, False)
