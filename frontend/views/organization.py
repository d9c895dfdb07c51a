"""The organization's own page: agreement to statistics, partner systems. For organization administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from casemgr.accounts import actions
from casemgr.accounts.clock import today
from casemgr.accounts.models import PartnerClient, StatisticsAgreement, User
from casemgr.accounts.questions import OFFERED
from casemgr.encryption import held
from casemgr.errors import NotFound
from cases.actions import set_catalogue
from cases.catalogue import offered
from cases.codelists.countries import COUNTRIES
from cases.models import FeedbackDoor, RetentionRule
from frontend.forms.acting import ActionForm, posted
from frontend.forms.catalogue import CatalogueForm
from frontend.forms.organization import AgreementEndForm, AgreementForm, ClientForm, RulesForm
from frontend.forms.rights import KeepingForm

from .doors import WorkerRequest, door
from .practice import standing
from .settings_frame import parts


@door("manage_people", methods=("GET",))
def organization(request: WorkerRequest) -> HttpResponse:
    """What the organization is, agreed to, and connects."""
    home, day = request.user.home, today(request.user.organization)
    signed = StatisticsAgreement.objects.filter(organization=home).order_by("-starts_on", "-created_at")
    agreements = list(signed.select_related("signed_by"))
    for agreement in agreements:
        agreement.standing = _standing(agreement, day)  # type: ignore[attr-defined]
    context = {
        "organization": home,
        "asked": [label for name, label in OFFERED.items() if name in home.asked],
        "kept": _kept(request.user),
        "services": [label for _code, label in offered(home)] if home.services else [],
        "country": COUNTRIES.label(home.country),
        "holds_own_key": held.holds_own_key(home.pk),
        "agreements": agreements,
        "in_force": any(a.standing == "in_force" for a in agreements),  # type: ignore[attr-defined]
        "feedback_open": FeedbackDoor.objects.visible_to(request.user).filter(open=True).exists(),
        "provider": actions.provider_of(request.user),
        "practising": standing(request.user)["pair"] is not None,
        "clients": PartnerClient.objects.filter(organization=home).select_related("user").order_by("name"),
    }
    return render(request, "admin/organization.html", parts("organization") | context)


def _kept(user: User) -> list[tuple[str, RetentionRule]]:
    """How long each kind of record is kept, in the words of the form that says so."""
    rules = {rule.basis: rule for rule in RetentionRule.objects.visible_to(user)}
    fields = KeepingForm.base_fields
    return [(str(fields[f"{basis}_years"].label), rules[basis]) for basis in rules if f"{basis}_years" in fields]


@door("manage_people")
def agreement_sign(request: WorkerRequest) -> HttpResponse:
    """Read what is agreed to, and sign it with a start and an end."""
    form = AgreementForm(posted(request), user=request.user)
    if form.does(lambda values: _sign(values, request)):
        messages.success(request, _("The agreement was signed."))
        return redirect("organization")
    context = parts("organization") | {"form": form}
    return render(request, "admin/agreement.html", context, status=422 if form.is_bound else 200)


@door("manage_people")
def agreement_end(request: WorkerRequest, agreement_id: UUID) -> HttpResponse:
    """Ask, then end an agreement today."""
    signed = StatisticsAgreement.objects.filter(organization=request.user.home)
    agreement = signed.filter(pk=agreement_id).first()
    if agreement is None:
        raise NotFound()
    form = AgreementEndForm(posted(request))
    if form.does(lambda values: actions.end_agreement(agreement, by=request.user, **values)):
        messages.success(request, _("The agreement has ended. Nothing of yours enters the next release."))
        return redirect("organization")
    context = parts("organization") | {"form": form, "agreement": agreement}
    return render(request, "admin/agreement_end.html", context, status=422 if form.is_bound else 200)


@door("manage_people")
def client_create(request: WorkerRequest) -> HttpResponse:
    """Connect a partner system; its secret is shown on the answer itself and never again."""
    form = ClientForm(posted(request))
    if form.does(lambda values: actions.create_client(name=values["name"], by=request.user)):
        client, secret = form.outcome
        context = parts("organization") | {"client": client, "secret": secret}
        return render(request, "admin/client_secret.html", context)
    words = {"form": form, "heading": _("Connect a partner system"), "submit": _("Make its key")}
    return render(request, "admin/form.html", parts("organization") | words, status=422 if form.is_bound else 200)


@door("manage_people")
def client_rotate(request: WorkerRequest, client_id: str) -> HttpResponse:
    """Ask, then give a partner system a new secret, shown on the answer itself and never again."""
    client = _client(request, client_id)
    form = ActionForm(posted(request))
    if form.does(lambda _values: actions.rotate_secret(client, by=request.user)):
        shown = parts("organization") | {"client": client, "secret": form.outcome}
        return render(request, "admin/client_secret.html", shown)
    context = parts("organization") | {"form": form, "client": client}
    return render(request, "admin/client_rotate.html", context, status=422 if form.is_bound else 200)


@door("manage_people")
def client_end(request: WorkerRequest, client_id: str) -> HttpResponse:
    """Ask, then end a partner system's connection for good."""
    client = _client(request, client_id)
    form = ActionForm(posted(request))
    if form.does(lambda _values: actions.end_client(client, by=request.user)):
        messages.success(request, _("The connection has ended."))
        return redirect("organization")
    context = parts("organization") | {"form": form, "client": client}
    return render(request, "admin/client_end.html", context, status=422 if form.is_bound else 200)


def _client(request: WorkerRequest, client_id: str) -> PartnerClient:
    client = PartnerClient.objects.filter(organization=request.user.home, client_id=client_id).first()
    if client is None:
        raise NotFound()
    return client


def _sign(values: dict[str, Any], request: WorkerRequest) -> StatisticsAgreement:
    terms = {name: value for name, value in values.items() if name != "agreed"}
    return actions.sign_agreement(by=request.user, **terms)


def _standing(agreement: StatisticsAgreement, day: object) -> str:
    if agreement.ended_on:
        return "ended"
    if agreement.starts_on > day:  # type: ignore[operator]
        return "coming"
    return "in_force" if agreement.ends_on > day else "over"  # type: ignore[operator]


@door("manage_people")
def working_rules(request: WorkerRequest) -> HttpResponse:
    """Who approves what."""
    home = request.user.home
    known = {
        "closure_approval": home.closure_approval,
        "self_approval": home.self_approval,
        "emergency_access": home.emergency_access,
        "asked": home.asked,
        "contacts_kept": home.contacts_kept,
    }
    form = RulesForm(posted(request), initial=known)
    if form.does(lambda values: actions.set_working_rules(by=request.user, **values)):
        messages.success(request, _("Saved."))
        return redirect("organization")
    context = parts("organization") | {"form": form, "heading": _("How you work"), "submit": _("Save")}
    context["back_url"] = reverse("organization")
    return render(request, "admin/form.html", context, status=422 if form.is_bound else 200)


@door("manage_people")
def services_given(request: WorkerRequest) -> HttpResponse:
    """Which services of the catalogue are given, and what they are called."""
    form = CatalogueForm(posted(request), home=request.user.home)
    if form.does(lambda _values: set_catalogue(form.chosen(), by=request.user)):
        messages.success(request, _("Saved."))
        return redirect("organization")
    status = 422 if form.is_bound else 200
    return render(request, "admin/catalogue.html", parts("organization") | {"form": form}, status=status)
