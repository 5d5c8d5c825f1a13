"""The command that prints what is understood of a plan's text."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from campaigns.reading.findings import LABELS, Confidence, Finding, Reading
from campaigns.reading.in_words import told
from campaigns.reading.reader import read
from campaigns.reading.sources import text_of
from campaigns.reading.texts import Unreadable
from kit.vietnamese import small_count

_KINDS = {".docx": "docx", ".pdf": "pdf"}
_SURE = {Confidence.SURE: "chắc chắn", Confidence.CHECK: "cần xem lại"}


class Command(BaseCommand):
    """Print each field of a plan with value, source lines, confidence and warnings, then the lines not understood."""

    help = "Đọc bản kế hoạch (Word, PDF có chữ, văn bản thường) và in ra những gì hiểu được; không ghi gì."

    def add_arguments(self, parser):
        """Take one file, and whether to print JSON."""
        parser.add_argument(
            "file", metavar="FILE", help="tệp kế hoạch: .docx, .pdf hoặc văn bản UTF-8; “-” là đầu vào chuẩn"
        )
        parser.add_argument("--json", action="store_true", help="in ra JSON")

    def handle(self, *args, file, json: bool = False, **options):
        """Read the file, or say why it cannot be read and leave with code 1."""
        try:
            reading = read(_text(file))
        except OSError as problem:
            self.stderr.write(f"{file}: không mở được tệp ({problem.strerror}); kiểm tra đường dẫn và quyền đọc.")
            sys.exit(1)
        except Unreadable as problem:
            self.stderr.write(f"{file}: {problem}")
            sys.exit(1)
        self.stdout.write(_as_json(reading) if json else _as_text(reading))


def _text(file: str) -> str:
    """Return the text of a file by its ending; one without a known ending is plain text."""
    if file == "-":
        return sys.stdin.read()
    path = Path(file)
    with path.open("rb") as source:
        return text_of(source, _KINDS.get(path.suffix.lower(), "txt"))


def _as_json(reading: Reading) -> str:
    """Return the reading as JSON."""
    return json.dumps(reading.to_json(), ensure_ascii=False, indent=2)


def _as_text(reading: Reading) -> str:
    """Return the reading as lines for a person, by field in the order of a plan."""
    lines: list[str] = []
    for name, label in LABELS.items():
        found = reading.of(name)
        if found:
            lines.append(f"{label} ({small_count(len(found))})")
            lines += [line for finding in found for line in _finding(finding)]
    missing = [label for name, label in LABELS.items() if not reading.of(name)]
    if missing:
        lines += ["", f"Không thấy trong văn bản: {'; '.join(missing)}."]
    if reading.warnings:
        lines += ["", "Lưu ý chung", *(f"  ! {warning}" for warning in reading.warnings)]
    lines += ["", f"Chưa hiểu ({small_count(len(reading.leftovers))})"]
    for left in reading.leftovers:
        lines.append(f"  [{_span(left.lines)}] {left.text}")
        if left.why:
            lines.append(f"      ! {left.why}")
    return "\n".join(lines)


def _finding(finding: Finding) -> list[str]:
    """Return the lines of one finding."""
    clause = f", mục {finding.clause}" if finding.clause else ""
    lines = [f"  [{_span(finding.lines)}{clause}; {_SURE[finding.confidence]}] {told(finding.field, finding.value)}"]
    return lines + [f"      ! {warning}" for warning in finding.warnings]


def _span(lines: tuple[int, int]) -> str:
    """Return the source lines in words."""
    return f"dòng {lines[0]}" if lines[0] == lines[1] else f"dòng {lines[0]}–{lines[1]}"
