"""Addresses of the award book and of the certificate register."""

from django.urls import path

from awards.views import book, certificates

urlpatterns = [
    path("award-book/", book.index, name="book"),
    path("award-book/higher/", book.higher, name="book-higher"),
    path("award-book/years/", book.years, name="book-years"),
    path("award-book/statistics/", book.statistics, name="book-statistics"),
    path("award-book/lines/<int:pk>/", book.line, name="book-line"),
    path("award-book/people/<int:pk>/", book.person, name="book-person"),
    path("award-book/units/<int:pk>/", book.unit, name="book-unit"),
    path("certificates/", certificates.index, name="certificates"),
    path("certificates/print/", certificates.record_print, name="certificates-print"),
    path("certificates/hand-over/", certificates.hand_over, name="certificates-hand-over"),
    path("certificates/<int:pk>/", certificates.detail, name="certificate"),
    path("certificates/<int:pk>/replace/", certificates.replace, name="certificate-replace"),
]
