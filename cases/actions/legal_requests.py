"""Write down what law enforcement or a court asks for. Nothing is told by this."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require, require_reads
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput
from cases.consent_categories import CATEGORIES
from cases.legal import codes
from cases.legal.request_lifecycle import Event
from cases.models import Authority, Case, LegalRequest, UnknownRequest

from ._legal import of_case, require_code, require_codes, require_legal, require_words, write
from ._request_step import begin, finish

WORDS = frozenset({"asker", "served_by", "scope", "advice", "bar", "reasons"})
CODES: Mapping[str, Any] = {"counsel": codes.Counsel, "informed": codes.Informed, "decision": codes.Decision}
LISTS = frozenset({"asked", "categories"})
#: what a draft may say; its kind and when it was served stay
WRITTEN = WORDS | set(CODES) | LISTS | {"authority", "answer_due_at", "barred_until"}


@transaction.atomic
def record_request(
    case: Case, *, kind: str, by: User, served_at: datetime.datetime | None = None, **values: Any
) -> LegalRequest:
    """Write one down with what is known already (WRITTEN). Errors: NotFound, NotPermitted, InvalidInput by field."""
    require_legal(by, case)
    require_code(kind, codes.Request, "kind")
    at = _past(served_at, "served_at")
    request = LegalRequest(**of_case(case), kind=kind, served_at=at, drafted_by=by)
    _write(request, values, by)
    request.save(force_insert=True)
    trail.record(events.REQUEST_RECORDED, by=by, subject=request, facts={"kind": kind}, changed=values)
    return request


@transaction.atomic
def change_request(request: LegalRequest, values: Mapping[str, Any], *, version: int, by: User) -> LegalRequest:
    """Change what isn't proposed yet, as read at `version`. Errors: as `record_request`; Conflict, NotInThisState."""
    current, rule = begin(request, Event.CHANGE, by=by, version=version)
    changed = _write(current, values, by)
    current.changed_by = by
    return finish(current, rule, by=by, changed=changed)


@transaction.atomic
def log_unknown_request(
    *, kind: str, asker: str, about: str, answer: str, by: User, asked_at: datetime.datetime | None = None
) -> UnknownRequest:
    """Log that somebody was asked about and was answered neither yes nor no. Nobody is looked up, no case is made.

    Errors: NotPermitted, InvalidInput by field.
    """
    require(by, "edit_case")
    require_reads(by, "legal")
    require_code(kind, codes.Request, "kind")
    said = {"asker": (asker, _("Say who asks.")), "about": (about, _("Say about whom they asked, in their words."))}
    said["answer"] = (answer, _("Write down what was said to them."))
    row = UnknownRequest(organization=by.home, kind=kind, asked_at=_past(asked_at, "asked_at"), recorded_by=by)
    for name, (value, message) in said.items():
        setattr(row, name, require_words(value, message, name))
    keys.create_data_key(row.organization_id, row.pk)
    row.save(force_insert=True)
    trail.record(events.UNKNOWN_REQUEST_LOGGED, by=by, subject=row, facts={"kind": kind})
    return row


def _past(moment: datetime.datetime | None, field: str) -> datetime.datetime:
    now = timezone.now()
    if moment is not None and moment > now:
        raise InvalidInput(_("The time can't lie in the future."), field=field)
    return moment or now


def _write(request: LegalRequest, values: Mapping[str, Any], by: User) -> list[str]:
    if unknown := set(values) - WRITTEN:
        raise InvalidInput(field=sorted(unknown)[0])
    for name, choices in CODES.items():
        require_code(values.get(name), choices, name, empty=True)
    for name in LISTS & set(values):
        require_codes(values[name], CATEGORIES, name)
    authority = values.get("authority")
    if authority and authority.pk != request.authority_id and not _offered(authority, by):
        raise InvalidInput(_("Choose from the list."), field="authority")
    values = {name: sorted(set(value)) if name in LISTS else value for name, value in values.items()}
    return write(request, values, words=WORDS)


def _offered(authority: Authority, by: User) -> bool:
    found: bool = Authority.objects.visible_to(by).offered().filter(pk=authority.pk).exists()
    return found
