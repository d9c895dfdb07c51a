"""Contact the person: the rules come first, what is not safe can't be chosen, the attempt is written down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions import open_contact, record_contact
from cases.contact_rules import Way, why_not
from cases.messages import for_person
from cases.models import Case, ContactAttempt
from frontend.forms.acting import posted
from frontend.forms.contact_attempt import ContactAttemptForm

from .case_forms import form_page, to_case
from .case_frame import secret
from .doors import WorkerRequest, case_of, door

LAST = 5
NEEDED = {"phone": (Way.CALL, Way.TEXT, Way.VOICEMAIL, Way.APP), "email": (Way.EMAIL,), "address": (Way.VISIT,)}
LABELS = {"phone": _("Phone"), "email": _("E-mail address"), "address": _("Address")}


@door("edit_case")
def contact(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Opens with the rules. A number or address can be revealed only where a way that needs it is safe."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = ContactAttemptForm(posted(request), rules=case.person.safe_contact)
    if form.does(lambda values: record_contact(case, by=user, **values)):
        messages.success(request, gettext("The contact was recorded."))
        return to_case("case", case)
    open_contact(case, by=user)
    return form_page(
        request,
        case,
        form,
        heading=_("Contact the person"),
        submit=_("Save contact"),
        back=reverse("case", args=[case_id]),
        template="contact",
        blocked=form.blocked(),
        reachable=reachable(case),
        messages_ready=for_person(case, user),
        last=_last(request, case),
        code_word_here=secret(case, "code_word", gettext("Code word")),
    )


def reachable(case: Case) -> list[dict[str, object]]:
    """The recorded numbers and addresses that a safe way needs, masked."""
    rules = case.person.safe_contact
    return [
        secret(case, field, str(LABELS[field]))
        for field, ways in NEEDED.items()
        if getattr(case.person, f"{field}_sealed") is not None and any(why_not(rules, way) is None for way in ways)
    ]


def _last(request: WorkerRequest, case: Case) -> list[ContactAttempt]:
    attempts = ContactAttempt.objects.visible_to(request.user).filter(case=case).select_related("recorded_by")
    return list(attempts.order_by("-happened_at")[:LAST])
