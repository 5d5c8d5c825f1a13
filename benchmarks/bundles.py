"""One bundle in a process of its own: python -m benchmarks.bundles FILES|scan. Answers with JSON.

FILES uploads – photographs, scans, letters, screens, Word files in turn – and five papers; `scan` is one upload of
200 scanned pages. Files are prepared by another process, so that the memory measured is that of making the bundle.
"""

import hashlib
import json
import multiprocessing
import sys
import time
from io import BytesIO
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from PIL import Image  # noqa: E402
from reportlab.lib.pagesizes import A4  # noqa: E402
from reportlab.lib.utils import ImageReader  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from benchmarks import machine  # noqa: E402
from reports.documents.blocks import Letterhead, Paragraph, Recipients, Signature, TextEnd, Title  # noqa: E402
from reports.documents.paper import Paper  # noqa: E402
from reports.producers import PRODUCERS  # noqa: E402

PAPERS = 5
SCANNED_PAGES = 200
SENTENCE = "Tập thể đã hoàn thành xuất sắc nhiệm vụ được giao trong phong trào thi đua cải cách hành chính năm 2026. "


def picture(width: int, height: int, seed: int, kind: str) -> bytes:
    """Return a picture with as much detail as a photograph has."""
    noise = Image.effect_noise((width // 8, height // 8), 40 + seed % 40).resize((width, height))
    slope = Image.linear_gradient("L").resize((width, height))
    file = BytesIO()
    Image.merge("RGB", (noise, slope, noise)).save(file, kind)
    return file.getvalue()


def scan(pages: int, seed: int) -> bytes:
    """Return a PDF of scanned pages at 200 dots an inch."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for page in range(pages):
        canvas.drawImage(ImageReader(BytesIO(picture(1654, 2339, seed + page % 4, "JPEG"))), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def letter(pages: int) -> bytes:
    """Return a PDF of typed pages."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for page in range(pages):
        for line in range(45):
            canvas.drawString(60, 780 - 16 * line, f"Trang {page}, dong {line}: ket qua thuc hien cua don vi")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def upload(place: int) -> tuple[str, bytes]:
    """Return the kind and the bytes of one upload, no two alike."""
    match place % 5:
        case 0:
            return "jpg", picture(4000, 3000, place, "JPEG")
        case 1:
            return "pdf", scan(4, place)
        case 2:
            return "pdf", letter(3 + place)
        case 3:
            return "png", picture(1600, 1200, place, "PNG")
        case _:
            return "docx", b"PK\x03\x04" + bytes([place % 256]) * 500_000


def prepare(what: str) -> None:
    """Write the uploads and the manifest of the bundle into the folder of uploads."""
    folder = Path(settings.MEDIA_ROOT) / f"bundle-{what}"
    folder.mkdir(parents=True)
    files = [("pdf", scan(SCANNED_PAGES, 1))] if what == "scan" else (upload(place) for place in range(int(what)))
    parts = [
        {"group": "Hồ sơ của đơn vị", "title": f"Văn bản {place}", "kind": "paper", "form": "paper",
         "content": paper().to_json()}
        for place in range(PAPERS)
    ]  # fmt: skip
    for place, (kind, data) in enumerate(files):
        path = folder / f"{place}.{kind}"
        path.write_bytes(data)
        parts.append(
            {"group": "Minh chứng", "title": f"Minh chứng {place}", "kind": "file", "type": kind, "name": path.name,
             "path": f"{folder.name}/{path.name}", "sha256": hashlib.sha256(data).hexdigest()}
        )  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps({"title": f"Bộ hồ sơ {what} tệp", "parts": parts}))


def paper() -> Paper:
    """Return a paper of two pages."""
    head = Letterhead.of(["Ủy ban nhân dân", "xã Vĩnh Thủy"], "TTr-UBND", place="Vĩnh Thủy", year=2026)
    signature = Signature(("Chủ tịch",), "Thái Nam Sơn")
    words = [Paragraph(SENTENCE * 4) for _ in range(10)]
    return Paper("Tờ trình", (head, Title("Tờ trình", "Khen thưởng"), *words, TextEnd(), signature, Recipients(())))


def main(what: str) -> dict:
    """Make the bundle as a worker does; seconds of wall and of processor, MB, pages, bytes."""
    preparing = multiprocessing.get_context("fork").Process(target=prepare, args=(what,))
    preparing.start()
    preparing.join()
    folder = Path(settings.MEDIA_ROOT) / f"bundle-{what}"
    content = json.loads((folder / "manifest.json").read_text())
    before, started, worked = machine.peak_memory(), time.perf_counter(), time.process_time()
    pages = PRODUCERS["bundle"](content, lambda format: folder / f"made.{format}", lambda percent: None)
    wall, cpu = time.perf_counter() - started, time.process_time() - worked
    return {
        "wall": wall,
        "cpu": cpu,
        "pages": pages,
        "evidence_bytes": sum(path.stat().st_size for path in folder.glob("[0-9]*")),
        "pdf_bytes": (folder / "made.pdf").stat().st_size,
        "zip_bytes": (folder / "made.zip").stat().st_size,
        "memory_before_mb": before,
        "memory_peak_mb": machine.peak_memory(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1])))
