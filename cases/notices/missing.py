"""What a notice still lacks before it may be asked for or go out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cases.models import StatutoryNotice
from cases.notices.codes import Kind

#: kinds that stand on a law or an order; imminent danger stands on the danger
ON_A_LAW = frozenset({Kind.MANDATORY_REPORT, Kind.CHILD_PROTECTION, Kind.COURT_ORDER})


def missing(notice: StatutoryNotice) -> list[tuple[str, str]]:
    """Field and message of each thing that lacks, the most important first."""
    wanted: list[tuple[str, Any, str]] = [
        ("recipient", notice.authority_id or notice.recipient, _("Say who is told.")),
        ("categories", notice.categories or notice.words, _("Tick what is told, or write it in own words.")),
        ("why", notice.why, _("Say why it must be told.")),
        ("informed", notice.informed, _("Say whether the person was told beforehand, or why not.")),
        ("call_back", notice.call_back, _("Say who can be called back, and how.")),
    ]
    if notice.kind in ON_A_LAW:
        wanted += [
            ("country", notice.country, _("Say which country's law demands it.")),
            ("provision", notice.provision, _("Say which provision demands it, in words.")),
            ("counsel", notice.counsel, _("Say whether counsel was asked.")),
        ]
    if notice.kind == Kind.COURT_ORDER:
        wanted += [
            ("served_by", notice.served_by, _("Say who served the order, and when.")),
            ("scope", notice.scope, _("Say what the order asks for: only that is told.")),
        ]
    return [(field, message) for field, value, message in wanted if not value]
