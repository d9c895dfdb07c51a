"""Keep the projects that pay for the work, trainings, and how the organization counts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound
from cases.codelists.services import SERVICES
from cases.models import Case, Project, ReportRules, Training

KEEPS = "manage_funds"
FIELDS = ("name", "funder", "starts_on", "ends_on", "services")


@transaction.atomic
def save_project(
    *,
    name: str,
    starts_on: datetime.date,
    by: User,
    funder: str = "",
    ends_on: datetime.date | None = None,
    services: Sequence[str] = (),
    project: Project | None = None,
    version: int | None = None,
) -> Project:
    """Make a project, or change one as read at `version`. A service is paid for by one running project at most.

    Errors: InvalidInput, NotFound, Conflict.
    """
    require(by, KEEPS)
    row = _read(project, version, by) if project else Project(organization=by.home, created_by=by)
    row.name, row.funder, row.services = name.strip(), funder.strip(), list(services)
    row.starts_on, row.ends_on = starts_on, ends_on
    _refuse(row, by)
    row.save()
    event = events.PROJECT_CHANGED if project else events.PROJECT_ADDED
    trail.record(event, by=by, subject=row, changed=FIELDS)
    return row


@transaction.atomic
def end_project(project: Project, *, by: User) -> Project:
    """Take it off the lists; what it paid for still counts under it. Errors: NotFound."""
    require(by, KEEPS)
    row = _read(project, None, by)
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    trail.record(events.PROJECT_ENDED, by=by, subject=row)
    return row


@transaction.atomic
def record_training(
    *,
    audience: str,
    held_on: datetime.date,
    people: int,
    by: User,
    minutes: int = 60,
    project: Project | None = None,
) -> Training:
    """Write down how many people were taught. Errors: InvalidInput, NotFound."""
    require(by, "record_service")
    if audience not in Training.Audience.values:
        raise InvalidInput(_("Choose who was taught."), field="audience")
    if held_on > today(by.home):
        raise InvalidInput(_("The date can't lie in the future."), field="held_on")
    if people < 1:
        raise InvalidInput(_("Write how many people there were."), field="people")
    row = Training(organization=by.home, audience=audience, held_on=held_on, people=people, minutes=minutes)
    row.project, row.recorded_by = (_of(project, by) if project else None), by
    row.save(force_insert=True)
    trail.record(events.TRAINING_RECORDED, by=by, subject=row, facts={"audience": audience})
    return row


@transaction.atomic
def set_report_rules(*, least: int, first_month: int, by: User) -> ReportRules:
    """Below which number of people nothing leaves (5 to 100), and the month that years begin with."""
    require(by, KEEPS)
    if not 5 <= least <= 100:
        raise InvalidInput(_("Choose a number from 5 to 100."), field="least")
    if not 1 <= first_month <= 12:
        raise InvalidInput(_("Choose a month."), field="first_month")
    row = ReportRules.objects.visible_to(by).select_for_update().first() or ReportRules(organization=by.home)
    row.least, row.first_month = least, first_month
    row.save()
    trail.record(events.REPORT_RULES_SET, by=by, subject=row, facts={"least": least, "month": first_month})
    return row


def rules_of(user: User) -> ReportRules:
    """The organization's rules, or what holds while none were set."""
    return ReportRules.objects.visible_to(user).first() or ReportRules(organization=user.home)


def pays_for(case: Case, service_code: str, day: datetime.date, by: User) -> Project | None:
    """Who pays when nobody says: the case's project, else the one that pays for such services, while it runs."""
    running = Project.objects.visible_to(by).running_on(day)
    if case.project_id and (own := running.filter(pk=case.project_id).first()):
        return own
    return running.filter(services__contains=[service_code]).order_by("starts_on", "name").first()


def _of(project: Project, by: User) -> Project:
    found = Project.objects.visible_to(by).offered().filter(pk=project.pk).first()
    if found is None:
        raise NotFound()
    return found


def _read(project: Project, version: int | None, by: User) -> Project:
    row: Any = Project.objects.visible_to(by).offered().select_for_update().filter(pk=project.pk).first()
    if row is None:
        raise NotFound()
    if version is not None and row.version != version:
        raise Conflict()
    row.version += 1
    return row


def _refuse(row: Project, by: User) -> None:
    others = Project.objects.visible_to(by).exclude(pk=row.pk)
    if not row.name:
        raise InvalidInput(_("Write a name."), field="name")
    if others.filter(name=row.name).exists():
        raise InvalidInput(_("There is a project of this name already."), field="name")
    if row.ends_on and row.ends_on < row.starts_on:
        raise InvalidInput(_("It can't end before it begins."), field="ends_on")
    if set(row.services) - set(SERVICES.codes):
        raise InvalidInput(_("Choose a service of the list."), field="services")
    last = row.ends_on or datetime.date.max
    for other in others.offered().filter(services__overlap=row.services, starts_on__lte=last):
        if (other.ends_on or datetime.date.max) >= row.starts_on:
            raise InvalidInput(_("Another project of this time pays for one of these services."), field="services")
