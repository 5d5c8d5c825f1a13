"""What lies above a commune, as papers name it."""

import pytest

from communes.models import Commune


@pytest.mark.parametrize(
    ("province", "kind", "in_words"),
    [
        ("Hưng Yên", "tỉnh", "tỉnh Hưng Yên"),
        ("tỉnh Đồng Nai", "tỉnh", "tỉnh Đồng Nai"),
        ("Hải Phòng", "thành phố", "thành phố Hải Phòng"),
        ("Thành phố Huế", "thành phố", "thành phố Huế"),
        ("TP. Hồ Chí Minh", "thành phố", "thành phố Hồ Chí Minh"),
        ("TP.Huế", "thành phố", "thành phố Huế"),
        ("", "tỉnh", "tỉnh"),
    ],
)
def test_a_province_is_told_from_a_city_under_the_central_government(province, kind, in_words):
    commune = Commune(name="Đồng Tâm", province=province)

    assert (commune.province_kind, commune.province_in_words) == (kind, in_words)
