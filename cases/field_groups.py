"""Which group of fields a row or a field belongs to: a role reads some groups and not others (accounts/roles.py).

Rows are held back by `visible_to` and by the policies of their tables; sealed fields of a person by the actions that
open them. An organization's supervisors read every group; authors read what they wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casemgr.accounts.models import User

#: a complaint is no group's: its author, supervisors and the recipient of complaints read it
NOTES: Mapping[str, str] = {
    "general": "narrative",
    "contact": "contact",
    "safety": "contact",
    "health": "health",
    "legal": "legal",
    "therapy": "health",
    "privileged": "legal",
}
DOCUMENTS: Mapping[str, str] = {
    "identity": "identity",
    "consent": "contact",
    "legal": "legal",
    "medical": "health",
    "evidence": "narrative",
    "letter": "narrative",
    "other": "narrative",
}

#: kinds of data that may be told (consent_categories); of no group: what whoever sees the case is shown
TOLD: Mapping[str, str] = {
    "identity": "identity",
    "contact": "contact",
    "experience": "narrative",
    "health": "health",
    "legal": "legal",
}

REVEALED: Mapping[str, str] = {
    "legal_name": "identity",
    "birth_date": "identity",
    "identity_numbers": "identity",
    "phone": "contact",
    "email": "contact",
    "address": "contact",
    "code_word": "contact",
}


def unread(user: User, groups: Mapping[str, str]) -> list[str]:
    """The kinds whose group this user's role doesn't read; none for most."""
    return [kind for kind, group in groups.items() if not user.reads(group)]
