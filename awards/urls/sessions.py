"""Addresses of sessions, their agenda and their minutes."""

from django.urls import path

from awards.views import agenda, minutes, sessions

urlpatterns = [
    path("sessions/", sessions.index, name="sessions"),
    path("sessions/new/", sessions.create, name="session-new"),
    path("sessions/<int:pk>/", sessions.detail, name="session"),
    path("sessions/<int:pk>/edit/", sessions.edit, name="session-edit"),
    path("sessions/<int:pk>/notice/", sessions.notice, name="session-notice"),
    path("sessions/<int:pk>/presence/", sessions.record_presence, name="session-presence"),
    path("sessions/<int:pk>/convene/", sessions.convene, name="session-convene"),
    path("sessions/<int:pk>/prepare-again/", sessions.prepare_again, name="session-prepare-again"),
    path("sessions/<int:pk>/open/", sessions.open_session, name="session-open"),
    path("sessions/<int:pk>/adjourn/", sessions.adjourn, name="session-adjourn"),
    path("sessions/<int:pk>/reconvene/", sessions.reconvene, name="session-reconvene"),
    path("sessions/<int:pk>/finish-voting/", sessions.finish_voting, name="session-finish-voting"),
    path("sessions/<int:pk>/close/", sessions.close, name="session-close"),
    path("sessions/<int:pk>/cancel/", sessions.cancel, name="session-cancel"),
    path("sessions/<int:pk>/agenda/", agenda.choose, name="session-agenda"),
    path("agenda-items/<int:pk>/", agenda.detail, name="session-item"),
    path("agenda-items/<int:pk>/move/", agenda.move, name="session-item-move"),
    path("agenda-items/<int:pk>/take-off/", agenda.take_off, name="session-item-take-off"),
    path("agenda-items/<int:pk>/defer/", agenda.defer, name="session-item-defer"),
    path("agenda-items/<int:pk>/note/", agenda.note, name="session-item-note"),
    path("agenda-items/<int:pk>/declare/", agenda.declare, name="session-item-declare"),
    path("agenda-items/<int:pk>/opinion/", agenda.opinion, name="session-item-opinion"),
    path("conflicts/<int:pk>/withdraw/", agenda.conflict_withdraw, name="conflict-withdraw"),
    path("sessions/<int:pk>/draft-minutes/", minutes.draft, name="session-draft-minutes"),
    path("minutes/<int:pk>/", minutes.detail, name="minutes"),
    path("minutes/<int:pk>/edit/", minutes.edit, name="minutes-edit"),
    path("minutes/<int:pk>/save/", minutes.save, name="minutes-save"),
    path("minutes/<int:pk>/sign-secretary/", minutes.sign_secretary, name="minutes-sign-secretary"),
    path("minutes/<int:pk>/sign-chair/", minutes.sign_chair, name="minutes-sign-chair"),
    path("minutes/<int:pk>/unsign/", minutes.unsign, name="minutes-unsign"),
    path("minutes/<int:pk>/correct/", minutes.correct, name="minutes-correct"),
    path("minutes/<int:pk>/scan/", minutes.scan, name="minutes-scan"),
]
