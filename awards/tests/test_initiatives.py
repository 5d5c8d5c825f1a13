"""Initiatives: registered by units, recognised by the agency, one award each."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Initiative, Nomination
from awards.services import eligibility, initiatives
from awards.tests.factories import make_decision, make_nomination
from awards.tests.standing_cases import make_initiative
from communes.addresses import here
from communes.models import HistoryEntry
from communes.tests.factories import PEOPLE, make_person

RECOGNITION = {
    "recognised_by": "Hội đồng sáng kiến xã",
    "decision_number": "45/QĐ-UBND",
    "decision_on": date(2026, 4, 1),
}


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế."""
    return cast.unit("economy")


@pytest.fixture
def draft(campaign, unit):
    """Phòng Kinh tế's nomination, being written."""
    return make_nomination(campaign, unit=unit)


@pytest.fixture
def initiative(draft):
    """A registered initiative of Phòng Kinh tế."""
    return make_initiative(draft, recognised=False, claimed=False)


def again(row):
    """Read a row anew."""
    return type(row).objects.get(pk=row.pk)


def test_a_unit_registers_its_initiative(cast, unit, head, now):
    row = initiatives.record_initiative(
        unit=unit, title="  Trả kết quả  tại nhà ", applied_on=date(2026, 2, 1), by=head, at=now
    )

    row = again(row)
    assert (row.title, row.unit, row.person, row.status, row.folded, row.recorded_by) == (
        "Trả kết quả tại nhà", unit, None, "proposed", "tra ket qua tai nha", "Phạm Văn Dũng",
    )  # fmt: skip
    assert [line.action for line in HistoryEntry.objects.about(row)] == ["initiative.record"]


def test_who_registers_and_who_recognises(cast, unit, draft, now):
    made, decided = set(), set()
    for part in PEOPLE:
        by = cast.actor(part)
        row = make_initiative(draft, recognised=False, claimed=False, title=f"Sáng kiến {part}")
        try:
            initiatives.record_initiative(unit=unit, title=part, applied_on=date(2026, 2, 1), by=by, at=now)
            made.add(part)
        except PermissionDenied:
            pass
        try:
            initiatives.recognise(row, **RECOGNITION, by=by, at=now)
            decided.add(part)
        except PermissionDenied:
            pass

    assert (made, decided) == ({"officer", "head", "member"}, {"officer"})


def test_an_author_of_another_unit_is_refused(cast, unit, head, now):
    stranger = make_person(cast.commune, "Lò Văn Bính", unit=cast.unit("service"))

    with pytest.raises(ValidationError, match="không thuộc Phòng Kinh tế"):
        initiatives.record_initiative(
            unit=unit, person=stranger, title="Một", applied_on=date(2026, 2, 1), by=head, at=now
        )

    assert not Initiative.objects.exists()


def test_recognition_names_body_number_and_day(initiative, officer, now):
    initiatives.recognise(initiative, **RECOGNITION, scope="province", by=officer, at=now)

    row = again(initiative)
    assert (row.status, row.recognised_by, row.decision_number, row.decision_on, row.scope) == (
        "recognised", "Hội đồng sáng kiến xã", "45/QĐ-UBND", date(2026, 4, 1), "province",
    )  # fmt: skip
    with pytest.raises(ValidationError, match="đang ở tình trạng “Đã công nhận”"):
        initiatives.recognise(row, **RECOGNITION, by=officer, at=now)


@pytest.mark.parametrize("lacking", ["recognised_by", "decision_number"])
def test_recognition_without_its_facts_is_refused(initiative, officer, now, lacking):
    with pytest.raises(ValidationError, match="nơi công nhận và số quyết định"):
        initiatives.recognise(initiative, **RECOGNITION | {lacking: " "}, by=officer, at=now)

    assert again(initiative).status == "proposed"


def test_an_initiative_is_corrected_until_it_is_decided_on(initiative, officer, head, now):
    initiatives.change_initiative(initiative, title="Trả tại nhà", by=head, at=now)
    initiatives.refuse_initiative(initiative, reason="Chưa áp dụng.", by=officer, at=now)

    row = again(initiative)
    assert (row.title, row.folded, row.status) == ("Trả tại nhà", "tra tai nha", "refused")
    with pytest.raises(ValidationError, match="không sửa nội dung"):
        initiatives.change_initiative(row, title="Khác", by=head, at=now)


@pytest.mark.rule("L-08")
def test_an_initiative_taken_by_one_nomination_is_refused_to_the_next(campaign, unit, draft, initiative, head, now):
    initiatives.recognise(initiative, **RECOGNITION, by=_officer(initiative), at=now)
    second = make_nomination(campaign, unit=unit, award="tap_the_lao_dong_tien_tien")
    eligibility.claim_initiative(draft, initiative, by=head, at=now)

    with pytest.raises(ValidationError, match="một sáng kiến chỉ xét một lần khen"):
        eligibility.claim_initiative(second, again(initiative), by=head, at=now)

    assert again(initiative).used_in == draft


def _officer(initiative):
    """Return the product's own actor, who may do everything."""
    return initiatives.Actor.of_product(initiative.commune)


@pytest.mark.rule("L-08")
def test_of_two_who_take_it_at_once_the_second_is_refused(campaign, unit, draft, initiative, head, now):
    second = make_nomination(campaign, unit=unit, award="tap_the_lao_dong_tien_tien")
    seen_by_both = again(initiative)
    eligibility.claim_initiative(draft, again(initiative), by=head, at=now)

    with pytest.raises(ValidationError, match="Người khác vừa sửa"):
        eligibility.claim_initiative(second, seen_by_both, by=head, at=now)

    assert again(initiative).used_in == draft


@pytest.mark.parametrize("status", ["withdrawn", "ineligible"])
def test_what_an_ended_nomination_used_is_free_again(campaign, unit, draft, initiative, head, now, status):
    ended = make_nomination(campaign, unit=unit, award="tap_the_lao_dong_tien_tien", status=status)
    Initiative.objects.update(used_in=ended)

    eligibility.claim_initiative(draft, again(initiative), by=head, at=now)

    assert again(initiative).used_in == draft


@pytest.mark.parametrize("status", ["not_recommended", "not_awarded", "award_revoked"])
def test_an_end_frees_initiatives_only_once_it_is_told(cast, campaign, unit, draft, initiative, head, now, status):
    ended = make_nomination(campaign, unit=unit, award="tap_the_lao_dong_tien_tien", status=status)
    Initiative.objects.update(used_in=ended)
    before = initiatives.blockers_to_claim(draft, again(initiative))

    if status == "award_revoked":
        given = make_decision(campaign, [ended], status="published")
        facts = {"kind": "revocation", "amends": given, "reason": "Kê khai không đúng."}
        make_decision(campaign, [], status="published", number=6, **facts).lines.create(
            position=1, nomination=ended, about=given.lines.get(), award=ended.award, subject=ended.subject,
            nominee_name=ended.nominee, citation=ended.citation,
        )  # fmt: skip
    else:
        person = make_nomination(campaign, unit=cast.unit("service"), subject="individual", status="awarded")
        make_decision(campaign, [person], status="published")

    assert before == [
        "Sáng kiến đã dùng cho hồ sơ đề nghị Tập thể lao động tiên tiến khác; một sáng kiến chỉ xét một lần khen."
    ]
    assert initiatives.blockers_to_claim(draft, again(initiative)) == []


def test_only_the_nominees_own_initiative_can_be_taken_while_the_dossier_is_written(
    cast, campaign, unit, draft, initiative, head, now
):
    person = make_person(cast.commune, "Lò Văn Bính", unit=unit)
    own = make_nomination(campaign, unit=unit, subject="individual", person=person)
    Nomination.objects.filter(pk=draft.pk).update(status="withdrawn")

    with pytest.raises(ValidationError, match="không phải của đối tượng"):
        eligibility.claim_initiative(own, initiative, by=head, at=now)
    with pytest.raises(ValidationError, match="chỉ chọn sáng kiến khi đang soạn"):
        eligibility.claim_initiative(again(draft), initiative, by=head, at=now)
    with pytest.raises(PermissionDenied):
        eligibility.claim_initiative(own, initiative, by=cast.actor("other_head"), at=now)
    assert again(initiative).used_in is None


def test_an_initiative_is_let_go(draft, initiative, head, now):
    eligibility.claim_initiative(draft, initiative, by=head, at=now)

    eligibility.release_initiative(draft, initiative, by=head, at=now)

    assert again(initiative).used_in is None
    assert [line.label for line in HistoryEntry.objects.about(draft)] == [
        "Bỏ sáng kiến khỏi hồ sơ", "Chọn sáng kiến cho hồ sơ",
    ]  # fmt: skip


def test_a_unit_registers_chooses_and_lets_go_on_its_pages(go, draft, head, clock):
    done = go(head, "initiative-add", post={
        "unit": draft.unit_id, "person": "", "title": "Trả tại nhà", "applied_on": "01/02/2026",
        "scope": "grassroots", "effect": "Nhanh hơn.",
    })  # fmt: skip
    row = Initiative.objects.get()
    listed = go(head, "nomination-initiatives", draft.pk).content.decode()
    go(head, "initiative-claim", draft.pk, post={"initiative": row.pk})
    claimed = again(row).used_in
    go(head, "initiative-release", draft.pk, post={"initiative": row.pk})

    assert done["Location"] == row.get_absolute_url()
    assert "Dùng cho hồ sơ này" in listed
    assert (claimed, again(row).used_in) == (draft, None)


def test_the_agency_recognises_and_refuses_on_its_pages(go, initiative, officer, head, clock):
    shown = go(officer, "initiative", initiative.pk).content.decode()
    facts = {"recognised_by": "Hội đồng", "decision_number": "45", "decision_on": "01/04/2026", "scope": "province"}
    denied = go(head, "initiative-recognise", initiative.pk, post=facts)
    go(officer, "initiative-recognise", initiative.pk, post=facts)
    recognised = again(initiative).status
    go(officer, "initiative-refuse", initiative.pk, post={"reason": "Rút công nhận."})

    assert ("Ghi công nhận" in shown, denied.status_code) == (True, 403)
    assert (recognised, again(initiative).status) == ("recognised", "refused")


def test_a_unit_sees_its_own_initiatives_alone(go, cast, campaign, initiative, head, other_head, officer):
    theirs = make_nomination(campaign, unit=cast.unit("service"))
    make_initiative(theirs, title="Của trung tâm", claimed=False)

    mine = go(head, "initiatives").content.decode()

    assert ("Trả kết quả tại nhà" in mine, "Của trung tâm" in mine) == (True, False)
    assert "Của trung tâm" in go(officer, "initiatives").content.decode()
    assert go(other_head, "initiative", initiative.pk).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_initiatives_costs_the_same_for_any_number(
    client, draft, officer, django_assert_num_queries, number
):
    for each in range(number):
        make_initiative(draft, title=f"Sáng kiến {each}", claimed=each == 0)
    client.force_login(officer.user)

    with django_assert_num_queries(6):
        assert client.get(here(officer, "awards:initiatives")).status_code == 200


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?q=tai+nha", {"Tại nhà"}),
        ("?status=proposed", {"Qua mạng"}),
        ("?used=yes", {"Tại nhà"}),
        ("?sort=title", {"Tại nhà", "Qua mạng"}),
    ],
)
def test_initiatives_are_found_by_words_state_and_use(go, draft, officer, query, titles):
    make_initiative(draft, title="Tại nhà", folded="tai nha")
    make_initiative(draft, title="Qua mạng", folded="qua mang", recognised=False, claimed=False)

    page = go(officer, "initiatives", query=query)

    assert {row.title for row in page.context["page"]} == titles


def test_neighbours_find_no_initiative(go, draft, initiative, neighbour):
    stranger = neighbour("officer")
    names = ("initiative", "initiative-edit", "initiative-recognise")

    answers = [go(stranger, name, initiative.pk) for name in names]
    answers.append(go(stranger, "initiative-refuse", initiative.pk, post={"reason": "x"}))
    answers.append(go(stranger, "nomination-initiatives", draft.pk))
    for name in ("initiative-claim", "initiative-release"):
        answers.append(go(stranger, name, draft.pk, post={"initiative": initiative.pk}))

    assert {answer.status_code for answer in answers} == {404}
