"""Finding people and units: by words without marks, the best first, only what one may see, and always up to date."""

import re
from contextlib import suppress
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from communes import search
from communes.addresses import here
from communes.models import SearchEntry
from communes.services import people, places
from communes.tests.factories import Cast, make_commune, make_person, make_unit
from kit.search import parse

pytestmark = pytest.mark.django_db


def found(typed: str, actor) -> list[str]:
    """Return the titles that somebody finds, in their order."""
    return [hit.title for hit in search.hits(search.find(parse(typed), actor), actor)]


def entries() -> list[tuple]:
    """Return every entry, all but its key."""
    with scopes_disabled():
        return sorted(SearchEntry.objects.values_list("kind", "record_id", "commune", "title", "numbers", "words"))


def text_of(answer) -> str:
    """Return the words of a page, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("nguyen thi hoa", ["Nguyễn Thị Hoà", "Nguyễn Thị Hòa", "Nguyễn Thị Hoài"]),
        ("hoa nguyen thi", ["Nguyễn Thị Hoà", "Nguyễn Thị Hòa"]),
        ("Hoà", ["Hoà Văn Lợi", "Nguyễn Thị Hoà", "Nguyễn Thị Hòa", "Nguyễn Thị Hoài"]),
        ("“thị hoà”", ["Nguyễn Thị Hoà", "Nguyễn Thị Hòa"]),
        ("hoa kinh te", ["Nguyễn Thị Hoà"]),
        ("hoai", ["Nguyễn Thị Hoài"]),
        ("100%", []),
        ("n_uyen", []),
        ("lan", []),
    ],
)
def test_people_are_found_by_words_the_best_first(reader, cast, typed, names):
    for name, unit in (("Nguyễn Thị Hoài", None), ("Nguyễn Thị Hoà", "economy"), ("Hoà Văn Lợi", None)):
        make_person(cast.commune, name, unit=cast.unit(unit) if unit else None)
    make_person(cast.commune, "Nguyễn Thị Hòa")
    search.rebuild()

    assert found(typed, reader) == names


def test_a_unit_finds_its_own_people_and_itself(head, officer, cast):
    make_person(cast.commune, "Lò Thị Mận", unit=cast.unit("economy"))
    make_person(cast.commune, "Lò Thị Nhãn", unit=cast.unit("service"))
    search.rebuild()

    assert found("lo thi", head) == ["Lò Thị Mận"]
    assert found("trung tam", head) == []
    assert found("lo thi", officer) == ["Lò Thị Mận", "Lò Thị Nhãn"]


def test_another_commune_is_never_found(officer, neighbour):
    make_person(neighbour("officer").commune, "Lò Thị Mận")
    search.rebuild()

    assert found("lo thi man", officer) == []
    with scope(commune=neighbour("officer").commune):
        assert found("lo thi man", neighbour("officer")) == ["Lò Thị Mận"]


def test_what_is_written_is_found_once_it_is_committed(officer, cast, django_capture_on_commit_callbacks):
    by = {"by": officer, "at": timezone.now()}
    with django_capture_on_commit_callbacks(execute=True):
        unit = places.add_unit(name="Trạm Y tế", kind="service", **by)
        person = people.add(full_name="Lò Thị Mận", unit=unit, **by)
        assert found("man", officer) == []

    assert found("man tram", officer) == ["Lò Thị Mận"]

    with django_capture_on_commit_callbacks(execute=True):
        people.change(person, full_name="Lò Thị Nhãn", **by)

    assert (found("man", officer), found("nhan", officer)) == ([], ["Lò Thị Nhãn"])
    assert SearchEntry.objects.filter(kind="person", record_id=person.pk).count() == 1


def test_who_belongs_to_a_unit_is_found_by_its_new_name(officer, cast, django_capture_on_commit_callbacks):
    unit = make_unit(cast.commune, "Trạm Y tế")
    make_person(cast.commune, "Lò Thị Mận", unit=unit)
    search.rebuild()

    with django_capture_on_commit_callbacks(execute=True):
        places.change_unit(unit, name="Bệnh xá", by=officer, at=timezone.now())

    assert (found("man tram", officer), found("man benh xa", officer)) == ([], ["Lò Thị Mận"])
    kept = entries()
    assert search.rebuild().stored == 0
    assert entries() == kept


def test_what_was_taken_back_is_not_found(officer, django_capture_on_commit_callbacks):
    class Undo(Exception):
        pass

    def add(name):
        people.add(full_name=name, by=officer, at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        add("Lò Thị Mận")
        with suppress(Undo), transaction.atomic():
            add("Lò Thị Nhãn")
            raise Undo

    assert [found(name, officer) for name in ("man", "nhan")] == [["Lò Thị Mận"], []]


def test_many_acts_of_one_transaction_make_the_entry_once(
    officer, cast, django_capture_on_commit_callbacks, django_assert_num_queries
):
    person = make_person(cast.commune, "Lò Thị Mận")
    with django_capture_on_commit_callbacks() as waiting:
        for name in ("Nhãn", "Vải", "Xoài"):
            people.change(person, full_name=f"Lò Thị {name}", by=officer, at=timezone.now())

    with django_assert_num_queries(6):
        for each in waiting:
            each()
    assert found("xoai", officer) == ["Lò Thị Xoài"]


def test_making_the_index_anew_mends_it_and_finds_nothing_to_do_the_second_time(officer, cast, capsys):
    gone = make_person(cast.commune, "Lò Thị Mận")
    call_command("reindex", verbosity=0)
    first = [each for each in entries() if each[:2] != ("person", gone.pk)]
    SearchEntry.objects.filter(kind="unit").delete()
    SearchEntry.objects.filter(kind="person").update(words=" sai ")
    SearchEntry.objects.create(commune=cast.commune, kind="gone", record_id=1, title=" cu ", words=" cu ")
    gone.delete()
    capsys.readouterr()

    call_command("reindex")
    call_command("reindex")

    assert capsys.readouterr().out.splitlines() == [
        "Chỉ mục tìm kiếm: ghi 2 mục, xóa 2 mục.",
        "Chỉ mục tìm kiếm: ghi 0 mục, xóa 0 mục.",
    ]
    assert entries() == first


def test_the_page_tells_kinds_and_counts_and_narrows_to_one(client, officer, cast):
    make_person(cast.commune, "Bàn Văn Kinh", position="Trưởng xóm")
    cast.unit("economy")
    search.rebuild()
    client.force_login(officer.user)

    every = client.get(here(officer, "communes:search"), {"q": "kinh"})
    units = client.get(here(officer, "communes:search"), {"q": "kinh", "kind": "unit"})
    strange = client.get(here(officer, "communes:search"), {"q": "kinh", "kind": "x"})

    assert [hit.title for hit in every.context["page"]] == ["Bàn Văn Kinh", "Phòng Kinh tế"]
    assert [(tab["label"], tab["count"]) for tab in every.context["tabs"]] == [
        ("Tất cả", 2), ("Đơn vị", 1), ("Con người", 1),
    ]  # fmt: skip
    assert [hit.title for hit in units.context["page"]] == ["Phòng Kinh tế"]
    assert "Phòng KT · Phòng, văn phòng, bộ phận chuyên môn" in text_of(units)
    assert len(strange.context["page"].object_list) == 2


def test_a_kind_without_anything_found_says_so_and_leads_back(client, officer, cast):
    make_person(cast.commune, "Bàn Văn Kinh")
    search.rebuild()
    client.force_login(officer.user)

    answer = client.get(here(officer, "communes:search"), {"q": "kinh", "kind": "unit"})

    assert "Không có mục nào thuộc loại này." in text_of(answer)
    assert [tab["count"] for tab in answer.context["tabs"]] == [1, 0, 1]


@pytest.mark.parametrize("typed", ["", "  ", "%", "“”"])
def test_without_words_the_page_tells_what_can_be_found_and_how(client, head, typed):
    client.force_login(head.user)

    answer = client.get(here(head, "communes:search"), {"q": typed})

    words = text_of(answer)
    assert "Cách tìm" in words and "Con người" in words and "Đơn vị" in words
    assert "Phiên họp Hội đồng" not in words


def test_nothing_found_says_so_and_shows_how_to_ask(client, officer):
    client.force_login(officer.user)

    answer = client.get(here(officer, "communes:search"), {"q": "khôngcógì"})

    assert "Không tìm thấy mục nào." in text_of(answer) and "Cách tìm" in text_of(answer)


def test_every_page_of_a_commune_has_the_box_and_the_page_of_finding_has_one(client, officer):
    client.force_login(officer.user)

    listed = client.get(here(officer, "communes:units")).text
    own = client.get(here(officer, "communes:search"), {"q": "“a” & <b>"}).text

    assert f'action="{here(officer, "communes:search")}" role="search"' in listed
    assert own.count("data-find") == 1
    assert "<b>" not in own


def test_the_page_is_paged_and_takes_the_same_queries_for_any_number(client, officer, cast, django_assert_num_queries):
    client.force_login(officer.user)
    unit = cast.unit("service")
    for count in (1, 3, 22):
        for number in range(count):
            make_person(cast.commune, f"Kinh Văn {count} {number}", unit=unit)
        search.rebuild()
        with django_assert_num_queries(7):
            answer = client.get(here(officer, "communes:search"), {"q": "kinh"})

    assert (len(answer.context["page"].object_list), answer.context["page"].paginator.count) == (20, 26)
    second = client.get(here(officer, "communes:search"), {"q": "kinh", "page": "2"})
    assert len(second.context["page"].object_list) == 6


def test_who_holds_no_role_in_the_commune_finds_no_page(client, officer, stranger):
    Cast(make_commune("dai-son", "Đại Sơn", created_at=date(2025, 1, 1)))
    client.force_login(stranger)

    assert client.get(here(officer, "communes:search"), {"q": "kinh"}).status_code == 404
