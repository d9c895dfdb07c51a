"""Safe-contact rules in words: a few for lists, all of them for the block above a case and in contact dialogs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.contact_rules import REVIEW_FIRST, STOPPED
from cases.models import SafeContact

TITLES = {
    "none": _("Do not contact"),
    "call": _("Contact by phone call"),
    "text": _("Contact only by text message"),
    "app": _("Contact only by messaging app"),
    "email": _("Contact only by e-mail"),
    "partner": _("Contact only through another organization"),
    "visit": _("Contact in person only"),
}
SHORT = {
    "none": ("telephone-x", _("No contact")),
    "call": ("telephone", _("Call OK")),
    "text": ("chat-left-text", _("Message only")),
    "app": ("chat-left-text", _("Message only")),
    "email": ("chat-left-text", _("E-mail only")),
    "partner": ("telephone-x", _("No contact – via partner")),
    "visit": ("person", _("In person only")),
}
WAYS = (
    ("may_call", _("Calls are OK."), _("Do not call.")),
    ("may_text", _("Text messages are OK."), _("Do not send text messages.")),
    ("may_voicemail", _("Voicemail is OK."), _("Do not leave voicemail.")),
    ("may_email", _("E-mail is OK."), _("Do not e-mail.")),
)


@dataclass(frozen=True)
class Rules:
    """What the safety block says."""

    title: str
    rules: str
    if_someone_else: str


def short(contact: SafeContact) -> tuple[str, Any]:
    """An icon's name and two words, for a list."""
    return SHORT["none" if contact.unsafe_since or contact.stopped else contact.channel]


def rules(contact: SafeContact, *, looking: bool = False) -> Rules:
    """The whole of it. What isn't allowed is said before what is. `looking`: for whoever looks for a missing person."""
    if contact.stopped and not (looking and contact.stopped == SafeContact.Stopped.MISSING):
        return Rules(str(STOPPED[contact.stopped]), "", contact.if_someone_else or "")
    if contact.unsafe_since is not None:
        return Rules(str(REVIEW_FIRST), "", contact.if_someone_else or "")
    hours = f", {contact.hours}" if contact.hours else ""
    said = [str(no) for name, _yes, no in WAYS if not getattr(contact, name)]
    said += [str(yes) for name, yes, _no in WAYS if getattr(contact, name)]
    if contact.who_may_answer:
        said.append(gettext("Who may answer: %s.") % contact.who_may_answer)
    return Rules(f"{TITLES[contact.channel]}{hours}", " ".join(said), contact.if_someone_else or "")
