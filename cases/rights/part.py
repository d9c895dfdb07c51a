"""A part of what is held: which fields a copy shows, which stay out, and what is narrative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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


class Stays(Enum):
    """Why sealed words stay when only what was told is erased. Whatever isn't one of these goes."""

    IDENTITY = "It says who the person is, and how they are reached or served without harm."
    SAFETY = "It keeps the person alive or safe today; a new plan, or ending it, takes its place."
    NAMED = "It names an office, a helper or a place of meeting: nobody's story."
    PROOF = "It proves who was told or asked what: the person's own means to hold others to it."
    LAW = "The law wants it kept."
    SHARED = "Another organization was sent it: it ends with the sharing."


@dataclass(frozen=True)
class Part:
    """One model: its heading, the fields shown in order, colleagues shown as roles, fields that stay out, the sealed
    words that *erase only what was told* takes away, and why others stay.
    """

    model: type[Any]
    heading: Any
    shown: tuple[str, ...]
    staff: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    narrative: tuple[str, ...] = ()
    stays: Mapping[Stays, str] = field(default_factory=dict)


def part(
    model: type[Any],
    heading: Any,
    shown: str,
    *,
    staff: str = "",
    left: str = "",
    narrative: str = "",
    stays: Mapping[Stays, str] | None = None,
) -> Part:
    """One part, its names in a text each."""
    told, colleagues, out, gone = (tuple(text.split()) for text in (shown, staff, left, narrative))
    return Part(model, heading, told, colleagues, out, gone, stays or {})
