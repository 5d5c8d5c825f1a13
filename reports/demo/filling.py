"""Filling an empty database with the demo, all of it or nothing."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_scopes import scope

from campaigns.services import loading, plans
from communes import history
from communes.access import Actor
from communes.models import Commune
from reports.demo import accounts, beyond, dai_son, dong_tam, hoa_phong, kim_phuong, vinh_thuy
from reports.demo.award_council import found_council
from reports.demo.cast import Cast
from reports.demo.office import begin_office, keep_office
from reports.demo.story import Story, plan_ahead
from reports.demo.tables import Place
from reports.demo.timeline import moment
from reports.models import Document

PLACES: tuple[Place, ...] = (dong_tam.PLACE, dai_son.PLACE, hoa_phong.PLACE, vinh_thuy.PLACE, kim_phuong.PLACE)
SLUGS = [place.slug for place in PLACES]


class Refused(Exception):
    """Why the demo cannot be filled in, in one sentence."""


def already_there() -> bool:
    """Say whether the demo is there; raise Refused where communes of the same address are somebody's own."""
    known = list(Commune.objects.filter(slug__in=SLUGS).order_by("slug"))
    own = [str(commune) for commune in known if not accounts.is_loaded(commune)]
    if own:
        raise Refused(
            f"Cơ sở dữ liệu đã có địa phương trùng địa chỉ với dữ liệu mẫu: {', '.join(own)}. "
            "Hãy nạp dữ liệu mẫu vào một cơ sở dữ liệu trống."
        )
    return bool(known)


@transaction.atomic
def fill(*, say: Callable[[str], None]) -> list[Document]:
    """Fill in every commune; return the papers that could not be made."""
    hashed = make_password(accounts.password())
    for place in PLACES:
        say(f"{_fill(place, hashed)}: xong")
    for each in beyond.ADDITIONS:
        say(f"{each.fill(SLUGS, hashed)}: xong")
    with scope(commune=list(Commune.objects.filter(slug__in=SLUGS))):
        return list(Document.objects.exclude(status__in=Document.FINISHED))


def _fill(place: Place, hashed: str) -> Commune:
    """Fill in one commune: plan file, units and people, the campaign, what follows."""
    path = str(settings.BASE_DIR / "plans" / place.plan_file)
    [loaded] = loading.load(loading.read_all([path]), at=moment(place.drafted, 7))
    commune = loaded.campaign.commune
    with scope(commune=commune):
        product = Actor.of_product(commune)
        history.record(accounts.LOADED, commune, by=product, at=moment(place.drafted, 7), label="Nạp dữ liệu mẫu")
        cast = Cast(place, commune, hashed=hashed)
        found_council(cast, place.council)
        begin_office(cast)
        campaign = Story(cast, loaded.campaign, place.year).play()
        if place.copy:
            on, year = place.copy
            copied = plans.clone(campaign, by=cast.actor(place.planner), at=moment(on))
            campaign = Story(cast, copied, year).play()
        for wish in place.next_plans:
            plan_ahead(cast, campaign, wish)
        keep_office(cast)
    return commune
