"""Paper and words of a referral to a partner outside: the offer, what the person agreed to share, how it was told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from casemgr import rate_limits
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.codelists.countries import REGIONS
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from frontend.disclosed import kinds, safety, shown
from frontend.forms.acting import posted
from frontend.forms.outside import AskedBackForm, ToldForm
from frontend.outside import partner_of
from referrals import actions
from referrals.codes import Role
from referrals.directory.reaching import first_phone
from referrals.models import DirectoryOrganization, Referral, ReferralParty, TakeBack
from referrals.permissions import acts_for_receiver

from .doors import WorkerRequest, door
from .referral_rows import row
from .referrals import referral_of

REFERS = "send_referral"


@door(REFERS, methods=("GET",))
def referral_letter(request: WorkerRequest, sent_id: str) -> HttpResponse:
    """The offer for the first call or letter: coded facts, nobody's name. Room for their answer."""
    one = _outside(request, sent_id)
    if one.offered_at is None:
        raise NotFound()
    trail.read(events.REFERRAL_READ, by=request.user, subjects=[one])
    needs = [SERVICES.label(code) for code in one.needs]
    region = REGIONS.label(one.region) if one.region else ""
    words = {"region": region, "spoken": LANGUAGES.label(one.language), "needs": needs}
    return _sheet(request, one, "letter", lambda: words)


@door(REFERS, methods=("GET",))
def referral_disclosure(request: WorkerRequest, sent_id: str) -> HttpResponse:
    """Exactly what the person agreed to share, the rules of contact first; to read out or to print. Each look enters
    the trail; 403 before they said yes, 410 once sharing is over.
    """
    one, user = _outside(request, sent_id), request.user
    rate_limits.spend("reveal", by=user)
    found = actions.open_for_partner(one, by=user)
    return _sheet(
        request,
        one,
        "disclosure",
        lambda: {
            "fields": shown(found.fields),
            "shared_safety": safety(found.fields),
            "kinds": kinds(found.categories),
        },
    )


@door(REFERS)
def referral_told(request: WorkerRequest, sent_id: str) -> HttpResponse:
    """Say how they were told; it enters the case's list of who was told what."""
    one, user = _outside(request, sent_id), request.user
    form = ToldForm(posted(request), user=user, initial={"version": one.version})
    if form.does(lambda values: actions.hand_over(one, by=user, **_versioned(values))):
        messages.success(request, _("Written down, and in the list of who was told what."))
        return redirect("referral", sent_id)
    return _form(request, one, form, "told", _("How were they told?"))


@door(REFERS)
def referral_asked_back(request: WorkerRequest, sent_id: str) -> HttpResponse:
    """Say whom one asked to destroy what they were told, and what they said."""
    one, user = _outside(request, sent_id), request.user
    asked = TakeBack.objects.visible_to(user).filter(referral=one).exists()
    form = AskedBackForm(posted(request), user=user, asked=asked, initial={"version": one.version})
    if form.does(lambda values: actions.ask_back(one, by=user, **_versioned(values))):
        messages.success(request, _("Written down."))
        return redirect("referral", sent_id)
    heading = _("Do they say that it is destroyed?") if asked else _("Ask them to destroy what they were told")
    return _form(request, one, form, "asked_back", heading)


def _outside(request: WorkerRequest, sent_id: str) -> Referral:
    """The referral, if it goes to a partner outside and the person writes down what it says. Errors: NotFound."""
    one = referral_of(request, sent_id)
    if not acts_for_receiver(request.user, one):
        raise NotFound()
    return one


def _versioned(values: dict[str, Any]) -> dict[str, Any]:
    version = values.pop("version")
    return values | {"versions": None if version is None else [version]}


def _form(request: WorkerRequest, one: Referral, form: Any, what: str, heading: str) -> HttpResponse:
    context = row(one) | {"form": form, "what": what, "heading": heading}
    return render(request, "referrals/outside_form.html", context, status=422 if form.is_bound else 200)


def _sheet(request: WorkerRequest, one: Referral, name: str, words: Callable[[], dict[str, Any]]) -> HttpResponse:
    """A page to print, in the partner's language where the program has it, or as asked for; `words` is called in it."""
    user, partner = request.user, partner_of(request.user, one)
    language = _language(request, partner["one"].languages if partner else [])
    parties = ReferralParty.objects.visible_to(user).select_related("consent", "worker")
    own = parties.get(referral=one, role=Role.SENDER)
    sent_by = own.worker if own.worker and own.worker.is_active and not own.worker.is_machine else user
    with translation.override(language):
        context = words()
    context |= row(one) | {
        "reached": partner,
        "language": language,
        "languages": settings.LANGUAGES,
        "consent": own.consent,
        "worker": sent_by,
        "call_back": _own_number(user),
    }
    return render(request, f"referrals/outside_{name}.html", context)


def _language(request: WorkerRequest, spoken: Sequence[str]) -> str:
    """What was asked for, else the first of the partner's languages that the program has, else the reader's own."""
    known = dict(settings.LANGUAGES)
    if (asked := request.GET.get("language", "")) in known:
        return asked
    return next((code for code in spoken if code in known), translation.get_language() or settings.LANGUAGE_CODE)


def _own_number(user: User) -> str:
    """The number that one's own organization has in the directory, for calling back; "" leaves a line to fill in."""
    own = DirectoryOrganization.objects.kept_by(user).filter(member=user.organization).first()
    phone = first_phone(own, user) if own else None
    return phone.number if phone else ""
