"""Change who the person is and how to contact them safely."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions import change_person, reveal_identity, set_safe_contact
from frontend.forms.acting import posted
from frontend.forms.contact import ContactForm
from frontend.forms.person import PersonForm

from .case_forms import clash_page, form_page, to_case
from .doors import WorkerRequest, case_of, door

PERSON, CONTACT = _("The person"), _("How to contact safely")


@door("edit_case")
def person_change(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Identity and coded facts. Each page with them is written down as a reveal."""
    case, user = case_of(request, case_id, "edit_case", reads="identity"), request.user
    form = PersonForm(posted(request), row=case.person)
    saved = form.save_over(
        lambda: case_of(request, case_id, "edit_case").person,
        lambda values, version: change_person(case.person, values, version=int(version), by=user),
    )
    back = reverse("case", args=[case_id])
    if saved:
        messages.success(request, gettext("Saved."))
        return to_case("case", case)
    reveal_identity(case, by=user)  # whatever the page says: fresh, sent back with errors, or a clash
    if form.clash:
        return clash_page(request, case, form, heading=PERSON, back=back)
    return form_page(request, case, form, heading=PERSON, submit=_("Save"), back=back)


@door("edit_case")
def safe_contact_change(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Safe-contact rules; saving counts as reviewing them."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = ContactForm(posted(request), row=case.person.safe_contact)
    saved = form.save_over(
        lambda: case_of(request, case_id, "edit_case").person.safe_contact,
        lambda values, version: set_safe_contact(case.person, values, version=int(version), by=user),
    )
    back = reverse("case", args=[case_id])
    if saved:
        messages.success(request, gettext("Saved and marked as reviewed today."))
        return to_case("case", case)
    reveal_identity(case, by=user)  # whatever the page says: fresh, sent back with errors, or a clash
    if form.clash:
        return clash_page(request, case, form, heading=CONTACT, back=back)
    return form_page(request, case, form, heading=CONTACT, submit=_("Save"), back=back)
