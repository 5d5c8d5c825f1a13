"""The award book: what it holds, who sees it when, corrections and revocations beside each other, its figures."""

from fractions import Fraction

import pytest

from awards.models import Certificate, Decision, DecisionLine, EarlierAward, Proposal, ProposalLine
from awards.services import book
from awards.tests.factories import ISSUED_ON, SESSION_AT, make_decision, make_nomination
from communes.addresses import here
from communes.tests.factories import PEOPLE, make_person
from kit.vietnamese import fold

IN_CONFIDENCE = {"officer", "leader", "clerk", "chair", "vice", "secretary", "councillor"}
PAGES = ("book", "book-higher", "book-statistics")


@pytest.fixture
def give(cast, campaign):
    """Return a maker of lines of decisions, each with a decision of its own."""

    def make(unit="economy", *, decided="published", issued_on=ISSUED_ON, line=None, **facts):
        number = Decision.objects.count() + 1
        nomination = make_nomination(campaign, unit=cast.unit(unit), **{"status": "awarded", **facts})
        made = make_decision(campaign, [nomination], status=decided, number=number, issued_on=issued_on).lines.get()
        DecisionLine.objects.filter(pk=made.pk).update(**line or {})
        made.refresh_from_db()
        return made

    return make


def amend(line, kind, *, number=40, status="published", **facts):
    """Put a decision that corrects or revokes a line into the book, with its effect on the line."""
    decision = make_decision(
        line.decision.campaign, status=status, number=number, kind=kind, amends=line.decision, reason="Ghi sai tên."
    )
    standing = {"correction": "corrected", "revocation": "revoked"}[kind]
    DecisionLine.objects.filter(pk=line.pk).update(standing=standing)
    facts = {"nominee_name": line.nominee_name, "citation": line.citation, "folded": line.folded, **facts}
    return DecisionLine.objects.create(
        decision=decision, position=1, nomination=line.nomination, about=line, award=line.award, subject=line.subject,
        **facts,
    )  # fmt: skip


def propose(campaign, nomination, *, outcome="", number=12):
    """Put a sent proposal about a nomination into the database, answered or not."""
    proposal = Proposal.objects.create(
        commune=campaign.commune, campaign=campaign, authority="province", to_body="Chủ tịch UBND tỉnh", title="Về BK",
        status="sent", number=number, sent_on=ISSUED_ON, drafted_at=SESSION_AT, drafted_by="Nguyễn Thị Hạnh",
    )  # fmt: skip
    known = {"outcome_on": ISSUED_ON, "outcome_number": "1250/QĐ-UBND"} if outcome else {}
    return ProposalLine.objects.create(proposal=proposal, nomination=nomination, outcome=outcome, **known)


def shown(answer) -> list:
    """Return the lines that a page of the book shows."""
    return [row.line for row in answer.context["rows"]]


@pytest.mark.parametrize("name", PAGES)
def test_everybody_of_the_commune_reads_the_book(go, cast, clock, name):
    assert {go(cast.actor(part), name).status_code for part in PEOPLE} == {200}


@pytest.mark.parametrize("part", PEOPLE)
def test_an_issued_line_is_for_those_in_confidence_until_it_is_published(go, cast, give, part):
    public, kept = give(), give("service", decided="issued")
    drafted = give("culture", decided="awaiting_signature", status="recommended")
    actor = cast.actor(part)

    answer = go(actor, "book")

    expected = [kept, public] if part in IN_CONFIDENCE else [public]
    assert shown(answer) == expected
    assert ("Chưa công bố" in answer.content.decode()) == (part in IN_CONFIDENCE)
    assert go(actor, "book-line", kept.pk).status_code == (200 if part in IN_CONFIDENCE else 404)
    assert go(actor, "book-line", public.pk).status_code == 200
    assert go(actor, "book-line", drafted.pk).status_code == 404


@pytest.mark.parametrize(("part", "seen"), [("officer", True), ("leader", True), ("head", False), ("reader", False)])
def test_money_is_shown_to_those_who_make_the_awards(go, cast, give, part, seen):
    line = give()

    for name, args in (("book", []), ("book-line", [line.pk]), ("book-unit", [cast.unit("economy").pk])):
        assert ("760.000 đồng" in go(cast.actor(part), name, *args).content.decode()) == seen


@pytest.mark.rule("L-09")
def test_the_book_shows_a_revoked_line_and_the_line_that_revokes_it_each_leading_to_the_other(go, give, head):
    line = give()
    revoking = amend(line, "revocation")

    answer = go(head, "book")
    page = answer.content.decode()

    assert shown(answer) == [revoking, line]
    assert "Thu hồi theo Quyết định số 40/QĐ-UBND ngày 14/05/2026" in page
    assert "Thu hồi Giấy khen số sổ vàng 01 tại Quyết định số 01/QĐ-UBND ngày 14/05/2026" in page
    assert [row.standing for row in answer.context["rows"]] == ["Thu hồi", "Đã thu hồi"]
    assert [row.roll for row in answer.context["rows"]] == ["–", "01"]
    for one in (line, revoking):
        assert f'href="{here(head, "awards:book-line", one.pk)}"' in page
        assert set(shown(go(head, "book-line", one.pk))) == {line, revoking}


@pytest.mark.rule("L-09")
def test_the_book_shows_both_the_old_words_and_the_corrected_ones(go, give, head):
    line = give()
    correcting = amend(line, "correction", nominee_name="Phòng Kinh tế xã")

    answer = go(head, "book")

    assert [(row.line.nominee_name, row.standing) for row in answer.context["rows"]] == [
        ("Phòng Kinh tế xã", "Có hiệu lực"), ("Phòng Kinh tế", "Đã đính chính"),
    ]  # fmt: skip
    assert [note.line_pk for row in answer.context["rows"] for note in row.notes] == [line.pk, correcting.pk]


@pytest.mark.rule("L-09")
def test_a_correction_keeps_the_number_of_the_award_in_the_book(go, give, head):
    line = give()
    DecisionLine.objects.filter(pk=line.pk).update(position=2)
    correcting = amend(line, "correction")

    assert correcting.position == 1
    assert [row.roll for row in go(head, "book").context["rows"]] == ["02", "02"]


@pytest.mark.rule("L-09")
def test_a_revocation_that_is_not_published_is_not_told(go, give, head, officer):
    line = give()
    revoking = amend(line, "revocation", status="issued")

    for actor, lines, standings in (
        (head, [line], ["Có hiệu lực"]),
        (officer, [revoking, line], ["Thu hồi", "Đã thu hồi"]),
    ):
        answer = go(actor, "book")
        assert shown(answer) == lines
        assert [row.standing for row in answer.context["rows"]] == standings
    assert shown(go(head, "book", query="?standing=revoked")) == []
    assert shown(go(head, "book", query="?standing=in_force")) == [line]
    assert shown(go(officer, "book", query="?standing=revoked")) == [line]
    assert book.statistics(2026, actor=head).awarded == 1
    assert book.statistics(2026).awarded == 0


def test_the_book_is_searched_with_and_without_diacritics_and_narrowed(go, cast, campaign, give, officer):
    person = make_person(cast.commune, "Đỗ Thị Ước", unit=cast.unit("service"))
    facts = {"subject": "individual", "person": person, "award": "lao_dong_tien_tien", "quota_key": ""}
    unit, one = give(), give("service", **facts)
    old = give("culture", issued_on=ISSUED_ON.replace(year=2025))

    for query, found in {
        "?q=Đỗ Thị Ước": [one],
        "?q=do thi uoc": [one],
        "?q=" + fold("Kinh tế"): [unit],
        "?year=2025": [old],
        "?award=lao_dong_tien_tien": [one],
        "?subject=collective&year=2026": [unit],
        f"?unit={cast.unit('service').pk}": [one],
        f"?person={person.pk}": [one],
        f"?campaign={campaign.pk}": [one, unit, old],
        "?standing=corrected": [],
        "?sort=name": [one, unit, old],
    }.items():
        assert shown(go(officer, "book", query=query)) == found, query


@pytest.mark.parametrize("lines", [1, 3])
def test_the_book_keeps_its_query_count(client, cast, give, officer, django_assert_num_queries, lines):
    for unit in ("economy", "service", "culture")[:lines]:
        amend(give(unit), "correction", number=40 + Decision.objects.count())
    client.force_login(officer.user)

    with django_assert_num_queries(9):
        answer = client.get(here(officer, "awards:book"))

    assert len(shown(answer)) == 2 * lines


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_of_higher_awards_keeps_its_query_count(
    client, cast, campaign, officer, django_assert_num_queries, cases
):
    for number, unit in enumerate(("economy", "service", "culture")[:cases], 1):
        nomination = make_nomination(campaign, unit=cast.unit(unit), status="forwarded_up", award="bang_khen")
        propose(campaign, nomination, number=number)
    client.force_login(officer.user)

    with django_assert_num_queries(6):
        answer = client.get(here(officer, "awards:book-higher"))

    assert len(answer.context["page"]) == cases


def test_a_neighbour_finds_neither_line_nor_person_nor_unit(client, cast, give, neighbour):
    person = make_person(cast.commune, "Đỗ Thị Ước", unit=cast.unit("service"))
    line = give("service", subject="individual", person=person)
    actor = neighbour("officer")
    client.force_login(actor.user)

    for name, pk in (("book-line", line.pk), ("book-person", person.pk), ("book-unit", cast.unit("service").pk)):
        assert client.get(here(actor, f"awards:{name}", pk)).status_code == 404
    assert shown(client.get(here(actor, "awards:book"))) == []


@pytest.mark.parametrize(("part", "kept"), [("officer", True), ("other_head", False), ("reader", False)])
def test_the_history_of_a_person_holds_awards_of_here_and_elsewhere(go, cast, campaign, give, now, part, kept):
    person = make_person(cast.commune, "Đỗ Thị Ước", unit=cast.unit("economy"))
    public = give(subject="individual", person=person)
    secret = give(subject="individual", person=person, award="lao_dong_tien_tien", decided="issued")
    higher = make_nomination(
        campaign, unit=cast.unit("economy"), subject="individual", person=person, award="bang_khen",
        status="forwarded_up",
    )  # fmt: skip
    propose(campaign, higher)
    earlier = EarlierAward.objects.create(
        commune=cast.commune, person=person, title="Giấy khen của Chủ tịch UBND huyện", authority="UBND huyện",
        decision_number="77/QĐ-UBND", decision_on=ISSUED_ON.replace(year=2023), recorded_at=now, recorded_by="A",
    )  # fmt: skip

    past = go(cast.actor(part), "book-person", person.pk).context["past"]

    assert [row.line for row in past.rows] == ([secret, public] if kept else [public])
    assert past.earlier == (earlier,)
    assert len(past.higher) == kept


def test_who_neither_stands_in_the_published_book_nor_is_known_has_no_page(go, cast, give, other_head, officer):
    person = make_person(cast.commune, "Đỗ Thị Ước", unit=cast.unit("economy"))
    line = give(decided="issued", subject="individual", person=person)

    assert go(other_head, "book-person", person.pk).status_code == 404
    assert go(officer, "book-person", person.pk).status_code == 200
    Decision.objects.filter(pk=line.decision_id).update(status="published", published_at=SESSION_AT)
    assert go(other_head, "book-person", person.pk).status_code == 200


def test_the_history_of_a_unit_holds_its_own_awards_and_those_of_its_people(go, cast, give, reader):
    own, person = give(), give(subject="individual")
    give("service")

    answer = go(reader, "book-unit", cast.unit("economy").pk)

    assert [row.line for row in answer.context["past"].rows] == [own]
    assert [row.line for row in answer.context["people"]] == [person]


@pytest.mark.rule("HP-12")
@pytest.mark.parametrize(
    ("part", "outcomes"),
    [("officer", ["", "awarded", "refused"]), ("head", ["awarded", "refused"]), ("reader", ["awarded"])],
)
def test_awards_of_higher_authorities_stand_in_the_book(go, cast, campaign, part, outcomes):
    for number, outcome in enumerate(("refused", "awarded", ""), 1):
        unit = cast.unit("economy")
        nomination = make_nomination(
            campaign, unit=unit, status="forwarded_up", award="bang_khen", authority="province", subject="individual"
        )
        propose(campaign, nomination, outcome=outcome, number=number)

    answer = go(cast.actor(part), "book-higher")

    assert [line.outcome for line in answer.context["page"]] == outcomes
    assert "số 1250/QĐ-UBND ngày 14/05/2026" in answer.content.decode()


def test_certificates_stand_beside_a_line_for_those_who_keep_the_register(go, give, officer, reader):
    line = give()
    Certificate.objects.create(line=line, code="ABCDEF2345", registered_at=SESSION_AT)

    assert "Mã ABCDEF2345" in go(officer, "book-line", line.pk).content.decode()
    assert "ABCDEF2345" not in go(reader, "book-line", line.pk).content.decode()


@pytest.fixture
def year(cast, campaign, give):
    """A year of awards: two women, one man, a collective revoked, one proposed in vain, a Bằng khen from above."""
    woman = {"gender": "female", "birth_year": 1990}
    give(subject="individual", line=woman, direct_worker=True)
    give("service", subject="individual", line=woman | {"prize": 700_000})
    give("service", subject="individual", line={"gender": "male"}, direct_worker=True)
    amend(give("culture", line={"prize": 1_520_000}, status="award_revoked"), "revocation")
    make_nomination(campaign, unit=cast.unit("economy"), status="not_recommended")
    make_nomination(campaign, unit=cast.unit("front"), status="draft")
    make_nomination(campaign, unit=cast.unit("front"), status="withdrawn")
    for unit, outcome in (("economy", "awarded"), ("service", "refused"), ("culture", "")):
        higher = make_nomination(
            campaign, unit=cast.unit(unit), status="forwarded_up", award="bang_khen", authority="province"
        )
        propose(campaign, higher, outcome=outcome, number=ProposalLine.objects.count() + 1)


@pytest.mark.rule("HP-12")
def test_the_figures_count_exactly_what_was_proposed_and_awarded(year, campaign):
    found = book.statistics(campaign)

    assert (found.proposed, found.awarded, found.revoked, found.money) == (8, 4, 1, 2_220_000)
    assert [(each.label, each.proposed, each.awarded, each.money) for each in found.by_award] == [
        ("Giấy khen", 5, 3, 2_220_000), ("Bằng khen", 3, 1, 0),
    ]  # fmt: skip
    assert [(each.label, each.proposed, each.awarded) for each in found.by_subject] == [
        ("Tập thể", 5, 1), ("Cá nhân", 3, 3),
    ]  # fmt: skip
    assert {each.label: (each.proposed, each.awarded, each.money) for each in found.by_unit} == {
        "Phòng Văn hóa - Xã hội": (2, 0, 0),
        "Phòng Kinh tế": (3, 2, 760_000),
        "Trung tâm Phục vụ hành chính công": (3, 2, 1_460_000),
    }
    assert found.awarded_individuals == book.Individuals(3, 2, 2)
    assert (found.awarded_individuals.women_share, found.awarded_individuals.direct_share) == (
        Fraction(2, 3), Fraction(2, 3),
    )  # fmt: skip
    assert found.awarded_individuals.women_words == "02 (66,7%)"
    assert (found.higher, found.higher.waiting) == (book.Higher(3, 1, 1, 0), 1)


def test_a_year_counts_what_happened_in_it(year, campaign):
    assert book.statistics(2026) == book.statistics(campaign)
    assert book.statistics(2025).awarded == book.statistics(2025).proposed == 0
    assert book.statistics(2025).awarded_individuals.women_share is None


def test_who_is_not_in_confidence_reads_published_awards_without_money_and_proposals(go, year, officer, reader, clock):
    Decision.objects.filter(number=1).update(status="issued", published_at=None)

    known, page = (go(reader, "book-statistics").context["figures"], go(reader, "book-statistics").content.decode())

    assert (known.awarded, known.awarded_individuals.number) == (3, 2)
    assert "đồng</" not in page
    assert "Hồ sơ đề nghị" not in page
    assert "Chờ kết quả" not in page
    assert go(officer, "book-statistics").context["figures"].awarded == 4
    assert go(officer, "book-statistics", query="?year=2025").context["year"] == 2025
    assert go(officer, "book-statistics", query="?year=x").context["year"] == 2026


@pytest.mark.parametrize("lines", [1, 3])
def test_figures_take_a_fixed_number_of_queries(give, campaign, django_assert_num_queries, lines):
    for unit in ("economy", "service", "culture")[:lines]:
        give(unit)

    with django_assert_num_queries(9):
        found = book.statistics(campaign)

    assert found.awarded == lines
