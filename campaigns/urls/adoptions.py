"""Addresses of the bulletin, of adoptions, of pictures and consent."""

from django.urls import path

from campaigns.views import adoptions, bulletin, exemplar_pictures

urlpatterns = [
    path("bulletin/", bulletin.index, name="bulletin"),
    path("bulletin/<int:pk>/", bulletin.detail, name="bulletin-item"),
    path("adoptions/", adoptions.index, name="adoptions"),
    path("adoptions/<int:pk>/", adoptions.detail, name="adoption"),
    path("adoptions/<int:pk>/result/", adoptions.result, name="adoption-result"),
    path("adoptions/<int:pk>/end/", adoptions.end, name="adoption-end"),
    path("exemplars/<int:pk>/adopt/", adoptions.create, name="exemplar-adopt"),
    path("exemplars/<int:pk>/consent/", exemplar_pictures.consent, name="exemplar-consent"),
    path("exemplars/<int:pk>/consent/drop/", exemplar_pictures.drop_consent, name="exemplar-consent-drop"),
    path("exemplars/<int:pk>/pictures/add/", exemplar_pictures.add, name="exemplar-picture-add"),
    path("exemplar-pictures/<int:pk>/", exemplar_pictures.picture, name="exemplar-picture"),
    path("exemplar-pictures/<int:pk>/remove/", exemplar_pictures.remove, name="exemplar-picture-remove"),
]
