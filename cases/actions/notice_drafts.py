"""Draft a statutory notice and change the draft. Nothing goes out by this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require_reads
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.codelists.countries import COUNTRIES
from cases.consent_categories import FIELDS
from cases.field_groups import TOLD
from cases.models import Authority, Case, NoticeBasis, Notification, StatutoryNotice
from cases.notices.codes import TIME_TO_SEND, Counsel, Informed, Kind, Lawful, Urgency
from cases.notices.lifecycle import Event
from cases.permissions import require_on_case

from ._notice_step import Versions, begin, finish
from .approvals import supervisors_of
from .notifications import notify

WORDS = frozenset("provision recipient words call_back why informed_words counsel_words served_by scope".split())
CODES: Mapping[str, Any] = {"urgency": Urgency, "lawful": Lawful, "informed": Informed, "counsel": Counsel}
#: what a draft may say; its kind stays
WRITTEN = WORDS | set(CODES) | {"country", "basis", "authority", "categories", "never_share"}
LISTS: Mapping[str, Any] = {"authority": Authority, "basis": NoticeBasis}
MAY_BE_EMPTY = frozenset({"informed", "counsel"})


@transaction.atomic
def draft_notice(case: Case, *, kind: str, by: User, **values: Any) -> StatutoryNotice:
    """Write one down, with what is known already (WRITTEN). Errors: NotFound, NotPermitted, InvalidInput by field."""
    require_on_case(by, "draft_notice", case)
    if kind not in Kind.values:
        raise InvalidInput(_("Choose from the list."), field="kind")
    danger = kind == Kind.IMMINENT_DANGER
    usual = {"urgency": Urgency.NOW, "lawful": Lawful.VITAL_INTEREST} if danger else {"country": by.home.country}
    notice = StatutoryNotice(
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        kind=kind,
        drafted_by=by,
    )
    notice.due_at = timezone.now() + TIME_TO_SEND[Urgency.DAY]
    _write(notice, usual | values, by)
    notice.save(force_insert=True)
    trail.record(events.NOTICE_DRAFTED, by=by, subject=notice, facts={"kind": kind}, changed=values)
    if by.is_machine:  # people ask and send: they have to know of it
        told = [case.caseworker, *supervisors_of(case, by)]
        notify(*told, kind=Notification.Kind.NOTICE_DRAFTED, by=by, case=case, about=notice.public_id)
    return notice


@transaction.atomic
def change_notice(
    notice: StatutoryNotice, values: Mapping[str, Any], *, by: User, versions: Versions = None
) -> StatutoryNotice:
    """Change a draft; what was sealed of it and told to nobody is destroyed. Errors: as `draft_notice`; Conflict."""
    current, rule = begin(notice, Event.CHANGE, by=by, versions=versions)
    changed = _write(current, values, by)
    current.changed_by = by
    return finish(current, rule, by=by, changed=[*changed, "changed_by"])


def _write(notice: StatutoryNotice, values: Mapping[str, Any], by: User) -> list[str]:
    """Check and set; the columns that were set. A basis of the list brings its country and words along."""
    values = _with_basis(notice, dict(values))
    if unknown := set(values) - WRITTEN:
        raise InvalidInput(field=sorted(unknown)[0])
    for name, value in values.items():
        _check(notice, name, value, by)
        value = sorted(set(value)) if name == "categories" else value
        setattr(notice, name, (value or None) if name in WORDS else value)
    if "urgency" in values:
        notice.due_at = timezone.now() + TIME_TO_SEND[Urgency(values["urgency"])]
    columns = [f"{name}_sealed" if name in WORDS else name for name in values]
    return [*columns, "due_at"] if "urgency" in values else columns


def _with_basis(notice: StatutoryNotice, values: dict[str, Any]) -> dict[str, Any]:
    basis = values.get("basis")
    if basis is None:
        return values
    if basis.pk != notice.basis_id and values.get("provision") == notice.provision:
        values["provision"] = ""  # the words of the one chosen before
    told = {"country": basis.country, "provision": f"{basis.title}\n{basis.provision}"}
    return values | {name: values.get(name) or said for name, said in told.items()} | {"lawful": basis.lawful}


def _check(notice: StatutoryNotice, name: str, value: Any, by: User) -> None:
    choose = InvalidInput(_("Choose from the list."), field=name)
    if name in CODES and value not in CODES[name].values and not (name in MAY_BE_EMPTY and not value):
        raise choose
    if name == "country" and value and value not in COUNTRIES:
        raise choose
    if name == "categories":
        if set(value) - {kind for kind, fields in FIELDS.items() if fields}:
            raise choose
        for kind in value:
            if kind in TOLD:
                require_reads(by, TOLD[kind])
    if name in LISTS and value and value.pk != getattr(notice, f"{name}_id"):
        rows = LISTS[name].objects.visible_to(by).offered().filter(pk=value.pk)
        if not (rows.filter(kind=notice.kind) if name == "basis" else rows).exists():
            raise choose
