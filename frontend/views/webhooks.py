"""Where the organization's systems are told that something happened. For organization administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.errors import NotFound
from casemgr.rate_limits import spend
from frontend import webhook_words
from frontend.forms.acting import ActionForm, posted
from frontend.forms.webhooks import DeliveriesForm, WebhookForm
from frontend.paging import OpenPaginator
from referrals import actions
from referrals.models import WebhookDelivery, WebhookEndpoint

from .doors import WorkerRequest, door
from .settings_frame import parts


@door("manage_people", methods=("GET",))
def webhooks(request: WorkerRequest) -> HttpResponse:
    """Every address with its system and state."""
    rows = WebhookEndpoint.objects.visible_to(request.user).select_related("account").order_by("-pk")
    return render(request, "admin/webhooks.html", parts("organization") | {"endpoints": rows})


@door("manage_people")
def webhook_add(request: WorkerRequest) -> HttpResponse:
    """A new address; its secret is shown on the answer itself and never again."""
    form = WebhookForm(posted(request), user=request.user)
    if form.does(lambda values: actions.add_webhook(by=request.user, **values)):
        return _secret(request, *form.outcome)
    words = {"form": form, "heading": _("Tell a partner system"), "submit": _("Add the address")}
    return render(request, "admin/form.html", parts("organization") | words, status=422 if form.is_bound else 200)


@door("manage_people")
def webhook_rotate(request: WorkerRequest, endpoint_id: str) -> HttpResponse:
    """Ask, then make a new secret, shown on the answer itself and never again."""
    endpoint = _endpoint(request, endpoint_id)
    form = ActionForm(posted(request))
    if form.does(lambda _values: actions.rotate_webhook_secret(endpoint, by=request.user)):
        return _secret(request, *form.outcome)
    context = parts("organization") | {"form": form, "endpoint": endpoint}
    return render(request, "admin/webhook_rotate.html", context, status=422 if form.is_bound else 200)


@door("manage_people", methods=("POST",))
def webhook_test(request: WorkerRequest, endpoint_id: str) -> HttpResponse:
    """Send a message that is about nothing."""
    spend("webhook", by=request.user)
    actions.try_webhook(_endpoint(request, endpoint_id), by=request.user)
    messages.success(request, _("A test is on its way. Here you see what becomes of it."))
    return redirect("webhook_deliveries")


@door("manage_people", methods=("POST",))
def webhook_switch(request: WorkerRequest, endpoint_id: str) -> HttpResponse:
    """Disable an address that is in use; enable one that isn't."""
    endpoint = _endpoint(request, endpoint_id)
    if endpoint.is_active:
        actions.disable_webhook(endpoint, by=request.user)
        messages.success(request, _("Nothing is sent there any more."))
    else:
        actions.enable_webhook(endpoint, by=request.user)
        messages.success(request, _("What happens from now on is sent there."))
    return redirect("webhooks")


@door("manage_people")
def webhook_remove(request: WorkerRequest, endpoint_id: str) -> HttpResponse:
    """Ask, then forget an address."""
    endpoint = _endpoint(request, endpoint_id)
    form = ActionForm(posted(request))
    if form.does(lambda _values: actions.remove_webhook(endpoint, by=request.user)):
        messages.success(request, _("The address was removed."))
        return redirect("webhooks")
    context = parts("organization") | {"form": form, "endpoint": endpoint}
    return render(request, "admin/webhook_remove.html", context, status=422 if form.is_bound else 200)


@door("manage_people", methods=("GET",))
def webhook_deliveries(request: WorkerRequest) -> HttpResponse:
    """What was sent where, and what became of it; no referral is named here."""
    rows = WebhookDelivery.objects.visible_to(request.user).select_related("endpoint__account", "event").order_by("-pk")
    form = DeliveriesForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = OpenPaginator(rows.filter(state=state) if state else rows, 30).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.words = webhook_words.problem_words(one.problem)
    context: dict[str, Any] = {"page": page, "filter_form": form, "active": int(bool(state))}
    return render(request, "admin/webhook_deliveries.html", parts("organization") | context)


@door("manage_people", methods=("POST",))
def webhook_redeliver(request: WorkerRequest, delivery_id: str) -> HttpResponse:
    """Send one again."""
    delivery = WebhookDelivery.objects.visible_to(request.user).filter(public_id=delivery_id).first()
    if delivery is None:
        raise NotFound()
    spend("webhook", by=request.user)
    actions.redeliver(delivery, by=request.user)
    messages.success(request, _("It is sent again."))
    return redirect("webhook_deliveries")


def _endpoint(request: WorkerRequest, endpoint_id: str) -> WebhookEndpoint:
    rows = WebhookEndpoint.objects.visible_to(request.user).select_related("account")
    endpoint = rows.filter(public_id=endpoint_id).first()
    if endpoint is None:
        raise NotFound()
    return endpoint


def _secret(request: WorkerRequest, endpoint: WebhookEndpoint, secret: str) -> HttpResponse:
    shown = parts("organization") | {"endpoint": endpoint, "secret": secret}
    return render(request, "admin/webhook_secret.html", shown)
