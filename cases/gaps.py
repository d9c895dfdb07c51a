"""What records miss or what waited too long, as data: each gap is a name, its words, and which open cases have it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.models import Consent
from cases.overdue import RULES
from cases.querysets.cases import CaseQuerySet
from cases.workload import STALE

SOON = datetime.timedelta(days=30)
Where = Callable[[User, datetime.date], Any]


@dataclass(frozen=True)
class Gap:
    """`where` is a condition on cases; `plain`: on columns of the case and its person alone."""

    name: str
    label: Any
    where: Where
    plain: bool = False

    def narrow(self, cases: CaseQuerySet, user: User) -> CaseQuerySet:
        """The open cases among these that have it."""
        return cases.open().filter(self.where(user, today(user.organization)))


def _store(user: User, day: datetime.date) -> Any:
    holding = Consent.objects.visible_to(user).consented_for(Consent.Purpose.STORE, day)
    return holding.filter(person_id=OuterRef("person_id"))


def _late(name: str) -> Where:
    """A rule of what is overdue, as a condition on cases."""
    rule = next(rule for rule in RULES if rule.name == name)

    def where(user: User, day: datetime.date) -> Any:
        mine = {"person_id": OuterRef("person_id")} if rule.by_person else {"case_id": OuterRef("pk")}
        return Exists(rule.rows(user, day).filter(**mine))

    return where


AGE_ANSWERED = ("declined", "unknown")
GAPS = (
    Gap("noconsent", _("Without consent to keep a record"), lambda user, day: ~Exists(_store(user, day))),
    Gap(
        "ending",
        _("Consent to keep a record ends within 30 days"),
        lambda user, day: Exists(_store(user, day).filter(ends_on__lte=day + SOON)),
    ),
    Gap("contacts", _("Safe contact not reviewed for 90 days"), _late("contacts")),
    Gap("services", _("Planned services past their day"), _late("services")),
    Gap("late", _("Follow-up past its day"), lambda _user, day: Q(next_follow_up__lt=day), plain=True),
    Gap("stale", _("Nothing done for 30 days"), lambda _user, day: Q(updated_at__date__lt=day - STALE), plain=True),
    Gap("nosex", _("Sex or gender not asked"), lambda _user, _day: Q(person__gender=""), plain=True),
    Gap(
        "noage",
        _("Age not asked"),
        lambda _user, _day: Q(person__birth_year=None) & ~Q(person__birth_precision__in=AGE_ANSWERED),
        plain=True,
    ),
    Gap("nocountry", _("Citizenship not asked"), lambda _user, _day: Q(person__citizenship=""), plain=True),
)
