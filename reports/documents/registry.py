"""Every kind of paper that the product makes."""

from reports.documents import (
    achievement_report,
    appraisal_note,
    award_decision,
    bundles,
    campaign_plan,
    certificates,
    council_minutes,
    council_notice,
    nomination_submission,
    prize_receipts,
    review_minutes,
    summary_report,
    unit_plan,
    unit_report,
    workbook,
)

KINDS = {
    kind.key: kind
    for kind in (
        campaign_plan.KIND,
        unit_plan.KIND,
        unit_report.KIND,
        summary_report.INTERIM,
        summary_report.KIND,
        achievement_report.KIND,
        nomination_submission.KIND,
        review_minutes.KIND,
        appraisal_note.KIND,
        council_notice.KIND,
        council_minutes.KIND,
        award_decision.KIND,
        prize_receipts.KIND,
        certificates.BATCH,
        certificates.SINGLE,
    )
}
KINDS |= {kind.key: kind for kind in bundles.kinds(KINDS)}


def title_of(key: str) -> str:
    """Return what a kind of document is called; a workbook is made of a list, not of records."""
    return workbook.TITLE if key == workbook.KEY else KINDS[key].title
