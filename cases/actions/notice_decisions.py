"""The second person's word on a statutory notice: before it goes out, or, in imminent danger, afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from cases.models import Notification, StatutoryNotice
from cases.notices.codes import FollowUp, Verdict
from cases.notices.lifecycle import Event

from ._notice_step import Versions, begin, finish, require_reason, require_words
from .notifications import notify


@transaction.atomic
def approve_notice(
    notice: StatutoryNotice,
    *,
    by: User,
    words: str | None = None,
    despite: str | None = None,
    versions: Versions = None,
) -> StatutoryNotice:
    """Let it go out. `despite`: why, where the never-share list forbids it.

    Errors: NotFound, NotPermitted (one's own), Conflict, NotInThisState, InvalidInput by field.
    """
    current, rule = begin(notice, Event.APPROVE, by=by, versions=versions)
    changed = require_reason(current, by, despite)
    current.decided_by = by
    return _answered(finish(current, rule, by=by, words=words, changed=["decided_by", *changed]), by)


@transaction.atomic
def return_notice(notice: StatutoryNotice, *, words: str, by: User, versions: Versions = None) -> StatutoryNotice:
    """Give the draft back with a word on what to change."""
    current, rule = begin(notice, Event.RETURN, by=by, versions=versions)
    said = require_words(words, _("Say what should change."))
    return _answered(finish(current, rule, by=by, words=said), by)


@transaction.atomic
def refuse_notice(notice: StatutoryNotice, *, words: str, by: User, versions: Versions = None) -> StatutoryNotice:
    """It doesn't go out, and why."""
    current, rule = begin(notice, Event.REFUSE, by=by, versions=versions)
    said = require_words(words, _("Say why it must not go out."))
    current.decided_by = by
    return _answered(finish(current, rule, by=by, words=said, changed=["decided_by"]), by)


@transaction.atomic
def review_notice(
    notice: StatutoryNotice,
    *,
    verdict: str,
    by: User,
    words: str | None = None,
    follow_ups: Sequence[str] = (),
    versions: Versions = None,
) -> StatutoryNotice:
    """Say whether it was right that this went out; where it wasn't, why, and what follows. Nobody reviews their own.

    Errors: NotFound, NotPermitted, Conflict, NotInThisState, InvalidInput by field.
    """
    current, rule = begin(notice, Event.REVIEW, by=by, versions=versions)
    if verdict not in Verdict.values:
        raise InvalidInput(_("Say what you found."), field="verdict")
    if set(follow_ups) - set(FollowUp.values):
        raise InvalidInput(_("Choose from the list."), field="follow_ups")
    if verdict == Verdict.NOT_UPHELD:
        require_words(words, _("Say why it should not have been told."))
        if not follow_ups:
            raise InvalidInput(_("Say what follows now."), field="follow_ups")
    current.verdict, current.follow_ups = verdict, sorted(set(follow_ups))
    current.reviewed_by, current.reviewed_at = by, timezone.now()
    changed = ["verdict", "follow_ups", "reviewed_by", "reviewed_at"]
    done = finish(current, rule, by=by, words=words, changed=changed)
    _tell(current, Notification.Kind.NOTICE_REVIEWED, by, current.sent_by)
    return done


def _answered(notice: StatutoryNotice, by: User) -> StatutoryNotice:
    _tell(notice, Notification.Kind.NOTICE_ANSWERED, by, notice.asked_by)
    return notice


def _tell(notice: StatutoryNotice, kind: str, by: User, first: User | None) -> None:
    notify(first, notice.drafted_by, kind=kind, by=by, case=notice.case, about=notice.public_id)
