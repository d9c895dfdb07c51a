"""Documents that go along with a referral: chosen and left by the sender, opened by who took the person on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.errors import CasemgrError, NotFound
from cases.documents.kinds import EXTENSIONS, PICTURES
from cases.models import Document
from frontend.forms.acting import posted
from frontend.forms.referral_documents import DocumentsForm
from referrals import actions
from referrals.codes import Role
from referrals.models import Referral, ReferralAttachment, ReferralParty

from .doors import WorkerRequest, door
from .referral_rows import row
from .referrals import REFERRING, referral_of


@door("send_referral")
def referral_documents(request: WorkerRequest, referral_id: str) -> HttpResponse:
    """Choose documents of the case; one's own referrals only."""
    one, user = referral_of(request, referral_id), request.user
    party = ReferralParty.objects.visible_to(user).filter(referral=one, role=Role.SENDER).select_related("case").first()
    if party is None or party.case is None:
        raise NotFound()
    gone = ReferralAttachment.objects.visible_to(user).filter(referral=one).values("document_id")
    offered = Document.objects.visible_to(user).kept().filter(case=party.case).exclude(pk__in=gone)
    form = DocumentsForm(posted(request), offered=offered.order_by("-added_at"))
    if form.does(lambda values: actions.choose_documents(one, values["documents"], by=user)):
        messages.success(request, _("They go along. Before anybody took the person on, nobody else sees them."))
        return redirect("referral", referral_id)
    context = row(one) | {"form": form, "any": offered.exists()}
    return render(request, "referrals/documents.html", context, status=422 if form.is_bound else 200)


@door("send_referral", methods=("POST",))
def attachment_leave(request: WorkerRequest, referral_id: str, attachment_id: str) -> HttpResponse:
    """Let one not go along after all."""
    one = _attachment(request, referral_id, attachment_id)
    try:
        actions.leave_document(one, by=request.user)
    except CasemgrError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It stays here."))
    return redirect("referral", referral_id)


@door(*REFERRING, "view_case", methods=("GET",))
def attachment_file(request: WorkerRequest, referral_id: str, attachment_id: str) -> StreamingHttpResponse:
    """The copy: pictures in the browser, everything else to save; under a name that tells nothing."""
    one = _attachment(request, referral_id, attachment_id)
    chunks = actions.open_attachment(one, by=request.user)
    response = StreamingHttpResponse(chunks, content_type=one.media_type)
    name = f"document-{one.public_id}.{EXTENSIONS[one.media_type]}"
    shown = "inline" if one.media_type in PICTURES else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = str(one.size)
    return response


def _attachment(request: WorkerRequest, referral_id: str, attachment_id: str) -> ReferralAttachment:
    one: Referral = referral_of(request, referral_id)
    rows: Any = ReferralAttachment.objects.visible_to(request.user).filter(referral=one)
    found: ReferralAttachment | None = rows.filter(public_id=attachment_id).first()
    if found is None:
        raise NotFound()
    return found
