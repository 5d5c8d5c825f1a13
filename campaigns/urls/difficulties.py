"""Addresses of difficulties."""

from django.urls import path

from campaigns.views import difficulties

urlpatterns = [
    path("campaigns/<int:pk>/difficulties/", difficulties.index, name="difficulties"),
    path("campaigns/<int:pk>/difficulties/raise/", difficulties.create, name="difficulty-raise"),
    path("difficulties/<int:pk>/", difficulties.detail, name="difficulty"),
    path("difficulties/<int:pk>/take/", difficulties.take, name="difficulty-take"),
    path("difficulties/<int:pk>/forward/", difficulties.forward, name="difficulty-forward"),
    path("difficulties/<int:pk>/answer/", difficulties.answer, name="difficulty-answer"),
    path("difficulties/<int:pk>/decide/", difficulties.decide, name="difficulty-decide"),
    path("difficulties/<int:pk>/close/", difficulties.close, name="difficulty-close"),
    path("difficulties/<int:pk>/reopen/", difficulties.reopen, name="difficulty-reopen"),
]
