"""The organization's own identity provider: set up, tested, taken away; a colleague's tie to it cut."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.accounts import actions
from casemgr.accounts.oidc import ProviderProblem, discover
from casemgr.accounts.oidc.discovery import get_json
from casemgr.errors import NotFound
from frontend import provider_words
from frontend.forms.acting import ActionForm, posted
from frontend.forms.provider import ProviderForm

from .doors import WorkerRequest, door
from .organization_sign_in import back_to
from .people import colleague_of
from .settings_frame import parts


@door("manage_people")
def provider(request: WorkerRequest) -> HttpResponse:
    """Who the provider is; POST sets it up or changes it."""
    present = actions.provider_of(request.user)
    form = ProviderForm(posted(request), provider=present)
    if form.does(lambda values: actions.configure_provider(by=request.user, **values)):
        messages.success(request, _("Saved. Test the connection before you tell your people."))
        return redirect("provider")
    home = request.user.home
    context = {"form": form, "provider": present, "slug": home.slug, "back_to": back_to(request, home)}
    return render(request, "admin/provider.html", parts("organization") | context, status=422 if form.is_bound else 200)


@door("manage_people", methods=("POST",))
@transaction.non_atomic_requests  # no transaction waits for somebody else's server
def provider_test(request: WorkerRequest) -> HttpResponse:
    """Read what the provider says about itself, and say in words what is wrong with it."""
    present = actions.provider_of(request.user)
    if present is None:
        raise NotFound()
    try:
        get_json(discover(present.issuer).jwks_uri, "keys", "keys")
    except ProviderProblem as problem:
        messages.error(request, provider_words.tested(problem.code))
    else:
        said = _("The provider answers as it should. Whether it takes the client secret shows at the first sign-in.")
        messages.success(request, said)
    return redirect("provider")


@door("manage_people")
def provider_remove(request: WorkerRequest) -> HttpResponse:
    """Ask, then take the provider away."""
    if actions.provider_of(request.user) is None:
        raise NotFound()
    form = ActionForm(posted(request))
    if form.does(lambda _values: actions.remove_provider(by=request.user)):
        messages.success(request, _("The provider was taken away. People sign in with their passwords."))
        return redirect("organization")
    context = parts("organization") | {"form": form}
    return render(request, "admin/provider_remove.html", context, status=422 if form.is_bound else 200)


@door("manage_people", methods=("POST",))
def colleague_unlink(request: WorkerRequest, person_id: str) -> HttpResponse:
    """Cut a colleague's tie to the provider."""
    actions.unlink_from_provider(colleague_of(request, person_id), by=request.user)
    messages.success(request, _("The tie was cut. Their next sign-in goes by their checked e-mail address again."))
    return redirect("colleague", person_id)
