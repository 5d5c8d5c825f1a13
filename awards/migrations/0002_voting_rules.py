"""The working rules of councils that the product starts with; none is confirmed against the text now in force."""

from datetime import date

from django.db import migrations

SINCE = date(2024, 1, 1)
ORDINARY = "Thông lệ: quá nửa tổng số thành viên; chưa có quy định bắt buộc cho hình thức này"
BALLOT = "Nghị định 98/2023/NĐ-CP, Điều 30 khoản 7 (hết hiệu lực 01/07/2025); cần đối chiếu văn bản thay thế"
# award, quorum, threshold, more than the share, method, source
RULES = [
    ("", "2/3", "1/2", True, "either", ORDINARY),
    ("chien_si_thi_dua_co_so", "2/3", "4/5", False, "secret", BALLOT),
    ("chien_si_thi_dua_tinh", "2/3", "9/10", False, "secret", BALLOT),
]


def add(apps, schema_editor):
    """Store each shipped rule that is not there yet."""
    model = apps.get_model("awards", "VotingRule")
    for award, quorum, threshold, strict, method, source in RULES:
        model.objects.get_or_create(
            commune=None,
            award=award,
            valid_from=SINCE,
            defaults={
                "quorum": quorum,
                "threshold": threshold,
                "strict": strict,
                "denominator": "total",
                "method": method,
                "head_votes_on_unit": True,
                "written_counts": True,
                "source": source,
                "confirmed": False,
            },
        )


def remove(apps, schema_editor):
    """Take the shipped rules away again; what communes keep themselves stays."""
    model = apps.get_model("awards", "VotingRule")
    for award, *_ in RULES:
        model.objects.filter(commune=None, award=award, valid_from=SINCE).delete()


class Migration(migrations.Migration):
    """Working rules with their dates and sources."""

    dependencies = [("awards", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
