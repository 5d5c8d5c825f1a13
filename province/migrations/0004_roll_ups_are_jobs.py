"""A roll-up keeps what the sweep needs: attempts, the worker, its last sign of life."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("province", "0003_acts_are_sealed")]

    operations = [
        migrations.AddField(
            model_name="rolluppaper",
            name="progress",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="tiến độ"),
        ),
        migrations.AddField(
            model_name="rolluppaper",
            name="attempt",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="lần thử"),
        ),
        migrations.AddField(
            model_name="rolluppaper",
            name="worker",
            field=models.CharField(blank=True, db_default="", max_length=120, verbose_name="máy xử lý"),
        ),
        migrations.AddField(
            model_name="rolluppaper",
            name="heartbeat_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="nhịp cuối"),
        ),
        migrations.AddField(
            model_name="rolluppaper",
            name="trace",
            field=models.TextField(blank=True, db_default="", verbose_name="chi tiết cho quản trị"),
        ),
    ]
