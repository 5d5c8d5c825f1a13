"""Minutes edited with revisions, signed by secretary and chair, numbered, corrected by further ones, read."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Minutes, Nomination
from awards.services import minutes, sessions
from awards.tests.minutes_cases import make_voted
from communes.models import HistoryEntry, RegisteredNumber
from communes.services import registers
from kit.saving import SavedMeanwhile


@pytest.fixture
def voted(cast, campaign, council, chair, councillor, vice):
    """A session after its voting."""
    return make_voted(cast, campaign, council, chair=chair, councillor=councillor, vice=vice)


@pytest.fixture
def drafted(voted, secretary, now):
    """Minutes drafted from the session."""
    return minutes.draft(voted, by=secretary, at=now)


def test_a_save_counts_revisions_and_refuses_to_overwrite(drafted, secretary, now):
    assert minutes.save(drafted, revision=0, conclusion="Nhất trí.", by=secretary, at=now) == 1

    with pytest.raises(SavedMeanwhile, match="Lý Văn Ước đã lưu biên bản này lúc 09:30 ngày 14/05/2026"):
        minutes.save(drafted, revision=0, conclusion="Khác.", by=secretary, at=now)

    drafted.refresh_from_db()
    assert (drafted.conclusion, drafted.revision) == ("Nhất trí.", 1)


@pytest.mark.rule("L-13")
def test_the_secretary_signs_then_the_chair_and_then_nothing_changes(drafted, secretary, chair, now):
    with pytest.raises(ValidationError, match="Thư ký chưa ký biên bản"):
        minutes.sign_as_chair(drafted, by=chair, at=now)
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    with pytest.raises(ValidationError, match="Thư ký đã ký biên bản nên không sửa được"):
        minutes.save(drafted, revision=0, conclusion="Khác.", by=secretary, at=now)

    minutes.sign_as_chair(drafted, by=chair, at=now)

    drafted.refresh_from_db()
    assert (drafted.secretary, drafted.secretary_signed_at, drafted.chair, drafted.chair_signed_at) == (
        secretary.person,
        now,
        chair.person,
        now,
    )
    assert (drafted.locked, drafted.session.status) == (True, "minutes_signed")
    with pytest.raises(ValidationError):
        minutes.save(drafted, revision=0, conclusion="Khác.", by=secretary, at=now)


@pytest.mark.rule("L-13")
def test_without_signed_minutes_nothing_can_be_decided(drafted, secretary, chair, now):
    nomination = Nomination.objects.get(pk=drafted.figures["items"][0]["nomination"])
    unsigned = "Biên bản họp Hội đồng về hồ sơ này chưa được ký."

    assert unsigned in nomination.blockers_to_award()
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    assert unsigned in nomination.blockers_to_award()
    minutes.sign_as_chair(drafted, by=chair, at=now)

    assert unsigned not in nomination.blockers_to_award()


@pytest.mark.rule("N-05")
@pytest.mark.parametrize(("typed", "given"), [("", "05/BB-HĐTĐKT"), ("15", "15/BB-HĐTĐKT"), ("7/BB", "07/BB-HĐTĐKT")])
def test_signed_minutes_bear_a_number_of_the_register(drafted, secretary, chair, now, typed, given):
    registers.take(minutes.SYMBOL, number=4, dated=now.date(), title="Biên bản trước", by=secretary, at=now)
    minutes.save(drafted, revision=0, paper_number=typed, by=secretary, at=now)
    minutes.sign_as_secretary(drafted, by=secretary, at=now)

    minutes.sign_as_chair(drafted, by=chair, at=now)

    drafted.refresh_from_db()
    assert drafted.paper_number == given
    taken = RegisteredNumber.objects.get(number=int(given[:2]))
    assert (str(taken), taken.dated, taken.veiled) == (given, now.date(), True)


@pytest.mark.rule("N-05")
@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("4", "Số 04/BB-HĐTĐKT năm 2026 đã cấp cho văn bản khác."),
        ("BB 15", "Số biên bản phải bắt đầu bằng chữ số, ví dụ 15."),
    ],
)
def test_minutes_with_a_number_that_cannot_be_theirs_are_not_signed(drafted, secretary, now, typed, refusal):
    registers.take(minutes.SYMBOL, number=4, dated=now.date(), title="Biên bản trước", by=secretary, at=now)
    minutes.save(drafted, revision=0, paper_number=typed, by=secretary, at=now)

    with pytest.raises(ValidationError) as refused:
        minutes.sign_as_secretary(drafted, by=secretary, at=now)

    assert refused.value.messages == [refusal]


@pytest.mark.rule("N-05")
def test_a_number_given_away_meanwhile_keeps_the_chair_from_signing(drafted, secretary, chair, now):
    minutes.save(drafted, revision=0, paper_number="4", by=secretary, at=now)
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    registers.take(minutes.SYMBOL, number=4, dated=now.date(), title="Biên bản khác", by=secretary, at=now)

    with pytest.raises(ValidationError, match="Số tiếp theo còn trống là 05"):
        minutes.sign_as_chair(drafted, by=chair, at=now)

    drafted.refresh_from_db()
    assert (drafted.locked, drafted.session.status) == (False, "minutes_draft")


def test_the_signature_is_taken_back_to_mend_the_words(drafted, secretary, chair, councillor, now):
    minutes.sign_as_secretary(drafted, by=secretary, at=now)

    with pytest.raises(PermissionDenied):
        minutes.withdraw_signature(drafted, reason="a", by=councillor, at=now)
    with pytest.raises(ValidationError, match="ghi lý do"):
        minutes.withdraw_signature(drafted, reason=" ", by=chair, at=now)
    minutes.withdraw_signature(drafted, reason="Ghi thiếu khách mời.", by=chair, at=now)

    drafted.refresh_from_db()
    assert drafted.secretary_signed_at is None
    assert HistoryEntry.objects.about(drafted)[0].reason == "Ghi thiếu khách mời."
    assert minutes.save(drafted, revision=0, conclusion="Đủ.", by=secretary, at=now) == 1


def test_nobody_signs_what_changed_since_it_was_read(drafted, secretary, now):
    minutes.save(drafted, revision=0, conclusion="Mới.", by=secretary, at=now)

    with pytest.raises(SavedMeanwhile):
        minutes.sign_as_secretary(drafted, revision=0, by=secretary, at=now)

    assert Minutes.objects.get(pk=drafted.pk).secretary_signed_at is None


def test_minutes_without_a_conclusion_are_not_signed(drafted, secretary, now):
    minutes.save(drafted, revision=0, conclusion=" ", opening="", by=secretary, at=now)

    with pytest.raises(ValidationError) as refusal:
        minutes.sign_as_secretary(drafted, by=secretary, at=now)

    assert refusal.value.messages == ["Biên bản chưa ghi khai mạc, thành phần.", "Biên bản chưa ghi kết luận."]


def test_who_did_not_preside_does_not_sign_as_chair(drafted, secretary, vice, now):
    minutes.sign_as_secretary(drafted, by=secretary, at=now)

    with pytest.raises(ValidationError, match="do người chủ trì phiên họp ký: Đặng Hữu Phúc"):
        minutes.sign_as_chair(drafted, by=vice, at=now)

    assert Minutes.objects.get(pk=drafted.pk).chair_signed_at is None


def test_one_person_does_not_sign_twice(drafted, secretary, chair, now):
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    Minutes.objects.filter(pk=drafted.pk).update(secretary=chair.person)
    drafted.refresh_from_db()

    with pytest.raises(ValidationError, match="phải là hai người"):
        minutes.sign_as_chair(drafted, by=chair, at=now)


@pytest.mark.rule("L-13")
def test_signed_minutes_are_corrected_by_further_minutes_that_name_them(drafted, secretary, chair, now):
    minutes.save(drafted, revision=0, paper_number="15/BB-HĐ", conclusion="Kết luận cũ.", by=secretary, at=now)
    minutes.sign_as_secretary(drafted, by=secretary, at=now)
    minutes.sign_as_chair(drafted, by=chair, at=now)

    with pytest.raises(ValidationError, match="lý do"):
        minutes.correct(drafted, reason=" ", by=secretary, at=now)
    second = minutes.correct(drafted, reason="Ghi nhầm chức vụ.", by=secretary, at=now)
    minutes.save(second, revision=0, conclusion="Kết luận đúng.", by=secretary, at=now)

    drafted.refresh_from_db()
    assert (drafted.conclusion, drafted.locked) == ("Kết luận cũ.", True)
    assert (second.number, second.corrects, second.correction_reason, second.paper_number, second.conclusion) == (
        2,
        drafted,
        "Ghi nhầm chức vụ.",
        "",
        "Kết luận đúng.",
    )
    assert second.figures == drafted.figures
    minutes.sign_as_secretary(second, by=secretary, at=now)
    minutes.sign_as_chair(second, by=chair, at=now)
    sessions.close(second.session, by=secretary, at=now)
    assert second.session.status == "closed"


@pytest.mark.parametrize("part", ["chair", "councillor", "officer", "head", "administrator"])
def test_only_the_secretary_writes_and_signs_as_secretary(cast, voted, drafted, part, now):
    actor = cast.actor(part)

    for act in (
        lambda: minutes.save(drafted, revision=0, conclusion="a", by=actor, at=now),
        lambda: minutes.sign_as_secretary(drafted, by=actor, at=now),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert Minutes.objects.get(pk=drafted.pk).revision == 0


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("secretary", True, True),
        ("chair", True, True),
        ("councillor", False, True),
        ("officer", False, True),
        ("leader", False, True),
        ("head", False, False),
        ("reader", False, False),
        ("administrator", False, False),
    ],
)
def test_members_read_the_minutes_once_they_are_signed(cast, drafted, now, part, before, after):
    actor = cast.actor(part)
    seen_before = Minutes.objects.within(actor).exists()
    Minutes.objects.update(secretary_signed_at=now, chair_signed_at=now)

    assert (seen_before, Minutes.objects.within(actor).exists()) == (before, after)
