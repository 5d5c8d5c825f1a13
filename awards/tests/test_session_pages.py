"""Pages of sessions as each role meets them, and who never gets to see them."""

from datetime import date

import pytest

from awards.models import AgendaItem, Conflict, Session, WrittenOpinion
from awards.services import eligibility, minutes, sessions
from awards.tests.factories import SESSION_AT, adopt, make_nomination, make_session
from communes.addresses import here

pytestmark = pytest.mark.usefixtures("clock", "law")

OUTSIDERS = ("head", "member", "reader", "inspector", "administrator")

MEETING = {"title": "Xét khen thưởng", "mode": "meeting", "day": "20/05/2026", "hour": "14:00", "place": "Hội trường"}


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
def session(council, on_agenda):
    """A session in preparation."""
    return make_session(council, [on_agenda])


@pytest.fixture
def sitting(council, on_agenda):
    """A session underway, everybody present."""
    return make_session(council, [on_agenda], status="in_session")


@pytest.fixture
def drafted(council, on_agenda, chair, secretary, now):
    """Minutes drafted after everything was adopted."""
    session = adopt(make_session(council, [on_agenda], status="in_session", chaired_by=chair.person), signed=False)
    Session.objects.filter(pk=session.pk).update(status="voting_done", ended_at=SESSION_AT)
    session.refresh_from_db()
    return minutes.draft(session, by=secretary, at=now)


def words(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


def test_the_secretary_goes_from_a_new_session_to_the_opening(
    go, cast, campaign, council, secretary, chair, monkeypatch
):
    monkeypatch.setattr(eligibility, "problems", lambda nomination, action, at: [])
    good = make_nomination(campaign, unit=cast.unit("economy"), status="eligible")
    go(secretary, "session-new", post=MEETING | {"council": council.pk})
    session = Session.objects.get()

    listed = go(secretary, "session-agenda", session.pk)
    preview = go(secretary, "session-agenda", session.pk, post={"nomination": [good.pk]})
    go(secretary, "session-agenda", session.pk, post={"nomination": [good.pk], "place": "1"})
    go(secretary, "session-convene", session.pk, post={})
    sheet = {f"state-{row.person_id}": "present" for row in session.presence.all()}
    go(secretary, "session-presence", session.pk, post=sheet)
    go(chair, "session-open", session.pk, post={"other_day": "on"})

    session.refresh_from_db()
    assert [row["nomination"] for row in listed.context["rows"]] == [good]
    assert [line["nomination"] for line in preview.context["ready"]] == [good]
    assert (session.status, session.chaired_by, session.quorum) == ("in_session", chair.person, (4, 3, 4))
    assert "Phòng Kinh tế" not in session.notice
    assert "14 giờ 00 phút, ngày 20 tháng 5 năm 2026" in session.notice


def test_facts_and_invitation_are_written_before_convening(go, session, secretary, councillor):
    changed = MEETING | {"title": "Xét khen thưởng đợt 2", "guests": "Hội Nông dân"}

    go(secretary, "session-edit", session.pk, post=changed)
    proposed = go(secretary, "session-notice", session.pk).context["form"].initial["notice"]
    go(secretary, "session-notice", session.pk, post={"notice": "Kính mời dự họp.", "guests": "Hội Phụ nữ"})
    go(secretary, "session-convene", session.pk, post={})

    session.refresh_from_db()
    assert "trân trọng kính mời các thành viên Hội đồng dự họp xét khen thưởng đợt 2." in proposed
    assert (session.title, session.notice, session.guests, session.place, session.status) == (
        "Xét khen thưởng đợt 2",
        "Kính mời dự họp.",
        "Hội Phụ nữ",
        "Hội trường",
        "convened",
    )
    assert "Kính mời dự họp." in words(go(councillor, "session", session.pk))


@pytest.mark.parametrize(
    ("part", "act", "status", "result", "after"),
    [
        ("secretary", "prepare-again", "convened", "", "draft"),
        ("chair", "cancel", "convened", "", "cancelled"),
        ("secretary", "finish-voting", "in_session", "deferred", "voting_done"),
        ("secretary", "draft-minutes", "voting_done", "deferred", "minutes_draft"),
    ],
)
def test_the_other_moves_are_made_from_the_page(go, cast, council, on_agenda, part, act, status, result, after):
    session = make_session(council, [on_agenda], status=status)
    session.agenda.update(result=result, result_reason="Chờ.")

    go(cast.actor(part), f"session-{act}", session.pk, post={"reason": "Bổ sung."})

    session.refresh_from_db()
    assert session.status == after


def test_the_preview_names_what_is_skipped_and_why(go, cast, campaign, council, secretary, monkeypatch):
    good = make_nomination(campaign, unit=cast.unit("economy"), status="eligible")
    bad = make_nomination(campaign, unit=cast.unit("service"), status="deferred")
    hidden = make_nomination(campaign, unit=cast.unit("front"), status="eligible")
    against = {bad.pk: ["Đang có việc chưa kết luận."]}
    monkeypatch.setattr(eligibility, "problems", lambda nomination, action, at: against.get(nomination.pk, []))
    session = make_session(council)
    chosen = {"nomination": [good.pk, bad.pk]}

    preview = go(secretary, "session-agenda", session.pk, post=chosen)
    go(secretary, "session-agenda", session.pk, post=chosen | {"place": "1"})

    assert [line["nomination"] for line in preview.context["held_back"]] == [bad]
    assert "Đang có việc chưa kết luận." in words(preview)
    assert [item.nomination for item in session.agenda.all()] == [good]
    hidden.refresh_from_db()
    assert hidden.status == "eligible"


def test_obstacles_stand_beside_the_disabled_button(go, session, secretary, chair, now):
    sessions.convene(session, by=secretary, at=now)

    page = words(go(chair, "session", session.pk))
    go(chair, "session-open", session.pk, post={})

    session.refresh_from_db()
    assert "Chưa ghi đủ có mặt, vắng mặt của các thành viên." in page
    assert session.status == "convened"


def test_presence_is_one_sheet_and_names_who_lacks_a_reason(go, sitting, secretary, councillor):
    sheet = {f"state-{row.person_id}": "present" for row in sitting.presence.all()}
    refused = go(secretary, "session-presence", sitting.pk, post=sheet | {f"state-{councillor.person.pk}": "absent"})
    assert "Mai Thị Oanh: hãy ghi lý do vắng mặt." in words(refused)

    absent = {f"state-{councillor.person.pk}": "absent", f"reason-{councillor.person.pk}": "Đi học"}
    go(secretary, "session-presence", sitting.pk, post=sheet | absent)

    row = sitting.presence.get(person=councillor.person)
    assert (row.state, row.reason, sitting.quorum) == ("absent", "Đi học", (3, 3, 4))


def test_a_member_reads_the_dossier_of_an_item(go, sitting, on_agenda, councillor):
    item = sitting.agenda.get()

    page = words(go(councillor, "session-item", item.pk))

    assert "Giải quyết 99% hồ sơ đúng hạn." in page
    assert on_agenda.summary in page
    assert on_agenda.citation in page
    assert "Hồ sơ 1/1 trong chương trình" in page
    assert "Tán thành quá 1/2 tổng số thành viên Hội đồng" in page
    assert "Ghi ý kiến thảo luận" not in page


@pytest.mark.rule("L-07")
def test_a_member_declares_and_the_page_says_so(go, sitting, councillor, secretary):
    item = sitting.agenda.get()
    facts = {"person": councillor.person.pk, "words": "Là vợ của trưởng phòng."}

    go(councillor, "session-item-declare", item.pk, post=facts)
    own = words(go(councillor, "session-item", item.pk))
    session_page = words(go(councillor, "session", sitting.pk))
    declared = Conflict.objects.get()
    go(secretary, "conflict-withdraw", declared.pk, post={"reason": "Khai nhầm hồ sơ."})

    assert "Đồng chí không biểu quyết về hồ sơ này" in own
    assert "Đồng chí không biểu quyết" in session_page
    assert not Conflict.objects.exists()


def test_a_member_speaks_for_nobody_else(go, sitting, councillor, vice):
    item = sitting.agenda.get()

    answer = go(councillor, "session-item-declare", item.pk, post={"person": vice.person.pk, "words": "a"})

    assert answer.status_code == 200
    assert not Conflict.objects.exists()


@pytest.mark.rule("L-06")
def test_the_secretary_writes_down_an_opinion_that_others_do_not_read_before_the_vote(
    go, session, secretary, councillor, vice, now
):
    sessions.convene(session, by=secretary, at=now)
    item = session.agenda.get()
    facts = {"person": councillor.person.pk, "choice": "against", "text": "Chưa nổi bật.", "received_on": "13/05/2026"}

    go(secretary, "session-item-opinion", item.pk, post=facts)

    assert (WrittenOpinion.objects.get().choice, WrittenOpinion.objects.get().received_on) == (
        "against",
        date(2026, 5, 13),
    )
    readers = {part: words(go(part, "session-item", item.pk)) for part in (secretary, councillor, vice)}
    assert ["Chưa nổi bật." in page for page in readers.values()] == [True, True, False]
    assert all("Mai Thị Oanh" in page for page in readers.values())


def test_deferring_taking_off_and_noting_from_the_page(go, cast, campaign, council, chair, secretary):
    rows = [make_nomination(campaign, unit=cast.unit(unit), status="on_agenda") for unit in ("economy", "service")]
    sitting = make_session(council, rows, status="in_session")
    first, second = sitting.agenda.order_by("position")

    go(secretary, "session-item-note", first.pk, post={"discussion": "Cần xác minh."})
    go(chair, "session-item-defer", first.pk, post={"reason": "Chờ xác minh."})
    go(secretary, "session-item-take-off", second.pk, post={"reason": "Trùng hồ sơ."})

    found = AgendaItem.objects.order_by("position").values_list("discussion", "result", "result_reason")
    assert list(found) == [("Cần xác minh.", "deferred", "Chờ xác minh."), ("", "taken_off", "Trùng hồ sơ.")]


def test_the_agenda_is_ordered_from_the_page(go, cast, campaign, council, secretary):
    rows = [make_nomination(campaign, unit=cast.unit(unit), status="on_agenda") for unit in ("economy", "service")]
    session = make_session(council, rows)
    first, second = session.agenda.order_by("position")

    go(secretary, "session-item-move", first.pk, post={"direction": "down"})

    assert list(session.agenda.order_by("position")) == [second, first]


def test_a_session_is_put_off_and_convened_anew(go, sitting, chair, secretary):
    go(chair, "session-adjourn", sitting.pk, post={"reason": "Không đủ thành phần."})
    go(
        secretary, "session-reconvene", sitting.pk,
        post={"day": "21/05/2026", "hour": "08:30", "place": "Hội trường"},
    )  # fmt: skip

    sitting.refresh_from_db()
    assert (sitting.status, sitting.place, sitting.sittings[0]["reason"]) == (
        "convened",
        "Hội trường",
        "Không đủ thành phần.",
    )
    assert "Các lần đã tạm hoãn" in words(go(secretary, "session", sitting.pk))


@pytest.mark.parametrize("part", OUTSIDERS)
def test_units_readers_and_administrators_never_see_sessions(go, cast, drafted, part):
    session, item, council = drafted.session, drafted.session.agenda.get(), drafted.session.council
    actor = cast.actor(part)

    answers = {
        name: go(actor, name, *args).status_code
        for name, args in (
            ("sessions", []), ("session", [session.pk]), ("session-item", [item.pk]), ("minutes", [drafted.pk]),
            ("councils", []), ("council", [council.pk]), ("voting-rules", []), ("session-presence", [session.pk]),
            ("session-item-opinion", [item.pk]), ("session-item-declare", [item.pk]), ("minutes-edit", [drafted.pk]),
        )
    }  # fmt: skip

    assert set(answers.values()) == {403}, answers


@pytest.mark.parametrize("part", ["councillor", "leader", "clerk"])
def test_members_do_not_see_what_is_being_prepared(go, cast, session, part):
    actor, item = cast.actor(part), session.agenda.get()

    assert go(actor, "session", session.pk).status_code == 404
    assert go(actor, "session-item", item.pk).status_code == 404
    assert list(go(actor, "sessions").context["page"]) == []


@pytest.mark.parametrize("part", ["officer", "chair", "secretary", "councillor"])
def test_neighbours_find_nothing_at_these_addresses(go, drafted, neighbour, part, cast):
    conflict = Conflict.objects.create(
        item=drafted.session.agenda.get(), person=cast.actor("councillor").person, kind="declared", words="a"
    )
    session, item, council = drafted.session_id, conflict.item_id, drafted.session.council_id
    pages = {
        "officer": [("council", council), ("council-edit", council), ("council-seat", council),
                    ("seat-end", drafted.session.council.seats.first().pk)],
        "chair": [("minutes", drafted.pk)],
        "secretary": [(f"session-{verb}", session) for verb in ("edit", "notice", "presence", "reconvene", "agenda")]
        + [("session-item-note", item), ("minutes-edit", drafted.pk), ("minutes-correct", drafted.pk)],
        "councillor": [("session", session), ("session-item", item), ("session-item-declare", item),
                       ("session-item-opinion", item)],
    }  # fmt: skip
    acts = {
        "officer": [],
        "chair": [(f"session-{verb}", session) for verb in ("open", "adjourn", "cancel")]
        + [("session-item-defer", item), ("minutes-sign-chair", drafted.pk), ("minutes-unsign", drafted.pk)],
        "secretary": [
            (f"session-{verb}", session)
            for verb in ("convene", "prepare-again", "finish-voting", "close", "draft-minutes")
        ]
        + [("session-item-move", item), ("session-item-take-off", item), ("conflict-withdraw", conflict.pk)]
        + [(f"minutes-{verb}", drafted.pk) for verb in ("save", "sign-secretary", "unsign", "scan")],
        "councillor": [],
    }
    actor = neighbour(part)

    found = {name: go(actor, name, pk).status_code for name, pk in pages[part]}
    found |= {name: go(actor, name, pk, post={}).status_code for name, pk in acts[part]}

    assert set(found.values()) == {404}, found


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_sessions_asks_the_same_number_of_queries(
    client, cast, council, secretary, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_session(council)

    client.force_login(secretary.user)
    address = here(secretary, "awards:sessions")

    with django_assert_num_queries(5):
        assert len(client.get(address).context["page"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_session_asks_the_same_number_of_queries(
    client, cast, campaign, council, secretary, rows, django_assert_num_queries
):
    units = ("economy", "service", "front")[:rows]
    nominations = [make_nomination(campaign, unit=cast.unit(unit), status="on_agenda") for unit in units]
    session = make_session(council, nominations, status="in_session")
    for item in session.agenda.all():
        Conflict.objects.create(item=item, person=secretary.person, kind="declared", words="a")

    client.force_login(secretary.user)
    address = here(secretary, "awards:session", session.pk)

    with django_assert_num_queries(13):
        assert len(client.get(address).context["items"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_choosing_dossiers_asks_the_same_number_of_queries(
    client, cast, campaign, council, secretary, rows, django_assert_num_queries
):
    for unit in ("economy", "service", "front")[:rows]:
        make_nomination(campaign, unit=cast.unit(unit), status="eligible")
    session = make_session(council)

    client.force_login(secretary.user)
    address = here(secretary, "awards:session-agenda", session.pk)

    with django_assert_num_queries(7):
        assert len(client.get(address).context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_an_item_asks_the_same_number_of_queries(
    client, cast, campaign, council, councillor, rows, django_assert_num_queries
):
    units = ("economy", "service", "front")[:rows]
    nominations = [make_nomination(campaign, unit=cast.unit(unit), status="on_agenda") for unit in units]
    session = make_session(council, nominations, status="in_session")

    client.force_login(councillor.user)
    address = here(councillor, "awards:session-item", session.agenda.first().pk)

    with django_assert_num_queries(11):
        assert client.get(address).status_code == 200


def test_lists_are_empty_in_words(go, cast, secretary):
    assert "Chưa ghi Hội đồng nào." in words(go(secretary, "councils"))
    assert "Chưa có phiên họp nào." in words(go(secretary, "sessions"))


@pytest.mark.parametrize(
    ("query", "count"), [("", 2), ("?status=convened", 1), ("?mode=written", 1), ("?status=closed", 0)]
)
def test_the_list_of_sessions_is_narrowed(go, council, secretary, query, count):
    make_session(council, status="convened")
    make_session(council, mode="written")

    assert len(go(secretary, "sessions", query=query).context["page"]) == count
