"""What is done at the counter: signed copies and certificates, lists from Excel, and the people before the screen."""

import hashlib
import re
from io import BytesIO

from openpyxl import Workbook

from drills.browser import Browser, Page
from drills.ledger import TAKEN, Ledger
from drills.people import NUMBER, Somebody
from kit.tests.signing_cases import signed

HEAD = ("Họ và tên", "Giới tính", "Năm sinh", "Đơn vị", "Chức vụ", "Nhóm", "Công tác từ ngày")
SYLLABLES = ("An", "Bình", "Chi", "Dung", "Giang", "Hạnh", "Khánh", "Liên", "Minh", "Nga")
PUBLIC = ("", "ke-hoach/", "khen-thuong/", "dien-hinh/", "danh-sach/")
MADE = re.compile(r"/papers/(\d+)/$")
PRINTED = "giấy khen là đã in"
# None was left to tell of: told of before in another file, replaced, or revoked.
NONE_PRINTED = "Chưa ghi được giấy khen nào là đã in"


class Stamp(Somebody):
    """Whoever keeps the stamp: brings signed copies of issued papers, has certificates made and printed."""

    def __init__(self, *given):
        super().__init__(*given)
        self.sheets: list[int] = []

    def bring(self) -> None:
        """Fetch an issued paper, sign it, bring the signed copy; another one takes its place with a reason."""
        paper = self.chance.choice(self.ground["issued"])
        page = self.open(f"{paper}signed/")
        form = page.form(field="file")
        if form is None:
            return
        self.count += 1
        content = signed(self.browser.get(f"{paper}pdf/").content, f"Người ký {self.count}")
        values = {"reason": self.sentence()} if "reason" in form.fields else {}
        self.act("document.signed", int(NUMBER.findall(paper)[-1]), page, form, lambda page: page.path == paper, values,
                 files={"file": ("ban-ky.pdf", content, "application/pdf")},
                 sha256=hashlib.sha256(content).hexdigest())  # fmt: skip

    def certificates(self) -> None:
        """Have the certificates of a decision made on white paper, or say that those made before are printed."""
        if self.sheets and self.chance.random() < 0.5:
            self.printed(self.sheets[0])
            return
        decision = self.chance.choice(self.ground["decisions"])
        page = self.open(f"{decision}certificates/")
        form = page.form(field="on")
        if form is None or "Quyết định chưa ban hành" in page.words:
            return
        values = {"on": [each for each in form.inputs["on"].value_options if each][-1]}
        about = f"certificates {NUMBER.findall(decision)[-1]}"
        page = self.act("paper", about, page, form, lambda page: MADE.search(page.path), values)
        if page is not None and (made := MADE.search(page.path)):
            self.ledger.note(self.name, "paper.kept", int(made[1]), TAKEN)
            self.sheets.append(int(made[1]))

    def printed(self, sheet: int) -> None:
        """Say that a file of certificates was printed, once it is made."""
        page = self.open(f"{self.base}/papers/{sheet}/printed/")
        form = page.form(field="note")
        if form is None:
            return
        page = self.act("document.printed", sheet, page, form, PRINTED)
        if page is not None and (PRINTED in page.words or NONE_PRINTED in page.words):
            self.sheets.remove(sheet)


class Administrator(Somebody):
    """Brings lists of people from Excel, reads the check, takes them in."""

    def turn(self) -> None:
        """Bring a list; otherwise look around."""
        if self.chance.random() < 0.5:
            self.take_in()
        else:
            self.open(self.base + self.chance.choice(["/", "/people/", "/units/", "/sheets/"]))

    def take_in(self) -> None:
        """Bring a list of three people whom nobody knows."""
        page = self.open(f"{self.base}/sheets/people/")
        form = page.form(field="file")
        if form is None:
            return
        names = [self.somebody() for _ in range(3)]
        file = ("danh-sach.xlsx", workbook(names, self.ground["unit"]), "application/octet-stream")
        page = self.act("sheet.check", names[0], page, form, lambda page: "/sheet-readings/" in page.path,
                        files={"file": file})  # fmt: skip
        form = page.form("/apply/") if page is not None else None
        if form is not None:
            self.act("sheet", int(NUMBER.findall(page.path)[-1]), page, form, "Đã nhập", names=names)

    def somebody(self) -> str:
        """Return a name that no other person bears."""
        self.count += 1
        return "Bùi Thị " + " ".join(SYLLABLES[int(digit)] for digit in f"{self.count:04}")


def workbook(names: list[str], unit: str) -> bytes:
    """Return a list of people as the template asks for it."""
    book, made = Workbook(), BytesIO()
    for row in (HEAD, *((name, "Nữ", 1990, unit, "Tổ viên", "", "") for name in names)):
        book.active.append(row)
    book.save(made)
    return made.getvalue()


class Reader(Somebody):
    """Somebody outside who never signs in and reads what the commune has made public."""

    def __init__(self, browser: Browser, ledger: Ledger, ground: dict, seed: str):
        super().__init__("public", browser, ledger, ground, seed)
        self.signed_in = True

    def turn(self) -> None:
        """Open a public page and something that it leads to."""
        page = self._read(f"{self.base}/cong-khai/{self.chance.choice(PUBLIC)}")
        if links := page.links(f"{self.base}/cong-khai/"):
            self._read(self.chance.choice(links))

    def _read(self, path: str) -> Page:
        page = self.browser.get(path)
        if page.status != 200 or "/login" in page.path:
            raise ValueError(f"{page.status} at {page.path} for the public")
        return page
