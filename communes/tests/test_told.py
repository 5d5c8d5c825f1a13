"""What is saved is told: every page of people, units, roles and rules answers with a sentence."""

import pytest
from django.contrib.messages import get_messages

from communes.addresses import here
from communes.models import Membership
from communes.tests.factories import make_unit


@pytest.mark.parametrize(
    ("name", "about", "sent", "told"),
    [
        ("person-create", None, {"full_name": "Lê Thị Dung", "category": "cadre"},
         "Đã thêm Lê Thị Dung vào danh sách."),
        ("person-edit", "person", {"full_name": "Lê Thị Dung", "category": "cadre"}, "Đã lưu thay đổi."),
        ("person-end", "person", {"on": "01/11/2026"}, "Đã ghi {person} thôi công tác."),
        ("unit-create", None, {"name": "Xóm Đầm", "kind": "residential", "position": "0"},
         "Đã thêm Xóm Đầm vào danh sách."),
        ("unit-edit", "unit", {"name": "Phòng Kinh tế", "kind": "office", "position": "0"}, "Đã lưu thay đổi."),
        ("unit-end", "unit", {"on": "31/12/2026"}, "Đã ghi ngày kết thúc hoạt động của Phòng Kinh tế."),
        ("role-create", "person", {"role": "reader"}, "Đã giao vai trò Người xem cho {person}."),
        ("role-end", "role", {"on": "31/12/2026"},
         "Đã ghi ngày kết thúc vai trò Thủ trưởng đơn vị của {person}."),
        ("account-single-sign-on", "person", {"name": "dung@tinh"}, "Đã lưu tên trên hệ thống của tỉnh."),
        ("sign-in-policy", None, {"roles": ["clerk"]}, "Đã lưu quy định đăng nhập."),
        ("retention-term", "sheets", {"months": "36", "source": "Quyết định 12"},
         "Đã lưu thời hạn: Bảng Excel đã gửi vào."),
    ],
)  # fmt: skip
def test_a_page_says_what_it_saved(client, cast, administrator, head, name, about, sent, told):
    records = {"person": head.person.pk, "unit": cast.unit("economy").pk, "role": Membership.objects.get(
        person=head.person).pk}  # fmt: skip
    client.force_login(administrator.user)

    answer = client.post(here(administrator, f"communes:{name}", *([records.get(about, about)] if about else [])), sent)

    assert answer.status_code == 302, answer.content.decode()
    assert [str(each) for each in get_messages(answer.wsgi_request)] == [told.format(person=head.person)]


def test_before_a_unit_ends_the_page_names_those_who_hold_roles_there(client, administrator, cast):
    unit, head = cast.unit("economy"), cast.actor("head")
    client.force_login(administrator.user)

    held, empty = (client.get(here(administrator, "communes:unit-end", each.pk)).text
                   for each in (unit, make_unit(cast.commune, "Xóm Đầm")))  # fmt: skip

    assert "Còn người ở đơn vị này" in held
    assert f'">{head.name}</a>: Thủ trưởng đơn vị' in held
    assert "Còn người ở đơn vị này" not in empty
