"""The signed paper of an agreement to statistics: for the organization's administrator and data stewards."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from anonymized_exports.actions import attach_paper, open_paper
from anonymized_exports.models import AgreementPaper
from casemgr.accounts.models import StatisticsAgreement
from casemgr.encryption import held
from casemgr.errors import NotFound
from cases.documents.kinds import EXTENSIONS
from frontend.forms.acting import posted
from frontend.forms.agreement_papers import PaperForm

from .doors import WorkerRequest, door


@door("preview_statistics")
def agreement_paper(request: WorkerRequest, agreement_id: UUID) -> HttpResponse:
    """What is attached, with its SHA-256; the administrator attaches more."""
    agreement = _agreement(request, agreement_id)
    held.require_unlocked(request.user.home.pk)
    form = PaperForm(posted(request), request.FILES or None)
    if form.does(lambda values: attach_paper(agreement, file=values["file"], by=request.user)):
        messages.success(request, gettext("The paper was attached."))
        return redirect("agreement_paper", agreement_id=agreement.pk)
    papers = AgreementPaper.objects.visible_to(request.user).filter(agreement=agreement)
    context = {
        "agreement": agreement,
        "papers": papers.select_related("added_by").defer("sealed").order_by("-added_at"),
        "form": form if request.user.can("manage_people") else None,
        "back": "organization" if request.user.can("manage_people") else "statistics_preview",
    }
    return render(request, "admin/agreement_paper.html", context, status=422 if form.is_bound else 200)


@door("preview_statistics", methods=("GET",))
def agreement_paper_file(request: WorkerRequest, agreement_id: UUID, paper_id: UUID) -> HttpResponse:
    """The file, to save."""
    agreement = _agreement(request, agreement_id)
    papers = AgreementPaper.objects.visible_to(request.user).select_related("agreement")
    paper = papers.filter(agreement=agreement, pk=paper_id).first()
    if paper is None:
        raise NotFound()
    response = HttpResponse(open_paper(paper, by=request.user), content_type=paper.media_type)
    name = f"agreement-{agreement.number}.{EXTENSIONS[paper.media_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _agreement(request: WorkerRequest, agreement_id: UUID) -> StatisticsAgreement:
    found = StatisticsAgreement.objects.filter(organization=request.user.home, pk=agreement_id).first()
    if found is None:
        raise NotFound()
    return found
