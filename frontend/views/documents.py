"""Documents of a case: list, add, open, delete. A file leaves under a neutral name and is never stored on the way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound
from cases.actions import add_document, delete_document, open_document
from cases.documents.kinds import EXTENSIONS, PICTURES
from cases.models import Document
from frontend.forms.acting import posted
from frontend.forms.documents import DeleteForm, DocumentForm

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door


@door("view_case", methods=("GET",))
def case_documents(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Newest first; of deleted ones that they were there."""
    case = case_of(request, case_id)
    documents = Document.objects.visible_to(request.user).filter(case=case).select_related("added_by", "ended_by")
    rows = documents.order_by("ended_at", "-added_at")
    return case_page(request, "documents", case, "case_documents", documents=rows)


@door("write_note")
def document_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Add one."""
    case, user = case_of(request, case_id, "write_note"), request.user
    form = DocumentForm(posted(request), request.FILES or None)

    def add(values: dict[str, Any]) -> Document:
        upload = values.pop("file")
        return add_document(case, file=upload, name=upload.name or "", by=user, **values)

    if form.does(add):
        messages.success(request, gettext("The document was added."))
        return to_case("case_documents", case)
    back = reverse("case_documents", args=[case_id])
    words = {"heading": _("Add a document"), "submit": _("Save document")}
    return form_page(request, case, form, back=back, template="document_form", **words)


@door("view_case", methods=("GET",))
def document_file(request: WorkerRequest, case_id: str, document_id: str) -> StreamingHttpResponse:
    """The file: pictures in the browser, everything else to save."""
    return _sent(request, _document(request, case_id, document_id))


@door("view_case", methods=("GET",))
def document_original(request: WorkerRequest, case_id: str, document_id: str) -> StreamingHttpResponse:
    """Evidence as it was added, with what the camera wrote into it; always to save."""
    return _sent(request, _document(request, case_id, document_id), original=True)


@door("write_note")
def document_delete(request: WorkerRequest, case_id: str, document_id: str) -> HttpResponse:
    """Delete one for good, after a question."""
    case = case_of(request, case_id, "write_note")
    document = _document(request, case_id, document_id)
    form = DeleteForm(posted(request))
    if form.does(lambda _values: delete_document(document, by=request.user)):
        messages.success(request, gettext("The document was deleted."))
        return to_case("case_documents", case)
    back = reverse("case_documents", args=[case_id])
    words = {"heading": _("Delete the document"), "submit": _("Delete for good")}
    return form_page(request, case, form, back=back, template="document_delete", document=document, **words)


def _document(request: WorkerRequest, case_id: str, document_id: str) -> Document:
    case = case_of(request, case_id)
    documents = Document.objects.visible_to(request.user).kept().filter(case=case).select_related("case")
    found: Document | None = documents.filter(public_id=document_id).first()
    if found is None:
        raise NotFound()
    return found


def _sent(request: WorkerRequest, document: Document, *, original: bool = False) -> StreamingHttpResponse:
    chunks = open_document(document, by=request.user, original=original)
    response = StreamingHttpResponse(chunks, content_type=document.media_type)
    shown = document.media_type in PICTURES and not original
    name = f"document-{document.public_id}.{EXTENSIONS[document.media_type]}"
    response["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    if not original:
        response["Content-Length"] = str(document.size)
    return response
