"""Addresses of standing: results, initiatives, discipline, examinations, earlier awards, local rules, eligibility."""

from django.urls import path

from awards.views import eligibility, examinations, initiatives, local_rules, standing

urlpatterns = [
    path("standing/", standing.index, name="standing"),
    path("standing/sheet/", standing.sheet, name="standing-sheet"),
    path("standing/people/<int:pk>/", standing.person, name="standing-person"),
    path("standing/units/<int:pk>/", standing.unit, name="standing-unit"),
    path("standing/assessments/add/", standing.assessment_add, name="assessment-add"),
    path("standing/assessments/<int:pk>/", standing.assessment_edit, name="assessment-edit"),
    path("standing/assessments/<int:pk>/official/", standing.assessment_official, name="assessment-official"),
    path("standing/assessments/<int:pk>/clear/", standing.assessment_clear, name="assessment-clear"),
    path("standing/disciplines/", examinations.disciplines, name="disciplines"),
    path("standing/disciplines/add/", examinations.discipline_add, name="discipline-add"),
    path("standing/disciplines/<int:pk>/", examinations.discipline_edit, name="discipline-edit"),
    path("standing/examinations/", examinations.index, name="examinations"),
    path("standing/examinations/add/", examinations.create, name="examination-add"),
    path("standing/examinations/<int:pk>/clear/", examinations.clear, name="examination-clear"),
    path("standing/earlier-awards/", examinations.earlier_awards, name="earlier-awards"),
    path("standing/earlier-awards/add/", examinations.earlier_award_add, name="earlier-award-add"),
    path("standing/earlier-awards/<int:pk>/", examinations.earlier_award_edit, name="earlier-award-edit"),
    path("standing/dossier-rules/", local_rules.dossier_rules, name="dossier-rules"),
    path("standing/dossier-rules/set/", local_rules.dossier_rule_set, name="dossier-rule-set"),
    path("standing/dossier-rules/<int:pk>/confirm/", local_rules.dossier_rule_confirm, name="dossier-rule-confirm"),
    path("campaigns/<int:pk>/thresholds/", local_rules.thresholds, name="thresholds"),
    path("campaigns/<int:pk>/thresholds/set/", local_rules.threshold_set, name="threshold-set"),
    path("initiatives/", initiatives.index, name="initiatives"),
    path("initiatives/add/", initiatives.create, name="initiative-add"),
    path("initiatives/<int:pk>/", initiatives.detail, name="initiative"),
    path("initiatives/<int:pk>/edit/", initiatives.edit, name="initiative-edit"),
    path("initiatives/<int:pk>/recognise/", initiatives.recognise, name="initiative-recognise"),
    path("initiatives/<int:pk>/refuse/", initiatives.refuse, name="initiative-refuse"),
    path("nominations/<int:pk>/initiatives/", initiatives.of_nomination, name="nomination-initiatives"),
    path("nominations/<int:pk>/initiatives/claim/", initiatives.claim, name="initiative-claim"),
    path("nominations/<int:pk>/initiatives/release/", initiatives.release, name="initiative-release"),
    path("nominations/<int:pk>/eligibility/", eligibility.detail, name="eligibility"),
    path("nominations/<int:pk>/eligibility/again/", eligibility.check_again, name="eligibility-run"),
    path("eligibility-runs/<int:pk>/", eligibility.kept, name="eligibility-kept"),
]
