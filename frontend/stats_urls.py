"""Paths of the papers behind agreements to statistics."""

from django.urls import path

from .views import agreement_papers

PAPER = "settings/organization/agreement/<uuid:agreement_id>/paper/"

urlpatterns = [
    path(PAPER, agreement_papers.agreement_paper, name="agreement_paper"),
    path(f"{PAPER}<uuid:paper_id>/", agreement_papers.agreement_paper_file, name="agreement_paper_file"),
]
