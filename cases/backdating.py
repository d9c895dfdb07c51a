"""What is written down long after it happened says why: paper first, no network, told later."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import InvalidInput

LATE = datetime.timedelta(days=7)


class LateReason(models.TextChoices):
    """Why something is recorded more than a week later."""

    PAPER = "paper", _("Written on paper first")
    OFFLINE = "offline", _("No network or power")
    TOLD_LATER = "told_later", _("Told later")
    FORGOTTEN = "forgotten", _("Forgotten at the time")


def told(day: datetime.date, reason: str) -> dict[str, str | int]:
    """For the trail, whose entry has the time of recording: the day that it is about, and why it comes late."""
    return {"on": day.isoformat(), "late": reason} if reason else {}


def checked(day: datetime.date, reason: str, *, today: datetime.date, field: str = "late_reason") -> str:
    """The reason to keep: "" when the day is recent. Errors: InvalidInput for a late day without a reason."""
    if day >= today - LATE:
        return ""
    if reason not in LateReason.values:
        raise InvalidInput(gettext("This was more than a week ago. Say why it is recorded now."), field=field)
    return reason
