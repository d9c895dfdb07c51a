"""Slip and passcode at the public door: nobody is signed in, and every "no" is the same.

Whatever is typed costs the same work before anything is looked up. Only who types a whole code of 100 bits reaches a
row at all: without the slip nobody can lock it, count it or learn that it is there.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from casemgr.accounts.models import Organization, User
from casemgr.audit import events
from casemgr.db.actor import acting_as
from casemgr.encryption import slips
from casemgr.encryption.errors import EncryptionError
from cases.actions.notifications import notify_people
from cases.models import Case, Notification
from referrals.alerts import as_organization, people_who
from referrals.carried_lifecycle import Event, State, lives
from referrals.carried_steps import slip_step, write_of_slip
from referrals.models import CarriedLink, CarriedReply

REPLY_FOR = datetime.timedelta(minutes=30)
_WHY = "found by the code on the slip; row-level security shows the one organization"
Kind = Notification.Kind


@dataclass(frozen=True)
class Opened:
    """What whoever holds slip and passcode sees. `zone`: whose time is meant; `reply` lets them leave word, once."""

    name: str
    zone: str
    service_code: str
    fields: dict[str, Any]
    left: int
    until: datetime.datetime
    reply: str


@dataclass(frozen=True)
class _Home:
    """Whose slip it is, who works on the case, and whether consent and organization still stand."""

    organization_id: UUID
    caseworker_id: UUID | None
    stands: bool


@transaction.atomic
def open_carried(code: str, passcode: str) -> Opened | None:
    """What the slip opens, counted and told to its worker; None for whatever doesn't open, whyever."""
    turned = slips.turn(code, passcode)
    home = _home_of(turned.finder)
    if home is None:
        return None
    with acting_as(as_organization(home.organization_id)):
        return _try(turned, home)


@transaction.atomic
def answer_carried(reply: str, *, service: str, telephone: str, words: str) -> bool:
    """Leave word for the worker, with what `open_carried` gave; sealed, and once. False when it can't be left."""
    home = _home_of(_hash(reply))
    if home is None or not home.stands:
        return False
    with acting_as(as_organization(home.organization_id)):
        rows = CarriedLink.objects.unscoped(_WHY).select_for_update(of=("self",))
        link = rows.filter(reply_hash=_hash(reply), reply_until__gt=timezone.now()).first()
        if link is None or CarriedReply.objects.unscoped(_WHY).filter(link=link).exists():
            return False
        given = {"service": service.strip(), "telephone": telephone.strip(), "words": words.strip()}
        left = CarriedReply(
            organization_id=link.organization_id,
            case_id=link.case_id,
            person_id=link.person_id,
            link=link,
            left_at=timezone.now(),
            **{name: value or None for name, value in given.items()},
        )
        try:
            left.save(force_insert=True)
        except EncryptionError:  # the organization's own key is locked, or the person was erased
            return False
        link.reply_hash, link.reply_until = "", None
        link.save(update_fields=["reply_hash", "reply_until"])
        write_of_slip(link, events.CARRIED_ANSWERED)
        _tell(link, home, Kind.CARRIED_ANSWERED)
    return True


def _try(turned: slips.Turned, home: _Home) -> Opened | None:
    rows = CarriedLink.objects.unscoped(_WHY).select_for_update(of=("self",))
    link = rows.filter(finder=turned.finder).first()
    if link is None:
        return None
    if not home.stands or not lives(State(link.state), link.expires_at, timezone.now()):
        write_of_slip(link, events.CARRIED_REFUSED)
        return None
    try:
        sealed = link.content
    except EncryptionError:  # its key is destroyed, or its organization's is locked: nothing opens, nothing counts
        return None
    fields = slips.open_(sealed, turned.key, bound=link.pk.bytes) if sealed else None
    if fields is None:
        slip_step(link, Event.MISS)
        if link.state == State.LOCKED:
            _tell(link, home, Kind.CARRIED_LOCKED)
        return None
    return _opened(link, home, fields)


def _opened(link: CarriedLink, home: _Home, fields: dict[str, Any]) -> Opened:
    slip_step(link, Event.OPEN)
    reply = secrets.token_urlsafe(32)
    link.reply_hash, link.reply_until = _hash(reply), timezone.now() + REPLY_FOR
    link.save(update_fields=["reply_hash", "reply_until"])
    _tell(link, home, Kind.CARRIED_OPENED)
    name, zone = Organization.objects.values_list("carried_name", "time_zone").get(pk=link.organization_id)
    left = link.most_openings - link.openings
    return Opened(name, zone, link.service_code, fields, left, link.expires_at, reply)


def _tell(link: CarriedLink, home: _Home, kind: str) -> None:
    """A line for who made it and who works on the case, found while they see the case; else for those who lead."""
    people = User.objects.filter(pk__in={link.maker_id, home.caseworker_id} - {None})
    told = [one for one in people.filter(organization_id=link.organization_id) if one.has_access]
    if not told:  # silence would be worse
        notify_people(people_who(link.organization_id, "review_access"), kind=kind, about=link.public_id)
        return
    case = Case(pk=link.case_id)  # a restricted one isn't shown to the organization as a whole
    notify_people(told, kind=kind, case=case, about=link.public_id)


def _home_of(finder: str) -> _Home | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT organization_id, caseworker_id, stands FROM app.carried_home(%s)", [finder])
        row = cursor.fetchone()
    return _Home(*row) if row else None


def _hash(reply: str) -> str:
    return hashlib.sha256(b"reply to a slip\0" + reply.encode()).hexdigest()
