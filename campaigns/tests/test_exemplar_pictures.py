"""Pictures of exemplars and the consent to show them: drawn anew, kept with their words, taken off again."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from campaigns.models import Exemplar, ExemplarPicture
from campaigns.services import exemplar_pictures, exemplars
from campaigns.tests.factories import make_campaign, make_upload
from campaigns.tests.field_cases import answer_to
from campaigns.tests.matrix import who_can
from communes.models import HistoryEntry

TODAY = date(2026, 5, 14)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    """A media folder of its own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def make_exemplar(cast, now):
    """Return a maker of exemplars of Phòng Kinh tế."""
    campaign = make_campaign(cast)

    def make(status="found"):
        published = {"published_on": TODAY, "published_where": "Đài xã"} if status == "published" else {}
        return Exemplar.objects.create(
            campaign=campaign, unit=cast.unit("economy"), status=status, found_at=now, kind="good_practice",
            title="Ngày thứ Năm không chờ", story="Giảm nửa thời gian chờ.", **published,
        )  # fmt: skip

    return make


def photo(width=400, height=300, *, mode="RGB", kind="JPEG", name="Ảnh.jpg", exif=None) -> SimpleUploadedFile:
    """Return a picture as a camera would send it."""
    kept = io.BytesIO()
    facts = {"exif": exif} if exif is not None else {}
    Image.new(mode, (width, height), "green").save(kept, kind, **facts)
    return SimpleUploadedFile(name, kept.getvalue())


def with_place() -> Image.Exif:
    """Return what a telephone writes into a picture: its maker, where it was, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "May chup bi mat", 6
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def test_a_picture_is_drawn_anew_upright_and_without_place_or_camera(make_exemplar, member, now):
    upload = photo(exif=with_place())
    assert b"May chup bi mat" in upload.read()

    picture = exemplar_pictures.add(make_exemplar(), upload, caption=" Bàn tiếp dân ", by=member, at=now)

    stored = picture.file.open("rb").read()
    assert b"May chup bi mat" not in stored
    with Image.open(io.BytesIO(stored)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (300, 400), {})
    assert (picture.width, picture.height, picture.caption, picture.size) == (300, 400, "Bàn tiếp dân", len(stored))
    assert HistoryEntry.objects.about(picture.exemplar)[0].label == "Thêm ảnh: Bàn tiếp dân"


@pytest.mark.parametrize(
    ("given", "size"),
    [({"width": 4000, "height": 2000}, (1600, 800)), ({"width": 30, "height": 20}, (30, 20))],
)
def test_a_picture_is_no_larger_than_a_page_needs(make_exemplar, member, now, given, size):
    picture = exemplar_pictures.add(make_exemplar(), photo(**given), caption="Bàn", by=member, at=now)

    assert (picture.width, picture.height) == size


def test_what_shines_through_becomes_white(make_exemplar, member, now):
    kept = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(kept, "PNG")
    upload = SimpleUploadedFile("trong.png", kept.getvalue())

    picture = exemplar_pictures.add(make_exemplar(), upload, caption="Trong", by=member, at=now)

    with Image.open(picture.file.open("rb")) as drawn:
        assert drawn.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("upload", "caption", "message"),
    [
        (lambda: make_upload("a.pdf"), "Tệp", "chỉ nhận tệp JPG hoặc PNG"),
        (lambda: make_upload("a.png", b"khong phai anh"), "Ảnh", "không đúng với đuôi"),
        (lambda: make_upload("a.jpg", b""), "Ảnh", "tệp rỗng"),
        (lambda: photo(), " ", "Chưa ghi chú thích ảnh"),
    ],
)
def test_what_is_no_picture_or_has_no_words_leaves_nothing_behind(
    make_exemplar, member, now, tmp_path, upload, caption, message
):
    with pytest.raises(ValidationError, match=message):
        exemplar_pictures.add(make_exemplar(), upload(), caption=caption, by=member, at=now)

    assert ExemplarPicture.objects.count() == 0
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_the_same_picture_twice_and_a_seventh_one_are_refused(make_exemplar, member, now):
    exemplar = make_exemplar()
    for side in range(10, 16):
        exemplar_pictures.add(exemplar, photo(side, side), caption="Bàn", by=member, at=now)

    with pytest.raises(ValidationError, match="nhiều nhất 06 ảnh"):
        exemplar_pictures.add(exemplar, photo(99, 99), caption="Bàn", by=member, at=now)
    exemplar_pictures.remove(exemplar.pictures.present()[0], by=member, at=now)
    with pytest.raises(ValidationError, match="đã có ở đây rồi"):
        exemplar_pictures.add(exemplar, photo(11, 11), caption="Bàn", by=member, at=now)

    assert exemplar.pictures.present().count() == 5


@pytest.mark.parametrize(
    ("status", "through"),
    [
        ("found", {"head", "member", "officer"}),
        ("registered", {"head", "member", "officer"}),
        ("published", {"officer"}),
        ("declined", set()),
    ],
)
def test_pictures_are_added_by_the_unit_until_the_exemplar_is_known_and_by_the_agency(
    cast, make_exemplar, now, status, through
):
    pk = make_exemplar(status).pk

    def add(actor):
        exemplar_pictures.add(Exemplar.objects.get(pk=pk), photo(), caption="Bàn", by=actor, at=now)

    assert who_can(cast, add) == through


def test_a_removed_picture_is_gone_from_the_page_and_stays_on_the_disk(client, make_exemplar, member, now):
    picture = exemplar_pictures.add(make_exemplar(), photo(), caption="Bàn", by=member, at=now)

    answer_to(client, member, "campaigns:exemplar-picture-remove", picture.pk, post={})

    assert answer_to(client, member, "campaigns:exemplar-picture", picture.pk).status_code == 404
    assert default_storage.exists(picture.file.name)
    with pytest.raises(ValidationError, match="đã được bỏ rồi"):
        exemplar_pictures.remove(picture, by=member, at=now)


@pytest.mark.parametrize(("status", "answer"), [("registered", 404), ("published", 200)])
def test_another_unit_sees_the_pictures_of_what_was_made_known_alone(
    client, make_exemplar, officer, other_head, now, status, answer
):
    picture = exemplar_pictures.add(make_exemplar(status), photo(), caption="Bàn", by=officer, at=now)

    assert answer_to(client, other_head, "campaigns:exemplar-picture", picture.pk).status_code == answer


def test_a_picture_goes_up_on_the_page_and_is_sent_sealed(client, make_exemplar, member):
    exemplar = make_exemplar()
    upload = {"upload": photo(), "caption": "Bàn tiếp dân"}

    answer_to(client, member, "campaigns:exemplar-picture-add", exemplar.pk, post=upload)

    picture = exemplar.pictures.get()
    answer = answer_to(client, member, "campaigns:exemplar-picture", picture.pk)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    page = answer_to(client, member, "campaigns:exemplar", exemplar.pk).content.decode()
    assert f'src="{picture.get_absolute_url()}" alt="Bàn tiếp dân"' in page


def test_consent_is_noted_and_taken_back_with_a_line_of_history(make_exemplar, officer, now):
    exemplar = make_exemplar("published")

    exemplars.note_consent(exemplar, consented_on=TODAY, consented_by=" Bà Én ký phiếu ", by=officer, at=now)
    assert list(Exemplar.objects.open_to_public()) == [exemplar]
    exemplars.drop_consent(exemplar, reason="Bà Én đề nghị gỡ.", by=officer, at=now)

    exemplar.refresh_from_db()
    assert (exemplar.consented_on, exemplar.consented_by) == (None, "")
    assert not Exemplar.objects.open_to_public()
    first, second = HistoryEntry.objects.about(exemplar)
    assert (first.label, first.reason) == ("Rút đồng ý đăng công khai", "Bà Én đề nghị gỡ.")
    assert (second.label, second.facts["who"]) == ("Ghi đồng ý đăng công khai", "Bà Én ký phiếu")


@pytest.mark.parametrize("status", ["found", "registered", "declined"])
def test_consent_alone_opens_nothing_that_was_not_made_known(make_exemplar, status):
    exemplar = make_exemplar(status)
    Exemplar.objects.filter(pk=exemplar.pk).update(consented_on=TODAY, consented_by="Bà Én")

    assert not Exemplar.objects.open_to_public()


@pytest.mark.parametrize(
    ("status", "facts", "message"),
    [
        ("published", {"consented_by": " "}, "Chưa ghi ai đồng ý"),
        ("published", {"consented_on": TODAY + timedelta(days=1)}, "không được sau hôm nay"),
        ("found", {}, "điển hình đã ghi nhận"),
    ],
)
def test_consent_says_whose_and_when(make_exemplar, officer, now, status, facts, message):
    given = {"consented_on": TODAY, "consented_by": "Bà Én", **facts}

    with pytest.raises(ValidationError, match=message):
        exemplars.note_consent(make_exemplar(status), **given, by=officer, at=now)


def test_only_the_agency_notes_and_drops_consent(cast, make_exemplar, now):
    pk = make_exemplar("published").pk
    given = {"consented_on": TODAY, "consented_by": "Bà Én"}

    noting = who_can(cast, lambda by: exemplars.note_consent(Exemplar.objects.get(pk=pk), **given, by=by, at=now))
    Exemplar.objects.filter(pk=pk).update(**given)
    dropping = who_can(
        cast, lambda by: exemplars.drop_consent(Exemplar.objects.get(pk=pk), reason="Gỡ.", by=by, at=now)
    )

    assert noting == dropping == {"officer"}


def test_what_was_never_agreed_to_cannot_be_taken_back(make_exemplar, officer, now):
    with pytest.raises(ValidationError, match="chưa có đồng ý"):
        exemplars.drop_consent(make_exemplar("published"), reason="Gỡ.", by=officer, at=now)


def test_the_database_refuses_consent_of_nobody(make_exemplar):
    exemplar = make_exemplar()

    with pytest.raises(IntegrityError, match="exemplar_consent_says_whose"), transaction.atomic():
        Exemplar.objects.filter(pk=exemplar.pk).update(consented_on=TODAY)


def test_a_unit_may_not_touch_the_pictures_of_another(make_exemplar, other_head, now):
    with pytest.raises(PermissionDenied):
        exemplar_pictures.add(make_exemplar(), photo(), caption="Bàn", by=other_head, at=now)
