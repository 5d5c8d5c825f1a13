"""Pages of minutes: written, saved while typing, signed, corrected."""

import json

import pytest

from awards.models import Choice, Minutes, Session
from awards.services import minutes
from awards.tests.factories import SESSION_AT, adopt, make_nomination, make_session
from campaigns.tests.factories import make_upload
from communes.addresses import here

pytestmark = pytest.mark.usefixtures("clock", "law")


def words(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


@pytest.fixture
def on_agenda(cast, campaign):
    """Phòng Kinh tế, nominated and on an agenda, with a report and a summary."""
    return make_nomination(
        campaign,
        unit=cast.unit("economy"),
        status="on_agenda",
        report={"achievement": "Giải quyết 99% hồ sơ đúng hạn."},
    )


@pytest.fixture
def drafted(council, on_agenda, chair, secretary, now):
    """Minutes drafted after everything was adopted."""
    session = adopt(make_session(council, [on_agenda], status="in_session", chaired_by=chair.person), signed=False)
    Session.objects.filter(pk=session.pk).update(status="voting_done", ended_at=SESSION_AT)
    session.refresh_from_db()
    return minutes.draft(session, by=secretary, at=now)


def test_members_do_not_read_minutes_that_are_being_written(go, drafted, councillor, chair):
    assert go(councillor, "minutes", drafted.pk).status_code == 404
    assert go(chair, "minutes", drafted.pk).status_code == 200
    assert "Biên bản họp" not in words(go(councillor, "session", drafted.session_id))


@pytest.mark.rule("L-13")
def test_minutes_are_written_signed_by_both_and_corrected(go, drafted, secretary, chair):
    text = {
        "version": 0,
        "paper_number": "15/BB-HĐ",
        "opening": "Khai mạc.",
        "discussion": "",
        "conclusion": "Nhất trí.",
    }

    go(secretary, "minutes-edit", drafted.pk, post=text)
    go(secretary, "minutes-sign-secretary", drafted.pk, post={"revision": 1})
    go(chair, "minutes-sign-chair", drafted.pk, post={})
    refused = go(secretary, "minutes-edit", drafted.pk, post=text | {"version": 1, "conclusion": "Khác."})
    go(secretary, "minutes-correct", drafted.pk, post={"reason": "Ghi nhầm chức vụ."})

    drafted.refresh_from_db()
    assert (drafted.conclusion, drafted.paper_number, drafted.locked) == ("Nhất trí.", "15/BB-HĐTĐKT", True)
    assert refused.status_code == 302
    further = Minutes.objects.get(number=2)
    assert (further.corrects, further.correction_reason, further.session.status) == (
        drafted,
        "Ghi nhầm chức vụ.",
        "minutes_draft",
    )
    assert "Biên bản này đã có đính chính" in words(go(secretary, "minutes", drafted.pk))


@pytest.mark.rule("L-13")
def test_the_page_of_minutes_shows_every_figure(go, drafted, chair):
    page = words(go(chair, "minutes", drafted.pk))

    for text in ("Tổng số thành viên", "Tán thành", "Không hợp lệ", "4/4 (100%), cần 3/4", "Giơ tay, lượt 1", "Thư ký"):
        assert text in page


def test_the_page_calls_the_votes_as_the_ballot_does(go, drafted, chair):
    page = words(go(chair, "minutes", drafted.pk))

    assert [label for label in Choice.labels if f'<th scope="col" class="num">{label}</th>' not in page] == []


def test_signing_asks_first_and_the_page_says_where_the_number_comes_from(go, drafted, secretary, chair, now):
    before = words(go(secretary, "minutes", drafted.pk))
    minutes.sign_as_secretary(drafted, by=secretary, at=now)

    page = words(go(chair, "minutes", drafted.pk))

    assert 'data-confirm="Ký biên bản với tư cách thư ký?' in before
    assert "lấy số tiếp theo của sổ văn bản đi khi chủ trì ký" in before
    assert 'data-confirm="Ký biên bản? Biên bản được cấp số và khóa lại' in page


def test_minutes_go_back_to_the_secretary(go, drafted, secretary, chair):
    go(secretary, "minutes-sign-secretary", drafted.pk, post={"revision": 0})
    go(chair, "minutes-unsign", drafted.pk, post={"reason": "Thiếu khách mời."})

    drafted.refresh_from_db()
    assert drafted.secretary_signed_at is None
    page = go(secretary, "minutes", drafted.pk)
    assert page.context["returned"].reason == "Thiếu khách mời."
    assert "<p>Thiếu khách mời.</p>" in page.content.decode()
    go(secretary, "minutes-sign-secretary", drafted.pk, post={"revision": 0})
    assert go(secretary, "minutes", drafted.pk).context["returned"] is None


def test_minutes_are_saved_while_typing_and_a_clash_shows_both_texts(go, drafted, secretary):
    text = {"version": 0, "opening": "Khai mạc.", "discussion": "", "conclusion": "Một.", "paper_number": ""}

    saved = go(secretary, "minutes-save", drafted.pk, post=text)
    clash = go(secretary, "minutes-save", drafted.pk, post=text | {"conclusion": "Hai."})
    page = go(secretary, "minutes-edit", drafted.pk, post=text | {"conclusion": "Hai."})

    assert json.loads(saved.content) == {"saved_at": "09:30", "version": 1}
    assert (clash.status_code, json.loads(clash.content)["url"]) == (
        409,
        here(secretary, "awards:minutes-edit", drafted.pk),
    )
    assert (page.status_code, page.context["differences"]) == (
        409,
        [{"label": "Kết luận", "typed": "Hai.", "stored": "Một."}],
    )


def test_the_scan_of_the_signed_minutes_is_attached(go, drafted, secretary, chair, now):
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    minutes.sign_as_chair(drafted, by=chair, at=now)

    go(secretary, "minutes-scan", drafted.pk, post={"file": make_upload("bien-ban.pdf")})

    file = drafted.session.files.get()
    assert (file.name, file.is_scan) == ("bien-ban.pdf", True)
    assert "bien-ban.pdf" in words(go(chair, "minutes", drafted.pk))


def test_a_finished_session_is_closed_from_its_page(go, drafted, secretary, chair, now):
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    minutes.sign_as_chair(drafted, by=chair, at=now)

    go(secretary, "session-close", drafted.session_id, post={})

    assert Session.objects.get().status == "closed"
