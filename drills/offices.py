"""Those who sit in offices and in the council, and everybody of a day together."""

import random
import re
import threading
import time
from urllib.parse import unquote

from drills.browser import Browser, Page
from drills.counter import Administrator, Reader, Stamp
from drills.ledger import TAKEN, Ledger
from drills.people import NUMBER, Head, Somebody


class Officer(Somebody):
    """The officer of the standing agency: receives, returns, accepts; has papers made, takes lists out."""

    def turn(self) -> None:
        """Take one thing from the desk."""
        chosen = self.chance.random()
        if chosen < 0.6:
            self.take_in()
        elif chosen < 0.8:
            self.ask_paper()
        elif chosen < 0.9:
            self.take_out()
        else:
            self.look_around()

    def _reports(self) -> list[str]:
        page = self.open(f"{self.base}/campaigns/{self.ground['campaign']}/reports/?size=100")
        return [each for each in page.links("/unit-reports/") if re.search(r"/unit-reports/\d+/$", each)]

    def take_in(self) -> None:
        """Receive a report that was handed in; return most of them, accept the others."""
        for report in self.chance.sample(found := self._reports(), min(4, len(found))):
            page, pk = self.open(report), int(NUMBER.findall(report)[-1])
            if (form := page.form("/receive/")) is not None:
                self.act("obligation.receive", pk, page, form, "Đã tiếp nhận báo cáo")
                return
            if page.links("/return/"):
                self.give_back(page, pk)
                return

    def give_back(self, page: Page, pk: int) -> None:
        """Return a received report, or accept it."""
        if (form := page.form("/accept/")) is not None and self.chance.random() < 0.15:
            self.act("obligation.accept", pk, page, form, "Đã duyệt báo cáo")
            return
        page = self.open(page.links("/return/")[0])
        form = page.form(field="reason")
        if form is None:
            return
        soon = time.strftime("%d/%m/%Y", time.localtime(time.time() + 5 * 86400))
        values = {"reason": self.sentence(), "items": self.sentence(), "new_due_on": soon}
        self.act("obligation.return", pk, page, form, "Đã trả lại báo cáo", values)

    def ask_paper(self) -> None:
        """Have the paper of a report made, now and then one of the plan; look at one asked for before."""
        campaign = f"{self.base}/campaigns/{self.ground['campaign']}/"
        found = self._reports()
        page = self.open(self.chance.choice([campaign, *found]))
        form = page.form("/papers/request/")
        if form is None:
            return
        kind, pk = unquote(form.get("action")).rstrip("/").split("/")[-2:]
        page = self.act("paper", f"{kind} {pk}", page, form, lambda page: re.search(r"/papers/\d+/$", page.path))
        if page is not None and (made := re.search(r"/papers/(\d+)/$", page.path)):
            self.ledger.note(self.name, "paper.kept", int(made[1]), TAKEN)

    def take_out(self) -> None:
        """Take a list out as a workbook; look at a paper."""
        papers = [each for each in self.open(f"{self.base}/papers/").links("/papers/") if each.endswith("/pdf/")]
        if papers and self.chance.random() < 0.5:
            self.browser.get(self.chance.choice(papers))
            return
        page = self.open(f"{self.base}/campaigns/{self.ground['campaign']}/reports/")
        if (form := page.form("/exports/")) is not None:
            self.browser.send(page, form)


class Member(Somebody):
    """A member of the council: votes once on every ballot; the secretary closes what all have voted on."""

    def __init__(self, *given):
        super().__init__(*given)
        self.left = list(self.ground["ballots"])
        self.sure: dict[str, dict[str, str]] = {}

    def turn(self) -> None:
        """Vote on the next ballot; afterwards look around."""
        if self.left and self.chance.random() < 0.35:
            self.vote(self.left[0])
        elif self.name.endswith(".secretary") and self.chance.random() < 0.3:
            self.close()
        else:
            self.look_around()

    def vote(self, ballot: str) -> None:
        """Fill a sheet in, read it over, send it; where no answer came, look whether it was taken."""
        page, pk = self.open(f"{ballot}vote/"), int(NUMBER.findall(ballot)[-1])
        if "đã bỏ phiếu" in page.words:
            self.left.remove(ballot)
            self.ledger.note(self.name, "vote.seen", pk, TAKEN, sheet=self.sure.get(ballot, {}))
            return
        form = page.form()
        if form is None:
            return
        names = {each.name for each in form.xpath(".//input[@type='radio']")}
        if not names:
            raise ValueError(f"no sheet on {page.path}: {page.words[:120]}")
        sheet = self.sure.setdefault(ballot, {name: self.chance.choice(["for", "for", "for", "against", "blank"])
                                              for name in sorted(names)})  # fmt: skip
        page = self.browser.send(page, form, sheet, button="review")
        form = page.form(field=min(names))
        if form is None:
            return
        self.act("ballot.vote", pk, page, form, "Đồng chí đã bỏ phiếu", sheet=sheet)

    def close(self) -> None:
        """Close a ballot in which everybody has voted."""
        for ballot in self.ground["ballots"]:
            page = self.open(ballot)
            form = page.form("/close/")
            if form is not None and "Mọi người đã bỏ phiếu" in page.words and not form.xpath(".//button[@disabled]"):
                self.act("ballot.close", int(NUMBER.findall(ballot)[-1]), page, form, "Đã đóng bỏ phiếu")
                return


class Clerk(Stamp):
    """A clerk: gives signed decisions their number, and keeps the stamp; two of them sit at the same pile."""

    def turn(self) -> None:
        """Issue a decision, at a slow pace, bring a signed copy, see to certificates; otherwise look around."""
        chosen = self.chance.random()
        if chosen < 0.3:
            self.issue(self.chance.choice(self.ground["decisions"]))
        elif chosen < 0.5:
            self.bring()
        elif chosen < 0.75:
            self.certificates()
        else:
            self.look_around()

    def issue(self, decision: str) -> None:
        """Give a decision the number that the register offers."""
        page = self.open(f"{decision}issue/")
        form = page.form(field="number")
        if form is None:
            return
        number = form.fields["number"]
        self.act("decision.issue", int(NUMBER.findall(decision)[-1]), page, form, "Đã ban hành quyết định số",
                 number=int(number))  # fmt: skip


PARTS: dict[str, type[Somebody]] = {"head": Head, "officer": Officer, "member": Member, "clerk": Clerk,
                                   "administrator": Administrator}  # fmt: skip


def everybody(ground: dict, ports: list[int], ledger: Ledger, seed: int) -> list[Somebody]:
    """Return the people of a day at their desks, and one of the public."""
    outside = Reader(Browser(ports, random.Random(f"{seed} public door")), ledger, ground, f"{seed} public")  # noqa: S311
    return [
        outside,
        *(
            PARTS[part](name, Browser(ports, random.Random(f"{seed} {name} door")), ledger, ground, f"{seed} {name}")  # noqa: S311
            for part, names in ground["people"].items()
            for name in names
        ),
    ]


def at_work(people: list[Somebody], until: float, pause: float) -> list[threading.Thread]:
    """Let everybody work, each in a thread; return the threads."""
    threads = [threading.Thread(target=each.work, args=(until, pause), daemon=True) for each in people]
    for thread in threads:
        thread.start()
    return threads
