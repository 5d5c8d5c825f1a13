"""Addresses of plans: the list, a campaign, its plan, the sections of its draft, its versions."""

from django.urls import path

from campaigns.views import plan_sections, plans, versions

urlpatterns = [
    path("campaigns/", plans.listing, name="campaigns"),
    path("campaigns/new/", plans.create, name="campaign-create"),
    path("campaigns/<int:pk>/", plans.detail, name="campaign"),
    path("campaigns/<int:pk>/clone/", plans.clone, name="campaign-clone"),
    path("campaigns/<int:pk>/plan/", plans.plan, name="campaign-plan"),
    path("campaigns/<int:pk>/acts/<slug:action>/", plans.act, name="campaign-act"),
    path("campaigns/<int:pk>/issue/", plans.issue, name="campaign-issue"),
    path("campaigns/<int:pk>/history/", plans.past, name="campaign-history"),
    path("remarks/<int:pk>/settle/", plans.settle, name="remark-settle"),
    path(
        "campaigns/<int:pk>/standards/<str:round_key>/<slug:subject>/",
        plan_sections.edit_standard,
        name="standard-edit",
    ),
    path("campaigns/<int:pk>/sections/<path:section>/", plan_sections.edit, name="section-edit"),
    path("campaigns/<int:pk>/versions/", versions.listing, name="versions"),
    path("campaigns/<int:pk>/versions/compare/", versions.compare, name="version-compare"),
    path("campaigns/<int:pk>/versions/<int:number>/", versions.detail, name="version"),
    path("campaigns/<int:pk>/amendment/", versions.amendment, name="amendment"),
    path("campaigns/<int:pk>/amendment/start/", versions.start, name="amendment-start"),
    path("campaigns/<int:pk>/amendment/drop/", versions.drop, name="amendment-drop"),
]
