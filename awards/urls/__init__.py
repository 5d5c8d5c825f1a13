"""Addresses of the awards app, below a commune."""

from awards.urls import (
    appraisals,
    ballots,
    board,
    book,
    councils,
    decisions,
    nominations,
    proposals,
    reviews,
    sessions,
    standing,
)

app_name = "awards"
urlpatterns = [
    *nominations.urlpatterns,
    *reviews.urlpatterns,
    *standing.urlpatterns,
    *appraisals.urlpatterns,
    *board.urlpatterns,
    *councils.urlpatterns,
    *sessions.urlpatterns,
    *ballots.urlpatterns,
    *decisions.urlpatterns,
    *book.urlpatterns,
    *proposals.urlpatterns,
]
