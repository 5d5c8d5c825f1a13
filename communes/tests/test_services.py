"""Writing communes, units, people, accounts and roles."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from communes.models import HistoryEntry, Membership, Person, Role, Unit, User
from communes.services import accounts, people, places, registers
from communes.tests.factories import make_person, make_user


def last_line():
    """Return what the last line of history says."""
    line = HistoryEntry.objects.latest("pk")
    return line.action, line.record_title, line.actor_name


def test_the_communes_settings_change_with_a_line_of_what_changed(administrator, commune, now):
    places.change_commune(commune, by=administrator, at=now, kind="phuong", place_name="Đồng Tâm")

    commune.refresh_from_db()
    assert str(commune) == "phường Đồng Tâm"
    assert HistoryEntry.objects.get().facts == {"changes": [["loại", "xã", "phường"]]}


def test_a_change_that_changes_nothing_leaves_no_line(administrator, commune, now):
    assert places.change_commune(commune, by=administrator, at=now, name="Đồng Tâm") == []
    assert HistoryEntry.objects.count() == 0


def test_a_unit_is_stored_ready_for_search_and_order(administrator, now):
    unit = places.add_unit(
        name="  Trung tâm  Dịch vụ tổng hợp", kind="service", short_name="TT DVTH", by=administrator, at=now
    )

    unit.refresh_from_db()
    assert (unit.name, unit.folded, unit.kind_order) == (
        "Trung tâm Dịch vụ tổng hợp",
        "trung tam dich vu tong hop tt dvth",
        2,
    )
    assert last_line() == ("unit.added", "Trung tâm Dịch vụ tổng hợp", "Đỗ Minh Tuệ")


def test_a_unit_name_stands_once_in_a_commune(administrator, cast, now):
    cast.unit("economy")

    with pytest.raises(ValidationError, match="Đã có đơn vị mang tên này"):
        places.add_unit(name="Phòng Kinh tế", kind="office", by=administrator, at=now)


def test_ensuring_a_unit_twice_makes_it_once(administrator, now):
    first = places.ensure_unit(name="Xóm Đầm", kind="residential", by=administrator, at=now)
    decomposed = "Xo\u0301m  Đầm"

    assert places.ensure_unit(name=decomposed, kind="residential", by=administrator, at=now) == first
    assert Unit.objects.filter(kind="residential").count() == 1
    assert HistoryEntry.objects.filter(action="unit.added").count() == 1


def test_a_renamed_unit_is_found_under_its_new_name(administrator, cast, now):
    unit = cast.unit("economy")

    places.change_unit(unit, name="Phòng Kinh tế, Hạ tầng", kind="service", by=administrator, at=now)

    assert list(Unit.objects.matching("HA TANG")) == [unit]
    assert HistoryEntry.objects.get().facts["changes"] == [
        ["tên", "Phòng Kinh tế", "Phòng Kinh tế, Hạ tầng"],
        ["loại", "Phòng, văn phòng, bộ phận chuyên môn", "Trung tâm, đơn vị sự nghiệp"],
    ]


def test_a_unit_cannot_lie_below_itself(administrator, cast, now):
    parent, child = cast.unit("committee"), cast.unit("economy")
    places.change_unit(child, parent=parent, by=administrator, at=now)

    with pytest.raises(ValidationError, match="không thể trực thuộc"):
        places.change_unit(parent, parent=child, by=administrator, at=now)


def test_a_district_body_exists_to_the_end_of_30_june_2025(administrator, now):
    office = places.ensure_unit(name="Phòng Nội vụ huyện", kind="outside", by=administrator, at=now)
    places.end_unit(office, on=date(2025, 6, 30), reason="Bỏ cấp huyện", by=administrator, at=now)

    assert office.exists_on(date(2025, 6, 30)) and not office.exists_on(date(2025, 7, 1))
    assert office in Unit.objects.valid_on(date(2025, 6, 30))
    assert office not in Unit.objects.valid_on(date(2025, 7, 1))
    with pytest.raises(ValidationError, match="đã kết thúc ngày 30/06/2025"):
        places.end_unit(office, on=date(2025, 12, 31), by=administrator, at=now)


def test_people_stand_in_the_order_of_vietnamese_given_names(officer, now):
    for name in ("Trần Văn Đạt", "Lê Thị Dung", "Phạm  Ánh", "Vũ Thị An"):
        people.add(full_name=name, by=officer, at=now)

    shown = Person.objects.exclude(pk=officer.person.pk).for_list()
    assert [str(person) for person in shown] == ["Vũ Thị An", "Phạm Ánh", "Lê Thị Dung", "Trần Văn Đạt"]
    assert [str(person) for person in Person.objects.matching("dat")] == ["Trần Văn Đạt"]


def test_a_renamed_person_moves_in_the_order(officer, now):
    person = people.add(full_name="Lê Thị Yên", by=officer, at=now)

    people.change(person, full_name="Lê Thị An", by=officer, at=now)

    person.refresh_from_db()
    assert (person.folded, Person.objects.for_list().first()) == ("le thi an", person)
    assert HistoryEntry.objects.latest("pk").facts == {"changes": [["họ và tên", "Lê Thị Yên", "Lê Thị An"]]}


def test_who_leaves_is_no_longer_among_those_at_work(officer, head, now):
    people.end(head.person, on=date(2026, 5, 31), by=officer, at=now)

    assert head.person in Person.objects.working_on(date(2026, 5, 30))
    assert head.person not in Person.objects.working_on(date(2026, 5, 31))
    assert last_line() == ("person.left", "Phạm Văn Dũng", "Nguyễn Thị Hạnh")


def test_nobody_records_their_own_leaving_nor_that_of_the_only_administrator(administrator, officer, now):
    with pytest.raises(ValidationError, match="Không tự ghi thôi công tác"):
        people.end(officer.person, on=now.date(), by=officer, at=now)
    with pytest.raises(ValidationError, match="người quản trị duy nhất"):
        people.end(administrator.person, on=now.date(), by=officer, at=now)


def test_a_new_account_must_change_its_first_password(administrator, commune, now):
    person = make_person(commune, "Nguyễn Thị Hạnh")

    user, password = accounts.create_account(person, by=administrator, at=now)

    user.refresh_from_db()
    person.refresh_from_db()
    assert (person.user, user.username, user.must_change_password) == (user, "hanh.nt", True)
    assert user.check_password(password)
    assert last_line() == ("account.created", "Nguyễn Thị Hạnh", "Đỗ Minh Tuệ")
    assert password not in str(HistoryEntry.objects.values())


def test_first_passwords_differ_and_can_be_read_out():
    made = {accounts.fresh_password() for _ in range(50)}

    assert len(made) == 50
    assert all(len(password) == 16 and password.isascii() for password in made)
    assert not set("loi01") & set("".join(made).replace("i", ""))


def test_a_user_name_is_suggested_that_nobody_has(db):
    make_user("hanh.nt")
    make_user("hanh.nt2")

    assert accounts.suggest_username("Nguyễn Thị Hạnh") == "hanh.nt3"
    assert accounts.suggest_username("Đỗ Văn Được") == "duoc.dv"


def test_one_person_gets_one_account_and_a_user_name_goes_once(administrator, commune, head, now):
    with pytest.raises(ValidationError, match="đã có tài khoản"):
        accounts.create_account(head.person, by=administrator, at=now)
    with pytest.raises(ValidationError, match="đã có người dùng"):
        accounts.create_account(make_person(commune), username="DONG-TAM.head", by=administrator, at=now)


def test_a_reset_replaces_the_password(administrator, head, now):
    head.user.set_password("mat-khau-cu")
    head.user.save()

    password = accounts.reset_password(head.person, by=administrator, at=now)

    user = User.objects.get(pk=head.user.pk)
    assert (user.check_password(password), user.check_password("mat-khau-cu"), user.must_change_password) == (
        True,
        False,
        True,
    )


def test_a_locked_account_is_closed_until_it_is_unlocked(administrator, head, now):
    accounts.lock(head.person, reason="Nghỉ thai sản", by=administrator, at=now)
    assert not User.objects.get(pk=head.user.pk).is_active
    assert HistoryEntry.objects.latest("pk").reason == "Nghỉ thai sản"
    with pytest.raises(ValidationError, match="đang bị khóa rồi"):
        accounts.lock(head.person, reason="lần nữa", by=administrator, at=now)

    accounts.unlock(head.person, by=administrator, at=now)
    assert User.objects.get(pk=head.user.pk).is_active
    with pytest.raises(ValidationError, match="không cần mở khóa"):
        accounts.unlock(head.person, by=administrator, at=now)


def test_locking_needs_a_reason_and_another_account(administrator, head, now):
    with pytest.raises(ValidationError, match="hãy ghi rõ lý do"):
        accounts.lock(head.person, reason=" ", by=administrator, at=now)
    with pytest.raises(ValidationError, match="chính mình"):
        accounts.lock(administrator.person, reason="thử", by=administrator, at=now)


def test_an_account_shared_with_another_commune_is_not_an_administrators_to_change(administrator, head, neighbour, now):
    make_person(neighbour("officer").commune, user=head.user)

    for act in (
        accounts.reset_password,
        accounts.unlock,
        accounts.lift_throttle,
        accounts.remove_second_factor,
    ):
        with pytest.raises(ValidationError, match="dùng chung với địa phương khác"):
            act(head.person, by=administrator, at=now)


def test_the_operators_account_is_not_an_administrators_to_change(administrator, head, now):
    head.user.is_staff = True

    with pytest.raises(ValidationError, match="vận hành hệ thống"):
        accounts.reset_password(head.person, by=administrator, at=now)


def test_a_lost_second_factor_can_be_removed(administrator, head, now):
    Authenticator.objects.create(user=head.user, type=Authenticator.Type.TOTP, data={})

    accounts.remove_second_factor(head.person, by=administrator, at=now)

    assert Authenticator.objects.count() == 0
    with pytest.raises(ValidationError, match="không bật xác thực hai bước"):
        accounts.remove_second_factor(head.person, by=administrator, at=now)


def test_a_role_is_granted_once_at_a_time(administrator, cast, head, now):
    unit = cast.unit("service")
    held = accounts.grant(
        head.person, Role.UNIT_MEMBER, unit=unit, starts_on=date(2026, 1, 1), by=administrator, at=now
    )

    assert held in Membership.objects.valid_on(date(2026, 1, 1))
    assert last_line() == ("role.granted", "Phạm Văn Dũng – Người nhập liệu của đơn vị", "Đỗ Minh Tuệ")
    with pytest.raises(ValidationError, match="đã giữ vai trò"):
        accounts.grant(head.person, Role.UNIT_MEMBER, unit=unit, by=administrator, at=now)
    accounts.grant(head.person, Role.UNIT_MEMBER, unit=cast.unit("front"), by=administrator, at=now)


def test_a_units_role_names_its_unit_and_that_unit_is_the_communes(administrator, head, neighbour, now):
    foreign = neighbour("officer").memberships[0].unit

    with pytest.raises(ValidationError, match="phải ghi rõ đơn vị"):
        accounts.grant(head.person, Role.UNIT_MEMBER, by=administrator, at=now)
    with pytest.raises(ValidationError, match="không thuộc địa phương"):
        accounts.grant(head.person, Role.UNIT_MEMBER, unit=foreign, by=administrator, at=now)


def test_a_role_ends_with_its_last_day(administrator, head, now):
    held = head.memberships[0]

    accounts.end_role(held, on=date(2026, 5, 31), by=administrator, at=now)

    assert held in Membership.objects.valid_on(date(2026, 5, 31))
    assert held not in Membership.objects.valid_on(date(2026, 6, 1))
    assert HistoryEntry.objects.latest("pk").facts == {
        "role": "unit_head",
        "starts_on": "2025-07-01",
        "ends_on": "2026-05-31",
    }


def test_the_last_administrator_stays(administrator, head, now):
    held = administrator.memberships[0]
    with pytest.raises(ValidationError, match="người quản trị duy nhất"):
        accounts.end_role(held, on=date(2026, 5, 31), by=administrator, at=now)

    accounts.grant(head.person, Role.ADMINISTRATOR, by=administrator, at=now)
    accounts.end_role(held, on=date(2026, 5, 31), by=administrator, at=now)

    assert held.ends_on == date(2026, 5, 31)


def test_numbers_follow_each_other_by_symbol_and_start_again_each_year(clerk, now):
    for _ in range(2):
        number = registers.next_number("KH-UBND", 2026)
        registers.take("KH-UBND", number=number, dated=date(2026, 1, 5), title="Kế hoạch", by=clerk, at=now)

    assert registers.next_number("KH-UBND", 2026) == 3
    assert registers.next_number("BC-UBND", 2026) == 1
    assert registers.next_number("KH-UBND", 2027) == 1


def test_a_number_given_once_is_refused_with_the_next_free_one(clerk, now):
    facts = {"dated": date(2026, 1, 5), "title": "Kế hoạch", "by": clerk, "at": now}
    registers.take("KH-UBND", number=7, **facts)

    with pytest.raises(ValidationError, match="Số 07/KH-UBND năm 2026 đã cấp.*là 08"):
        registers.take("KH-UBND", number=7, **facts)
    assert registers.take("BC-UBND", number=7, **facts).number == 7
