"""Corrections and revocations: a new decision about an old one, line by line; nothing issued is changed or deleted."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Certificate, Decision, DecisionLine, Nomination
from awards.services import amendments, decision_lines, decisions, quotas
from awards.services.decision_words import frozen_words
from awards.tests.decision_cases import recommend_two, through
from awards.tests.factories import ISSUED_ON
from communes.models import HistoryEntry, RegisteredNumber

WHY = "Khai báo không đúng sự thật để được khen thưởng."


@pytest.fixture
def nominations(law, cast, campaign, council):
    """A person of Phòng Kinh tế and the office itself, recommended by the council in signed minutes."""
    return recommend_two(cast, campaign, council)


@pytest.fixture
def published(cast, campaign, nominations, officer, now):
    """Decision 05/QĐ-UBND with both of them, published."""
    draft = decisions.draft(campaign, nominations, by=officer, at=now)
    return through(draft, cast, now, to="published")


def line_of(decision, position):
    return DecisionLine.objects.get(decision=decision, position=position)


def revoke(decision, cast, now, *positions, number=6, to="published"):
    """Revoke lines of a decision by a decision of its own."""
    rows = decision.lines.filter(position__in=positions)
    draft = amendments.draft_revocation(decision, rows, reason=WHY, by=cast.actor("officer"), at=now)
    return through(draft, cast, now, to=to, number=number)


@pytest.mark.rule("L-09")
def test_an_award_is_revoked_by_a_new_decision_and_the_book_keeps_both(cast, published, nominations, now):
    revocation = revoke(published, cast, now, 2)

    published.refresh_from_db()
    old, new = line_of(published, 2), revocation.lines.get()
    assert (published.status, old.standing, line_of(published, 1).standing) == (
        "partly_revoked", "revoked", "in_force",
    )  # fmt: skip
    assert (new.about, new.nomination, new.nominee_name, new.prize, new.prize_words) == (
        old, nominations[0], "Trịnh Thị Ân", 0, "Thu hồi 710.000 đồng",
    )  # fmt: skip
    assert [each.status for each in Nomination.objects.order_by("pk")] == ["award_revoked", "awarded"]
    assert {each.line_id: each.status for each in Certificate.objects.all()} == {
        old.pk: "revoked", line_of(published, 1).pk: "registered",
    }  # fmt: skip
    assert DecisionLine.objects.in_the_book().count() == 3
    assert DecisionLine.objects.paid().total() == 1_410_000
    assert (old.prize, old.citation) == (710_000, nominations[0].citation)
    assert list(RegisteredNumber.objects.filter(symbol="QĐ-UBND").order_by("number").values_list("number")) == [
        (5,), (6,),
    ]  # fmt: skip


@pytest.mark.rule("L-09")
def test_a_decision_whose_last_line_is_revoked_is_revoked_as_a_whole(cast, published, now):
    revoke(published, cast, now, 2)
    revoke(published, cast, now, 1, number=7)

    published.refresh_from_db()
    assert published.status == "revoked"
    assert set(Nomination.objects.values_list("status", flat=True)) == {"award_revoked"}


@pytest.mark.rule("L-09")
def test_what_takes_back_some_awards_does_not_say_that_it_takes_the_whole_decision(published, officer, now):
    one = amendments.draft_revocation(published, [line_of(published, 2)], reason=WHY, by=officer, at=now)
    both = amendments.draft_revocation(published, published.lines.all(), reason=WHY, by=officer, at=now)

    assert (one.title, both.title) == (
        "Về việc thu hồi khen thưởng đối với 01 cá nhân ghi tại Quyết định số 05/QĐ-UBND",
        "Về việc thu hồi Quyết định số 05/QĐ-UBND",
    )


@pytest.mark.rule("L-09")
def test_nothing_is_revoked_while_the_decision_about_it_is_only_drafted_or_signed(cast, published, now):
    revoke(published, cast, now, 2, to="signed")

    published.refresh_from_db()
    assert (published.status, line_of(published, 2).standing) == ("published", "in_force")
    assert Nomination.objects.filter(status="awarded").count() == 2


@pytest.mark.rule("L-09")
@pytest.mark.parametrize("draft_amendment", [amendments.draft_correction, amendments.draft_revocation])
def test_an_amendment_needs_a_reason_and_a_line(published, officer, now, draft_amendment):
    with pytest.raises(ValidationError) as refusal:
        draft_amendment(published, [], reason=" ", by=officer, at=now)

    assert refusal.value.messages == ["Hãy chọn ít nhất một dòng.", "Hãy ghi lý do đính chính, thu hồi."]
    assert Decision.objects.count() == 1


def test_a_line_is_not_revoked_twice(cast, published, officer, clerk, now):
    first = amendments.draft_revocation(published, [line_of(published, 2)], reason=WHY, by=officer, at=now)
    second = amendments.draft_revocation(published, [line_of(published, 2)], reason=WHY, by=officer, at=now)
    through(second, cast, now, to="signed")
    through(first, cast, now, number=6)

    with pytest.raises(ValidationError, match=r"\(Trịnh Thị Ân\) đã bị thu hồi"):
        decisions.issue(second, number=7, issued_on=ISSUED_ON, by=clerk, at=now)
    with pytest.raises(ValidationError, match=r"\(Trịnh Thị Ân\) đã bị thu hồi"):
        amendments.draft_revocation(published, [line_of(published, 2)], reason=WHY, by=officer, at=now)

    assert Nomination.objects.filter(status="award_revoked").count() == 1


@pytest.mark.parametrize("to", ["awaiting_signature", "signed"])
def test_only_an_issued_award_can_be_amended(cast, campaign, nominations, officer, now, to):
    draft = through(decisions.draft(campaign, nominations, by=officer, at=now), cast, now, to=to)

    with pytest.raises(ValidationError, match="quyết định khen thưởng đã ban hành"):
        amendments.draft_revocation(draft, draft.lines.all(), reason=WHY, by=officer, at=now)


def test_an_amendment_is_not_amended_itself(cast, published, officer, now):
    revocation = revoke(published, cast, now, 2)

    with pytest.raises(ValidationError, match="quyết định khen thưởng đã ban hành"):
        amendments.draft_correction(revocation, revocation.lines.all(), reason=WHY, by=officer, at=now)


@pytest.mark.parametrize("part", ["leader", "clerk", "head", "chair"])
def test_only_those_who_prepare_decisions_draft_amendments(cast, published, now, part):
    with pytest.raises(PermissionDenied):
        amendments.draft_revocation(published, published.lines.all(), reason=WHY, by=cast.actor(part), at=now)


def test_a_correction_takes_the_name_of_the_record_and_keeps_the_rest(cast, published, nominations, officer, now):
    person = nominations[0].person
    person.full_name, person.position = "Trịnh Thị Ẩn", "Trưởng phòng"
    person.save()

    draft = amendments.draft_correction(
        published, [line_of(published, 2)], reason="Ghi sai họ tên.", by=officer, at=now
    )

    [line] = draft.lines.all()
    assert (line.position, line.nominee_name, line.nominee_place, line.citation, line.folded) == (
        1, "Trịnh Thị Ẩn", "Chuyên viên, Phòng Kinh tế", nominations[0].citation, "trinh thi an",
    )  # fmt: skip
    assert (draft.kind, draft.amends, draft.title) == (
        "correction", published, "Về việc đính chính Quyết định số 05/QĐ-UBND",
    )  # fmt: skip
    assert draft.grounds[-1] == (
        "Quyết định số 05/QĐ-UBND ngày 14 tháng 5 năm 2026 của Chủ tịch UBND xã Đồng Tâm về việc tặng Giấy khen cho "
        "tập thể, cá nhân có thành tích xuất sắc trong phong trào thi đua “Đẩy mạnh cải cách hành chính năm 2026”"
    )


def test_a_correction_leaves_the_old_line_as_it_was_and_marks_it(cast, published, nominations, officer, now):
    draft = amendments.draft_correction(published, [line_of(published, 2)], reason="Sai.", by=officer, at=now)
    decision_lines.save_line(
        draft.lines.get(), citation="Tiết kiệm thời gian cho người dân", nominee_place="Phó Trưởng phòng",
        by=officer, at=now,
    )  # fmt: skip

    correction = through(draft, cast, now, to="published", number=6)

    published.refresh_from_db()
    old, new = line_of(published, 2), correction.lines.get()
    assert (published.status, old.standing, old.nominee_place, old.citation) == (
        "superseded", "corrected", "Chuyên viên, Phòng Kinh tế", nominations[0].citation,
    )  # fmt: skip
    assert (new.nominee_place, new.citation, new.prize) == ("Phó Trưởng phòng", "Tiết kiệm thời gian cho người dân", 0)
    assert Nomination.objects.get(pk=nominations[0].pk).status == "awarded"
    assert [each.line_id for each in Certificate.objects.exclude(status="replaced").order_by("pk")] == [
        line_of(published, 1).pk, new.pk,
    ]  # fmt: skip
    assert DecisionLine.objects.paid().total() == 2_120_000


def test_a_correction_that_changes_nothing_is_refused(published, officer, clerk, now):
    draft = amendments.draft_correction(published, [line_of(published, 2)], reason="Sai.", by=officer, at=now)

    with pytest.raises(ValidationError, match="nội dung đính chính chưa khác nội dung đang ghi"):
        decisions.check(draft, note="a", by=clerk, at=now)


def test_a_corrected_line_can_be_corrected_again_and_then_revoked(cast, published, nominations, officer, now):
    for number, words in ((6, "Lần một"), (7, "Lần hai")):
        draft = amendments.draft_correction(published, [line_of(published, 2)], reason="Sai.", by=officer, at=now)
        assert draft.lines.get().citation == {6: nominations[0].citation, 7: "Lần một"}[number]
        decision_lines.save_line(draft.lines.get(), citation=words, by=officer, at=now)
        through(draft, cast, now + timedelta(hours=number), to="published", number=number)

    revocation = revoke(published, cast, now + timedelta(hours=9), 2, number=8)

    published.refresh_from_db()
    assert (published.status, line_of(published, 2).standing) == ("partly_revoked", "revoked")
    assert revocation.lines.get().citation == "Lần hai"
    assert set(Certificate.objects.exclude(line__position=1, line__decision=published).values_list("status", flat=True)
               ) <= {"revoked", "replaced"}  # fmt: skip


def test_a_revoked_decision_is_not_reopened_by_a_correction_of_another_line(cast, published, officer, now):
    revoke(published, cast, now, 2)
    draft = amendments.draft_correction(published, [line_of(published, 1)], reason="Sai.", by=officer, at=now)
    decision_lines.save_line(draft.lines.get(), citation="Khác", by=officer, at=now)

    through(draft, cast, now, number=7)

    published.refresh_from_db()
    assert (published.status, line_of(published, 1).standing) == ("partly_revoked", "corrected")
    assert HistoryEntry.objects.about(published)[0].label == "Đính chính theo Quyết định số 07/QĐ-UBND"


def test_an_amendment_is_dated_from_the_day_of_what_it_amends(cast, published, officer, clerk, now):
    later = now + timedelta(days=3)
    draft = amendments.draft_revocation(published, [line_of(published, 2)], reason=WHY, by=officer, at=later)
    through(draft, cast, later, to="signed")

    with pytest.raises(ValidationError) as refusal:
        decisions.issue(draft, number=6, issued_on=date(2026, 5, 13), by=clerk, at=later)

    assert refusal.value.messages[-1] == (
        "Ngày ban hành 13/05/2026 ở trước ngày của Quyết định số 05/QĐ-UBND (14/05/2026)."
    )


def test_an_amendment_takes_no_new_case_and_keeps_its_reason(published, nominations, officer, now):
    draft = amendments.draft_revocation(published, [line_of(published, 2)], reason=WHY, by=officer, at=now)

    with pytest.raises(ValidationError, match="không thêm hồ sơ mới"):
        decision_lines.add_line(draft, nominations[0], by=officer, at=now)
    with pytest.raises(ValidationError, match="Hãy ghi lý do"):
        decisions.save(draft, title="a", grounds=["b"], reason=" ", by=officer, at=now)
    decisions.save(draft, title="Thu hồi", grounds=["Luật"], reason="Lý do khác.", by=officer, at=now)

    draft.refresh_from_db()
    assert (draft.title, draft.reason, draft.lines.count()) == ("Thu hồi", "Lý do khác.", 1)


def test_publishing_an_amendment_publishes_what_it_amends(cast, campaign, nominations, officer, reader, now):
    issued = through(decisions.draft(campaign, nominations, by=officer, at=now), cast, now)
    revoke(issued, cast, now, 2)

    issued.refresh_from_db()
    assert issued.published_at == now
    assert Decision.objects.within(reader).count() == 2


@pytest.mark.rule("KP-04")
def test_a_revoked_award_frees_its_place_in_the_quota(cast, campaign, published, now):
    assert quotas.counts(campaign)[campaign.rounds.get().pk]["ca-nhan", "individual"].decided == 1

    revoke(published, cast, now, 2)

    assert quotas.counts(campaign)[campaign.rounds.get().pk]["ca-nhan", "individual"].decided == 0


def test_what_the_status_of_an_amended_decision_tells_outside_waits_for_publication(cast, published, head, now):
    revocation = revoke(published, cast, now, 2, to="issued")
    published.refresh_from_db()
    assert published.shown_status(head) == ("Đã công bố", "success")
    assert published.shown_status(cast.actor("officer")) == ("Thu hồi một phần", "warning")

    decisions.publish(revocation, by=cast.actor("officer"), at=now)

    assert published.shown_status(head) == ("Thu hồi một phần", "warning")


def test_the_words_of_a_revocation_name_the_decision_and_the_reason(cast, published, now):
    words = frozen_words(revoke(published, cast, now, 2))

    assert words["articles"][0] == (
        "Thu hồi quyết định tặng Giấy khen tại Quyết định số 05/QĐ-UBND ngày 14 tháng 5 năm 2026 của Chủ tịch UBND "
        "xã Đồng Tâm đối với 01 cá nhân (có danh sách kèm theo). Lý do: Khai báo không đúng sự thật để được khen "
        "thưởng."
    )
    assert words["lines"][0]["was"]["position"] == 2
