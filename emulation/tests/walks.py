"""Walking the product: every address that answers GET, as one person sees it, with every record put into it."""

import re
from html import unescape
from itertools import product

from django.test import Client

from awards import models as awards
from campaigns import models as campaigns
from communes.access import Actor
from communes.models import Membership, Person, Unit
from emulation.tests.house import OUTSIDE_COMMUNES, Address, addresses
from reports.models import Document, Summary

KEY = 999_999
# What the key after each noun of an address belongs to; a new noun joins here.
NOUNS = {
    "agenda-items": awards.AgendaItem, "assessments": awards.Assessment, "award-files": awards.AwardFile,
    "ballots": awards.Ballot, "campaigns": campaigns.Campaign, "certificates": awards.Certificate,
    "conflicts": awards.Conflict, "councils": awards.Council, "deadlines": campaigns.Deadline,
    "decision-lines": awards.DecisionLine, "decisions": awards.Decision, "difficulties": campaigns.Difficulty,
    "disciplines": awards.Discipline, "dossier-rules": awards.DossierRule, "drives": campaigns.PeakDrive,
    "earlier-awards": awards.EarlierAward, "eligibility-runs": awards.EligibilityRun,
    "evidence": campaigns.Evidence, "examinations": awards.Examination, "exemplars": campaigns.Exemplar,
    "findings": campaigns.Finding, "indicators": campaigns.Indicator, "initiatives": awards.Initiative,
    "inspections": campaigns.Inspection, "law": campaigns.LegalValue, "lines": awards.DecisionLine,
    "minutes": awards.Minutes, "nominations": awards.Nomination, "opinions": awards.Opinion, "papers": Document,
    "people": Person, "posting-remarks": awards.PostingRemark, "postings": awards.Posting,
    "proposal-lines": awards.ProposalLine, "proposals": awards.Proposal, "reviews": awards.UnitReview,
    "roles": Membership, "seats": awards.Seat, "sessions": awards.Session, "summaries": Summary,
    "targets": campaigns.Target, "unit-plans": campaigns.UnitPlan, "unit-reports": campaigns.Obligation,
    "units": Unit, "voting-rules": awards.VotingRule,
}  # fmt: skip
# What stands in the other places of an address.
OTHERS = {
    "format": ("pdf", "docx"), "item_pk": (1,), "number": (1,), "round_key": ("cuoi-nam",), "subject": ("individual",),
    "section": ("citation", "standards", "notes", "general", "objectives"), "year": (2026,),
}  # fmt: skip
# What the lists are asked besides themselves: every column that some list sorts by, and every filter of results.
HIDDEN = ("on_agenda", "recommended", "not_recommended", "deferred", "reserve", "awarded", "forwarded_up",
          "not_awarded", "award_revoked", "in_review")  # fmt: skip
STATES = (*(f"status={status}" for status in HIDDEN), "sort=status", "sort=-status")
QUERIES = {
    "awards:nominations": (*STATES, "sort=award", "sort=-submitted", "subject=individual", "late=no", "size=100"),
    "awards:decisions": ("status=issued", "status=superseded", "status=revoked", "sort=-number", "kind=revocation",
                         "kind=correction", "year=2026"),
    "awards:book": ("standing=revoked", "standing=corrected", "standing=in_force", "q=kha", "q=quang", "year=2026",
                    "sort=name", "sort=-award"),
    "awards:book-higher": ("year=2026", "award=bang_khen"),
    "awards:book-statistics": ("year=2026", "year=2025"),
    "awards:initiatives": (*STATES, "q=sang"),
    "awards:standing": ("year=2026", "sort=status", "q=kha"),
    "communes:history": ("what=kha", "what=Kha", "what=Quàng", "what=61", "who=Lý", "since=01/05/2026"),
    "communes:numbers": ("year=2026", "symbol=QĐ", "symbol=TTr", "q=kín", "sort=-number"),
    "reports:documents": ("kind=award-decision", "kind=council-minutes", "q=kín", "sort=title", "sort=-kind"),
}  # fmt: skip
CHANGING = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce=")[^"]+')


def open_addresses() -> list[Address]:
    """Return the addresses below a commune that answer GET."""
    return [each for each in addresses() if each.name not in OUTSIDE_COMMUNES and not each.post_only]


def noun_of(address: Address) -> str:
    """Return the noun before the key of an address."""
    others = {name: values[0] for name, values in OTHERS.items() if name in address.parameters}
    keys = {name: KEY for name in address.parameters if name.endswith("pk")}
    before = address.url("dong-tam", **(others | keys)).split(f"/{KEY}/")[0]
    return before.rpartition("/")[2]


class Walk:
    """One person's way through the product; `records` says which rows of each noun are worth looking at."""

    def __init__(self, actor: Actor, records):
        self.actor, self.records = actor, records
        self.client = Client()
        self.client.force_login(actor.user)

    def urls(self) -> list[str]:
        """Return every address with every record and every question; of closed addresses one."""
        found = []
        for address in open_addresses():
            urls = [address.url(self.actor.commune.slug, **given) for given in self._parameters(address)]
            allowed = any(self.actor.may(can) for can in address.needs)
            found += urls if allowed else urls[:1]
            if allowed:
                found += [f"{urls[0]}?{query}" for query in QUERIES.get(address.name, ())]
        return found

    def _parameters(self, address: Address) -> list[dict]:
        """Return everything that may stand in an address."""
        choices = {}
        for name in address.parameters:
            if name == "pk":
                choices[name] = [row.pk for row in self.records(NOUNS[noun_of(address)])]
            elif name == "round_pk":
                choices[name] = [row.pk for row in self.records(campaigns.AwardRound)]
            else:
                choices[name] = OTHERS[name]
        return [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]

    def look(self, urls: list[str]) -> dict[str, str]:
        """Return what each address answers, in words."""
        return {url: self._words(self.client.get(url)) for url in urls}

    @staticmethod
    def _words(answer) -> str:
        """Return the state, the aim and the content of an answer, without what changes with every request."""
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = CHANGING.sub(r"\1", content.decode(errors="replace"))
        return " ".join(unescape(f"{answer.status_code} {answer.get('Location', '')} {text}").split())
