"""Exemplars taken over by other units: begun, followed, ended; and the bulletin from which they are taken."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from campaigns.models import Adoption, Exemplar
from campaigns.services import adoptions
from campaigns.tests.factories import make_campaign
from campaigns.tests.field_cases import answer_to
from campaigns.tests.matrix import who_can
from communes.models import HistoryEntry, Unit
from communes.tests.factories import make_unit

TODAY = date(2026, 5, 14)


@pytest.fixture
def campaign(cast):
    """A small campaign underway."""
    return make_campaign(cast)


@pytest.fixture
def make_exemplar(cast, campaign, now):
    """Return a maker of exemplars of Trung tâm Phục vụ hành chính công, made known unless told otherwise."""

    def make(status="published", **facts):
        published = {"published_on": TODAY, "published_where": "Đài xã"} if status == "published" else {}
        given = {"kind": "good_practice", "title": "Nụ cười công vụ", "story": "Tiếp dân tận tình.", **published}
        given |= {"unit": cast.unit("service"), "found_at": now - timedelta(days=10), **facts}
        return Exemplar.objects.create(campaign=campaign, status=status, **given)

    return make


@pytest.fixture
def adopt(cast, make_exemplar, officer, now):
    """Return a maker of adoptions by Phòng Kinh tế."""

    def make(exemplar=None, unit=None, **facts):
        given = {"started_on": TODAY - timedelta(days=5), "way": "Đặt thùng thư góp ý.", **facts}
        unit = unit or cast.unit("economy")
        return adoptions.adopt(exemplar or make_exemplar(), unit, **given, by=officer, at=now)

    return make


def test_a_unit_takes_an_exemplar_over_tells_its_result_and_ends_it(cast, make_exemplar, member, now):
    adoption = adoptions.adopt(
        make_exemplar(), cast.unit("economy"), started_on=TODAY - timedelta(days=5), way=" Đặt thùng thư. ", by=member,
        at=now,
    )  # fmt: skip
    adoptions.note_result(adoption, result="Giảm 02 ngày chờ.", result_on=TODAY, by=member, at=now)
    adoptions.end(adoption, ended_on=TODAY, reason="Đã thành nền nếp.", by=member, at=now)

    adoption.refresh_from_db()
    assert (adoption.way, adoption.result, adoption.result_on, adoption.ended_on, adoption.end_reason) == (
        "Đặt thùng thư.", "Giảm 02 ngày chờ.", TODAY, TODAY, "Đã thành nền nếp.",
    )  # fmt: skip
    assert (adoption.state, adoption.recorded_by) == ("Đã kết thúc", member.name)
    assert [line.label for line in HistoryEntry.objects.about(adoption)] == [
        "Kết thúc áp dụng điển hình", "Ghi kết quả áp dụng", "Bắt đầu áp dụng điển hình",
    ]  # fmt: skip
    assert HistoryEntry.objects.about(adoption.exemplar)[0].label == "Kết thúc áp dụng điển hình: Phòng Kinh tế"


ACTS = {
    "adopt": lambda exemplar, unit, by, at: adoptions.adopt(exemplar, unit, started_on=TODAY, by=by, at=at),
    "note_result": lambda adoption, by, at: adoptions.note_result(
        adoption, result="Tốt.", result_on=TODAY, by=by, at=at
    ),
    "end": lambda adoption, by, at: adoptions.end(adoption, ended_on=TODAY, reason="Xong.", by=by, at=at),
}


def test_the_unit_itself_and_the_agency_take_over(cast, make_exemplar, now):
    exemplar = make_exemplar()

    through = who_can(cast, lambda actor: ACTS["adopt"](exemplar, cast.unit("economy"), actor, now))

    assert through == {"head", "member", "officer"}


@pytest.mark.parametrize("act", ["note_result", "end"])
def test_the_unit_itself_and_the_agency_follow_it(cast, adopt, now, act):
    pk = adopt().pk

    through = who_can(cast, lambda actor: ACTS[act](Adoption.objects.get(pk=pk), actor, now))

    assert through == {"head", "member", "officer"}


@pytest.mark.parametrize(
    ("status", "unit", "days", "message"),
    [
        ("registered", "economy", 0, "Chỉ nhân rộng điển hình đã tuyên truyền"),
        ("published", "service", 0, "của chính đơn vị"),
        ("published", "economy", 1, "đến hôm nay"),
        ("published", "economy", -11, r"từ ngày phát hiện điển hình \(04/05/2026\)"),
    ],
)
def test_what_cannot_be_taken_over_is_refused(cast, make_exemplar, officer, now, status, unit, days, message):
    exemplar = make_exemplar(status)

    with pytest.raises(ValidationError, match=message):
        adoptions.adopt(exemplar, cast.unit(unit), started_on=TODAY + timedelta(days=days), by=officer, at=now)

    assert Adoption.objects.count() == 0


def test_a_unit_works_by_an_exemplar_once_at_a_time(adopt, officer, now):
    first = adopt()

    with pytest.raises(ValidationError, match="Phòng Kinh tế đang áp dụng điển hình này"):
        adopt(first.exemplar)
    adoptions.end(first, ended_on=TODAY, reason="Nghỉ.", by=officer, at=now)
    adopt(first.exemplar, started_on=TODAY)

    assert Adoption.objects.count() == 2


@pytest.mark.parametrize("act", ["note_result", "end"])
def test_what_has_ended_is_not_written_on(adopt, officer, now, act):
    adoption = adopt()
    adoptions.end(adoption, ended_on=TODAY, reason="Nghỉ.", by=officer, at=now)

    with pytest.raises(ValidationError, match="đã kết thúc áp dụng"):
        ACTS[act](Adoption.objects.get(), officer, now)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda row, by, at: adoptions.note_result(row, result=" ", result_on=TODAY, by=by, at=at), "Chưa ghi kết quả"),
        (
            lambda row, by, at: adoptions.note_result(
                row, result="Tốt.", result_on=TODAY + timedelta(days=1), by=by, at=at
            ),
            "Ngày tính kết quả phải từ ngày bắt đầu áp dụng",
        ),
        (lambda row, by, at: adoptions.end(row, ended_on=TODAY, reason="", by=by, at=at), "Chưa ghi lý do kết thúc"),
        (
            lambda row, by, at: adoptions.end(row, ended_on=date(2026, 5, 1), reason="Nghỉ.", by=by, at=at),
            "Ngày kết thúc phải từ ngày bắt đầu áp dụng",
        ),
    ],
)
def test_results_and_endings_have_words_and_days(adopt, officer, now, call, message):
    adoption = adopt()

    with pytest.raises(ValidationError, match=message):
        call(adoption, officer, now)

    adoption.refresh_from_db()
    assert (adoption.result, adoption.ended_on) == ("", None)


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("adoption_ends_after_start", {"ended_on": date(2026, 1, 1), "end_reason": "Nghỉ."}),
        ("adoption_ended_with_reason", {"ended_on": TODAY, "end_reason": ""}),
        ("adoption_result_has_a_day", {"result": "Tốt.", "result_on": None}),
    ],
)
def test_the_database_keeps_an_adoption_whole(adopt, constraint, facts):
    adoption = adopt()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Adoption.objects.filter(pk=adoption.pk).update(**facts)


def test_units_that_may_take_over_are_offered(cast, commune, adopt, make_exemplar, officer, member, other_head):
    exemplar = make_exemplar()
    make_unit(commune, "UBND tỉnh", Unit.Kind.OUTSIDE)
    culture = cast.unit("culture")
    adopt(exemplar, culture)

    offered = set(adoptions.adopting_units(exemplar, officer, on=TODAY))

    assert cast.unit("economy") in offered
    assert not offered & {culture, cast.unit("service")}
    assert not any(unit.kind == Unit.Kind.OUTSIDE for unit in offered)
    assert list(adoptions.adopting_units(exemplar, member, on=TODAY)) == [cast.unit("economy")]
    assert list(adoptions.adopting_units(exemplar, other_head, on=TODAY)) == []


def test_a_unit_may_not_write_for_another(cast, make_exemplar, other_head, now):
    with pytest.raises(PermissionDenied):
        ACTS["adopt"](make_exemplar(), cast.unit("economy"), other_head, now)


def test_both_units_see_an_adoption_and_a_third_does_not(cast, adopt, member, other_head, officer, reader):
    own = adopt()
    third = cast.unit("council_office")
    adopt(own.exemplar, third)

    assert list(Adoption.objects.within(member)) == [own]
    assert Adoption.objects.within(other_head).count() == 2
    assert Adoption.objects.within(officer).count() == Adoption.objects.within(reader).count() == 2


@pytest.mark.usefixtures("clock")
def test_an_adoption_goes_its_way_on_the_pages(client, cast, make_exemplar, member):
    exemplar = make_exemplar()
    data = {"unit": cast.unit("economy").pk, "started_on": "10/05/2026", "way": "Đặt thùng thư."}

    answer_to(client, member, "campaigns:exemplar-adopt", exemplar.pk, post=data)
    adoption = Adoption.objects.get()
    answer_to(
        client, member, "campaigns:adoption-result", adoption.pk, post={"result_on": "14/05/2026", "result": "Tốt."}
    )
    answer_to(client, member, "campaigns:adoption-end", adoption.pk, post={"ended_on": "14/05/2026", "reason": "Xong."})

    adoption.refresh_from_db()
    assert (adoption.started_on, adoption.result, adoption.ended_on) == (date(2026, 5, 10), "Tốt.", TODAY)
    page = answer_to(client, member, "campaigns:adoption", adoption.pk).content.decode()
    assert "Đã kết thúc" in page and "/result/" not in page


@pytest.mark.usefixtures("clock")
def test_a_refused_form_keeps_what_was_typed(client, cast, make_exemplar, member):
    data = {"unit": cast.unit("economy").pk, "started_on": "15/05/2026", "way": "Đặt thùng thư."}

    answer = answer_to(client, member, "campaigns:exemplar-adopt", make_exemplar().pk, post=data)

    assert "đến hôm nay." in answer.content.decode() and "Đặt thùng thư." in answer.content.decode()
    assert Adoption.objects.count() == 0


@pytest.mark.usefixtures("clock")
def test_where_no_unit_is_left_the_page_says_so(client, make_exemplar, other_head):
    page = answer_to(client, other_head, "campaigns:exemplar-adopt", make_exemplar().pk).content.decode()

    assert "Không còn đơn vị nào áp dụng điển hình này được" in page


@pytest.mark.parametrize("name", ["exemplar-adopt", "bulletin-item"])
@pytest.mark.parametrize("status", ["found", "registered", "declined"])
def test_what_was_not_made_known_is_not_in_the_bulletin(client, make_exemplar, officer, name, status):
    assert answer_to(client, officer, f"campaigns:{name}", make_exemplar(status).pk).status_code == 404


def test_everybody_of_the_commune_reads_the_bulletin(client, make_exemplar, adopt, member, reader):
    exemplar = make_exemplar()
    make_exemplar("registered", title="Chưa tuyên truyền")
    adopt(exemplar)

    for actor in (member, reader):
        page = answer_to(client, actor, "campaigns:bulletin").content.decode()
        assert "Nụ cười công vụ" in page and "Chưa tuyên truyền" not in page
        item = answer_to(client, actor, "campaigns:bulletin-item", exemplar.pk).content.decode()
        assert "Tiếp dân tận tình." in item and "Phòng Kinh tế, từ ngày 09/05/2026" in item


def test_an_empty_bulletin_and_an_empty_list_say_what_comes_next(client, officer):
    assert (
        "Chưa có điển hình nào được tuyên truyền." in answer_to(client, officer, "campaigns:bulletin").content.decode()
    )
    page = answer_to(client, officer, "campaigns:adoptions").content.decode()
    assert "Chưa có đơn vị nào ghi việc áp dụng điển hình." in page and "Xem Bản tin điển hình" in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Một", "Hai", "Ba"}),
        ("kind=initiative", {"Hai"}),
        ("state=ended", {"Ba"}),
        ("state=running", {"Một", "Hai"}),
        ("unit={unit}", {"Một"}),
    ],
)
def test_the_list_is_narrowed_by_kind_unit_and_state(client, cast, make_exemplar, adopt, officer, now, query, titles):
    adopt(make_exemplar(title="Một"), cast.unit("culture"))
    adopt(make_exemplar(title="Hai", kind="initiative"))
    adoptions.end(adopt(make_exemplar(title="Ba")), ended_on=TODAY, reason="Nghỉ.", by=officer, at=now)
    client.force_login(officer.user)

    answer = client.get(f"/dong-tam/adoptions/?{query.format(unit=cast.unit('culture').pk)}")

    assert {row.exemplar.title for row in answer.context["page"]} == titles


@pytest.mark.parametrize("name", ["adoptions", "bulletin"])
@pytest.mark.parametrize("order", ["", "?sort=unit", "?sort=-title", "?sort=-spread", "?sort=-exemplar", "?sort=end"])
def test_the_lists_are_sorted(client, make_exemplar, adopt, officer, name, order):
    adopt(make_exemplar())
    client.force_login(officer.user)

    assert len(client.get(f"/dong-tam/{name}/{order}").context["page"]) == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("adoptions", 6), ("bulletin", 6)])
def test_the_lists_ask_the_same_number_of_queries(
    client, make_exemplar, adopt, officer, member, name, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        adopt(make_exemplar(title=f"Mô hình {number}", person=member.person))
    client.force_login(officer.user)
    client.get(f"/dong-tam/{name}/")

    with django_assert_num_queries(queries):
        client.get(f"/dong-tam/{name}/")
