"""Addresses of decisions."""

from django.urls import path

from awards.views import decision_acts, decisions

urlpatterns = [
    path("decisions/", decisions.index, name="decisions"),
    path("campaigns/<int:pk>/decisions/draft/", decisions.draft, name="decision-draft"),
    path("decisions/<int:pk>/", decisions.detail, name="decision"),
    path("decisions/<int:pk>/edit/", decisions.edit, name="decision-edit"),
    path("decisions/<int:pk>/add/", decision_acts.add_line, name="decision-add"),
    path("decisions/<int:pk>/refresh/", decision_acts.refresh, name="decision-refresh"),
    path("decisions/<int:pk>/check/", decision_acts.check, name="decision-check"),
    path("decisions/<int:pk>/reopen/", decision_acts.reopen, name="decision-reopen"),
    path("decisions/<int:pk>/send/", decision_acts.send, name="decision-send"),
    path("decisions/<int:pk>/sign/", decision_acts.sign, name="decision-sign"),
    path("decisions/<int:pk>/return/", decision_acts.send_back, name="decision-return"),
    path("decisions/<int:pk>/issue/", decision_acts.issue, name="decision-issue"),
    path("decisions/<int:pk>/publish/", decision_acts.publish, name="decision-publish"),
    path("decisions/<int:pk>/cancel/", decision_acts.cancel, name="decision-cancel"),
    path("decisions/<int:pk>/correct/", decisions.correct, name="decision-correct"),
    path("decisions/<int:pk>/revoke/", decisions.revoke, name="decision-revoke"),
    path("decisions/<int:pk>/receipts/", decisions.receipts_page, name="decision-receipts"),
    path("decisions/<int:pk>/attach/", decision_acts.attach, name="decision-attach"),
    path("decision-lines/<int:pk>/edit/", decisions.edit_line, name="decision-line-edit"),
    path("decision-lines/<int:pk>/up/", decision_acts.line_up, name="decision-line-up"),
    path("decision-lines/<int:pk>/down/", decision_acts.line_down, name="decision-line-down"),
    path("decision-lines/<int:pk>/drop/", decision_acts.drop_line, name="decision-line-drop"),
]
