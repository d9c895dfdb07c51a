"""Pages of the library about passkeys that the house answers another way."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import EditWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy

from casemgr.errors import NotPermitted


class RemovePasskey(RemoveWebAuthnView):
    """Not the last second factor of somebody whose role needs one."""

    success_url = reverse_lazy("own_account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With whether it may go."""
        return super().get_context_data(is_last=not get_adapter().can_delete_authenticator(self.object), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Errors: NotPermitted."""
        if not get_adapter().can_delete_authenticator(self.get_object()):
            raise NotPermitted()
        return super().form_valid(form)


class NamePasskey(EditWebAuthnView):
    """Another name."""

    success_url = reverse_lazy("own_account")


@login_required
def passkeys(_request: HttpRequest) -> HttpResponse:
    """They stand on the person's own page."""
    return redirect("own_account")


remove, name = RemovePasskey.as_view(), NamePasskey.as_view()
