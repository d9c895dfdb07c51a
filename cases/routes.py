"""The route of an experience: its points in order, each a stage, a country, a place and a day as far as known."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from casemgr.errors import InvalidInput
from cases.codelists.countries import COUNTRIES
from cases.codelists.htcds_experience import ROUTE_STAGE

MOST = 30
LONGEST = 200
PARTS = ("stage", "country", "place", "date")
_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def checked(points: Any) -> list[dict[str, str]]:
    """The points without their empty parts, those without any part left out.

    `date` is a year, a month or a day (2019, 2019-05, 2019-05-02). Errors: InvalidInput naming "route" or a part of
    a point ("date_2" for the third one's date).
    """
    if not isinstance(points, list) or not all(isinstance(one, Mapping) for one in points):
        raise InvalidInput(field="route")
    if len(points) > MOST:
        raise InvalidInput(_("A route has at most %d points.") % MOST, field="route")
    told = [_point(number, point) for number, point in enumerate(points)]
    return [point for point in told if point]


def _point(number: int, point: Mapping[str, Any]) -> dict[str, str]:
    if set(point) - set(PARTS) or not all(isinstance(value, str) for value in point.values()):
        raise InvalidInput(field="route")
    told = {name: value for name in PARTS if (value := point.get(name, "").strip())}
    if told and told.get("stage") not in ROUTE_STAGE.codes:
        raise InvalidInput(_("Say which part of the route this is."), field=f"stage_{number}")
    if "country" in told and told["country"] not in COUNTRIES.codes:
        raise InvalidInput(_("Choose a country of the list."), field=f"country_{number}")
    if len(told.get("place", "")) > LONGEST:
        raise InvalidInput(_("This text is too long."), field=f"place_{number}")
    if "date" in told and not is_partial_date(told["date"]):
        raise InvalidInput(_("Write a year, a month or a day: 2019, 2019-05, 2019-05-02."), field=f"date_{number}")
    return told


def is_partial_date(text: str) -> bool:
    """Whether this is an ISO year, month or day of the calendar."""
    if not _PARTIAL.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True
