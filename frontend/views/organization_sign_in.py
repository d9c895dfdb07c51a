"""Signing in through one's organization: to its identity provider and back. No transaction waits for that server."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from casemgr.accounts import actions, oidc
from casemgr.accounts.models import IdentityProvider, Organization, User
from casemgr.accounts.oidc import Pending, ProviderProblem
from frontend import lock, provider_words
from frontend.forms.acting import posted
from frontend.forms.provider import ThroughOrganizationForm

PENDING, REFUSED = "oidc.pending", "oidc.refused"


@transaction.non_atomic_requests
@require_http_methods(["GET", "POST"])
def provider_start(request: HttpRequest) -> HttpResponseBase:
    """Ask for the organization's short name, and go on to its provider through a page of ours.

    `form-action 'self'` forbids a POST that redirects elsewhere. A name that nobody has and one of an organization
    without a provider get the same answer.
    """
    if request.user.is_authenticated:
        return redirect("/")
    limited = ratelimit.consume_or_429(request, action="provider")
    if limited:
        return limited
    form = ThroughOrganizationForm(posted(request))
    if form.is_valid():
        provider = _by_slug(form.cleaned_data["slug"])
        if provider is not None:
            return _on_to(request, provider, shared=form.cleaned_data["shared_device"])
        form.add_error("slug", _("Nobody signs in this way under that name. Ask your administrator for it."))
    context = {"form": form}
    return render(request, "account/through_organization.html", context, status=422 if form.is_bound else 200)


@transaction.non_atomic_requests
@require_safe
def provider_back(request: HttpRequest, organization_id: str) -> HttpResponseBase:
    """The provider's answer. Whatever comes of it, the answer is a redirect, so the address loses what it carried.

    Each organization has an address of its own for this: one provider can't pass another's answer off as its own.
    """
    if request.user.is_authenticated:
        return redirect("/")
    kept = request.session.pop(PENDING, None)
    provider = _providers().filter(organization__public_id=organization_id).first()
    if provider is None or kept is None:  # asked by nobody: counted, so that it can't fill the trail
        limited = ratelimit.consume_or_429(request, action="provider", limit_get=True)
        return limited or _refuse(request, provider, "state")
    try:
        proved = oidc.finish(provider, Pending.from_session(kept), request.GET.dict())
        person = actions.recognize(provider, proved)
    except ProviderProblem as problem:
        return _refuse(request, provider, problem.code)
    return _let_in(request, provider, person)


@require_safe
def provider_refused(request: HttpRequest) -> HttpResponse:
    """Why signing in through the organization came to nothing, and what to do."""
    words = provider_words.signing_in(request.session.get(REFUSED, "state"))
    return render(request, "account/organization_refused.html", {"words": words})


def back_to(request: HttpRequest, organization: Organization) -> str:
    """The address that the organization's provider sends people back to."""
    return request.build_absolute_uri(reverse("provider_back", args=[organization.public_id]))


def _providers() -> QuerySet[IdentityProvider]:
    standing = Organization.Status.ACTIVE
    return IdentityProvider.objects.filter(organization__status=standing).select_related("organization")


def _by_slug(slug: str) -> IdentityProvider | None:
    return _providers().filter(organization__slug=slug.strip().lower()).first()


def _on_to(request: HttpRequest, provider: IdentityProvider, *, shared: bool) -> HttpResponse:
    """A page that refreshes to the provider, with a link for whoever switched that off."""
    try:
        address, pending = oidc.begin(provider, back_to(request, provider.organization))
    except ProviderProblem as problem:
        return _refuse(request, provider, problem.code)
    request.session[PENDING] = pending.as_session()
    if shared:
        request.session[lock.SHARED] = True
    return render(request, "account/to_provider.html", {"address": address})


def _refuse(request: HttpRequest, provider: IdentityProvider | None, code: str) -> HttpResponse:
    if provider is not None:
        actions.refuse_provider_sign_in(provider, code)
    request.session[REFUSED] = code
    return redirect("provider_refused")


@transaction.atomic
def _let_in(request: HttpRequest, provider: IdentityProvider, person: User) -> HttpResponseBase:
    """Begin the session, after the second step where the account has one."""
    record_authentication(request, person, method="provider")
    login = Login(user=person, signal_kwargs={"provider": str(provider.pk)})
    return perform_login(request, login)
