"""Tờ trình đề nghị cấp trên khen thưởng (Nghị định 152/2025/NĐ-CP, phụ lục, mẫu 01; DS-11, HP-12, VT-07)."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.utils import timezone

from awards.models import Minutes, Nomination, Proposal, ProposalLine
from awards.services.decision_words import (
    OPENINGS,
    how_many,
    proposed_grounds,
    signed_minutes,
    signed_on,
    what_is_given,
)
from awards.services.proposals import lines_of
from communes.access import Can
from communes.models import Person
from kit.vietnamese import begun, fold, long_date
from reports.documents import fields
from reports.documents.blocks import (
    Addressees,
    Block,
    Clauses,
    Column,
    Grounds,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    narrative,
)
from reports.documents.common import AS_ABOVE, COMMITTEE, file_copy, letterhead_of
from reports.documents.kinds import Kind
from reports.documents.nominees import agency_of, award_of, name_of, part_about, place_of
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text, end_of
from reports.documents.words import signing_lines

KEY = "proposal-submission"
OF_NO_PROVINCE = "Chủ tịch UBND tỉnh"
SENT_TO = {"nơi nhận": "Chủ tịch UBND tỉnh", **fields.CAMPAIGN}
TEXTS = (
    Text(
        "lead",
        "Lời đề nghị",
        "{tên Ủy ban} kính trình {nơi nhận} xem xét, {hình thức} cho {số lượng} có thành tích xuất sắc trong phong "
        "trào thi đua “{tên phong trào}”, cụ thể như sau:",
        {"hình thức": "tặng Bằng khen", "số lượng": "01 tập thể", **SENT_TO},
    ),
    Text("closing", "Lời kết", "{tên Ủy ban} kính trình {nơi nhận} xem xét, quyết định.", SENT_TO),
)
COLUMNS = (
    Column("TT", 3, "center"),
    Column("Họ và tên, tên tập thể", 11),
    Column("Chức vụ, đơn vị", 9),
    Column("Tóm tắt thành tích", 14),
    Column("Hình thức đề nghị", 10),
    Column("Hội đồng tán thành", 9, "center"),
)


def build(proposal: Proposal) -> Paper:
    """Set a proposal upward: grounds, whom it is about with the council's vote, what is attached."""
    commune, campaign = proposal.commune, proposal.campaign
    cases = [line.nomination for line in lines_of(proposal)]
    minutes = signed_minutes(cases)
    on = proposal.sent_on or timezone.localdate(proposal.drafted_at)
    facts = {
        "nơi nhận": _addressee(proposal).partition("(")[0].strip(" ;,."),
        "số lượng": how_many(each.subject for each in cases),
        "hình thức": what_is_given(each.award for each in cases),
        **fields.of_campaign(campaign),
    }
    words = CommuneWords(commune, KEY, TEXTS, facts, at=end_of(proposal.sent_on))
    about = _about(proposal)
    return Paper(
        about if proposal.number is None else f"{proposal}: {about}",
        (
            letterhead_of(
                commune, symbol=proposal.symbol, number=proposal.number, on=proposal.sent_on, year=on.year
            ),
            Title("TỜ TRÌNH", about),
            Addressees((_addressee(proposal),)),
            Grounds(tuple(_ground(each) for each in proposed_grounds(campaign, cases, on=on))),
            *words.blocks("lead"),
            Table(COLUMNS, _rows(proposal, cases, minutes)),
            *narrative(proposal.reason),
            *_attached(cases, minutes),
            *words.blocks("closing"),
            TextEnd(),
            _signature(proposal),
            Recipients((AS_ABOVE, "Chủ tịch, các Phó Chủ tịch UBND", file_copy(agency_of(campaign)))),
        ),
        draft=proposal.number is None,
    )  # fmt: skip


def _addressee(proposal: Proposal) -> str:
    """Return to whom it goes; the chair of a province with the province's name where the commune's is known."""
    head, rest = proposal.to_body[: len(OF_NO_PROVINCE)], proposal.to_body[len(OF_NO_PROVINCE) :].strip()
    if head != OF_NO_PROVINCE or (rest and not rest.startswith("(")):
        return proposal.to_body
    return f"Chủ tịch UBND {proposal.commune.province_in_words} {rest}".strip()


def _about(proposal: Proposal) -> str:
    """Return the title; a campaign named in it is a phong trào thi đua."""
    name = f"“{proposal.campaign.name}”"
    return proposal.title.replace(f"phong trào {name}", f"phong trào thi đua {name}")


def _ground(text: str) -> str:
    """Return a ground as a paper begins it."""
    return text if text.startswith(OPENINGS) else f"Căn cứ {text}"


def _rows(proposal: Proposal, cases: Sequence[Nomination], minutes: Sequence[Minutes]) -> tuple[tuple[str, ...], ...]:
    """Return one row for each case, with the council's vote as the signed minutes keep it."""
    items = [item for each in minutes for item in each.figures.get("items", ())]
    votes = {item["nomination"]: item["vote"] for item in items if item["vote"]}
    return tuple(
        (
            str(place),
            name_of(each),
            place_of(each) or begun(str(each.commune)),
            each.summary,
            begun(award_of(each, proposal.authority)),
            _vote(votes.get(each.pk)),
        )
        for place, each in enumerate(cases, 1)
    )


def _vote(vote: dict | None) -> str:
    """Return the votes for a case with their share, e.g. 09/10 (90%)."""
    if vote is None or not vote["base"]:
        return "–"
    share = f" ({vote['share']})" if vote["share"] else ""
    return f"{vote['for']:02d}/{vote['base']:02d}{share}"


def _attached(cases: Sequence[Nomination], minutes: Sequence[Minutes]) -> list[Block]:
    """Return the papers that go with the proposal: the council's minutes and the parts of the dossiers."""
    found = [
        f"Biên bản {f'số {each.paper_number} ' if each.paper_number else ''}của {each.session.council.name}, "
        f"ký {long_date(signed_on(each))}"
        for each in minutes
    ]
    kinds = [each.subject for each in cases]
    parts = list(dict.fromkeys(part_about(state.part.title, kinds) for each in cases for state in each.checklist()))
    if not any("bao cao thanh tich" in fold(each) for each in parts):
        parts.insert(0, f"Báo cáo thành tích của {how_many(kinds)} được đề nghị")
    return [Paragraph("Hồ sơ kèm theo gồm:"), Clauses(tuple(f"{each.rstrip(' .;')}." for each in (*found, *parts)))]


def _signature(proposal: Proposal) -> Signature:
    """Return who signs for the committee: the chair, or by the signer's position a vice chair for the chair."""
    position = (
        Person.objects.filter(commune=proposal.commune, full_name=proposal.signer_name)
        .order_by("pk")
        .values_list("position", flat=True)
        .first()
    )
    if fold(position or "").startswith("pho"):
        return Signature(
            signing_lines("Phó Chủ tịch", collective=COMMITTEE, deputy_of="Chủ tịch"), proposal.signer_name
        )
    return Signature(signing_lines("Chủ tịch", collective=COMMITTEE), proposal.signer_name)


KIND = Kind(
    key=KEY,
    title="Tờ trình cấp trên khen thưởng",
    can=Can.SEE_UNANNOUNCED,
    model=Proposal,
    records=lambda: (
        Proposal.objects.select_related("campaign__commune", "commune")
        .filter(Exists(ProposalLine.objects.filter(proposal=OuterRef("pk"))))
        .exclude(status=Proposal.Status.CANCELLED)
    ),
    build=build,
    campaign_of=lambda proposal: proposal.campaign,
    confidential=True,
    texts=TEXTS,
)
