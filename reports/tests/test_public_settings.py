"""Opening, previewing and closing public pages on the staff's side: readiness in words, preview without opening."""

import re

import pytest
from django.core.cache import cache

from awards.models import PostingRemark
from awards.tests.factories import make_award_campaign
from campaigns.tests.field_cases import answer_to
from communes.models import PublicPage
from communes.tests.factories import PEOPLE
from reports.services import public_readiness
from reports.tests.public_cases import SECRETS, make_shown, open_pages

pytestmark = pytest.mark.usefixtures("clock")
KEYS = PublicPage.Key.values


@pytest.fixture(autouse=True)
def _own_folder(db, settings, tmp_path):
    """A media folder of its own, and nothing counted yet."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def shown(cast, now):
    """Xã Đồng Tâm with something to show on each page, all of them closed."""
    return make_shown(cast, now)


def words(answer) -> str:
    """Return the words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_page_is_opened_after_its_preview_and_closed_with_a_reason(client, officer):
    data = {"unlisted": "on", "reviewed": "on"}

    answer_to(client, officer, "reports:public-open", "ke-hoach", post=data)
    opened = client.get("/dong-tam/cong-khai/ke-hoach/").status_code
    page = words(answer_to(client, officer, "reports:public-pages"))
    answer_to(client, officer, "reports:public-close", "ke-hoach", post={"reason": "Rà soát lại."})

    assert opened == 200
    assert "http://testserver/dong-tam/cong-khai/ke-hoach/ Nguyễn Thị Hạnh, 14/05/2026 09:30" in page
    assert client.get("/dong-tam/cong-khai/ke-hoach/").status_code == 404


def test_who_has_not_read_the_page_does_not_open_it(client, officer):
    answer = answer_to(client, officer, "reports:public-open", "ke-hoach", post={"unlisted": "on"})

    assert "Hãy xem trước trang và đánh dấu ô này." in answer.content.decode()
    assert not PublicPage.objects.exists()


def test_a_page_is_not_closed_without_a_reason(client, officer, now):
    open_pages(officer.commune, now)

    page = answer_to(client, officer, "reports:public-close", "ke-hoach", post={"reason": ""})

    assert page.status_code == 302
    assert PublicPage.objects.opened().count() == 4


@pytest.mark.parametrize("part", PEOPLE)
@pytest.mark.parametrize("name", ["public-pages", "public-open", "public-preview"])
def test_the_pages_of_the_staff_are_for_the_standing_agency(client, cast, part, name):
    args = [] if name == "public-pages" else ["ke-hoach"]
    expected = 200 if part == "officer" else 403

    assert answer_to(client, cast.actor(part), f"reports:{name}", *args).status_code == expected


@pytest.mark.parametrize("name", ["public-open", "public-preview"])
def test_an_unknown_page_is_not_found(client, officer, name):
    assert answer_to(client, officer, f"reports:{name}", "bi-mat").status_code == 404


@pytest.mark.parametrize("key", KEYS)
def test_a_preview_shows_a_closed_page_and_its_entries_as_the_public_would_read_them(client, shown, officer, key):
    entry = {
        "ke-hoach": shown.campaign, "khen-thuong": shown.decision, "dien-hinh": shown.exemplar,
        "danh-sach": shown.posting,
    }[key]  # fmt: skip
    client.force_login(officer.user)

    listed = client.get(f"/dong-tam/public-pages/{key}/preview/")
    detail = client.get(f"/dong-tam/public-pages/{key}/preview/?muc={entry.pk}")

    assert f'href="/dong-tam/public-pages/{key}/preview/?muc={entry.pk}"' in listed.content.decode()
    for answer in (listed, detail):
        told = answer.content.decode()
        assert answer.status_code == 200 and "Xem trước dành cho cán bộ" in told
        assert [name for name, secret in SECRETS.items() if secret in told] == []
        assert "/cong-khai/" not in told
    assert client.get(f"/dong-tam/cong-khai/{key}/").status_code == 404


def test_nothing_is_sent_from_a_preview(client, shown, officer):
    url = f"/dong-tam/public-pages/danh-sach/preview/?muc={shown.posting.pk}"
    client.force_login(officer.user)

    assert client.post(url, {"sender": "A", "contact": "B", "text": "C"}).status_code == 405
    assert 'name="sender"' not in client.get(url).content.decode()
    assert not PostingRemark.objects.filter(from_public=True).exists()


@pytest.mark.parametrize("asked", ["999999", "x", "-1", "²", "9" * 30])
def test_a_preview_of_nothing_is_not_found(client, shown, officer, asked):
    client.force_login(officer.user)

    assert client.get("/dong-tam/public-pages/ke-hoach/preview/", {"muc": asked}).status_code == 404


def test_readiness_says_what_each_page_would_show(shown, now):
    told = {key: [(point.ok, point.text) for point in public_readiness.points(key, shown.commune, now)] for key in KEYS}

    assert told == {
        "ke-hoach": [(True, "Có 01 kế hoạch đã ban hành.")],
        "khen-thuong": [(True, "Có 01 quyết định đã công bố.")],
        "dien-hinh": [
            (True, "Có 01 điển hình đã có đồng ý đăng công khai."),
            (False, "01 điển hình đã tuyên truyền nhưng chưa ghi đồng ý: không hiện trên trang."),
        ],
        "danh-sach": [(True, "Có 01 danh sách đang trong thời gian công khai.")],
    }


def test_readiness_says_what_is_missing(commune, now):
    told = [point for key in KEYS for point in public_readiness.points(key, commune, now)]

    assert [(point.ok, point.text.endswith("trang sẽ trống.")) for point in told] == [(False, True)] * 4


def test_plans_without_a_pdf_and_remarks_nobody_settled_are_named(shown, now):
    shown.campaign.documents.all().delete()
    PostingRemark.objects.update(from_public=True, settled_at=None, settlement="")

    plans = public_readiness.points("ke-hoach", shown.commune, now)
    lists = public_readiness.points("danh-sach", shown.commune, now)

    assert plans[1].text == "Chưa có tệp PDF của bản đã ban hành: Đẩy mạnh cải cách hành chính năm 2026."
    assert lists[1].text == "01 đợt công khai có ý kiến của người dân chưa giải quyết."


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_the_staff_asks_the_same_number_of_queries(client, cast, officer, rows, django_assert_num_queries):
    for number in range(rows):
        make_award_campaign(cast, key=f"phong-trao-{number}")
    client.force_login(officer.user)
    client.get("/dong-tam/public-pages/")

    with django_assert_num_queries(12):
        client.get("/dong-tam/public-pages/")
