"""Every address of the product, and one record of each kind to put into it."""

import io
from functools import cached_property

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaigns.models import Campaign
from campaigns.services import plans
from communes.access import Actor
from communes.models import SheetReading
from communes.tests.sheet_cases import received, workbook_of
from emulation.tests import house_awards, house_campaigns, house_public, house_reminders
from kit.addresses import Address, addresses
from province.urls_root import urlpatterns as urls_of_province
from reports.documents.registry import KINDS
from reports.models import CertificateStock, Document, Letter, SignedPaper, Summary
from reports.services import certificate_stocks, documents, letters, summaries
from reports.tests.cases import AT, at_status, made

__all__ = ["Address", "addresses"]
PUBLIC = {"alive", "calendar-feed", "metrics", "ready"} | house_public.PUBLIC
OUTSIDE_COMMUNES = PUBLIC | {
    "backup", "backups", "start", "session-end", "session-extend", "sessions", "sessions-end-others",
    *(f"province:{each.name}" for each in urls_of_province),
}  # fmt: skip


class World(
    house_campaigns.CampaignsWorld,
    house_reminders.RemindersWorld,
    house_public.PublicWorld,
    house_awards.AwardsWorld,
):
    """One record of each kind in the commune of a cast, made when first asked for."""

    def __init__(self, cast):
        self.cast = cast
        self.by = Actor.of_product(cast.commune)
        self.who = {"by": self.by, "at": AT}
        self.unit = cast.unit("economy")

    def record(self, name: str):
        """Return the record that a name in RECORDS stands for."""
        return getattr(self, name)

    @cached_property
    def person(self):
        """A person with an account."""
        return self.cast.actor("member").person

    @cached_property
    def newcomer(self):
        """A person without an account."""
        return type(self.person).objects.create(
            commune=self.cast.commune, full_name="Tạ Thị Lành", folded="ta thi lanh", sort_key="lanh", unit=self.unit
        )

    @cached_property
    def role(self):
        """A role that a person holds."""
        return self.cast.actor("member").memberships[0]

    @cached_property
    def sheet(self) -> SheetReading:
        """A list of people from Excel that waits to be read in."""
        return received("people", workbook_of(("Lò Thị Mai",)), **self.who)

    @cached_property
    def document(self) -> Document:
        """A paper that was made, of the unit that reads it."""
        document = made(self.cast)
        Document.objects.filter(pk=document.pk).update(unit=self.unit)
        return document

    @cached_property
    def certificate_file(self) -> Document:
        """A file of a certificate that was made."""
        file = Document.objects.get(pk=self.document.pk)
        file.pk, file.form, file.unit = None, Document.Form.CERTIFICATES, None
        file.save()
        return file

    @cached_property
    def letter(self) -> Letter:
        """A notice to the units of the campaign, issued as a paper that was made."""
        letter = letters.draft("notice", campaign=self.campaign, **self.who)
        paper = Document.objects.get(pk=self.document.pk)
        paper.pk, paper.unit, paper.kind, paper.subject_id = None, None, letter.of_kind, letter.pk
        paper.save()
        Letter.objects.filter(pk=letter.pk).update(status="issued", document=paper)
        letter.refresh_from_db()
        return letter

    @cached_property
    def notice_paper(self) -> Document:
        """The paper of a notice that waits for its number."""
        letter = letters.draft("notice", campaign=self.campaign, **self.who)
        paper = documents.request(KINDS[letter.of_kind], letter, **self.who)
        Document.objects.filter(pk=paper.pk).update(status="ready", files=self.document.files)
        return paper

    @cached_property
    def issued_paper(self) -> Document:
        """A paper that was issued, of the unit that reads it."""
        paper = Document.objects.get(pk=self.document.pk)
        paper.pk, paper.official, paper.status = None, True, Document.Status.OFFICIAL
        paper.save()
        return paper

    @cached_property
    def signed_paper(self) -> SignedPaper:
        """The signed PDF of an issued paper."""
        facts = {"commune": self.cast.commune, "document": self.issued_paper, "uploaded_at": self.who["at"]}
        kept = SignedPaper(name="a.pdf", size=1, sha256="0" * 64, signatures=[], uploaded_by="Văn thư", **facts)
        kept.file.save("a.pdf", ContentFile(b"%PDF-1.7"), save=True)
        return kept

    @cached_property
    def stock(self) -> CertificateStock:
        """A sheet on which certificates are printed, with an emblem."""
        stock = certificate_stocks.create(name="Phôi A4", award="giay_khen", **self.who)
        picture = io.BytesIO()
        Image.new("RGB", (4, 4)).save(picture, "PNG")
        certificate_stocks.set_emblem(stock, SimpleUploadedFile("quoc-huy.png", picture.getvalue()), **self.who)
        return stock

    @cached_property
    def summary(self) -> Summary:
        """A summary in draft."""
        with_summary = Campaign.objects.filter(key="cai-cach-2026").first()
        if with_summary is None:
            return at_status(self.cast, "draft")
        plans.start_summary(with_summary, **self.who)
        return summaries.start(with_summary, **self.who)


# The record whose key stands in each address; a new address joins here.
RECORDS = {
    "unit": "communes:unit communes:unit-edit communes:unit-end",
    "person": """communes:person communes:person-edit communes:person-end communes:account-reset
        communes:account-lock communes:account-unlock communes:account-lift-throttle
        communes:account-remove-second-factor communes:account-end-sessions communes:account-single-sign-on
        communes:role-create communes:person-data communes:person-data-file reports:handover-of""",
    "newcomer": "communes:account-create",
    "role": "communes:role-end",
    "campaign": """campaigns:campaign campaigns:campaign-clone campaigns:campaign-plan campaigns:campaign-act
        campaigns:campaign-issue campaigns:campaign-history campaigns:versions campaigns:version-compare
        campaigns:version campaigns:amendment campaigns:amendment-start campaigns:amendment-drop
        campaigns:deadlines campaigns:deadline-request campaigns:participants campaigns:participant-join
        campaigns:unit-plans campaigns:unit-plan-start campaigns:drives campaigns:drive-new
        campaigns:registrations campaigns:registration-new campaigns:reports campaigns:reports-receive
        campaigns:inspections
        campaigns:inspection-plan campaigns:difficulties campaigns:difficulty-raise campaigns:exemplars
        campaigns:exemplar-find campaigns:indicators campaigns:tracker reports:document-request
        campaigns:report-forms campaigns:report-forms-all
        reports:summaries reports:summary-start reports:letter-new reports:export-of""",
    "draft": "campaigns:standard-edit campaigns:section-edit",
    "plan_reading": """campaigns:plan-reading campaigns:plan-reading-act campaigns:plan-reading-section
        campaigns:plan-reading-standard""",
    "remark": "campaigns:remark-settle",
    "deadline": "campaigns:deadline-set",
    "participation": "campaigns:participant-leave",
    "indicator": "campaigns:indicator-value",
    "report": """campaigns:report campaigns:report-begin campaigns:report-edit campaigns:report-exemplars
        campaigns:report-section campaigns:report-save campaigns:report-check campaigns:report-submit
        campaigns:report-submitted campaigns:report-recall campaigns:report-receive campaigns:report-return
        campaigns:report-resume campaigns:report-accept campaigns:report-accept-late campaigns:report-reopen
        campaigns:report-waive campaigns:report-restore campaigns:report-extend
        campaigns:report-enter-on-behalf campaigns:report-scan campaigns:report-form
        campaigns:report-form-download""",
    "accepted": "campaigns:report-version",
    "picture": "campaigns:evidence campaigns:evidence-preview campaigns:evidence-remove",
    "exemplar": """campaigns:exemplar campaigns:exemplar-edit campaigns:exemplar-register campaigns:exemplar-decline
        campaigns:exemplar-publish campaigns:exemplar-withdraw campaigns:report-exemplar-remove""",
    "inspection": """campaigns:inspection campaigns:inspection-edit campaigns:inspection-finding
        campaigns:inspection-conclude campaigns:inspection-cancel campaigns:inspection-reopen""",
    "finding": "campaigns:finding-done",
    "difficulty": """campaigns:difficulty campaigns:difficulty-take campaigns:difficulty-forward
        campaigns:difficulty-answer campaigns:difficulty-decide campaigns:difficulty-close
        campaigns:difficulty-reopen""",
    "unit_plan": """campaigns:unit-plan campaigns:unit-plan-edit campaigns:unit-plan-autosave
        campaigns:unit-plan-adopt campaigns:unit-plan-revise campaigns:unit-plan-attach campaigns:unit-plan-target""",
    "target": "campaigns:unit-target-edit campaigns:unit-target-drop",
    "drive": """campaigns:drive campaigns:drive-edit campaigns:drive-result campaigns:drive-target
        campaigns:drive-launch campaigns:drive-end campaigns:drive-resume""",
    "registration": "campaigns:registration-withdraw",
    "law": "campaigns:law-confirm",
    "sheet": """communes:sheet communes:sheet-choose communes:sheet-apply communes:sheet-discard
        communes:sheet-file""",
    "document": """reports:document reports:document-progress reports:document-download reports:document-act""",
    "notice_paper": "reports:document-issue",
    "issued_paper": "reports:document-signed reports:document-sign",
    "signed_paper": "reports:signed-paper",
    "letter": "reports:letter reports:letter-edit reports:letter-act reports:letter-download",
    "decision": "reports:certificates-of-decision",
    "certificate": "reports:certificate-sheet reports:certificate-code",
    "certificate_file": "reports:certificates-printed",
    "stock": """reports:certificate-stock reports:certificate-stock-edit reports:certificate-layout
        reports:certificate-test-sheet reports:certificate-printers reports:certificate-emblem
        reports:certificate-emblem-picture""",
    "summary": """reports:summary reports:summary-edit reports:summary-save reports:summary-redraft
        reports:summary-issue reports:summary-replace reports:summary-cancel reports:summary-act""",
}
for record, names in (
    *house_awards.RECORDS.items(),
    *house_public.RECORDS.items(),
    *house_reminders.RECORDS.items(),
):
    RECORDS[record] = f"{RECORDS.get(record, '')} {names}"
RECORD_OF = {name: record for record, names in RECORDS.items() for name in names.split()}
# The other parameters of an address, where it has some.
OTHERS = {
    "communes:retention-term": {"sweep": "sheets"},
    "communes:sheet-upload": {"kind": "people"},
    "communes:sheet-template": {"kind": "people"},
    "campaigns:campaign-act": {"action": "cancel"},
    "campaigns:plan-reading-act": {"action": "draft"},
    "campaigns:plan-reading-section": {"section": "objectives"},
    "campaigns:plan-reading-standard": {
        "round_key": lambda world: world.plan_reading.document["rounds"][0]["key"],
        "subject": "collective",
    },
    "campaigns:version": {"number": 1},
    "campaigns:unit-plan-start": {"unit_pk": lambda world: world.unit.pk},
    "campaigns:standard-edit": {"round_key": "cuoi-nam", "subject": "collective"},
    "campaigns:section-edit": {"section": "objectives"},
    "campaigns:report-section": {"section": "general"},
    "campaigns:report-save": {"section": "general"},
    "campaigns:report-version": {"number": 1},
    "campaigns:inspection-finding": {"item_pk": lambda world: world.item.pk},
    "reports:document-request": {"kind": "campaign-plan"},
    "reports:document-download": {"format": "pdf"},
    "reports:document-act": {"action": "retry"},
    "reports:calendar-year": {"year": 2026},
    "reports:calendar-poster": {"year": 2026},
    "reports:letter-new": {"kind": "notice"},
    "reports:guide": {"role": "officer"},
    "reports:letter-act": {"action": "cancel"},
    "reports:letter-download": {"format": "pdf"},
    "reports:export": {"list": "campaigns"},
    "reports:export-of": {"list": "tracker"},
    "reports:summary-redraft": {"section": "lessons"},
    "reports:summary-act": {"action": "submit"},
    "reports:wording": {"kind": "unit-plan", "text": "closing"},
    "reports:wording-sample": {"kind": "unit-plan", "text": "closing"},
    "reports:wording-preview": {"kind": "unit-plan", "text": "closing"},
    "reports:wording-restore": {"kind": "unit-plan", "text": "closing"},
    **house_awards.OTHERS,
    **house_public.OTHERS,
    **house_reminders.OTHERS,
}


def parameters(address: Address, world: World) -> dict:
    """Return what goes into an address; KeyError for one without a record."""
    others = {key: value(world) if callable(value) else value for key, value in OTHERS.get(address.name, {}).items()}
    if "pk" not in address.parameters:
        return {name: others[name] for name in address.parameters}
    return {"pk": world.record(RECORD_OF[address.name]).pk, **others}
