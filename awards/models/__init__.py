"""Awards: nominations and dossiers, standing, appraisal, councils, ballots, decisions, the award book, proposals."""

from awards.models.appraisals import Appraisal, Judgement, Opinion, Posting, PostingRemark, Verdict
from awards.models.ballots import Ballot, BallotItem, Choice
from awards.models.book import Certificate, CertificatePrint
from awards.models.book_years import AwardBookYear
from awards.models.councils import Council, Seat, VotingRule
from awards.models.decisions import Decision, DecisionLine
from awards.models.dossiers import AwardFile, DossierRule
from awards.models.funds import AwardFund
from awards.models.minutes import Minutes
from awards.models.nomination_records import EligibilityRun, Exemption, NominationVersion
from awards.models.nominations import Nomination
from awards.models.proposals import Proposal, ProposalLine
from awards.models.ranking import PriorityClaim, TieChoice
from awards.models.reviews import ReviewVote, UnitReview
from awards.models.sessions import AgendaItem, Attendance, Conflict, Session, WrittenOpinion
from awards.models.standing import Assessment, Discipline, EarlierAward, Examination, Initiative, Threshold
from awards.models.votes import BoxCount, CountEntry, NamedVote, Voter

__all__ = [
    "AgendaItem", "Appraisal", "Assessment", "Attendance", "AwardBookYear", "AwardFile", "AwardFund", "Ballot",
    "BallotItem", "BoxCount", "Certificate", "CertificatePrint", "Choice", "Conflict", "Council", "CountEntry",
    "Decision", "DecisionLine", "Discipline", "DossierRule", "EarlierAward", "EligibilityRun", "Examination",
    "Exemption", "Initiative", "Judgement", "Minutes", "NamedVote", "Nomination", "NominationVersion", "Opinion",
    "Posting", "PostingRemark", "PriorityClaim", "Proposal", "ProposalLine", "ReviewVote", "Seat", "Session",
    "Threshold", "TieChoice", "UnitReview", "Verdict", "Voter", "VotingRule", "WrittenOpinion",
]  # fmt: skip
