"""An entry of the service directory as the beginning of a partner outside, so that nobody types it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casemgr.accounts.models import User
from frontend.directory_rows import hours_in_words
from referrals.codes import Way
from referrals.directory.reaching import first_phone, languages_of, schedules_of
from referrals.models import DirectoryAddress, DirectoryOrganization, DirectoryService


def from_entry(entry: UUID, user: User) -> dict[str, Any] | None:
    """What the entry with this public id says, as far as the user sees it; None when there is none, or it takes part
    on this server. Hidden places are left out, as everywhere outside of their own page.
    """
    one = DirectoryOrganization.objects.visible_to(user).active().filter(public_id=entry).first()
    if one is None or one.member_id:
        return None
    services = list(DirectoryService.objects.visible_to(user).active().filter(provider=one).order_by("pk"))
    phone = first_phone(one, user) or next((p for service in services if (p := first_phone(service, user))), None)
    address = _address(one, user)
    hours = dict.fromkeys(hours_in_words(row) for service in services for row in schedules_of(service, user))
    return {
        "name": one.name,
        "telephone": phone.number if phone else "",
        "address": address,
        "hours": "; ".join(filter(None, hours))[:300],
        "languages": list(dict.fromkeys(code for service in services for code in languages_of(service, user))),
        "services": sorted({service.service_code for service in services} - {""}),
        "ways": [Way.PHONE] * bool(phone) + [Way.LETTER] * bool(address),
    }


def _address(one: DirectoryOrganization, user: User) -> str:
    rows = DirectoryAddress.objects.visible_to(user).filter(location__provider=one, location__status="active")
    first = rows.order_by("pk").first()
    return "\n".join(first.lines)[:500] if first else ""
