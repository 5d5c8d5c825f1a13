"""Issuing a paper: the clerk gives it a number of the register, and the official paper is made of the same words."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Min

from communes import history
from communes.access import Actor, Can
from communes.models import RegisteredNumber
from communes.services import registers
from kit.vietnamese import file_stem, vn_date
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.models import Document, Letter
from reports.services import documents, letters, unveiling

ISSUED_ALREADY = "Văn bản này đã được cấp số."
CHANGED = "Hồ sơ đã thay đổi sau khi tạo bản dự thảo này. Hãy tạo lại văn bản để có lời văn mới nhất."
CONFIRM = "Nếu vẫn đúng, hãy đánh dấu “Tôi đã kiểm tra” rồi bấm lại."


def may_be_issued(document: Document) -> bool:
    """Say whether a paper is of a kind that gets its number from the register, and is not the issued paper itself."""
    kind = KINDS.get(document.kind)
    return bool(kind and kind.symbol) and document.issued_from_id is None


def issued_of(document: Document) -> Document | None:
    """Return the official paper that was made of a draft, if there is one."""
    return Document.objects.filter(issued_from=document).defer("content", "trace").first()


def superseded(document: Document) -> bool:
    """Say whether a paper is of a letter that is no draft any more: issued with another paper, or given up."""
    letter = _letter(document)
    return letter is not None and letter.status != Letter.Status.DRAFT


def changed(document: Document, *, by: Actor) -> bool:
    """Say whether the record would give other words now than those that a paper froze, or is there no more."""
    kind = KINDS[document.kind]
    record = kind.within(by).filter(pk=document.subject_id).first()
    return record is None or kind.build(record).to_json() != document.content


def blockers(document: Document, *, by: Actor, at: datetime) -> list[str]:
    """Say why a paper cannot be issued, in the clerk's words; a letter is issued as it reads now."""
    if not may_be_issued(document):
        return ["Loại văn bản này không lấy số ở sổ văn bản đi."]
    if issued_of(document):
        return [ISSUED_ALREADY]
    if document.unfinished:
        return ["Bản dự thảo chưa tạo xong."]
    if document.status != Document.Status.READY:
        return [f"Bản dự thảo ở trạng thái “{document.get_status_display()}”. Hãy tạo lại văn bản rồi cấp số."]
    if Paper.from_json(document.content).number:
        return ["Văn bản này đã mang số."]
    letter = _letter(document)
    if letter is None:
        return []
    return [*([CHANGED] if changed(document, by=by) else []), *letters.problems(letter, at=at)]


def doubts(document: Document, *, number: int, on: date, by: Actor) -> list[str]:
    """Say what the clerk has to confirm: words that the record would give otherwise now, a date that breaks the order
    of the series or is before the table of a reminder, numbers left out, a second number for one record."""
    symbol = Paper.from_json(document.content).symbol
    found = [CHANGED] if changed(document, by=by) else []
    series = RegisteredNumber.objects.filter(year=on.year, symbol=symbol)
    before = series.filter(number__lt=number).aggregate(number=Max("number"), dated=Max("dated"))
    if before["number"] and number > before["number"] + 1:
        found.append(f"Số liền trước trong sổ {symbol} là {before['number']:02d}; giữa hai số có số chưa cấp.")
    if before["dated"] and on < before["dated"]:
        earlier = vn_date(before["dated"])
        found.append(f"Ngày {vn_date(on)} ở trước ngày {earlier} của số đã cấp trước đó trong sổ {symbol}.")
    following = series.filter(number__gt=number).aggregate(first=Min("dated"))["first"]
    if following and on > following:
        found.append(f"Ngày {vn_date(on)} ở sau ngày {vn_date(following)} của số đã cấp tiếp theo trong sổ {symbol}.")
    letter = _letter(document)
    if letter and letter.counted_on and on < letter.counted_on:
        found.append(f"Ngày {vn_date(on)} ở trước ngày lập bảng báo cáo quá hạn, {vn_date(letter.counted_on)}.")
    if other := Document.objects.defer("content").issued(document.kind, document.subject_id):
        found.append(f"Hồ sơ này đã có văn bản số {other.number_words} ngày {vn_date(other.issued_on)}.")
    return found


def suggested(document: Document, *, year: int) -> int:
    """Return the next number of the register for a paper."""
    return registers.next_number(Paper.from_json(document.content).symbol, year)


@transaction.atomic
def issue(
    document: Document, *, number: int, on: date, signer: str = "", confirmed: bool = False, by: Actor, at: datetime
) -> Document:
    """Give a paper its number and date; return the official paper, which has the same words and is being made.

    Without `confirmed`, what is doubtful is refused. A paper is issued once, however often the button is pressed.
    """
    if not by.may(Can.ISSUE_PAPERS):
        raise PermissionDenied
    document = Document.objects.select_for_update().get(pk=document.pk)
    letter = _letter(document)
    problems = [*blockers(document, by=by, at=at), *registers.ahead(on, at=at)]
    if not problems and not confirmed and (doubtful := doubts(document, number=number, on=on, by=by)):
        problems = [*doubtful, CONFIRM]
    if problems:
        raise ValidationError(problems)
    paper = Paper.from_json(document.content)
    symbol = paper.symbol
    issued = _official(document, paper.signed(signer or paper.signer).numbered(number, on), number, on, by, at)
    registers.take(
        symbol, number=number, dated=on, title=document.title, veiled=unveiling.kept_back(document), by=by, at=at
    )  # fmt: skip
    history.record(
        "document.issue", issued, by=by, at=at, label=f"Cấp số {issued.number_words}: {KINDS[document.kind].title}",
        number=number, symbol=symbol, issued_on=on.isoformat(),
    )  # fmt: skip
    if letter:
        letters.issue(letter, document=issued, by=by, at=at)
    documents.send(issued)
    return issued


def _official(document: Document, paper: Paper, number: int, on: date, by: Actor, at: datetime) -> Document:
    """Store the official paper of a draft, once."""
    try:
        with transaction.atomic():
            return Document.objects.create(
                commune=document.commune,
                campaign=document.campaign,
                unit=document.unit,
                kind=document.kind,
                subject_id=document.subject_id,
                title=document.title,
                file_stem=file_stem(f"{number:02d} {paper.symbol} {document.title}"),
                form=document.form,
                confidential=document.confidential,
                content=paper.to_json(),
                number=number,
                symbol=paper.symbol,
                issued_on=on,
                issued_from=document,
                official=True,
                requested_by=by.user,
                requested_name=by.name,
                requested_at=at,
            )
    except IntegrityError:
        raise ValidationError(ISSUED_ALREADY) from None


def _letter(document: Document) -> Letter | None:
    """Return the letter that a paper was made of, if it is the paper of a letter."""
    if document.kind not in Letter.PAPERS.values():
        return None
    return Letter.objects.select_related("commune", "campaign").filter(pk=document.subject_id).first()
