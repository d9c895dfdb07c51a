"""What a statutory notice tells: sealed, read, and written down as told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.encryption.errors import KeyDestroyed
from casemgr.errors import Gone, InvalidInput, NotFound, NotPermitted
from cases.disclosed import collect
from cases.models import ManualDisclosure, NoticeSheet, Notification, StatutoryNotice
from cases.notices.clashes import recipient_of
from cases.notices.codes import TIME_TO_REVIEW, Kind, Way
from cases.notices.lifecycle import Event
from cases.notices.rights import reads_told

from ._notice_step import Versions, begin, discard, finish, require_reason, require_words, sheet_of
from .approvals import supervisors_of
from .notifications import notify

WITH_A_VOICE = frozenset({Way.PHONE, Way.IN_PERSON})
#: longer ago it is written into the case's disclosures by hand
LATEST = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Told:
    """What was sealed: when, which kinds of data, and everything that the sheet says."""

    sealed_at: datetime.datetime
    categories: list[str]
    content: dict[str, Any]


@transaction.atomic
def seal_notice(
    notice: StatutoryNotice, *, by: User, despite: str | None = None, versions: Versions = None
) -> NoticeSheet:
    """Seal exactly the chosen kinds of data as they are recorded now, to be read out or printed.

    An earlier sealing that was told to nobody is destroyed. Errors: those of `begin` and `require_reason`.
    """
    current, rule = begin(notice, Event.SEAL, by=by, versions=versions)
    changed = require_reason(current, by, despite)
    if not reads_told(by, current.categories):
        raise NotPermitted()
    discard(current)
    fields = collect(current.case, current.categories)
    sheet = NoticeSheet(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=current.organization_id,
        notice=current,
        sealed_for=current.person_id,
        categories=sorted(current.categories),
        fields=sorted(fields),
        content=_content(current, fields),
        sealed_by=by,
    )
    keys.create_data_key(sheet.organization_id, sheet.pk)
    sheet.save(force_insert=True)
    finish(current, rule, by=by, changed=changed)
    return sheet


@transaction.atomic
def read_notice_sheet(notice: StatutoryNotice, *, by: User) -> Told:
    """What was sealed, each time with an entry in the trail. Errors: NotFound, NotPermitted, Gone once destroyed."""
    current = StatutoryNotice.objects.visible_to(by).filter(pk=notice.pk).first()
    sheet = sheet_of(current, by) if current else None
    if current is None or sheet is None:
        raise NotFound()
    if by.is_machine or not reads_told(by, sheet.categories):
        raise NotPermitted()
    try:
        content = sheet.content
        if content is None:  # blanked, as the person wished
            raise KeyDestroyed()
    except KeyDestroyed:
        raise Gone(_("What was told was destroyed. That it was told, and which kinds of data, stays.")) from None
    trail.read(events.NOTICE_SHEET_READ, by=by, subjects=[current])
    return Told(sheet.sealed_at, sheet.categories, content)


@transaction.atomic
def send_notice(
    notice: StatutoryNotice,
    *,
    way: str,
    by: User,
    spoke_with: str | None = None,
    told_at: datetime.datetime | None = None,
    despite: str | None = None,
    versions: Versions = None,
) -> StatutoryNotice:
    """Write down that an approved notice was told: how, when, and who took it. Errors: InvalidInput by field."""
    return _send(notice, Event.SEND, _Telling(way, spoke_with, told_at, despite), by, versions)


@transaction.atomic
def send_notice_now(
    notice: StatutoryNotice,
    *,
    way: str,
    by: User,
    spoke_with: str | None = None,
    told_at: datetime.datetime | None = None,
    despite: str | None = None,
    versions: Versions = None,
) -> StatutoryNotice:
    """The same in imminent danger, before anybody approved it: supervisors are told, one reviews it in 24 hours."""
    return _send(notice, Event.SEND_NOW, _Telling(way, spoke_with, told_at, despite), by, versions)


@dataclass(frozen=True)
class _Telling:
    """How it was told, who took it, when (None: now), and why in spite of the never-share list."""

    way: str
    spoke_with: str | None
    told_at: datetime.datetime | None
    despite: str | None


def _send(notice: StatutoryNotice, event: Event, said: _Telling, by: User, versions: Versions) -> StatutoryNotice:
    current, rule = begin(notice, event, by=by, versions=versions)
    changed = require_reason(current, by, said.despite)
    _check(said)
    current.way, current.sent_by, current.sent_at = said.way, by, said.told_at or timezone.now()
    current.spoke_with = (said.spoke_with or "").strip() or None
    changed += ["way", "sent_by", "sent_at", "spoke_with_sealed", "disclosure"]
    if event is Event.SEND_NOW:
        current.review_due_at = current.sent_at + TIME_TO_REVIEW
        changed.append("review_due_at")
    current.disclosure = _in_the_ledger(current, by)
    done = finish(current, rule, by=by, changed=changed)
    if event is Event.SEND_NOW:
        told = supervisors_of(current.case, by)
        notify(*told, kind=Notification.Kind.NOTICE_SENT_NOW, by=by, case=current.case, about=current.public_id)
    return done


def _check(said: _Telling) -> None:
    if said.way not in Way.values:
        raise InvalidInput(_("Say how it was told."), field="way")
    if said.way in WITH_A_VOICE:
        require_words(said.spoke_with, _("Say who took it, and their reference if they gave one."), "spoke_with")
    now = timezone.now()
    if said.told_at is not None and said.told_at > now:
        raise InvalidInput(_("The time can't lie in the future."), field="told_at")
    if said.told_at is not None and said.told_at < now - LATEST:
        message = _("That is more than a week ago. Withdraw this, and write it into “Who was told what” by hand.")
        raise InvalidInput(message, field="told_at")


def _in_the_ledger(notice: StatutoryNotice, by: User) -> ManualDisclosure:
    """The line of "who was told what": names of kinds, the ground, never a value."""
    danger = notice.kind == Kind.IMMINENT_DANGER
    row = ManualDisclosure(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=notice.organization_id,
        case_id=notice.case_id,
        person_id=notice.person_id,
        recipient=recipient_of(notice)[:300],
        categories=sorted(notice.categories),
        way=notice.way,
        ground=ManualDisclosure.Ground.VITAL if danger else ManualDisclosure.Ground.LAW,
        told_on=timezone.localtime(notice.sent_at).date(),
        recorded_by=by,
    )
    row.save(force_insert=True)
    facts = {"way": row.way, "ground": row.ground, "notice": notice.public_id}
    trail.record(events.DISCLOSURE_RECORDED, by=by, subject=row, facts=facts)
    return row


def _content(notice: StatutoryNotice, fields: dict[str, Any]) -> dict[str, Any]:
    """Everything that is told: to whom, on what law, which words, which data, and whom to call back."""
    authority = notice.authority
    reach = ("telephone", "address", "how_to_send")
    return {
        "to": {"name": recipient_of(notice)} | {name: getattr(authority, name) for name in reach if authority},
        "kind": notice.kind,
        "lawful": notice.lawful,
        "country": notice.country,
        "provision": notice.provision,
        "served_by": notice.served_by,
        "scope": notice.scope,
        "words": notice.words,
        "fields": fields,
        "call_back": notice.call_back,
    }
