"""Steps of a statutory notice by those who work on it: ask, write down the answer, close, withdraw, destroy."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from cases.models import Notification, StatutoryNotice
from cases.notices.lifecycle import Event

from ._notice_step import Versions, begin, destroy_key, finish, require_words, sheet_of
from .approvals import supervisors_of
from .notifications import notify


@transaction.atomic
def ask_notice(notice: StatutoryNotice, *, by: User, versions: Versions = None) -> StatutoryNotice:
    """Ask a second person. Errors: InvalidInput naming what is missing; NotFound, NotPermitted, NotInThisState."""
    current, rule = begin(notice, Event.ASK, by=by, versions=versions)
    current.asked_by = by
    done = finish(current, rule, by=by, changed=["asked_by"])
    told = [one for one in supervisors_of(current.case, by) if one.pk != current.drafted_by_id]
    notify(*told, kind=Notification.Kind.NOTICE_ASKED, by=by, case=current.case, about=current.public_id)
    return done


@transaction.atomic
def answer_notice(notice: StatutoryNotice, *, words: str, by: User, versions: Versions = None) -> StatutoryNotice:
    """Write down what the authority answered; more than one answer may come."""
    current, rule = begin(notice, Event.ANSWER, by=by, versions=versions)
    said = require_words(words, _("Write down what they answered."))
    return finish(current, rule, by=by, words=said)


@transaction.atomic
def close_notice(notice: StatutoryNotice, *, words: str, by: User, versions: Versions = None) -> StatutoryNotice:
    """Nothing more is expected of it. What was told stays readable until it is destroyed."""
    current, rule = begin(notice, Event.CLOSE, by=by, versions=versions)
    return finish(current, rule, by=by, words=require_words(words, _("Say what came of it.")))


@transaction.atomic
def withdraw_notice(
    notice: StatutoryNotice, *, by: User, words: str | None = None, versions: Versions = None
) -> StatutoryNotice:
    """Take it back before it went out; what was sealed of it is destroyed."""
    current, rule = begin(notice, Event.WITHDRAW, by=by, versions=versions)
    return finish(current, rule, by=by, words=words)


@transaction.atomic
def destroy_notice_sheet(
    notice: StatutoryNotice, *, words: str, by: User, versions: Versions = None
) -> StatutoryNotice:
    """Destroy the key of what a closed notice told. That it was told, to whom and which kinds of data, stays."""
    current, rule = begin(notice, Event.DESTROY, by=by, versions=versions)
    said = require_words(words, _("Say why it is destroyed."))
    sheet = sheet_of(current, by)
    if sheet is not None:
        destroy_key(sheet)
    return finish(current, rule, by=by, words=said)
