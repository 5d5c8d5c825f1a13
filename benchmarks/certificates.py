"""The same certificates made three ways: python -m benchmarks.certificates product|weasyprint|word COUNT.

`product` is what a worker runs; `weasyprint` one HTML document of the same sheets; `word` one merged Word file that
LibreOffice converts. Answers with JSON: seconds of wall and of processor, the peak of memory, pages and bytes; null
where LibreOffice is not installed.
"""

import html
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import django

django.setup()

import segno  # noqa: E402
from docx import Document as Word  # noqa: E402
from docx.enum.section import WD_ORIENT  # noqa: E402
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK  # noqa: E402
from docx.shared import Mm, Pt, RGBColor  # noqa: E402
from pypdf import PdfReader  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402

from benchmarks import machine  # noqa: E402
from reports.documents.certificates import frozen  # noqa: E402
from reports.models import CertificateStock  # noqa: E402
from reports.models.certificate_fields import BY_KEY, FIELDS, MOTTO, NATION, RED  # noqa: E402
from reports.producers import PRODUCERS  # noqa: E402
from reports.rendering import borders, fonts  # noqa: E402
from reports.rendering.pdf import _press, styles_folder  # noqa: E402

FIXED = {
    "nation": NATION, "motto": MOTTO, "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ VĨNH THỦY", "giving": "TẶNG",
    "award": "GIẤY KHEN",
}  # fmt: skip
PLACES = ("Công chức Phòng Văn hóa - Xã hội", "Trưởng thôn Linh Hải", "Giáo viên Trường Tiểu học và Trung học cơ sở")


def content(count: int) -> dict:
    """Return frozen content in which no two sheets are alike."""
    return {
        "title": "Giấy khen",
        "draft": False,
        "sheet": frozen(CertificateStock(name="Giấy trắng"), None),
        "fixed": FIXED,
        "lines": [_line(number) for number in range(1, count + 1)],
    }


def _line(number: int) -> dict:
    code = f"ABCDEF{number:04d}"
    texts = {
        "name": f"Nguyễn Thị Phương Thảo {number}",
        "place": PLACES[number % 3],
        "citation": f"Đã có thành tích xuất sắc trong phong trào thi đua “Đẩy mạnh cải cách hành chính, chuyển đổi số” "
        f"năm 2026, hoàn thành {number} nhiệm vụ kinh tế - xã hội của địa phương",
        "decision": "Số quyết định: 05/QĐ-UBND, ngày 14 tháng 5 năm 2026",
        "roll": f"Số sổ vàng: {number}",
        "date": "Vĩnh Thủy, ngày 14 tháng 5 năm 2026",
        "signing": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "signer": "Thái Nam Sơn",
        "code": f"Mã tra cứu: {code}",
    }
    return {
        "certificate": number, "line": number, "link": f"https://thidua.vinhthuy.gov.vn/tra-cuu/{code}/",
        "texts": texts,
    }  # fmt: skip


def product(told: dict, folder: Path) -> Path:
    """Make the file as a worker does."""
    PRODUCERS["certificates"](told, lambda format: folder / format, lambda percent: None)
    return folder / "pdf"


def weasyprint(told: dict, folder: Path) -> Path:
    """Make the same sheets as one HTML document."""
    press = _press(styles_folder(), fonts.folder())
    styles = CSS(string=_styles(told), font_config=press.fonts, url_fetcher=press.files)
    page = HTML(string=_page(told), url_fetcher=press.files)
    made = folder / "pdf"
    made.write_bytes(page.write_pdf(stylesheets=[*press.plain, styles], font_config=press.fonts))
    return made


def _styles(told: dict) -> str:
    rules = ["@page { size: 297mm 210mm; margin: 0 } body { margin: 0; font-family: Tinos }",
             "section { position: relative; width: 297mm; height: 210mm; break-after: page }",
             "section > * { position: absolute; line-height: 1.1; margin: 0 }", ".rule { border-bottom: 0.7pt solid }",
             "svg.border { left: 0; top: 0; width: 297mm; height: 210mm }"]  # fmt: skip
    for key, place in told["sheet"]["layout"].items():
        field, em = BY_KEY[key], place["size"] * 25.4 / 72
        size = f"font-size: {place['size']}pt" if place["size"] else f"height: {place['width']}mm"
        bold = "bold" if "bold" in place["face"] else "normal"
        italic = "italic" if "italic" in place["face"] else "normal"
        rules.append(
            f".{key} {{ left: {place['x']}mm; top: {place['y'] - em}mm; width: {place['width']}mm; {size};"
            f" text-align: {place['align']}; font-weight: {bold}; font-style: {italic};"
            f" color: {'#c71217' if field.colour == RED else '#000'} }}"
        )
    return "\n".join(rules)


def _page(told: dict) -> str:
    border = _border(297, 210)
    shown = [field.key for field in FIELDS if told["sheet"]["layout"][field.key]["shown"]]
    sheets = []
    for line in told["lines"]:
        texts = {**told["fixed"], **line["texts"]}
        parts = [border]
        for key in shown:
            if key == "qr":
                code = segno.make_qr(line["link"], error="m", mask=2, boost_error=False)
                parts.append(f'<div class="qr">{code.svg_inline(border=2, omitsize=True)}</div>')
            elif key in texts:
                words = html.escape(texts[key]).replace("\n", "<br>")
                parts.append(f'<p class="{key}">{words if key != "motto" else f"<span class=rule>{words}</span>"}</p>')
        sheets.append(f"<section>{''.join(parts)}</section>")
    return f"<!doctype html><html lang=vi><title>Giấy khen</title><body>{''.join(sheets)}"


def _border(width: float, height: float) -> str:
    """Return the frame as SVG with one path for each pen, which WeasyPrint draws fastest."""
    pens: dict[str, list[str]] = {}
    for shape in borders.shapes(width, height):
        colour = "#" + "".join(f"{round(part * 255):02x}" for part in shape.colour)
        paint = f'fill="none" stroke="{colour}" stroke-width="{shape.line}"' if shape.line else f'fill="{colour}"'
        pens.setdefault(paint, []).append("M" + "L".join(f"{x:g} {y:g}" for x, y in shape.points) + "z")
    drawn = "".join(f'<path {paint} d="{"".join(paths)}"/>' for paint, paths in pens.items())
    return f'<svg class="border" viewBox="0 0 {width} {height}">{drawn}</svg>'


def word(told: dict, folder: Path) -> Path:
    """Merge the sheets into one Word file and let LibreOffice convert it."""
    path = folder / "merged.docx"
    _merge(told, path)
    subprocess.run(
        [shutil.which("soffice"), "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf",
         "--outdir", str(folder), str(path)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return folder / "merged.pdf"


def _merge(told: dict, path: Path) -> None:
    """Write the same words and codes as Word sets them: one paragraph a line, a page break after each sheet."""
    paper = Word()
    section = paper.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(26)
    section.top_margin = section.bottom_margin = Mm(20)
    for line in told["lines"]:
        for key, words in ({**told["fixed"], **line["texts"]}).items():
            place, shade = told["sheet"]["layout"][key], BY_KEY[key].colour
            paragraph = paper.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH[place["align"].upper()]
            paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(words)
            run.font.name, run.font.size = "Tinos", Pt(min(place["size"], 26))
            run.bold, run.italic = "bold" in place["face"], "italic" in place["face"]
            run.font.color.rgb = RGBColor(0xC7, 0x12, 0x17) if shade == RED else RGBColor(0, 0, 0)
        picture = io.BytesIO()
        segno.make_qr(line["link"], error="m", mask=2, boost_error=False).save(picture, kind="png", scale=4, border=2)
        last = paper.add_paragraph().add_run()
        last.add_picture(picture, width=Mm(14))
        last.add_break(WD_BREAK.PAGE)
    paper.save(path)


class Peak:
    """The most memory that a process and what it starts hold together, asked for ten times a second."""

    def __init__(self):
        self.kilobytes = 0
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *problem):
        self.done.set()
        self.thread.join()

    def _watch(self):
        while not self.done.wait(0.1):
            self.kilobytes = max(self.kilobytes, sum(map(_resident, _family(os.getpid()))))


def _family(pid: int) -> list[int]:
    """Return a process and all that it started, as far as they live."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _resident(pid: int) -> int:
    """Return the kilobytes that a process holds now."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return int(status.split("VmRSS:")[1].split()[0]) if "VmRSS:" in status else 0


def main(way: str, count: int) -> dict | None:
    """Make the certificates one way; return what it took."""
    if way == "word" and shutil.which("soffice") is None:
        return None
    told = content(count)
    with tempfile.TemporaryDirectory() as name, Peak() as peak:
        before, children = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        made = {"product": product, "weasyprint": weasyprint, "word": word}[way](told, Path(name))
        wall, cpu = time.perf_counter() - started, time.process_time() - before
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu += after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime
        return {
            "wall": wall,
            "cpu": cpu,
            "memory_peak_mb": max(peak.kilobytes // 1024, machine.peak_memory()),
            "pages": len(PdfReader(made).pages),
            "bytes": made.stat().st_size,
        }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
