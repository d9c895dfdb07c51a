"""What has waited too long, as data: each rule is a name, its words, and which open cases it finds."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.models import (
    Appointment,
    Approval,
    Case,
    Consent,
    Deadline,
    Flag,
    Goal,
    LegalRequest,
    SafeContact,
    ServiceRecord,
    StatutoryNotice,
    Stay,
)
from cases.querysets.cases import CaseQuerySet

REVIEW = datetime.timedelta(days=90)
PATIENCE = datetime.timedelta(days=3)
Rows = Callable[[User, datetime.date], Any]


@dataclass(frozen=True)
class Rule:
    """`rows` are the rows that wait too long; `by_person`: they hang on the person, not on the case."""

    name: str
    label: Any
    rows: Rows
    by_person: bool = False

    def narrow(self, cases: CaseQuerySet, user: User) -> CaseQuerySet:
        """The open cases among these that have such a row."""
        rows = self.rows(user, today(user.organization))
        mine = {"person_id": OuterRef("person_id")} if self.by_person else {"case_id": OuterRef("pk")}
        return cases.open().filter(Exists(rows.filter(**mine)))


def _services(user: User, day: datetime.date) -> Any:
    rows = ServiceRecord.objects.visible_to(user)
    return rows.filter(outcome=ServiceRecord.Outcome.PLANNED, on_date__lt=day)


def _contacts(user: User, day: datetime.date) -> Any:
    old = Q(reviewed_on=None) | Q(reviewed_on__lt=day - REVIEW)
    return SafeContact.objects.visible_to(user).filter(old, stopped="")


def _appointments(user: User, _day: datetime.date) -> Any:
    return Appointment.objects.visible_to(user).reachable().planned().filter(starts_at__lt=timezone.now())


def _approvals(user: User, day: datetime.date) -> Any:
    return Approval.objects.visible_to(user).asked().filter(asked_at__date__lt=day - PATIENCE)


def _notices(user: User, _day: datetime.date) -> Any:
    return StatutoryNotice.objects.visible_to(user).late()


def _deadlines(user: User, day: datetime.date) -> Any:
    return Deadline.objects.visible_to(user).passed(day)


def _requests(user: User, _day: datetime.date) -> Any:
    return LegalRequest.objects.visible_to(user).late()


def _consents(user: User, day: datetime.date) -> Any:
    given = Consent.objects.visible_to(user).current().filter(decision=Consent.Decision.GIVEN, ended_at=None)
    return given.filter(purpose=Consent.Purpose.STORE, ends_on__lte=day)


def _flags(user: User, day: datetime.date) -> Any:
    return Flag.objects.visible_to(user).raised().filter(review_on__lte=day)


def _goals(user: User, day: datetime.date) -> Any:
    return Goal.objects.visible_to(user).filter(state=Goal.State.OPEN, target_on__lt=day)


def _stays(user: User, day: datetime.date) -> Any:
    return Stay.objects.visible_to(user).to_review(day)


RULES = (
    Rule("notices", _("Statutory notices past their time"), _notices),
    Rule("deadlines", _("Legal deadlines past their day"), _deadlines),
    Rule("requests", _("Requests of authorities past their time"), _requests),
    Rule("meetings", _("Appointments without an outcome"), _appointments),
    Rule("services", _("Planned services past their day"), _services),
    Rule("flags", _("Flags to look at again"), _flags),
    Rule("consents", _("Consent to keep a record has ended"), _consents, by_person=True),
    Rule("contacts", _("Safe contact not reviewed for 90 days"), _contacts, by_person=True),
    Rule("stays", _("Stays to look at again"), _stays),
    Rule("goals", _("Goals past their day"), _goals),
    Rule("approvals", _("Waiting for approval for more than 3 days"), _approvals),
)


def cases_of(user: User, *, team: bool) -> CaseQuerySet:
    """One's own caseload, or everything one sees."""
    cases = Case.objects.visible_to(user)
    return cases if team else cases.of_worker(user)
