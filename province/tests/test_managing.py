"""People and communes of a province: made, ended, taken in, left out, handed over."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from communes import throttle
from communes.models import Commune, HistoryEntry, Person, User
from communes.tests.factories import make_commune, make_user
from province.models import Province, ProvinceAct, ProvinceCommune, ProvinceMember
from province.services import communes, members
from province.tests.factories import AT, make_member, make_province, visitor_of


def make_new(province, by, slug="ban-dat", **facts):
    """Make a commune of a province with the account of its administrator."""
    told = {"kind": "xa", "name": "Bàn Đạt", "place_name": "", "administrator": "Lò Thị Mai", **facts}
    return communes.create(province, slug=slug, by=by, at=AT, **told)


def test_adding_somebody_always_makes_a_new_account(province, by):
    make_user("minh.hv")

    with pytest.raises(ValidationError, match="minh.hv đã có người dùng"):
        members.add(province, full_name="Hà Văn Minh", role="viewer", username="Minh.HV", by=by, at=AT)
    member, password = members.add(province, full_name="Hà Văn Minh", role="viewer", by=by, at=AT)

    assert member.user.check_password(password) and member.user.must_change_password
    assert ProvinceAct.objects.latest("pk").label == "Lập tài khoản minh.hv2, vai trò Người theo dõi"


def test_the_last_administrator_and_oneself_stay(province, viewer, by, manager):
    with pytest.raises(ValidationError, match="chính mình"):
        members.end(manager, by=by, at=AT)
    other = make_member(province, "administrator")
    members.end(manager, by=visitor_of(other), at=AT)
    with pytest.raises(ValidationError, match="quản trị duy nhất"):
        members.end(other, by=by, at=AT)

    manager.user.refresh_from_db()
    assert not manager.user.is_active
    members.end(viewer, by=visitor_of(other), at=AT)
    assert ProvinceMember.objects.valid_on(AT.date().replace(day=6)).get() == other


def test_a_province_takes_in_only_communes_that_name_it(province, by):
    ours = make_commune("ban-dat", "Bàn Đạt", province="Thái Nguyên")
    theirs = make_commune("le-chan", "Lê Chân", province="thành phố Hải Phòng")

    assert communes.candidates(province) == [ours]
    communes.take_in(province, ours, by=by, at=AT)
    with pytest.raises(ValidationError, match="không ghi tỉnh Thái Nguyên"):
        communes.take_in(province, theirs, by=by, at=AT)
    with pytest.raises(ValidationError, match="đã thuộc một tỉnh"):
        communes.take_in(make_province("bac-kan", "Tỉnh Thái Nguyên"), ours, by=by, at=AT)
    assert communes.candidates(province) == []


def test_a_commune_reads_in_its_own_history_who_looks_after_it(province, by, cast):
    communes.leave_out(ProvinceCommune.objects.select_related("commune", "province").get(), by=by, at=AT)

    told = HistoryEntry.objects.filter(action__endswith="province").order_by("pk")
    assert [(each.action, each.actor_name) for each in told] == [
        ("commune.in_province", "Người vận hành máy chủ"), ("commune.out_of_province", "Hà Văn Minh"),
    ]  # fmt: skip


def test_a_training_ground_is_refused(province, by, cast):
    with pytest.raises(ValidationError, match="Khu tập huấn"):
        communes.take_in(province, make_commune("hoc", "Học", training_for=cast.commune), by=by, at=AT)


def test_a_new_commune_is_handed_over_until_its_administrator_signed_in(province, by):
    row = make_new(province, by)
    user = row.administrator
    assert not user.has_usable_password() and list(communes.to_hand_over(province)) == [row]

    ((_, first),) = communes.hand_over([row], by=by, at=AT)
    ((_, again),) = communes.hand_over([row], by=by, at=AT)
    user.refresh_from_db()
    assert (user.check_password(first), user.check_password(again)) == (False, True)

    User.objects.filter(pk=user.pk).update(last_login=AT)
    assert not communes.to_hand_over(province).exists()
    with pytest.raises(ValidationError, match="đã đăng nhập"):
        communes.hand_over([row], by=by, at=AT)


def test_the_eleventh_new_commune_gets_its_slip_after_the_first_ten(client, province, by, manager):
    made = [make_new(province, by, f"xa-{number}", name=f"Bản {number}") for number in range(11)]
    client.force_login(manager.user)
    address = reverse("province:hand-over", args=[province.slug])

    def ticked():
        return client.get(address).context["ticked"]

    assert ticked() == {row.pk for row in made[:10]} and "1–10 trong 11" in client.get(address).content.decode()
    first = client.post(address, {"row": [row.pk for row in made[:10]]}).context["given"]
    assert len(first) == 10 and ticked() == {made[10].pk}
    assert "Đã cấp, chưa đăng nhập" in client.get(address).content.decode()
    client.post(address, {"row": [made[10].pk]})
    row, password = first[0]
    assert User.objects.get(pk=row.administrator_id).check_password(password)
    assert ticked() == set()


@pytest.mark.parametrize("rows", [[], ["9" * 20], ["9" * 5000], ["-1", "x"]], ids=["none", "large", "endless", "words"])
def test_ticking_nothing_that_waits_is_refused_in_words(client, province, by, manager, rows):
    make_new(province, by)
    client.force_login(manager.user)

    page = client.post(reverse("province:hand-over", args=[province.slug]), {"row": rows})

    assert "Chọn ít nhất một địa phương" in page.content.decode()
    assert not ProvinceAct.objects.filter(action="commune.handed_over").exists()


def test_a_new_slip_opens_what_mistyping_had_closed_and_none_is_made_for_a_locked_account(province, by, monkeypatch):
    row, cleared = make_new(province, by), []
    monkeypatch.setattr(throttle, "clear", cleared.append)

    communes.hand_over([row], by=by, at=AT)

    assert cleared == [row.administrator.username]
    User.objects.filter(pk=row.administrator_id).update(is_active=False)
    assert not communes.to_hand_over(province).exists()


def test_a_new_commune_is_not_left_out_before_somebody_got_in(province, by):
    row = make_new(province, by)

    with pytest.raises(ValidationError, match="Hãy giao tài khoản"):
        communes.leave_out(row, by=by, at=AT)
    assert list(communes.to_hand_over(province)) == [row]

    User.objects.filter(pk=row.administrator_id).update(last_login=AT)
    communes.leave_out(row, by=by, at=AT)
    assert not ProvinceCommune.objects.filter(commune=row.commune).exists()


@pytest.mark.parametrize(
    "words",
    ["thành phố Hải Phòng", "TP.Hải Phòng", "TP. Hải Phòng", "tp Hải Phòng", "Thanh pho Hai Phong", "Hải Phòng"],
)
def test_a_city_is_known_however_its_kind_is_written(words):
    assert communes.bare(words) == "hai phong"


def test_an_address_taken_in_the_same_moment_is_refused_in_words(province, by, monkeypatch):
    make_commune("ban-dat", "Khác")
    monkeypatch.setattr(Commune, "full_clean", lambda self: None)

    with pytest.raises(ValidationError, match="“ban-dat” vừa có địa phương khác dùng"):
        make_new(province, by)


def test_the_administrator_of_a_new_commune_gets_in_and_nobody_else(client, province, by, manager, year_end):
    row = make_new(province, by)
    ((_, password),) = communes.hand_over([row], by=by, at=AT)
    User.objects.filter(pk=row.administrator_id).update(must_change_password=False)

    assert client.login(username=row.administrator.username, password=password)
    assert client.get("/").url == "/ban-dat/" and client.get("/ban-dat/").status_code == 200
    client.force_login(manager.user)
    assert client.get("/ban-dat/").status_code == 404
    assert Person.objects.with_scopes_disabled().get(commune=row.commune).full_name == "Lò Thị Mai"


def test_pages_make_somebody_and_show_the_password_once(client, province, manager):
    client.force_login(manager.user)
    address = reverse("province:member-add", args=[province.slug])

    wrong = client.post(address, {"full_name": "", "role": "viewer", "position": "Chuyên viên"})
    done = client.post(address, {"full_name": "Lò Thị Mai", "role": "viewer"})

    assert 'value="Chuyên viên"' in wrong.content.decode()
    password = done.context["password"]
    assert password in done.content.decode() and done["Cache-Control"].startswith("max-age=0")
    assert password not in client.get(reverse("province:members", args=[province.slug])).content.decode()


def test_important_acts_ask_for_the_password_again(client, province, viewer, manager, settings):
    settings.REAUTH_MINUTES = 0
    client.force_login(manager.user)

    for name, *key in (("member-add",), ("member-reset", viewer.pk), ("member-end", viewer.pk), ("hand-over",)):
        page = client.post(
            reverse(f"province:{name}", args=[province.slug, *key]), {"full_name": "A", "role": "viewer"}
        )
        assert "Xác nhận là chính bạn" in page.content.decode(), name
    assert province.members.count() == 2


def test_the_pages_take_in_hand_over_and_leave_out(client, province, by, manager):
    ours = make_commune("ban-dat", "Bàn Đạt", province="Thái Nguyên")
    row = make_new(province, by, slug="phu-binh", name="Phú Bình")
    client.force_login(manager.user)

    def post(name, *args, **data):
        return client.post(reverse(f"province:{name}", args=[province.slug, *args]), data, follow=True)

    post("commune-add", communes=[ours.pk])
    sheet = post("hand-over", row=[row.pk])
    assert [given for given, _ in sheet.context["given"]] == [row]
    post("commune-leave", ProvinceCommune.objects.get(commune=ours).pk)
    assert set(province.communes.values_list("commune__slug", flat=True)) == {"dong-tam", "phu-binh"}
    assert ProvinceAct.objects.latest("pk").label == "Bỏ địa phương khỏi danh sách"


def test_the_command_makes_a_province_once_and_prints_the_password(db, capsys):
    make_commune()
    make = ("create_province", "thai-nguyen")

    with pytest.raises(CommandError, match="--name"):
        call_command(*make)
    with pytest.raises(CommandError, match="khong-co"):
        call_command(*make, name="tỉnh Thái Nguyên", administrator="Hà Văn Minh", communes=["khong-co"])
    assert not Province.objects.exists()
    call_command(*make, name="tỉnh Thái Nguyên", administrator="Hà Văn Minh", communes=["dong-tam"])
    printed = capsys.readouterr().out

    assert "Tên đăng nhập: minh.hv" in printed
    assert User.objects.get(username="minh.hv").check_password(printed.rpartition(": ")[2].strip())
    assert Commune.objects.filter(pk__in=ProvinceCommune.objects.values("commune")).get().slug == "dong-tam"
    assert Province.objects.get().superior_body == "Ủy ban nhân dân tỉnh Thái Nguyên"
