"""When a delivery is tried again: ten times in about 75 hours, the pauses that Standard Webhooks proposes.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md ("Retries").
"""

from __future__ import annotations

import datetime
import random

#: seconds between one attempt and the next; the first attempt is at once
PAUSES = (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
MOST_ATTEMPTS = len(PAUSES) + 1
JITTER = 0.1  # a tenth more or less, so that all that failed together doesn't come back together


def pause_after(attempt: int) -> datetime.timedelta:
    """How long to wait after this attempt (the first is 1); after the last, until it may be called given up."""
    seconds = PAUSES[min(attempt, len(PAUSES)) - 1]
    return datetime.timedelta(seconds=seconds * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311 - no secret
