"""The embassy of the country somebody would go back to learns nothing, until they say so for travel papers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState
from cases.models import NeverShare, Person, VoluntaryReturn
from cases.permissions import require_on_case
from cases.returns import BEFORE_TRAVEL, State

from .locked_return import locked_return
from .never_share import EMBASSY, never_share


def keep_from_embassy(person: Person, by: User) -> None:
    """Put it on the never-share list, unless it stands there."""
    if not _entries(person, by):
        never_share(person, embassy=True, by=by)


def is_kept_from_embassy(person: Person, by: User) -> bool:
    """Whether it stands on the list."""
    return bool(_entries(person, by))


@transaction.atomic
def lift_embassy(one: VoluntaryReturn, *, words: str, version: int, by: User) -> VoluntaryReturn:
    """The person said that the embassy may be asked for travel papers; their words are kept.

    Errors: NotFound, Conflict, NotInThisState, InvalidInput.
    """
    require_on_case(by, "record_consent", one.case, reads="narrative")
    current = locked_return(one, by, version)
    if current.state not in BEFORE_TRAVEL - {State.CONSIDERED}:
        raise NotInThisState(_("Ask about the embassy once the person decided to go, and before the journey."))
    if not words.strip():
        raise InvalidInput(_("Write down what the person said."), field="words")
    entries = _entries(current.case.person, by)
    NeverShare.objects.visible_to(by).filter(pk__in=[entry.pk for entry in entries]).update(lifted_at=timezone.now())
    current.embassy_words, current.embassy_lifted_by, current.embassy_lifted_at = words, by, timezone.now()
    current.version += 1
    current.save()
    trail.record(events.RETURN_EMBASSY_LIFTED, by=by, subject=current)
    return current


def _entries(person: Person, by: User) -> list[NeverShare]:
    """Entries that somebody said are the embassy; older ones have no kind, and are found in any language.

    Those that only read like one ("an uncle at the consulate") are not what the person spoke of when they lift it.
    """
    rows = NeverShare.objects.visible_to(by).holding().filter(person=person, recipient=None)
    names = {translation.gettext(EMBASSY), EMBASSY}
    for language in ("en", "ar"):
        with translation.override(language):
            names.add(translation.gettext(EMBASSY))
    return [row for row in rows if row.kind == NeverShare.Kind.EMBASSY or row.description in names]
