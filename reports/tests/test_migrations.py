"""What is kept when a database of an earlier release is brought up to this one."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from communes.tests.factories import make_commune

FILES = {
    "pdf": {"path": "documents/1/1-1.pdf", "size": 10, "sha256": "a" * 64},
    "docx": {"path": "documents/1/1-1.docx", "size": 20, "sha256": "b" * 64},
}


@pytest.fixture
def migrate(request):
    """Bring the reports to a state of their migrations; they are brought back to the last one afterwards."""

    def to(name):
        executor = MigrationExecutor(connection)
        executor.migrate([("reports", name)])
        return executor.loader.project_state([("reports", name)]).apps.get_model("reports", "Document")

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("reports"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_files_of_papers_made_before_are_kept_by_format(migrate):
    earlier = migrate("0001_initial")
    facts = {"commune_id": make_commune().pk, "kind": "unit-report", "subject_id": 1, "title": "Báo cáo",
             "file_stem": "bao-cao", "requested_name": "Lan", "requested_at": timezone.now()}  # fmt: skip
    columns = {
        f"{name}{part}": value
        for name, file in FILES.items()
        for part, value in (("", file["path"]), ("_size", file["size"]), ("_sha256", file["sha256"]))
    }
    made = earlier._base_manager.create(**facts, paper={"title": "Báo cáo"}, status="ready", **columns)
    failed = earlier._base_manager.create(**facts, paper={}, status="failed", cause="Hỏng")

    later = migrate("0002_files_of_any_format")

    rows = later._base_manager.in_bulk()
    assert (rows[made.pk].files, rows[made.pk].content) == (FILES, {"title": "Báo cáo"})
    assert rows[failed.pk].files == {}
