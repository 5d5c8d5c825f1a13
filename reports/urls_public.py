"""Addresses that anybody may read: the public pages of a commune, and the check of certificates beside them."""

from django.urls import path

from reports.views import certificate_check, public

app_name = "public"
urlpatterns = [
    path("", public.home, name="home"),
    path("ke-hoach/", public.plans, name="plans"),
    path("ke-hoach/<int:pk>/", public.plan, name="plan"),
    path("ke-hoach/<int:pk>/tep/", public.plan_pdf, name="plan-pdf"),
    path("khen-thuong/", public.awards, name="awards"),
    path("khen-thuong/<int:pk>/", public.award, name="award"),
    path("dien-hinh/", public.exemplars, name="exemplars"),
    path("dien-hinh/<int:pk>/", public.exemplar, name="exemplar"),
    path("dien-hinh/anh/<int:pk>/", public.picture, name="picture"),
    path("danh-sach/", public.postings, name="postings"),
    path("danh-sach/da-nhan/", public.remarked, name="remarked"),
    path("danh-sach/<int:pk>/", public.posting, name="posting"),
]
check_patterns = [
    path("kiem-tra/", certificate_check.ask, name="check"),
    path("kiem-tra/<str:code>/", certificate_check.answer, name="check-code"),
    path("tra-cuu/<str:code>/", certificate_check.printed, name="check-printed"),
]
