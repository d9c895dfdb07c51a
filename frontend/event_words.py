"""What the trail's events are called on screens. An event without words here is shown by its code."""

from django.utils.translation import gettext_lazy as _

from casemgr.audit import events

WORDS = {
    events.PERSON_REGISTERED: _("Registered the person"),
    events.PERSON_CHANGED: _("Changed the person's details"),
    events.PERSON_IDENTITY_REVEALED: _("Revealed a masked fact"),
    events.PERSON_NEVER_SHARE_ADDED: _("Added to the never-share list"),
    events.CASE_OPENED: _("Opened the case"),
    events.CASE_READ: _("Looked at the case"),
    events.CASE_LISTED: _("Saw the case in a list"),
    events.CASE_CHANGED: _("Changed stage, safety or follow-up"),
    events.CASE_ASSIGNED: _("Assigned the case"),
    events.CASE_RESTRICTED: _("Changed who may see the case"),
    events.CASES_SEARCHED: _("Found the case by a search"),
    events.SERVICE_RECORDED: _("Recorded a service"),
    events.NOTE_WRITTEN: _("Wrote a note"),
    events.NOTE_AMENDED: _("Amended a note"),
    events.TASK_ADDED: _("Added a task"),
    events.TASK_DONE: _("Marked a task as done"),
    events.TASK_REOPENED: _("Opened a task again"),
    events.EXPERIENCE_RECORDED: _("Recorded the experience"),
    events.CONSENT_RECORDED: _("Recorded a consent"),
    events.CONSENT_WITHDRAWN: _("Withdrew a consent"),
}
FACTS = {
    "legal_name": _("legal name"),
    "birth_date": _("date of birth"),
    "phone": _("phone"),
    "email": _("e-mail address"),
    "address": _("address"),
    "identity_numbers": _("identity numbers"),
    "code_word": _("code word"),
    "identity": _("all of the identity, to change it"),
}


def words(event: str) -> object:
    """An event in words."""
    return WORDS.get(event, event)
