"""What a unit is told of a result: never before its time, then plainly, with the decision and what comes next."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Certificate, Decision, DecisionLine, Nomination
from awards.services import nominations
from awards.services.nomination_results import result_of
from awards.tests.dossier_cases import again
from awards.tests.factories import ISSUED_ON, SUBMITTED_AT, make_ballot, make_decision, make_nomination, make_session

pytestmark = pytest.mark.usefixtures("law", "clock")
WHY = "Có tình tiết mới."
IN_COUNCIL = "Rút hồ sơ: không thực hiện được khi hồ sơ đang ở trạng thái “Đang xem xét”."


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế, whose head reads the results."""
    return cast.unit("economy")


def text(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


@pytest.mark.parametrize("status", sorted(set(Nomination.UNANNOUNCED)))
def test_nothing_is_told_before_its_time_to_anybody(campaign, unit, head, leader, status):
    found = make_nomination(campaign, unit=unit, status=status)
    if status in ("awarded", "award_revoked"):
        make_decision(campaign, [found], status="issued")

    assert [result_of(again(found), actor) for actor in (head, leader)] == [None, None]


def test_an_award_is_told_with_its_decision_its_line_in_the_book_and_what_comes_next(go, campaign, unit, head):
    found = make_nomination(campaign, unit=unit, status="awarded")
    line = make_decision(campaign, [found], status="published").lines.get()

    page = text(go(head, "nomination", found.pk))

    assert "Quyết định số 05/QĐ-UBND ngày 14/05/2026 tặng Giấy khen cho Phòng Kinh tế." in page
    assert f"/award-book/lines/{line.pk}/" in page
    assert "Giấy khen đang được chuẩn bị; cơ quan thường trực báo đơn vị khi trao." in page


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("registered", "Giấy khen đang được chuẩn bị; cơ quan thường trực báo đơn vị khi trao."),
        ("printed", "Giấy khen đã in, chờ trao."),
        ("handed_over", "Giấy khen đã trao ngày 14/05/2026, người nhận: Phạm Văn Dũng."),
    ],
)
def test_the_unit_reads_where_its_certificate_is(campaign, unit, head, status, words):
    found = make_nomination(campaign, unit=unit, status="awarded")
    line = make_decision(campaign, [found], status="published").lines.get()
    Certificate.objects.create(
        line=line, code="A", status=status, registered_at=SUBMITTED_AT, handed_on=ISSUED_ON, handed_to="Phạm Văn Dũng"
    )

    assert result_of(again(found), head).after == words


def test_a_revocation_is_told_with_both_decisions(campaign, unit, head):
    found = make_nomination(campaign, unit=unit, status="award_revoked")
    line = make_decision(campaign, [found], status="published").lines.get()
    later = make_decision(campaign, status="issued", kind="revocation", number=6, amends=line.decision, reason=WHY)
    line.pk, line.decision, line.about = None, later, DecisionLine.objects.get()
    line.save()

    assert result_of(again(found), head).title == "Được khen thưởng"
    Decision.objects.filter(pk=later.pk).update(status="published", published_at=SUBMITTED_AT)
    told = result_of(again(found), head)
    assert (told.title, told.line) == ("Khen thưởng đã bị thu hồi", line)
    assert told.words == (
        "Quyết định số 05/QĐ-UBND ngày 14/05/2026 tặng Giấy khen cho Phòng Kinh tế. "
        "Thu hồi theo quyết định số 06/QĐ-UBND ngày 14/05/2026."
    )


def test_an_end_without_award_is_told_with_the_rounds_decision(go, campaign, cast, unit, head):
    found = make_nomination(campaign, unit=unit, status="not_recommended")
    other = make_nomination(campaign, unit=cast.unit("service"), status="awarded")
    decision = make_decision(campaign, [other], status="issued")

    assert "không tán thành" not in text(go(head, "nomination", found.pk))
    Decision.objects.filter(pk=decision.pk).update(status="published", published_at=SUBMITTED_AT)
    page = text(go(head, "nomination", found.pk))
    assert "Hội đồng Thi đua - Khen thưởng không tán thành đề nghị." in page
    assert "liên hệ cơ quan thường trực" in page


def test_the_list_names_the_decision_of_a_told_award_alone(go, campaign, cast, unit, head):
    told = make_nomination(campaign, unit=unit, status="awarded")
    untold = make_nomination(campaign, unit=unit, subject="individual", status="awarded")
    line = make_decision(campaign, [told], status="published").lines.get()
    make_decision(campaign, [untold], status="issued", number=6)

    page = go(head, "nominations")

    assert {row["nomination"].pk: row["line"] for row in page.context["rows"]} == {told.pk: line, untold.pk: None}
    assert "Quyết định số 05/QĐ-UBND</a>" in text(page)
    assert "06/QĐ-UBND" not in text(page)


def test_withdrawing_is_refused_in_the_same_words_whether_a_vote_runs_or_is_over(campaign, council, unit, head, now):
    found = make_nomination(campaign, unit=unit, status="on_agenda")
    make_ballot(make_session(council, [found], status="in_session"), status="open")

    refusals = set()
    for status in ("on_agenda", "recommended", "not_recommended", "reserve", "awarded"):
        Nomination.objects.filter(pk=found.pk).update(status=status)
        with pytest.raises(ValidationError) as refused:
            nominations.withdraw(again(found), reason=WHY, by=head, at=now)
        refusals.add(tuple(refused.value.messages))

    assert refusals == {(IN_COUNCIL,)}


def test_asking_without_a_reason_tells_nothing_of_the_council(campaign, council, unit, head, member, now):
    found = make_nomination(campaign, unit=unit, status="on_agenda")
    answers = set()
    for status in ("on_agenda", "recommended", "deferred", "awarded"):
        Nomination.objects.filter(pk=found.pk).update(status=status)
        with pytest.raises(ValidationError) as refused:
            nominations.withdraw(again(found), reason=" ", by=head, at=now)
        answers.add(tuple(refused.value.messages))
        with pytest.raises(PermissionDenied):
            nominations.withdraw(again(found), reason=WHY, by=member, at=now)

    assert answers == {("Rút hồ sơ: hãy ghi rõ lý do.",)}
