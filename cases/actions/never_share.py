"""Name an organization, or somebody, who must never learn of this person."""

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import Organization, User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.models import NeverShare, Person
from cases.permissions import require_on_person

from .consents import require_known


@transaction.atomic
def never_share(
    person: Person, *, by: User, recipient: Organization | None = None, description: str | None = None
) -> NeverShare:
    """Put a recipient on the person's never-share list; sending to it is refused from now on."""
    require_on_person(by, "record_consent", person)
    if recipient is None and not description:
        raise InvalidInput(_("Say who must not learn of this person."), field="description")
    require_known(recipient, by)
    entry = NeverShare(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home, person=person, recipient=recipient, description=description
    )
    entry.save(force_insert=True)
    trail.record(events.PERSON_NEVER_SHARE_ADDED, by=by, subject=person)
    return entry
