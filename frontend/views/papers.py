"""Empty sheets to print, in the reader's language, for where there is no screen. They name nobody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from frontend.blank_papers import lines
from frontend.forms.hotline import CallForm, ContactForm
from frontend.forms.register import RegisterForm
from frontend.forms.shelter import EventPaper, HouseEventForm

from .doors import WorkerRequest, door

Part = tuple[Any, Iterable[BoundField]]


@door("register_person", methods=("GET",))
def register_paper(request: WorkerRequest) -> HttpResponse:
    """Registration: the words on keeping a record, the answer, the person, safe contact."""
    form = RegisterForm(user=request.user)
    parts: list[Part] = [
        (_("Consent to keep a record"), form.short_consent),
        (_("Only for a child, or where somebody else decides"), form.child_consent),
        (_("The person"), form.minimum),
        (_("More about safe contact"), form.more_contact),
    ]
    return _sheet(request, _("Register a person"), parts, reverse("register"), purpose="store", signed=True)


@door("take_contacts", methods=("GET",))
def contact_paper(request: WorkerRequest) -> HttpResponse:
    """A call: the six questions, and what was said."""
    form = ContactForm(user=request.user)
    parts: list[Part] = [
        ("", [CallForm()["channel"], form["danger"]]),
        (_("What is needed"), form.what),
        (_("Calling back"), form.back),
        (_("What was said"), [form["words"]]),
    ]
    return _sheet(request, _("A call for help"), parts, reverse("hotline"))


@door("record_service", methods=("GET",))
def house_log_paper(request: WorkerRequest) -> HttpResponse:
    """The log of a house: what happened in codes, and a part for each person."""
    form, part = HouseEventForm(), EventPaper()
    event = [one for one in form if one.name not in ("happened_at", "late_reason")]
    parts: list[Part] = [(_("What happened"), event)]
    parts += [(_("Somebody who was part of it"), list(part))] * EventPaper.PEOPLE
    return _sheet(request, _("Log of the house"), parts, reverse("houses"))


def _sheet(request: WorkerRequest, heading: Any, parts: list[Part], back: str, **more: Any) -> HttpResponse:
    context = {"heading": heading, "parts": [(title, lines(fields)) for title, fields in parts], "back_url": back}
    return render(request, "papers/blank.html", context | more)
