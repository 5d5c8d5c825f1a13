"""Every state × action × role of certificates, and the pages of the register."""

from datetime import date

import pytest

from awards.models import Certificate, DecisionLine
from awards.services import certificates
from awards.tests.factories import ISSUED_ON, SESSION_AT, make_decision, make_nomination
from campaigns.tests.matrix import flow_cases, who_can
from communes.addresses import here
from communes.tests.factories import PEOPLE

ACTS = {
    "print": lambda row, by, at: certificates.record_print(row, stock="Phôi A3", note="In lại.", by=by, at=at),
    "hand_over": lambda row, by, at: certificates.hand_over(row, handed_on=ISSUED_ON, by=by, at=at),
    "replace": lambda row, by, at: certificates.replace(row, reason="Rách.", by=by, at=at),
}
IN_CONFIDENCE = {"officer", "leader", "clerk", "chair", "vice", "secretary", "councillor"}


@pytest.fixture
def make_certificate(cast, campaign):
    """Return a maker of certificates of published (or other) decisions, at any status."""

    def make(status="registered", *, decision="published", **facts):
        number = DecisionLine.objects.count() + 1
        nomination = make_nomination(
            campaign, unit=cast.unit("economy"), subject="individual", status="awarded", citation="Làm tốt."
        )
        line = make_decision(campaign, [nomination], status=decision, number=number).lines.get()
        given = {"line": line, "code": f"MA{number:08}", "status": status, "registered_at": SESSION_AT, **facts}
        if status == "handed_over":
            given |= {"handed_on": ISSUED_ON, "handed_to": line.nominee_name}
        return Certificate.objects.create(**given)

    return make


@pytest.mark.parametrize(
    ("status", "action", "allowed"), [case for case in flow_cases(Certificate) if case[1] != "revoke"]
)
def test_each_act_on_a_certificate_is_for_whom_the_table_names(cast, make_certificate, now, status, action, allowed):
    pk = make_certificate(status).pk

    assert who_can(cast, lambda actor: ACTS[action](Certificate.objects.get(pk=pk), actor, now)) == allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(status, allowed) for status, action, allowed in flow_cases(Certificate) if action == "revoke"],
)
def test_a_certificate_is_revoked_by_whom_the_table_names_from_each_live_state(
    cast, make_certificate, now, status, allowed
):
    certificate = make_certificate(status)
    DecisionLine.objects.update(standing="revoked")
    revoked = []

    def revoke(actor):
        revoked.append(certificates.revoke(DecisionLine.objects.get(), by=actor, at=now))

    through = who_can(cast, revoke)

    if status in ("replaced", "revoked"):
        assert set(revoked) == {None}
        assert allowed == frozenset()
    else:
        assert through == allowed
        assert revoked == [certificate]


PAGES = {
    "certificates": IN_CONFIDENCE,
    "certificate": IN_CONFIDENCE,
    "certificates-print": {"officer", "clerk"},
    "certificates-hand-over": {"officer", "clerk"},
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_register_opens_for_its_roles_alone(go, cast, make_certificate, name):
    certificate = make_certificate()
    args = [certificate.pk] if name == "certificate" else []
    query = f"?c={certificate.pk}" if name.startswith("certificates-") else ""

    answers = {part: go(cast.actor(part), name, *args, query=query).status_code for part in PEOPLE}

    assert {part for part, status in answers.items() if status == 200} == PAGES[name]
    assert {status for part, status in answers.items() if part not in PAGES[name]} == {403}


def test_neighbours_find_no_certificate(client, neighbour, make_certificate):
    pk = make_certificate("printed").pk
    client.force_login(neighbour("officer").user)

    assert client.get(here(neighbour("officer"), "awards:certificate", pk)).status_code == 404
    assert client.post(here(neighbour("officer"), "awards:certificate-replace", pk)).status_code == 404
    answer = client.get(here(neighbour("officer"), "awards:certificates-print") + f"?c={pk}")
    assert answer.status_code == 302


def test_chosen_certificates_are_printed_together_and_others_left_out_with_the_reason(
    go, make_certificate, officer, clock, now
):
    first, second, done = make_certificate(), make_certificate(), make_certificate("handed_over")
    query = f"?c={first.pk}&c={second.pk}&c={done.pk}"

    page = go(officer, "certificates-print", query=query).content.decode()
    go(officer, "certificates-print", query=query, post={"stock": "Phôi A3, lô 5/2026", "note": ""})

    assert "2 giấy khen:" in page
    assert f"{done.line.nominee_name}, mã {done.code}: Đã trao; hỏng, mất hoặc sai thì cấp đổi." in page
    assert [(each.status, each.prints.count()) for each in Certificate.objects.order_by("pk")] == [
        ("printed", 1), ("printed", 1), ("handed_over", 0),
    ]  # fmt: skip
    assert first.prints.get().printed_at == now


def test_certificates_are_handed_over_on_the_page(go, make_certificate, clerk, clock):
    certificate = make_certificate("printed")

    go(clerk, "certificates-hand-over", query=f"?c={certificate.pk}",
       post={"handed_on": "14/05/2026", "handed_to": ""})  # fmt: skip

    certificate.refresh_from_db()
    assert (certificate.status, certificate.handed_on, certificate.handed_to) == (
        "handed_over", date(2026, 5, 14), certificate.line.nominee_name,
    )  # fmt: skip


def test_replacing_on_the_page_leads_to_the_new_certificate(go, make_certificate, officer, clock):
    certificate = make_certificate("printed")

    answer = go(officer, "certificate-replace", certificate.pk, post={"reason": "Sai tên."})

    certificate.refresh_from_db()
    assert certificate.status == "replaced"
    assert answer.url == certificate.replaced_by.get_absolute_url()
    page = go(officer, "certificate", certificate.pk).content.decode()
    assert f"Mã {certificate.replaced_by.code}" in page
    assert "Sai tên." in page


def test_register_and_certificate_lead_to_the_decision(go, make_certificate, officer):
    certificate = make_certificate()
    link = f'<a href="{here(officer, "awards:decision", certificate.line.decision_id)}">'

    assert link in go(officer, "certificates").content.decode()
    assert link in go(officer, "certificate", certificate.pk).content.decode()


def test_without_a_choice_the_register_says_so(go, officer):
    answer = go(officer, "certificates-print")

    assert answer.url == here(officer, "awards:certificates")


@pytest.mark.parametrize(
    ("query", "found"), [("?q=so 2", [1]), ("?q=MA00000001", [0]), ("?status=printed", [1]), ("?number=1", [0])]
)
def test_the_register_is_searched_by_name_code_state_and_number(go, make_certificate, officer, query, found):
    made = [make_certificate(), make_certificate("printed")]

    page = go(officer, "certificates", query=query).context["page"]

    assert list(page) == [made[index] for index in found]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_keeps_its_query_count(client, make_certificate, officer, django_assert_num_queries, rows):
    for _ in range(rows):
        make_certificate()
    client.force_login(officer.user)

    with django_assert_num_queries(6):
        page = client.get(here(officer, "awards:certificates"))

    assert len(page.context["page"]) == rows
