"""Addresses of appraisals."""

urlpatterns = []
