"""Every address of the product, that of django-allauth included, with a record and with somebody who may ask."""

import json
import re
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import URLResolver, get_resolver
from django_scopes import scope
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from awards.models import Session
from communes.models import UserSession
from communes.tests.factories import PEOPLE, Cast, make_commune, make_user
from communes.tests.sign_in_cases import PASSWORD, give_password, set_up_totp, sign_in
from emulation.tests.house import PUBLIC, RECORD_OF, World, parameters
from emulation.urls import CLOSED
from kit.addresses import ACCOUNTS, Address, addresses
from operations import rights
from operations.tests.test_pages import make_backup
from province.models import CommuneSheet, ProvinceCommune, RollUpPaper
from province.tests.factories import AT, make_commune_of, make_member, make_province, make_year
from reports.services import calendar_links
from reports.tests.public_cases import make_shown, open_pages

NOW = datetime(2026, 5, 14, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TOKEN = "for drills only"
# What is not asked, and why.
NOT_ASKED = {
    "reports:certificates-printed": "the record of the house there is an ordinary paper, no file of certificates",
    "emulation.views.closed": "account pages that are closed answer 404 before anything that was sent is read",
}
SHUT = re.compile(rf"{ACCOUNTS}\^?({CLOSED})/")
# Account pages for whoever is not signed in; for whoever gave the password and owes the second step.
AT_THE_DOOR = {"account_login", "mfa_login_webauthn", "single-sign-on", "single-sign-on-back"}
HALF_IN = {"mfa_authenticate"}
# Answers of 500 and more that are right: without a beat the installation is not ready; the province does not answer.
LAWFUL = {"ready": {503}, "single-sign-on": {502}, "single-sign-on-back": {502}}
# What the record of the house must become first, where the address would refuse before it reads what was sent.
READY = {"awards:session-agenda": lambda pk: Session.objects.filter(pk=pk).update(status="draft")}
UNIT_OF, OTHER_UNIT, OWNER = {"other_head": "service"}, {"adoption": "service"}, "member"


@dataclass(frozen=True)
class Place(Address):
    """One address with its path as it is declared and how each of its parameters is read."""

    converters: tuple[tuple[str, str], ...] = ()


def _accounts(resolver, path: str = "") -> list[Place]:
    """Return the addresses of accounts that have a name and are not closed."""
    found = []
    for entry in resolver.url_patterns:
        route = path + str(entry.pattern)
        if not route.lstrip("^").startswith(ACCOUNTS) or SHUT.match(route):
            continue
        if isinstance(entry, URLResolver):
            found += _accounts(entry, route)
        elif entry.name:
            found.append(_place(entry.name, entry.callback, route))
    return found


def _converters(route: str) -> tuple[tuple[str, str], ...]:
    """Return the parameters that a path declares, with how each is read."""
    parts = [part.partition(">")[0] for part in route.split("<")[1:]]
    return tuple((name or kind, kind if name else "str") for kind, _, name in (each.partition(":") for each in parts))


def _place(name: str, view, route: str) -> Place:
    """Return an address by what its path declares."""
    converters = _converters(route)
    names = [each for each, _ in converters]
    rest = tuple(each for each in names if each != "commune")
    return Place(name, "commune" in names, rest, view, route, converters)


def places() -> list[Place]:
    """Return every address that is asked.

    Parameters are read from the paths: Django adds those of all neighbours to an empty path once it has reversed one.
    """
    ours = [_place(each.name, each.view, each.route) for each in addresses() if each.name not in NOT_ASKED]
    known = {each.name for each in ours}
    return ours + [each for each in _accounts(get_resolver()) if each.name not in known]


def _credential() -> dict:
    """Return what a browser says of a security key that it made."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    flags, name = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, websafe_encode(b"khoa")
    told = AttestedCredentialData.create(Aaguid.NONE, b"khoa", key)
    made = AttestationObject.create("none", AuthenticatorData.create(bytes(32), flags, 0, told), {})
    asked = {"type": "webauthn.create", "challenge": "YQ", "origin": "http://testserver"}
    answer = {"clientDataJSON": json.dumps(asked).encode(), "attestationObject": bytes(made)}
    answer = {each: websafe_encode(content) for each, content in answer.items()}
    return {"id": name, "rawId": name, "type": "public-key", "response": answer}


class Stage:
    """Records for every address, made when first asked for, and the people who may open it."""

    def __init__(self, cast: Cast):
        self.cast, self.world, self.rights = cast, World(cast), rights.table()

    @cached_property
    def shown(self):
        """A commune with all its public pages open."""
        commune = make_commune("phu-binh", "Phú Bình")
        with scope(commune=commune):
            open_pages(commune, NOW)
            return make_shown(Cast(commune), NOW)

    @cached_property
    def manager(self):
        """Who administers a province over a commune that worked a year."""
        province = make_province()
        other = make_commune_of(province, 1)
        self.year = make_year(other)
        return make_member(province, "administrator")

    @cached_property
    def account(self):
        """An account with a password, an authenticator app, recovery codes and a security key."""
        user = give_password(make_user("tai.khoan"))
        set_up_totp(user)
        RecoveryCodes.activate(user)
        key = {"name": "Khóa", "credential": _credential()}
        self.key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=key)
        return user

    @cached_property
    def half(self):
        """An account whose owner owes the second step."""
        user = give_password(make_user("nua.duong"))
        set_up_totp(user)
        return user

    @cached_property
    def operator(self):
        """Somebody who runs the machine, without a second step."""
        return make_user("van.hanh", is_staff=True)

    def make_everybody(self) -> None:
        """Make at once who else is made when first asked for: what one test makes is gone in the next."""
        for part in PEOPLE:
            self.cast.actor(part)
        for name in ("shown", "manager", "account", "half", "operator"):
            getattr(self, name)

    def parameters(self, place: Place, client) -> dict:
        """Return what goes into an address."""
        if place.below_commune:
            given = parameters(place, self.world)
            READY.get(place.name, lambda pk: None)(given.get("pk"))
            return {"commune": self.cast.commune.slug, **given}
        if place.name.startswith("province:"):
            return self._of_province(place)
        if place.name.startswith("public:"):
            return self._public(place)
        given = {
            "calendar-feed": lambda: {"secret": calendar_links.make(by=self.cast.actor("officer"), at=NOW)},
            "session-end": lambda: {"handle": UserSession.objects.get(pk=client.session.session_key).handle},
            "backup": lambda: {"pk": make_backup(NOW, path=tempfile.gettempdir()).pk},
            "check-code": lambda: {"code": "ABCD-EFGH"}, "check-printed": lambda: {"code": "ABCD-EFGH"},
        }  # fmt: skip
        if place.name in given:
            return given[place.name]()
        return {name: self.key.pk if name == "pk" else "1" for name in place.parameters}

    def _of_province(self, place: Place) -> dict:
        """Return what goes into an address of a province."""
        province = self.manager.province
        given = {"slug": province.slug, "year": 2026, "format": "pdf"}
        name = place.name.partition(":")[2]
        if name == "paper-file":
            given |= {"kind": "tong-ket", "pk": self.year["summary"].pk}
        elif "pk" in place.parameters:
            about, facts = name.partition("-")[0], {"province": province}
            made = {
                "commune": lambda: ProvinceCommune.objects.get(province=province),
                "member": lambda: make_member(province),
                "sheet": lambda: CommuneSheet.objects.create(
                    **facts, name="a.xlsx", rows=[], uploaded_at=AT, uploaded_by="Minh"
                ),
                "roll": lambda: RollUpPaper.objects.create(
                    **facts, year=2026, content={}, status="ready", requested_at=AT, pdf="x.pdf"
                ),
            }
            given["pk"] = made[about]().pk
        return {each: given[each] for each in place.parameters}

    def _public(self, place: Place) -> dict:
        """Return what goes into a public address."""
        keys = {"plan": "campaign", "plan-pdf": "campaign", "award": "decision", "exemplar": "exemplar",
                "picture": "picture", "posting": "posting"}  # fmt: skip
        key = keys.get(place.name.partition(":")[2])
        return {"place": self.shown.commune.slug, **({"pk": getattr(self.shown, key).pk} if key else {})}

    def holders(self, place: Place) -> list[str]:
        """Return those of the cast who find what lies at an address below the commune."""
        record, right = RECORD_OF.get(place.name), self.rights[place.name]
        return [
            part
            for part, (_, role, _, _) in PEOPLE.items()
            if right.finds(
                role, own_unit=UNIT_OF.get(part, "economy") == OTHER_UNIT.get(record, "economy"), own=part == OWNER
            )
        ]

    def sit(self, client, place: Place, choose) -> str:
        """Let somebody who may ask an address sit at the browser, chosen among them; return who."""
        if place.below_commune:
            part = choose(self.holders(place) or [p for p, (_, r, _, _) in PEOPLE.items() if self._held(place, r)])
            client.force_login(self.cast.actor(part).user)
            return part
        if place.name in PUBLIC | AT_THE_DOOR:
            return "nobody"
        if place.name in HALF_IN:
            sign_in(client, self.half, PASSWORD)
            return "half in"
        if place.name.startswith("province:"):
            client.force_login(self.manager.user)
            return "province"
        if place.name in ("backup", "backups", "mfa_activate_totp"):
            client.force_login(self.operator)
            return "operator"
        client.force_login(self.account)
        session = client.session
        given = {"method": "password", "at": time.time(), "reauthenticated": True}
        session["account_authentication_methods"] = [given]
        session.save()
        return "account"

    def _held(self, place: Place, role: str) -> bool:
        """Say whether a role may open an address, whatever it finds there."""
        return self.rights[place.name].held_by(role)
