"""What somebody wrote of a partner outside: looked at before it is kept (`outside_partners`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from referrals.codes import REACHED_BY, Way
from referrals.models import OutsidePartner
from referrals.models.outside import BESIDE, LEADING

TEXTS = (*(name for name in LEADING if name != "kind"), "hours")


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, texts without space around them and None for nothing. Errors: InvalidInput."""
    if unknown := set(values) - {*LEADING, *BESIDE}:
        raise InvalidInput(field=sorted(unknown)[0])
    given: dict[str, Any] = {name: _text(value) if name in TEXTS else value for name, value in values.items()}
    if "name" in given and not given["name"]:
        raise InvalidInput(_("Give it a name."), field="name")
    if given.get("kind", "") not in ("", *OutsidePartner.Kind.values):
        raise InvalidInput(_("Choose from the list."), field="kind")
    if set(given.get("services", ())) - set(SERVICES):
        raise InvalidInput(_("Choose services of the list."), field="services")
    if set(given.get("languages", ())) - set(LANGUAGES):
        raise InvalidInput(_("Choose languages of the list."), field="languages")
    if "ways" in given and (not given["ways"] or set(given["ways"]) - set(REACHED_BY)):
        raise InvalidInput(_("Say how you reach them."), field="ways")
    return given


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None


def require_reachable(one: OutsidePartner) -> None:
    """A telephone wants a number, a letter and going along an address. Errors: InvalidInput."""
    now = {"telephone": one.telephone, "address": one.address} | (one.proposed or {})
    if Way.PHONE in one.ways and not now["telephone"]:
        raise InvalidInput(_("Write their number down, or don't tick “By phone”."), field="telephone")
    if {Way.LETTER, Way.IN_PERSON} & set(one.ways) and not now["address"]:
        raise InvalidInput(_("Write their address down: letters and people go there."), field="address")


def require_unknown(name: str, by: User, one: OutsidePartner | None = None) -> None:
    """Two of one name could not be told apart where one is chosen. Errors: InvalidInput."""
    known = OutsidePartner.objects.visible_to(by).working().filter(partner__name__iexact=name)
    if (known.exclude(pk=one.pk) if one else known).exists():
        raise InvalidInput(_("You have a partner of this name already."), field="name")
