"""Every kind of paper that the product makes."""

from reports.documents import (
    achievement_report,
    appraisal_note,
    award_decision,
    campaign_plan,
    council_minutes,
    council_notice,
    nomination_submission,
    prize_receipts,
    review_minutes,
    summary_report,
    unit_plan,
    unit_report,
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
    )
}
