"""Which roles of a province need a second step."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("province", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="province",
            name="second_step_roles",
            field=models.JSONField(
                blank=True, db_default=[], default=list, editable=False, verbose_name="vai trò phải xác thực hai bước"
            ),
        ),
    ]
