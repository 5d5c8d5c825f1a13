"""The province of the demo: over the communes of the demo, with one account of each role."""

from communes.tests.factories import make_commune
from province import demo
from province.models import ProvinceMember
from reports.demo import accounts


def test_the_demo_gets_a_province_with_an_account_of_each_role(db):
    make_commune()
    make_commune("le-chan", "Lê Chân")
    assert list(demo.sign_ins()) == []

    assert demo.fill(["dong-tam"], "digest") == "tỉnh Mẫu"

    listed = [
        ("tinh/mau", "province_administrator", "tinhmau.quantri"),
        ("tinh/mau", "province_viewer", "tinhmau.theodoi"),
    ]
    assert list(accounts.sign_ins([])) == listed
    rows = ProvinceMember.objects.select_related("user", "province")
    assert {(each.user.password, each.user.must_change_password) for each in rows} == {("digest", False)}
    assert [each.commune.slug for each in rows[0].province.communes.all()] == ["dong-tam"]
