"""Practices are emptied when they are as old as they may get."""

from __future__ import annotations

import datetime
import logging

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import Organization
from casemgr.errors import CasemgrError
from referrals import actions

from .player import player_of

_log = logging.getLogger(__name__)


class NotEmptied(Exception):
    """Some practices could not be emptied; how many."""


def start_over(since: datetime.datetime) -> int:
    """Empty those that began, or began anew, at or before this moment; how many. Each is a transaction of its own, and
    one that fails keeps no other. Those that are switched off too: something may have come in last. Errors: NotEmptied.
    """
    done, failed = 0, 0
    for partner in Organization.objects.filter(practice_side="partner", practice_since__lte=since):
        try:
            with acting_as_user(player_of(partner).system):
                done += actions.end_month_of_practice(by_clock_for=partner, since=since)
        except (DatabaseError, ObjectDoesNotExist, CasemgrError) as error:
            _log.error("A practice could not be emptied: %s", type(error).__name__)
            failed += 1
    if failed:
        raise NotEmptied(failed)
    return done
