"""The tabs that the administrator's pages share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PARTS = (("people", _("People")), ("teams", _("Teams")), ("roles", _("Roles")), ("organization", _("Organization")))


def parts(current: str) -> dict[str, Any]:
    """Context of a page of settings: its tabs."""
    tabs = [{"label": label, "url": reverse(name), "current": name == current} for name, label in PARTS]
    return {"tabs": tabs}
