"""The people of a day: each signs in, works, looks again where no answer came, and notes what was told."""

import hashlib
import random
import re
import time
from collections.abc import Callable
from io import BytesIO

from PIL import Image

from drills.browser import Broken, Browser, Page
from drills.ledger import REFUSED, TAKEN, UNKNOWN, Ledger

WORDS = [
    "đã rà soát thủ tục", "niêm yết công khai", "hẹn trả kết quả trong ngày", "vận động nhân dân tham gia",
    "tổ chức hai hội nghị", "phân công người phụ trách", "rút ngắn thời gian", "số hóa hồ sơ",
    "còn chậm ở khâu tổng hợp", "có biện pháp khắc phục",
]  # fmt: skip
NUMBER = re.compile(r"/(\d+)/")
TEXTS = ("overview", "difficulties", "proposals")
SAVED = "Đã lưu lúc"
Taken = str | Callable[[Page], object]


class Somebody:
    """One person at a desk; `turn` is one piece of work, chosen anew each time."""

    def __init__(self, username: str, browser: Browser, ledger: Ledger, ground: dict, seed: str):
        self.name, self.browser, self.ledger, self.ground = username, browser, ledger, ground
        self.chance = random.Random(seed)  # noqa: S311 - a play, not secrets
        self.base = f"/{ground['slug']}"
        self.count = 0
        self.signed_in = False
        self.unforeseen: list[str] = []

    def sign_in(self) -> None:
        """Sign in by the page, as everybody does."""
        page = self.browser.get("/tai-khoan/login/")
        if "/login/" not in page.path:
            self.signed_in = True
            return
        form = next(each for each in page.tree.forms if "password" in each.fields)
        page = self.browser.send(page, form, {"login": self.name, "password": self.ground["password"]})
        self.signed_in = "/login/" not in page.path
        if not self.signed_in:
            raise ValueError(f"not let in: {_errors(page) or page.words[:120]}")

    def work(self, until: float, pause: float) -> None:
        """Work until a moment of the monotonic clock; whatever breaks, begin again."""
        while time.monotonic() < until:
            try:
                if not self.signed_in:
                    self.sign_in()
                self.turn()
            except Broken:
                time.sleep(self.chance.uniform(0.2, 1))
            except Exception as problem:  # noqa: BLE001 - a page that is not as expected is a finding of the drill
                self.unforeseen.append(f"{self.name}: {type(problem).__name__}: {problem}"[:300])
            time.sleep(self.chance.expovariate(1 / pause))

    def turn(self) -> None:
        """Do one piece of work."""
        raise NotImplementedError

    def open(self, path: str) -> Page:
        """Open a page; who is led to the door signs in again."""
        page = self.browser.get(path)
        if "/tai-khoan/login" in page.path:
            self.sign_in()
            page = self.browser.get(path)
        return page

    def act(self, what: str, about, page: Page, form, taken: Taken, values: dict[str, str] | None = None, *,
            button: str = "", files=None, to: str = "", **facts) -> Page | None:  # fmt: skip
        """Send a form and note how it was answered; None where no answer came.

        `taken` are the words by which the page says that it was done, or what looks for them.
        """
        try:
            page = self.browser.send(page, form, values, button=button, files=files, to=to)
        except Broken:
            self.ledger.note(self.name, what, about, UNKNOWN, **facts)
            return None
        done = taken in page.words if isinstance(taken, str) else taken(page)
        told = {} if done else {"told": f"{page.status} {page.path} {_errors(page)}"}
        self.ledger.note(self.name, what, about, TAKEN if done else REFUSED, **facts, **told)
        return page

    def sentence(self) -> str:
        """Return words that nobody has written before."""
        self.count += 1
        return f"{self.name} lần {self.count}: " + ", ".join(self.chance.sample(WORDS, 4)) + "."

    def look_around(self) -> None:
        """Read: home, lists, a search."""
        where = ["/", "/campaigns/", "/nominations/", "/papers/", f"/campaigns/{self.ground['campaign']}/reports/",
                 f"/search/?q={self.chance.choice(WORDS)}", "/people/", "/decisions/"]  # fmt: skip
        self.open(self.base + self.chance.choice(where))


def _errors(page: Page) -> str:
    if "html" not in page.kind:
        return page.content[:300].decode(errors="replace")
    found = page.tree.xpath("//*[contains(@class,'alert') or contains(@class,'invalid-feedback')]")
    return " | ".join(" ".join(each.text_content().split()) for each in found)[:300]


class Head(Somebody):
    """The head of a unit: writes the report, saves, sends pictures, hands in, mends; nominates people."""

    report = ""

    def turn(self) -> None:
        """Go on with the report, sometimes with a dossier, sometimes only look."""
        chosen = self.chance.random()
        if chosen < 0.12:
            self.nominate()
        elif chosen < 0.27:
            self.look_around()
        else:
            self.go_on()

    def go_on(self) -> None:
        """Do what the state of the report asks for."""
        if not self.report:
            page = self.open(f"{self.base}/campaigns/{self.ground['campaign']}/reports/")
            found = [each for each in page.links("/unit-reports/") if re.search(r"/unit-reports/\d+/$", each)]
            if not found:
                return
            self.report = found[0]
        pk = int(NUMBER.findall(self.report)[-1])
        page = self.open(self.report)
        for verb in ("begin", "resume"):
            if (form := page.form(f"/{verb}/")) is not None:
                self.act(f"obligation.{verb}", pk, page, form, lambda page: page.path.endswith("/edit/"))
                return
        if not page.links("/edit/"):
            self.look_around()
            return
        chosen = self.chance.random()
        if chosen < 0.4:
            self.type_on(pk)
        elif chosen < 0.6:
            self.save(pk, "general")
        elif chosen < 0.75:
            self.save(pk, "whole")
        elif chosen < 0.88:
            self.send_file(pk)
        else:
            self.hand_in(pk)

    def _section(self, section: str) -> tuple[Page, object]:
        edit = self.open(f"{self.report}edit/")
        if section == "whole":
            areas = edit.links("/edit/area-")
            section = self.chance.choice(areas).rstrip("/").rpartition("/")[2] if areas else "general"
        page = self.open(f"{self.report}edit/{section}/")
        return page, page.form(field="version")

    def type_on(self, pk: int) -> None:
        """Type, and let the page save by itself, as it does after a pause; a few times on one page."""
        page, form = self._section("general")
        if form is None:
            return
        name = self.chance.choice(TEXTS)
        for _ in range(self.chance.randint(1, 3)):
            text = self.sentence()
            form.fields[name] = text
            answer = self.act("text", pk, page, form, saved, to=form.get("data-autosave"), field=name, text=text)
            if answer is None or not saved(answer):
                return
            form.fields["version"] = str(answer.answer.json()["version"])

    def save(self, pk: int, section: str) -> None:
        """Fill a section in and save it by its button."""
        page, form = self._section(section)
        if form is None:
            return
        texts = fill(form, self.sentence)
        given = {"lines": texts} if section == "whole" else {}
        answer = self.act("save", pk, page, form, SAVED, button="stay", **given)
        if section == "general":
            outcome = UNKNOWN if answer is None else TAKEN if SAVED in answer.words else REFUSED
            for name in TEXTS:
                self.ledger.note(self.name, "text", pk, outcome, field=name, text=texts[name])

    def send_file(self, pk: int) -> None:
        """Attach a photo or a scan with the general section."""
        page, form = self._section("general")
        if form is None:
            return
        name, content = self.photo()
        digest = hashlib.sha256(content).hexdigest()
        files = {"files": (name, content, "image/jpeg")}
        self.act("file", pk, page, form, f"Đã đính kèm “{name}”", button="stay", files=files, name=name, sha256=digest)

    def photo(self) -> tuple[str, bytes]:
        """Return a photo as nobody has taken before."""
        self.count += 1
        picture = Image.frombytes("RGB", (64, 48), self.chance.randbytes(64 * 48 * 3)).resize((960, 720))
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=80)
        return f"anh-{self.name.rpartition('.')[2]}-{self.count}.jpg", buffer.getvalue()

    def hand_in(self, pk: int) -> None:
        """Look everything over and hand in; what is lacking is filled in another time."""
        page = self.open(f"{self.report}check/")
        form = page.form("/submit/")
        if form is None:
            return
        boxes = {each.name: each.get("value") or "on" for each in form.xpath(".//input[@type='checkbox']")}
        self.act("obligation.submit", pk, page, form, lambda page: page.path.endswith("/submitted/"), boxes)

    def nominate(self) -> None:
        """Nominate somebody of the unit, or write on at a dossier."""
        page = self.open(f"{self.base}/nominations/")
        mine = [each for each in page.links("/nominations/") if re.search(r"/nominations/\d+/$", each)]
        if mine and self.chance.random() < 0.6:
            self.write_dossier(self.chance.choice(mine))
            return
        page = self.open(f"{self.base}/campaigns/{self.ground['campaign']}/nominate/?subject=individual")
        form = page.form(field="person")
        if form is None:
            return
        people = form.xpath(".//select[@name='person']/option[contains(., 'Trần Thị')]/@value")
        lines = [each for each in form.xpath(".//select[@name='line']//option[not(@disabled)]/@value") if each]
        if not people or not lines:
            return
        person = self.chance.choice(people)
        line = next((each for each in lines if not each.startswith("ad_hoc")), lines[0])
        values = {"person": person, "line": line}
        if line.startswith("ad_hoc"):
            values |= {"deed": self.sentence(), "deed_on": time.strftime("%d/%m/%Y")}
        for _ in range(2):
            page = self.act("nomination.create", int(person), page, form,
                            lambda page: re.search(r"/nominations/\d+/", page.path), values)  # fmt: skip
            again = page.form(field="sure") if page is not None else None
            if again is None or not again.xpath(".//input[@name='sure'][@type='checkbox']"):
                return
            form, values = again, values | {"sure": "on"}

    def write_dossier(self, dossier: str) -> None:
        """Write a section of a dossier."""
        page = self.open(dossier)
        sections = page.links("/sections/")
        if not sections:
            return
        page = self.open(self.chance.choice(sections))
        form = page.form(field="version")
        if form is None:
            return
        texts = fill(form, self.sentence)
        pk = int(NUMBER.findall(dossier)[-1])
        self.act("dossier", pk, page, form, SAVED, button="stay", texts=texts)


def saved(answer: Page) -> bool:
    """Say whether a page was saved by itself; who is led to the door instead was signed out meanwhile."""
    return answer.status == 200 and "json" in answer.kind


def fill(form, sentence: Callable[[], str]) -> dict[str, str]:
    """Type into every box of a form: words anew, what is empty otherwise; return the words by field."""
    texts: dict[str, str] = {}
    for each in form.xpath(".//textarea"):
        texts[each.name] = form.fields[each.name] = sentence()
    for each in form.xpath(".//select"):
        options = [value for value in each.value_options if value]
        if options and not form.fields[each.name]:
            form.fields[each.name] = options[-1]
    for each in form.xpath(".//input[@type='radio']"):
        if not form.fields[each.name]:
            form.fields[each.name] = each.get("value")
    for each in form.xpath(".//input[@type='text' or @type='number' or not(@type)]"):
        if not form.fields[each.name] and each.get("placeholder") != "ngày/tháng/năm":
            form.fields[each.name] = "96"
    return texts
