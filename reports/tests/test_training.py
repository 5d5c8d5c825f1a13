"""The training ground: opened, entered, worked through – and nothing of the real commune is touched."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_scopes import scope

from awards.models import Certificate, Decision
from awards.services import decisions
from awards.services.nomination_openings import openings
from awards.tests.factories import load_law
from campaigns.models import Campaign
from communes import search
from communes.access import Actor
from communes.models import (
    Commune,
    HistoryEntry,
    Membership,
    Person,
    RegisteredNumber,
    Role,
    SearchEntry,
    Unit,
)
from communes.services import accounts, addresses, people, public_pages
from communes.services import training as grounds
from communes.tests.factories import make_unit
from reports import alarms, lessons
from reports.models import Mailing, ReminderTerms
from reports.services import calendar_links, certificate_check, mailings, training
from reports.tests.training_cases import Learner, nominate, played_by, report, rows_of, sit, walk
from reports.waiting.decisions import _to_check

pytestmark = pytest.mark.usefixtures("law", "media")


@pytest.fixture
def law(db):
    """The numbers of the law and the voting rules that the product ships."""
    load_law()


@pytest.fixture
def media(settings, tmp_path):
    """A folder of its own for the papers of a test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def learner(cast, officer, now):
    """The officer of xã Đồng Tâm, in the ground that was just opened; the commune has four units."""
    for key in ("committee", "economy", "service"):
        cast.unit(key)
    return Learner.of(officer, now)


def history_of(commune: Commune) -> list[tuple[str, str]]:
    """Return action and actor of every line of a commune's history about training, in order."""
    with scope(commune=commune):
        rows = HistoryEntry.objects.filter(action__startswith="training.").order_by("pk")
        return list(rows.values_list("action", "actor_name"))


def test_nothing_done_in_the_ground_changes_a_row_of_the_commune(learner, commune, django_capture_on_commit_callbacks):
    search.rebuild()
    before = rows_of(commune)

    with django_capture_on_commit_callbacks(execute=True):
        walk(learner)
    search.rebuild()

    assert set(before) > {"campaigns.campaign", "awards.decision", "reports.document", "communes.registerednumber"}
    assert rows_of(commune) == before


def test_the_walk_leaves_every_lesson_done_and_takes_numbers_of_the_grounds_own(learner, commune):
    with scope(commune=learner.ground):
        first = lessons.done_in(learner.ground)
        walk(learner)
        told = lessons.done_in(learner.ground)
        taken = sorted(RegisteredNumber.objects.values_list("symbol", "number"))

    assert [any(steps) for steps in first] == [False] * len(lessons.LESSONS)
    assert [all(steps) for steps in told] == [True] * len(lessons.LESSONS)
    assert taken == [("BB-HĐTĐKT", 1), ("BC-UBND", 1), ("KH-UBND", 1), ("QĐ-UBND", 1)]
    assert not RegisteredNumber.objects.exists()


def test_a_lesson_says_who_is_to_act_next(learner):
    with scope(commune=learner.ground):
        report(learner)
        nomination = nominate(learner)
        sit(learner, nomination)
        officer = learner.plays(Role.OFFICER)
        told = lessons.shown(officer, grounds.characters(learner.ground, at=learner.at))

    assert [(each.number, each.state) for each in told] == [
        (1, "Đã làm"), (2, "Đã làm"), (3, "Đã làm"), (4, "Đã làm"), (5, "Đã làm"), (6, "Chưa làm"), (7, "Chưa làm"),
        (8, "Chưa làm"),
    ]  # fmt: skip
    step = told[5].next_step
    assert (step.words, step.role, step.person, step.url) == (
        "Soạn dự thảo quyết định từ kết quả của Hội đồng.", "Cán bộ cơ quan thường trực", officer.person,
        "/dong-tam-tap-huan/decisions/",
    )  # fmt: skip


def test_search_in_the_commune_finds_nothing_of_the_ground(learner, commune):
    with scope(commune=learner.ground):
        walk(learner)
    search.rebuild()

    assert not SearchEntry.objects.filter(words__contains="than thien").exists()
    with scope(commune=learner.ground):
        assert SearchEntry.objects.filter(words__contains="than thien").exists()


def test_the_ground_has_the_units_by_name_and_none_of_the_people(cast, officer, now):
    under = make_unit(cast.commune, "Tổ một cửa", parent=cast.unit("economy"))
    make_unit(cast.commune, "Đội cũ", valid_to=timezone.localdate(now).replace(year=2025))

    ground = training.open_(by=officer, at=now)

    with scope(commune=ground):
        names = set(Unit.objects.values_list("name", flat=True))
        assert names == {"Phòng Văn hóa - Xã hội", "Phòng Kinh tế", "Tổ một cửa"}
        assert Unit.objects.get(name=under.name).parent.name == "Phòng Kinh tế"
        assert sorted(Person.objects.values_list("full_name", flat=True)) == sorted(
            each.full_name for each in training.CHARACTERS
        )
        campaign = Campaign.objects.get()
        assert (campaign.status, campaign.number, str(campaign.commune)) == ("issued", 1, "xã Đồng Tâm")


def test_a_commune_without_units_gets_enough_of_them_to_learn_with(administrator, commune, now):
    administrator.memberships[0].unit.people.update(unit=None)
    Membership.objects.update(unit=None)
    Unit.objects.all().delete()

    ground = training.open_(by=administrator, at=now)

    with scope(commune=ground):
        assert sorted(Unit.objects.values_list("name", flat=True)) == [
            "Phòng Văn hóa - Xã hội", "Thôn Tập Huấn 1", "Thôn Tập Huấn 2",
        ]  # fmt: skip


def test_a_double_click_opens_one_ground_with_one_line_of_history(officer, commune, now):
    first = training.open_(by=officer, at=now)
    second = training.open_(by=officer, at=now)

    assert (first, second.slug) == (second, "dong-tam-tap-huan")
    assert history_of(commune) == [("training.open", "Nguyễn Thị Hạnh")]


def test_beginning_anew_opens_the_next_ground_and_leaves_nobody_in_the_old_one(learner, officer, commune, now):
    learner.plays(Role.CLERK)

    new = training.begin_anew(by=officer, at=now)

    old = Commune.objects.get(pk=learner.ground.pk)
    assert (new.slug, old.training_closed_at, grounds.open_ground(commune)) == ("dong-tam-tap-huan-2", now, new)
    assert Actor.of_user(officer.user, old, on=timezone.localdate(now)) is None
    assert history_of(commune) == [("training.open", "Nguyễn Thị Hạnh")] * 2
    assert history_of(old) == [("training.play", "Vũ Thị Con Dấu"), ("training.close", "Nguyễn Thị Hạnh")]
    with scope(commune=old):
        assert Campaign.objects.count() == 1
        assert not Person.objects.exclude(user=None).exists()


def test_a_closed_ground_is_closed_for_good(learner, officer, commune, now):
    someone = grounds.characters(learner.ground, at=now)[0]

    training.close(by=officer, at=now)

    assert grounds.open_ground(commune) is None
    closed = Commune.objects.get(pk=learner.ground.pk)
    with pytest.raises(ValidationError, match="Chưa mở khu tập huấn"):
        grounds.play(closed, someone.pk, by=officer, at=now)
    with pytest.raises(ValidationError, match="Chưa mở khu tập huấn"):
        training.close(by=officer, at=now)
    assert history_of(commune)[-1] == ("training.close", "Nguyễn Thị Hạnh")


@pytest.mark.parametrize("act", ["open_", "begin_anew", "close"])
@pytest.mark.parametrize("part", ["leader", "clerk", "head", "member", "chair", "secretary", "inspector", "reader"])
def test_only_the_administrator_and_the_officer_keep_the_ground(cast, act, part, now):
    with pytest.raises(PermissionDenied):
        getattr(training, act)(by=cast.actor(part), at=now)

    assert not Commune.objects.exclude(training_for=None).exists()


@pytest.mark.parametrize("act", ["open_", "begin_anew", "close"])
def test_nobody_keeps_grounds_from_inside_one(learner, act, now):
    officer = learner.plays(Role.OFFICER)

    with scope(commune=learner.ground), pytest.raises(ValidationError, match="Đang ở khu tập huấn"):
        getattr(training, act)(by=officer, at=now)

    assert Commune.objects.exclude(training_for=None).count() == 1


def test_a_character_is_played_by_one_learner_at_a_time(learner, officer, head, now):
    clerk = learner.plays(Role.CLERK).person

    with pytest.raises(ValidationError, match="Vai này đang có người khác đóng"):
        grounds.play(learner.ground, clerk.pk, by=head, at=now)
    learner.plays(Role.OFFICER)
    grounds.play(learner.ground, clerk.pk, by=head, at=now)

    with scope(commune=learner.ground):
        played = dict(Person.objects.exclude(user=None).values_list("full_name", "user__username"))
    assert played == {"Lê Thị Thực Hành": "dong-tam.officer", "Vũ Thị Con Dấu": "dong-tam.head"}


def test_every_part_is_given_back_at_night_and_no_real_account_is_touched(learner, officer, head, now):
    clerk = learner.plays(Role.CLERK).person

    alarms.free_parts()

    assert played_by(learner.real.user, learner.ground) is None
    assert officer.person.user == Person.objects.with_scopes_disabled().get(pk=officer.person.pk).user
    assert grounds.play(learner.ground, clerk.pk, by=head, at=now) == clerk


def test_a_learner_who_is_refused_keeps_the_character_of_before(learner, head, now):
    mine = learner.plays(Role.OFFICER).person
    taken = next(each for each in grounds.characters(learner.ground, at=now) if each.full_name == "Vũ Thị Con Dấu")
    grounds.play(learner.ground, taken.pk, by=head, at=now)

    with pytest.raises(ValidationError):
        grounds.play(learner.ground, taken.pk, by=learner.real, at=now)

    assert played_by(learner.real.user, learner.ground) == mine


def test_only_who_holds_a_role_in_the_ground_can_be_played(learner, officer, now):
    with scope(commune=learner.ground):
        without = Person.objects.get(full_name="Ngô Thị Gương Mẫu")

    for wrong in (without.pk, officer.person.pk):
        with pytest.raises(ValidationError, match="Vai này không có trong khu tập huấn"):
            grounds.play(learner.ground, wrong, by=officer, at=now)


def test_a_neighbour_plays_nobody(learner, neighbour, now):
    someone = grounds.characters(learner.ground, at=now)[0]

    with pytest.raises(PermissionDenied):
        grounds.play(learner.ground, someone.pk, by=neighbour("officer"), at=now)
    with pytest.raises(PermissionDenied):
        grounds.leave(learner.ground, by=neighbour("officer"))


def test_who_loses_the_role_in_the_commune_is_out_of_the_ground_the_same_day(learner, head, now):
    on, someone = timezone.localdate(now), grounds.characters(learner.ground, at=now)[0]
    grounds.play(learner.ground, someone.pk, by=head, at=now)
    assert Actor.of_user(head.user, learner.ground, on=on).person == someone

    people.end(head.person, on=on, by=learner.real, at=now)

    assert Actor.of_user(head.user, learner.ground, on=on) is None


def test_playing_does_not_take_the_account_from_the_hands_of_the_administrator(learner, head, now):
    someone = grounds.characters(learner.ground, at=now)[0]
    grounds.play(learner.ground, someone.pk, by=head, at=now)
    head.person.refresh_from_db()

    assert accounts.blockers_to_manage(head.person) == []
    with scope(commune=learner.ground):
        someone.refresh_from_db()
        assert accounts.blockers_to_manage(someone) == [
            "Tài khoản này dùng chung với địa phương khác; chỉ người vận hành máy chủ được thay đổi."
        ]


def test_in_the_ground_the_second_person_is_the_one_who_is_played(learner):
    with scope(commune=learner.ground):
        report(learner)
        nomination = nominate(learner)
        sit(learner, nomination)
        nomination.refresh_from_db()
        officer = learner.plays(Role.OFFICER)
        decision = decisions.draft(Campaign.objects.get(), [nomination], by=officer, at=learner.at)

        told = [decisions.may_check(decision, officer), decisions.may_check(decision, learner.plays(Role.CLERK))]
        waits = [_to_check(each, learner.at)[0].count() for each in (officer, learner.plays(Role.CLERK))]

    assert (told, waits) == ([False, True], [0, 1])


def test_a_certificate_of_the_ground_answers_that_it_is_worth_nothing(learner):
    with scope(commune=learner.ground):
        walk(learner)
        code = Certificate.objects.get().code
        Decision.objects.update(status="issued", published_at=None)

    finding = certificate_check.check(code)

    assert finding == certificate_check.Finding(certificate_check.Answer.TRAINING)


def test_no_letter_leaves_the_ground(learner, mailoutbox, settings, now):
    settings.MAIL_READY = True
    person = learner.plays(Role.UNIT_HEAD).person
    product = Actor.of_product(learner.ground)
    with scope(commune=learner.ground):
        terms = ReminderTerms.objects.create(commune=learner.ground, mail_on=True, sender="xa@example.org")
        letter = Mailing.objects.create(
            commune=learner.ground, person=person, address="a@example.org", day=timezone.localdate(now),
            subject="Nộp báo cáo", body="Đến hạn.", made_at=now, try_at=now,
        )  # fmt: skip

        ended = mailings.send_due(terms=terms, by=product, at=now)
        letter.refresh_from_db()

    assert (ended, mailoutbox, letter.status) == ({}, [], "waiting")
    assert mailings.ready(terms) == ["Khu tập huấn không gửi thư ra ngoài."]


def test_the_alarm_clocks_pass_grounds_by(learner, commune):
    worked = []

    alarms._in_every_commune(lambda by: worked.append(by.commune))

    assert worked == [commune]


def test_no_page_is_opened_no_calendar_linked_and_no_address_set_in_the_ground(learner, now):
    officer = learner.plays(Role.OFFICER)

    with scope(commune=learner.ground):
        with pytest.raises(ValidationError, match="không có trang công khai"):
            public_pages.open_page("ke-hoach", unlisted=True, reviewed=True, by=officer, at=now)
        with pytest.raises(ValidationError, match="không có đường dẫn lịch"):
            calendar_links.make(by=officer, at=now)
        with pytest.raises(ValidationError, match="không gửi thư"):
            addresses.set_address("a@example.org", by=officer, at=now)

    officer.user.refresh_from_db()
    assert officer.user.email == ""


def test_the_plan_of_the_ground_is_one_that_the_product_can_read(now):
    on = timezone.localdate(now)

    plan = training.plan_for("Phòng Văn hóa - Xã hội", on)

    assert (plan.facts.ends_on, [each.on for each in plan.deadlines], plan.responsibilities[0].units) == (
        on + training.LASTS, [on + training.REPORT_WITHIN, on + training.DOSSIER_WITHIN], ("Phòng Văn hóa - Xã hội",),
    )  # fmt: skip


def test_a_ground_opened_late_in_the_year_has_its_round_this_year_and_takes_dossiers(officer, now):
    learner = Learner.of(officer, now.replace(month=11, day=22))

    with scope(commune=learner.ground):
        first = openings(Campaign.objects.get(), "collective", on=learner.at.date())[0]

    assert (first.round.year, first.past, first.later, first.closed) == (2026, False, False, "")
