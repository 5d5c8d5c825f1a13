"""What the tests of backups put into an installation: people, history, papers, uploads."""

import hashlib
from io import BytesIO
from pathlib import Path

from communes import history
from communes.access import Actor
from communes.tests.factories import Cast, make_unit
from communes.tests.sheet_cases import received, workbook_of
from kit import storing
from operations.models import Backup
from operations.services import backups
from operations.services.sealing import Lock
from reports.models import Document


def make_paper(
    cast: Cast, at, *, path="documents/1/1-1.pdf", data=b"%PDF-1.7 Gi\xe1\xba\xa5y khen", **facts
) -> Document:
    """Make a paper whose file lies in the media folder."""
    storing.erase(path)
    storing.add(path, BytesIO(data))
    told = {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return Document.objects.create(
        **{
            "commune": cast.commune, "kind": "unit-report", "subject_id": 1, "title": "Báo cáo", "file_stem": "bao-cao",
            "content": {"b": [1, 2.50, None, True], "a": {"é": "Ấp Ba", "e\u0301": ""}}, "requested_name": "Lan",
            "requested_at": at, "status": "ready", "files": {"pdf": told}, **facts,
        }
    )  # fmt: skip


def make_work(cast: Cast, at) -> None:
    """Let an office work a little: accounts, roles, a line of history, a paper, an upload; a unit came and went."""
    by = Actor.of_product(cast.commune)
    cast.actor("head")
    cast.actor("administrator")
    history.record("unit.open", cast.unit("economy"), by=by, at=at, label="Thành lập", reason="Nghị quyết\n“15”")
    make_paper(cast, at)
    received("people", workbook_of(("Lò Thị Mai",)), by=by, at=at)
    make_unit(cast.commune, "Tổ tạm").delete()


def backed_up(folder: Path, at, **facts) -> Backup:
    """Back the installation up."""
    return backups.make(folder=folder, at=at, **{"lock": Lock(), **facts})
