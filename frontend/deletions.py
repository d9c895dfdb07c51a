"""Who was asked to delete what they hold of a person, as pages and papers show it: never more than they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.actions.copies import is_quiet
from cases.models import Case, DataRequest
from cases.rights.may import people_of
from referrals.models import DeletionAsk


@dataclass(frozen=True)
class Asked:
    """One of them: where it stands, in words, and what may be written down of it."""

    ask: DeletionAsk
    label: str
    tone: str
    icon: str
    signed: bool
    to_ask: bool
    to_answer: bool


def of_request(request: DataRequest, user: User) -> list[Asked]:
    """Everybody asked because of one request."""
    return _drawn(_rows(user).filter(request=request), user)


def of_case(case: Case, user: User) -> list[Asked]:
    """Everybody asked about one record."""
    return _drawn(_rows(user).filter(person__in=people_of(case, user)), user)


def on_paper(case: Case, user: User) -> list[Asked]:
    """The same for the person's own copy, which is silent about some requests."""
    return [one for one in of_case(case, user) if not is_quiet(one.ask.request)]


def _rows(user: User) -> Any:
    return DeletionAsk.objects.visible_to(user).select_related("partner", "request", "asked_by").order_by("id")


def _drawn(rows: Iterable[DeletionAsk], user: User) -> list[Asked]:
    return [_one(row, row.is_late(today(user.home)), user.can("record_consent")) for row in rows]


def _one(row: DeletionAsk, late: bool, writes: bool) -> Asked:
    label, tone, icon = _stands(row, late)
    deleted = row.answer == DeletionAsk.Answer.DELETED
    signed = deleted and bool(row.partner and row.partner.is_remote) and row.answered_by_id is None
    asked = bool(row.how)
    return Asked(row, label, tone, icon, signed, writes and not asked, writes and asked and not deleted)


def _stands(row: DeletionAsk, late: bool) -> tuple[str, str, str]:
    if row.answer == DeletionAsk.Answer.DELETED:
        return _("Confirmed: they say that it is deleted"), "stable", "check-circle"
    if row.answer == DeletionAsk.Answer.REFUSED:
        return _("Refused: they keep it"), "", "slash-circle"
    if late:
        return (_("Overdue: no answer") if row.how else _("Overdue: nobody asked them yet")), "urgent", "clock"
    return (_("Asked, no answer yet"), "warning", "clock") if row.how else (_("To be asked"), "warning", "telephone")
