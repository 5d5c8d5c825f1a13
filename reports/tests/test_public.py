"""The public pages: 404 while they are closed, and open exactly what may be told."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django_scopes import scope

from awards.models import Decision, Posting, PostingRemark
from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from campaigns.models import Campaign, Exemplar
from communes.models import PublicPage
from communes.tests.factories import Cast, make_commune
from reports.tests.public_cases import SECRETS, make_shown, open_pages

pytestmark = pytest.mark.usefixtures("clock")
KEYS = PublicPage.Key.values
SAID = {"sender": "Trần Thị Góp Ý", "contact": "0988 777 666", "text": "Tôi có ý kiến.", "website": ""}


@pytest.fixture(autouse=True)
def _own_folder(db, settings, tmp_path):
    """A media folder of its own, and no remark counted yet."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def shown(cast, now):
    """Xã Đồng Tâm with something to show on each page, all of them closed."""
    return make_shown(cast, now)


def body(answer) -> str:
    """Return what was sent, with the secrets' form of each page: text or bytes as text."""
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8", "replace")


def words(client, url) -> str:
    """Return the words of a page between its head and its foot."""
    page = client.get(url)
    assert page.status_code == 200, url
    main = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_every_address_is_404_while_its_page_is_closed(client, shown, now):
    for closed in KEYS:
        open_pages(shown.commune, now)
        PublicPage.objects.filter(key=closed).update(is_open=False)

        for key, urls in shown.urls().items():
            statuses = {url: client.get(url).status_code for url in urls}
            assert set(statuses.values()) == ({404} if key == closed else {200}), statuses


@pytest.mark.parametrize("year", ["0", "-1", "10000"])
@pytest.mark.parametrize("page", ["plans", "awards"])
def test_a_year_that_cannot_be_is_no_fault(client, shown, now, page, year):
    open_pages(shown.commune, now)

    answer = client.get(reverse(f"public:{page}", args=["dong-tam"]), {"year": year})

    assert answer.status_code == 200 and "is-invalid" in answer.content.decode()


def test_with_nothing_open_there_is_no_first_page_either(client, shown):
    urls = [url for urls in shown.urls().values() for url in urls] + [reverse("public:home", args=["dong-tam"])]

    assert {client.get(url).status_code for url in urls} == {404}
    assert {client.post(url).status_code for url in urls} <= {404, 405}
    assert client.post(reverse("public:posting", args=["dong-tam", shown.posting.pk])).status_code == 404


def test_a_closed_page_an_unknown_record_and_an_unknown_commune_answer_alike(client, shown, now):
    open_pages(shown.commune, now, "khen-thuong")

    answers = {
        client.get(url).content
        for url in (
            "/dong-tam/cong-khai/ke-hoach/",
            f"/dong-tam/cong-khai/ke-hoach/{shown.campaign.pk}/",
            "/dong-tam/cong-khai/khen-thuong/999999/",
            "/noi-khac/cong-khai/khen-thuong/",
            "/noi-khac/cong-khai/",
        )
    }

    assert len({re.sub(rb'"[A-Za-z0-9]{64}"|X-CSRFToken[^}]*', b"", page) for page in answers}) == 1


@pytest.mark.parametrize("key", KEYS)
def test_no_open_page_tells_a_secret(client, shown, now, key):
    open_pages(shown.commune, now)

    for url in shown.urls()[key]:
        told = body(client.get(url))
        assert [name for name, secret in SECRETS.items() if secret in told] == [], url


def test_the_fixture_does_hold_the_secrets(shown):
    kept = " ".join(
        str(vars(row)) for model in (Campaign, Decision, Exemplar, PostingRemark) for row in model.objects.all()
    ) + " ".join(str(vars(line)) for line in Decision.objects.get(number=5).lines.all())

    for name in (
        "birth year",
        "telephone",
        "settlement",
        "consent",
        "unissued plan",
        "unannounced revocation",
        "remark",
    ):
        assert SECRETS[name] in kept, name


def test_the_plans_tell_exactly_the_facts_of_what_was_issued(client, shown, now):
    open_pages(shown.commune, now)
    listed, text, _ = shown.urls()["ke-hoach"]

    assert words(client, listed).endswith(
        "Đẩy mạnh cải cách hành chính năm 2026 Số 11/KH-UBND ngày 15/01/2026 15/01/2026 – 31/12/2026 Đang thực hiện "
        "1–1 trong 1 dòng"
    )
    told = words(client, text)
    for part in (
        "Tải kế hoạch (PDF)", "Hồ sơ đề nghị khen thưởng 31/05/2026", "Nâng cao chất lượng phục vụ người dân.",
        "Giải quyết hồ sơ đúng hạn.", "Hoàn thành xuất sắc nhiệm vụ", "Tiêu chuẩn đối với tập thể",
    ):  # fmt: skip
        assert part in told
    assert "Nơi nhận" not in told and "TM. ỦY BAN" not in told


def test_the_pdf_is_that_of_the_issued_words(client, shown, now):
    open_pages(shown.commune, now)
    answer = client.get(shown.urls()["ke-hoach"][2])

    assert (answer["Content-Type"], body(answer)) == ("application/pdf", "%PDF-1.7 ban-hanh")


def test_the_awards_tell_exactly_what_was_published(client, shown, now):
    open_pages(shown.commune, now)
    listed, lines = shown.urls()["khen-thuong"]

    assert words(client, listed).endswith(
        "Số 05/QĐ-UBND ngày 14/05/2026 Về việc tặng Giấy khen Đẩy mạnh cải cách hành chính năm 2026 1 1–1 trong 1 dòng"
    )
    assert words(client, lines).endswith(
        "1 Vũ Thị Én Chuyên viên Phòng Kinh tế, Phòng Kinh tế Giấy khen Đã có thành tích xuất sắc trong phong trào "
        "thi đua cải cách hành chính năm 2026 Có hiệu lực 1–1 trong 1 dòng"
    )


def test_a_published_revocation_stands_beside_the_award(client, shown, now):
    open_pages(shown.commune, now)
    Decision.objects.filter(number=8).update(published_at=now, title="Về việc thu hồi Giấy khen")

    told = words(client, shown.urls()["khen-thuong"][1])

    assert "Đã thu hồi Thu hồi theo Quyết định số 08/QĐ-UBND ngày 14/05/2026" in told


def test_the_exemplars_tell_exactly_what_was_agreed_to(client, shown, now):
    open_pages(shown.commune, now)
    listed, story, picture = shown.urls()["dien-hinh"]

    assert words(client, listed).endswith(
        "Ngày thứ Năm không chờ Vũ Thị Én Mô hình, cách làm hay Phòng Kinh tế 14/05/2026 1–1 trong 1 dòng"
    )
    told = words(client, story)
    assert "Người dân nhận kết quả trong buổi sáng." in told and "Bàn tiếp dân ngày thứ Năm" in told
    assert "Đang được áp dụng tại 1 đơn vị khác" in told
    assert client.get(picture)["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("change", [{"status": "registered"}, {"consented_on": None, "consented_by": ""}])
def test_what_is_withdrawn_leaves_with_its_pictures(client, shown, now, change):
    open_pages(shown.commune, now)
    cleared = {"published_on": None} if "status" in change else {}
    Exemplar.objects.filter(pk=shown.exemplar.pk).update(**change, **cleared)

    listed, *rest = shown.urls()["dien-hinh"]

    assert "Ngày thứ Năm không chờ" not in words(client, listed)
    assert {client.get(url).status_code for url in rest} == {404}


def test_the_lists_tell_exactly_who_is_proposed_for_what(client, shown, now):
    open_pages(shown.commune, now)
    listed, posting, _ = shown.urls()["danh-sach"]

    assert words(client, listed).endswith(
        "Đẩy mạnh cải cách hành chính năm 2026 12/05/2026 16/05/2026 1 1–1 trong 1 dòng"
    )
    told = words(client, posting)
    assert "Trung tâm Phục vụ hành chính công Giấy khen Gửi ý kiến" in told.replace("  ", " ")
    assert "chưa phải kết quả khen thưởng" in told


@pytest.mark.parametrize("days", [-3, 3])
def test_a_list_is_gone_outside_its_time(client, shown, now, monkeypatch, days):
    open_pages(shown.commune, now)
    moved = timedelta(days=days)
    type(shown.posting).objects.filter(pk=shown.posting.pk).update(
        starts_on=shown.posting.starts_on + moved, ends_on=shown.posting.ends_on + moved
    )

    assert client.get(shown.urls()["danh-sach"][1]).status_code == 404


def test_a_citizen_sends_a_remark_that_the_staff_alone_reads(client, shown, now):
    open_pages(shown.commune, now)
    url = shown.urls()["danh-sach"][1]

    answer = client.post(url, {**SAID, "nominee": shown.nominee.pk})

    remark = PostingRemark.objects.get(from_public=True)
    assert (answer.status_code, answer.url) == (302, "/dong-tam/cong-khai/danh-sach/da-nhan/")
    assert (remark.sender, remark.contact, remark.nomination) == ("Trần Thị Góp Ý", "0988 777 666", shown.nominee)
    for key, urls in shown.urls().items():
        for each in urls:
            told = body(client.get(each))
            assert "0988" not in told and "Góp Ý" not in told and "Tôi có ý kiến." not in told, (key, each)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"sender": ""}, "Mục này không được để trống."),
        ({"contact": ""}, "Mục này không được để trống."),
        ({"text": "a" * 2001}, "2000"),
        ({"nominee": ""}, "Mục này không được để trống."),
        ({"nominee": "999999"}, "không có trong danh sách"),
        ({"nominee": "x"}, "không có trong danh sách"),
    ],
)
def test_a_remark_that_lacks_something_is_shown_again_as_typed(client, shown, now, facts, told):
    open_pages(shown.commune, now)

    answer = client.post(shown.urls()["danh-sach"][1], {**SAID, "nominee": shown.nominee.pk, **facts})

    page = answer.content.decode()
    assert told in page and "Lỗi:" in page
    assert 'action="#error-summary"' in page and 'id="error-summary"' in page
    assert not PostingRemark.objects.filter(from_public=True).exists()


def test_a_machine_that_fills_the_trap_is_thanked_and_forgotten(client, shown, now):
    open_pages(shown.commune, now)

    answer = client.post(shown.urls()["danh-sach"][1], {**SAID, "nominee": shown.nominee.pk, "website": "http://x"})

    assert answer.url == "/dong-tam/cong-khai/danh-sach/da-nhan/"
    assert not PostingRemark.objects.filter(from_public=True).exists()


def test_remarks_from_one_place_are_slowed_down_and_others_are_not(client, shown, now):
    open_pages(shown.commune, now)
    url = shown.urls()["danh-sach"][1]

    def send(number, **more):
        return client.post(url, {**SAID, "nominee": shown.nominee.pk, "text": f"Ý kiến {number}"}, **more)

    statuses = [send(number).status_code for number in range(4)]
    elsewhere = send(9, REMOTE_ADDR="203.0.113.9").status_code

    assert (statuses, elsewhere) == ([302, 302, 302, 429], 302)
    assert "Đã nhận nhiều ý kiến gửi từ nơi này." in send(5).content.decode()
    assert "Ý kiến 5" in send(5).content.decode()
    assert PostingRemark.objects.filter(from_public=True).count() == 4


def test_a_remark_needs_the_token_of_the_form(client, shown, now):
    open_pages(shown.commune, now)
    strict = type(client)(enforce_csrf_checks=True)

    answer = strict.post(shown.urls()["danh-sach"][1], {**SAID, "nominee": shown.nominee.pk})

    assert answer.status_code == 403
    assert not PostingRemark.objects.filter(from_public=True).exists()


def test_a_neighbouring_commune_opens_and_shows_nothing_by_it(client, shown, now):
    theirs = make_commune("dai-son", "Đại Sơn")
    with scope(commune=theirs):
        Cast(theirs).actor("officer")
        open_pages(shown.commune, now)

    with scope(commune=shown.commune):
        urls = [url for urls in shown.urls().values() for url in urls]
    assert {client.get(url.replace("dong-tam", "dai-son")).status_code for url in urls} == {404}

    with scope(commune=theirs):
        open_pages(theirs, now)
    statuses = {url: client.get(url.replace("dong-tam", "dai-son")).status_code for url in urls}
    assert {url for url, status in statuses.items() if status == 200} == {
        reverse(f"public:{name}", args=["dong-tam"])
        for name in ("plans", "awards", "exemplars", "postings", "remarked")
    }
    assert "Ngày thứ Năm không chờ" not in words(client, "/dai-son/cong-khai/dien-hinh/")


@pytest.mark.parametrize(("unlisted", "header"), [(True, "noindex, nofollow"), (False, None)])
def test_search_machines_are_kept_out_unless_the_commune_lets_them_in(client, shown, now, unlisted, header):
    open_pages(shown.commune, now, unlisted=unlisted)

    for urls in shown.urls().values():
        for url in urls:
            answer = client.get(url)
            assert answer.get("X-Robots-Tag") == header, url
            if answer["Content-Type"].startswith("text/html"):
                assert ('name="robots"' in answer.content.decode()) == unlisted


def test_pages_are_kept_for_a_minute_and_those_with_a_form_never(client, shown, now):
    open_pages(shown.commune, now)

    kept = {url: client.get(url)["Cache-Control"] for urls in shown.urls().values() for url in urls[:2]}

    form = shown.urls()["danh-sach"][1]
    assert "no-store" in kept.pop(form)
    assert set(kept.values()) == {"max-age=60"}


def test_a_public_page_runs_no_script_and_loads_nothing_from_elsewhere(client, shown, now):
    open_pages(shown.commune, now)

    for urls in shown.urls().values():
        page = client.get(urls[0]).content.decode().replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "<script" not in page and "style=" not in page and "http://" not in page and "https://" not in page


def test_who_signs_in_reads_the_same_page(client, shown, officer, now):
    open_pages(shown.commune, now)
    url = shown.urls()["khen-thuong"][1]
    before = words(client, url)

    client.force_login(officer.user)

    assert words(client, url) == before


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("key", "queries"), [("ke-hoach", 4), ("khen-thuong", 4), ("dien-hinh", 4), ("danh-sach", 4)])
def test_the_lists_ask_the_same_number_of_queries(client, cast, now, key, queries, rows, django_assert_num_queries):
    for _ in range(rows):
        _another(cast, now)
    open_pages(cast.commune, now)

    with django_assert_num_queries(queries):
        client.get(f"/dong-tam/cong-khai/{key}/")


def _another(cast, now):
    """Add one more entry to each list."""
    number = Campaign.objects.count() + 1
    campaign = make_award_campaign(cast, key=f"phong-trao-{number}")
    awarded = make_nomination(campaign, unit=cast.unit("economy"), status="awarded")
    make_decision(campaign, [awarded], status="published", number=number)
    Exemplar.objects.create(
        campaign=campaign, unit=cast.unit("economy"), found_at=now, kind="good_practice", story="Tốt.", title="Mô hình",
        status="published", published_on=now.date(), published_where="Đài", consented_on=now.date(), consented_by="Én",
    )  # fmt: skip
    posting = Posting.objects.create(
        commune=cast.commune, campaign=campaign, starts_on=now.date(), ends_on=now.date(), place="Bảng", posted_by="H"
    )
    posting.nominations.set([make_nomination(campaign, unit=cast.unit("service"), status="eligible")])
