"""A paper that is not told yet keeps its number in the register and its title to itself."""

import pytest
from django.urls import reverse

from communes.models import RegisteredNumber
from communes.services import registers
from communes.tests.factories import make_number


@pytest.mark.parametrize(("part", "told"), [("officer", True), ("reader", False), ("administrator", False)])
def test_the_title_of_a_veiled_paper_is_for_those_who_may_know(client, cast, part, told):
    make_number(cast.commune, symbol="QĐ-UBND", number=7, title="Về việc tặng Giấy khen cho Phòng Kinh tế", veiled=True)
    client.force_login(cast.actor(part).user)
    address = reverse("communes:numbers", args=[cast.commune.slug])

    page, found = client.get(address), client.get(address + "?q=Giấy+khen")

    assert "07/QĐ-UBND" in page.content.decode()
    assert ("tặng Giấy khen" in page.content.decode()) is told
    assert ("07/QĐ-UBND" in found.content.decode()) is told


def test_unveiling_tells_everybody(cast):
    make_number(cast.commune, symbol="QĐ-UBND", number=7, veiled=True)

    registers.unveil("QĐ-UBND", number=7, year=2026)

    assert RegisteredNumber.objects.get().veiled is False
