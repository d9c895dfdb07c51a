"""People found together: the incident, who helps, a row for each person by number."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.local import IDENTIFICATION_SETTING
from cases.codelists.shelter import AGE_BAND, SEX_SEEN, URGENT_NEED
from cases.models import Authority, Incident, IncidentHelper, IncidentRow
from cases.routes import is_partial_date

from ._incident import locked, with_region

RIGHT = "register_person"
LETTERS = "ACDEFHJKLMNPRTUVWXY"  # none that looks like another on a wristband
MOST = 500
#: what may be written of somebody who wasn't asked yet: what is seen, in codes
SEEN = {"sex": SEX_SEEN, "age_band": AGE_BAND, "language": LANGUAGES, "urgent": URGENT_NEED}


@transaction.atomic
def open_incident(
    *,
    kind: str,
    by: User,
    happened: str = "",
    country: str = "",
    region: str = "",
    setting: str = "",
    authority: Authority | None = None,
    expected: int | None = None,
    words: str | None = None,
) -> Incident:
    """Open one and lead it. `happened` is a year, a month or a day. Errors: InvalidInput."""
    require(by, RIGHT)
    if kind not in Incident.Kind.values:
        raise InvalidInput(_("Choose what it was."), field="kind")
    if happened and not is_partial_date(happened):
        raise InvalidInput(_("Write a year, a month or a day: 2019, 2019-05, 2019-05-02."), field="happened")
    if country and country not in COUNTRIES:
        raise InvalidInput(_("Choose a country of the list."), field="country")
    if setting and setting not in IDENTIFICATION_SETTING:
        raise InvalidInput(_("Choose a setting of the list."), field="setting")
    if authority is not None and not Authority.objects.visible_to(by).filter(pk=authority.pk).exists():
        raise InvalidInput(_("Choose an authority of the list."), field="authority")
    if expected is not None and not 0 < expected <= MOST:
        raise InvalidInput(_("One to %d people.") % MOST, field="expected")
    incident = Incident(
        organization=by.home,
        kind=kind,
        happened=happened,
        country=country,
        region=with_region(region),
        setting=setting,
        authority=authority,
        expected=expected,
        mark="".join(secrets.choice(LETTERS) for _letter in range(2)),
        lead=by,
        opened_by=by,
    )
    keys.create_data_key(incident.organization_id, incident.pk)
    incident.words = words or None
    incident.save(force_insert=True)
    trail.record(events.INCIDENT_OPENED, by=by, subject=incident, facts={"kind": kind})
    return incident


@transaction.atomic
def add_rows(incident: Incident, *, count: int, by: User) -> list[IncidentRow]:
    """Further numbers, nothing known of anybody. Errors: InvalidInput, NotFound, NotInThisState."""
    require(by, RIGHT)
    current = locked(incident, by)
    last = _last_number(current)
    if count < 1 or last + count > MOST:
        raise InvalidInput(_("One to %d people.") % MOST, field="count")
    rows = [
        IncidentRow(organization=by.home, incident=current, number=last + one, added_by=by)
        for one in range(1, count + 1)
    ]
    IncidentRow.objects.bulk_create(rows)
    trail.record(events.INCIDENT_ROWS_ADDED, by=by, subject=current, facts={"count": count})
    return rows


@transaction.atomic
def add_row(incident: Incident, seen: Mapping[str, str], *, by: User) -> IncidentRow:
    """The next number with what is seen of the person, in codes. Saved at once. Errors: InvalidInput."""
    require(by, RIGHT)
    current = locked(incident, by)
    number = _last_number(current) + 1
    if number > MOST:
        raise InvalidInput(_("One to %d people.") % MOST)
    row = IncidentRow(organization=by.home, incident=current, number=number, added_by=by, **_checked(seen))
    row.save(force_insert=True)
    trail.record(events.INCIDENT_ROWS_ADDED, by=by, subject=current, facts={"count": 1})
    return row


@transaction.atomic
def change_row(row: IncidentRow, seen: Mapping[str, str], *, version: int, by: User) -> IncidentRow:
    """Other codes for somebody who wasn't asked yet. Errors: InvalidInput, NotInThisState (asked, or changed since)."""
    require(by, RIGHT)
    current = own_row(row, by)
    if current.version != version:
        raise NotInThisState(_("A colleague changed this number meanwhile. Look at it again, then save."))
    for name, code in _checked(seen).items():
        setattr(current, name, code)
    current.version += 1
    current.save()
    trail.record(events.INCIDENT_ROW_CHANGED, by=by, subject=current)
    return current


@transaction.atomic
def name_helper(incident: Incident, *, user: User, by: User) -> IncidentHelper:
    """Let a colleague see the numbers and register people. It opens them nobody's case. Errors: InvalidInput."""
    current = _led(incident, by)
    fits = User.objects.colleagues_of(by).filter(pk=user.pk).exists() and user.can(RIGHT)
    if not fits or user == current.lead:
        raise InvalidInput(_("Choose a colleague who registers people."), field="user")
    if IncidentHelper.objects.visible_to(by).filter(incident=current, user=user).exists():
        raise InvalidInput(_("They are named already."), field="user")
    helper = IncidentHelper(organization=by.home, incident=current, user=user, named_by=by)
    helper.save(force_insert=True)
    trail.record(events.INCIDENT_HELPER_NAMED, by=by, subject=current, facts={"to": str(user.pk)})
    return helper


@transaction.atomic
def end_helper(incident: Incident, *, user: User, by: User) -> None:
    """They no longer see the numbers. Errors: NotFound."""
    current = _led(incident, by)
    gone, _each = IncidentHelper.objects.visible_to(by).filter(incident=current, user=user).delete()
    if not gone:
        raise NotFound()
    trail.record(events.INCIDENT_HELPER_ENDED, by=by, subject=current, facts={"of": str(user.pk)})


@transaction.atomic
def close_incident(incident: Incident, *, by: User) -> Incident:
    """Nobody waits to be asked any more. Errors: NotInThisState while somebody does."""
    current = _led(incident, by)
    if IncidentRow.objects.visible_to(by).waiting().filter(incident=current).exists():
        raise NotInThisState(_("Some people weren't asked yet. Ask them, or say that they left."))
    current.closed_by, current.closed_at = by, timezone.now()
    current.save(update_fields=["closed_by", "closed_at"])
    trail.record(events.INCIDENT_CLOSED, by=by, subject=current)
    return current


def leads(incident: Incident, user: User) -> bool:
    """Whether this colleague names helpers and closes it."""
    return incident.lead == user or user.role_data.scope == "organization"


def own_row(row: IncidentRow, by: User) -> IncidentRow:
    """A row that still waits, locked. Errors: NotFound, NotInThisState."""
    rows = IncidentRow.objects.visible_to(by).select_for_update(of=("self",)).select_related("incident")
    current: IncidentRow | None = rows.filter(pk=row.pk).first()
    if current is None:
        raise NotFound()
    if current.state != IncidentRow.State.WAITING:
        raise NotInThisState(_("This person was asked already."))
    return current


def _led(incident: Incident, by: User) -> Incident:
    require(by, RIGHT)
    current = locked(incident, by)
    if not leads(current, by):
        raise NotPermitted()
    return current


def _last_number(incident: Incident) -> int:
    rows = IncidentRow.objects.unscoped("numbers of an incident that was asked for").filter(incident=incident)
    found: dict[str, Any] = rows.aggregate(last=Max("number"))
    return found["last"] or 0


def _checked(seen: Mapping[str, str]) -> dict[str, str]:
    if set(seen) - set(SEEN):
        raise InvalidInput()
    for name, code in seen.items():
        if code and code not in SEEN[name]:
            raise InvalidInput(_("Choose one of the list."), field=name)
    return dict(seen)
