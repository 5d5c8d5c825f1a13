"""Addresses of units' plans, their targets, their peak drives and their registrations."""

from django.urls import path

from campaigns.views import drives, registrations, unit_plans, unit_targets

urlpatterns = [
    path("campaigns/<int:pk>/unit-plans/", unit_plans.index, name="unit-plans"),
    path("campaigns/<int:pk>/unit-plans/<int:unit_pk>/start/", unit_plans.start, name="unit-plan-start"),
    path("unit-plans/<int:pk>/", unit_plans.detail, name="unit-plan"),
    path("unit-plans/<int:pk>/edit/", unit_plans.edit, name="unit-plan-edit"),
    path("unit-plans/<int:pk>/autosave/", unit_plans.autosave, name="unit-plan-autosave"),
    path("unit-plans/<int:pk>/adopt/", unit_plans.adopt, name="unit-plan-adopt"),
    path("unit-plans/<int:pk>/revise/", unit_plans.revise, name="unit-plan-revise"),
    path("unit-plans/<int:pk>/attach/", unit_plans.attach, name="unit-plan-attach"),
    path("unit-plans/<int:pk>/targets/", unit_targets.add_to_plan, name="unit-plan-target"),
    path("targets/<int:pk>/edit/", unit_targets.edit, name="unit-target-edit"),
    path("targets/<int:pk>/drop/", unit_targets.drop, name="unit-target-drop"),
    path("campaigns/<int:pk>/drives/", drives.index, name="drives"),
    path("campaigns/<int:pk>/drives/new/", drives.create, name="drive-new"),
    path("drives/<int:pk>/", drives.detail, name="drive"),
    path("drives/<int:pk>/edit/", drives.edit, name="drive-edit"),
    path("drives/<int:pk>/result/", drives.result, name="drive-result"),
    path("drives/<int:pk>/targets/", unit_targets.add_to_drive, name="drive-target"),
    path("drives/<int:pk>/launch/", drives.launch, name="drive-launch"),
    path("drives/<int:pk>/end/", drives.end, name="drive-end"),
    path("drives/<int:pk>/resume/", drives.resume, name="drive-resume"),
    path("campaigns/<int:pk>/registrations/", registrations.index, name="registrations"),
    path("campaigns/<int:pk>/registrations/new/", registrations.create, name="registration-new"),
    path("registrations/<int:pk>/withdraw/", registrations.withdraw, name="registration-withdraw"),
]
