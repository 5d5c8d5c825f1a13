"""Exemplars that are told and taken over, and the addresses that anybody may read."""

from functools import cached_property

from campaigns.services import adoptions, exemplar_pictures, exemplars
from campaigns.tests.factories import make_upload
from reports.tests.cases import AT

# Open without signing in; the public pages of a commune answer 404 until it opens them.
PUBLIC = {
    "check", "check-code", "check-printed", "public:home", "public:plans", "public:plan", "public:plan-pdf",
    "public:awards", "public:award", "public:exemplars", "public:exemplar", "public:picture", "public:postings",
    "public:remarked", "public:posting",
}  # fmt: skip


class PublicWorld:
    """Exemplars of the commune of a cast as they go from unit to unit, each made when first asked for."""

    @cached_property
    def told(self):
        """A good practice of another unit that was made known."""
        facts = {"kind": "good_practice", "title": "Nụ cười công vụ", "story": "Tiếp dân tận tình."}
        made = exemplars.find(self.campaign, self.cast.unit("service"), **facts, **self.who)
        type(made).objects.filter(pk=made.pk).update(
            status="published", published_on=AT.date(), published_where="Đài truyền thanh"
        )
        made.refresh_from_db()
        return made

    @cached_property
    def adoption(self):
        """The council's office works by it."""
        unit = self.cast.unit("council_office")
        return adoptions.adopt(self.told, unit, started_on=AT.date(), **self.who)

    @cached_property
    def exemplar_picture(self):
        """A picture of the good practice out of the report."""
        return exemplar_pictures.add(self.exemplar, make_upload("mo-hinh.png"), caption="Bàn tiếp dân", **self.who)


RECORDS = {
    "exemplar": "campaigns:exemplar-picture-add campaigns:exemplar-consent campaigns:exemplar-consent-drop",
    "told": "campaigns:bulletin-item campaigns:exemplar-adopt",
    "adoption": "campaigns:adoption campaigns:adoption-result campaigns:adoption-end",
    "exemplar_picture": "campaigns:exemplar-picture campaigns:exemplar-picture-remove",
}
OTHERS = {
    "reports:public-open": {"page": "ke-hoach"},
    "reports:public-close": {"page": "ke-hoach"},
    "reports:public-preview": {"page": "ke-hoach"},
}
