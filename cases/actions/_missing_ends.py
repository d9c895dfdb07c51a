"""What ends when somebody missed from a house is found or died, wherever that is said first."""

from __future__ import annotations

from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from cases.models import Case, Flag, Missing, Stay

from ._stay_checks import not_here, settle


def close_missing(missing: Missing, how: str, by: User, words: str | None = None) -> None:
    """Write down how it ended and lower the flag. Who is back counts as in the house again. Nothing is checked."""
    missing.found, missing.found_at, missing.found_by = how, timezone.now(), by
    missing.save(update_fields=["found", "found_at", "found_by"])
    if how in (Missing.Found.BACK, Missing.Found.MISTAKE):
        stay = Stay.objects.visible_to(by).select_for_update(of=("self",)).get(pk=missing.stay_id)
        stay.away_since = stay.back_by = None
        stay.version += 1
        stay.save(update_fields=["away_since", "back_by", "version"])
    for flag in Flag.objects.visible_to(by).filter(case_id=missing.case_id, kind=Flag.Kind.MISSING).raised():
        flag.outcome = words or str(missing.get_found_display())
        flag.lowered_by, flag.lowered_at = by, timezone.now()
        flag.save(update_fields=["outcome_sealed", "lowered_by", "lowered_at"])
    trail.record(events.MISSING_FOUND, by=by, subject=missing, facts={"how": str(how)})


def close_all_missing(case: Case, how: str, by: User) -> None:
    """End whatever is open about the person of this case."""
    rows = Missing.objects.visible_to(by).open().filter(person_id=case.person_id)
    for missing in rows.select_for_update(of=("self",)):
        close_missing(missing, how, by)


def leave_houses(case: Case, by: User) -> None:
    """The person died: no bed is kept or wanted any more."""
    rows = Stay.objects.visible_to(by).current().filter(person_id=case.person_id)
    for stay in rows.select_for_update(of=("self",)):
        if stay.state == Stay.State.ASKED:
            stay.state, told = Stay.State.WITHDRAWN, events.STAY_WITHDRAWN
        else:
            stay.state, stay.out_at, stay.out_by = Stay.State.OUT, timezone.now(), by
            stay.left_why, stay.left_to, told = "died", "unknown", events.STAY_CHECKED_OUT
            stay.away_since = stay.back_by = stay.review_on = None
        settle(stay, not_here, by=by)
        trail.record(told, by=by, subject=stay)
