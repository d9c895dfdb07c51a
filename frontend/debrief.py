"""After something hard was written down: an offer to talk, said once. Who takes it is written nowhere."""

from django.contrib import messages
from django.utils.translation import gettext

from cases.actions.staff_care import staff_care_of
from frontend.views.doors import WorkerRequest


def offer_a_talk(request: WorkerRequest) -> None:
    """Say whom one may talk to, unless the organization switched it off."""
    care = staff_care_of(request.user)
    if care.debrief:
        whom = care.debrief_with or gettext("a supervisor")
        messages.info(request, gettext("That can stay with you. If you want to talk: %(whom)s.") % {"whom": whom})
