"""The numbers of the law that the product starts with; those still to be compared with the text are unconfirmed."""

from datetime import date
from decimal import Decimal

from django.db import migrations

ND98 = "Nghị định 98/2023/NĐ-CP (hết hiệu lực từ 01/07/2025)"
ND152 = "Nghị định 152/2025/NĐ-CP"
ND98_FROM, ND98_TO = date(2024, 1, 1), date(2025, 6, 30)
# Nghị định 152/2025/NĐ-CP holds until 28/02/2027; its successor brings values of its own.
ND152_FROM, ND152_TO = date(2025, 7, 1), date(2027, 2, 28)

COEFFICIENTS = [
    ("giay_khen.individual", "Giấy khen của Chủ tịch UBND cấp xã, cá nhân", "0.3", "Điều 54"),
    ("giay_khen.collective", "Giấy khen của Chủ tịch UBND cấp xã, tập thể", "0.6", "Điều 54"),
    ("giay_khen.household", "Giấy khen của Chủ tịch UBND cấp xã, hộ gia đình", "0.45", "Điều 54"),
    ("lao_dong_tien_tien", "Lao động tiên tiến", "0.3", "Điều 50"),
    ("chien_si_thi_dua_co_so", "Chiến sĩ thi đua cơ sở", "1.0", "Điều 50"),
    ("tap_the_lao_dong_tien_tien", "Tập thể lao động tiên tiến", "0.8", "Điều 50"),
    ("tap_the_lao_dong_xuat_sac", "Tập thể lao động xuất sắc", "1.5", "Điều 50"),
    ("thon_to_dan_pho_van_hoa", "Thôn, tổ dân phố văn hóa", "1.5", "Điều 50"),
    ("xa_phuong_dac_khu_tieu_bieu", "Xã, phường, đặc khu tiêu biểu", "2.0", "Điều 50"),
    ("chien_si_thi_dua_tinh", "Chiến sĩ thi đua cấp tỉnh", "3.0", "Điều 50"),
    ("bang_khen_tinh.individual", "Bằng khen cấp tỉnh, cá nhân", "1.5", "Điều 54"),
    ("bang_khen_tinh.collective", "Bằng khen cấp tỉnh, tập thể", "3.0", "Điều 54"),
]
SALARY = "Mức lương cơ sở"
VALUES = [
    ("base_salary", SALARY, "2340000", date(2024, 7, 1), date(2026, 6, 30), "Nghị định 73/2024/NĐ-CP, Điều 3", True),
    ("base_salary", SALARY, "2530000", date(2026, 7, 1), None, "Nghị định 161/2026/NĐ-CP", True),
    ("amount.prize_rounding", "Tiền thưởng làm tròn lên đến", "10000", ND152_FROM, ND152_TO, f"{ND152}, Điều 49", True),
    (
        "share.women_priority", "Tỷ lệ nữ của tập thể được ưu tiên khi thành tích ngang nhau", "70",
        ND152_FROM, ND152_TO, f"{ND152}, Điều 4 khoản 6", True,
    ),
    *[
        (f"coefficient.{key}", f"Hệ số tiền thưởng: {title}", value, ND152_FROM, ND152_TO, f"{ND152}, {article}", True)
        for key, title, value, article in COEFFICIENTS
    ],
    # Amounts paid under the former decree are known for Giấy khen; its article was not seen.
    *[
        (f"coefficient.{key}", f"Hệ số tiền thưởng: {title}", value, ND98_FROM, ND98_TO, ND98, False)
        for key, title, value, _ in COEFFICIENTS[:3]
    ],
]  # fmt: skip


def add(apps, schema_editor):
    """Store each shipped value that is not there yet."""
    model = apps.get_model("campaigns", "LegalValue")
    for key, title, value, valid_from, valid_to, source, confirmed in VALUES:
        model.objects.get_or_create(
            commune=None,
            key=key,
            valid_from=valid_from,
            defaults={
                "title": title,
                "value": Decimal(value),
                "valid_to": valid_to,
                "source": source,
                "confirmed": confirmed,
            },
        )


def remove(apps, schema_editor):
    """Take the shipped values away again; what communes keep themselves stays."""
    model = apps.get_model("campaigns", "LegalValue")
    for key, _, _, valid_from, _, _, _ in VALUES:
        model.objects.filter(commune=None, key=key, valid_from=valid_from).delete()


class Migration(migrations.Migration):
    """Numbers of the law with their dates and sources."""

    dependencies = [("campaigns", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
