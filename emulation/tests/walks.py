"""Walking the product: every address that answers GET, as one person sees it, with every record put into it."""

import re
from html import unescape
from itertools import product

from django.contrib.messages import get_messages
from django.test import Client

from awards import models as awards
from campaigns.models import AwardRound, Campaign
from communes.access import Actor
from communes.models import Person, Unit, UserSession
from emulation.tests.confidences import Confidences
from emulation.tests.house import OUTSIDE_COMMUNES, RECORD_OF, Address, addresses, parameters
from reports.models import Document, Summary

KEY = 999_999
# What belongs to the key after a noun of an address; where awards have no part, one record of the house will do.
NOUNS = {
    "agenda-items": awards.AgendaItem, "assessments": awards.Assessment, "award-files": awards.AwardFile,
    "ballots": awards.Ballot, "campaigns": Campaign, "certificates": awards.Certificate, "councils": awards.Council,
    "decision-lines": awards.DecisionLine, "decisions": awards.Decision, "eligibility-runs": awards.EligibilityRun,
    "examinations": awards.Examination, "initiatives": awards.Initiative, "lines": awards.DecisionLine,
    "minutes": awards.Minutes, "nominations": awards.Nomination, "opinions": awards.Opinion, "papers": Document,
    "people": Person, "posting-remarks": awards.PostingRemark, "postings": awards.Posting,
    "proposal-lines": awards.ProposalLine, "proposals": awards.Proposal, "reviews": awards.UnitReview,
    "seats": awards.Seat, "sessions": awards.Session, "summaries": Summary, "units": Unit,
}  # fmt: skip
# What stands in the other places of an address about awards.
OTHERS = {"format": ("pdf",), "number": (1,), "section": ("citation",), "year": (2026,)}
# What lists are asked besides themselves: every filter and every order that could tell a result.
HIDDEN = ("on_agenda", "recommended", "not_recommended", "deferred", "reserve", "awarded", "forwarded_up",
          "not_awarded", "award_revoked", "in_review")  # fmt: skip
# What the search is asked: words of secrets without marks, so that the question is not mistaken for an answer.
ASKED_FOR = ("kin", "kha thi", "quang van", "61/qd", "62/qd-ubnd", "71/ttr", "dua ra hoi dong", "du bi", "loi khen sua")
QUERIES = {
    "awards:nominations": (*(f"status={each}" for each in HIDDEN), "sort=status", "sort=-status", "sort=award",
                           "sort=-submitted", "size=100"),
    "awards:decisions": ("status=issued", "status=superseded", "kind=revocation", "kind=correction", "sort=-number"),
    "awards:book": ("standing=revoked", "standing=corrected", "standing=in_force", "q=kha", "q=quang", "sort=name"),
    "awards:book-higher": ("award=bang_khen",),
    "awards:initiatives": ("sort=-status", "q=sang"),
    "communes:history": ("what=Kha", "what=Quàng", "what=61", "who=Lý", "since=01/05/2026"),
    "communes:audit": ("what=Kha", "what=61", "act=Ban", "sort=-record", "since=01/05/2026"),
    "communes:search": (*(f"q={each}" for each in ASKED_FOR), "q=kin&kind=decision", "q=kha&kind=nomination&size=100"),
    "communes:numbers": ("symbol=QĐ", "symbol=TTr", "q=kín", "sort=-number"),
    "reports:documents": ("kind=award-decision", "kind=council-minutes", "q=kín", "sort=-kind"),
}  # fmt: skip
CHANGING = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce="|data-served=")[^"]+')
CAMPAIGN_PAGES = ("campaigns:campaigns", "campaigns:campaign", "campaigns:campaign-history")


def open_addresses() -> list[Address]:
    """Return the addresses below a commune that answer GET."""
    return [each for each in addresses() if each.name not in OUTSIDE_COMMUNES and not each.post_only]


def may_tell(address: Address) -> bool:
    """Say whether an address could tell of awards; the app of campaigns knows nothing of them, save by its history."""
    return address.name in CAMPAIGN_PAGES or not address.name.startswith("campaigns:")


def noun_of(address: Address) -> str:
    """Return the noun before the key of an address; nothing where no key stands in it."""
    given = {name: KEY if name.endswith("pk") or name in ("number", "year") else "x" for name in address.parameters}
    return address.url("xa", **given).split(f"/{KEY}/")[0].rpartition("/")[2] if "pk" in given else ""


class Walk:
    """One person's way through the commune full of secrets; `unit` is whose records are looked at one by one.

    `rows` says which rows of a model are looked at: those of `Confidences.rows` unless told otherwise.
    """

    def __init__(self, actor: Actor, secrets: Confidences, *, unit: str = "economy", rows=None):
        self.actor, self.secrets, self.unit = actor, secrets, unit
        self.rows = rows or secrets.rows

    def urls(self, among=None) -> dict[str, Address]:
        """Return every address that the actor's rights open, with every record and every question.

        That the others are closed to the actor, the tests of the house say.
        """
        found = {}
        for address in open_addresses():
            if (among is None or among(address)) and any(self.actor.may(can) for can in address.needs):
                urls = [address.url(self.actor.commune.slug, **given) for given in self._parameters(address)]
                urls += [f"{url}?{query}" for url in urls[:1] for query in QUERIES.get(address.name, ())]
                found |= dict.fromkeys(urls, address)
        return found

    def _parameters(self, address: Address) -> list[dict]:
        """Return everything that may stand in an address."""
        noun = noun_of(address)
        if noun and noun not in NOUNS:
            return [parameters(address, self.secrets.world)]
        choices = dict.fromkeys(address.parameters)
        for name in choices:
            if name.endswith("pk"):
                rows = self.rows(AwardRound if name == "round_pk" else NOUNS[noun], self.unit)
                choices[name] = [row.pk for row in rows]
            else:
                choices[name] = OTHERS.get(name, ("x",))
        return [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]

    def look(self, urls) -> dict[str, str]:
        """Return what each address answers, in words, to somebody signed in once."""
        UserSession.objects.filter(user=self.actor.user).delete()
        client = Client()
        client.force_login(self.actor.user)
        found = {}
        for url in urls:
            found[url] = _words(client.get(url))
            client.cookies.pop("messages", None)
        return found


def _words(answer) -> str:
    """Return the state, the aim, the messages and the content of an answer, without what changes each time."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = CHANGING.sub(r"\1", content.decode(errors="replace"))
    said = " ".join(str(each) for each in get_messages(answer.wsgi_request))
    return " ".join(unescape(f"{answer.status_code} {answer.get('Location', '')} {said} {text}").split())


def borrowed() -> set[str]:
    """Return the records of the house that the walk borrows for addresses in which awards have no part."""
    with_key = [each for each in open_addresses() if "pk" in each.parameters]
    return {RECORD_OF[each.name] for each in with_key if noun_of(each) not in NOUNS}
