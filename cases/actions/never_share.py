"""Name an organization, or somebody, who must never learn of this person."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casemgr.accounts.models import Organization, User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.embassies import names_embassy
from cases.models import NeverShare, Person
from cases.permissions import require_on_person

from .consents import require_known

#: as it stands on the person's never-share list, in the language of whoever wrote it
EMBASSY = gettext_noop("Embassy or consulate of the person's country")


@transaction.atomic
def never_share(
    person: Person,
    *,
    by: User,
    recipient: Organization | None = None,
    description: str | None = None,
    embassy: bool = False,
) -> NeverShare:
    """Put a recipient on the person's never-share list; sending to it is refused from now on.

    `embassy`: the embassy, consulate or another authority of the person's country, whatever it is called. Words that
    read like one are coded as well, so that every embassy is kept out without opening what is sealed.
    """
    require_on_person(by, "record_consent", person)
    if recipient is None and not description and not embassy:
        raise InvalidInput(_("Say who must not learn of this person."), field="description")
    require_known(recipient, by)
    words = description or (_(EMBASSY) if embassy else None)
    entry = NeverShare(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home, person=person, recipient=recipient, description=words
    )
    if embassy:
        entry.kind = NeverShare.Kind.EMBASSY
    elif names_embassy(entry):
        entry.kind = NeverShare.Kind.WORDED
    entry.save(force_insert=True)
    trail.record(events.PERSON_NEVER_SHARE_ADDED, by=by, subject=person)
    return entry
