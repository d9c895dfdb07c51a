"""Who is in a house tonight, as far as the reader's role shows: aliases, what must be known, who comes and goes."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.models import Case, HealthAlert, House, Missing, Stay
from cases.shelter import rooms_now


@dataclass
class Resident:
    """Somebody who stays here."""

    stay: Stay
    alerts: list[HealthAlert] = field(default_factory=list)
    missing: bool = False

    @property
    def late(self) -> bool:
        """Past the time at which they were expected back."""
        return self.stay.back_by is not None and self.stay.back_by < timezone.now()


@dataclass
class Tonight:
    """What a house's page shows. `unseen` residents are counted and nothing more."""

    residents: list[Resident]
    coming: list[Stay]
    going: list[Stay]
    unseen: int

    @property
    def cases(self) -> list[Case]:
        """Everybody who is named on the page."""
        return [one.case for one in [*(row.stay for row in self.residents), *self.coming]]


def tonight(house: House, user: User) -> Tonight:
    """The house as this colleague may see it now."""
    day = today(user.home)
    stays = Stay.objects.visible_to(user).filter(house=house).select_related("case__person", "case__caseworker", "room")
    here = list(stays.in_house().order_by("room__label", "in_at"))
    coming = list(stays.asked().filter(wanted_on__lte=day + datetime.timedelta(days=1)).order_by("wanted_on"))
    alerts, missing = _alerts(here, user), _missing(here, user)
    everybody = sum(one.stays for one in rooms_now(house, user))
    return Tonight(
        residents=[Resident(one, alerts[one.case_id], one.pk in missing) for one in here],
        coming=coming,
        going=[one for one in here if one.planned_end and one.planned_end <= day],
        unseen=max(everybody - len(here), 0),
    )


def _alerts(here: list[Stay], user: User) -> dict[UUID, list[HealthAlert]]:
    found: dict[UUID, list[HealthAlert]] = defaultdict(list)
    rows = HealthAlert.objects.visible_to(user).holding().filter(case_id__in=[one.case_id for one in here])
    for alert in rows.order_by("recorded_at"):
        found[alert.case_id].append(alert)
    return found


def _missing(here: list[Stay], user: User) -> set[object]:
    rows = Missing.objects.visible_to(user).open().filter(stay__in=here)
    return set(rows.values_list("stay_id", flat=True))
