"""A province over xã Đồng Tâm, its people, and a year of the commune."""

import pytest

from province.tests.factories import AT, make_member, make_province, make_year, take_in, visitor_of


@pytest.fixture
def year_end(monkeypatch):
    """Let the product's clock stand at the end of 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def province(cast):
    """Tỉnh Thái Nguyên, which looks after xã Đồng Tâm."""
    province = make_province()
    take_in(province, cast.commune)
    return province


@pytest.fixture
def viewer(province):
    """Somebody who follows the communes."""
    return make_member(province)


@pytest.fixture
def manager(province):
    """Who administers the province."""
    return make_member(province, "administrator", full_name="Hà Văn Minh")


@pytest.fixture
def by(manager):
    """The administrator as a visitor."""
    return visitor_of(manager)


@pytest.fixture
def year(cast, province):
    """A year of xã Đồng Tâm."""
    return make_year(cast)
