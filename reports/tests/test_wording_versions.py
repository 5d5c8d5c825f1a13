"""The versions of a commune's own words on their pages, and the samples beside them."""

from django.urls import reverse

from reports.tests.wording_cases import CLOSING, keep, page_of

PAGE_QUERIES = 7


def test_versions_stand_on_pages_each_compared_with_the_one_before_it(client, cast, officer):
    for version in range(22):
        keep(cast, f"Lần {version + 1}.", version=version)
    client.force_login(officer.user)

    first, last = (client.get(f"{page_of()}?page={number}").context for number in (1, 2))

    assert [row.version for row, _ in first["rows"]] == list(range(22, 2, -1))
    assert [row.version for row, _ in last["rows"]] == [2, 1]
    changes = {row.version: pieces for row, pieces in [*first["rows"], *last["rows"]]}
    assert changes[3] == [("same", "Lần"), ("gone", "2."), ("come", "3.")]
    assert changes[1] == [("gone", CLOSING.default), ("come", "Lần 1.")]


def test_only_the_newest_version_is_called_the_one_in_use(client, cast, officer):
    for version in range(21):
        keep(cast, f"Lần {version + 1}.", version=version)
    client.force_login(officer.user)

    first, last = (client.get(f"{page_of()}?page={number}").content.decode() for number in (1, 2))

    assert (first.count("Đang dùng"), last.count("Đang dùng")) == (1, 0)
    assert f"{page_of()}?from=1" in last


def test_the_page_of_a_text_costs_the_same_with_two_and_with_many_versions(
    client, cast, officer, django_assert_num_queries
):
    client.force_login(officer.user)
    client.get(page_of())
    for few, many in ((0, 2), (2, 25)):
        for version in range(few, many):
            keep(cast, f"Lần {version + 1}.", version=version)
        with django_assert_num_queries(PAGE_QUERIES):
            client.get(page_of())


def test_samples_on_the_page_name_the_readers_commune(client, cast, neighbour, officer):
    pages = []
    for actor, slug in ((officer, "dong-tam"), (neighbour("officer"), "dai-son")):
        client.force_login(actor.user)
        address = reverse("reports:wording", args=[slug, "chair-submission", "closing"])
        sample = reverse("reports:wording-sample", args=[slug, "chair-submission", "closing"])
        typed = client.post(sample, {"words": "Kính trình {tên Ủy ban}."})
        pages.append(client.get(address).content.decode() + typed.content.decode())

    assert ["UBND xã Đồng Tâm" in page for page in pages] == [True, False]
    assert ["<p>Kính trình UBND xã Đại Sơn.</p>" in page for page in pages] == [False, True]
    assert pages[1].count("Ví dụ: UBND xã Đại Sơn") == 1
