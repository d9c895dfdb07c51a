"""What a request of an authority still lacks before a second person can decide on it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cases.legal.codes import COMPLYING, Informed
from cases.models import LegalRequest


def asker_of(request: LegalRequest) -> str:
    """Who asks, by name."""
    return request.authority.name if request.authority else (request.asker or "")


def missing(request: LegalRequest) -> list[tuple[str, str]]:
    """Field and message of each thing that lacks, the most important first."""
    complies = request.decision in COMPLYING
    wanted: list[tuple[str, Any, str]] = [
        ("asker", request.authority_id or request.asker, _("Say who asks.")),
        ("scope", request.asked or request.scope, _("Say what is asked for.")),
        ("counsel", request.counsel, _("Say whether counsel was asked.")),
        ("informed", request.informed, _("Say whether the person was told, or why not.")),
        ("bar", request.informed != Informed.BARRED or request.bar, _("Say what forbids telling the person.")),
        ("decision", request.decision, _("Say what should be answered.")),
        ("reasons", request.reasons, _("Say why.")),
        ("categories", not complies or request.categories, _("Tick what would be released.")),
    ]
    lacking = [(field, message) for field, value, message in wanted if not value]
    if complies and set(request.categories) - set(request.asked):
        lacking.append(("categories", _("Release only what was asked for.")))
    return lacking
