import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0004_working_day"),
        ("communes", "0005_training"),
    ]

    operations = [
        migrations.CreateModel(
            name="UploadCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200, unique=True, verbose_name="nơi lưu")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ quét vi-rút"),
                            ("clean", "Đã quét, không có vi-rút"),
                            ("infected", "Có vi-rút, không mở được"),
                            ("unscanned", "Chưa quét được"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="kết quả",
                    ),
                ),
                ("finding", models.CharField(blank=True, max_length=200, verbose_name="phần mềm quét trả lời")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="số lần quét")),
                ("asked_at", models.DateTimeField(verbose_name="tải lên lúc")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="quét lúc")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upload_checks",
                        to="communes.commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "kết quả quét vi-rút",
                "verbose_name_plural": "kết quả quét vi-rút",
                "indexes": [models.Index(fields=["outcome", "checked_at"], name="campaigns_u_outcome_80bf94_idx")],
            },
        ),
    ]
