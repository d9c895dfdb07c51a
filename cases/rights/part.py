"""A part of what is held: which fields a copy shows, which stay out, and what is narrative."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

#: no word about the person: keys, versions, and what a copy says once at its head
TECHNICAL = frozenset("id organization public_id case person version updated_at sealed_at number created_by".split())


class Why(Enum):
    """Why something isn't in a copy."""

    OTHERS = _("It tells about somebody else.")
    ALLEGED = _("Whoever is alleged to have done harm is left out, for everybody's safety.")
    LAW = _("The law may forbid to tell.")
    STAFF = _("It is about the work of colleagues; who did what is in the list of who saw the record.")
    REPEATS = _("It repeats what stands elsewhere in the copy.")
    UNSAVED = _("Words that were typed and not saved belong to nobody's record.")


@dataclass(frozen=True)
class Part:
    """One model: its heading, the fields shown in order, colleagues shown as roles, fields that stay out, and the
    sealed words that *erase only what was told* takes away.
    """

    model: type[Any]
    heading: Any
    shown: tuple[str, ...]
    staff: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    narrative: tuple[str, ...] = ()


def part(model: type[Any], heading: Any, shown: str, *, staff: str = "", left: str = "", narrative: str = "") -> Part:
    """One part, its names in a text each."""
    return Part(model, heading, *(tuple(names.split()) for names in (shown, staff, left, narrative)))
