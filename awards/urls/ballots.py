"""Addresses of ballots and of the projector."""

from django.urls import path

from awards.views import ballots, projector

urlpatterns = [
    path("sessions/<int:pk>/ballots/prepare/", ballots.prepare, name="ballot-prepare"),
    path("sessions/<int:pk>/projector/", projector.show, name="session-projector"),
    path("sessions/<int:pk>/projector/now/", projector.now, name="session-projector-now"),
    path("ballots/<int:pk>/", ballots.detail, name="ballot"),
    path("ballots/<int:pk>/progress/", ballots.progress, name="ballot-progress"),
    path("ballots/<int:pk>/vote/", ballots.vote, name="ballot-vote"),
    path("ballots/<int:pk>/count/", ballots.count, name="ballot-count"),
    path("ballots/<int:pk>/open/", ballots.open_, name="ballot-open"),
    path("ballots/<int:pk>/close/", ballots.close, name="ballot-close"),
    path("ballots/<int:pk>/confirm/", ballots.confirm, name="ballot-confirm"),
    path("ballots/<int:pk>/announce/", ballots.announce, name="ballot-announce"),
    path("ballots/<int:pk>/void/", ballots.void, name="ballot-void"),
]
