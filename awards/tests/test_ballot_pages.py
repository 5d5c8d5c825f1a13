"""Pages of ballots: preparing, the member's sheet and receipt, counting, the acts, the wall, the desk of a session."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from awards.models import Ballot, Voter
from awards.services import ballots
from awards.tests.ballot_cases import give, make_nominees, make_sitting, open_now, sheet, totals
from awards.tests.factories import make_ballot
from communes.addresses import here

SMALL_COUNCIL = "khi tất cả, hoặc tất cả trừ một người, chọn như nhau"


@pytest.fixture
def nominees(cast, campaign):
    """Two people on the agenda."""
    return make_nominees(cast, campaign, 2)


@pytest.fixture
def session(cast, nominees):
    """A council of four that sits over two nominees."""
    return make_sitting(cast, nominees)[0]


@pytest.fixture
def ballot(session, secretary, clock):
    """A secret ballot on both, open."""
    return open_now(session, by=secretary)


def words(answer) -> str:
    """Return what a page says."""
    return answer.content.decode()


def posted(ballot, *choices, person=None):
    """Return a member's sheet as the page sends it."""
    return {f"item_{pk}": choice for pk, choice in sheet(ballot, *choices, person=person).items()}


def test_a_session_is_voted_on_from_preparing_to_announcing_on_the_pages(go, cast, session, secretary, chair, clock):
    page = go(secretary, "ballot-prepare", session.pk)
    items = [str(each.pk) for each in session.agenda.order_by("position")]
    assert page.context["form"]["items"].value() == items
    assert SMALL_COUNCIL in words(page)

    go(secretary, "ballot-prepare", session.pk, post={"items": items, "method": "secret"})
    ballot = Ballot.objects.get()
    go(secretary, "ballot-open", ballot.pk, post={})
    for part, choices in (("chair", ["for", "for"]), ("vice", ["for", "against"]), ("secretary", ["for", "for"])):
        go(cast.actor(part), "ballot-vote", ballot.pk, post=posted(ballot, *choices))
    go(secretary, "ballot-close", ballot.pk, post={})
    go(chair, "ballot-confirm", ballot.pk, post={})
    go(chair, "ballot-announce", ballot.pk, post={})

    ballot.refresh_from_db()
    assert (ballot.status, totals(ballot)) == (
        "announced",
        [(3, 0, 0, 0, 4, 3, True), (2, 1, 0, 0, 4, 3, False)],
    )
    page = words(go(chair, "ballot", ballot.pk))
    assert "3/4 phiếu (75%), cần 3/4" in page and "Mọi người chọn như nhau" in page


def test_a_ballot_needs_an_item_and_a_way(go, session, secretary, clock):
    page = words(go(secretary, "ballot-prepare", session.pk, post={"method": "secret"}))

    assert "Hãy chọn ít nhất một hồ sơ." in page
    assert Ballot.objects.count() == 0


def test_without_items_there_is_nothing_to_prepare(go, session, secretary, clock):
    make_ballot(session)

    assert "Không còn hồ sơ nào chờ biểu quyết." in words(go(secretary, "ballot-prepare", session.pk))


def test_obstacles_stand_beside_the_button_and_refuse_the_act(go, session, secretary, clock):
    session.presence.exclude(person=secretary.person).update(state="absent", reason="Ốm")
    ballot = ballots.prepare(session, session.agenda.all(), "hands", by=secretary, at=session.opened_at)
    obstacle = "Chưa đủ thành phần: có mặt 01/04, cần ít nhất 03."

    assert obstacle in words(go(secretary, "ballot", ballot.pk))
    assert obstacle in words(go(secretary, "ballot-open", ballot.pk, post={}, follow=True))

    ballot.refresh_from_db()
    assert ballot.status == "prepared"


def test_the_sheet_shows_every_nominee_quorum_and_the_limits_of_secrecy(go, ballot, nominees, chair):
    page = words(go(chair, "ballot-vote", ballot.pk))

    assert [each.nominee in page for each in nominees] == [True, True]
    assert "Hồ sơ 1/2" in page and "Hồ sơ 2/2" in page
    assert "Có mặt 04/04 thành viên, cần ít nhất 03: đủ thành phần." in page
    assert SMALL_COUNCIL in page
    assert page.count('type="radio"') == 6 and "checked" not in page


@pytest.mark.rule("L-07")
def test_the_sheet_offers_no_choice_where_the_member_stands_aside(go, cast, campaign, chair, secretary, clock):
    session, _ = make_sitting(cast, make_nominees(cast, campaign, 2, people=[chair.person]))
    ballot = open_now(session, by=secretary)

    page = words(go(chair, "ballot-vote", ballot.pk))

    assert page.count('type="radio"') == 3
    assert "là người được đề nghị khen thưởng, không biểu quyết về chính mình." in page


def test_a_vote_is_sent_once_and_answered_by_a_receipt_without_the_choice(go, ballot, chair, secretary, vice):
    answer = go(chair, "ballot-vote", ballot.pk, post=posted(ballot, "for", "against"), follow=True)

    assert "Đồng chí đã bỏ phiếu" in words(answer) and 'type="radio"' not in words(answer)
    assert list(ballot.voters.filter(voted=True).values_list("person", flat=True)) == [chair.person.pk]

    again = go(chair, "ballot-vote", ballot.pk, post=posted(ballot, "blank", "blank"), follow=True)

    assert "lần gửi sau không được tính" in words(again)
    give(ballot, [secretary, vice], ["blank", "blank"], ["blank", "blank"], at=ballot.opened_at)
    ballots.close(ballot, by=secretary, at=ballot.opened_at)
    assert [row[:3] for row in totals(ballot)] == [(1, 0, 2), (0, 1, 2)]


def test_a_sheet_with_a_gap_is_shown_again_with_what_is_lacking(go, ballot, nominees, chair):
    first, _ = sheet(ballot, "for", "for")

    page = words(go(chair, "ballot-vote", ballot.pk, post={f"item_{first}": "for"}))

    assert f"Hồ sơ 2, {nominees[1].nominee}: Hãy chọn một ý kiến." in page
    assert "<title>Lỗi: " in page
    assert not Voter.objects.filter(voted=True).exists()


def test_a_full_sheet_is_read_once_more_and_sent_or_mended(go, ballot, nominees, chair):
    choices = posted(ballot, "for", "against")

    read = words(go(chair, "ballot-vote", ballot.pk, post=choices | {"review": "1"}))
    back = words(go(chair, "ballot-vote", ballot.pk, post=choices | {"again": "1"}))

    assert "Mỗi người bỏ phiếu một lần; gửi rồi không sửa được." in read
    assert re.findall(r"<strong>(.*?)</strong><input", read) == ["Tán thành", "Không tán thành"]
    assert 'type="radio"' not in read and nominees[1].nominee in read
    assert (back.count("checked"), "error-summary" in back) == (2, False)
    assert not Voter.objects.filter(voted=True).exists()


def test_a_sheet_with_a_gap_says_what_is_lacking_before_anything_of_sending(go, ballot, nominees, chair):
    first, _ = sheet(ballot, "for", "for")

    page = words(go(chair, "ballot-vote", ballot.pk, post={f"item_{first}": "for", "review": "1"}))

    assert f"Hồ sơ 2, {nominees[1].nominee}: Hãy chọn một ý kiến." in page
    assert "gửi rồi không sửa được" not in page and "data-confirm" not in page


def test_a_sheet_sent_too_late_is_told_so(go, ballot, chair, vice, councillor, secretary):
    members = [vice, councillor, secretary]
    give(ballot, members, *[["for", "for"]] * 3, at=ballot.opened_at)
    ballots.close(ballot, by=secretary, at=ballot.opened_at)

    page = words(go(chair, "ballot-vote", ballot.pk, post=posted(ballot, "for", "for"), follow=True))

    assert ballots.NOT_OPEN in page


def test_who_is_not_on_the_list_is_led_back(go, ballot, councillor):
    Voter.objects.filter(person=councillor.person).delete()

    page = words(go(councillor, "ballot-vote", ballot.pk, follow=True))

    assert "không có tên trong danh sách biểu quyết" in page


def test_the_sheet_is_not_kept_by_the_browser(go, ballot, chair):
    assert "no-store" in go(chair, "ballot-vote", ballot.pk)["Cache-Control"]


def test_a_named_vote_shows_who_said_what_after_closing(go, session, secretary, chair, vice, clock):
    ballot = open_now(session, "named", by=secretary)
    give(ballot, [secretary, vice], ["for", "for"], ["for", "for"], at=ballot.opened_at)
    go(chair, "ballot-vote", ballot.pk, post=posted(ballot, "for", "against"))
    line = "Đặng Hữu Phúc: Không tán thành"

    assert line not in words(go(secretary, "ballot", ballot.pk))
    go(secretary, "ballot-close", ballot.pk, post={})

    assert line in words(go(secretary, "ballot", ballot.pk))


def test_the_secretary_enters_hands(go, session, secretary, chair, clock):
    ballot = open_now(session, "hands", by=secretary)
    figures = {}
    for pk in ballot.items.values_list("pk", flat=True):
        figures |= {f"for_{pk}": "3", f"against_{pk}": "0", f"blank_{pk}": "1"}

    assert "Đồng chí không nhập kết quả đếm" in words(go(chair, "ballot-count", ballot.pk, follow=True))
    go(secretary, "ballot-count", ballot.pk, post=figures)
    assert 'value="3"' in words(go(secretary, "ballot-count", ballot.pk))
    go(secretary, "ballot-close", ballot.pk, post={})

    assert totals(ballot) == [(3, 0, 1, 0, 4, 3, True)] * 2


def test_wrong_counts_come_back_to_the_form(go, session, secretary, clock):
    ballot = open_now(session, "hands", by=secretary)
    first, second = ballot.items.order_by("item__position").values_list("pk", flat=True)
    figures = {f"for_{first}": "3", f"against_{first}": "0", f"blank_{first}": "", f"for_{second}": "-1"}
    figures |= {f"against_{second}": "0", f"blank_{second}": "5"}

    page = words(go(secretary, "ballot-count", ballot.pk, post=figures))
    assert "Hồ sơ 1: nhập số “không có ý kiến”, không có thì ghi 0." in page
    assert "Hồ sơ 2: “tán thành” không được âm." in page

    figures |= {f"blank_{first}": "0", f"for_{second}": "0"}
    page = words(go(secretary, "ballot-count", ballot.pk, post=figures))
    assert "Hồ sơ 1: tổng số phải bằng 04 người được biểu quyết." in page


@pytest.mark.rule("L-07")
def test_the_count_names_how_many_vote_on_each_nominee(go, cast, campaign, chair, vice, secretary, clock):
    session, _ = make_sitting(cast, make_nominees(cast, campaign, 2, people=[chair.person]))
    ballot = open_now(session, "paper", by=secretary)

    page = words(go(vice, "ballot-count", ballot.pk))

    assert re.findall(r"\((\d\d) người được biểu quyết\)", page) == ["03", "04"]


def test_two_tellers_enter_apart_and_see_where_they_differ(go, session, secretary, vice, councillor, clock):
    ballot = open_now(session, "paper", by=secretary)
    rows = ballot.items.values_list("pk", flat=True)

    def figures(votes):
        return {f"{part}_{pk}": votes[part] for pk in rows for part in ("for", "against", "blank", "invalid")}

    go(vice, "ballot-count", ballot.pk, post=figures({"for": 4, "against": 0, "blank": 0, "invalid": 0}))
    assert 'value="4"' not in words(go(councillor, "ballot-count", ballot.pk))
    go(councillor, "ballot-count", ballot.pk, post=figures({"for": 3, "against": 1, "blank": 0, "invalid": 0}))

    for teller in (vice, councillor):
        assert "tán thành 3 (Mai Thị Oanh), 4 (Phan Thị Quyên)" in words(go(teller, "ballot", ballot.pk))
    page = words(go(secretary, "ballot", ballot.pk))
    assert "Hai người kiểm phiếu nhập khác nhau" in page and "tán thành 3" not in page


@pytest.mark.parametrize(("reason", "status"), [("Mất điện.", "voided"), ("", "open")])
def test_a_ballot_is_voided_for_a_reason(go, ballot, chair, reason, status):
    page = words(go(chair, "ballot-void", ballot.pk, post={"reason": reason}, follow=True))

    ballot.refresh_from_db()
    assert (ballot.status, "Lý do: Mất điện." in page) == (status, status == "voided")


def test_a_page_reloads_itself_when_the_status_moves(go, ballot, chair):
    assert "HX-Refresh" not in go(chair, "ballot-progress", ballot.pk, query="?was=open")
    ballots.void(ballot, reason="Mất điện.", by=chair, at=ballot.opened_at)

    assert go(chair, "ballot-progress", ballot.pk, query="?was=open")["HX-Refresh"] == "true"


def test_the_wall_shows_progress_then_waits_for_the_announcement(
    go, session, ballot, nominees, chair, vice, secretary, councillor
):
    give(ballot, [chair, vice], ["for", "for"], ["for", "against"], at=ballot.opened_at)

    page = words(go(secretary, "session-projector", session.pk))
    assert "2/4" in page and nominees[0].nominee in page and "Có mặt 04/04" in page
    give(ballot, [councillor], ["blank", "blank"], at=ballot.opened_at)
    ballots.close(ballot, by=secretary, at=ballot.opened_at)
    for act in (ballots.confirm, None):
        page = words(go(secretary, "session-projector-now", session.pk))
        assert "kết quả chờ công bố" in page and "phiếu (" not in page
        if act:
            act(ballot, by=chair, at=ballot.opened_at)
    ballots.announce(ballot, by=chair, at=ballot.opened_at)

    page = words(go(secretary, "session-projector-now", session.pk))
    assert "2/4 phiếu (50%), cần 3/4" in page and "1/4 phiếu (25%), cần 3/4" in page


def test_the_wall_without_a_ballot_says_so(go, session, secretary, clock):
    assert "Chưa có lượt biểu quyết." in words(go(secretary, "session-projector", session.pk))


def desk(session, actor) -> str:
    """Return the part of a session's page that lists its ballots."""
    request = RequestFactory().get("/")
    request.actor = actor
    return render_to_string("awards/_session_ballots.html", {"session": session}, request=request)


@pytest.mark.parametrize(
    ("part", "shown", "missing"),
    [
        ("councillor", ["Bỏ phiếu</a>", "0/4 đã bỏ phiếu", "Màn hình chiếu"], ["Chuẩn bị lượt biểu quyết"]),
        ("secretary", ["Bỏ phiếu</a>", "Mọi hồ sơ chờ biểu quyết đã nằm trong lượt 1."], ["Chuẩn bị lượt biểu quyết"]),
        ("officer", ["0/4 đã bỏ phiếu"], ["Bỏ phiếu</a>", "Chuẩn bị lượt biểu quyết"]),
    ],
)
def test_the_desk_lists_ballots_with_what_each_can_do(cast, session, ballot, part, shown, missing):
    page = desk(session, cast.actor(part))

    assert [each in page for each in shown] == [True] * len(shown)
    assert [each in page for each in missing] == [False] * len(missing)


def test_a_ballot_is_offered_while_an_item_waits_for_one_and_again_after_a_ballot_is_void(session, secretary, officer):
    first, second = session.agenda.order_by("position")
    button = "Chuẩn bị lượt biểu quyết</a>"
    assert (button in desk(session, secretary), button in desk(session, officer)) == (True, False)

    ballot = ballots.prepare(session, [first], "hands", by=secretary, at=session.opened_at)
    assert button in desk(session, secretary)

    ballots.prepare(session, [second], "secret", by=secretary, at=session.opened_at)
    assert button not in desk(session, secretary)
    assert "đã nằm trong lượt 1, 2. Cần biểu quyết lại" in desk(session, secretary)

    Ballot.objects.filter(pk=ballot.pk).update(status="voided", void_reason="Nhầm danh sách.")
    assert button in desk(session, secretary)

    session.agenda.update(result="deferred", result_reason="Chờ xác minh.")
    assert "Mọi hồ sơ trong chương trình đã có kết quả hoặc đã hoãn." in desk(session, secretary)


def test_the_desk_names_the_next_step_of_who_may_take_it(session, secretary, chair, clock):
    ballot = open_now(session, "hands", by=secretary)
    assert ("Đóng bỏ phiếu" in desk(session, secretary), "Đóng bỏ phiếu" in desk(session, chair)) == (True, False)

    Ballot.objects.filter(pk=ballot.pk).update(status="closed", closed_at=ballot.opened_at)

    assert ("Xác nhận" in desk(session, secretary), "Xác nhận" in desk(session, chair)) == (False, True)


def test_a_desk_without_ballots_says_what_comes_next(session, officer):
    assert "Chưa có lượt biểu quyết." in desk(session, officer)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_asks_the_same_number_of_queries(
    cast, campaign, session, secretary, rows, django_assert_num_queries, clock
):
    for _ in range(rows):
        make_ballot(session, status="closed")

    with django_assert_num_queries(3):
        desk(session, secretary)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_and_the_sheet_ask_the_same_number_of_queries(
    client, cast, campaign, secretary, count, django_assert_num_queries, clock
):
    session, _ = make_sitting(cast, make_nominees(cast, campaign, count))
    ballot = open_now(session, by=secretary)
    client.force_login(secretary.user)

    with django_assert_num_queries(11):
        client.get(here(secretary, "awards:ballot", ballot.pk))
    with django_assert_num_queries(7):
        client.get(here(secretary, "awards:ballot-vote", ballot.pk))
    with django_assert_num_queries(8):
        client.get(here(secretary, "awards:session-projector", session.pk))


@pytest.mark.parametrize("count", [1, 3])
def test_a_vote_asks_the_same_number_of_queries_and_reads_no_dossier(
    client, cast, campaign, secretary, chair, count, django_assert_num_queries, clock
):
    session, _ = make_sitting(cast, make_nominees(cast, campaign, count))
    ballot = open_now(session, by=secretary)
    client.force_login(chair.user)
    client.get(here(chair, "awards:ballot", ballot.pk))
    given = posted(ballot, *["for"] * count)

    with django_assert_num_queries(12) as asked:
        client.post(here(chair, "awards:ballot-vote", ballot.pk), given)

    assert not [each for each in asked.captured_queries if "awards_nomination" in each["sql"]]
    assert ballot.voters.get(voted=True).person == chair.person


def test_every_page_of_a_ballot_is_reached_from_the_session(go, session, ballot, secretary):
    page = words(go(secretary, "ballot", ballot.pk))

    assert here(secretary, "awards:session", session.pk) in page
    assert here(secretary, "awards:ballot-vote", ballot.pk) in page
