"""Addresses of exemplars."""

from django.urls import path

from campaigns.views import exemplars

urlpatterns = [
    path("campaigns/<int:pk>/exemplars/", exemplars.index, name="exemplars"),
    path("campaigns/<int:pk>/exemplars/find/", exemplars.create, name="exemplar-find"),
    path("exemplars/<int:pk>/", exemplars.detail, name="exemplar"),
    path("exemplars/<int:pk>/edit/", exemplars.edit, name="exemplar-edit"),
    path("exemplars/<int:pk>/register/", exemplars.register, name="exemplar-register"),
    path("exemplars/<int:pk>/decline/", exemplars.decline, name="exemplar-decline"),
    path("exemplars/<int:pk>/publish/", exemplars.publish, name="exemplar-publish"),
    path("exemplars/<int:pk>/withdraw/", exemplars.withdraw, name="exemplar-withdraw"),
]
