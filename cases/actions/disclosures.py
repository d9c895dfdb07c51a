"""Write down what was told outside the program."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.consent_categories import CATEGORIES
from cases.models import Case, ManualDisclosure
from cases.permissions import require_on_case


@transaction.atomic
def record_disclosure(
    case: Case,
    *,
    recipient: str,
    categories: Iterable[str],
    way: str,
    ground: str,
    by: User,
    why: str | None = None,
    told_on: datetime.date | None = None,
) -> ManualDisclosure:
    """Keep who was told which kinds of data, how and on what ground; without consent also why. Errors: InvalidInput."""
    require_on_case(by, "record_consent", case)
    kinds, day = sorted(set(categories)), told_on or today(by.home)
    if not recipient.strip():
        raise InvalidInput(_("Say to whom it was told."), field="recipient")
    if not kinds or set(kinds) - set(CATEGORIES):
        raise InvalidInput(_("Tick at least one kind of data."), field="categories")
    if way not in ManualDisclosure.Way.values or ground not in ManualDisclosure.Ground.values:
        raise InvalidInput(_("Choose from the list."), field="ground")
    if ground != ManualDisclosure.Ground.CONSENT and not (why or "").strip():
        raise InvalidInput(_("Say why it had to be told without the person's consent."), field="why")
    if day > today(by.home):
        raise InvalidInput(_("The date can't lie in the future."), field="told_on")
    row = ManualDisclosure(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        recipient=recipient,
        categories=kinds,
        way=way,
        ground=ground,
        why=why or None,
        told_on=day,
        recorded_by=by,
    )
    row.save(force_insert=True)
    trail.record(events.DISCLOSURE_RECORDED, by=by, subject=row, facts={"way": way, "ground": ground})
    return row
