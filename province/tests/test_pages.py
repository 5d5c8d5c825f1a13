"""What a province sees of its communes: what was sent or published, in a constant number of queries."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django_scopes import scope
from openpyxl import load_workbook

from communes.models import HistoryEntry
from communes.tests.factories import make_commune
from province.models import ProvinceCommune
from province.tests.factories import AT, make_commune_of, make_year
from reports.models import Document

LISTS = ("home", "communes", "papers", "roll-up")


@pytest.fixture
def seen(client, province, viewer, year_end):
    """Return what opens a page of the province as its viewer and gives the answer."""
    client.force_login(viewer.user)
    return lambda name, *args, **query: client.get(reverse(f"province:{name}", args=[province.slug, *args]), query)


def row_of(commune):
    """Return a commune's place in its province."""
    return ProvinceCommune.objects.get(commune=commune)


def written(document) -> None:
    """Write the file of a paper."""
    path = Path(settings.MEDIA_ROOT) / document.files["pdf"]["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.7")


def test_the_first_page_after_signing_in_is_the_province(client, viewer, year_end):
    client.force_login(viewer.user)

    assert client.get("/").url == "/tinh/thai-nguyen/"


def test_the_home_page_counts_what_was_sent_and_published_and_nothing_else(seen, year):
    page = seen("home")

    assert page.context["sums"] == {
        "campaigns": 1, "due": 0, "summed": 0, "missing": 0, "finals": 1, "interims": 1, "proposals": 1, "awards": 2,
    }  # fmt: skip
    assert [(each.kind, each.pk) for each in page.context["latest"]] == [
        ("so-ket", year["interim"].pk), ("to-trinh", year["proposal"].pk), ("tong-ket", year["summary"].pk),
    ]  # fmt: skip


def test_a_campaign_that_ended_owes_a_summary_until_it_is_issued(seen, cast, year):
    campaigns = type(year["campaign"]).objects.filter(pk=year["campaign"].pk)
    campaigns.update(ends_on="2026-11-30")
    assert (seen("home").context["sums"]["due"], seen("home").context["owing"]) == (1, [])

    type(year["summary"]).objects.filter(pk=year["summary"].pk).update(status="approved")

    assert [each.commune for each in seen("home").context["owing"]] == [cast.commune]
    assert seen("communes", sent="missing").context["page"][0].missing == 1
    assert not seen("communes", sent="all").context["page"].object_list


@pytest.mark.parametrize("name", [*LISTS, "commune"])
def test_no_page_tells_what_did_not_leave_the_commune(seen, cast, year, name):
    for row in year["published"].lines.all():
        type(row).objects.filter(pk=row.pk).update(birth_year=1987, nominee_name="Người KÍN")

    page = seen(name, *([row_of(cast.commune).pk] if name == "commune" else [])).content.decode()

    assert "KÍN" not in page and "1987" not in page
    assert year["campaign"].name in page or name in ("communes", "roll-up")


@pytest.mark.parametrize("name", LISTS)
def test_the_queries_are_the_same_for_one_and_three_communes(seen, province, year, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as alone:
        seen(name)
    for number in (2, 3):
        make_year(make_commune_of(province, number))

    with django_assert_max_num_queries(10) as together:
        page = seen(name)

    assert len(together) == len(alone)
    assert "Xã Số 3" in page.content.decode()


def test_the_list_of_communes_is_narrowed_ordered_and_taken_out(seen, province, year):
    make_commune_of(province, 2)

    assert [each.awards for each in seen("communes", sort="-awards").context["page"]] == [2, 0]
    assert [str(each) for each in seen("communes", q="số 2").context["page"]] == ["xã Xã Số 2"]
    assert [str(each) for each in seen("communes", q="xã Đồng Tâm").context["page"]] == ["xã Đồng Tâm"]
    taken = load_workbook(BytesIO(seen("communes-workbook", q="dong tam").content)).active
    rows = [[cell.value for cell in row] for row in taken.iter_rows()]
    assert rows[-1] == ["xã Đồng Tâm", 1, 0, 0, 0, 1, 1, 1, 2]


def test_papers_are_narrowed_by_kind_year_and_words(seen, year):
    def shown(**query):
        return [(each.kind, each.pk) for each in seen("papers", **query).context["papers"]]

    assert len(shown()) == 3 and len(shown(year=2026)) == 3 and shown(year=2025) == []
    assert shown(kind="to-trinh") == [("to-trinh", year["proposal"].pk)]
    assert len(shown(q="dong tam")) == len(shown(q="Xã Đồng Tâm")) == 3 and shown(q="khong co") == []
    assert [kind for kind, _ in shown(sort="-kind")] == ["tong-ket", "to-trinh", "so-ket"]


def test_papers_of_a_commune_whose_address_differs_are_found_by_its_name(seen, cast, year):
    type(cast.commune).objects.filter(pk=cast.commune.pk).update(name="Tân Cương")

    assert len(seen("papers", q="xã Tân Cương").context["papers"]) == 3


@pytest.mark.parametrize("year_asked", ["99999", "10000", "0", "-1", "1e400"])
def test_a_year_that_cannot_be_is_refused_on_the_page(seen, year, year_asked):
    page = seen("papers", year=year_asked)

    assert page.status_code == 200 and "is-invalid" in page.content.decode()


@pytest.mark.parametrize(("kind", "key"), [("tong-ket", "summary"), ("so-ket", "interim"), ("to-trinh", "proposal")])
def test_a_paper_that_was_sent_is_handed_out_and_the_commune_is_told(
    seen, cast, viewer, year, kind, key, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    document = year["proposal_paper"] if key == "proposal" else year[key].document
    written(document)

    answer = seen("paper-file", kind, year[key].pk, "pdf")

    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    line = HistoryEntry.objects.get(action="province.read")
    assert (line.record_id, line.user, line.actor_name, line.commune) == (
        document.pk, viewer.user, "Phạm Thị Hồng", cast.commune,
    )  # fmt: skip
    assert line.label.startswith("Cấp tỉnh tải") and "Sở Nội vụ" in line.acting_as


@pytest.mark.parametrize(
    ("kind", "key", "format"),
    [
        ("tong-ket", "draft_summary", "pdf"), ("to-trinh", "draft_proposal", "pdf"), ("to-trinh", "proposal", "docx"),
        ("to-trinh", "district_proposal", "pdf"), ("tong-ket", "interim", "pdf"), ("so-ket", "summary", "pdf"),
        ("ke-hoach", "summary", "pdf"), ("tong-ket", "summary", "ky-so"),
    ],
)  # fmt: skip
def test_a_paper_that_was_not_sent_is_not_there(seen, cast, year, kind, key, format):
    assert seen("paper-file", kind, year[key].pk, format).status_code == 404


def test_the_draft_of_a_proposal_is_not_its_paper(seen, cast, year):
    Document.objects.filter(pk=year["proposal_paper"].pk).update(content={"draft": True})

    assert seen("paper-file", "to-trinh", year["proposal"].pk, "pdf").status_code == 404
    assert "Địa phương chưa tạo tệp" in seen("papers").content.decode()


def test_an_award_that_a_published_decision_took_back_is_not_counted(seen, cast, year):
    line = year["published"].lines.first()
    facts = {"amends": year["published"], "reason": "Sai sự thật.", "number": 8, "kind": "revocation"}
    told = {name: getattr(line, name) for name in ("nomination", "award", "subject", "nominee_name", "citation")}
    with scope(commune=cast.commune):
        revoking = type(year["published"]).objects.create(
            commune=cast.commune, campaign=year["campaign"], title="Thu hồi", status="issued", drafted_on=AT.date(),
            drafted_by="Lan", issued_on=AT.date(), signer_name="Đặng Hữu Phúc", **facts,
        )  # fmt: skip
        type(line).objects.create(decision=revoking, position=1, about=line, **told)
    assert seen("home").context["sums"]["awards"] == 2

    type(revoking).objects.filter(pk=revoking.pk).update(status="published", published_at=AT)

    assert seen("home").context["sums"]["awards"] == 1


def test_a_training_ground_never_counts(seen, cast, province, year):
    ground = make_commune("dong-tam-tap-huan", training_for=cast.commune)
    ProvinceCommune.objects.create(province=province, commune=ground, added_at=AT)

    assert seen("home").context["number"] == 1
    assert seen("commune", row_of(ground).pk).status_code == 404


def test_the_roll_up_is_a_page_and_a_workbook(seen, year):
    page = seen("roll-up", year=2026).content.decode()
    sheet = load_workbook(BytesIO(seen("roll-up-workbook", 2026).content)).active
    last = [cell.value for cell in list(sheet.iter_rows())[-1]]

    assert "cần xác nhận" in page and "Giấy khen – tập thể" in page
    assert last[:5] == ["Tổng cộng", 1, 0, 1, 0]
    assert seen("roll-up-workbook", 2031).status_code == 404
