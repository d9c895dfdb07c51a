"""Messages written beforehand, for the ways of contact that somebody else may read or hear."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.errors import Conflict, NotFound
from cases.actions import end_message, save_message
from cases.codelists.languages import LANGUAGES
from cases.contact_rules import Way
from cases.models import MessageTemplate
from frontend.forms.acting import posted
from frontend.forms.messages import MessageForm

from .doors import WorkerRequest, door
from .kept_forms import kept_page


@door("approve", methods=("GET",))
def message_templates(request: WorkerRequest) -> HttpResponse:
    """Every message, in each of its languages."""
    rows = MessageTemplate.objects.visible_to(request.user).offered().order_by("name")
    found = [
        {
            "template": row,
            "ways": [Way(way).label for way in row.ways],
            "texts": [(tag, LANGUAGES.label(tag), text) for tag, text in sorted(row.texts.items())],
        }
        for row in rows
    ]
    return render(request, "cases/messages.html", {"rows": found})


@door("approve")
def message_add(request: WorkerRequest) -> HttpResponse:
    """Write one."""
    form = MessageForm(posted(request), home_language=request.user.home.language)
    if form.does(lambda _values: save_message(by=request.user, **form.told())):
        messages.success(request, _("Saved."))
        return redirect("message_templates")
    return _page(request, form, _("A new message"))


@door("approve")
def message_change(request: WorkerRequest, message_id: str) -> HttpResponse:
    """Change one; if somebody was faster, what was typed stays and is saved only when sent again."""
    template = _template(request, message_id)
    form = MessageForm(posted(request), row=template)
    try:
        saved = form.does(
            lambda values: save_message(by=request.user, template=template, version=values["version"], **form.told())
        )
    except Conflict:
        saved = False
        form.sees("version", template.version)
        form.add_error(None, _("Somebody changed this message meanwhile. Yours is below: save again to keep it."))
    if saved:
        messages.success(request, _("Saved."))
        return redirect("message_templates")
    return _page(request, form, _("Change a message"))


@door("approve", methods=("POST",))
def message_end(request: WorkerRequest, message_id: str) -> HttpResponse:
    """Offer it no more."""
    end_message(_template(request, message_id), by=request.user)
    messages.success(request, _("The message isn't offered any more."))
    return redirect("message_templates")


def _template(request: WorkerRequest, message_id: str) -> MessageTemplate:
    rows = MessageTemplate.objects.visible_to(request.user).offered()
    template = rows.filter(public_id=message_id).first()
    if template is None:
        raise NotFound()
    return template


def _page(request: WorkerRequest, form: Any, heading: str) -> HttpResponse:
    return kept_page(request, "cases/plain_form.html", form, heading=heading, submit=_("Save"))
