"""An index that says when each commune was last served, for the order in which papers are made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_signed_papers")]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["commune", "finished_at"], name="document_served"),
        )
    ]
