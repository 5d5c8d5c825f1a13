"""A state of summaries: a draft that was put aside."""

from django.db import migrations, models

STATES = (
    ("draft", "Đang soạn"),
    ("in_review", "Chờ duyệt"),
    ("approved", "Đã duyệt"),
    ("issued", "Đã ban hành"),
    ("superseded", "Đã được thay thế"),
    ("cancelled", "Đã bỏ dự thảo"),
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_paper_turns")]

    operations = [
        migrations.AlterField(
            model_name="summary",
            name="status",
            field=models.CharField("trạng thái", choices=STATES, default="draft", max_length=20),
        )
    ]
