"""The handover pack: what stands where, what hangs on a person, and who may know it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from awards.models import Nomination, Session
from awards.tests.factories import (
    load_law,
    make_award_campaign,
    make_ballot,
    make_council,
    make_decision,
    make_nomination,
    make_session,
)
from awards.tests.standing_cases import appraise
from campaigns.models import Difficulty, LegalValue, Obligation, PlanReading
from campaigns.tests.factories import make_campaign, report_of
from communes.models import HistoryEntry, Membership, RegisteredNumber, Role
from communes.tests.factories import make_membership, make_number, make_person
from reports.handover import pack
from reports.models import Mailing
from reports.tests.handover_cases import READERS, section, told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OF_AWARDS = {"dossiers", "sessions"}


@pytest.fixture
def contest(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


@pytest.mark.parametrize("part", READERS)
def test_nothing_to_hand_over_is_told_section_by_section(cast, part, now):
    given = pack(cast.actor(part).person, reader=cast.actor(part), at=now)

    empty = {each.key for each in given.sections if not each.lines}
    assert empty >= {"campaigns", "deadlines", "late", "papers", "numbers", "awaited"}
    assert all(each.empty.endswith(".") and not each.cut for each in given.sections)
    assert given.busy == []
    assert given.quiet.startswith("Chưa có thời hạn nào trong các tháng: 05/2026, 06/2026,")
    assert given.quiet.endswith(" 03/2027, 04/2027.")


def test_a_campaign_is_told_with_its_state_and_what_is_overdue(cast, now):
    campaign = make_campaign(cast)
    Obligation.objects.filter(pk=report_of(campaign, cast.unit("economy")).pk).update(late_from=now - DAY)

    name = "Đẩy mạnh cải cách hành chính năm 2026"
    assert told(section(cast, "campaigns", now)) == [
        (f"{name} (11/KH-UBND)", "Đang thực hiện; 01 báo cáo quá hạn", "15/01/2026 – 31/12/2026")
    ]
    late = section(cast, "late", now)
    assert [(line.what, line.when) for line in late.lines] == [("Phòng Kinh tế", "13/05/2026")]
    assert late.lines[0].where.endswith(f"– {name}")


def test_a_campaign_that_has_no_first_day_yet_is_told_with_its_last(cast, now):
    type(make_campaign(cast, status="in_review")).objects.update(starts_on=None)

    assert [line.when for line in section(cast, "campaigns", now).lines] == ["Đến 31/12/2026"]


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_a_campaign_that_is_over_is_handed_over_no_more(cast, now, status):
    type(make_campaign(cast)).objects.update(status=status)

    assert section(cast, "campaigns", now).total == 0


def test_deadlines_ahead_come_in_the_order_of_their_days_and_stand_in_their_month(cast, officer, now):
    name = make_campaign(cast).name
    november = now.replace(month=11)

    given = pack(officer.person, reader=officer, at=november)

    assert told(section(cast, "deadlines", november)) == [
        ("Hạn cuối: Báo cáo kết quả phong trào", name, "30/11/2026"),
        ("Kết thúc phong trào", name, "31/12/2026"),
    ]
    assert [(month.title, month.lines) for month in given.busy] == [
        ("Tháng 11/2026", (("30/11/2026", "Hạn cuối: Báo cáo kết quả phong trào", name),)),
        ("Tháng 12/2026", (("31/12/2026", "Kết thúc phong trào", name),)),
    ]


@pytest.mark.parametrize(
    ("status", "where"),
    [
        ("submitted", "Đã nộp; ở cơ quan thường trực"),
        ("under_appraisal", "Đang thẩm định; ở cơ quan thường trực"),
        ("returned", "Trả lại bổ sung; ở đơn vị"),
        ("eligible", "Đủ điều kiện; ở thư ký Hội đồng, chờ đưa vào chương trình"),
        ("on_agenda", "Đưa ra Hội đồng; ở Hội đồng"),
        ("recommended", "Hội đồng tán thành; ở cơ quan thường trực, chờ lập quyết định hoặc tờ trình"),
        ("reserve", "Dự bị; ở cơ quan thường trực"),
        ("awarded", "Được khen thưởng; ở văn thư, chờ công bố quyết định"),
    ],
)
def test_each_dossier_says_in_whose_hands_it_lies(cast, contest, now, status, where):
    make_nomination(contest, unit=cast.unit("economy"), status=status)

    assert [line[:2] for line in told(section(cast, "dossiers", now))] == [("Giấy khen – Phòng Kinh tế", where)]


@pytest.mark.parametrize("status", Nomination.OUT)
def test_a_dossier_at_its_end_is_not_told(cast, contest, now, status):
    make_nomination(contest, unit=cast.unit("economy"), status=status)

    assert section(cast, "dossiers", now).total == 0


def test_a_dossier_whose_award_was_published_is_at_its_end(cast, contest, now):
    row = make_nomination(contest, unit=cast.unit("economy"), status="awarded")
    make_decision(contest, [row], status="issued")
    before = section(cast, "dossiers", now).total

    type(row.lines.get().decision).objects.update(status="published", published_at=now)

    assert (before, section(cast, "dossiers", now).total) == (1, 0)


def test_a_dossier_says_since_when_it_lies_there(cast, contest, officer, now):
    row = make_nomination(contest, unit=cast.unit("economy"), status="submitted")
    for days, status in ((3, "submitted"), (2, "under_appraisal"), (1, "submitted")):
        HistoryEntry.objects.create(
            commune=cast.commune, record_type="awards.nomination", record_id=row.pk, record_title=str(row),
            action="x", label="x", to_status=status, actor_name="x", at=now - days * DAY,
        )  # fmt: skip

    assert section(cast, "dossiers", now).lines[0].when == "13/05/2026"


@pytest.mark.parametrize(("part", "knows"), [("officer", True), ("leader", True), ("administrator", False)])
def test_what_is_not_announced_is_told_to_those_who_make_the_awards_alone(cast, contest, now, part, knows):
    row = make_nomination(contest, unit=cast.unit("economy"), status="recommended")
    make_session(make_council(cast), [row], status="in_session")
    make_decision(contest, [row], status="awaiting_signature", title="Trích yếu kín")

    given = pack(cast.actor("officer").person, reader=cast.actor(part), at=now)

    words = str((given.own, given.sections, given.months))
    assert [each in words for each in ("Hội đồng tán thành", "Trích yếu kín", "Xét khen thưởng")] == [knows] * 3
    assert ({each.key for each in given.sections} >= OF_AWARDS) is knows


def test_what_a_unit_is_still_writing_is_not_told_to_the_leader(cast, contest, now):
    make_nomination(contest, unit=cast.unit("economy"), status="draft")

    assert [
        line.what for line in section(cast, "open", now, reader="leader", of="head").lines if "hồ sơ" in line.what
    ] == []
    assert section(cast, "dossiers", now, reader="leader").total == 0
    assert (
        section(cast, "open", now, reader="officer", of="head").lines[-1].what
        == "Soạn tiếp hồ sơ Giấy khen – Phòng Kinh tế"
    )


def test_a_dossier_that_went_back_to_its_unit_is_not_told_to_the_leader(cast, contest, now):
    make_nomination(contest, unit=cast.unit("economy"), status="returned")

    told = {
        reader: [line.what for line in section(cast, "awaited", now, reader=reader, of="officer").lines]
        for reader in ("leader", "officer")
    }

    assert [line for line in told["leader"] if "hồ sơ" in line.lower()] == []
    assert [line for line in told["officer"] if "hồ sơ" in line.lower()] != []


def test_open_work_is_that_of_the_persons_own_desk(cast, now):
    campaign = make_campaign(cast)
    Difficulty.objects.create(
        campaign=campaign,
        unit=cast.unit("economy"),
        title="Thiếu máy quét",
        text="…",
        raised_by="Vũ Thị Én",
        raised_at=now,
    )

    mine, theirs = (section(cast, "open", now, of=part) for part in ("officer", "leader"))

    assert (
        "Nhận xử lý: Thiếu máy quét",
        "Phòng Kinh tế · Đẩy mạnh cải cách hành chính năm 2026",
        "Phản ánh 14/05/2026",
    ) in told(mine)
    assert told(theirs) == []


def test_a_desk_outlives_the_role_until_somebody_else_holds_it(cast, officer, now):
    campaign = make_campaign(cast)
    Difficulty.objects.create(
        campaign=campaign,
        unit=cast.unit("economy"),
        title="Thiếu máy quét",
        text="…",
        raised_by="Vũ Thị Én",
        raised_at=now,
    )
    Membership.objects.filter(person=officer.person).update(ends_on=now.date() - DAY)

    assert "Nhận xử lý: Thiếu máy quét" in [
        line.what for line in section(cast, "open", now, reader="leader", of="officer").lines
    ]


def test_a_person_without_an_account_has_no_desk(cast, officer, now):
    newcomer = make_person(cast.commune, unit=cast.unit("culture"))
    make_membership(newcomer, Role.OFFICER, cast.unit("culture"))

    given = pack(newcomer, reader=officer, at=now)

    assert given.state == "Chưa có tài khoản"
    assert [(each.lines, each.empty) for each in given.sections[:2]] == [
        ((), "Người này chưa có tài khoản hoặc chưa giữ vai trò nào.")
    ] * 2


def test_votes_are_nobodys_to_hand_over(cast, contest, now):
    row = make_nomination(contest, unit=cast.unit("economy"), status="on_agenda")
    session = make_session(make_council(cast), [row], status="in_session")
    make_ballot(session, status="open")

    assert [line for line in told(section(cast, "open", now, of="councillor")) if "Bỏ phiếu" in line[0]] == []


def test_papers_wait_for_a_signature_or_a_number_whoever_gives_it(cast, contest, now):
    make_campaign(cast, status="in_review")
    make_decision(contest, status="awaiting_signature", title="Về việc tặng Giấy khen")

    assert [line.what for line in section(cast, "papers", now).lines] == [
        "Duyệt kế hoạch: Đẩy mạnh cải cách hành chính năm 2026",
        "Ký quyết định: Về việc tặng Giấy khen",
    ]
    assert [line.what for line in section(cast, "papers", now, reader="administrator").lines] == [
        "Duyệt kế hoạch: Đẩy mạnh cải cách hành chính năm 2026"
    ]


def test_the_last_number_of_each_symbol_is_told_and_none_is_given(cast, now):
    make_number(cast.commune, number=3)
    make_number(cast.commune, number=11, dated=date(2026, 2, 9))
    make_number(cast.commune, symbol="QĐ-UBND", number=5, dated=date(2026, 4, 1))
    make_number(cast.commune, year=2025, number=77, dated=date(2025, 12, 1))

    assert told(section(cast, "numbers", now)) == [
        ("KH-UBND", "Đã cấp đến số 11; số tiếp theo là 12", "09/02/2026"),
        ("QĐ-UBND", "Đã cấp đến số 05; số tiếp theo là 06", "01/04/2026"),
    ]
    assert RegisteredNumber.objects.count() == 4


def test_roles_that_end_come_first_and_say_what_keeps_somebody_out(cast, officer, clerk, head, now):
    Membership.objects.filter(person=clerk.person).update(ends_on=date(2026, 6, 30))
    type(clerk.user).objects.filter(pk=clerk.user.pk).update(is_active=False)

    assert told(section(cast, "roles", now)) == [
        ("Lê Thị Ánh", "Văn thư – Văn phòng HĐND và UBND – tài khoản đang khóa", "30/06/2026"),
        ("Nguyễn Thị Hạnh", "Cán bộ cơ quan thường trực – Phòng Văn hóa - Xã hội", "Không thời hạn"),
    ]


def test_what_nobody_has_confirmed_is_named(cast, now):
    load_law()
    LegalValue.objects.update(confirmed=True)
    LegalValue.objects.filter(key="base_salary").update(confirmed=False)

    lines = told(section(cast, "settings", now))

    assert {where for _, where, _ in lines} >= {"Quy tắc biểu quyết"}
    assert all(when.startswith("Áp dụng từ ") for _, _, when in lines)
    assert "Quy tắc biểu quyết" not in str(told(section(cast, "settings", now, reader="administrator")))


def test_letters_readings_and_tables_that_wait_are_told(cast, officer, now):
    for part, status in (("head", "waiting"), ("member", "held"), ("clerk", "sent")):
        Mailing.objects.create(
            commune=cast.commune, person=cast.actor(part).person, address="a@example.org", day=now.date(),
            subject="Nộp báo cáo", body="…", status=status, made_at=now, try_at=now,
            sent_at=now if status == "sent" else None,
        )  # fmt: skip
    for name, status in (("163-KH.docx", "open"), ("cu.docx", "discarded")):
        PlanReading.objects.create(
            commune=cast.commune, name=name, text="…", status=status, created_at=now, created_by="Nguyễn Thị Hạnh"
        )

    assert told(section(cast, "outbox", now)) == [
        ("Phạm Văn Dũng: Nộp báo cáo", "Chờ gửi", "14/05/2026"),
        ("Vũ Thị Én: Nộp báo cáo", "Giữ lại", "14/05/2026"),
    ]
    assert told(section(cast, "readings", now)) == [("163-KH.docx", "Nguyễn Thị Hạnh", "14/05/2026")]


def test_what_hangs_on_a_person_is_told_with_the_act_that_hands_it_over(cast, contest, officer, administrator, now):
    row = make_nomination(contest, unit=cast.unit("economy"), status="under_appraisal")
    appraise(row, officer.person, given=False)
    Difficulty.objects.create(
        campaign=contest, unit=cast.unit("economy"), title="Thiếu máy quét", text="…", raised_by="Vũ Thị Én",
        raised_at=now, status="taken", owner=officer.person,
    )  # fmt: skip
    Obligation.objects.filter(pk=report_of(contest, cast.unit("economy")).pk).update(
        status="received", received_by=officer.person, received_at=now, submitted_at=now
    )
    held = officer.memberships[0]

    mine = section(cast, "duties", now)
    seen = section(cast, "duties", now, reader="administrator", of="officer")

    assert [(line.what, line.act) for line in mine.lines] == [
        ("Vai trò: Cán bộ cơ quan thường trực", "Quản trị giao vai trò này cho người nhận"),
        ("Vướng mắc: Thiếu máy quét", "Cán bộ khác trả lời hoặc trình lãnh đạo"),
        ("Duyệt báo cáo kết quả phong trào", "Cán bộ khác duyệt tiếp"),
        ("Thẩm định hồ sơ Giấy khen – Phòng Kinh tế", "Thôi thẩm định để người khác nhận"),
    ]
    assert mine.lines[-1].act_url == reverse("awards:appraise", args=["dong-tam", row.pk])
    assert seen.lines[0].act_url == reverse("communes:role-end", args=["dong-tam", held.pk])
    assert [line.what for line in seen.lines] == [line.what for line in mine.lines[:3]]


def test_the_seat_and_the_minutes_of_the_secretary_are_handed_over(cast, contest, officer, secretary, now):
    council = make_council(cast)
    session = make_session(council, status="minutes_draft", ended_at=now)
    session.minutes.create(secretary=secretary.person)

    lines = section(cast, "duties", now, of="secretary").lines

    assert [line.what for line in lines] == [
        "Vai trò: Thư ký Hội đồng", "Thành viên Hội đồng: Thư ký", f"Soạn, ký biên bản: {session}",
    ]  # fmt: skip
    seat = council.seats.get(person=secretary.person)
    assert lines[1].act_url == reverse("awards:seat-end", args=["dong-tam", seat.pk])
    assert Session.objects.get() == session
