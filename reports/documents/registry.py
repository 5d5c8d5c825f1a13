"""Every kind of paper that the product makes."""

from reports.documents import (
    achievement_report,
    appraisal_note,
    award_book,
    award_decision,
    bundles,
    calendar_poster,
    campaign_plan,
    certificates,
    chair_submission,
    council_minutes,
    council_notice,
    count_minutes,
    exemplar_sheet,
    handover,
    inspection_minutes,
    letters,
    nomination_submission,
    nominee_list,
    paper_ballot,
    plan_amendment,
    posting_notice,
    prize_receipts,
    proposal_submission,
    review_minutes,
    role_guide,
    summary_report,
    target_sheet,
    unit_plan,
    unit_report,
    workbook,
)

KINDS = {
    kind.key: kind
    for kind in (
        campaign_plan.KIND,
        plan_amendment.KIND,
        letters.URGING,
        letters.INVITATION,
        letters.NOTICE,
        target_sheet.KIND,
        unit_plan.KIND,
        unit_report.KIND,
        inspection_minutes.KIND,
        exemplar_sheet.KIND,
        summary_report.INTERIM,
        summary_report.KIND,
        achievement_report.KIND,
        nomination_submission.KIND,
        nominee_list.KIND,
        review_minutes.KIND,
        appraisal_note.KIND,
        posting_notice.KIND,
        council_notice.KIND,
        paper_ballot.KIND,
        count_minutes.KIND,
        council_minutes.KIND,
        chair_submission.KIND,
        award_decision.KIND,
        prize_receipts.KIND,
        award_book.KIND,
        award_book.PUBLIC,
        proposal_submission.KIND,
        certificates.BATCH,
        certificates.SINGLE,
        handover.KIND,
        role_guide.KIND,
        calendar_poster.KIND,
    )
}
KINDS |= {kind.key: kind for kind in bundles.kinds(KINDS)}


def title_of(key: str) -> str:
    """Return what a kind of document is called; a workbook is made of a list, not of records."""
    return workbook.TITLE if key == workbook.KEY else KINDS[key].title
