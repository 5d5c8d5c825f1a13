import django.db.models.deletion
from django.db import migrations, models

import reports.models.signed_papers


class Migration(migrations.Migration):
    dependencies = [
        ("communes", "0005_training"),
        ("reports", "0005_working_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignedPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=reports.models.signed_papers.signed_path, verbose_name="tệp"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("kind", models.CharField(default="pdf", max_length=10, verbose_name="loại tệp")),
                ("size", models.PositiveBigIntegerField(verbose_name="dung lượng")),
                ("sha256", models.CharField(max_length=64, verbose_name="mã băm")),
                ("signatures", models.JSONField(verbose_name="chữ ký")),
                ("differences", models.JSONField(default=dict, verbose_name="khác với bản của phần mềm")),
                ("reason", models.TextField(blank=True, verbose_name="lý do thay")),
                ("uploaded_at", models.DateTimeField(verbose_name="tải lên lúc")),
                ("uploaded_by", models.CharField(max_length=160, verbose_name="người tải lên")),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="được thay lúc")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_papers",
                        to="communes.commune",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_papers",
                        to="reports.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản ký số",
                "verbose_name_plural": "bản ký số",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("document",),
                        name="one_signed_paper_in_force",
                        violation_error_message="Văn bản này đã có bản ký số. Hãy tải lại trang rồi thay bản đó.",
                    )
                ],
            },
        ),
    ]
