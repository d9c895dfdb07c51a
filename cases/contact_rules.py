"""What the safe-contact rules allow: nothing but what was said. Asked by every way of making contact."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.person import SafeContact


class Way(models.TextChoices):
    """A way in which contact happens; INCOMING is the person's own."""

    CALL = "call", _("Phone call")
    TEXT = "text", _("Text message")
    VOICEMAIL = "voicemail", _("Voicemail")
    EMAIL = "email", _("E-mail")
    APP = "app", _("Messaging app")
    VISIT = "visit", _("In person")
    PARTNER = "partner", _("Through another organization")
    INCOMING = "incoming", _("The person contacted us")


ALLOWED_BY = {
    Way.CALL: "may_call",
    Way.TEXT: "may_text",
    Way.VOICEMAIL: "may_voicemail",
    Way.EMAIL: "may_email",
}
NOT_SAFE: dict[str, Any] = {
    Way.CALL: _("A phone call is not safe for this person."),
    Way.TEXT: _("A text message is not safe for this person."),
    Way.VOICEMAIL: _("Leaving a voicemail is not safe for this person."),
    Way.EMAIL: _("An e-mail is not safe for this person."),
    Way.APP: _("A messaging app was not agreed as safe with this person."),
    Way.VISIT: _("A visit was not agreed as safe with this person."),
    Way.PARTNER: _("Contact through another organization was not agreed with this person."),
}
DO_NOT = _("This person must not be contacted. Wait until they contact you.")
REVIEW_FIRST = _("The last contact was unsafe. Review the safe-contact rules before anybody tries again.")
STOPPED: dict[str, Any] = {
    SafeContact.Stopped.MISSING: _("Contact has stopped: the person is missing. Nobody calls, writes or visits."),
    SafeContact.Stopped.DEAD: _("Contact has stopped: the person died."),
}


def why_not(contact: SafeContact, way: str) -> Any:
    """The reason why this way is blocked, in words; None when it is allowed. Nobody can override it."""
    if contact.stopped and (way != Way.INCOMING or contact.stopped == SafeContact.Stopped.DEAD):
        return STOPPED[contact.stopped]
    return None if way == Way.INCOMING else _why_not_by_rules(contact, way)


def why_not_look_for(contact: SafeContact) -> Any:
    """The same for the call of somebody who looks for the missing: that contact stopped for this doesn't stand against
    it, everything else does.
    """
    if contact.stopped == SafeContact.Stopped.DEAD:
        return STOPPED[contact.stopped]
    return _why_not_by_rules(contact, Way.CALL)


def _why_not_by_rules(contact: SafeContact, way: str) -> Any:
    if contact.unsafe_since is not None:
        return REVIEW_FIRST
    if contact.channel == SafeContact.Channel.NONE:
        return DO_NOT
    ticked = way in ALLOWED_BY and getattr(contact, ALLOWED_BY[Way(way)])
    return None if ticked or contact.channel == way else NOT_SAFE[way]
