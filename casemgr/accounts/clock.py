"""What day it is for an organization: times are stored in UTC, "today" is where the people work."""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from casemgr.accounts.models import Organization


def today(organization: Organization | None) -> datetime.date:
    """The organization's present day; UTC for people without one."""
    zone = ZoneInfo(organization.time_zone) if organization else datetime.UTC
    return timezone.now().astimezone(zone).date()


def day_of(moment: datetime.datetime, organization: Organization) -> datetime.date:
    """The day that a moment was on where the organization's people work."""
    return moment.astimezone(ZoneInfo(organization.time_zone)).date()


def end_of(day: datetime.date, organization: Organization) -> datetime.datetime:
    """The moment at which this day is over where the organization's people work."""
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return midnight.replace(tzinfo=ZoneInfo(organization.time_zone))
