"""Write how an entry is reached; part of keeping it (`directory`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from cases.codelists.languages import LANGUAGES
from referrals.directory.codes import Weekday
from referrals.directory.hsds.tables import forget
from referrals.directory.reaching import TEXT, Hours, Reaching, TextLine, first_phone, schedules_of, text_line
from referrals.models import (
    DirectoryLanguage,
    DirectoryOrganization,
    DirectoryPhone,
    DirectorySchedule,
    DirectoryService,
)


def set_reaching(entry: DirectoryOrganization | DirectoryService, said: Reaching | None, by: User) -> None:
    """Write phone, languages and hours of an entry that was just saved. Errors: InvalidInput."""
    if said is None:
        return
    if said.phone is not None:
        _phone(entry, said.phone.strip(), by)
    if isinstance(entry, DirectoryService):
        if said.languages is not None:
            _languages(entry, said.languages, by)
        if said.hours is not None:
            _hours(entry, said.hours, by)
        if said.text is not None:
            _text(entry, said.text, by)


def _phone(entry: DirectoryOrganization | DirectoryService, number: str, by: User) -> None:
    known = first_phone(entry, by)
    if number:
        at: dict[str, Any] = {"service" if isinstance(entry, DirectoryService) else "provider": entry}
        phone = known or DirectoryPhone(organization_id=entry.organization_id, kind="voice", **at)
        phone.number = number
        forget(phone, ["number"])
        phone.save(force_insert=known is None)
    elif known:
        known.delete()


def _text(service: DirectoryService, said: TextLine, by: User) -> None:
    known = text_line(service, by)
    if said.number.strip():
        phone = known or DirectoryPhone(organization_id=service.organization_id, kind=TEXT, service=service)
        phone.number, phone.description = said.number.strip(), said.word.strip()
        forget(phone, ["number", "description"])
        phone.save(force_insert=known is None)
    elif known:
        known.delete()


def _languages(service: DirectoryService, codes: Sequence[str], by: User) -> None:
    if set(codes) - set(LANGUAGES):
        raise InvalidInput(_("Choose languages of the list."), field="languages")
    rows = DirectoryLanguage.objects.kept_by(by).filter(service=service)
    rows.exclude(code="").exclude(code__in=codes).delete()
    there = set(rows.values_list("code", flat=True))
    for code in dict.fromkeys(codes):
        if code not in there:
            row = DirectoryLanguage(organization_id=service.organization_id, service=service, code=code)
            row.save(force_insert=True)


def _hours(service: DirectoryService, said: Hours, by: User) -> None:
    if set(said.days) - set(Weekday.values):
        raise InvalidInput(_("Choose days of the week."), field="days")
    if said.opens_at and said.closes_at and said.opens_at == said.closes_at:
        raise InvalidInput(_("It opens and closes at the same time."), field="closes_at")
    known = schedules_of(service, by)
    if len(known) > 1:
        return
    if not said.days:
        for row in known:
            row.delete()
        return
    row = known[0] if known else DirectorySchedule(organization_id=service.organization_id, service=service)
    row.freq, row.byday = "WEEKLY", ",".join(day for day in Weekday.values if day in said.days)
    row.opens_at, row.closes_at = said.opens_at, said.closes_at
    forget(row, ["freq", "byday", "opens_at", "closes_at"])
    row.save(force_insert=not known)
