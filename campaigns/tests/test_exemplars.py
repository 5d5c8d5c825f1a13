"""Exemplars: found by a unit or the agency, registered, published, counted."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from campaigns.models import Exemplar
from campaigns.services import exemplars
from campaigns.tests.factories import make_campaign, report_of
from campaigns.tests.field_cases import answer_to, neighbours_get
from campaigns.tests.matrix import flow_cases, who_can
from communes.models import HistoryEntry

TODAY = date(2026, 5, 14)
ACTS = {
    "register": lambda row, by, at: exemplars.register(row, by=by, at=at),
    "decline": lambda row, by, at: exemplars.decline(row, reason="Chưa rõ hiệu quả.", by=by, at=at),
    "publish": lambda row, by, at: exemplars.publish(row, published_on=TODAY, published_where="Đài xã", by=by, at=at),
    "withdraw": lambda row, by, at: exemplars.withdraw(row, reason="Có phản ánh.", by=by, at=at),
}
WORDS = {"kind": "good_practice", "title": "Ngày thứ Năm không chờ", "story": "Giảm nửa thời gian chờ."}


@pytest.fixture
def campaign(cast):
    """A small campaign underway."""
    return make_campaign(cast)


@pytest.fixture
def make_exemplar(cast, campaign, now):
    """Return a maker of exemplars of Phòng Kinh tế in any status."""

    def make(status="found", **facts):
        published = {"published_on": TODAY, "published_where": "Đài xã"} if status == "published" else {}
        unit = facts.pop("unit", None) or cast.unit("economy")
        return Exemplar.objects.create(
            campaign=campaign, unit=unit, status=status, found_at=now, **{**WORDS, **published, **facts}
        )

    return make


@pytest.mark.rule("DS-16")
def test_an_exemplar_is_found_registered_published_and_counted(cast, campaign, member, officer, now):
    exemplar = exemplars.find(campaign, cast.unit("economy"), **WORDS, person=member.person, by=member, at=now)
    exemplars.register(exemplar, by=officer, at=now)
    exemplars.publish(exemplar, published_on=TODAY, published_where=" Đài truyền thanh ", by=officer, at=now)

    exemplar.refresh_from_db()
    assert (exemplar.status, exemplar.person, exemplar.published_on, exemplar.published_where) == (
        "published",
        member.person,
        TODAY,
        "Đài truyền thanh",
    )
    assert [(each.kind, each.counted) for each in exemplars.counts(campaign) if each.counted] == [("good_practice", 1)]


@pytest.mark.rule("DS-16")
def test_what_is_only_found_or_was_declined_does_not_count(campaign, make_exemplar):
    for status in ("found", "declined", "registered", "published", "published"):
        make_exemplar(status)

    [count] = [each for each in exemplars.counts(campaign) if each.kind == "good_practice"]

    assert (count.label, count.found, count.registered, count.published, count.counted) == (
        "Mô hình, cách làm hay",
        1,
        1,
        2,
        3,
    )
    assert sum(each.counted for each in exemplars.counts(campaign)) == 3


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(Exemplar))
def test_each_act_is_for_whom_the_table_names(cast, make_exemplar, now, status, action, allowed):
    pk = make_exemplar(status).pk

    assert who_can(cast, lambda actor: ACTS[action](Exemplar.objects.get(pk=pk), actor, now)) == allowed


def test_the_unit_itself_and_the_agency_bring_exemplars_in(cast, campaign, now):
    unit = cast.unit("economy")

    through = who_can(cast, lambda actor: exemplars.find(campaign, unit, **WORDS, by=actor, at=now))

    assert through == {"head", "member", "officer"}


def test_a_person_and_a_report_belong_to_the_unit(cast, campaign, officer, other_head, now):
    with pytest.raises(ValidationError, match="Hoàng Văn Sáng không thuộc Phòng Kinh tế"):
        exemplars.find(campaign, cast.unit("economy"), **WORDS, person=other_head.person, by=officer, at=now)
    with pytest.raises(ValidationError, match="Báo cáo không phải của đơn vị"):
        exemplars.find(
            campaign, cast.unit("economy"), **WORDS, obligation=report_of(campaign, cast.unit("service")),
            by=officer, at=now,
        )  # fmt: skip

    assert Exemplar.objects.count() == 0


@pytest.mark.parametrize(
    ("on", "where", "message"),
    [
        (TODAY + timedelta(days=1), "Đài xã", "từ ngày phát hiện đến hôm nay"),
        (TODAY - timedelta(days=1), "Đài xã", "từ ngày phát hiện đến hôm nay"),
        (TODAY, " ", "hình thức tuyên truyền"),
    ],
)
def test_publishing_says_when_and_how(make_exemplar, officer, now, on, where, message):
    exemplar = make_exemplar("registered")

    with pytest.raises(ValidationError, match=message):
        exemplars.publish(exemplar, published_on=on, published_where=where, by=officer, at=now)

    exemplar.refresh_from_db()
    assert (exemplar.status, exemplar.published_on) == ("registered", None)


def test_a_withdrawn_exemplar_stays_registered(make_exemplar, officer, now):
    exemplar = make_exemplar("published")

    exemplars.withdraw(exemplar, reason="Có phản ánh.", by=officer, at=now)

    exemplar.refresh_from_db()
    assert (exemplar.status, exemplar.published_on, exemplar.published_where) == ("registered", None, "")
    assert HistoryEntry.objects.about(exemplar)[0].reason == "Có phản ánh."


def test_words_are_mended_until_somebody_has_looked_at_them(make_exemplar, member, other_head, now):
    found, registered = make_exemplar(), make_exemplar("registered")
    words = {**WORDS, "title": "Ngày không chờ"}

    exemplars.change(found, **words, by=member, at=now)
    with pytest.raises(ValidationError, match="đã được xem xét"):
        exemplars.change(registered, **words, by=member, at=now)
    with pytest.raises(PermissionDenied):
        exemplars.change(found, **WORDS, by=other_head, at=now)

    found.refresh_from_db()
    assert found.title == "Ngày không chờ"


def test_nothing_is_found_when_the_campaign_is_closed(cast, member, now):
    campaign = make_campaign(cast, status="closed")

    with pytest.raises(ValidationError, match="không ở giai đoạn thực hiện"):
        exemplars.find(campaign, cast.unit("economy"), **WORDS, by=member, at=now)


@pytest.mark.rule("DS-16")
def test_an_exemplar_goes_its_way_on_the_pages(client, cast, campaign, member, officer):
    data = {**WORDS, "unit": cast.unit("economy").pk, "person": member.person.pk}

    answer_to(client, member, "campaigns:exemplar-find", campaign.pk, post=data)
    exemplar = Exemplar.objects.get()
    answer_to(client, member, "campaigns:exemplar-edit", exemplar.pk, post={**data, "title": "Ngày không chờ"})
    answer_to(client, officer, "campaigns:exemplar-register", exemplar.pk, post={})
    answer_to(
        client, officer, "campaigns:exemplar-publish", exemplar.pk,
        post={"published_on": f"{timezone.localdate():%d/%m/%Y}", "published_where": "Đài xã"},
    )  # fmt: skip

    exemplar.refresh_from_db()
    assert (exemplar.status, exemplar.title, exemplar.person, exemplar.published_where) == (
        "published",
        "Ngày không chờ",
        member.person,
        "Đài xã",
    )


def test_the_agency_brings_in_an_exemplar_of_any_unit_that_takes_part(client, cast, campaign, officer):
    for unit in ("service", "culture"):
        data = {**WORDS, "unit": cast.unit(unit).pk}
        answer_to(client, officer, "campaigns:exemplar-find", campaign.pk, post=data)

    assert [exemplar.unit for exemplar in Exemplar.objects.all()] == [cast.unit("service")]


@pytest.mark.parametrize(
    ("action", "status", "reason", "after"),
    [
        ("decline", "found", "Chưa rõ.", "declined"),
        ("decline", "found", "", "found"),
        ("withdraw", "published", "Có phản ánh.", "registered"),
        ("withdraw", "published", "", "published"),
    ],
)
def test_saying_no_needs_a_reason(client, make_exemplar, officer, action, status, reason, after):
    exemplar = make_exemplar(status)

    answer_to(client, officer, f"campaigns:exemplar-{action}", exemplar.pk, post={"reason": reason})

    exemplar.refresh_from_db()
    assert exemplar.status == after


def test_a_unit_sees_its_own_exemplars_alone(client, cast, campaign, make_exemplar, other_head):
    own, others = make_exemplar(unit=cast.unit("service"), title="Nụ cười công vụ"), make_exemplar()

    page = answer_to(client, other_head, "campaigns:exemplars", campaign.pk).content.decode()

    assert "Nụ cười công vụ" in page and others.title not in page
    assert answer_to(client, other_head, "campaigns:exemplar", own.pk).status_code == 200
    assert answer_to(client, other_head, "campaigns:exemplar", others.pk).status_code == 404


@pytest.mark.parametrize(
    ("query", "titles"),
    [("", {"Một", "Hai", "Ba"}), ("kind=initiative", {"Hai"}), ("status=published", {"Ba"}), ("unit={unit}", {"Một"})],
)
def test_the_list_is_narrowed_by_kind_state_and_unit(client, cast, campaign, make_exemplar, officer, query, titles):
    make_exemplar(title="Một", unit=cast.unit("service"))
    make_exemplar(title="Hai", kind="initiative")
    make_exemplar("published", title="Ba")
    client.force_login(officer.user)

    query = query.format(unit=cast.unit("service").pk)
    answer = client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/exemplars/?{query}")

    assert {row.title for row in answer.context["page"]} == titles


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    client, campaign, make_exemplar, officer, member, rows, django_assert_num_queries
):
    for number in range(rows):
        make_exemplar("published", title=f"Mô hình {number}", person=member.person)
    client.force_login(officer.user)

    with django_assert_num_queries(9):
        client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/exemplars/")


@pytest.mark.parametrize("part", ["officer", "head"])
def test_neighbours_find_nothing_at_these_addresses(client, neighbour, campaign, make_exemplar, part):
    row = make_exemplar().pk
    addresses = [("campaigns:exemplars", [campaign.pk]), ("campaigns:exemplar-find", [campaign.pk])]
    verbs = ["", "-edit"] + (["-register", "-decline", "-publish", "-withdraw"] if part == "officer" else [])
    addresses += [(f"campaigns:exemplar{verb}", [row]) for verb in verbs]

    found = neighbours_get(client, neighbour(part), addresses)

    assert all(statuses <= {404, 405} and 404 in statuses for statuses in found.values()), found
