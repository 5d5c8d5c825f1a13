"""The commune in which a day is played: python -m drills.ground HEADS CLERKS MEMBERS BALLOTS DECISIONS.

Answers with one line of JSON: who signs in, and the records that wait for them.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_scopes import scope  # noqa: E402

from awards.models import Decision, Seat  # noqa: E402
from awards.services import decisions  # noqa: E402
from awards.tests.decision_cases import recommend, through  # noqa: E402
from awards.tests.factories import (  # noqa: E402
    award_plan,
    load_law,
    make_ballot,
    make_council,
    make_nomination,
    make_session,
)
from campaigns.tests.factories import make_campaign  # noqa: E402
from communes.models import Role, Unit, User  # noqa: E402
from communes.tests.factories import Cast, make_commune, make_membership, make_person, make_unit, make_user  # noqa: E402
from reports import making  # noqa: E402
from reports.documents.registry import KINDS  # noqa: E402
from reports.models import Document  # noqa: E402
from reports.services import documents  # noqa: E402
from reports.tests.public_cases import open_pages  # noqa: E402

PASSWORD = "gio-dua-canh-trang-77"
SLUG = "dien-tap"
NOMINEES = 12
ON_ONE_BALLOT = 4
HEADING = (Seat.Role.SECRETARY, Seat.Role.CHAIR, Seat.Role.VICE_CHAIR)
SEATED = ("secretary", "chair", "vice", "councillor")


def account(cast: Cast, name: str, role: str, unit: Unit, hashed: str) -> User:
    """Make somebody of a unit with an account and a role."""
    user = make_user(f"{SLUG}.{name}")
    User.objects.filter(pk=user.pk).update(password=hashed, must_change_password=False)
    make_membership(make_person(cast.commune, f"Nguyễn Văn {name}", user=user, unit=unit, position="Chuyên viên"),
                    role, unit)  # fmt: skip
    return user


def issue(campaign, cast: Cast, at, number: int) -> Document:
    """Make a paper of the plan and give it a number, so that a signed copy of it may be brought."""
    asked = documents.request(KINDS["campaign-plan"], campaign, by=cast.actor("officer"), at=at)
    making.produce(making.claim(asked.pk, worker="drill", at=at), now=lambda: at)
    facts = {"number": 900 + number, "symbol": "KH-UBND", "issued_on": at.date(), "unit": None}
    Document.objects.filter(pk=asked.pk).update(official=True, status="official", **facts)
    return Document.objects.get(pk=asked.pk)


def lay_out(heads: int, clerks: int, members: int, ballots: int, drafts: int) -> dict:
    """Make the commune; return its people by their part, and what waits."""
    cast = Cast(make_commune(SLUG, "Diễn Tập"))
    hashed = make_password(PASSWORD)
    with scope(commune=cast.commune):
        load_law()
        now = timezone.now()
        units = [make_unit(cast.commune, f"Tổ dân phố số {number}", Unit.Kind.RESIDENTIAL)
                 for number in range(1, heads + 1)]  # fmt: skip
        for key in ("culture", "council_office", "front"):
            cast.unit(key)
        due = timezone.localdate() + timedelta(days=3)
        document = award_plan(key="thi-dua-dien-tap", units=units, quota=500, due_on=due)
        campaign = make_campaign(cast, document=document)
        people: dict[str, list[str]] = {part: [cast.actor(part).user.username] for part in ("officer", "administrator")}
        for part in ("leader", "clerk", *SEATED):
            cast.actor(part)
        User.objects.filter(username__startswith=f"{SLUG}.").update(password=hashed, must_change_password=False)
        people["head"] = [account(cast, f"to{n}", Role.UNIT_HEAD, unit, hashed).username
                          for n, unit in enumerate(units, 1)]  # fmt: skip
        for unit in units:
            for number in range(NOMINEES):
                make_person(cast.commune, f"Trần Thị {unit.pk}-{number}", unit=unit, position="Tổ viên")
        people["clerk"] = [f"{SLUG}.clerk"]
        people["clerk"] += [account(cast, f"vanthu{n}", Role.CLERK, cast.unit("council_office"), hashed).username
                            for n in range(2, clerks + 1)]  # fmt: skip
        council = make_council(cast, members={})
        seated = []
        for place in range(members):
            role = HEADING[place] if place < len(HEADING) else Seat.Role.MEMBER
            if place < len(SEATED):
                actor = cast.actor(SEATED[place])
                username, person = actor.user.username, actor.person
            else:
                user = account(cast, f"uyvien{place}", Role.COUNCIL_MEMBER, cast.unit("council_office"), hashed)
                username, person = user.username, user.people.get()
            Seat.objects.create(council=council, person=person, role=role, valid_from=campaign.issued_on)
            seated.append(username)
        people["member"] = seated
        opened = []
        for number in range(ballots):
            unit = units[number % len(units)]
            voted_on = [make_nomination(campaign, unit=unit, subject="individual", status="on_agenda")
                        for _ in range(ON_ONE_BALLOT)]  # fmt: skip
            session = make_session(council, voted_on, status="in_session", title=f"Xét khen thưởng lần {number + 1}")
            opened.append(make_ballot(session, status="open").get_absolute_url())
        signed = []
        for number in range(drafts):
            unit = units[number % len(units)]
            rows = [make_nomination(campaign, unit=unit, subject="individual", status="on_agenda") for _ in range(3)]
            decision = decisions.draft(campaign, recommend(council, rows), by=cast.actor("officer"), at=now)
            through(decision, cast, now, to="signed")
            signed.append(Decision.objects.get(pk=decision.pk).get_absolute_url())
        open_pages(cast.commune, now)
        issued = [issue(campaign, cast, now, number).get_absolute_url() for number in (1, 2)]
    return {"slug": SLUG, "password": PASSWORD, "people": people, "campaign": campaign.pk, "ballots": opened,
            "decisions": signed, "issued": issued, "unit": units[0].name}  # fmt: skip


if __name__ == "__main__":
    with transaction.atomic():
        made = lay_out(*map(int, sys.argv[1:]))
    sys.stdout.write(json.dumps(made))
