"""Addresses of appraisals, postings and opinions."""

from django.urls import path

from awards.views import appraisal_bulk, appraisals, postings

urlpatterns = [
    path("appraisals/", appraisals.index, name="appraisals"),
    path("appraisals/compare/", appraisals.compare, name="compare"),
    path("appraisals/take/", appraisal_bulk.take, name="appraisals-take"),
    path("appraisals/<int:pk>/release/", appraisals.release, name="appraisal-release"),
    path("nominations/<int:pk>/appraise/", appraisals.appraise, name="appraise"),
    path("nominations/<int:pk>/take/", appraisals.take, name="nomination-take"),
    path("nominations/<int:pk>/return/", appraisals.return_, name="nomination-return"),
    path("nominations/<int:pk>/find-eligible/", appraisals.confirm, name="nomination-find-eligible"),
    path("nominations/<int:pk>/find-ineligible/", appraisals.confirm, name="nomination-find-ineligible"),
    path("nominations/<int:pk>/reappraise/", appraisals.reappraise, name="nomination-reappraise"),
    path("nominations/<int:pk>/second/", appraisals.ask_second, name="nomination-second"),
    path("nominations/<int:pk>/exempt/", appraisals.grant_exemption, name="nomination-exempt"),
    path("nominations/<int:pk>/opinion/", postings.ask_opinion, name="opinion-ask"),
    path("opinions/<int:pk>/answer/", postings.answer, name="opinion-answer"),
    path("postings/", postings.index, name="postings"),
    path("campaigns/<int:pk>/postings/create/", postings.create, name="posting-create"),
    path("postings/<int:pk>/", postings.detail, name="posting"),
    path("postings/<int:pk>/edit/", postings.edit, name="posting-edit"),
    path("postings/<int:pk>/close/", postings.close, name="posting-close"),
    path("postings/<int:pk>/remark/", postings.remark, name="posting-remark"),
    path("posting-remarks/<int:pk>/settle/", postings.settle, name="posting-remark-settle"),
]
