"""Files of any format beside each other, numbers given to papers themselves, and a commune's own words."""

from django.db import migrations, models


def gather_files(apps, schema_editor):
    """Put the two files of each paper into one field."""
    Document = apps.get_model("reports", "Document")
    for document in Document._base_manager.exclude(pdf="").only("pk", "pdf", "docx").iterator():
        document.refresh_from_db()
        files = {
            name: {
                "path": getattr(document, name),
                "size": getattr(document, f"{name}_size"),
                "sha256": getattr(document, f"{name}_sha256"),
            }
            for name in ("pdf", "docx")
            if getattr(document, name)
        }
        Document._base_manager.filter(pk=document.pk).update(files=files)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("communes", "0003_registered_number_veiled")]

    operations = [
        migrations.RenameField("document", "paper", "content"),
        migrations.AlterField("document", "content", models.JSONField(verbose_name="nội dung đã chốt")),
        migrations.AddField("document", "files", models.JSONField(blank=True, default=dict, verbose_name="các tệp")),
        migrations.RunPython(gather_files, migrations.RunPython.noop),
        migrations.RemoveConstraint("document", "finished_document_has_files"),
        *(
            migrations.RemoveField("document", f"{name}{part}")
            for name in ("pdf", "docx")
            for part in ("", "_size", "_sha256")
        ),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=models.Q(("status__in", ["ready", "official"]), _negated=True)
                | models.Q(("files", {}), _negated=True),
                name="finished_document_has_files",
            ),
        ),
    ]
