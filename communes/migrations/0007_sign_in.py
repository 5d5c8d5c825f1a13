"""Which roles need a second step, the name in the province's single sign-on, and sessions that know their account.

Sessions stand in a table of their own from here on, so that everybody signs in once after the upgrade.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communes", "0006_history_seals"),
    ]

    operations = [
        migrations.AddField(
            model_name="commune",
            name="second_step_roles",
            field=models.JSONField(
                blank=True, default=list, editable=False, verbose_name="vai trò phải xác thực hai bước"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="single_sign_on",
            field=models.CharField(blank=True, default="", max_length=150, verbose_name="tên trên hệ thống của tỉnh"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=models.Q(("single_sign_on", ""), _negated=True),
                fields=("single_sign_on",),
                name="user_once_in_single_sign_on",
                violation_error_message="Tên trên hệ thống của tỉnh này đã gắn với một tài khoản khác.",
            ),
        ),
        migrations.CreateModel(
            name="UserSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("started_at", models.DateTimeField(verbose_name="đăng nhập lúc")),
                ("seen_at", models.DateTimeField(verbose_name="dùng gần nhất lúc")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="địa chỉ mạng")),
                ("browser", models.CharField(blank=True, max_length=80, verbose_name="trình duyệt")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên làm việc",
                "verbose_name_plural": "phiên làm việc",
            },
        ),
    ]
