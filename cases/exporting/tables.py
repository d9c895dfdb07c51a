"""Cases, or their services, as rows under headings. Rows are the caller's to write down in the trail first."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr.accounts.models import User
from casemgr.encryption import keys
from cases import catalogue
from cases.exporting.columns import CLEAR, NAMING, Column, label
from cases.models import Case, Experience, ServiceRecord


class What(models.TextChoices):
    """Which table."""

    CASES = "cases", gettext_lazy("Cases, one row each")
    SERVICES = "services", gettext_lazy("Services of these cases, one row each")


@dataclass(frozen=True)
class Table:
    """A table as people read it: text, numbers, days and empty cells."""

    headings: list[str]
    rows: list[list[Any]]

    @property
    def lines(self) -> list[list[Any]]:
        """The headings, then the rows."""
        return [self.headings, *self.rows]


def table(what: str, cases: Sequence[Case], *, masked: bool, by: User, day: datetime.date) -> Table:
    """The table of these cases (with their people) as `by` may read them. Masked: nothing that names somebody."""
    if not masked:
        keys.prefetch(by.home.pk, [case.person_id for case in cases])
    if what == What.SERVICES:
        return _services(cases, by)
    columns = CLEAR + tuple(c for c in NAMING if not masked and (not c.group or by.reads(c.group)))
    forms, given = _forms(cases, by), _given(cases, by)
    headings = [str(c.heading) for c in columns] + [_("Form of exploitation"), _("Services given")]
    rows = [[*_cells(case, columns, day), forms.get(case.pk, ""), given.get(case.pk, 0)] for case in cases]
    return Table(headings, rows)


def _cells(case: Case, columns: Sequence[Column], day: datetime.date) -> Iterator[Any]:
    for column in columns:
        value = column.value(case, day)
        yield value if isinstance(value, datetime.date | int) else str(value or "")


def _forms(cases: Sequence[Case], by: User) -> dict[Any, str]:
    """Forms of exploitation by case, over all of its experiences; nothing for a role that doesn't read them."""
    told: dict[Any, dict[str, None]] = {}
    rows = Experience.objects.visible_to(by).filter(case__in=[case.pk for case in cases]).order_by("created_at", "id")
    for case_id, codes in rows.values_list("case_id", "exploitation_types"):
        told.setdefault(case_id, {}).update(dict.fromkeys(codes))
    return {pk: "; ".join(label("vic_TypeOfExploitation", code) for code in codes) for pk, codes in told.items()}


def _given(cases: Sequence[Case], by: User) -> dict[Any, int]:
    given = ServiceRecord.objects.visible_to(by).filter(case__in=[case.pk for case in cases], outcome="delivered")
    return dict(given.order_by().values("case_id").annotate(count=models.Count("id")).values_list("case_id", "count"))


def _services(cases: Sequence[Case], by: User) -> Table:
    """Every service of the cases, by case and day. What was written about one stays inside."""
    names = {case.pk: case.label for case in cases}
    rows = ServiceRecord.objects.visible_to(by).filter(case__in=list(names)).order_by("case__number", "on_date", "id")
    headings = [_("Case"), _("Service"), _("Outcome"), _("Date"), _("How much"), _("Unit"), _("Amount"), _("Currency")]
    return Table(headings, [[names[row.case_id], *_service(row, by)] for row in rows])


def _service(row: ServiceRecord, by: User) -> list[Any]:
    return [
        str(catalogue.label(by.home, row.service_code)),
        str(row.get_outcome_display()),
        row.on_date,
        row.quantity,
        str(row.get_unit_display()),
        row.amount,
        row.currency,
    ]
