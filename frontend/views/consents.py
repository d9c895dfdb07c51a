"""Consents of a person: what holds, how it came, recording and withdrawing; who must never learn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.errors import NotFound
from cases.actions import add_guardian, bar_guardian, never_share, record_consent, withdraw
from cases.codelists.languages import LANGUAGES
from cases.consent_categories import CATEGORIES
from cases.consent_texts import text_of
from cases.models import Consent, Guardian, NeverShare
from frontend.forms.acting import posted
from frontend.forms.consents import BarForm, ConfirmForm, ConsentForm, GuardianForm, NeverShareForm, ShareForm
from referrals.never import never_with

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door

FORMS = {"store": ConsentForm, "share": ShareForm, "statistics": ConsentForm}


@door("view_case", methods=("GET",))
def case_consents(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The current word on each purpose, and every earlier one."""
    case, user = case_of(request, case_id), request.user
    consents = Consent.objects.visible_to(user).filter(person_id=case.person_id)
    consents = consents.select_related("recipient", "recorded_by", "ended_by", "interpreter").order_by("-recorded_at")
    day = today(user.organization)
    rows: list[dict[str, Any]] = [
        {"consent": c, "holds": c.holds_on(day), "kinds": [CATEGORIES[k] for k in c.categories if k in CATEGORIES]}
        for c in consents
    ]
    context = {
        "standing": [row for row in rows if not row["consent"].replaced],
        "earlier": [row for row in rows if row["consent"].replaced],
        "guardians": Guardian.objects.visible_to(user).filter(person_id=case.person_id).order_by("recorded_at"),
        "never": NeverShare.objects.visible_to(user)
        .holding()
        .filter(person_id=case.person_id)
        .select_related("recipient"),
    }
    return case_page(request, "consents", case, "case_consents", **context)


@door("record_consent")
def consent_add(request: WorkerRequest, case_id: str, purpose: str) -> HttpResponse:
    """Record what the person decided about one purpose."""
    case, user = case_of(request, case_id, "record_consent"), request.user
    if purpose not in FORMS:
        raise NotFound()
    more: dict[str, Any] = {"never": never_with(case.person, user)} if purpose == "share" else {}
    language = case.person.preferred_language
    form = FORMS[purpose](posted(request), user=user, language=language, person=case.person, **more)
    if form.does(lambda values: record_consent(case.person, purpose=purpose, by=user, **values)):
        messages.success(request, gettext("The person's decision was recorded."))
        return to_case("case_consents", case)
    heading, back = Consent.Purpose(purpose).label, reverse("case_consents", args=[case_id])
    return form_page(
        request,
        case,
        form,
        heading=heading,
        submit=_("Save decision"),
        back=back,
        template="consent_form",
        purpose=purpose,
        text=text_of(purpose, language),
    )


@door("record_consent")
def consent_withdraw(request: WorkerRequest, case_id: str, consent_id: str) -> HttpResponse:
    """End it now. No reason is asked."""
    case, user = case_of(request, case_id, "record_consent"), request.user
    consents = Consent.objects.visible_to(user).filter(person_id=case.person_id)
    consent = consents.select_related("recipient", "person").filter(public_id=consent_id).first()
    if consent is None:
        raise NotFound()
    form = ConfirmForm(posted(request))
    if form.does(lambda _values: withdraw(consent, by=user)):
        messages.success(request, gettext("The consent ended. Nothing more is shared or used under it."))
        return to_case("case_consents", case)
    back = reverse("case_consents", args=[case_id])
    heading, submit = _("Withdraw this consent"), _("Withdraw now")
    return form_page(
        request, case, form, heading=heading, submit=submit, back=back, template="withdraw", consent=consent
    )


@door("record_consent")
def never_share_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Name an organization, or somebody, who must not learn of this person."""
    case, user = case_of(request, case_id, "record_consent"), request.user
    listed = NeverShare.objects.visible_to(user).holding().filter(person_id=case.person_id).exclude(recipient=None)
    never = list(listed.values_list("recipient_id", flat=True))
    form = NeverShareForm(posted(request), user=user, never=never)
    if form.does(lambda values: never_share(case.person, by=user, **values)):
        messages.success(request, gettext("Added to the never-share list."))
        return to_case("case_consents", case)
    back = reverse("case_consents", args=[case_id])
    return form_page(request, case, form, heading=_("Never share with"), submit=_("Save"), back=back)


@door("record_consent", methods=("GET",))
def consent_print(request: WorkerRequest, case_id: str, purpose: str) -> HttpResponse:
    """The text in the person's language on one sheet, with pictures, a place for a signature or mark and a witness."""
    case = case_of(request, case_id, "record_consent")
    if purpose not in FORMS:
        raise NotFound()
    asked = request.GET.get("language", case.person.preferred_language)
    text = text_of(purpose, asked if asked in LANGUAGES else "")
    return case_page(request, "consent_print", case, "", text=text, purpose=Consent.Purpose(purpose).label)


@door("record_consent")
def guardian_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Name a guardian."""
    case, user = case_of(request, case_id, "record_consent"), request.user
    form = GuardianForm(posted(request))
    if form.does(lambda values: add_guardian(case.person, by=user, **values)):
        messages.success(request, gettext("The guardian was named."))
        return to_case("case_consents", case)
    back = reverse("case_consents", args=[case_id])
    return form_page(request, case, form, heading=_("Name a guardian"), submit=_("Save"), back=back)


@door("record_consent")
def guardian_bar(request: WorkerRequest, case_id: str, guardian_id: str) -> HttpResponse:
    """Bar one who may be implicated."""
    case, user = case_of(request, case_id, "record_consent"), request.user
    guardians = Guardian.objects.visible_to(user).filter(person_id=case.person_id).select_related("person")
    guardian = guardians.filter(public_id=guardian_id).first()
    if guardian is None:
        raise NotFound()
    form = BarForm(posted(request))
    if form.does(lambda values: bar_guardian(guardian, by=user, **values)):
        messages.success(request, gettext("They decide nothing from now on. Ask anew for what they decided."))
        return to_case("case_consents", case)
    back = reverse("case_consents", args=[case_id])
    return form_page(request, case, form, heading=_("Bar this guardian"), submit=_("Bar"), back=back)
