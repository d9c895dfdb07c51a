"""What a report asks: a period, and whom it counts. As an address it holds codes and random ids only."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from cases.codelists.services import SERVICES
from cases.models import Case, Project, ReportRules

from .dimensions import CROSSED
from .periods import Period, find

USUAL = "this-year"


@dataclass(frozen=True)
class Asked:
    """One report. `when` is the period as it was asked for, which may be relative; empty strings narrow nothing."""

    period: Period
    when: str = USUAL
    kind: str = Case.Kind.SURVIVOR
    service: str = ""
    project: str = ""
    rows: str = ""
    columns: str = ""

    @property
    def query(self) -> str:
        """The address of this report, without what it leaves open."""
        told = {name: getattr(self, name) for name in ("when", "kind", "service", "project", "rows", "columns")}
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def question(self) -> str:
        """The same, whatever day it is."""
        return replace(self, when=self.period.code).query

    @property
    def crosses(self) -> bool:
        """Whether it asks for a table of two questions."""
        return bool(self.rows and self.columns and self.rows != self.columns)


def asked(query: Mapping[str, str], user: User, rules: ReportRules) -> Asked:
    """Read an address. Errors: InvalidInput for a code that means nothing here."""
    when = query.get("when") or USUAL
    period = find(when, today(user.home), rules.first_month)
    if period is None or not datetime.date(1990, 1, 1) <= period.first <= today(user.home):
        raise InvalidInput(field="when")
    told = {name: query.get(name, "") for name in ("service", "project", "rows", "columns")}
    kind = query.get("kind") or Case.Kind.SURVIVOR
    known = {
        "kind": kind in Case.Kind.values,
        "service": not told["service"] or told["service"] in SERVICES.codes,
        "project": not told["project"] or told["project"] == "none" or _is_project(told["project"], user),
        "rows": not told["rows"] or told["rows"] in CROSSED,
        "columns": not told["columns"] or told["columns"] in CROSSED,
    }
    for name, right in known.items():
        if not right:
            raise InvalidInput(field=name)
    return Asked(period, when, kind, **told)


def _is_project(public_id: str, user: User) -> bool:
    return Project.objects.visible_to(user).filter(public_id=public_id).exists()
