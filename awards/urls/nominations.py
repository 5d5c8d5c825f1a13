"""Addresses of nominations and of the files of awards."""

from django.urls import path

from awards.views import files, nomination_writing, nominations

urlpatterns = [
    path("nominations/", nominations.index, name="nominations"),
    path("nominations/new/", nominations.choose_campaign, name="nomination-new"),
    path("campaigns/<int:pk>/nominate/", nominations.create, name="nomination-new"),
    path("nominations/<int:pk>/", nominations.detail, name="nomination"),
    path("nominations/<int:pk>/sections/<slug:section>/", nomination_writing.section, name="nomination-section"),
    path("nominations/<int:pk>/sections/<slug:section>/save/", nomination_writing.save, name="nomination-save"),
    path("nominations/<int:pk>/files/", nomination_writing.dossier_files, name="nomination-files"),
    path("nominations/<int:pk>/check/", nomination_writing.check, name="nomination-check"),
    path("nominations/<int:pk>/submit/", nomination_writing.submit, name="nomination-submit"),
    path("nominations/<int:pk>/submitted/", nomination_writing.submitted, name="nomination-submitted"),
    path("nominations/<int:pk>/versions/<int:number>/", nominations.version, name="nomination-version"),
    path("nominations/<int:pk>/recall/", nominations.recall, name="nomination-recall"),
    path("nominations/<int:pk>/withdraw/", nominations.withdraw, name="nomination-withdraw"),
    path("nominations/<int:pk>/appeal/", nominations.appeal, name="nomination-appeal"),
    path("nominations/<int:pk>/not-award/", nominations.not_award, name="nomination-not-award"),
    path("award-files/<int:pk>/", files.download, name="file"),
    path("award-files/<int:pk>/remove/", files.remove, name="file-remove"),
]
