"""Who signs for a unit and in which capacity, how papers name units and authorities, what is kept on file."""

import pytest

from communes.models import Commune
from communes.tests.factories import make_person, make_unit
from reports.documents.common import authority_in_words, body_name, file_copy, head_signature, unit_letterhead


@pytest.mark.rule("N-09")
@pytest.mark.parametrize(
    ("name", "kind", "position", "lines"),
    [
        ("Phòng Kinh tế", "office", "Trưởng phòng Kinh tế", ("TRƯỞNG PHÒNG",)),
        ("Văn phòng HĐND và UBND", "office", "Chánh Văn phòng", ("CHÁNH VĂN PHÒNG",)),
        ("Văn phòng HĐND và UBND", "office", "Chánh Văn phòng HĐND và UBND", ("CHÁNH VĂN PHÒNG",)),
        ("Trung tâm Dịch vụ xã", "service", "Giám đốc Trung tâm Dịch vụ", ("GIÁM ĐỐC",)),
        ("Trung tâm Dịch vụ xã", "service", "Phó Giám đốc Trung tâm", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("Trung tâm Dịch vụ xã", "service", "Phó Chủ tịch UBND xã, Giám đốc Trung tâm", ("GIÁM ĐỐC",)),
        ("Trạm Y tế xã", "service", "Trạm trưởng Trạm Y tế", ("TRẠM TRƯỞNG",)),
        ("Hội Liên hiệp Phụ nữ xã", "front", "Chủ tịch Hội LHPN xã", ("CHỦ TỊCH",)),
        ("Đoàn Thanh niên xã", "front", "Bí thư Đoàn xã", ("BÍ THƯ",)),
        ("Đảng ủy xã", "party", "Trưởng Ban Xây dựng Đảng", ("TRƯỞNG BAN XÂY DỰNG ĐẢNG",)),
        ("Bộ phận Tư pháp", "office", "Công chức Tư pháp - Hộ tịch", ("CÔNG CHỨC TƯ PHÁP - HỘ TỊCH",)),
        ("Tổ dân phố số 1", "residential", "Tổ trưởng tổ dân phố", ("TỔ TRƯỞNG",)),
        ("Phòng Kinh tế", "office", "Chuyên viên", ("THỦ TRƯỞNG ĐƠN VỊ",)),
        ("Phòng Kinh tế", "office", "", ("THỦ TRƯỞNG ĐƠN VỊ",)),
        ("Thôn Đông", "residential", "", ("TRƯỞNG THÔN",)),
        ("Tổ dân phố số 1", "residential", "", ("TỔ TRƯỞNG",)),
        ("Khu phố 2", "residential", "Thành viên", ("TRƯỞNG KHU PHỐ",)),
    ],
)
def test_a_units_head_signs_in_the_capacity_of_the_post_and_a_deputy_for_the_head(cast, name, kind, position, lines):
    unit = make_unit(cast.commune, name, kind)
    person = make_person(cast.commune, "Lê Văn Tám", unit=unit, position=position)

    for signed in (head_signature(unit, "Lê Văn Tám"), head_signature(unit, person=person)):
        assert (signed.lines, signed.name) == (lines, "Lê Văn Tám")


@pytest.mark.rule("N-09")
@pytest.mark.parametrize("name", ["", "Người ngoài danh sách"])
def test_a_head_whose_post_is_not_known_signs_as_head_of_the_unit(cast, name):
    make_person(cast.commune, "Người ngoài danh sách", unit=cast.unit("service"), position="Giám đốc")

    signed = head_signature(cast.unit("economy"), name)

    assert (signed.lines, signed.name) == (("THỦ TRƯỞNG ĐƠN VỊ",), name)


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("xa", "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Ủy ban Mặt trận Tổ quốc Việt Nam xã Đồng Tâm"),
        ("phuong", "Đảng ủy phường", "Đảng ủy phường Đồng Tâm"),
        ("dac_khu", "Hội Nông dân đặc khu", "Hội Nông dân đặc khu Đồng Tâm"),
        ("xa", "Phòng Kinh tế", "Phòng Kinh tế"),
        ("xa", "Hội Nông dân xã Đồng Tâm", "Hội Nông dân xã Đồng Tâm"),
    ],
)
def test_a_unit_that_bears_the_bare_word_of_the_communes_kind_is_named_in_full(cast, kind, name, told):
    cast.commune.kind = kind
    unit = make_unit(cast.commune, name, "front")

    assert body_name(unit) == told
    assert unit_letterhead(unit, symbol="BC-MTTQ").issuer == (told.upper(),)


@pytest.mark.rule("N-10")
def test_the_file_copy_names_the_agency_that_drafts(cast):
    assert file_copy(cast.unit("culture")) == "Lưu: VT, VHXH"
    assert file_copy(make_unit(cast.commune, "Thôn Đông", "residential")) == "Lưu: VT"
    assert file_copy(None) == "Lưu: VT"


@pytest.mark.parametrize(
    ("province", "told"),
    [
        ("Hưng Yên", "Chủ tịch UBND tỉnh"),
        ("tỉnh Thái Nguyên", "Chủ tịch UBND tỉnh"),
        ("Hải Phòng", "Chủ tịch UBND thành phố"),
        ("Thành phố Huế", "Chủ tịch UBND thành phố"),
        ("", "Chủ tịch UBND tỉnh, thành phố"),
    ],
)
def test_an_authority_above_is_that_of_the_communes_own_province_or_city(province, told):
    assert authority_in_words("province", Commune(province=province)) == told


def test_a_district_authority_is_the_one_that_the_commune_knew(cast):
    assert authority_in_words("district", cast.commune) == "Chủ tịch UBND huyện, thị xã"
    make_unit(cast.commune, "UBND thị xã Mỹ Hào", "outside")

    assert authority_in_words("district", cast.commune) == "Chủ tịch UBND thị xã"
    assert authority_in_words("commune", cast.commune) == "Chủ tịch UBND xã"
    assert authority_in_words("higher", cast.commune) == "Cấp có thẩm quyền"
