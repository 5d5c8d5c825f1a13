"""The certificate register: entered once, printed, handed over, replaced, revoked with its award."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Certificate, DecisionLine
from awards.services import certificates
from awards.tests.factories import ISSUED_ON, SESSION_AT, make_decision, make_nomination
from communes.models import HistoryEntry


@pytest.fixture
def nomination(cast, campaign):
    """An awarded nomination of Phòng Kinh tế."""
    return make_nomination(campaign, unit=cast.unit("economy"), status="awarded")


@pytest.fixture
def line(campaign, nomination):
    """The line of a published decision that awards it."""
    return make_decision(campaign, [nomination], status="published").lines.get()


@pytest.fixture
def certificate(line, clerk, now):
    """Its certificate, just registered."""
    return certificates.register(line, by=clerk, at=now)


def amend(line: DecisionLine, kind: str, *, number: int = 9, status: str = "issued", **facts) -> DecisionLine:
    """Put a decision that corrects or revokes a line into the database, with its effect on the line."""
    decision = make_decision(
        line.decision.campaign, status=status, number=number, kind=kind, amends=line.decision, reason="Ghi sai tên.",
        issued_at=SESSION_AT,
    )  # fmt: skip
    standing = {"correction": "corrected", "revocation": "revoked"}[kind]
    DecisionLine.objects.filter(pk=line.pk).update(standing=standing)
    facts = {"nominee_name": line.nominee_name, "citation": line.citation, "folded": line.folded, **facts}
    return DecisionLine.objects.create(
        decision=decision, position=1, nomination=line.nomination, about=line, award=line.award, subject=line.subject,
        **facts,
    )  # fmt: skip


def test_a_line_of_an_issued_decision_gets_a_certificate_with_a_readable_code(line, clerk, now):
    made = certificates.register(line, by=clerk, at=now)

    assert (made.line, made.status, made.registered_at, made.replaces) == (line, "registered", now, None)
    assert len(made.code) == 10
    assert set(made.code) <= set("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
    [entry] = HistoryEntry.objects.about(made)
    assert entry.label == f"Vào sổ giấy khen: {made.line.nominee_name}"
    assert certificates.new_code() != made.code


def test_a_line_has_one_certificate(line, certificate, clerk, now):
    with pytest.raises(ValidationError, match="đã vào sổ"):
        certificates.register(line, by=clerk, at=now)

    assert Certificate.objects.get() == certificate


@pytest.mark.parametrize("status", ["draft", "checked", "awaiting_signature", "cancelled"])
def test_nothing_is_registered_before_the_decision_is_issued(campaign, nomination, clerk, now, status):
    drafted = make_decision(campaign, [nomination], status=status).lines.get()

    with pytest.raises(ValidationError, match="đã ban hành"):
        certificates.register(drafted, by=clerk, at=now)

    assert not Certificate.objects.exists()


@pytest.mark.parametrize("part", ["officer", "leader", "head", "chair", "administrator"])
def test_only_who_issues_papers_enters_the_register(line, cast, part, now):
    with pytest.raises(PermissionDenied):
        certificates.register(line, by=cast.actor(part), at=now)

    assert not Certificate.objects.exists()


def test_each_printing_says_by_whom_when_and_on_which_stock(certificate, officer, clerk, now):
    certificates.record_print(certificate, stock=" Phôi A3 ", by=officer, at=now)
    certificates.record_print(certificate, stock="Phôi A3", note="Tờ trước bị lem.", by=clerk, at=now)

    assert certificate.status == "printed"
    assert list(certificate.prints.order_by("pk").values_list("printed_by", "printed_at", "stock", "note")) == [
        ("Nguyễn Thị Hạnh", now, "Phôi A3", ""),
        ("Lê Thị Ánh", now, "Phôi A3", "Tờ trước bị lem."),
    ]


@pytest.mark.parametrize(
    ("before", "stock", "note", "refusal"),
    [("registered", " ", "", "phôi"), ("printed", "Phôi A3", " ", "lý do in lại")],
)
def test_a_printing_needs_its_stock_and_a_second_one_a_word(certificate, officer, now, before, stock, note, refusal):
    Certificate.objects.update(status=before)
    certificate.refresh_from_db()

    with pytest.raises(ValidationError, match=refusal):
        certificates.record_print(certificate, stock=stock, note=note, by=officer, at=now)

    assert not certificate.prints.exists()


@pytest.mark.parametrize(("to", "kept"), [("", "Phòng Kinh tế"), ("Vũ Thị Én", "Vũ Thị Én")])
def test_handing_over_keeps_the_day_and_the_receiver(certificate, officer, now, to, kept):
    certificates.record_print(certificate, stock="Phôi A3", by=officer, at=now)

    certificates.hand_over(certificate, handed_on=ISSUED_ON, handed_to=to, by=officer, at=now)

    certificate.refresh_from_db()
    assert (certificate.status, certificate.handed_on, certificate.handed_to) == ("handed_over", ISSUED_ON, kept)


@pytest.mark.parametrize("day", [date(2026, 5, 13), date(2026, 5, 15)])
def test_nothing_is_handed_over_before_its_decision_or_in_the_future(certificate, officer, now, day):
    certificates.record_print(certificate, stock="Phôi A3", by=officer, at=now)

    with pytest.raises(ValidationError, match="từ ngày ban hành"):
        certificates.hand_over(certificate, handed_on=day, by=officer, at=now)

    certificate.refresh_from_db()
    assert certificate.status == "printed"


def test_a_certificate_waits_for_publication_before_it_is_handed_over(campaign, nomination, clerk, now):
    line = make_decision(campaign, [nomination], status="issued").lines.get()
    made = certificates.register(line, by=clerk, at=now)
    certificates.record_print(made, stock="Phôi A3", by=clerk, at=now)

    with pytest.raises(ValidationError, match="chưa công bố"):
        certificates.hand_over(made, handed_on=ISSUED_ON, by=clerk, at=now)

    [offer] = [each for each in certificates.offers_for(made, clerk, now) if each.move.action == "hand_over"]
    assert offer.blockers == ("Quyết định chưa công bố; công bố quyết định trước khi trao.",)


def test_a_replaced_certificate_stays_and_names_its_successor(certificate, officer, now):
    certificates.record_print(certificate, stock="Phôi A3", by=officer, at=now)

    made = certificates.replace(certificate, reason="Rách góc.", by=officer, at=now)

    certificate.refresh_from_db()
    assert (certificate.status, certificate.replaced_reason, certificate.replaced_by) == ("replaced", "Rách góc.", made)
    assert (made.status, made.line, made.replaces) == ("registered", certificate.line, certificate)
    assert made.code != certificate.code


def test_replacing_needs_a_reason_and_changes_nothing_without_one(certificate, officer, now):
    certificates.record_print(certificate, stock="Phôi A3", by=officer, at=now)

    with pytest.raises(ValidationError, match="lý do"):
        certificates.replace(certificate, reason=" ", by=officer, at=now)

    assert list(Certificate.objects.values_list("status", flat=True)) == ["printed"]


@pytest.mark.rule("L-09")
def test_a_revoked_award_takes_its_certificate_along_and_the_register_keeps_it(certificate, line, clerk, now):
    amend(line, "revocation")

    certificates.revoke(line, by=clerk, at=now)

    certificate.refresh_from_db()
    assert certificate.status == "revoked"
    assert certificates.revoke(line, by=clerk, at=now) is None
    with pytest.raises(ValidationError, match="đã bị thu hồi"):
        certificates.register(DecisionLine.objects.get(pk=line.pk), by=clerk, at=now)


@pytest.mark.rule("L-09")
def test_a_certificate_is_not_revoked_while_its_award_stands(certificate, line, clerk, now):
    with pytest.raises(ValidationError, match="chưa bị thu hồi"):
        certificates.revoke(line, by=clerk, at=now)

    certificate.refresh_from_db()
    assert certificate.status == "registered"


def test_nobody_is_offered_to_revoke_a_certificate_by_hand(certificate, clerk, now):
    assert [each.move.action for each in certificates.offers_for(certificate, clerk, now)] == ["print"]


@pytest.mark.rule("L-09")
def test_an_unprinted_certificate_follows_the_line_that_corrects_its_own(certificate, line, clerk, now):
    correcting = amend(line, "correction", nominee_name="Phòng Kinh tế xã")

    assert certificates.register(correcting, by=clerk, at=now) == certificate

    assert list(Certificate.objects.values_list("line", "status", "code")) == [
        (correcting.pk, "registered", certificate.code)
    ]


@pytest.mark.rule("L-09")
def test_a_printed_certificate_is_replaced_by_one_for_the_correcting_line(certificate, line, clerk, now):
    certificates.record_print(certificate, stock="Phôi A3", by=clerk, at=now)
    correcting = amend(line, "correction", nominee_name="Phòng Kinh tế xã")

    made = certificates.register(correcting, by=clerk, at=now)

    certificate.refresh_from_db()
    assert (made.line, made.replaces, made.status) == (correcting, certificate, "registered")
    assert (certificate.status, certificate.replaced_reason) == (
        "replaced",
        "Đính chính theo Quyết định số 09/QĐ-UBND",
    )


@pytest.mark.rule("L-09")
def test_revoking_a_corrected_award_revokes_the_certificate_of_the_correcting_line(certificate, line, clerk, now):
    certificates.register(amend(line, "correction"), by=clerk, at=now)
    revoking = amend(line, "revocation", number=10)

    assert certificates.revoke(revoking, by=clerk, at=now) == certificate

    certificate.refresh_from_db()
    assert certificate.status == "revoked"


def test_a_spoilt_certificate_is_replaced_by_one_with_the_corrected_words(certificate, line, clerk, now):
    certificates.record_print(certificate, stock="Phôi A3", by=clerk, at=now)
    correcting = amend(line, "correction", nominee_name="Phòng Kinh tế xã")

    made = certificates.replace(certificate, reason="Hỏng.", by=clerk, at=now)

    assert made.line == correcting
