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


def checked(day: datetime.date, reason: str, *, today: datetime.date, field: str = "late_reason") -> str:
    """The reason to keep: "" when the day is recent. Errors: InvalidInput for a late day without a reason."""
    if day >= today - LATE:
        return ""
    if reason not in LateReason.values:
        raise InvalidInput(gettext("This was more than a week ago. Say why it is recorded now."), field=field)
    return reason
