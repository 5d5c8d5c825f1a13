"""The files that rows name: which have to be in an archive."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import FileField

from operations.services.tables import Row, Table
from reports.models import Document


def needed(using: str) -> dict[str, str]:
    """Return every file that a row promises, below the media folder, with its digest where the row keeps one.

    These are the files of every file field of every model, and those of papers that are made.
    """
    found: dict[str, str] = {}
    for model in apps.get_models():
        names = {field.attname for field in model._meta.local_concrete_fields}
        for field in (each for each in model._meta.local_concrete_fields if isinstance(each, FileField)):
            rows = model._base_manager.using(using).exclude(**{field.attname: ""})
            if "sha256" in names:
                found |= dict(rows.values_list(field.attname, "sha256").iterator())
            else:
                found |= dict.fromkeys(rows.values_list(field.attname, flat=True).iterator(), "")
    papers = Document._base_manager.using(using).filter(status__in=Document.FINISHED)
    for files in papers.values_list("files", flat=True).iterator():
        found |= {file["path"]: file["sha256"] for file in files.values()}
    return found


class Mentioned:
    """Files that frozen words mention ({"path": …, "sha256": …}), gathered while rows pass; taken where they are there.

    A paper that waits prints the picture of its day although the stock has another one now.
    """

    def __init__(self):
        self.files: dict[str, str] = {}

    def watch(self, table: Table, batches: Iterator[list[Row]]) -> Iterator[list[Row]]:
        """Let batches pass and note what their words mention."""
        places = [place for place, column in enumerate(table.columns) if column.kind == "json"]
        for batch in batches:
            for words in (row[place] for row in batch for place in places):
                if words and '"sha256"' in words and '"path"' in words:
                    self._walk(json.loads(words))
            yield batch

    def _walk(self, part: Any) -> None:
        """Note every file mentioned in a part of JSON."""
        if isinstance(part, dict):
            if isinstance(part.get("path"), str) and isinstance(part.get("sha256"), str):
                self.files[part["path"]] = part["sha256"]
            part = list(part.values())
        if isinstance(part, list):
            for each in part:
                self._walk(each)
