"""Write messages beforehand, change them, take them away."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound
from cases.codelists.languages import LANGUAGES
from cases.messages import BLANKS, LONGEST, WAYS, blanks, telling
from cases.models import MessageTemplate


@transaction.atomic
def save_message(
    *,
    name: str,
    ways: Collection[str],
    texts: Mapping[str, str],
    by: User,
    template: MessageTemplate | None = None,
    version: int = 1,
) -> MessageTemplate:
    """Write a message, or change `template` as read at `version`. Errors: InvalidInput, NotFound, Conflict."""
    require(by, "approve")
    rows = MessageTemplate.objects.visible_to(by).offered()
    if not name.strip():
        raise InvalidInput(_("Give the message a name."), field="name")
    if not ways or set(ways) - set(WAYS):
        raise InvalidInput(_("Choose at least one way."), field="ways")
    _check(texts, by)
    current = _locked(template, version, by) if template else MessageTemplate(organization=by.home, version=0)
    if rows.filter(name=name.strip()).exclude(public_id=current.public_id).exists():
        raise InvalidInput(_("There is a message of this name already."), field="name")
    current.name, current.ways, current.texts = name.strip(), sorted(ways), dict(texts)
    current.saved_by = by
    current.version += 1
    current.save()
    facts = {"languages": ",".join(sorted(texts)), "ways": ",".join(current.ways)}
    trail.record(events.MESSAGE_SAVED, by=by, subject=current, facts=facts)
    return current


@transaction.atomic
def end_message(template: MessageTemplate, *, by: User) -> None:
    """Offer it no more. Errors: NotFound."""
    require(by, "approve")
    current = _locked(template, None, by)
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at", "saved_at"])
    trail.record(events.MESSAGE_ENDED, by=by, subject=current)


def _locked(template: MessageTemplate, version: int | None, by: User) -> MessageTemplate:
    rows = MessageTemplate.objects.visible_to(by).offered().select_for_update()
    current = rows.filter(pk=template.pk).first()
    if current is None:
        raise NotFound()
    if version is not None and current.version != version:
        raise Conflict()
    return current


def _check(texts: Mapping[str, str], by: User) -> None:
    if not texts:
        raise InvalidInput(_("Write the message in at least one language."), field="texts")
    for tag, text in texts.items():
        if tag not in LANGUAGES:
            raise InvalidInput(_("Choose a language of the list."), field="texts")
        if not text.strip() or len(text) > LONGEST:
            raise InvalidInput(_("Write between 1 and %d characters.") % LONGEST, field="texts")
        if unknown := blanks(text) - BLANKS:
            said = "{" + sorted(unknown)[0] + "}"
            raise InvalidInput(_("Only {day} and {time} are filled in; %s is not.") % said, field="texts")
        if word := telling(text, by.home.name):
            said = _("Somebody else may read or hear this: leave out “%s”.") % word
            raise InvalidInput(said, field="texts")
