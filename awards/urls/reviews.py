"""Addresses of the units' review meetings."""

from django.urls import path

from awards.views import reviews

urlpatterns = [
    path("campaigns/<int:pk>/reviews/", reviews.index, name="reviews"),
    path("campaigns/<int:pk>/reviews/new/", reviews.create, name="review-new"),
    path("reviews/<int:pk>/", reviews.detail, name="review"),
    path("reviews/<int:pk>/edit/", reviews.edit, name="review-edit"),
    path("reviews/<int:pk>/votes/", reviews.votes, name="review-votes"),
    path("reviews/<int:pk>/conclude/", reviews.conclude, name="review-conclude"),
    path("reviews/<int:pk>/reopen/", reviews.reopen, name="review-reopen"),
]
